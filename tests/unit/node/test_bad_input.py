"""Every kind of bad input: one documented word, evidence kept, the node goes on."""

from __future__ import annotations

import re
from typing import Final

import msgspec
import pytest
from tests.desks import (
    NORTH,
    NOW,
    PACT,
    SOUTH,
    TEXT,
    MemoryDesk,
    channel,
    everything_stored,
    evidence_kept,
    exchange,
    line,
    name_held,
    pair,
    sealed_report,
    signer_of,
    taking,
    units_for,
)
from tests.house.house import plain, rows, section

from watchword.edge.writer import Outcome
from watchword.errors import ForkError, GapError, TrustError, WatchwordError
from watchword.ledger.checkpoint import Checkpoint, sign_checkpoint
from watchword.ledger.tree import EMPTY, leaf_hash
from watchword.model.agreement import (
    AgreementId,
    CompletionNote,
    Instrument,
    Lifting,
    Notice,
    Posture,
    Signature,
    Suspension,
    Withdrawal,
)
from watchword.model.field import Value
from watchword.model.party import PartyId
from watchword.model.quantity import Quantity
from watchword.model.receipt import Receipt
from watchword.model.time import DAY_NS, HOUR_NS, Instant
from watchword.node.effects import Advance, Hold, Settle
from watchword.node.evidence import EVIDENCE_BYTES
from watchword.node.inputs import (
    CloseBatch,
    KnowParty,
    TakeLine,
    TakeReceipt,
    Wake,
)
from watchword.node.receive import origin_of
from watchword.trust.signed import sign_payload
from watchword.wire.envelope import Envelope, Signed, pae
from watchword.wire.line import Line, format_line, line_entry
from watchword.wire.scan import MAX_LINE_BYTES
from watchword.wire.sealed import digest_of
from watchword.wire.statement import format_statement

DOCUMENTED: Final = {
    plain(row[0])
    for title in ("The tree", "Finer codes")
    for row in rows(section("docs/reference/errors.md", title))
}
HIDDEN: Final = "a sentence that must not be kept"


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


@pytest.fixture
def north(desks: tuple[MemoryDesk, MemoryDesk]) -> MemoryDesk:
    return desks[0]


@pytest.fixture
def south(desks: tuple[MemoryDesk, MemoryDesk]) -> MemoryDesk:
    return desks[1]


def good(north: MemoryDesk, number: int) -> Line:
    statement, disclosed = sealed_report(north.header())
    return line(north.sign(statement), number, disclosed)


def quarantined(desk: MemoryDesk) -> list[tuple[str, str, bytes]]:
    return [(str(peer), code, data) for peer, code, data in evidence_kept(desk.store)]


def cursor(desk: MemoryDesk) -> int:
    return desk.view.cursor(channel()).number


def takes_the_next(desk: MemoryDesk, given: Line) -> bool:
    """The node goes on: a good line is held and its number taken."""
    outcome = desk.take(taking(given))
    kinds = {type(effect) for effect in outcome.effects}
    return kinds == {Hold, Advance} and cursor(desk) == given.number


def assert_kept_as_evidence(
    south: MemoryDesk, given: Line, code: str, evidence: bytes | None = None
) -> None:
    """Its number is taken, nothing of it is held, the bytes are kept."""
    outcome = south.take(taking(given))
    assert outcome.error is None
    assert not [e for e in outcome.effects if isinstance(e, Hold)]
    assert code in DOCUMENTED
    kept = format_line(given) if evidence is None else evidence
    assert quarantined(south) == [(NORTH, code, kept)]
    assert cursor(south) == given.number
    assert south.view.held(given.envelope.name) is None


def assert_refused_whole(
    south: MemoryDesk, given: TakeLine, code: str, *, kept: int = EVIDENCE_BYTES
) -> WatchwordError:
    """No number is taken and the channel stands where it stood."""
    before = cursor(south)
    outcome = south.take(given)
    assert outcome.error is not None
    assert outcome.error.code == code
    assert code in DOCUMENTED
    assert outcome.effects == ()
    assert quarantined(south) == [(NORTH, code, given.data[:kept])]
    assert cursor(south) == before
    return outcome.error


def test_a_bad_signature(north: MemoryDesk, south: MemoryDesk) -> None:
    right = good(north, 1)
    forged = Signed(
        keyid=north.signer.key_id, sig=signer_of("other").sign(b"something else")
    )
    wrong = msgspec.structs.replace(right.envelope, signatures=(forged,))
    given = msgspec.structs.replace(right, envelope=wrong)
    assert_kept_as_evidence(south, given, "bad-signature")
    assert takes_the_next(south, good(north, 2))


def test_an_unknown_key(north: MemoryDesk, south: MemoryDesk) -> None:
    statement, disclosed = sealed_report(north.header())
    envelope = sign_payload(format_statement(statement), signer_of("a stranger"))
    assert_kept_as_evidence(south, line(envelope, 1, disclosed), "unknown-authority")
    assert takes_the_next(south, good(north, 2))


def test_the_governance_key_on_a_report(north: MemoryDesk, south: MemoryDesk) -> None:
    statement, disclosed = sealed_report(north.header())
    given = line(north.govern(statement), 1, disclosed)
    assert_kept_as_evidence(south, given, "unknown-authority")


def test_a_key_whose_designation_has_ended(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    late = NOW + 401 * DAY_NS
    south.now_ns = late
    header = msgspec.structs.replace(north.header(), said_at_ns=late)
    statement, disclosed = sealed_report(header)
    given = line(north.sign(statement), 1, disclosed)
    assert_kept_as_evidence(south, given, "unknown-authority")


def test_an_originator_nobody_introduced(north: MemoryDesk, south: MemoryDesk) -> None:
    header = msgspec.structs.replace(
        north.header(), originator=PartyId("desk.elsewhere")
    )
    statement, disclosed = sealed_report(header)
    given = line(north.sign(statement), 1, disclosed)
    assert_kept_as_evidence(south, given, "unknown-authority")


def test_a_replayed_number_with_the_same_bytes_is_receipted_again(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    north.report()
    unit = next(units_for(north, south))
    first, again = south.do(*unit), south.do(*unit)
    kinds = [type(e).__name__ for e in first.effects]
    assert kinds == ["Hold", "Hold", "Advance", "Accept"]
    assert [type(e).__name__ for e in again.effects] == ["Accept"]
    assert cursor(south) == 1
    assert quarantined(south) == []
    for outcome in (first, again):
        north.do(TakeReceipt(peer=SOUTH, envelope=outcome.given[0]))


def test_a_replayed_number_with_other_bytes_is_evidence_of_a_fork(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    assert takes_the_next(south, good(north, 1))
    other = msgspec.structs.replace(good(north, 1), salt="b3RoZXI=")
    error = assert_refused_whole(
        south, taking(other), "fork", kept=len(format_line(other))
    )
    assert isinstance(error, ForkError)
    assert error.ours == line_entry(format_line(good(north, 1))).hex()
    assert error.theirs == line_entry(format_line(other)).hex()
    assert takes_the_next(south, good(north, 2))


def test_a_gap(north: MemoryDesk, south: MemoryDesk) -> None:
    given = taking(good(north, 3))
    error = assert_refused_whole(south, given, "gap", kept=len(given.data))
    assert isinstance(error, GapError)
    assert (error.expected, error.given) == (1, 3)
    assert takes_the_next(south, good(north, 1))


def test_a_checkpoint_over_lines_that_have_not_come(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    north.report()
    north.report()
    first, _second, closing_it = unit = next(units_for(north, south))
    outcome = south.take(first, closing_it)
    assert isinstance(outcome.error, GapError)
    assert cursor(south) == 0
    assert south.do(*unit).given


def test_a_future_time_waits_and_enters_when_its_time_has_come(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    header = msgspec.structs.replace(north.header(), said_at_ns=NOW + HOUR_NS)
    statement, disclosed = sealed_report(header)
    given = line(north.sign(statement), 1, disclosed)
    assert_kept_as_evidence(south, given, "from-the-future")
    assert takes_the_next(south, good(north, 2))

    south.now_ns = NOW + HOUR_NS - 1
    assert south.do(Wake()).effects == ()
    south.now_ns = NOW + HOUR_NS
    effects = south.do(Wake()).effects
    assert [type(effect) for effect in effects] == [Hold, Hold, Settle]
    assert south.view.held(given.envelope.name) is not None
    assert south.do(Wake()).effects == ()


def test_a_time_far_beyond_any_clock(north: MemoryDesk, south: MemoryDesk) -> None:
    header = msgspec.structs.replace(north.header(), said_at_ns=10**25)
    statement, disclosed = sealed_report(header)
    given = line(north.sign(statement), 1, disclosed)
    assert_kept_as_evidence(south, given, "wrong-schema")
    assert takes_the_next(south, good(north, 2))


def test_an_unknown_label(north: MemoryDesk, south: MemoryDesk) -> None:
    statement, disclosed = sealed_report(north.header("VIOLET"))
    given = line(north.sign(statement), 1, disclosed)
    assert_kept_as_evidence(south, given, "unknown-label")
    assert takes_the_next(south, good(north, 2))


def national(north: MemoryDesk, number: int = 1, said_at_ns: int = NOW) -> Line:
    header = msgspec.structs.replace(
        north.header("TOP SECRET//NOFORN"), said_at_ns=said_at_ns
    )
    fields: dict[str, Value] = {"text": HIDDEN, "site": "ridge eleven"}
    statement, disclosed = sealed_report(header, fields)
    return line(north.sign(statement), number, disclosed)


def assert_nothing_of_it_is_stored(desk: MemoryDesk, given: Line) -> None:
    stored = everything_stored(desk.store)
    for trace in (
        b"NOFORN",
        HIDDEN.encode(),
        b"ridge eleven",
        given.envelope.payload,
        msgspec.json.encode(given.envelope.payload).strip(b'"'),
        given.envelope.name.encode(),
    ):
        assert trace not in stored
    assert NORTH.encode() in stored


def test_a_national_marking_is_refused_and_its_content_is_nowhere_in_the_store(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    given = national(north)
    assert_kept_as_evidence(south, given, "national-marking", evidence=b"")
    assert_nothing_of_it_is_stored(south, given)
    assert takes_the_next(south, good(north, 2))


def test_a_national_marking_that_is_from_the_future_does_not_wait(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    given = national(north, said_at_ns=NOW + DAY_NS)
    assert_kept_as_evidence(south, given, "national-marking", evidence=b"")
    assert_nothing_of_it_is_stored(south, given)


def test_a_national_marking_under_a_forged_signature_is_not_kept_as_evidence(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    right = national(north)
    forged = Signed(keyid=north.signer.key_id, sig=bytes(64))
    given = msgspec.structs.replace(
        right,
        envelope=msgspec.structs.replace(right.envelope, signatures=(forged,)),
        basis={},
    )
    assert_kept_as_evidence(south, given, "national-marking", evidence=b"")
    assert_nothing_of_it_is_stored(south, given)


@pytest.mark.parametrize("kind", ["gap", "wrong channel", "newer type"])
def test_a_national_marking_in_a_line_refused_for_another_reason_is_not_kept(
    north: MemoryDesk, south: MemoryDesk, kind: str
) -> None:
    given = national(north)
    match kind:
        case "gap":
            given = national(north, number=9)
        case "wrong channel":
            given = msgspec.structs.replace(given, lane="urgent")
        case "newer type":
            newer = "application/vnd.watchword.v2+json"
            envelope = msgspec.structs.replace(given.envelope, payload_type=newer)
            given = msgspec.structs.replace(given, envelope=envelope)
    outcome = south.take(taking(given))
    assert outcome.error is not None
    assert [evidence for _, _, evidence in quarantined(south)] == [b""]
    assert_nothing_of_it_is_stored(south, given)


def test_a_text_that_only_the_sender_signed_does_not_let_a_marking_in(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    text = TEXT.replace('"pact"', '"trap"').replace('"OPEN"', '"TOP SECRET//NOFORN"')
    trap = AgreementId("trap")
    on = msgspec.structs.replace(channel(), agreement=trap)
    paper = line(north.govern(north.signature(text, trap)), 1, on=on)
    south.do(taking(paper, on))
    given = msgspec.structs.replace(national(north, number=2), agreement=trap)
    assert south.take(taking(given, on)).error is None
    assert [code for _, code, _ in quarantined(south)] == ["national-marking"]
    assert_nothing_of_it_is_stored_beside_the_text(south)


def assert_nothing_of_it_is_stored_beside_the_text(desk: MemoryDesk) -> None:
    assert HIDDEN.encode() not in everything_stored(desk.store)


def test_a_national_marking_that_the_agreement_knows_is_let_in() -> None:
    text = TEXT.replace('"OPEN"', '"EXERCISE SECRET"')
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    introduce(north, south)
    south.agree(text)
    statement, disclosed = sealed_report(north.header("EXERCISE SECRET"))
    given = line(north.sign(statement), 1, disclosed)
    assert takes_the_next(south, given)


def introduce(one: MemoryDesk, other: MemoryDesk) -> None:
    one.do(KnowParty(file=other.file()))
    other.do(KnowParty(file=one.file()))


def test_a_wrong_schema_of_the_line(south: MemoryDesk, north: MemoryDesk) -> None:
    data = b'{"number":1,"agreement":"pact"}'
    assert_refused_whole(south, taking(data), "wrong-schema")
    assert takes_the_next(south, good(north, 1))


@pytest.mark.parametrize(
    "payload",
    {
        "no kind": b"{}",
        "unknown kind": b'{"statement":"order-of-battle"}',
        "not an object": b"[1]",
        "not JSON": b"hello",
        "a key twice": b'{"statement":"posture","statement":"posture"}',
    }.items(),
    ids=lambda pair: pair[0],
)
def test_a_wrong_schema_of_what_was_signed(
    north: MemoryDesk, south: MemoryDesk, payload: tuple[str, bytes]
) -> None:
    codes = {"not JSON": "not-json", "a key twice": "duplicate-key"}
    given = line(sign_payload(payload[1], north.signer), 1)
    assert_kept_as_evidence(south, given, codes.get(payload[0], "wrong-schema"))
    assert takes_the_next(south, good(north, 2))


def test_a_value_that_its_field_cannot_hold(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    fields: dict[str, Value] = {"range_km": Quantity(low=4.0, high=4.0, unit="kt")}
    statement, disclosed = sealed_report(north.header(), fields)
    given = line(north.sign(statement), 1, disclosed)
    assert_kept_as_evidence(south, given, "wrong-schema")
    assert takes_the_next(south, good(north, 2))
    assert len(south.pictures.picture().events) == 1


def test_a_line_of_ten_megabytes(north: MemoryDesk, south: MemoryDesk) -> None:
    data = b'{"number":"' + b"9" * 10_000_000 + b'"}'
    assert_refused_whole(south, taking(data), "line-too-long")
    assert takes_the_next(south, good(north, 1))


@pytest.mark.parametrize("constant", [b"NaN", b"Infinity", b"-Infinity"])
def test_not_a_number(north: MemoryDesk, south: MemoryDesk, constant: bytes) -> None:
    data = format_line(good(north, 1)).replace(
        b'"released_at_ns":%d' % NOW, b'"released_at_ns":' + constant
    )
    assert constant in data
    assert_refused_whole(south, taking(data), "not-a-number")
    assert takes_the_next(south, good(north, 1))


def test_not_a_number_in_a_field(north: MemoryDesk, south: MemoryDesk) -> None:
    text = '["c2FsdA==","range_km",{"is":"quantity","low":NaN,"unit":"km"}]'
    given = with_disclosure(north, text)
    assert_kept_as_evidence(south, given, "not-a-number")
    assert takes_the_next(south, good(north, 2))


def with_disclosure(north: MemoryDesk, text: str) -> Line:
    statement, _ = sealed_report(north.header())
    listed = msgspec.structs.replace(statement, sealed=(digest_of(text),))
    return line(north.sign(listed), 1, (text,))


def test_duplicate_keys(north: MemoryDesk, south: MemoryDesk) -> None:
    data = format_line(good(north, 1)).replace(b"{", b'{"number":7,', 1)
    assert_refused_whole(south, taking(data), "duplicate-key")
    assert takes_the_next(south, good(north, 1))


def test_deep_nesting(north: MemoryDesk, south: MemoryDesk) -> None:
    data = b"[" * 100_000 + b"]" * 100_000
    assert_refused_whole(south, taking(data), "too-deep")
    assert takes_the_next(south, good(north, 1))


def test_invalid_utf8(north: MemoryDesk, south: MemoryDesk) -> None:
    data = format_line(good(north, 1)).replace(b"pact", b"p\xffct", 1)
    assert_refused_whole(south, taking(data), "not-utf8")
    assert takes_the_next(south, good(north, 1))


@pytest.mark.parametrize("data", [b"", b"hello", b"{", b'"half', b"\xef\xbb\xbf{}"])
def test_bytes_that_are_no_json(
    north: MemoryDesk, south: MemoryDesk, data: bytes
) -> None:
    assert_refused_whole(south, taking(data), "not-json")
    assert takes_the_next(south, good(north, 1))


@pytest.mark.parametrize("number", [0, -1, 2**63, -(2**80)])
def test_a_number_that_no_line_can_have(
    north: MemoryDesk, south: MemoryDesk, number: int
) -> None:
    data = format_line(good(north, 1)).replace(b'"number":1', b'"number":%d' % number)
    assert_refused_whole(south, taking(data), "wrong-schema")
    assert takes_the_next(south, good(north, 1))


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": "desk.elsewhere"},
        {"sender": "desk.south"},
        {"agreement": "other"},
        {"lane": "urgent"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_line_written_for_another_channel(
    north: MemoryDesk, south: MemoryDesk, change: dict[str, str]
) -> None:
    data = format_line(msgspec.structs.replace(good(north, 1), **change))
    assert_refused_whole(south, taking(data), "wrong-channel", kept=len(data))
    assert takes_the_next(south, good(north, 1))


def test_a_channel_that_leads_to_another_party(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    elsewhere = channel(recipient=PartyId("desk.elsewhere"))
    given = line(good(north, 1).envelope, 1, on=elsewhere)
    outcome = south.take(taking(given, elsewhere))
    assert outcome.error is not None
    assert outcome.error.code == "wrong-channel"
    assert takes_the_next(south, good(north, 1))


def test_a_posture_sent_as_a_line(north: MemoryDesk, south: MemoryDesk) -> None:
    will = Posture(party=NORTH, agreement=PACT, stance="push", said_at_ns=NOW)
    given = line(north.sign(will), 1)
    assert_kept_as_evidence(south, given, "unexpected-statement")
    assert takes_the_next(south, good(north, 2))


def test_a_disclosure_that_is_not_in_the_signed_list(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    right = good(north, 1)
    changed = right.disclosed[0].replace("780", "790")
    assert changed != right.disclosed[0]
    given = msgspec.structs.replace(right, disclosed=(changed, *right.disclosed[1:]))
    assert_kept_as_evidence(south, given, "bad-disclosure")
    assert takes_the_next(south, good(north, 2))


def test_a_line_that_names_no_basis(north: MemoryDesk, south: MemoryDesk) -> None:
    given = msgspec.structs.replace(good(north, 1), basis={"site": ("art-1",)})
    assert_kept_as_evidence(south, given, "no-basis")
    assert takes_the_next(south, good(north, 2))


def test_an_unknown_newer_payload_type(north: MemoryDesk, south: MemoryDesk) -> None:
    newer, payload = (
        "application/vnd.watchword.v7+json",
        good(north, 1).envelope.payload,
    )
    signed = Signed(
        keyid=north.signer.key_id, sig=north.signer.sign(pae(newer, payload))
    )
    envelope = Envelope(payload=payload, payload_type=newer, signatures=(signed,))
    given = taking(line(envelope, 1))
    error = assert_refused_whole(south, given, "unknown-version")
    assert "upgrade" in error.hint
    assert takes_the_next(south, good(north, 1))


def closing(note: bytes) -> CloseBatch:
    return CloseBatch(
        peer=NORTH, channel=channel(), checkpoint=note.decode(), now_ns=NOW
    )


def signed_checkpoint(north: MemoryDesk, size: int, *lines: Line) -> bytes:
    frontier = EMPTY
    for each in lines:
        frontier = frontier.append(leaf_hash(line_entry(format_line(each))))
    origin = origin_of(channel())
    mark = Checkpoint(origin=origin, size=size, root=frontier.root())
    return sign_checkpoint(mark, north.signer)


def assert_batch_is_refused(
    south: MemoryDesk, outcome: Outcome, note: bytes, code: str
) -> None:
    assert outcome.error is not None
    assert outcome.error.code == code
    assert code in DOCUMENTED
    assert outcome.given == ()
    assert quarantined(south) == [(NORTH, code, note)]
    assert cursor(south) == 0
    assert south.store.rows("SELECT * FROM checkpoint WHERE note = ?", (note,)) == []


def test_a_checkpoint_of_another_history_refuses_the_whole_batch(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    told, given = good(north, 1), msgspec.structs.replace(good(north, 1), salt="eA==")
    note = signed_checkpoint(north, 1, told)
    outcome = south.take(taking(given), closing(note))
    assert isinstance(outcome.error, ForkError)
    assert note.decode() == outcome.error.theirs
    assert_batch_is_refused(south, outcome, note, "fork")
    assert south.view.held(given.envelope.name) is None
    assert takes_the_next(south, told)


def test_an_older_checkpoint_of_another_history_is_a_fork_too(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    first, second = good(north, 1), good(north, 2)
    true = signed_checkpoint(north, 2, first, second)
    south.do(taking(first), taking(second), closing(true))
    older = signed_checkpoint(north, 1, first)
    assert south.take(closing(older)).error is None
    lie = signed_checkpoint(north, 1, second)
    outcome = south.take(closing(lie))
    assert isinstance(outcome.error, ForkError)
    assert [code for _, code, _ in quarantined(south)] == ["fork"]
    assert not takes_the_next(south, good(north, 3))


@pytest.mark.parametrize(
    ("note", "code"),
    [
        (b"hello", "malformed"),
        (b"", "malformed"),
        (b"a\n1\nAAAA\n\nno signature\n", "malformed"),
    ],
)
def test_a_checkpoint_that_is_none(
    north: MemoryDesk, south: MemoryDesk, note: bytes, code: str
) -> None:
    outcome = south.take(taking(good(north, 1)), closing(note))
    assert_batch_is_refused(south, outcome, note, code)
    assert takes_the_next(south, good(north, 1))


def test_a_checkpoint_that_a_stranger_signed(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    mark = Checkpoint(
        origin=origin_of(channel()),
        size=1,
        root=EMPTY.append(leaf_hash(line_entry(format_line(good(north, 1))))).root(),
    )
    note = sign_checkpoint(mark, signer_of("a stranger"))
    outcome = south.take(taking(good(north, 1)), closing(note))
    assert_batch_is_refused(south, outcome, note, "unknown-authority")
    assert takes_the_next(south, good(north, 1))


def receipt(number: int, root: str, party: PartyId = SOUTH) -> Receipt:
    return Receipt(
        party=party,
        sender=NORTH,
        agreement=PACT,
        lane="routine",
        number=number,
        root=root,
        said_at_ns=NOW,
    )


@pytest.mark.parametrize(
    ("number", "code"), [(1, "fork"), (2, "fork"), (2**63, "wrong-schema")]
)
def test_a_receipt_for_another_root_or_for_lines_never_sent(
    north: MemoryDesk, south: MemoryDesk, number: int, code: str
) -> None:
    north.report()
    said = receipt(number, "A" * 43 + "=")
    outcome = north.take(TakeReceipt(peer=SOUTH, envelope=south.sign(said)))
    assert outcome.error is not None
    assert outcome.error.code == code
    assert quarantined(north) == [(SOUTH, code, format_statement(said))]
    assert north.outbox.open_lines(SOUTH) == 1


def test_a_receipt_of_another_party_or_key(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    north.report()
    root = msgspec.json.encode(north.view.log_root(channel(), 1)).decode().strip('"')
    elsewhere = receipt(1, root, PartyId("desk.elsewhere"))
    cases = [
        (south.sign(elsewhere), "wrong-channel"),
        (north.sign(receipt(1, root)), "unknown-authority"),
        (south.sign(south.designation()), "usage"),
    ]
    for envelope, code in cases:
        outcome = north.take(TakeReceipt(peer=SOUTH, envelope=envelope))
        assert outcome.error is not None
        assert outcome.error.code == code
    assert [code for _, code, _ in quarantined(north)] == [code for _, code in cases]
    assert north.outbox.open_lines(SOUTH) == 1
    north.do(TakeReceipt(peer=SOUTH, envelope=south.sign(receipt(1, root))))
    assert north.outbox.open_lines(SOUTH) == 0


def test_the_same_bad_line_again_is_counted_and_not_kept_twice(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    given = taking(good(north, 3))
    entries = "SELECT count(*) FROM entry"
    south.take(given)
    before = south.store.value(entries)
    south.take(given)
    south.take(given)
    assert south.store.rows("SELECT times FROM quarantine") == [(3,)]
    assert south.store.value(entries) == before


def test_what_is_quarantined_is_not_in_the_picture(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    statement, disclosed = sealed_report(north.header("VIOLET"))
    south.do(taking(line(north.sign(statement), 1, disclosed)))
    assert south.pictures.picture().events == ()


def test_a_good_report_is_filed_beside_all_this(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    for data in (b"", b"{", b"[" * 99, b"\xff", b"{" + b"9" * MAX_LINE_BYTES + b"}"):
        south.take(taking(data))
    outcome = south.report(south.header("OFFEN"))
    assert re.fullmatch("[0-9a-f]{64}", name_held(outcome))
    assert takes_the_next(south, good(north, 1))


DAY: Final = Instant(ns=NOW - DAY_NS // 2)
BAD_PAPERS: Final[dict[str, tuple[Instrument, str, str]]] = {
    "dated before its party signed": (
        Notice(
            agreement=PACT, party=NORTH, note="n", dated=Instant(ns=NOW - 2 * DAY_NS)
        ),
        "paper-before-agreement",
        "art-21",
    ),
    "another text of the version signed": (
        Signature(
            agreement=PACT,
            party=NORTH,
            note="again",
            dated=DAY,
            version=1,
            text=TEXT.replace("A pact", "Another pact"),
        ),
        "paper-contradicts",
        "art-22",
    ),
    "a name that was used": (
        CompletionNote(agreement=PACT, party=NORTH, note="signed", dated=DAY),
        "paper-contradicts",
        "art-21",
    ),
    "a withdrawal of a partner's note": (
        Withdrawal(
            agreement=PACT, party=NORTH, note="w", dated=DAY, withdraws=("theirs",)
        ),
        "not-own-note",
        "art-21",
    ),
    "a suspension of nothing": (
        Suspension(agreement=PACT, party=NORTH, note="s", dated=DAY),
        "nothing-to-suspend",
        "art-21",
    ),
    "a lifting of nothing": (
        Lifting(agreement=PACT, party=NORTH, note="l", dated=DAY),
        "nothing-to-lift",
        "art-21",
    ),
}


def with_clauses(text: str) -> str:
    """The text, and a clause behind each rule about papers."""
    rows = (("art-21", "term"), ("art-22", "amendment"), ("art-23", "authority"))
    return text + "".join(
        f'\n[[clause]]\nid = "{name}"\narticle = "{name[4:]}"\nrule = "{rule}"\n'
        'says = "So it is."\nevidence = "R"\n'
        for name, rule in rows
    )


def two_that_signed(text: str) -> tuple[MemoryDesk, MemoryDesk]:
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    for one, other in ((north, south), (south, north)):
        one.do(KnowParty(file=other.file()))
        one.agree(text)
    exchange(north, south)
    return north, south


def assert_the_paper_is_refused(
    south: MemoryDesk, given: Line, code: str, clause: str
) -> None:
    """Its number is taken, the bytes are kept, and the state stands."""
    before = south.view.standings(PACT, NOW)[0].state
    south.do(taking(given))
    ((says,),) = south.store.rows("SELECT says FROM quarantine")
    assert evidence_kept(south.store) == [(NORTH, code, format_line(given))]
    assert says.startswith(f"{clause} · ")
    assert south.view.held(given.envelope.name) is None
    south.view.forget()
    assert south.view.standings(PACT, NOW)[0].state == before


@pytest.mark.parametrize(
    ("paper", "code", "clause"), BAD_PAPERS.values(), ids=BAD_PAPERS
)
def test_a_paper_that_cannot_stand(paper: Instrument, code: str, clause: str) -> None:
    north, south = two_that_signed(with_clauses(TEXT))
    theirs = Notice(agreement=PACT, party=SOUTH, note="theirs", dated=DAY)
    south.add(theirs)
    exchange(north, south)
    given = line(north.govern(paper), 1)
    assert_the_paper_is_refused(south, given, code, clause)
    with pytest.raises(TrustError, match=clause) as refused:
        north.add(paper)
    assert refused.value.code == code
    assert takes_the_next(south, good(north, 2))


def test_a_paper_without_a_clause_behind_its_rule_names_the_rule() -> None:
    north, south = two_that_signed(TEXT)
    paper = Lifting(agreement=PACT, party=NORTH, note="l", dated=DAY)
    given = line(north.govern(paper), 1)
    assert_the_paper_is_refused(south, given, "nothing-to-lift", "rule-nothing-to-lift")


def test_art02d_a_paper_that_an_operational_key_signed() -> None:
    north, south = two_that_signed(with_clauses(TEXT))
    paper = Notice(agreement=PACT, party=NORTH, note="n", dated=DAY)
    given = line(north.sign(paper), 1)
    assert_the_paper_is_refused(south, given, "unknown-authority", "art-23")


def test_a_paper_whose_date_is_none(north: MemoryDesk, south: MemoryDesk) -> None:
    paper = Notice(agreement=PACT, party=NORTH, note="n", dated=DAY)
    payload = format_statement(paper).replace(b"%d" % DAY.ns, b'"yesterday"')
    given = line(sign_payload(payload, north.governance), 1)
    assert_kept_as_evidence(south, given, "wrong-schema")
    assert takes_the_next(south, good(north, 2))


def test_papers_are_told_anew_in_the_order_in_which_they_were_made() -> None:
    """A partner that is met later judges them as its own desk did."""
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    south.do(KnowParty(file=north.file()))
    north.agree(TEXT + DURATION)
    day = NOW // DAY_NS * DAY_NS - 3 * DAY_NS
    for paper in (
        Notice(agreement=PACT, party=NORTH, note="z", dated=whole(day)),
        Suspension(agreement=PACT, party=NORTH, note="a", dated=whole(day)),
        Lifting(agreement=PACT, party=NORTH, note="m", dated=whole(day)),
    ):
        north.add(paper)
    north.do(KnowParty(file=south.file()))
    exchange(north, south)
    assert quarantined(south) == []
    made = [paper.note for _, paper in south.view.papers_of(NORTH, PACT)]
    assert made == ["signed", "z", "a", "m"]


def whole(day_ns: int) -> Instant:
    return Instant(ns=day_ns, precision_ns=4 * DAY_NS)


DURATION: Final = """
[duration]
years = 1
notice_days = 90
counts_from = "last-day"
"""
