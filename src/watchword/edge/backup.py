"""Copies of a node's store and of its item keys, and putting them back.

Rule 1: the store is copied first and its keys' epoch ended, so that the copy of
        the keys has every key the copy of the store needs, or has it on the list
        of what was erased.  A copy has no key of an epoch (see ``itemkeys.py``).
Rule 2: the list goes with every copy of the keys; of several lists the union
        counts, for a list only grows.
Rule 3: a store put back signs nothing before its partners have been asked what
        they hold of its logs (see ``restored.py``).
Rule 4: nothing serves before the list has been applied: the store gets its name
        last, when it has been read through and verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any, Final

import msgspec

from watchword.edge.content import PICTURE
from watchword.edge.database import Database, into_place
from watchword.edge.erasure import Erasures
from watchword.edge.home import Home
from watchword.edge.itemkeys import Erased, ItemKeys
from watchword.edge.migrate import check_steps, schema_of, step_up
from watchword.edge.migrations import STEPS
from watchword.edge.restored import mark_restored
from watchword.edge.rowcopy import check_empty, fill
from watchword.edge.schema import SCHEMA_VERSION
from watchword.edge.sqldatabase import SqlDatabase
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.edge.verify import verify_ledger
from watchword.errors import EdgeError, UsageError

STORE: Final = "store.sqlite"
KEYS: Final = "itemkeys.sqlite"
LIST: Final = "erased.json"
LOGS: Final = ("-wal", "-shm")
"""What SQLite has beside a file: of another file it must not be read."""

OWNER_ONLY: Final = 0o700
FILE_OWNER_ONLY: Final = 0o600

_list: Final = msgspec.json.Decoder(tuple[Erased, ...])


def back_up(store: Store, folder: Path, keys_folder: Path) -> Iterator[None]:
    """Copy the store into one folder, and the keys with their list into another.

    What was there from an earlier copy is replaced.  Others may use the store
    between two steps.

    Raises:
        EdgeError: It cannot be written; what was there before still is.
    """
    keys = store.content.keys
    try:
        for each in (folder, keys_folder):
            each.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        yield from _copied(store, folder / STORE)
        keys.flush()
        yield from _copied(keys, keys_folder / KEYS)
        listed = msgspec.json.encode(tuple(keys.all_erased()))
        _part(keys_folder / LIST).write_bytes(listed)
        _into_place(keys_folder / LIST)
    except OSError as error:
        raise EdgeError(f"cannot write the copy: {error.strerror}") from error


def _copied(database: Store | Database, path: Path) -> Iterator[None]:
    yield from database.copy_to(_part(path))
    _into_place(path)


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _into_place(path: Path) -> None:
    into_place(_part(path), path)


def restore(
    home: Home, folder: Path, keys_folder: Path, lists: Iterable[Path] = ()
) -> dict[str, Any]:
    """Put a copy back into a node's folder that has no store.

    Args:
        home: The node's folder, with its settings and its own keys.
        folder: Where the copy of the store is.
        keys_folder: Where the copy of the item keys is.
        lists: Further lists of what was erased, newer than the copy's.

    Returns:
        What ``ledger verify`` says of the store put back.

    Raises:
        UsageError: There is a store already, or something is missing.
        LedgerError: The copy does not verify; the node still has no store.
    """
    config = home.config()
    with home.lock():
        database = home.database(config) if config.store else None
        _check_room(home, database)
        erased = [each for path in lists for each in _read_list(path)]
        keys = _put_back_keys(home, keys_folder, erased)
        path = _part(home.store_path)
        found = schema_of(_brought(folder / STORE, path))
        check_steps(found, SCHEMA_VERSION, STEPS)
        store = Store(path, keys, version=found)
        try:
            step_up(store, found, SCHEMA_VERSION, STEPS)
            Erasures(store).reconcile()
            view = StoreView(store, config.party, config.labels)
            verified = verify_ledger(store, view)
            partners = tuple(view.partners())
            if partners:
                mark_restored(store, partners)
        finally:
            store.close()
        if database is None:
            _into_place(home.store_path)
        else:
            fill(database, path)
            database.close()
            path.unlink()
    return {**verified, "waits_for": list(partners)}


def _check_room(home: Home, database: SqlDatabase | None) -> None:
    if not home.content_key_path.exists():
        raise UsageError(
            f"{home.content_key_path} is missing",
            hint="a copy holds no keys of keys/: put them back first",
        )
    if database is not None:
        check_empty(database)
        return
    for ending in ("", *LOGS):
        path = home.store_path.with_name(home.store_path.name + ending)
        if path.exists():
            raise UsageError(
                f"there is {path} already",
                hint="move it away first; leave itemkeys.sqlite where it is:"
                " its list of what was erased counts",
            )


def _read_list(path: Path) -> tuple[Erased, ...]:
    try:
        return _list.decode(path.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise UsageError(f"{path} is no list of what was erased") from error


def _put_back_keys(home: Home, folder: Path, erased: list[Erased]) -> ItemKeys:
    """The keys of the copy beside those that are there, less what was erased."""
    path = _part(home.item_keys_path)
    copy = ItemKeys(_brought(folder / KEYS, path), home.content_key())
    try:
        listed = [*copy.all_erased(), *_read_list(folder / LIST), *erased]
        copy.erase(listed, PICTURE)
        if home.item_keys_path.exists():
            keys = ItemKeys(home.item_keys_path, home.content_key())
            keys.erase(listed, PICTURE)
            keys.adopt(copy)
    finally:
        copy.close()
    if home.item_keys_path.exists():
        path.unlink()
        return keys
    _into_place(home.item_keys_path)
    return ItemKeys(home.item_keys_path, home.content_key())


def _brought(copied: Path, path: Path) -> Path:
    for ending in LOGS:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    try:
        copyfile(copied, path)
    except OSError as error:
        raise UsageError(f"cannot read {copied}: {error.strerror}") from error
    path.chmod(FILE_OWNER_ONLY)
    return path
