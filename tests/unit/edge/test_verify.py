"""``ledger verify`` finds a changed row in every table that it answers for."""

from __future__ import annotations

import pytest
from tests.desks import (
    NORTH,
    SOUTH,
    MemoryDesk,
    carry,
    exchange,
    pair,
)
from tests.stores import changed

from watchword.edge.verify import verify_ledger
from watchword.errors import LedgerError, TrustError, WatchwordError, WireError
from watchword.ledger.checkpoint import ledger_origin

ROUTINE = f"{NORTH}/pact/{SOUTH}/routine"
OWN = ledger_origin(NORTH)


@pytest.fixture
def north() -> MemoryDesk:
    north, south = pair()
    for _ in range(3):
        north.report()
        south.report(south.header("OFFEN"))
        exchange(north, south)
    return north


def refusal(desk: MemoryDesk) -> WatchwordError:
    desk.view.forget()
    desk.view.frontiers.clear()
    with pytest.raises((LedgerError, TrustError, WireError)) as caught:
        verify_ledger(desk.store, desk.view)
    return caught.value


def test_what_nobody_touched_is_verified(north: MemoryDesk) -> None:
    found = verify_ledger(north.store, north.view)
    assert found["verified"]
    assert found["party"] == NORTH
    assert found["statements"] == 11 + 3  # the marks beside what came
    logs = {row["log"]: row for row in found["logs"]}
    assert len(logs) == 5
    assert logs[ROUTINE]["entries"] == logs[ROUTINE]["receipted"] == 3
    assert all(row["last_signed"] == row["entries"] for row in logs.values())


PAYLOAD, SIG, KEY = '"payload":"eyJ', '"sig":"', '"keyid":"'
TAMPERED: dict[str, tuple[str, tuple[str, ...]]] = {
    "an entry's body": (
        "UPDATE entry SET body = replace(body, 'desk', 'disk') WHERE number = 3",
        (),
    ),
    "an entry's time": (
        "UPDATE entry SET known_at_ns = known_at_ns - 1 WHERE number = 3",
        (),
    ),
    "an entry's kind": ("UPDATE entry SET kind = 'refusal' WHERE number = 3", ()),
    "an entry taken out": ("DELETE FROM entry WHERE number = 3", ()),
    "the last entry taken out": (
        "DELETE FROM entry WHERE number = (SELECT max(number) FROM entry)",
        (),
    ),
    "an entry put in": ("INSERT INTO entry VALUES (999, 0, 'statement', '{}')", ()),
    "a line that was sent": (
        "UPDATE line SET data = data || ' ' WHERE origin = ? AND number = 2",
        (ROUTINE,),
    ),
    "a line's entry": ("UPDATE line SET entry = zeroblob(32) WHERE data IS NULL", ()),
    "a line's root": (
        "UPDATE line SET root = zeroblob(32) WHERE origin = ? AND number = 2",
        (ROUTINE,),
    ),
    "a line taken out": (
        "DELETE FROM line WHERE origin = ? AND number = 3",
        (ROUTINE,),
    ),
    "a checkpoint of another size": (
        (
            "UPDATE checkpoint SET note = (SELECT note FROM checkpoint"
            " WHERE origin = ?1 ORDER BY size LIMIT 1) WHERE origin = ?1"
        ),
        (OWN,),
    ),
    "a checkpoint's signature": (
        (
            "UPDATE checkpoint SET note = substr(note, 1, length(note) - 9)"
            " || 'AAAAAAA=\n'"
        ),
        (),
    ),
    "a checkpoint's text": ("UPDATE checkpoint SET note = 'hello'", ()),
    "a checkpoint's bytes": ("UPDATE checkpoint SET note = x'ff00'", ()),
    "a checkpoint of more than there is": (
        (
            "INSERT INTO checkpoint SELECT origin, 999, note FROM checkpoint"
            " WHERE origin = ? AND size = 1"
        ),
        (ROUTINE,),
    ),
    "a cosignature": (
        "UPDATE cosignature SET line = replace(line, '/witness ', '/witless ')",
        (),
    ),
    "a cosignature of another size": (
        (
            "INSERT OR REPLACE INTO cosignature SELECT origin, 2, witness, line"
            " FROM cosignature WHERE origin = ? AND size = 3"
        ),
        (ROUTINE,),
    ),
    "a cosignature of more than there is": (
        "UPDATE cosignature SET size = 999 WHERE origin = ? AND size = 3",
        (ROUTINE,),
    ),
    "a log's tree": (
        (
            "UPDATE log SET frontier = (SELECT frontier FROM log WHERE origin = ?)"
            " WHERE origin = ?"
        ),
        (ROUTINE, OWN),
    ),
    "a log's tree, unreadable": ("UPDATE log SET frontier = 'x'", ()),
    "a statement's payload": (
        (
            "UPDATE statement SET envelope ="
            " replace(envelope, ?1, replace(?1, 'J', 'I')) WHERE kind = 'posture'"
        ),
        (PAYLOAD,),
    ),
    "a statement's signature": (
        (
            "UPDATE statement SET envelope = replace(envelope, ?1, ?1 || 'AAAA')"
            " WHERE kind = 'posture'"
        ),
        (SIG,),
    ),
    "a statement's signer": (
        (
            "UPDATE statement SET envelope = replace(envelope, ?1, ?1 || '0')"
            " WHERE kind = 'posture'"
        ),
        (KEY,),
    ),
    "a statement's name": (
        "UPDATE statement SET name = 'ab' WHERE kind = 'posture'",
        (),
    ),
    "a statement, unreadable": (
        "UPDATE statement SET envelope = x'00' WHERE kind = 'instrument'",
        (),
    ),
    "a field's value": (
        ("UPDATE disclosure SET texts = substr(texts, 1, length(texts) - 1) || 'x'"),
        (),
    ),
    "a report's ciphertext": (
        (
            "UPDATE statement SET envelope = substr(envelope, 1, 40) || x'00'"
            " || substr(envelope, 42) WHERE kind = 'report'"
        ),
        (),
    ),
    "a report in another's place": (
        (
            "UPDATE statement SET envelope = (SELECT envelope FROM statement"
            " WHERE kind = 'report' LIMIT 1) WHERE kind = 'report'"
        ),
        (),
    ),
    "a report said to be destroyed": (
        (
            "UPDATE statement SET destroyed ="
            " (SELECT name FROM statement WHERE kind = 'posture') WHERE kind = 'report'"
        ),
        (),
    ),
    "the fields of a report": ("DELETE FROM disclosure", ()),
    "the report of a field": ("UPDATE disclosure SET name = 'x' || name", ()),
    "the entry of a field": ("UPDATE disclosure SET entry = entry + 1000", ()),
    "a party's key": (
        "UPDATE party SET governance = (SELECT governance FROM party WHERE party = ?)",
        (SOUTH,),
    ),
}


@pytest.mark.parametrize("sql", TAMPERED.values(), ids=TAMPERED.keys())
def test_what_somebody_changed_is_found(
    north: MemoryDesk, sql: tuple[str, tuple[str, ...]]
) -> None:
    north.store.run(*sql)
    assert changed(north.store)
    assert str(refusal(north))


@pytest.mark.slow
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE tile SET hashes = zeroblob(8192) WHERE origin = ?",
        "UPDATE tile SET root = zeroblob(32) WHERE origin = ?",
    ],
)
def test_a_changed_tile_is_found(sql: str) -> None:
    north, _ = pair()
    for _ in range(256):
        north.report()
    assert verify_ledger(north.store, north.view)["verified"]
    north.store.run(sql, (ROUTINE,))
    assert changed(north.store)
    assert "tile" in str(refusal(north))


def test_a_changed_tile_of_a_higher_level_is_found(north: MemoryDesk) -> None:
    north.store.run(
        "INSERT INTO tile VALUES (?, 1, 0, zeroblob(32), zeroblob(32))", (ROUTINE,)
    )
    assert str(refusal(north))


def test_a_history_signed_anew_by_another_key_is_found(north: MemoryDesk) -> None:
    forger = MemoryDesk(SOUTH)
    carry(north, forger)
    for (note,) in forger.store.rows("SELECT note FROM checkpoint LIMIT 1"):
        north.store.run("UPDATE checkpoint SET note = ?", (note,))
    assert isinstance(refusal(north), WatchwordError)
