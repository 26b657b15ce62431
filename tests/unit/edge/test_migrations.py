"""A store of an earlier version, brought to this one, says what it said."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.desks import (
    FIELDS,
    SECRET,
    MemoryDesk,
    exchange,
    line,
    name_held,
    pair,
    taking,
)

from watchword.edge.migrations import (
    STEPS,
    create_missing,
    migrate_3_to_4,
    migrate_4_to_5,
    migrate_5_to_6,
)
from watchword.edge.proposals import waiting_since
from watchword.edge.schema import SCHEMA_VERSION
from watchword.edge.store import Store
from watchword.edge.storeview import opened_fields
from watchword.edge.verify import verify_ledger
from watchword.wire.sealed import digest_of, seal
from watchword.wire.statement import SealedReport

TABLES_3: Final = (
    """CREATE TABLE statement (
  name TEXT PRIMARY KEY, kind TEXT NOT NULL, party TEXT NOT NULL,
  agreement TEXT NOT NULL, said_at_ns INTEGER NOT NULL, source TEXT NOT NULL,
  entry INTEGER NOT NULL, envelope BLOB NOT NULL, secret BLOB,
  placeholder BLOB, destroyed TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID""",
    "CREATE INDEX statement_kind ON statement (kind, agreement, said_at_ns)",
    """CREATE TABLE disclosure (
  name TEXT NOT NULL, field TEXT NOT NULL, digest TEXT NOT NULL,
  text BLOB NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (name, field, digest)
) WITHOUT ROWID""",
    """CREATE TABLE line (
  origin TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL,
  entry BLOB NOT NULL, root BLOB NOT NULL, data BLOB,
  at_ns INTEGER NOT NULL, PRIMARY KEY (origin, number)
) WITHOUT ROWID""",
    """CREATE TABLE offered (
  name TEXT NOT NULL, recipient TEXT NOT NULL, field TEXT NOT NULL,
  origin TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (name, recipient, field)
) WITHOUT ROWID""",
)
"""The tables that schema 4 keeps otherwise, as they were in schema 3."""


def told() -> tuple[MemoryDesk, MemoryDesk, str]:
    """South holds a report of North's of which a field was opened later."""
    north, south = pair()
    sealed = seal(FIELDS, SECRET)
    report = SealedReport(header=north.header(), sealed=sealed.digests)
    envelope, texts = north.sign(report), tuple(sealed.disclosures.values())
    for number, shown in enumerate((texts[:1], texts[1:]), start=1):
        south.do(taking(line(envelope, number, shown)))
    return north, south, envelope.name


def as_version_3(store: Store) -> None:
    """Write the rows as schema 3 had them, one a field."""
    held = store.rows("SELECT * FROM statement")
    opened = store.rows("SELECT name, entry FROM disclosure")
    fields = {
        (name, entry): dict(opened_fields(store, name, entry)) for name, entry in opened
    }
    offered = store.rows("SELECT * FROM offered ORDER BY number")
    lines = store.rows("SELECT * FROM line")
    for table in ("statement", "disclosure", "line", "offered"):
        store.run(f"DROP TABLE {table}")
    for sql in TABLES_3:
        store.run(sql)
    store.run_many(f"INSERT INTO statement VALUES ({', '.join('?' * 11)})", held)  # noqa: S608
    store.run_many("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?)", lines)
    for (name, entry), texts in sorted(fields.items(), key=lambda row: row[0][1]):
        for field, text in texts.items():
            digest = digest_of(text)
            kept = store.content.seal(name, digest, text.encode())
            store.run(
                "INSERT OR IGNORE INTO disclosure VALUES (?, ?, ?, ?, ?)",
                (name, field, digest, kept, entry),
            )
    for _, name, recipient, origin, number, kept in offered:
        for field in json.loads(kept):
            store.run(
                "INSERT OR IGNORE INTO offered VALUES (?, ?, ?, ?, ?)",
                (name, recipient, field, origin, number),
            )


def shown(store: Store) -> dict[str, Any]:
    """All that a store says in the tables that are kept otherwise."""
    return {
        "statement": store.rows("SELECT * FROM statement ORDER BY name"),
        "line": store.rows("SELECT * FROM line ORDER BY origin, number"),
        "offered": store.rows("SELECT * FROM offered ORDER BY name, number"),
        "disclosure": [
            (name, entry, later, opened_fields(store, name, entry))
            for name, entry, later in store.rows(
                "SELECT name, entry, later FROM disclosure ORDER BY entry"
            )
        ],
    }


def test_a_store_of_schema_3_says_the_same_in_schema_4() -> None:
    north, south = pair()
    own = name_held(north.report())
    exchange(north, south)
    _, other, name = told()
    for desk, report in ((north, own), (south, own), (other, name)):
        before, held = shown(desk.store), desk.view.held(report)
        as_version_3(desk.store)
        migrate_3_to_4(desk.store)
        assert shown(desk.store) == before
        assert desk.view.held(report) == held
        assert verify_ledger(desk.store, desk.view)["verified"]


def test_a_store_of_schema_4_holds_the_same_in_schema_5() -> None:
    north, _ = pair()
    own = name_held(north.report())
    before, held = shown(north.store), north.view.held(own)
    north.store.content.keys.flush()
    north.store.run("DROP TABLE fresh")
    migrate_4_to_5(north.store)
    assert shown(north.store) == before
    assert north.view.held(own) == held
    assert north.view.held(name_held(north.report())) is not None
    assert north.store.rows("SELECT epoch FROM fresh") != []
    assert verify_ledger(north.store, north.view)["verified"]


def test_a_store_of_schema_5_holds_the_same_in_schema_6_and_keeps_proposals() -> None:
    north, _ = pair()
    own = name_held(north.report())
    before, held = shown(north.store), north.view.held(own)
    north.store.run("DROP TABLE proposal")
    migrate_5_to_6(north.store)
    assert shown(north.store) == before
    assert north.view.held(own) == held
    assert waiting_since(north.store) == []
    assert verify_ledger(north.store, north.view)["verified"]


def test_what_is_opened_later_keeps_its_entry() -> None:
    _, south, name = told()
    as_version_3(south.store)
    migrate_3_to_4(south.store)
    first, second = south.store.rows(
        "SELECT entry, later FROM disclosure WHERE name = ? ORDER BY entry", (name,)
    )
    assert (first[1], second[1]) == (0, 1)
    assert len(opened_fields(south.store, name, first[0])) == 1
    assert len(opened_fields(south.store, name)) == len(FIELDS)


def test_a_table_that_came_with_a_version_is_created_and_the_rest_is_left_alone() -> (
    None
):
    north, _ = pair()
    before = north.store.rows("SELECT name, sql FROM sqlite_master ORDER BY name")
    north.store.run("DROP TABLE reach")
    create_missing(north.store)
    again = north.store.rows("SELECT name, sql FROM sqlite_master ORDER BY name")
    assert again == before
    assert north.store.value("SELECT count(*) FROM party") > 1


def test_there_is_a_step_up_to_this_version() -> None:
    assert max(STEPS) + 1 == SCHEMA_VERSION
