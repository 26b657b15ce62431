"""Bringing a store of an earlier schema to this one.

Rule 1: every step runs on a copy, each in one transaction with the number of
        its version; the copy is verified before it takes the store's name.
Rule 2: the store as it was keeps a name of its own beside it.  Whoever dies at
        any moment leaves a whole store, of the one version or the other.
Rule 3: the item keys are not copied: a copy of a key would outlive its erasing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import apsw

from watchword.edge.clock import monotonic_ns
from watchword.edge.database import into_place, translated
from watchword.edge.home import Home
from watchword.edge.itemkeys import ItemKeys
from watchword.edge.schema import SCHEMA_VERSION
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.edge.verify import verify_ledger
from watchword.errors import EdgeError, StoreError, UsageError
from watchword.model.time import SECOND_NS

Steps = Mapping[int, Callable[[Store], None]]
"""By the version from which a step starts; it leads to the next."""

Said = Callable[[str], None]
"""Told what is being done."""


def schema_of(path: Path) -> int:
    """The schema of a store's file, which stays as it is.

    Raises:
        UsageError: There is none.
        StoreError: It cannot be read.
    """
    if not path.exists():
        raise UsageError(f"there is no store {path}")
    with translated():
        db = apsw.Connection(str(path))
        try:
            return int(db.pragma("user_version"))
        finally:
            db.close()


def migrate(
    home: Home,
    steps: Steps,
    *,
    dry_run: bool = False,
    to: int = SCHEMA_VERSION,
    say: Said = lambda _: None,
) -> dict[str, Any]:
    """Bring a node's store to this version.

    Args:
        home: The node's folder; nothing else may have it open.
        steps: What each version needs.
        dry_run: Do all of it on a copy, verify it, and remove it.
        to: Up to which version.
        say: Told of each step, for showing.

    Returns:
        From where to where, how long it took, what ``ledger verify`` says.

    Raises:
        StoreError: A newer version wrote it, or the disk has no room: the
            store is as it was.
        WatchwordError: A step fails, or the result does not verify: likewise.
    """
    config = home.config()
    if config.store:
        raise UsageError(
            "a store in PostgreSQL is brought to another schema by a copy of it",
            hint="back it up with the version that wrote it, name an empty database,"
            " and restore with this version",
        )
    with home.lock():
        found = schema_of(home.store_path)
        check_steps(found, to, steps)
        began_ns = monotonic_ns()
        done = {"from": found, "to": to, "dry_run": dry_run, "kept": ""}
        if found == to:
            return {**done, "seconds": 0.0, "verified": None}
        keys = ItemKeys(home.item_keys_path, home.content_key())
        part = home.store_path.with_name(f"{home.store_path.name}.part")
        try:
            say(f"copying the store, schema {found}")
            _copy(home.store_path, part, found)
            store = Store(part, keys, version=found)
            step_up(store, found, to, steps, say)
            say("verifying the ledger")
            view = StoreView(store, config.party, config.labels)
            verified = verify_ledger(store, view)
            store.close()
            if not dry_run:
                done["kept"] = str(_swap(home.store_path, part, found))
        finally:
            _remove(part)
        took_ns = monotonic_ns() - began_ns
        return {**done, "seconds": took_ns / SECOND_NS, "verified": verified}


def check_steps(found: int, to: int, steps: Steps) -> None:
    """Refuse a store that cannot be brought up.

    Raises:
        StoreError: A newer version wrote it, or one too old.
    """
    if found > to:
        raise StoreError(
            f"the store has schema {found}, this version reads {to}",
            hint="a newer Watchword wrote it: use that one, or a newer one still",
            code="schema",
        )
    missing = [version for version in range(found, to) if version not in steps]
    if missing:
        raise StoreError(
            f"nothing leads on from schema {missing[0]}",
            hint="migrate with the versions between, one after the other",
            code="schema",
        )


def step_up(
    store: Store, found: int, to: int, steps: Steps, say: Said = lambda _: None
) -> None:
    """Take each step in one transaction, together with its number."""
    for version in range(found, to):
        say(f"schema {version} to {version + 1}")
        with store.transaction():
            steps[version](store)
            store.run(f"PRAGMA user_version = {version + 1}")


def _copy(path: Path, part: Path, version: int) -> None:
    _remove(part)
    store = Store(path, version=version)
    try:
        for _ in store.copy_to(part):
            pass
    finally:
        store.close()


def _swap(path: Path, part: Path, version: int) -> Path:
    kept = path.with_name(f"{path.stem}.schema-{version}{path.suffix}")
    try:
        kept.unlink(missing_ok=True)
        kept.hardlink_to(path)
        into_place(part, path)
    except OSError as error:
        raise EdgeError(f"cannot replace {path}: {error.strerror}") from error
    return kept


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + ending).unlink(missing_ok=True)
