"""Article 13: what is destroyed cannot be reconstructed, and that is certified."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from tests.desks import (
    NORTH,
    NOW,
    PACT,
    SOUTH,
    MemoryDesk,
    carry,
    channel,
    evidence_kept,
    exchange,
    line,
    line_sent,
    name_held,
    pair,
    raw_cells,
    sealed_report,
    taking,
    units_for,
)
from tests.stores import failing
from tests.vaults import (
    CANARY_FIELDS,
    CONTENT_KEY,
    destroy,
    disposal,
    found_in,
    open_store,
    raw,
    vault,
    vaults,
)

from watchword.edge.content import SEALED
from watchword.edge.itemkeys import NONCE_BYTES, ItemKeys
from watchword.edge.store import Store
from watchword.edge.storeview import disclosed_place
from watchword.edge.verify import verify_ledger
from watchword.errors import (
    BadSignatureError,
    LedgerError,
    ReleaseError,
    StoreError,
)
from watchword.model.agreement import AgreementId
from watchword.model.fieldtext import parse_fields
from watchword.model.message import Disposal
from watchword.model.time import DAY_NS, HOUR_NS
from watchword.node.admit import keys_for
from watchword.node.effects import Erase, Hold, Offer
from watchword.node.inputs import Release, Say, TakeReceipt
from watchword.picture.canonical import picture_bytes
from watchword.trust.signed import check_signed
from watchword.wire.envelope import parse_envelope
from watchword.wire.line import entry_of, format_line, parse_line
from watchword.wire.statement import SealedReport, parse_statement

ROUTINE = f"{NORTH}/pact/{SOUTH}/routine"
SOUTHS = parse_fields({"observed_at": "2022-05-04T12:02+09:00", "apogee_km": "~800"})


def told(folder: Path | None = None) -> tuple[MemoryDesk, MemoryDesk, str]:
    north, south = pair() if folder is None else vaults(folder)
    name = name_held(north.report(fields=CANARY_FIELDS))
    exchange(north, south)
    for desk in (north, south):
        assert len(desk.pictures.picture().events) == 1
    return north, south, name


def opened_with_all_keys(store: Store) -> bytes:
    """What an attacker reads who has every file: each ciphertext under each key."""
    store.content.keys.flush()
    keys = [name for (name,) in store.content.keys.rows("SELECT name FROM key")]
    tables = ("statement", "disclosure", "line", "quarantine", "event")
    cells = [
        cell
        for table in tables
        for row in store.rows(f"SELECT * FROM {table}")  # noqa: S608 (names are ours)
        for cell in row
        if isinstance(cell, bytes) and cell.startswith(SEALED)
    ]
    found = [_opened(store, key, cell) for key in keys for cell in cells]
    return b"\n".join(found)


def _opened(store: Store, key: str, cell: bytes) -> bytes:
    places = [
        "envelope",
        "secret",
        "evidence",
        *(disclosed_place(n) for (n,) in store.rows("SELECT number FROM entry")),
        *(event for (event,) in store.rows("SELECT id FROM event")),
        *(f"{ROUTINE} {number}" for number in range(9)),
    ]
    for place in places:
        try:
            return store.content.open(key, place, cell)
        except LedgerError:
            continue
    return b""


def test_the_attacker_of_these_tests_reads_what_is_not_destroyed() -> None:
    _, south, _ = told()
    assert found_in(opened_with_all_keys(south.store))


@pytest.mark.slow
@pytest.mark.parametrize("outcome", ["destroyed", "returned"])
def test_art13_what_was_destroyed_is_found_nowhere_whoever_has_the_keys(
    tmp_path: Path, outcome: str
) -> None:
    _, south, name = told(tmp_path)
    south.store.content.keys.flush()
    ciphertexts = sealed_of(south, name)
    wrapped = south.store.content.keys.value(
        "SELECT wrapped FROM key WHERE name = ?", (name,)
    )
    destroy(south, name, "returned" if outcome == "returned" else "destroyed")
    assert found_in(raw(tmp_path / "south")) == []
    assert wrapped not in raw(tmp_path / "south")
    assert found_in(opened_with_all_keys(south.store)) == []
    south.store.close()
    with_key = open_store(tmp_path / "south", CONTENT_KEY)
    for place, cell in ciphertexts:
        with pytest.raises(LedgerError) as caught:
            with_key.content.open(name, place, cell)
        assert caught.value.code == "destroyed"
    assert found_in(opened_with_all_keys(with_key)) == []


def test_art13_a_key_that_was_in_the_rows_only_is_gone_with_its_epoch(
    tmp_path: Path,
) -> None:
    """The rows stay in pages, logs and copies: nothing is left that opens them."""
    _, south, name = told(tmp_path)
    keys = south.store.content.keys
    assert keys.value("SELECT 1 FROM key WHERE name = ?", (name,)) is None
    rows = south.store.rows("SELECT epoch, keys FROM fresh")
    assert any(name in fresh_keys(keys, row) for row in rows)
    epoch = keys.value("SELECT wrapped FROM epoch")
    destroy(south, name)
    assert epoch not in raw(tmp_path / "south")
    assert keys.value("SELECT 1 FROM key WHERE name = ?", (name,)) is None
    assert [fresh_keys(keys, row) for row in rows] == [{}] * len(rows)


def fresh_keys(keys: ItemKeys, row: tuple[bytes, bytes]) -> dict[str, bytes]:
    """What a row of fresh keys opens to by the epoch's key in the file."""
    wrapped = keys.value("SELECT wrapped FROM epoch")
    nonce, rest = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
    key = ChaCha20Poly1305(CONTENT_KEY).decrypt(nonce, rest, b"epoch")
    mark, sealed = row
    with suppress(InvalidTag):
        data = ChaCha20Poly1305(key).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], mark
        )
        found: dict[str, bytes] = msgspec.msgpack.decode(data)
        return found
    return {}


def sealed_of(desk: MemoryDesk, name: str) -> list[tuple[str, bytes]]:
    opened = desk.store.rows(
        "SELECT entry, texts FROM disclosure WHERE name = ?", (name,)
    )
    rows = desk.store.rows(
        "SELECT 'envelope', envelope FROM statement WHERE name = ?", (name,)
    )
    assert opened
    return [*((disclosed_place(entry), texts) for entry, texts in opened), *rows]


@pytest.mark.parametrize("outcome", ["retained", "lost"])
def test_what_is_retained_or_lost_is_not_erased(outcome: str) -> None:
    _, south, name = told()
    destroy(south, name, "retained" if outcome == "retained" else "lost")
    held = south.view.held(name)
    assert held is not None
    assert not held.destroyed
    assert held.fields
    assert len(south.pictures.picture().events) == 1


def test_art13_a_placeholder_stays_and_the_picture_is_computed_anew() -> None:
    north, south, name = told()
    south.now_ns += HOUR_NS
    own = name_held(south.report(south.header("OFFEN"), SOUTHS))
    (event,) = south.pictures.picture().events
    assert set(event.members) == {name, own}
    then_ns = south.now_ns
    south.now_ns += DAY_NS
    certificate = destroy(south, name)

    held = south.view.held(name)
    assert held is not None
    assert held.destroyed
    assert held.fields == {}
    assert isinstance(held.statement, SealedReport)
    header = held.statement.header
    assert (header.originator, header.marking.label) == (NORTH, "OPEN")
    assert (header.kind, header.said_at_ns) == ("launch", north.now_ns)
    for as_of_ns in (None, then_ns, south.now_ns):
        shown = south.pictures.picture(as_of_ns)
        (event,) = shown.events
        assert event.members == (own,)
        assert shown.destroyed == (name,)
    assert south.pictures.picture(NOW - 1).destroyed == ()
    assert [said.name for said in south.pictures.said()] == [own]
    row = south.store.row("SELECT destroyed FROM statement WHERE name = ?", (name,))
    assert row == (certificate,)


def test_the_picture_without_it_is_the_one_of_a_desk_that_never_held_it() -> None:
    north, south = pair()
    exchange(north, south)
    own = name_held(south.report(south.header("OFFEN"), SOUTHS))
    without = south.pictures.picture()
    name = name_held(north.report())
    carry(north, south)
    assert south.pictures.picture() != without
    destroy(south, name)
    shown = south.pictures.picture()
    assert shown.destroyed == (name,)
    assert picture_bytes(msgspec.structs.replace(shown, destroyed=())) == (
        picture_bytes(without)
    )
    assert own in shown.events[0].members


def test_art13_the_ledger_verifies_and_says_how_many_were_destroyed() -> None:
    north, south, name = told()
    for desk in (north, south):
        before = verify_ledger(desk.store, desk.view)
        destroy(desk, name)
        exchange(north, south)
        found = verify_ledger(desk.store, desk.view)
        assert (before["destroyed"], found["destroyed"]) == (0, 1)
        assert found["verified"]
    kinds = south.store.rows("SELECT kind FROM entry ORDER BY number")
    assert ("erased",) in kinds


def test_art13_the_originator_alone_can_check_the_certificate() -> None:
    north, south, name = told()
    certificate = destroy(south, name)
    carry(south, north)
    south.store.close()

    store = north.store
    envelope = parse_envelope(
        store.value("SELECT envelope FROM statement WHERE name = ?", (certificate,))
    )
    said = parse_statement(envelope)
    assert isinstance(said, Disposal)
    assert (said.party, said.report, said.outcome) == (SOUTH, name, "destroyed")
    assert said.witnesses == ("A. One", "B. Two")
    assert envelope.name == certificate
    check_signed(envelope, keys_for(north.view, said))
    forged = envelope.payload.replace(b"A. One", b"A. Two")
    with pytest.raises(BadSignatureError):
        check_signed(
            msgspec.structs.replace(envelope, payload=forged),
            keys_for(north.view, said),
        )
    (about,) = north.view.messages_about(name)
    assert about[0] == certificate


@pytest.mark.slow
@pytest.mark.parametrize("ended", [True, False])
def test_art13_whoever_dies_between_commit_and_erasing_goes_on_when_it_starts(
    tmp_path: Path, *, ended: bool
) -> None:
    _, south, name = told(tmp_path)
    keys = south.store.content.keys
    if ended:
        keys.flush()
    keys.run(
        "CREATE TRIGGER testing_only_fail BEFORE INSERT ON erased"
        " BEGIN SELECT RAISE(ABORT, 'as if the power had failed'); END"
    )
    with pytest.raises(StoreError):
        south.take(Say(statement=disposal(south, name)))
    keys.run("DROP TRIGGER testing_only_fail")
    assert keys.erased(name) is None
    assert keys.key_of(name)
    assert [*south.store.rows("SELECT name FROM erasing")] == [(name,)]
    held = south.view.held(name)
    assert held is not None
    assert held.destroyed
    south.store.close()

    again = vault(tmp_path / "south", SOUTH)
    assert again.store.content.keys.erased(name) is not None
    assert again.store.rows("SELECT name FROM erasing") == []
    assert found_in(opened_with_all_keys(again.store)) == []
    assert verify_ledger(again.store, again.view)["destroyed"] == 1


def test_a_certificate_that_is_not_committed_destroys_nothing() -> None:
    _, south, name = told()
    before = raw_cells(south.store)
    with failing(south.store, "DELETE ON disclosure"), pytest.raises(StoreError):
        south.take(Say(statement=disposal(south, name)))
    assert raw_cells(south.store) == before
    assert south.store.content.keys.erased(name) is None
    assert south.view.held(name) == south.view.held(name)
    destroy(south, name)
    assert south.store.content.keys.erased(name) is not None


def test_destroying_again_is_said_and_changes_nothing_more() -> None:
    _, south, name = told()
    first = destroy(south, name)
    south.now_ns += HOUR_NS
    second = destroy(south, name)
    assert first != second
    row = south.store.row("SELECT destroyed FROM statement WHERE name = ?", (name,))
    assert row == (first,)
    assert verify_ledger(south.store, south.view)["verified"]


def test_a_partners_certificate_destroys_nothing_here() -> None:
    north, south, name = told()
    destroy(south, name)
    carry(south, north)
    held = north.view.held(name)
    assert held is not None
    assert not held.destroyed
    assert len(north.pictures.picture().events) == 1


@pytest.mark.slow
def test_what_comes_again_is_receipted_and_not_kept(tmp_path: Path) -> None:
    north, south, name = told(tmp_path)
    envelope = north.view.envelope(name)
    held = north.view.held(name)
    assert held is not None
    texts = tuple(held.fields.values())
    destroy(south, name)
    size = south.view.cursor(channel()).number
    outcome = south.do(taking(line(envelope, size + 1, texts)))
    assert south.view.cursor(channel()).number == size + 1
    assert next(type(e) for e in outcome.effects) is Hold
    assert found_in(raw(tmp_path / "south")) == []
    assert found_in(opened_with_all_keys(south.store)) == []
    assert south.store.rows("SELECT 1 FROM disclosure") == []
    assert south.pictures.picture().events == ()
    assert verify_ledger(south.store, south.view)["verified"]


def test_what_comes_again_and_is_refused_is_not_kept_as_evidence_either() -> None:
    north, south, name = told()
    envelope = north.view.envelope(name)
    destroy(south, name)
    size = south.view.cursor(channel()).number
    forged = msgspec.structs.replace(
        envelope,
        signatures=(msgspec.structs.replace(envelope.signatures[0], sig=bytes(64)),),
    )
    south.do(taking(line(forged, size + 1)))
    assert [row[1:] for row in evidence_kept(south.store)] == [("bad-signature", b"")]


@pytest.mark.parametrize("is_cut", [False, True])
def test_evidence_that_bears_it_goes_with_it(is_cut: bool) -> None:  # noqa: FBT001 (a case)
    """Whole, under the report's key; or cut, so that it gives no line."""
    north, south, name = told()
    held = north.view.held(name)
    assert held is not None
    envelope = north.view.envelope(name)
    size = south.view.cursor(channel()).number
    given = format_line(line(envelope, size + 5, tuple(held.fields.values())))
    outcome = south.take(taking(given[:-20] if is_cut else given))
    assert outcome.error is not None
    (before,) = evidence_kept(south.store)
    assert before[2]
    destroy(south, name)
    assert [row[2] for row in evidence_kept(south.store)] == [b""]
    assert found_in(opened_with_all_keys(south.store)) == []


def test_other_evidence_stays() -> None:
    north, south, name = told()
    statement, disclosed = sealed_report(north.header())
    size = south.view.cursor(channel()).number
    given = format_line(line(north.sign(statement), size + 5, disclosed))
    south.take(taking(given))
    south.take(taking(given[:-20]))
    destroy(south, name)
    assert [row[2] for row in evidence_kept(south.store)] == [given, given[:-20]]


def test_evidence_that_waited_for_its_time_waits_no_longer() -> None:
    north, south = pair()
    statement, disclosed = sealed_report(
        msgspec.structs.replace(north.header(), said_at_ns=NOW + DAY_NS)
    )
    envelope = north.sign(statement)
    south.do(taking(line(envelope, 1, disclosed)))
    assert len(south.view.due(NOW + DAY_NS)) == 1
    destroy(south, envelope.name)
    assert south.view.due(NOW + DAY_NS) == ()
    assert [row[2] for row in evidence_kept(south.store)] == [b""]


def test_a_certificate_for_what_is_not_here_erases_nothing() -> None:
    _, south = pair()
    done = south.do(Say(statement=disposal(south, "ab" * 32)))
    assert any(isinstance(effect, Erase) for effect in done.effects)
    assert [*south.store.content.keys.all_erased()] == []


def test_nothing_destroyed_is_let_go_any_more() -> None:
    north, south = pair()
    north.now_ns += 1
    north.will("case-by-case")
    name = name_held_first(north)
    destroy(north, name)
    with pytest.raises(ReleaseError) as caught:
        north.approve(name, SOUTH)
    assert caught.value.code == "not-held"
    with pytest.raises(ReleaseError, match="was destroyed"):
        north.do(Release(name=name, recipient=SOUTH))
    north.now_ns += 1
    effects = north.will("push").effects
    assert not [effect for effect in effects if isinstance(effect, Offer)]
    with pytest.raises(LedgerError) as gone:
        north.view.envelope(name)
    assert gone.value.code == "destroyed"
    assert carry(north, south) == []


def name_held_first(desk: MemoryDesk) -> str:
    return next(e.name for e in desk.report().effects if isinstance(e, Hold))


def test_a_line_still_open_is_stood_for_by_the_certificate() -> None:
    north, south = pair()
    first = name_held(north.report(fields=CANARY_FIELDS))
    second = name_held(north.report())
    entries = north.store.rows("SELECT entry FROM line WHERE origin = ?", (ROUTINE,))
    certificate = destroy(north, first)
    sent = parse_line(line_sent(north.store, ROUTINE, 1))
    assert (sent.number, sent.stands_for) == (1, entries[0][0])
    assert entry_of(sent, b"") == entries[0][0]
    assert sent.envelope.name == certificate
    assert sent.basis["header"]
    assert sent.disclosed == ()

    carry(north, south)
    assert north.outbox.open_lines(SOUTH) == 0
    assert south.view.held(first) is None
    assert south.view.held(second) is not None
    assert south.view.held(certificate) is not None
    assert not south.store.rows("SELECT 1 FROM quarantine")
    assert [
        *south.store.rows("SELECT entry FROM line WHERE origin = ?", (ROUTINE,))
    ] == (entries)
    for desk in (north, south):
        assert verify_ledger(desk.store, desk.view)["verified"]


def test_a_partner_that_went_back_is_brought_up_past_what_was_destroyed() -> None:
    north, south = pair()
    name = name_held(north.report())
    other = name_held(north.report())
    exchange(north, south)
    destroy(north, name)
    forgetful = pair()[1]
    north.outbox.rewind(ROUTINE, 0)
    for unit in units_for(north, forgetful):
        outcome = forgetful.do(*unit)
        north.do(TakeReceipt(peer=SOUTH, envelope=outcome.given[0]))
        break
    assert forgetful.view.cursor(channel()).number == 2
    assert forgetful.view.held(name) is None
    assert forgetful.view.held(other) is not None


def test_a_line_that_stands_for_one_taken_before_is_the_same_line() -> None:
    north, south = pair()
    name = name_held(north.report())
    carry(north, south)
    destroy(north, name)
    outcome = south.do(taking(line_sent(north.store, ROUTINE, 1)))
    assert outcome.effects == ()
    held = south.view.held(name)
    assert held is not None
    assert not held.destroyed


def standing(desk: MemoryDesk, said: Disposal, entry: bytes = bytes(32)) -> bytes:
    given = line(desk.sign(said), 1)
    return format_line(msgspec.structs.replace(given, stands_for=entry))


def test_only_the_senders_certificate_stands_for_a_line() -> None:
    north, south = pair()
    kept = disposal(north, "ab" * 32, "retained")
    south.do(taking(standing(north, kept)))
    theirs = disposal(south, "ab" * 32)
    other = format_line(
        msgspec.structs.replace(line(south.sign(theirs), 2), stands_for=bytes(32))
    )
    south.do(taking(other))
    assert [row[1] for row in evidence_kept(south.store)] == [
        "unexpected-statement"
    ] * 2
    assert south.view.cursor(channel()).number == 2


def test_what_a_line_stands_for_is_an_entry_of_a_log() -> None:
    north, south = pair()
    said = disposal(north, "ab" * 32)
    outcome = south.take(taking(standing(north, said, b"short")))
    assert outcome.error is not None
    assert outcome.error.code == "wrong-schema"


def test_a_certificate_under_another_agreement_stands_for_a_line_too() -> None:
    north, south = pair()
    said = msgspec.structs.replace(disposal(north, "ab" * 32), agreement=PACT)
    given = parse_line(standing(north, said))
    moved = msgspec.structs.replace(given, agreement="elsewhere")
    on = msgspec.structs.replace(channel(), agreement="elsewhere")
    south.do(taking(moved, on))
    assert south.view.held(given.envelope.name) is not None


def test_a_certificate_under_an_agreement_not_signed_here_stands_for_a_line() -> None:
    north, south = pair()
    theirs = AgreementId("theirs")
    said = msgspec.structs.replace(disposal(north, "ab" * 32), agreement=theirs)
    south.do(taking(standing(north, said)))
    assert evidence_kept(south.store) == []
    assert south.view.cursor(channel()).number == 1
