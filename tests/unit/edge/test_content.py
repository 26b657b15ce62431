"""Article 11: content is stored so that only whoever has the key gets at it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.desks import (
    FIELDS,
    NORTH,
    PACT,
    MemoryDesk,
    evidence_kept,
    exchange,
    line,
    name_held,
    pair,
    raw_cells,
    sealed_report,
    taking,
)
from tests.vaults import (
    CANARY_FIELDS,
    CONTENT_KEY,
    found_in,
    open_store,
    raw,
    vaults,
)

from watchword.edge.content import OVERHEAD, PICTURE, Content
from watchword.edge.itemkeys import ItemKeys
from watchword.edge.storeview import opened_fields
from watchword.errors import LedgerError
from watchword.model.party import PartyId
from watchword.model.time import HOUR_NS
from watchword.wire.line import format_line

ITEM = "ab" * 32


@pytest.fixture
def content() -> Content:
    return Content(ItemKeys(None, CONTENT_KEY))


def test_what_is_sealed_is_opened_again(content: Content) -> None:
    sealed = content.seal(ITEM, "envelope", b"a value")
    assert content.open(ITEM, "envelope", sealed) == b"a value"
    assert b"a value" not in sealed
    assert len(sealed) == len(b"a value") + OVERHEAD
    assert content.seal(ITEM, "envelope", b"a value") != sealed


def test_what_was_never_sealed_is_given_back_as_it_is(content: Content) -> None:
    assert content.open(ITEM, "envelope", b'{"a":1}') == b'{"a":1}'
    assert content.open(ITEM, "envelope", b"") == b""


@pytest.mark.parametrize(
    ("item", "place"), [(ITEM, "secret"), ("cd" * 32, "envelope"), (PICTURE, ITEM)]
)
def test_a_ciphertext_stands_for_no_other(
    content: Content, item: str, place: str
) -> None:
    sealed = content.seal(ITEM, "envelope", b"a value")
    content.seal(item, place, b"another")
    with pytest.raises(LedgerError, match="not what was sealed"):
        content.open(item, place, sealed)


@pytest.mark.parametrize("at", [4, 15, 16, -1])
def test_a_changed_or_cut_ciphertext_is_found(content: Content, at: int) -> None:
    sealed = content.seal(ITEM, "envelope", b"a value")
    changed = bytearray(sealed)
    changed[at] ^= 1
    for bad in (bytes(changed), sealed[:at]):
        with pytest.raises(LedgerError, match="not what was sealed"):
            content.open(ITEM, "envelope", bad)


def test_without_its_key_it_is_not_opened(content: Content) -> None:
    sealed = content.seal(ITEM, "envelope", b"a value")
    for key in (CONTENT_KEY, bytes(32)):
        with pytest.raises(LedgerError) as caught:
            Content(ItemKeys(None, key)).open(ITEM, "envelope", sealed)
        assert caught.value.code == "key-missing"


def told(folder: Path) -> tuple[MemoryDesk, MemoryDesk, str]:
    """A report full of canaries, told and folded at both ends."""
    north, south = vaults(folder)
    name = name_held(north.report(fields=CANARY_FIELDS))
    exchange(north, south)
    for desk in (north, south):
        assert len(desk.pictures.picture().events) == 1
    return north, south, name


def test_art11_no_value_is_readable_in_the_files_without_the_nodes_key(
    tmp_path: Path,
) -> None:
    north, south, name = told(tmp_path)
    for desk in (north, south):
        held = desk.view.held(name)
        assert held is not None
        assert set(CANARY_FIELDS) <= set(held.fields)
        for text in held.fields.values():
            assert text.encode() not in raw(tmp_path)
    assert name.encode() in raw(tmp_path)
    assert found_in(raw(tmp_path)) == []


def test_art11_the_files_and_another_key_give_nothing(tmp_path: Path) -> None:
    north, _, _ = told(tmp_path)
    north.store.close()
    with pytest.raises(LedgerError) as caught:
        open_store(tmp_path / "north", bytes(32))
    assert caught.value.code == "key-missing"
    north.store = open_store(tmp_path / "north")
    assert north.store.content.keys.value("SELECT count(*) FROM key") == 2


def test_art11_what_stays_readable_is_who_when_and_under_which_label() -> None:
    """The leak of metadata, reviewed: these columns of a report and no others."""
    north, _ = pair()
    name = name_held(north.report())
    assert len(north.pictures.picture().events) == 1
    row = north.store.row("SELECT * FROM statement WHERE name = ?", (name,))
    assert row is not None
    assert row[1:6] == ("report", NORTH, "", north.now_ns, NORTH)
    envelope, secret, kept, gone = row[7:]
    assert gone == ""
    assert kept == b'{"kind":"launch","status":"exercise","label":"OPEN"}'
    assert envelope.startswith(b"\x00ww1")
    assert secret.startswith(b"\x00ww1")
    first_ns, last_ns = north.store.rows("SELECT first_ns, last_ns FROM reach")[0]
    assert first_ns % HOUR_NS == last_ns % HOUR_NS == 0
    opened = north.store.rows("SELECT * FROM disclosure")
    assert [each[:3] for each in opened] == [(row[6], name, 0)]
    assert opened[0][3].startswith(b"\x00ww1")
    assert {field for field, _ in opened_fields(north.store, name)} >= set(FIELDS)
    (body,) = north.store.rows("SELECT body FROM event")[0]
    assert body.startswith(b"\x00ww1")
    assert b"airfield" not in raw_cells(north.store)


def test_papers_and_postures_need_no_key() -> None:
    north, south = pair()
    for desk in (north, south):
        assert desk.store.content.keys.rows("SELECT name FROM key") == []
        assert b'"statement":"posture"' not in raw_cells(desk.store)
        assert desk.view.papers(PACT).postures


def test_evidence_is_sealed_under_the_key_of_the_report_in_it() -> None:
    _, south = pair()
    stranger = MemoryDesk(PartyId("desk.east"))
    statement, disclosed = sealed_report(stranger.header(), CANARY_FIELDS)
    given = line(stranger.sign(statement), 1, disclosed)
    south.do(taking(given))
    kept = (NORTH, "unknown-authority", format_line(given))
    assert evidence_kept(south.store) == [kept]
    assert found_in(raw_cells(south.store)) == []
    south.store.content.keys.flush()
    keys = south.store.content.keys.rows("SELECT name FROM key")
    assert keys == [(given.envelope.name,)]


def test_evidence_that_gives_no_line_has_a_key_of_its_own() -> None:
    _, south = pair()
    outcome = south.take(taking(b"canary-site, and no line"))
    assert outcome.error is not None
    assert evidence_kept(south.store)[0][2] == b"canary-site, and no line"
    assert found_in(raw_cells(south.store)) == []
    digest = south.store.value("SELECT digest FROM quarantine")
    south.store.content.keys.flush()
    assert south.store.content.keys.rows("SELECT name FROM key") == [(digest,)]
