"""A node's folder: settings, keys, store, lock and socket.

watchword.toml   settings            keys/governance.key   unless kept offline
store.sqlite     what is held        keys/operational.key
itemkeys.sqlite  its items' keys     keys/content.key, which they are kept under
node.lock        one writer          keys/tls.key, keys/tls.pem
node.sock        for commands       keys/persons/NAME.key
                                    keys/next/, keys/old/     while keys change
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from watchword.edge.config import Config, format_config, parse_config
from watchword.edge.itemkeys import ItemKeys
from watchword.edge.keyfiles import new_content_key, read_content_key, read_signer
from watchword.edge.keyfolder import KeyFolder
from watchword.edge.keyring import Keyring
from watchword.edge.store import Store
from watchword.errors import EdgeError, UsageError
from watchword.model.person import GOVERNANCE
from watchword.trust.keys import Signer

LONGEST_SOCKET_PATH: Final = 100
OWNER_ONLY: Final = 0o700


class Home:
    """The folder of one node.

    Args:
        path: The folder; it need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.config_path = self.path / "watchword.toml"
        self.store_path = self.path / "store.sqlite"
        self.item_keys_path = self.path / "itemkeys.sqlite"
        self.lock_path = self.path / "node.lock"
        self.governance_path = self.path / "keys" / "governance.key"
        self.operational_path = self.path / "keys" / "operational.key"
        self.content_key_path = self.path / "keys" / "content.key"
        self.persons_path = self.path / "keys" / "persons"
        self.tls_key_path = self.path / "keys" / "tls.key"
        self.certificate_path = self.path / "keys" / "tls.pem"
        self.keys = KeyFolder(self.path / "keys")

    def make(self) -> None:
        """Create the folder, for its owner only.

        Raises:
            EdgeError: It cannot be made.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(OWNER_ONLY)
        except OSError as error:
            raise EdgeError(f"cannot make {self.path}: {error.strerror}") from error

    @property
    def socket_path(self) -> Path:
        """The command socket; elsewhere where the folder's path is too long."""
        near = self.path / "node.sock"
        if len(os.fsencode(near)) <= LONGEST_SOCKET_PATH:
            return near
        digest = sha256(os.fsencode(self.path)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"watchword-{os.getuid()}-{digest}.sock"

    def config(self) -> Config:
        """The node's settings.

        Raises:
            UsageError: There is no node here, or a setting is wrong.
        """
        try:
            text = self.config_path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise UsageError(f"{self.config_path} is not UTF-8") from error
        except OSError as error:
            raise UsageError(
                f"there is no node in {self.path}",
                hint="watchword init sets one up; --node DIR names another folder",
            ) from error
        return parse_config(text, os.environ)

    def write_config(self, config: Config) -> None:
        """Write the settings of a new node."""
        self.config_path.write_text(format_config(config), encoding="utf-8")

    def person_key_path(self, person: str) -> Path:
        """Where a person's key is: a name's in the folder, or a path as it is.

        ``governance`` is the key that signs the register.
        """
        if person == GOVERNANCE:
            return self.governance_path
        path = Path(person)
        return path if len(path.parts) > 1 else self.persons_path / f"{person}.key"

    def signer(self) -> Signer:
        """The operational key."""
        return read_signer(self.operational_path)

    def keyring(self) -> Keyring:
        """The operational key that signs, with the others that still open."""
        self.keys.settle()
        return Keyring(self.signer(), self.keys.others())

    def content_key(self) -> bytes:
        """The key under which the keys of items are kept; made where none is.

        Raises:
            UsageError: It is gone, and there are item keys that need it.
        """
        if self.content_key_path.exists():
            return read_content_key(self.content_key_path)
        if self.item_keys_path.exists():
            raise UsageError(
                f"{self.content_key_path} is gone, and nothing can be read without it",
                hint="put it back from where you keep the node's keys",
            )
        return new_content_key(self.content_key_path)

    def open_store(self, *, max_mb: float | None = None) -> Store:
        """The node's store, with the keys of its content.

        Raises:
            UsageError: The content key cannot be used.
            StoreError: One of the two cannot be opened.
        """
        keys = ItemKeys(self.item_keys_path, self.content_key())
        return Store(self.store_path, keys, max_mb=max_mb)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one writer.

        Raises:
            EdgeError: Another process is.
        """
        with self.lock_path.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise EdgeError(
                    f"another process writes to {self.path}",
                    hint="is it up already? while it starts or ends, try again",
                ) from error
            yield
