"""The keys of items, in a file of their own beside the store.

Rule 1: a key is durable with what it seals; an unused key does no harm.  The
        store commits fresh keys in its own rows, sealed under the key of an
        *epoch*, which is durable here before.  An epoch ends by one transaction
        here that has all its keys and puts another epoch's key over its own: of
        the rows in the store, wherever copies of them went, none opens anything.
        It has ended before anything is erased, before a copy, and at the end.
Rule 2: a key is erased by writing zeros over it where it stands.  Keys are only
        ever appended, so SQLite never moves one and leaves a copy behind; the
        write-ahead log, which saves a new key at the cost of one fsync, is
        emptied before erasing has been done.
Rule 3: the list of what was erased only grows.  It goes with every copy of the
        keys, and what is on it is erased wherever it turns up again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

import apsw
import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from watchword.edge.database import DAMAGED_HINT, OWNER_ONLY, Database, translated
from watchword.errors import LedgerError, StoreError
from watchword.model.agreement import AgreementId
from watchword.wire.envelope import Envelope

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
KEYS_VERSION: Final = 1
NONCES_A_DRAW: Final = 64
REMEMBERED: Final = 4096
KEYS_AN_EPOCH: Final = 256
"""So many keys are drawn, or a few more, until an epoch ends by itself."""

EPOCH: Final = "epoch"
"""The epoch's key is wrapped as if an item were called so; none is."""

MARK_BYTES: Final = 8

_TABLES: Final = """
CREATE TABLE key (id INTEGER PRIMARY KEY, name TEXT NOT NULL, wrapped BLOB NOT NULL);
CREATE UNIQUE INDEX key_name ON key (name);
CREATE TABLE erased (name TEXT PRIMARY KEY, said BLOB NOT NULL) WITHOUT ROWID;
"""
_EPOCH_TABLE: Final = """
CREATE TABLE IF NOT EXISTS epoch (id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);
"""
"""Older files have none; its one row is written over, never moved."""

_ZEROS: Final = bytes(NONCE_BYTES + KEY_BYTES + 16)


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """One item on the list of what was erased.

    Args:
        name: The item.
        at_ns: When.
        certificate: The signed word that it was destroyed or returned.
        basis: By agreement the clauses by which that word goes.
    """

    name: str
    at_ns: int
    certificate: Envelope
    basis: Mapping[AgreementId, tuple[str, ...]]


_decoder: Final = msgspec.json.Decoder(Erased)
_fresh: Final = msgspec.msgpack.Decoder(dict[str, bytes])


class ItemKeys(Database):
    """Keys by item, each wrapped under the node's content key.

    Args:
        path: The file; ``None`` keeps them in memory.
        content_key: The node's content key; ``None`` draws one, for keys that
            end with the process.
        draw: Gives random bytes.

    Raises:
        StoreError: It cannot be opened.
        LedgerError: The content key is not the one it was made with.
    """

    def __init__(
        self,
        path: Path | None,
        content_key: bytes | None = None,
        draw: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        if path is not None:
            _for_owner_only(path)
        super().__init__(path, journal="wal", tables=_TABLES, version=KEYS_VERSION)
        self.set_pragma("secure_delete", "on")
        self.draw = draw
        self._nonces: list[bytes] = []
        self._wrap = ChaCha20Poly1305(content_key or draw(KEY_BYTES))
        self._fresh: dict[str, bytes] = {}
        self._committed: dict[str, bytes] = {}
        self._known: dict[str, bytes] = {}
        self._last: tuple[str, ChaCha20Poly1305] | None = None
        self._nothing_erased = self.value("SELECT 1 FROM erased LIMIT 1") is None
        self._settle()
        self._check_fits()
        self.run(_EPOCH_TABLE)
        wrapped = self.value("SELECT wrapped FROM epoch")
        if wrapped is None or wrapped == _ZEROS:
            self._begin(self._draw_epoch())
        else:
            self._begin(self._unwrap(EPOCH, wrapped))
        # A copy of the file may have a key that was found in it.
        self._has_to_end = wrapped is not None

    def _draw_epoch(self) -> bytes:
        fresh = self.draw(KEY_BYTES)
        with self.transaction():
            self._write_epoch(fresh)
        return fresh

    def _write_epoch(self, fresh: bytes) -> None:
        # Of the same length, so that it is written in place.
        self.run(
            "INSERT INTO epoch VALUES (1, ?1)"
            " ON CONFLICT (id) DO UPDATE SET wrapped = ?1",
            (self._wrapped(EPOCH, fresh),),
        )

    def _begin(self, epoch: bytes) -> None:
        self._epoch = ChaCha20Poly1305(epoch)
        self._mark = sha256(epoch).digest()[:MARK_BYTES]

    def _check_fits(self) -> None:
        found = self.row(
            "SELECT name, wrapped FROM key WHERE wrapped <> ? LIMIT 1", (_ZEROS,)
        )
        if found is not None:
            self._unwrap(*found)

    def box_for(self, name: str) -> ChaCha20Poly1305:
        """What the item's key locks; the key is drawn where there is none.

        Raises:
            LedgerError: As ``key_for``.
        """
        last = self._last
        if last is not None and last[0] == name:
            return last[1]
        return self._box(name, self.key_for(name))

    def box_of(self, name: str) -> ChaCha20Poly1305:
        """What the item's key locks.

        Raises:
            LedgerError: It has been erased (``destroyed``), was never here
                (``key-missing``), or the content key is another.
        """
        last = self._last
        if last is not None and last[0] == name:
            return last[1]
        return self._box(name, self.key_of(name))

    def _box(self, name: str, key: bytes) -> ChaCha20Poly1305:
        # What belongs to one item is sealed, and opened, in one go.
        box = ChaCha20Poly1305(key)
        self._last = name, box
        return box

    def key_for(self, name: str) -> bytes:
        """The item's key, drawn where there is none; ``fresh`` gives it to keep.

        Raises:
            LedgerError: It has been erased (``destroyed``), or cannot be read.
        """
        found = self._find(name)
        if found is None:
            if self.erased(name) is not None:
                raise _destroyed(name)
            found = self._fresh[name] = self.draw(KEY_BYTES)
        return found

    def key_of(self, name: str) -> bytes:
        """The item's key.

        Raises:
            LedgerError: As ``box_of``.
        """
        found = self._find(name)
        if found is None:
            if self.erased(name) is not None:
                raise _destroyed(name)
            raise LedgerError(
                f"the key of {name[:12]} is not among the item keys",
                hint="the store is newer than the item keys beside it",
                code="key-missing",
            )
        return found

    def _find(self, name: str) -> bytes | None:
        known = (
            self._fresh.get(name) or self._committed.get(name) or self._known.get(name)
        )
        if known is not None:
            return known
        wrapped = self.value("SELECT wrapped FROM key WHERE name = ?", (name,))
        if wrapped is None or wrapped == _ZEROS:
            return None
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        found = self._known[name] = self._unwrap(name, wrapped)
        return found

    def _unwrap(self, name: str, wrapped: bytes) -> bytes:
        try:
            return self._wrap.decrypt(
                wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], name.encode()
            )
        except (InvalidTag, ValueError) as error:
            raise LedgerError(
                f"the key of {name[:12]} was not wrapped under this content key",
                hint="keys/content.key belongs to the item keys it was made with",
                code="key-missing",
            ) from error

    def fresh(self) -> tuple[bytes, bytes] | None:
        """The keys drawn since, to be committed with what they seal.

        Returns:
            The epoch's mark, and the keys sealed under its key; ``None``: none
            was drawn.

        Raises:
            StoreError: The epoch has to end first, and does not: nothing may be
                committed that uses a fresh key.
        """
        if not self._fresh:
            return None
        if self._has_to_end:
            self.flush()
            return None
        nonce = self.nonce()
        keys = msgspec.msgpack.encode(self._fresh)
        sealed = self._epoch.encrypt(nonce, keys, self._mark)
        return self._mark, nonce + sealed

    def kept(self) -> None:
        """They are committed; now and then an epoch ends by it."""
        if not self._fresh:
            return
        self._committed.update(self._fresh)
        self._fresh.clear()
        if len(self._committed) >= KEYS_AN_EPOCH:
            # Where the disk fails the rows have them, and the epoch goes on.
            with suppress(StoreError):
                self.flush()

    def take_over(self, rows: Iterable[tuple[bytes, bytes]]) -> None:
        """What was left of an epoch that has not ended goes into this file.

        Args:
            rows: As ``fresh`` has given them; those of other epochs are over.

        Raises:
            LedgerError: One is not what was sealed.
            StoreError: They are not durable here; keep the rows.
        """
        for mark, sealed in rows:
            if bytes(mark) == self._mark:
                self._committed.update(self._opened(bytes(sealed)))
        self.flush()

    def _opened(self, sealed: bytes) -> dict[str, bytes]:
        try:
            data = self._epoch.decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._mark
            )
        except (InvalidTag, ValueError) as error:
            raise LedgerError(
                "the keys in the store's last rows are not what was sealed",
                hint=DAMAGED_HINT,
                code="store-damaged",
            ) from error
        return _fresh.decode(data)

    def flush(self) -> None:
        """End the epoch: all keys drawn since are durable here.

        Raises:
            StoreError: They may not be; what is committed has its rows.
        """
        if not self._fresh and not self._committed:
            return
        waiting = {**self._committed, **self._fresh}
        self._end_epoch(waiting)
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known.update(waiting)
        self._committed.clear()
        self._fresh.clear()

    def _end_epoch(
        self,
        waiting: Mapping[str, bytes],
        gone: Iterable[Erased] = (),
        renewed: str = "",
    ) -> None:
        """In one transaction: keys, what is erased, and the next epoch's key."""
        # Until it has returned the disk may have the one epoch's key or the
        # other's: nothing is committed under either before it is done again.
        self._has_to_end = True
        fresh = self.draw(KEY_BYTES)
        with self.transaction():
            self._put(waiting)
            for each in gone:
                self.run(
                    "INSERT OR IGNORE INTO erased VALUES (?, ?)",
                    (each.name, msgspec.json.encode(each)),
                )
                self._write_over(each.name, _ZEROS)
            if renewed:
                anew = self._wrapped(renewed, self.draw(KEY_BYTES))
                self._write_over(renewed, anew)
            self._write_epoch(fresh)
        self._begin(fresh)
        self._has_to_end = False

    def _put(self, keys: Mapping[str, bytes]) -> None:
        self.run_many(
            "INSERT INTO key (name, wrapped) VALUES (?1, ?2)"
            " ON CONFLICT (name) DO UPDATE SET wrapped = ?2",
            [(name, self._wrapped(name, key)) for name, key in keys.items()],
        )

    def nonce(self) -> bytes:
        """Bytes that were never used before; many are drawn at a time."""
        if not self._nonces:
            drawn = self.draw(NONCE_BYTES * NONCES_A_DRAW)
            starts = range(0, len(drawn), NONCE_BYTES)
            self._nonces = [drawn[at : at + NONCE_BYTES] for at in starts]
        return self._nonces.pop()

    def _wrapped(self, name: str, key: bytes) -> bytes:
        nonce = self.nonce()
        return nonce + self._wrap.encrypt(nonce, key, name.encode())

    def erase(self, gone: Iterable[Erased], renewed: str) -> None:
        """Erase keys, note which, and draw one anew; all or nothing.

        Args:
            gone: The items destroyed.
            renewed: Name of the key that is drawn anew over the old one.

        Raises:
            StoreError: Nothing is erased yet; do it again.
        """
        self._nothing_erased = False
        listed = tuple(gone)
        waiting = {**self._committed, **self._fresh}
        for name in (renewed, *(each.name for each in listed)):
            waiting.pop(name, None)
        self._end_epoch(waiting, listed, renewed)
        for each in (self._known, self._committed, self._fresh):
            each.clear()
        self._last = None
        self._settle()

    def _settle(self) -> None:
        """Bring the file up to date, and leave nothing in the log before it."""
        busy = self.value("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise StoreError(
                "the item keys are in use by another process",
                hint="nothing is erased yet; it is tried again",
            )

    def _write_over(self, name: str, wrapped: bytes) -> None:
        # Of the same length, so that it is written in place.
        self.run("UPDATE key SET wrapped = ? WHERE name = ?", (wrapped, name))

    def erased(self, name: str) -> Erased | None:
        """What is noted of an item that was erased."""
        if self._nothing_erased:
            return None
        said = self.value("SELECT said FROM erased WHERE name = ?", (name,))
        return None if said is None else _decoder.decode(said)

    def all_erased(self) -> Iterator[Erased]:
        """The whole list, by name."""
        for (said,) in self.rows("SELECT said FROM erased ORDER BY name"):
            yield _decoder.decode(said)

    def adopt(self, other: ItemKeys) -> None:
        """Take over the keys of another file that are not known here."""
        with self.transaction():
            for name, wrapped in other.rows("SELECT name, wrapped FROM key"):
                self.run(
                    "INSERT OR IGNORE INTO key (name, wrapped) VALUES (?, ?)",
                    (name, wrapped),
                )

    def copy_to(self, path: Path) -> Iterator[None]:
        """As of any database; and the copy has no key of an epoch.

        Otherwise it would open rows of stores that are copied later.
        """
        yield from super().copy_to(path)
        with translated(), closing(apsw.Connection(str(path))) as copy:
            copy.pragma("journal_mode", "wal")
            copy.execute("UPDATE epoch SET wrapped = ?", (_ZEROS,))
            copy.pragma("wal_checkpoint", "truncate")

    def close(self) -> None:
        """End the epoch, and close the file."""
        # Where the disk fails the store's rows have the keys.
        with suppress(StoreError):
            self.flush()
        super().close()


def _for_owner_only(path: Path) -> None:
    try:
        path.touch(OWNER_ONLY)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror}") from error


def _destroyed(name: str) -> LedgerError:
    return LedgerError(f"{name[:12]} was destroyed", code="destroyed")
