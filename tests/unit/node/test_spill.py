"""Texts with a national marking: refused at every way into a node, and kept nowhere."""

from __future__ import annotations

from hashlib import sha256
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
    pair,
    sealed_report,
    taking,
)

from watchword.errors import MarkingError
from watchword.model.agreement import Approval, Notice
from watchword.model.judgement import Judgement
from watchword.model.message import Enquiry, Incident
from watchword.model.report import Publication
from watchword.model.time import DAY_NS, Instant
from watchword.node.effects import Hold
from watchword.node.inputs import (
    AddSigned,
    Input,
    KnowParty,
    MakeCopy,
    NoteRead,
    NoteShift,
    Say,
)
from watchword.node.spill import check_given
from watchword.wire.line import Line, format_line, line_entry

CANARY: Final = "TOP SECRET//NOFORN\nthe word is swordfish"
KNOWN: Final = TEXT.replace('["OPEN"]', '["OPEN", "EXERCISE SECRET"]')
NAME: Final = "ab" * 32


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


@pytest.fixture
def north(desks: tuple[MemoryDesk, MemoryDesk]) -> MemoryDesk:
    return desks[0]


@pytest.fixture
def south(desks: tuple[MemoryDesk, MemoryDesk]) -> MemoryDesk:
    return desks[1]


def sent(north: MemoryDesk, number: int = 1, /, **fields: str) -> Line:
    """A report as a partner's node without a guard would send it."""
    statement, disclosed = sealed_report(north.header(), fields)
    return line(north.sign(statement), number, disclosed)


def assert_kept_by_digest_only(south: MemoryDesk, given: Line) -> None:
    outcome = south.take(taking(given))
    assert outcome.error is None
    assert not [e for e in outcome.effects if isinstance(e, Hold)]
    assert evidence_kept(south.store)[-1][1:] == ("national-marking", b"")
    digest = south.store.value("SELECT digest FROM quarantine ORDER BY id DESC LIMIT 1")
    assert digest == sha256(format_line(given)).hexdigest()
    assert digest == line_entry(format_line(given)).hex()
    stored = everything_stored(south.store)
    for trace in (b"swordfish", b"NOFORN", given.envelope.payload):
        assert trace not in stored
    assert south.view.cursor(channel()).number == given.number


@pytest.mark.parametrize("field", ["text", "note", "source", "site", "unheard_of"])
def test_a_partners_text_is_kept_by_its_digest_only(
    north: MemoryDesk, south: MemoryDesk, field: str
) -> None:
    assert_kept_by_digest_only(south, sent(north, **{field: CANARY}))
    outcome = south.take(taking(sent(north, 2, site="the airfield")))
    assert type(outcome.effects[0]) is Hold


@pytest.mark.parametrize(
    "changes",
    [
        {"attributed_to": "SECRET//NOFORN"},
        {"rights": CANARY},
        {"translator": "COSMIC TOP SECRET"},
        {"publication": Publication(where=CANARY)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_header_bears_no_marking_on_the_way_in_or_out(
    north: MemoryDesk, south: MemoryDesk, changes: dict[str, object]
) -> None:
    header = msgspec.structs.replace(north.header(), **changes)
    statement, disclosed = sealed_report(header)
    assert_kept_by_digest_only(south, line(north.sign(statement), 1, disclosed))
    with pytest.raises(MarkingError):
        north.report(header)


def test_what_this_version_does_not_know_is_looked_at_too(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    statement, disclosed = sealed_report(north.header())
    plain = msgspec.to_builtins(statement)
    plain["header"]["of_a_newer_version"] = {"note": [CANARY]}
    envelope = north.sign(statement)
    payload = msgspec.json.encode(plain)
    given = line(msgspec.structs.replace(envelope, payload=payload), 1, disclosed)
    assert_kept_by_digest_only(south, given)


def test_a_marked_line_that_is_refused_for_another_reason_is_not_kept_either(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    given = msgspec.structs.replace(sent(north, text=CANARY), basis={})
    south.take(taking(given))
    assert [row[2] for row in evidence_kept(south.store)] == [b""]
    cut = taking(sent(north, 2, text=CANARY))
    south.take(msgspec.structs.replace(cut, data=cut.data[:-40]))
    assert [row[2] for row in evidence_kept(south.store)] == [b"", b""]
    assert b"swordfish" not in everything_stored(south.store)


def test_two_marked_lines_are_two_by_their_digests(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    for number in (1, 2):
        south.take(taking(sent(north, number, text=f"{CANARY} {number}")))
    digests = south.store.rows("SELECT digest FROM quarantine")
    assert len(set(digests)) == 2


def test_a_message_of_a_partner_bears_no_marking(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    enquiry = Enquiry(
        party=NORTH,
        agreement=PACT,
        said_at_ns=NOW,
        to=SOUTH,
        from_ns=NOW - DAY_NS,
        to_ns=NOW,
        due_ns=NOW + DAY_NS,
        says=CANARY,
    )
    assert_kept_by_digest_only(south, line(north.sign(enquiry), 1))


def own(north: MemoryDesk) -> list[Input]:
    """What a desk says itself, each with a marked text."""
    notice = Notice(
        agreement=PACT, party=NORTH, note="n", dated=Instant(ns=NOW), reason=CANARY
    )
    approval = Approval(
        party=NORTH,
        agreement=PACT,
        report=NAME,
        recipient=SOUTH,
        said_at_ns=NOW,
        purpose=CANARY,
    )
    incident = Incident(
        party=NORTH,
        agreement=PACT,
        said_at_ns=NOW,
        reports=(NAME,),
        harm="possible",
        says=CANARY,
    )
    judgement = Judgement(
        party=NORTH,
        said_at_ns=NOW,
        verdict="withdrawn",
        reports=(NAME,),
        because=CANARY,
    )
    return [
        AddSigned(envelope=north.govern(notice)),
        Say(statement=approval),
        Say(statement=incident),
        Say(statement=judgement),
        NoteShift(what="note", person="", says=CANARY),
        NoteShift(what="hand-over", person="", body={"to": [CANARY]}),
        MakeCopy(report=NAME, recipient="ops", purpose=CANARY),
        NoteRead(person="kim", command="picture", purpose=CANARY),
    ]


def test_nothing_a_desk_says_itself_bears_a_marking(north: MemoryDesk) -> None:
    before = everything_stored(north.store)
    for given in own(north):
        outcome = north.take(given)
        assert outcome.error is not None
        assert outcome.error.code in {"national-marking", "usage"}, given
        assert "swordfish" not in str(outcome.error)
        assert everything_stored(north.store) == before


def test_a_copy_or_a_note_is_made_under_no_agreement() -> None:
    with pytest.raises(MarkingError) as caught:
        check_given(NoteShift(what="note", person="", says=CANARY))
    assert "rule: banner" in str(caught.value)


@pytest.fixture
def knowing() -> tuple[MemoryDesk, MemoryDesk]:
    """Two desks whose pact knows one national marking of the north's."""
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    for one, other in ((north, south), (south, north)):
        one.do(KnowParty(file=other.file()))
        one.agree(KNOWN)
    exchange(north, south)
    return north, south


def test_an_agreement_that_knows_a_marking_may_carry_it(
    knowing: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = knowing
    borne = {"text": "EXERCISE SECRET\nA launch was seen."}
    first = south.view.cursor(channel()).number + 1
    outcome = south.take(taking(sent(north, first, **borne)))
    assert isinstance(outcome.effects[0], Hold)
    assert isinstance(north.report(fields=borne).effects[0], Hold)


@pytest.mark.parametrize(
    "text", ["EXERCISE SECRET//NOFORN", "TOP SECRET", "EXERCISE SECRET\nGEHEIM"]
)
def test_it_carries_no_more_than_it_knows(
    knowing: tuple[MemoryDesk, MemoryDesk], text: str
) -> None:
    north, south = knowing
    first = south.view.cursor(channel()).number + 1
    south.take(taking(sent(north, first, text=text)))
    assert [row[1:] for row in evidence_kept(south.store)] == [
        ("national-marking", b"")
    ]
    with pytest.raises(MarkingError):
        north.report(fields={"text": text})


def test_the_same_marking_is_refused_where_no_agreement_knows_it(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    text = "EXERCISE SECRET\nA launch was seen."
    south.take(taking(sent(north, text=text)))
    assert [row[1] for row in evidence_kept(south.store)] == ["national-marking"]
    with pytest.raises(MarkingError):
        north.report(fields={"text": text})
