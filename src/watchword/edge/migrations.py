"""From one schema of the store to the next: what each step does to the rows.

Rule 1: a step loses nothing and invents nothing: the ledger, the lines and
        every statement say what they said.
Rule 2: a step is one transaction, and whoever dies in it begins again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import apsw
import msgspec

from watchword.edge.schema import TABLES
from watchword.edge.store import Store
from watchword.edge.storeview import disclosed_place

_OLD: Final = ("statement", "disclosure", "line", "offered")


def migrate_3_to_4(store: Store) -> None:
    """Reports are appended, and the fields of one entry are one row.

    Raises:
        StoreError: Nothing was changed.
        LedgerError: A field cannot be opened, by which key it was sealed.
    """
    with store.transaction():
        store.run("DROP INDEX statement_kind")
        for table in _OLD:
            store.run(f"ALTER TABLE {table} RENAME TO old_{table}")
        create_missing(store)
        store.run("INSERT INTO statement SELECT * FROM old_statement ORDER BY entry")
        store.run("INSERT INTO line SELECT * FROM old_line ORDER BY at_ns, number")
        _join_disclosures(store)
        _join_offered(store)
        for table in _OLD:
            store.run(f"DROP TABLE old_{table}")


def migrate_4_to_5(store: Store) -> None:
    """Fresh item keys are committed with what they seal: a table for them.

    Raises:
        StoreError: Nothing was changed.
    """
    with store.transaction():
        create_missing(store)


def migrate_5_to_6(store: Store) -> None:
    """Proposals wait in a table of their own.

    Raises:
        StoreError: Nothing was changed.
    """
    with store.transaction():
        create_missing(store)


def create_missing(store: Store) -> None:
    """Create every table and index of this version that is not there yet."""
    there = {name for (name,) in store.rows("SELECT name FROM sqlite_master")}
    for name, sql in _wanted():
        if name not in there:
            store.run(sql)


def _wanted() -> list[tuple[str, str]]:
    """Each table and index of this version, as SQLite itself writes it."""
    db = apsw.Connection(":memory:")
    db.execute(TABLES)
    found = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    db.close()
    return [(str(name), str(sql)) for name, sql in found]


def _join_disclosures(store: Store) -> None:
    content = store.content
    store.run("CREATE INDEX old_entry ON old_disclosure (entry)")
    entries = store.rows(
        "SELECT DISTINCT d.entry, name, d.entry <> s.entry FROM old_disclosure AS d"
        " JOIN statement AS s USING (name) ORDER BY d.entry"
    )
    for entry, name, later in entries:
        rows = store.rows(
            "SELECT digest, text FROM old_disclosure WHERE entry = ? ORDER BY digest",
            (entry,),
        )
        texts = [content.open(name, digest, text).decode() for digest, text in rows]
        sealed = content.seal(name, disclosed_place(entry), msgspec.json.encode(texts))
        store.run(
            "INSERT INTO disclosure VALUES (?, ?, ?, ?)", (entry, name, later, sealed)
        )


def _join_offered(store: Store) -> None:
    # The header was noted with the first line only, and goes with every one.
    store.run(
        "INSERT INTO offered SELECT statement.entry, name, recipient, origin, number,"
        " json_group_array(field ORDER BY field <> 'header', field) FROM"
        " (SELECT name, recipient, origin, number, field FROM old_offered UNION"
        " SELECT name, recipient, origin, number, 'header' FROM old_offered)"
        " JOIN statement USING (name) GROUP BY name, recipient, origin, number"
    )


STEPS: Final[Mapping[int, Callable[[Store], None]]] = {
    3: migrate_3_to_4,
    4: migrate_4_to_5,
    5: migrate_5_to_6,
}
"""By the version from which it starts; the next version is one more."""
