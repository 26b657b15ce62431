"""The rules that the parties' own words answer, article by article."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.unit.agreements.papers import NORTH, SOUTH, instant
from tests.unit.agreements.trio import (
    APPROVAL,
    ASKS,
    AT,
    BEFORE,
    ENQUIRY,
    NAME,
    OTHER,
    TRIO,
    WEST,
    answer,
    assurance,
    attestation,
    decision,
    enquiry,
    first_hand,
    going,
    header,
    leave,
    onward,
    papers,
    push,
    revoked,
    standing_leave,
    trio_text,
    word,
)

from watchword.agreements.decide import decide
from watchword.model.agreement import AgreementId, Notice, Posture, Stance, Suspension
from watchword.model.marking import Marking
from watchword.model.message import (
    Answer,
    AnyMessage,
    OriginatorApproval,
    Record,
    Revocation,
)
from watchword.model.party import PartyId
from watchword.model.report import Publication
from watchword.model.time import DAY_NS, HOUR_NS

NO_APPROVAL = ["no-originator-approval"]


def suspended(days: int) -> str:
    return trio_text(
        handling=f'standing_kinds = ["launch"]\nsuspended_grant_days = {days}'
    )


SUSPENDED = (
    Notice(agreement=TRIO, party=NORTH, note="n", dated=instant("2020-04-01T00:00")),
    Suspension(
        agreement=TRIO, party=NORTH, note="s", dated=instant("2020-04-02T00:00")
    ),
)


def on_request(fields: tuple[str, ...] | None = None) -> Posture:
    return replace(push(NORTH), stance="on-request", fields=fields)


def test_art01_being_in_force_alone_lets_nothing_go() -> None:
    silent = replace(papers(), postures=())
    assert answer(first_hand(), silent) == ["posture"]


@pytest.mark.parametrize("stance", ["on-request", "case-by-case"])
def test_art01_a_release_decision_or_a_standing_will_lets_it_go(stance: Stance) -> None:
    will = replace(push(NORTH), stance=stance)
    decided = decision(NORTH, recipient=WEST)
    assert answer(first_hand(), papers(will)) == ["posture"]
    assert answer(first_hand(), papers(will, decided)) == []
    assert answer(first_hand(), papers()) == []


def test_art06a_without_the_originators_approval_nothing_goes_on() -> None:
    assert answer(onward(), papers()) == NO_APPROVAL
    assert answer(onward(), papers(decision())) == NO_APPROVAL


def test_art06a_with_the_originators_approval_it_goes_on() -> None:
    found = decide(onward(), papers(leave()))
    assert found.permitted
    assert all(APPROVAL in basis.rests_on for basis in found.fields)


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": NORTH},
        {"report": OTHER},
        {"holder": SOUTH},
        {"agreement": AgreementId("other")},
        {"said_at_ns": AT + 1},
        {"until_ns": AT},
    ],
    ids=("recipient", "item or version", "holder", "agreement", "not yet", "over"),
)
def test_art06a_an_approval_of_something_else_lets_nothing_go_on(
    changes: dict[str, object],
) -> None:
    assert answer(onward(), papers(leave(**changes))) == NO_APPROVAL


def test_art06a_an_approval_by_the_sender_is_none() -> None:
    assert answer(onward(), papers(leave(party=WEST))) == NO_APPROVAL
    assert answer(onward(), papers(leave(party=SOUTH))) == NO_APPROVAL


def test_art06a_a_revoked_approval_refuses_what_comes_later() -> None:
    known = papers(leave(), revoked(at_ns=AT))
    assert answer(onward(at_ns=AT - 1), known) == []
    assert answer(onward(at_ns=AT), known) == NO_APPROVAL


def test_art06a_nobody_else_takes_an_approval_back() -> None:
    assert answer(onward(), papers(leave(), revoked(WEST))) == []
    other = Revocation(party=NORTH, agreement=TRIO, said_at_ns=AT, approval=OTHER)
    assert answer(onward(), papers(leave(), other)) == []


def test_art06a_a_revocation_counts_under_whatever_agreement_it_came() -> None:
    elsewhere = replace(revoked(), agreement=AgreementId("other"))
    assert answer(onward(), papers(leave(), elsewhere)) == NO_APPROVAL


def test_art06a_a_standing_approval_counts_for_kinds_that_the_text_admits() -> None:
    admitted = trio_text(handling='standing_kinds = ["launch"]')
    assert answer(onward(), papers(standing_leave())) == NO_APPROVAL
    assert answer(onward(), papers(standing_leave(), text=admitted)) == []
    other = onward(report=header(kind="nuclear_test"))
    assert answer(other, papers(standing_leave(), text=admitted)) == NO_APPROVAL
    wide = standing_leave(kinds=("launch", "nuclear_test"))
    assert answer(other, papers(wide, text=admitted)) == NO_APPROVAL


def test_art06a_an_approval_bounds_the_fields_that_go_on() -> None:
    found = decide(onward(), papers(leave(fields=("site",))))
    assert [basis.field for basis in found.fields] == ["header", "site"]
    (kept,) = found.withheld
    assert (kept.field, kept.refusal.code) == ("count", "no-originator-approval")


def test_art06a_when_no_field_is_approved_nothing_goes_on() -> None:
    found = decide(onward(), papers(leave(fields=("text",))))
    assert not found.permitted
    assert {no.code for no in found.refusals} == {"no-originator-approval"}


def test_art04c_a_derived_report_needs_the_approval_of_each_originator() -> None:
    derived = header(
        originator=SOUTH, originators=(NORTH,), marking=Marking(label="MITTE")
    )
    asked = onward(report=derived, sender=WEST, recipient=PartyId("desk.north"))
    assert answer(asked, papers()) == NO_APPROVAL
    own = leave(party=SOUTH, recipient=NORTH)
    assert answer(asked, papers(own)) == []
    apart = onward(report=replace(derived, originator=WEST, originators=(NORTH,)))
    assert "no-originator-approval" in answer(apart, papers())
    assert "no-originator-approval" not in answer(apart, papers(leave()))


def test_art04c_publishing_what_contains_others_content_needs_their_approval() -> None:
    derived = header(
        originator=WEST, originators=(NORTH,), publication=Publication(where="here")
    )
    assert answer(onward(report=derived), papers()) == NO_APPROVAL
    found = decide(onward(report=derived), papers(leave(fields=("site",))))
    assert going(found) == {"header": "publication", "site": "publication"}


WARNING = Marking(label="MIDDLE II", purposes=("warning",))


@pytest.mark.parametrize(
    ("stated", "approved", "expected"),
    [
        ("", "", []),
        ("warning", "", []),
        ("public-affairs", "", ["purpose"]),
        ("public-affairs", "public-affairs", []),
        ("public-affairs", "training", ["purpose"]),
    ],
    ids=("none", "as labelled", "another", "approved", "approved for another"),
)
def test_art06c_what_is_passed_on_serves_its_purpose(
    stated: str, approved: str, expected: list[str]
) -> None:
    labelled = onward(report=header(marking=WARNING))
    known = papers(leave(purpose=approved))
    assert answer(replace(labelled, purpose=stated), known) == expected
    decided = papers(leave(purpose=approved), decision(purpose=stated))
    assert answer(labelled, decided) == expected


def test_art06c_the_originator_itself_is_bound_by_no_purpose_of_its_own() -> None:
    own = first_hand(report=header(marking=WARNING), purpose="public-affairs")
    assert answer(own, papers()) == []
    assert answer(onward(purpose="public-affairs"), papers(leave())) == []


ASKING = trio_text(more=ASKS)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, ["no-assurance"]),
        (assurance(WEST), []),
        (assurance(SOUTH), ["no-assurance"]),
        (assurance(WEST, said_at_ns=AT + 1), ["no-assurance"]),
        (assurance(WEST, until_ns=AT), ["no-assurance"]),
        (assurance(WEST, until_ns=AT + 1), []),
        (assurance(WEST, kind="visit"), ["no-assurance"]),
        (assurance(WEST, agreement=AgreementId("other")), ["no-assurance"]),
        (assurance(WEST, items=("clearance", "protection")), ["no-assurance"]),
        (assurance(WEST, items=("clearance", "purpose")), ["no-assurance"]),
        (assurance(WEST, items=("protection", "purpose")), ["no-assurance"]),
    ],
)
def test_art07e_before_anything_is_provided_the_recipient_assures(
    said: Record | None, expected: list[str]
) -> None:
    known = papers(*(() if said is None else (said,)), text=ASKING)
    assert answer(first_hand(), known) == expected


def test_art06b_an_assurance_that_has_run_out_stops_what_comes_later() -> None:
    known = papers(assurance(WEST, until_ns=AT), text=ASKING)
    assert answer(first_hand(at_ns=AT - 1), known) == []
    assert answer(first_hand(at_ns=AT), known) == ["no-assurance"]


def test_art07e_where_the_text_does_not_ask_nobody_has_to_assure() -> None:
    assert answer(first_hand(), papers()) == []


CONTRACTED = trio_text(handling='contractors = ["desk.west"]\ninspection_days = 30')


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, ["contractor"]),
        (attestation(), []),
        (attestation(items=tuple("abcdefghijklmn")), ["contractor"]),
        (attestation(party=WEST), ["contractor"]),
        (attestation(party=PartyId("desk.east")), ["contractor"]),
        (attestation(about=SOUTH), ["contractor"]),
        (attestation(kind="assurance"), ["contractor"]),
        (attestation(dated_ns=None), ["contractor"]),
        (attestation(dated_ns=AT + 1), ["contractor"]),
        (attestation(dated_ns=AT - 30 * DAY_NS), ["contractor"]),
        (attestation(dated_ns=AT - 30 * DAY_NS + 1), []),
        (attestation(until_ns=AT), ["contractor"]),
        (attestation(said_at_ns=AT + 1), ["contractor"]),
    ],
)
def test_art16_a_contractor_has_its_fifteen_conditions_attested(
    said: Record | None, expected: list[str]
) -> None:
    known = papers(*(() if said is None else (said,)), text=CONTRACTED)
    assert answer(first_hand(), known) == expected


def test_art16_who_is_no_contractor_needs_no_attestation() -> None:
    asked = onward(report=header(originator=WEST, marking=Marking(label="MID")))
    assert answer(asked, papers(text=CONTRACTED)) == []


FRESH = trio_text(handling="freshness_hours = 24")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ["stale-instruments"]),
        ((word(NORTH, 24),), []),
        ((word(NORTH, 25),), ["stale-instruments"]),
        ((word(NORTH, -1),), ["stale-instruments"]),
        ((word(SOUTH, 1), word(WEST, 1)), ["stale-instruments"]),
        ((word(NORTH, 25), word(NORTH, 2)), []),
    ],
    ids=("none", "just", "too old", "later", "of others", "the latest"),
)
def test_who_has_not_heard_from_the_others_passes_nothing_on(
    words: tuple[AnyMessage, ...], expected: list[str]
) -> None:
    assert answer(onward(), papers(leave(), *words, text=FRESH)) == expected
    assert answer(first_hand(), papers(*words, text=FRESH)) == []


def test_art06h_what_is_destroyed_or_returned_goes_nowhere() -> None:
    assert answer(first_hand(held=False), papers()) == ["not-held"]


def test_art21c_while_a_notice_is_suspended_a_will_does_not_live_long() -> None:
    two, text = 2 * DAY_NS, suspended(2)
    old, young = push(NORTH, AT - two - 1), push(NORTH, AT - two)
    assert answer(first_hand(), papers(young, text=text, more=SUSPENDED)) == []
    known = papers(old, text=text, more=SUSPENDED)
    assert answer(first_hand(), known) == ["grant-expired"]
    assert answer(first_hand(), papers(old, text=text)) == []
    published = first_hand(report=header(publication=Publication(where="here")))
    assert answer(published, known) == []


def test_art21c_an_old_will_opens_no_field_beside_a_release_decision() -> None:
    decided = decision(NORTH, recipient=WEST, fields=("site",))
    old = push(NORTH, AT - 3 * DAY_NS)
    known = papers(old, decided, text=suspended(2), more=SUSPENDED)
    assert going(decide(first_hand(), known)) == {
        "header": "approval",
        "site": "approval",
    }


def test_art21c_an_old_standing_approval_counts_no_more_either() -> None:
    old = standing_leave(said_at_ns=AT - 2 * DAY_NS - 1)
    text = suspended(2)
    assert answer(onward(), papers(old, text=text)) == []
    assert answer(onward(), papers(old, text=text, more=SUSPENDED)) == NO_APPROVAL
    young = standing_leave(said_at_ns=AT - 2 * DAY_NS)
    assert answer(onward(), papers(young, text=text, more=SUSPENDED)) == []
    item = leave(said_at_ns=AT - 3 * DAY_NS)
    assert answer(onward(), papers(item, text=text, more=SUSPENDED)) == []


def declined(party: PartyId, at_ns: int) -> Answer:
    return Answer(
        party=party,
        agreement=TRIO,
        said_at_ns=at_ns,
        enquiry=ENQUIRY,
        to=WEST,
        outcome="declined",
    )


def test_what_is_asked_for_goes_on_request() -> None:
    found = decide(first_hand(), papers(on_request(("site",)), enquiry()))
    assert going(found) == {"header": "request", "site": "request"}
    assert found.fields[0].rests_on == ("will-0", ENQUIRY)
    assert [kept.refusal.code for kept in found.withheld] == ["posture"]


@pytest.mark.parametrize(
    "changes",
    [
        {"party": SOUTH},
        {"to": SOUTH},
        {"agreement": AgreementId("other")},
        {"topic": "nuclear"},
        {"from_ns": BEFORE + 1},
        {"to_ns": BEFORE, "from_ns": BEFORE - 1},
        {"said_at_ns": AT + 1},
        {"due_ns": AT},
    ],
    ids=[
        "by-another",
        "to-another",
        "agreement",
        "topic",
        "after",
        "before",
        "later",
        "over",
    ],
)
def test_an_enquiry_about_something_else_opens_nothing(
    changes: dict[str, object],
) -> None:
    known = papers(on_request(), enquiry(**changes))
    assert answer(first_hand(), known) == ["posture"]


def test_an_enquiry_that_was_declined_opens_nothing() -> None:
    known = papers(on_request(), enquiry(), declined(NORTH, AT))
    assert answer(first_hand(at_ns=AT - 1), known) == []
    assert answer(first_hand(), known) == ["posture"]
    others = papers(on_request(), enquiry(), declined(SOUTH, AT))
    assert answer(first_hand(), others) == []


@pytest.mark.parametrize("stance", ["halt", "case-by-case"])
def test_an_enquiry_moves_no_other_will(stance: Stance) -> None:
    known = papers(replace(push(NORTH), stance=stance), enquiry())
    assert answer(first_hand(), known) == ["posture"]


def test_an_enquiry_without_a_topic_asks_for_any() -> None:
    assert answer(first_hand(), papers(on_request(), enquiry(topic=""))) == []


def test_two_approvals_open_the_fields_of_both() -> None:
    known = papers(leave(fields=("site",)))
    more = OriginatorApproval(
        party=NORTH,
        agreement=TRIO,
        said_at_ns=BEFORE + HOUR_NS,
        holder=WEST,
        recipient=SOUTH,
        report=NAME,
        fields=("count",),
        until_ns=AT + 1,
    )
    known = replace(known, messages=(*known.messages, (OTHER, more)))
    found = decide(onward(), known)
    rests = {basis.field: basis.rests_on[-1] for basis in found.fields}
    assert rests == {"header": APPROVAL, "count": OTHER, "site": APPROVAL}
