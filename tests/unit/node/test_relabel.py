"""A change of label reaches every holder, and what was made of the report."""

from __future__ import annotations

import msgspec
import pytest
from tests.desks import FIELDS, NORTH, PACT, SOUTH, MemoryDesk
from tests.talk import EAST, Three, filed, heard, said, told

from watchword.errors import ReleaseError, TrustError
from watchword.model.marking import Marking
from watchword.model.message import Acknowledgement, LabelChange, OriginatorApproval
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS
from watchword.node.effects import Refuse
from watchword.node.inputs import FileReport, KnowParty, Release, Say
from watchword.node.markings import header_in_force


@pytest.fixture
def three() -> Three:
    return Three()


def label_at(desk: MemoryDesk, report: str) -> str:
    header = header_in_force(desk.view, report)
    assert header is not None
    return header.marking.label


def change(desk: MemoryDesk, report: str, label: str) -> None:
    desk.now_ns += 1
    said(desk, LabelChange, report=report, marking=Marking(label=label))


def made_from(desk: MemoryDesk, report: str, label: str) -> str:
    header = msgspec.structs.replace(
        desk.header(label), derived_from=(report,), originators=(NORTH,)
    )
    given = FileReport(header=header, fields=FIELDS, secret=desk.draw(32))
    return filed(desk.do(given))


def test_art06g_an_upgrade_is_altered_by_the_holder_and_acknowledged(
    three: Three,
) -> None:
    report = three.shared()
    change(three.north, report, "HALF")
    three.post()
    assert label_at(three.south, report) == "HALF"
    held = three.south.view.held(report)
    assert held is not None
    # The bytes stay as they were signed.
    assert b"OPEN" in three.south.view.envelope(report).payload
    acknowledged = three.north.store.value(
        "SELECT count(*) FROM statement WHERE kind = 'acknowledgement' AND party = ?",
        (SOUTH,),
    )
    assert acknowledged == 1


def test_art06g_an_upgrade_stops_what_has_not_gone_yet(three: Three) -> None:
    report = three.shared()
    change(three.north, report, "CLOSED")
    three.north.will("push")
    (effect,) = three.north.do(Release(name=report, recipient=EAST)).effects
    assert isinstance(effect, Refuse)
    codes = {no.code for d in effect.decisions for no in d.refusals}
    assert "above-ceiling" in codes


def test_art06g_a_change_signed_by_a_non_originator_is_refused(three: Three) -> None:
    report = three.shared()
    with pytest.raises(TrustError) as caught:
        change(three.south, report, "HALB")
    assert caught.value.code == "not-originator"


def test_art06g_a_non_originators_change_that_came_first_counts_for_nothing(
    three: Three,
) -> None:
    three.north.will("case-by-case")
    report = filed(three.north.report())
    # The east does not know the report yet, nor that it is not the south's.
    said(three.south, LabelChange, report=report, marking=Marking(label="ZU"))
    three.post()
    three.north.approve(report, EAST)
    three.post()
    assert label_at(three.east, report) == "OPEN"


def test_art06g_it_is_passed_on_to_whom_the_report_was_passed_on(three: Three) -> None:
    report = three.shared()
    said(
        three.north,
        OriginatorApproval,
        holder=SOUTH,
        recipient=EAST,
        report=report,
        until_ns=three.north.now_ns + DAY_NS,
    )
    three.post()
    assert three.east.view.held(report) is not None
    change(three.north, report, "HALF")
    three.post()
    assert label_at(three.east, report) == "HALF"


def test_art06g_who_gets_the_report_later_gets_the_change_with_it(
    three: Three,
) -> None:
    report = three.shared()
    change(three.north, report, "HALF")
    three.post()
    three.north.approve(report, EAST)
    three.post()
    assert label_at(three.east, report) == "HALF"
    assert len(heard(three.east, report, LabelChange)) == 1


def test_art06g_a_change_that_is_known_is_not_told_again(three: Three) -> None:
    report = three.shared()
    change(three.north, report, "HALF")
    three.post()
    more = three.north.approve(report, SOUTH)
    assert told(more) == []


def test_art06g_what_was_made_from_it_bears_at_least_the_new_label(
    three: Three,
) -> None:
    report = three.shared()
    three.south.will("case-by-case")
    made = made_from(three.south, report, "OFFEN")
    change(three.north, report, "HALF")
    three.post()
    assert label_at(three.south, made) == "HALB"
    change(three.north, report, "OPEN")
    three.post()
    # It went to nobody, so nobody was told another label than it was filed with.
    assert label_at(three.south, made) == "OFFEN"


def test_art06g_holders_of_what_was_made_from_it_are_told_by_its_maker(
    three: Three,
) -> None:
    report = three.shared()
    made = made_from(three.south, report, "OFFEN")
    said(
        three.north,
        OriginatorApproval,
        holder=SOUTH,
        recipient=EAST,
        report=made,
        until_ns=three.north.now_ns + DAY_NS,
    )
    three.post()
    assert three.east.view.held(made) is not None
    assert three.east.view.held(report) is None
    change(three.north, report, "HALF")
    three.post()
    assert label_at(three.east, made) == "HALB"


def test_art06g_it_is_still_honoured_after_termination(three: Three) -> None:
    report = three.shared()
    three.end()
    change(three.north, report, "HALF")
    three.post()
    assert label_at(three.south, report) == "HALF"
    known = three.north.store.rows(
        "SELECT name FROM statement WHERE kind = 'acknowledgement' AND party = ?",
        (SOUTH,),
    )
    assert len(known) == 1


def test_a_label_that_is_not_in_the_table_is_refused(three: Three) -> None:
    report = three.shared()
    with pytest.raises(TrustError) as caught:
        change(three.north, report, "VIOLET")
    assert caught.value.code == "unknown-label"


def test_a_message_goes_to_parties_of_its_agreement_alone(three: Three) -> None:
    report = three.shared()
    other = MemoryDesk(PartyId("desk.elsewhere"))
    three.north.do(KnowParty(file=other.file()))
    answer = said(
        three.north, Acknowledgement, of=report, to=other.party, says="to a stranger"
    )
    assert told(answer) == []


def test_a_change_before_the_report_came_is_noted_and_holds_when_it_comes(
    three: Three,
) -> None:
    three.north.will("case-by-case")
    report = filed(three.north.report())
    message = LabelChange(
        party=NORTH,
        agreement=PACT,
        said_at_ns=three.north.now_ns,
        report=report,
        marking=Marking(label="HALF"),
    )
    three.north.do(Say(statement=message))
    three.north.approve(report, SOUTH)
    # The urgent lane overtakes: the change is there before the report is.
    three.post()
    assert label_at(three.south, report) == "HALF"


def test_art04c_what_is_made_from_a_raised_report_bears_the_raised_label_or_is_refused(
    three: Three,
) -> None:
    report = three.shared()
    change(three.north, report, "CLOSED")
    three.post()
    header = msgspec.structs.replace(
        three.south.header("OFFEN"), derived_from=(report,), originators=(NORTH,)
    )
    given = FileReport(header=header, fields=FIELDS, secret=three.south.draw(32))
    with pytest.raises(ReleaseError) as refused:
        three.south.do(given)
    assert refused.value.code == "derivative-label"
