"""Where a node's keys stand while they are replaced.

keys/operational.key, keys/tls.key and keys/tls.pem are in use.
keys/next/  a key that is designated, and waits until partners know it
keys/old/   keys replaced: they still open what was sealed to them

Rule 1: no key is ever overwritten or erased: the one in use gets a second name
        in keys/old before its own name is given to the next.
Rule 2: whoever dies between two steps goes on when the node is opened next.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from watchword.edge.keyfiles import read_signer
from watchword.errors import EdgeError
from watchword.model.designation import Purpose, certificate_pin
from watchword.trust.keys import Signer

OPERATIONAL: Final = "operational.key"
TLS_KEY: Final = "tls.key"
TLS_CERTIFICATE: Final = "tls.pem"


class KeyFolder:
    """The folder ``keys`` of a node.

    Args:
        path: The folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.next = path / "next"
        self.old = path / "old"

    def waits(self, purpose: Purpose) -> bool:
        """Whether a key has been drawn that is not in use yet."""
        name = OPERATIONAL if purpose == "operational" else TLS_CERTIFICATE
        return (self.next / name).exists()

    def others(self) -> list[Signer]:
        """Operational keys that are not the one in use."""
        waiting = [self.next / OPERATIONAL] if self.waits("operational") else []
        replaced = sorted(self.old.glob("operational-*.key"))
        return [read_signer(path) for path in (*waiting, *replaced)]

    def next_public(self, purpose: Purpose) -> str:
        """The public part of the key that waits, as a designation has it."""
        return _public(self.next, purpose)

    def public(self, purpose: Purpose) -> str:
        """The public part of the key in use."""
        return _public(self._path, purpose)

    def settle(self) -> None:
        """Finish what was left half done: a key without its certificate."""
        if (self.next / TLS_CERTIFICATE).exists() and not (
            self.next / TLS_KEY
        ).exists():
            self._replace(TLS_CERTIFICATE)

    def adopt(self, purpose: Purpose) -> None:
        """Bring the key that waits into use.

        Raises:
            EdgeError: It cannot be written; the key before is in use still, or
                the folder is settled when the node is opened next.
        """
        try:
            self.old.mkdir(mode=0o700, exist_ok=True)
            if purpose == "operational":
                used = read_signer(self._path / OPERATIONAL)
                self._keep(OPERATIONAL, f"operational-{used.key_id}.key")
                self._replace(OPERATIONAL)
                return
            pin = self.public("tls")
            self._keep(TLS_KEY, f"tls-{pin[:32]}.key")
            self._keep(TLS_CERTIFICATE, f"tls-{pin[:32]}.pem")
            # The certificate last: by it ``settle`` knows what is half done.
            self._replace(TLS_KEY)
            self._replace(TLS_CERTIFICATE)
        except OSError as error:
            raise EdgeError(f"cannot replace a key: {error.strerror}") from error

    def _keep(self, name: str, under: str) -> None:
        with suppress(FileExistsError):
            (self.old / under).hardlink_to(self._path / name)

    def _replace(self, name: str) -> None:
        (self.next / name).replace(self._path / name)
        for folder in (self._path, self.next):
            descriptor = os.open(folder, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)


def _public(folder: Path, purpose: Purpose) -> str:
    if purpose == "tls":
        return certificate_pin((folder / TLS_CERTIFICATE).read_text("ascii"))
    return read_signer(folder / OPERATIONAL).public_text
