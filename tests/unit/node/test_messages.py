"""What protects goes in every state; what asks only while the agreement permits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.desks import NORTH, PACT, SOUTH, MemoryDesk
from tests.talk import (
    EAST,
    Three,
    filed,
    heard,
    held_messages,
    name_said,
    said,
    tasks_like,
    told,
)

from watchword.errors import ReleaseError, TrustError
from watchword.model.agreement import Notice
from watchword.model.marking import Marking
from watchword.model.message import (
    Acknowledgement,
    Answer,
    Disposal,
    Enquiry,
    Incident,
    LabelChange,
    OriginatorApproval,
    Recall,
    Record,
    Registered,
)
from watchword.model.report import Form
from watchword.model.time import DAY_NS, Instant
from watchword.node.effects import Offer, Refuse
from watchword.node.inputs import FileReport, Release


@pytest.fixture
def three() -> Three:
    return Three()


def halted(three: Three) -> None:
    three.at(three.north.now_ns + 1)
    for one in three.each:
        one.will("halt")


def noticed(three: Three) -> None:
    paper = Notice(
        agreement=PACT, party=EAST, note="n", dated=Instant(ns=three.east.now_ns)
    )
    three.east.add(paper)
    three.post()


@pytest.mark.parametrize(
    "befalls", [halted, noticed, Three.end], ids=["halted", "noticed", "terminated"]
)
def test_art17_an_incident_goes_through(
    three: Three, befalls: Callable[[Three], None]
) -> None:
    report = three.shared()
    befalls(three)
    opened = said(three.south, Incident, reports=(report,), harm="possible")
    (offer,) = [e for e in opened.effects if isinstance(e, Offer)]
    assert offer.channel.recipient == NORTH
    assert offer.channel.lane == "urgent"
    three.post()
    (incident,) = heard(three.north, report, Incident)
    assert incident.party == SOUTH


def test_art17_an_overdue_result_alarms_until_it_comes(three: Three) -> None:
    report = three.shared()
    name = name_said(three.south, Incident, reports=(report,), harm="loss")
    three.post()
    for desk in (three.north, three.south):
        (task,) = tasks_like(desk, "incident")
        assert (task.who, task.is_overdue(desk.now_ns)) == (SOUTH, False)
    three.at(three.north.now_ns + 20 * DAY_NS)
    for desk in (three.north, three.south):
        (task,) = tasks_like(desk, "incident")
        assert task.is_overdue(desk.now_ns)
    for stage in ("investigation-opened", "result", "prevention"):
        said(
            three.south,
            Incident,
            reports=(report,),
            harm="loss",
            stage=stage,
            follows=name,
        )
    three.post()
    assert tasks_like(three.north, "incident") == []
    assert len(heard(three.north, report, Incident)) == 4


def test_art21d_the_day_after_termination_what_protects_goes_on(three: Three) -> None:
    report = three.shared()
    three.end()
    said(three.north, LabelChange, report=report, marking=Marking(label="HALF"))
    recall = name_said(three.north, Recall, report=report, wants="return")
    three.post()
    said(three.south, Incident, reports=(report,), harm="compromise")
    said(three.south, Disposal, report=report, outcome="returned", recall=recall)
    three.post()
    assert len(heard(three.south, report, LabelChange)) == 1
    assert len(heard(three.north, report, Incident)) == 1
    (returned,) = heard(three.north, report, Disposal)
    assert (returned.party, returned.recall) == (SOUTH, recall)
    witnesses = ("one", "two")
    said(three.south, Disposal, report=report, outcome="destroyed", witnesses=witnesses)
    three.post()
    assert len(heard(three.north, report, Disposal)) == 2


def test_art21d_the_day_after_termination_nothing_new_goes(three: Three) -> None:
    report = three.shared()
    three.end()
    (refused,) = three.north.do(Release(name=report, recipient=EAST)).effects
    assert "agreement-not-in-force" in codes_of(refused)
    with pytest.raises(ReleaseError) as caught:
        ask(three.north, SOUTH)
    assert caught.value.code == "agreement-not-in-force"


def test_art21d_the_day_after_termination_onward_release_still_needs_approval(
    three: Three,
) -> None:
    report = three.shared()
    three.end()
    (refused,) = three.south.do(Release(name=report, recipient=EAST)).effects
    codes = codes_of(refused)
    assert "no-originator-approval" in codes
    assert "agreement-not-in-force" in codes


def codes_of(effect: object) -> set[str]:
    assert isinstance(effect, Refuse)
    return {no.code for d in effect.decisions for no in d.refusals}


def ask(desk: MemoryDesk, of: object, due_days: int = 5) -> str:
    return name_said(
        desk,
        Enquiry,
        to=of,
        topic="missile",
        from_ns=desk.now_ns - DAY_NS,
        to_ns=desk.now_ns + DAY_NS,
        due_ns=desk.now_ns + due_days * DAY_NS,
    )


def test_art09_without_a_receipt_it_is_open_offered_again_and_alarms(
    three: Three,
) -> None:
    three.north.will("push")
    report = filed(three.north.report())
    batch = three.north.outbox.next_batch(SOUTH)
    assert batch is not None
    again = three.north.outbox.next_batch(SOUTH)
    assert again is not None
    assert (again.first, again.last) == (batch.first, batch.last)
    waits = [t for t in tasks_like(three.north, "receipt") if t.who == SOUTH]
    assert [t.about for t in waits] == [report]
    assert not waits[0].is_near(three.north.now_ns)
    three.north.now_ns += 7 * DAY_NS
    (late,) = [t for t in tasks_like(three.north, "receipt") if t.who == SOUTH]
    assert late.is_near(three.north.now_ns)
    assert late.is_overdue(three.north.now_ns)


def test_art09_custody_passes_with_the_registration_that_the_pact_asks_for(
    three: Three,
) -> None:
    report = three.shared()
    (waits,) = tasks_like(three.north, "receipt")
    assert "not registered" in waits.what
    (mine,) = tasks_like(three.south, "register")
    assert mine.about == report
    said(three.south, Registered, report=report, sender=NORTH, officer="Kim")
    three.post()
    assert tasks_like(three.north, "receipt") == []
    assert tasks_like(three.south, "register") == []


def test_art09_two_registrations_of_one_delivery_are_one(three: Three) -> None:
    report = three.shared()
    said(three.south, Registered, report=report, sender=NORTH, officer="Kim")
    three.post()
    before = tasks_like(three.north, "receipt")
    three.south.now_ns += 1
    said(three.south, Registered, report=report, sender=NORTH, officer="Ito")
    three.post()
    assert len(heard(three.north, report, Registered)) == 2
    assert tasks_like(three.north, "receipt") == before == []


def test_art03_a_change_of_law_is_told_to_the_others_in_every_state(
    three: Three,
) -> None:
    three.end()
    name_said(three.north, Record, kind="law-change", says="a new act", review=True)
    three.post()
    (task,) = tasks_like(three.south, "review")
    assert "a new act" in task.what
    said(three.south, Acknowledgement, of=task.about, to=NORTH, says="read")
    assert tasks_like(three.south, "review") == []
    assert len(tasks_like(three.east, "review")) == 1


@pytest.mark.parametrize("form", ["oral", "visual", "equipment"])
def test_par2_what_was_given_in_another_form_is_on_record_like_any_other(
    three: Three, form: Form
) -> None:
    header = three.north.header()
    given = FileReport(
        header=type(header)(
            kind=header.kind,
            status=header.status,
            originator=header.originator,
            said_at_ns=header.said_at_ns,
            topic=header.topic,
            marking=header.marking,
            form=form,
        ),
        fields={},
        secret=three.north.draw(32),
    )
    report = filed(three.north.do(given))
    three.post()
    held = three.south.view.held(report)
    assert held is not None
    assert held.fields == {}
    assert report in {t.about for t in tasks_like(three.south, "register")}


def test_what_is_not_its_partys_to_say_is_refused(three: Three) -> None:
    report = three.shared()
    for kind, given in (
        (Recall, {"report": report, "wants": "return"}),
        (
            OriginatorApproval,
            {
                "report": report,
                "holder": NORTH,
                "recipient": EAST,
                "until_ns": three.south.now_ns + DAY_NS,
            },
        ),
    ):
        with pytest.raises(TrustError) as caught:
            said(three.south, kind, **given)
        assert caught.value.code == "not-originator"


def test_a_recall_is_answered_to_the_originator_and_waits_until_then(
    three: Three,
) -> None:
    report = three.shared()
    recall = said(three.north, Recall, report=report, wants="destroy")
    assert told(recall) == [SOUTH]
    three.post()
    for desk in (three.north, three.south):
        (task,) = tasks_like(desk, "recall")
        assert task.who == SOUTH
    said(three.south, Disposal, report=report, outcome="retained", says="evidence")
    three.post()
    for desk in (three.north, three.south):
        assert tasks_like(desk, "recall") == []
    assert len(list(held_messages(three.north, Disposal))) == 1


def test_an_enquiry_waits_for_its_answer_at_both_ends(three: Three) -> None:
    name = ask(three.north, SOUTH)
    three.post()
    for desk in (three.north, three.south):
        (task,) = tasks_like(desk, "answer")
        assert (task.about, task.who) == (name, SOUTH)
    assert tasks_like(three.east, "answer") == []


def test_an_enquiry_that_the_posture_serves_is_answered_by_the_node(
    three: Three,
) -> None:
    three.at(three.north.now_ns + 1)
    three.south.will("on-request")
    report = filed(three.south.report(three.south.header("OFFEN")))
    name = ask(three.north, SOUTH)
    three.post()
    assert three.north.view.held(report) is not None
    (answer,) = held_messages(three.north, Answer)
    assert (answer.enquiry, answer.outcome) == (name, "answered")
    assert answer.reports == (report,)
    for desk in (three.north, three.south):
        assert tasks_like(desk, "answer") == []


def test_an_enquiry_that_the_posture_does_not_serve_waits_for_a_person(
    three: Three,
) -> None:
    three.at(three.north.now_ns + 1)
    three.south.will("case-by-case")
    three.south.report(three.south.header("OFFEN"))
    ask(three.north, SOUTH)
    three.post()
    assert list(held_messages(three.north, Answer)) == []
    assert len(tasks_like(three.south, "answer")) == 1
