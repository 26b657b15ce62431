"""Secret keys on disk: one file each, for the owner's eyes only."""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Final

from watchword.errors import EdgeError, UsageError
from watchword.trust.keys import Signer

HEADER: Final = "watchword ed25519 seed v1"
CONTENT_HEADER: Final = "watchword content key v1"
OWNER_ONLY: Final = 0o600


def write_secret(path: Path, data: bytes) -> None:
    """Create a file that only its owner can read; never overwrite one.

    Raises:
        UsageError: It is there already.
        EdgeError: It cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(path, flags, OWNER_ONLY), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise UsageError(
            f"{path} is there already", hint="a key is never overwritten; move it away"
        ) from error
    except OSError as error:
        raise EdgeError(f"cannot write {path}: {error.strerror}") from error


def new_signer(path: Path) -> Signer:
    """Draw a key, write its file, and answer with it ready to sign."""
    return Signer(_draw(path, HEADER))


def new_content_key(path: Path) -> bytes:
    """Draw the key under which the keys of items are kept, and write its file."""
    return _draw(path, CONTENT_HEADER)


def _draw(path: Path, header: str) -> bytes:
    secret = secrets.token_bytes(32)
    write_secret(path, f"{header}\n{b64encode(secret).decode()}\n".encode())
    return secret


def read_signer(path: Path) -> Signer:
    """Read a key file.

    Raises:
        UsageError: There is none, it is no key file, or others may read it.
    """
    return Signer(_read(path, HEADER))


def read_content_key(path: Path) -> bytes:
    """Read the key under which the keys of items are kept.

    Raises:
        UsageError: There is none, it is no such file, or others may read it.
    """
    return _read(path, CONTENT_HEADER)


def _read(path: Path, header: str) -> bytes:
    lines = read_secret(path).decode("ascii", "replace").splitlines()
    try:
        if len(lines) == 2 and lines[0] == header:
            secret = b64decode(lines[1], validate=True)
            if len(secret) == 32:
                return secret
    except ValueError:
        pass
    raise UsageError(f"{path} is no key file of Watchword")


def read_secret(path: Path) -> bytes:
    """Read a secret file that only its owner may read.

    Raises:
        UsageError: There is none, or others may read it.
    """
    try:
        mode = path.stat().st_mode & 0o777
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    if mode & 0o077:
        raise UsageError(
            f"others may read {path} (mode {mode:o})", hint=f"chmod 600 {path}"
        )
    return data
