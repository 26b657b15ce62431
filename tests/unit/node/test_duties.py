"""What waits for a person, and what nobody asked for."""

from __future__ import annotations

import msgspec
import pytest
from tests.desks import FIELDS, NORTH, PACT, SOUTH, MemoryDesk
from tests.talk import EAST, Three, filed, said, tasks_like, tasks_of

from watchword.model.agreement import Dispute, Notice, Suspension
from watchword.model.message import Disposal, Enquiry, Record
from watchword.model.time import DAY_NS, Instant
from watchword.node.inputs import FileReport, Release
from watchword.node.tasks import SOON_NS, Task, in_order


@pytest.fixture
def three() -> Three:
    return Three()


def willing(three: Three, stance: str) -> None:
    three.at(three.north.now_ns + 1)
    for one in three.each:
        one.will(stance)  # type: ignore[arg-type]


def needed_until(desk: MemoryDesk, until_ns: int) -> str:
    header = msgspec.structs.replace(desk.header(), need_until_ns=until_ns)
    given = FileReport(header=header, fields=FIELDS, secret=desk.draw(32))
    return filed(desk.do(given))


def test_art06h_the_end_of_need_raises_a_task_that_a_disposal_ends(
    three: Three,
) -> None:
    report = needed_until(three.north, three.north.now_ns + 10 * DAY_NS)
    three.post()
    (task,) = tasks_like(three.south, "end-of-need")
    assert (task.about, task.is_overdue(three.south.now_ns)) == (report, False)
    assert tasks_like(three.north, "end-of-need") == []
    said(three.south, Disposal, report=report, outcome="returned")
    assert tasks_like(three.south, "end-of-need") == []


def test_art06h_overdue_items_are_listed_and_block_nothing_else(three: Three) -> None:
    report = needed_until(three.north, three.north.now_ns + DAY_NS)
    three.post()
    three.at(three.north.now_ns + 2 * DAY_NS)
    (task,) = tasks_like(three.south, "end-of-need")
    assert task.is_overdue(three.south.now_ns)
    assert tasks_of(three.south)[0] == task
    other = filed(three.south.report(three.south.header("OFFEN")))
    three.post()
    assert three.north.view.held(other) is not None
    assert three.south.view.held(report) is not None


def test_a_report_that_will_alone_keeps_back_waits_for_a_decision(
    three: Three,
) -> None:
    willing(three, "case-by-case")
    report = filed(three.north.report())
    waits = tasks_like(three.north, "release")
    assert {t.about for t in waits} == {report}
    assert [t.hint.split()[-1] for t in waits] == [EAST, SOUTH]
    three.north.approve(report, SOUTH)
    assert [t.hint.split()[-1] for t in tasks_like(three.north, "release")] == [EAST]


def test_what_is_halted_or_forbidden_waits_for_nobody(three: Three) -> None:
    willing(three, "case-by-case")
    three.north.report(three.north.header("CLOSED"))
    willing(three, "halt")
    three.north.report()
    assert tasks_like(three.north, "release") == []


def test_on_a_day_when_nobody_asked_nothing_went_and_that_is_shown(
    three: Three,
) -> None:
    """As on 31 October 2019: a launch seen at both ends, and neither asked."""
    willing(three, "on-request")
    seen = {
        desk.party: filed(desk.report(desk.header(label)))
        for desk, label in ((three.north, "OPEN"), (three.south, "OFFEN"))
    }
    three.post()
    for desk, other in ((three.north, SOUTH), (three.south, NORTH)):
        assert tasks_like(desk, "release") == []
        waits = {t.hint.split()[2]: t for t in tasks_like(desk, "nobody-asked")}
        assert set(waits) == {other, EAST}
        assert waits[other].about == seen[desk.party]
        assert "nobody asked" in waits[other].what
        assert waits[other].hint.startswith(f"watchword ask {other} --agreement pact")


def test_once_somebody_asks_it_goes_and_the_day_is_settled(three: Three) -> None:
    willing(three, "on-request")
    report = filed(three.north.report())
    three.at(three.north.now_ns + 1)
    said(
        three.south,
        Enquiry,
        to=NORTH,
        from_ns=three.south.now_ns - DAY_NS,
        to_ns=three.south.now_ns + DAY_NS,
        due_ns=three.south.now_ns + DAY_NS,
    )
    three.post()
    assert three.south.view.held(report) is not None
    assert tasks_like(three.north, "nobody-asked") == []
    # It has gone to one; for the others a person decides.
    assert [t.about for t in tasks_like(three.north, "release")] == [report]


def test_an_assurance_runs_out_and_a_newer_one_takes_its_place(three: Three) -> None:
    now_ns = three.south.now_ns
    items = ("clearance", "purpose", "protection")
    said(
        three.south,
        Record,
        kind="assurance",
        items=items,
        until_ns=now_ns + 10 * DAY_NS,
    )
    three.post()
    for desk in three.each:
        (task,) = tasks_like(desk, "expiry")
        assert (task.who, task.is_near(now_ns)) == (SOUTH, True)
        assert bool(task.hint) is (desk is three.south)
    later_ns = now_ns + 2 * SOON_NS
    said(three.south, Record, kind="assurance", items=items, until_ns=later_ns)
    (task,) = tasks_like(three.south, "expiry")
    assert (task.due_ns, task.is_near(now_ns)) == (later_ns, False)


def test_an_attestation_runs_out_with_its_inspection(three: Three) -> None:
    dated_ns = three.south.now_ns - 90 * DAY_NS
    said(
        three.south,
        Record,
        kind="attestation",
        about=EAST,
        items=tuple("abcdefghijklmno"),
        dated_ns=dated_ns,
    )
    (task,) = tasks_like(three.south, "expiry")
    assert task.due_ns == dated_ns + 100 * DAY_NS


def test_a_notice_is_shown_with_its_countdown_and_then_as_suspended(
    three: Three,
) -> None:
    north, now_ns = three.north, three.north.now_ns
    north.add(Notice(agreement=PACT, party=NORTH, note="n", dated=Instant(ns=now_ns)))
    (task,) = tasks_like(north, "agreement")
    assert "it ends" in task.what
    assert "days" in task.what
    assert task.due_ns is not None
    assert task.hint == "watchword posture set pact on-request"
    dated = Instant(ns=now_ns + 1)
    north.add(Suspension(agreement=PACT, party=NORTH, note="s", dated=dated))
    north.now_ns += 2
    (task,) = tasks_like(north, "agreement")
    assert "may end at any time" in task.what


def test_art20a_a_dispute_is_a_record_of_its_own_and_open_until_it_is_over(
    three: Three,
) -> None:
    north, now_ns = three.north, three.north.now_ns
    opened = Dispute(
        agreement=PACT,
        party=NORTH,
        note="d-1",
        dated=Instant(ns=now_ns),
        about=("n",),
        says="who may see it",
    )
    north.add(opened)
    three.post()
    for desk in three.each:
        (task,) = tasks_like(desk, "agreement")
        assert "dispute d-1 of desk.north is open: who may see it" in task.what
    # It decides nothing: reports go as before.
    report = filed(north.report())
    north.do(Release(name=report, recipient=SOUTH))
    three.post()
    assert three.south.view.held(report) is not None
    three.at(now_ns + 1)
    over = Dispute(
        agreement=PACT,
        party=NORTH,
        note="d-2",
        dated=Instant(ns=now_ns + 1),
        ends="d-1",
    )
    north.add(over)
    three.post()
    for desk in three.each:
        assert tasks_like(desk, "agreement") == []


def test_what_is_overdue_comes_first_then_by_day_then_the_oldest() -> None:
    def task(about: str, since_ns: int, due_ns: int | None) -> Task:
        return Task(
            kind="answer",
            who=NORTH,
            about=about,
            since_ns=since_ns,
            due_ns=due_ns,
            what="",
            hint="",
        )

    late, soon = task("late", 0, 5), task("soon", 0, 20)
    old, new = task("old", 1, None), task("new", 2, None)
    assert in_order([new, soon, old, late, late], 10) == (late, soon, old, new)
