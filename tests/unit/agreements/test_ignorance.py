from __future__ import annotations

from msgspec.structs import replace
from tests.unit.agreements.papers import (
    NORTH,
    PACT,
    SOUTH,
    in_force,
    known,
    notice,
    ns,
    suspension,
    withdrawal,
)

from watchword.agreements.case import Request
from watchword.agreements.ignorance import by_ignorance
from watchword.agreements.standing import Papers
from watchword.model.agreement import Instrument, Posture
from watchword.model.marking import Marking
from watchword.model.report import Header

AFTER_THE_END = ns("2021-03-10T00:00")
PUSH = Posture(party=NORTH, agreement=PACT, stance="push", said_at_ns=1)
NOTICED = (*in_force(), notice(NORTH, "2020-06-01"))
ASKED = Request(
    report=Header(
        kind="launch",
        status="exercise",
        originator=NORTH,
        said_at_ns=AFTER_THE_END,
        topic="missile",
        marking=Marking(label="MIDDLE II"),
    ),
    name="report",
    fields=("site",),
    sender=NORTH,
    recipient=SOUTH,
    agreement=PACT,
    at_ns=AFTER_THE_END,
)


def papers(*each: Instrument) -> Papers:
    return known(*each, postures=(PUSH,))


def test_a_note_that_was_missing_and_would_have_permitted_is_named() -> None:
    now = papers(*NOTICED, suspension(NORTH, "2021-03-01T18:00"))
    found = by_ignorance(ASKED, papers(*NOTICED), now)
    assert found is not None
    assert found.missing == ("paper-5",)
    assert found.request == ASKED


def test_a_note_that_was_made_after_the_refusal_makes_it_no_ignorance() -> None:
    late = withdrawal(NORTH, "2021-04-01", "notice")
    assert by_ignorance(ASKED, papers(*NOTICED), papers(*NOTICED, late)) is None


def test_what_would_have_been_refused_all_the_same_is_no_ignorance() -> None:
    now = papers(*NOTICED, suspension(NORTH, "2021-03-01T18:00"))
    above = replace(ASKED, report=replace(ASKED.report, marking=Marking(label="HIGH")))
    assert by_ignorance(above, papers(*NOTICED), now) is None


def test_the_own_will_is_nothing_that_could_be_missed() -> None:
    assert by_ignorance(ASKED, known(*in_force()), papers(*in_force())) is None


def test_what_was_permitted_was_no_refusal() -> None:
    assert by_ignorance(ASKED, papers(*in_force()), papers(*in_force())) is None
