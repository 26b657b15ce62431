"""What may go to whom, and under which article; or every reason why not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from tests.unit.agreements.papers import (
    NORTH,
    PACT,
    SOUTH,
    TEXT,
    in_force,
    known,
    lifting,
    notice,
    ns,
    reading,
    signature,
    suspension,
)

from watchword.agreements.case import Request
from watchword.agreements.codes import REFUSAL_CODES
from watchword.agreements.decide import Decision, decide, decide_under
from watchword.agreements.fields import HEADER
from watchword.agreements.known import prepare
from watchword.agreements.standing import Papers
from watchword.errors import UsageError
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Instrument,
    Posture,
    Stance,
)
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Header, Publication

WEST = PartyId("desk.west")
AT = ns("2020-05-01T00:00")
HEADER_ONLY = Header(
    kind="launch",
    status="exercise",
    originator=NORTH,
    said_at_ns=AT,
    topic="missile.ballistic",
    marking=Marking(label="MIDDLE II"),
)
ASK = Request(
    report=HEADER_ONLY,
    name="report-1",
    fields=("count", "site"),
    sender=NORTH,
    recipient=SOUTH,
    agreement=PACT,
    at_ns=AT,
)


def will(how: Stance, fields: tuple[str, ...] | None = None) -> Posture:
    return Posture(party=NORTH, agreement=PACT, stance=how, fields=fields, said_at_ns=1)


def approval(**changes: object) -> tuple[str, Approval]:
    said = Approval(
        party=NORTH, agreement=PACT, recipient=SOUTH, report="report-1", said_at_ns=AT
    )
    return "approval-1", replace(said, **changes)


PUSH = known(*in_force(), postures=(will("push"),))
ASKED = known(*in_force(), postures=(will("on-request"),))


def ask(**changes: object) -> Request:
    return replace(ASK, **changes)


def about(**changes: object) -> Request:
    return replace(ASK, report=replace(HEADER_ONLY, **changes))


def codes(decision: Decision) -> list[str]:
    return [refusal.code for refusal in decision.refusals]


def fields(decision: Decision) -> list[str]:
    return [basis.field for basis in decision.fields]


def test_every_field_that_goes_names_its_clause_and_the_paper_behind_it() -> None:
    decision = decide(ASK, PUSH)
    assert decision.permitted
    assert fields(decision) == [HEADER, "count", "site"]
    for basis in decision.fields:
        assert (basis.basis, basis.by) == (("art-1",), "push")
        assert basis.rests_on == ("posture-0",)
    assert decision.rests_on == ("paper-0", "paper-1", "paper-2", "paper-3")
    assert decision.state == "IN_FORCE"


REFUSED: dict[str, tuple[Request, Papers, list[str]]] = {
    "no agreement named": (
        ask(agreement=AgreementId("")),
        PUSH,
        ["no-agreement", "posture"],
    ),
    "only signed": (
        ASK,
        known(*in_force()[:3], postures=(will("push"),)),
        ["agreement-not-in-force"],
    ),
    "recipient no party": (ask(recipient=WEST), PUSH, ["not-a-party"]),
    "sender no party": (
        ask(sender=WEST),
        PUSH,
        ["not-a-party", "no-originator-approval", "posture"],
    ),
    "to oneself": (ask(recipient=NORTH), PUSH, ["not-a-party"]),
    "another matter": (about(topic="maritime"), PUSH, ["out-of-scope"]),
    "a word that only begins alike": (
        about(topic="missilery"),
        PUSH,
        ["out-of-scope"],
    ),
    "a technical check": (about(status="test"), PUSH, ["wrong-status"]),
    "a label not in the table": (
        about(marking=Marking(label="MITTE")),
        PUSH,
        ["unknown-label"],
    ),
    "a label above the ceiling": (
        about(marking=Marking(label="high")),
        PUSH,
        ["above-ceiling"],
    ),
    "marked for another": (
        about(marking=Marking(label="MIDDLE II", releasable_to=(WEST,))),
        PUSH,
        ["not-releasable-to"],
    ),
    "another's report": (
        about(originator=WEST, marking=Marking(label="MITTE")),
        PUSH,
        ["unknown-label", "no-originator-approval"],
    ),
    "nothing said": (ASK, known(*in_force()), ["posture"]),
    "on request": (ASK, ASKED, ["posture"]),
    "halt": (ASK, known(*in_force(), postures=(will("halt"),)), ["posture"]),
}


@pytest.mark.parametrize(
    ("request_", "papers", "expected"), REFUSED.values(), ids=REFUSED
)
def test_what_may_not_go_names_every_rule_that_failed(
    request_: Request, papers: Papers, expected: list[str]
) -> None:
    decision = decide(request_, papers)
    assert not decision.permitted
    assert codes(decision) == expected
    assert (decision.fields, decision.withheld) == ((), ())
    assert all(refusal.says and refusal.id for refusal in decision.refusals)


def test_all_rules_are_asked_though_the_first_has_failed() -> None:
    report = replace(
        HEADER_ONLY,
        status="test",
        topic="maritime",
        marking=Marking(label="nonsense", releasable_to=()),
    )
    decision = decide(ask(report=report, recipient=WEST), known(*in_force()[:2]))
    assert codes(decision) == [
        "agreement-not-in-force",
        "not-a-party",
        "out-of-scope",
        "wrong-status",
        "unknown-label",
        "not-releasable-to",
        "posture",
    ]


def test_a_refusal_prints_the_clause_that_backs_its_rule() -> None:
    (refusal,) = decide(ASK, known(*in_force())).refusals
    assert (refusal.id, refusal.article) == ("art-2", "2")


def test_without_a_clause_it_prints_the_rules_own_name() -> None:
    (refusal,) = decide(about(topic="maritime"), PUSH).refusals
    assert (refusal.id, refusal.article) == ("rule-out-of-scope", "")


def test_every_code_of_a_refusal_is_documented() -> None:
    printed = {code for _, _, expected in REFUSED.values() for code in expected}
    assert printed <= set(REFUSAL_CODES)


def test_a_notice_alone_stops_nothing_until_it_takes_effect() -> None:
    papers = known(
        *in_force(), notice(NORTH, "2020-04-01T00:00"), postures=(will("push"),)
    )
    assert decide(ask(at_ns=ns("2021-03-09T23:59")), papers).permitted
    after = decide(ask(at_ns=ns("2021-03-10T00:00")), papers)
    assert codes(after) == ["agreement-not-in-force"]


def test_a_suspended_notice_stops_nothing() -> None:
    papers = known(
        *in_force(),
        notice(NORTH, "2020-04-01T00:00"),
        suspension(NORTH, "2020-04-02T00:00"),
        postures=(will("push"),),
    )
    assert decide(ask(at_ns=ns("2023-01-01T00:00")), papers).permitted


def test_each_sender_goes_by_its_own_reading() -> None:
    papers = known(
        *in_force(),
        notice(NORTH, "2020-04-01T00:00"),
        suspension(NORTH, "2020-04-02T00:00"),
        reading(NORTH, "2020-04-02T00:00", "terminable-at-will"),
        reading(SOUTH, "2020-04-02T00:00", "annual-window"),
        lifting(NORTH, "2020-04-10T00:00"),
        postures=(will("push"), replace(will("push"), party=SOUTH)),
    )
    assert codes(decide(ASK, papers)) == ["agreement-not-in-force"]
    theirs = replace(HEADER_ONLY, originator=SOUTH, marking=Marking(label="MITTE"))
    assert decide(ask(report=theirs, sender=SOUTH, recipient=NORTH), papers).permitted


def test_a_release_decision_opens_what_no_posture_pushes() -> None:
    decision = decide(ASK, replace(ASKED, approvals=(approval(),)))
    assert decision.permitted
    assert {basis.by for basis in decision.fields} == {"approval"}
    assert decision.fields[0].rests_on == ("approval-1",)


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": WEST},
        {"report": "report-2"},
        {"party": SOUTH},
        {"agreement": AgreementId("other")},
        {"said_at_ns": AT + 1},
    ],
    ids=("recipient", "report", "party", "agreement", "later"),
)
def test_a_release_decision_about_something_else_opens_nothing(
    changes: dict[str, object],
) -> None:
    papers = replace(ASKED, approvals=(approval(**changes),))
    assert codes(decide(ASK, papers)) == ["posture"]


def test_a_halt_stays_a_halt_whatever_was_decided_or_published() -> None:
    papers = known(*in_force(), postures=(will("halt"),))
    assert not decide(ASK, replace(papers, approvals=(approval(),))).permitted
    assert not decide(about(publication=Publication(where="here")), papers).permitted


def test_a_posture_opens_only_the_fields_it_names() -> None:
    decision = decide(ASK, known(*in_force(), postures=(will("push", ("site",)),)))
    assert fields(decision) == [HEADER, "site"]
    (kept,) = decision.withheld
    assert (kept.field, kept.refusal.code) == ("count", "posture")


def test_a_release_decision_opens_what_the_posture_leaves() -> None:
    papers = known(*in_force(), postures=(will("push", ("site",)),))
    decision = decide(ASK, replace(papers, approvals=(approval(fields=("count",)),)))
    by = {basis.field: basis.by for basis in decision.fields}
    assert by == {HEADER: "push", "count": "approval", "site": "push"}


def test_an_agreement_carries_only_the_fields_it_names() -> None:
    text = TEXT.replace("topics", 'fields = ["site"]\ntopics')
    decision = decide(ASK, known(*in_force(text), postures=(will("push"),)))
    assert fields(decision) == [HEADER, "site"]
    assert [kept.refusal.code for kept in decision.withheld] == ["field-not-covered"]


def test_when_every_field_stays_nothing_goes() -> None:
    decision = decide(ASK, known(*in_force(), postures=(will("push", ("text",)),)))
    assert not decision.permitted
    assert codes(decision) == ["posture", "posture"]
    assert (decision.fields, decision.withheld) == ((), ())


def test_a_report_without_fields_goes_as_its_header() -> None:
    assert fields(decide(ask(fields=()), PUSH)) == [HEADER]


PUBLISHED = about(
    publication=Publication(where="a bulletin"),
    topic="maritime",
    marking=Marking(label="PUBLIC"),
)


def test_what_its_originator_published_goes_by_that() -> None:
    decision = decide(PUBLISHED, known(*in_force()[:2]))
    assert decision.permitted
    for basis in decision.fields:
        assert (basis.basis, basis.by) == (("publication",), "publication")
        assert basis.rests_on == ("report-1",)


def test_a_publication_stands_in_for_neither_party_nor_way_nor_status() -> None:
    text = TEXT.replace("topics", 'hub = "desk.south"\ntopics')
    report = replace(PUBLISHED.report, status="test")
    decision = decide(ask(report=report, recipient=WEST), known(*in_force(text)))
    assert codes(decision) == ["not-a-party", "not-through-hub", "wrong-status"]


def test_anothers_publication_is_no_basis() -> None:
    theirs = replace(PUBLISHED.report, originator=WEST)
    decision = decide(ask(report=theirs), known(*in_force()))
    assert "no-originator-approval" in codes(decision)
    assert "posture" in codes(decision)


def test_what_one_gave_may_come_back_to_it() -> None:
    theirs = about(originator=SOUTH, marking=Marking(label="MITTE"))
    assert decide(theirs, PUSH).permitted


def test_every_leg_begins_or_ends_at_the_hub() -> None:
    text = TEXT.replace('"desk.south"]', '"desk.south", "desk.west"]', 1)
    text = text.replace("topics", 'hub = "desk.west"\ntopics')
    papers = known(*in_force(text), signature(WEST, "2020-03-10T12:00", text))
    assert "not-through-hub" in codes(decide(ASK, papers))
    assert "not-through-hub" not in codes(decide(ask(recipient=WEST), papers))


def amended(*, topics: str) -> Sequence[Instrument]:
    text = TEXT.replace("version = 1", "version = 2").replace('"nuclear"', topics)
    return [signature(party, "2020-05-01", text, 2) for party in (NORTH, SOUTH)]


def test_on_the_day_of_an_amendment_it_has_to_pass_both_texts() -> None:
    papers = known(*in_force(), *amended(topics='"seismic"'), postures=(will("push"),))
    inside = AT + 10**12
    assert decide(ask(at_ns=inside), papers).permitted
    for topic in ("nuclear", "seismic"):
        decision = decide(replace(about(topic=topic), at_ns=inside), papers)
        assert codes(decision) == ["out-of-scope"]


def test_what_was_prepared_serves_until_it_says() -> None:
    standings = prepare(PACT, AT, PUSH)
    until_ns = standings[0].until_ns
    assert until_ns is not None
    assert decide_under(ask(at_ns=until_ns - 1), standings) == decide(
        ask(at_ns=until_ns - 1), PUSH
    )
    for wrong in (ask(at_ns=until_ns), ask(at_ns=AT - 1), ask(agreement="other")):
        with pytest.raises(UsageError):
            decide_under(wrong, standings)
    with pytest.raises(UsageError):
        decide_under(ASK, ())
