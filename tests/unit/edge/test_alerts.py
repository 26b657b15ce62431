"""Each fact gives its alert, and no word of content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from tests.people import Staff, employed
from tests.unit.edge.test_commands import NORTH, PACT, SOUTH, raw

from watchword.edge.alertfacts import current
from watchword.edge.alerts import (
    ALERT_KINDS,
    MEANINGS,
    Alert,
    AlertKind,
    Came,
    Down,
    Facts,
    Forked,
    TrayDown,
    alerts,
)
from watchword.edge.clock import system_ns
from watchword.edge.commands.alerts import AlertAcknowledge, AlertList
from watchword.edge.commands.enquiries import Ask
from watchword.edge.commands.judgements import Judge, JudgementUndo
from watchword.edge.commands.releases import PostureSet, ReleaseReport
from watchword.edge.commands.reports import PictureShow
from watchword.edge.custody import OpenChannel
from watchword.edge.notifysettings import Notify
from watchword.edge.takenback import TakenBack
from watchword.model.fieldtext import parse_fields
from watchword.model.time import DAY_NS, MINUTE_NS, format_ns
from watchword.node.tasks import Task

NOW: Final = 1_800_000_000_000_000_000
NEEDLE: Final = "canary-in-what-it-says"


def facts(**given: Any) -> Facts:  # noqa: ANN401
    said = {"party": NORTH, "at_ns": NOW, "machine_ns": NOW, "silent_minutes": 10}
    return Facts(**{**said, **given})


def kinds(**given: Any) -> list[str]:  # noqa: ANN401
    return [alert.kind for alert in alerts(facts(**given))]


def task(**given: Any) -> Task:  # noqa: ANN401
    said = {
        "kind": "release",
        "who": NORTH,
        "about": "name",
        "since_ns": NOW,
        "due_ns": None,
        "what": NEEDLE,
        "hint": NEEDLE,
    }
    return Task(**{**said, **given})


def test_each_proposal_that_waits_and_each_tray_that_is_down_is_told() -> None:
    down = TrayDown(name="news", since_ns=NOW - 1, code="missing")
    waits = (("aaaa", NOW - 3), ("bbbb", NOW - 2))
    found = alerts(facts(proposals=waits, trays=(down,)))
    assert [(a.kind, a.about, a.code) for a in found] == [
        ("proposal", "aaaa", ""),
        ("proposal", "bbbb", ""),
        ("tray", "news", "missing"),
    ]


def test_every_kind_has_its_meaning() -> None:
    assert set(MEANINGS) == set(ALERT_KINDS)


def test_where_nothing_is_wrong_there_is_no_alert() -> None:
    assert kinds() == []


def test_what_waits_for_a_person_here_is_an_alert() -> None:
    assert kinds(tasks=(task(),)) == ["release"]
    assert kinds(tasks=(task(who=SOUTH),)) == []
    assert kinds(tasks=(task(kind="register"),)) == []
    assert kinds(tasks=(task(kind="agreement", who=NORTH),)) == ["agreement"]


def test_what_is_due_is_an_alert_a_day_before() -> None:
    for due_ns, count in ((NOW + 2 * DAY_NS, 0), (NOW + DAY_NS, 1), (NOW - 1, 1)):
        assert len(kinds(tasks=(task(kind="answer", due_ns=due_ns),))) == count
    assert kinds(tasks=(task(kind="review"),)) == ["due"]


def test_no_word_of_a_task_stands_in_its_alert() -> None:
    every = alerts(facts(tasks=(task(), task(kind="agreement"), task(kind="recall"))))
    assert NEEDLE not in str(every)


def test_a_line_that_is_not_receipted_in_time_is_an_alert_with_its_count() -> None:
    def channel(age_ns: int) -> OpenChannel:
        return OpenChannel(
            partner=SOUTH,
            agreement=PACT,
            lane="urgent",
            lines=7,
            since_ns=NOW - age_ns,
            minutes=15,
        )

    assert kinds(open=(channel(15 * MINUTE_NS),)) == []
    (alert,) = alerts(facts(open=(channel(15 * MINUTE_NS + 1),)))
    assert (alert.kind, alert.who, alert.count) == ("custody", SOUTH, 7)


def test_what_no_control_officer_has_registered_is_counted_once_it_is_overdue() -> None:
    late = [
        task(kind="receipt", who=SOUTH, about=name, since_ns=NOW - n, due_ns=due_ns)
        for n, (name, due_ns) in enumerate((("a", NOW), ("b", NOW - 1), ("c", NOW + 1)))
    ]
    (alert,) = alerts(facts(tasks=tuple(late)))
    assert (alert.kind, alert.who, alert.count) == ("custody", SOUTH, 2)
    assert alert.since_ns == NOW - 1


def test_a_link_is_silent_after_the_minutes_of_the_settings() -> None:
    for age_ns, found in (
        (10 * MINUTE_NS, []),
        (10 * MINUTE_NS + 1, ["link-silent"]),
    ):
        down = Down(partner=SOUTH, since_ns=NOW - age_ns, code="down")
        assert kinds(down=(down,)) == found


def test_an_urgent_report_is_a_warning_for_a_day() -> None:
    came = [
        Came(name=n, sender=SOUTH, at_ns=NOW - age)
        for n, age in (("a", 1), ("b", DAY_NS))
    ]
    (alert,) = alerts(facts(urgent=tuple(came)))
    assert (alert.kind, alert.who, alert.about) == ("warning", SOUTH, "a")


def test_an_urgent_report_that_was_taken_back_is_told_as_that_and_no_warning() -> None:
    back = TakenBack(since_ns=NOW - 5, by="by-sender", through=("b",))
    came = (
        Came(name="a", sender=SOUTH, at_ns=NOW - 9, back=back),
        Came(name="b", sender=SOUTH, at_ns=NOW - 5),
        Came(name="c", sender=SOUTH, at_ns=NOW - 1),
    )
    found = alerts(facts(urgent=came))
    assert [(a.kind, a.about, a.code) for a in found] == [
        ("warning", "c", ""),
        ("withdrawn", "a", "by-sender"),
    ]
    warned = Alert(kind="warning", who=SOUTH, about="a", since_ns=NOW - 9)
    assert found[1].key != warned.key, "who was told of the one is told of the other"


@pytest.mark.parametrize("what", [(), ("warning",), ("withdrawn",), ("fork",)])
def test_who_is_told_of_a_warning_is_told_that_it_counts_no_more(
    what: tuple[AlertKind, ...],
) -> None:
    notify = Notify(kind="webhook", url="https://duty.example", what=what)
    assert notify.wants("withdrawn") == (what != ("fork",))
    assert notify.wants("warning") == (what in {(), ("warning",)})


def test_what_ends_within_thirty_days_is_an_alert() -> None:
    for left_ns, code in ((-1, "ended"), (30 * DAY_NS, "ends-soon")):
        for key in ("certificate_until_ns", "key_until_ns"):
            (alert,) = alerts(facts(**{key: NOW + left_ns}))
            assert alert.code == code
    assert kinds(key_until_ns=NOW + 30 * DAY_NS + 1) == []


def test_what_is_urgent_stands_first() -> None:
    found = kinds(
        tasks=(task(),),
        forks=(
            Forked(origin="desk.south/pact/desk.north/urgent", at_ns=1, code="fork"),
        ),
        urgent=(Came(name="a", sender=SOUTH, at_ns=NOW - 1),),
        store_code="store-full",
        quarantined={(SOUTH, "malformed"): (3, NOW)},
    )
    assert found == ["warning", "fork", "store", "quarantine", "release"]


def test_the_same_facts_give_the_same_key_and_another_place_another() -> None:
    one, again, other = (
        Alert(kind="fork", about=about, since_ns=since)
        for about, since in (("a", 1), ("a", 2), ("b", 1))
    )
    assert one.id == again.id != other.id


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    staff = Staff(tmp_path)
    yield staff
    staff.close()


def found_at(staff: Staff, party: str = NORTH) -> list[str]:
    return [alert.kind for alert in current(staff.office.desks[party])]  # type: ignore[index]


def test_a_report_that_waits_for_a_will_is_an_alert_until_it_is_released(
    staff: Staff,
) -> None:
    assert found_at(staff) == []
    name = str(staff.office.file()["name"])
    (alert,) = current(staff.office.desks[NORTH])
    assert (alert.kind, alert.about) == ("release", name)
    staff.office.run(ReleaseReport(report=name, to=SOUTH))
    assert found_at(staff) == []


def test_an_urgent_report_of_a_partner_is_a_warning_until_somebody_takes_note(
    staff: Staff,
) -> None:
    staff.enrol(employed("kim", "duty-officer"))
    staff.office.run(PostureSet(agreement=PACT, stance="push"), SOUTH)
    staff.office.file(SOUTH, urgency="urgent")
    staff.office.post()
    (row,) = staff.ask(AlertList(), "kim")
    assert (row["kind"], row["who"]) == ("warning", SOUTH)
    said = staff.ask(AlertAcknowledge(alert=row["id"]), "kim")
    assert said["person"] == "kim"
    assert staff.ask(AlertList(), "kim") == []
    body = staff.office.desks[NORTH].store.value(
        "SELECT body FROM entry WHERE kind = 'shift'"
    )
    assert msgspec.json.decode(body)["what"] == "acknowledged"
    assert staff.refused(AlertAcknowledge(alert=row["id"]), "kim") == "usage"


def urgent_from_south(staff: Staff, **given: Any) -> str:  # noqa: ANN401
    name = str(staff.office.file(SOUTH, urgency="urgent", **given)["name"])
    staff.office.post()
    staff.office.run(PictureShow())  # folds, as a running node does by itself
    return name


def told_of(staff: Staff) -> list[tuple[str, str, str]]:
    found = current(staff.office.desks[NORTH])
    return [(alert.kind, alert.about, alert.code) for alert in found]


def test_a_warning_that_its_sender_takes_back_is_told_as_withdrawn(
    staff: Staff,
) -> None:
    staff.office.run(PostureSet(agreement=PACT, stance="push"), SOUTH)
    name = urgent_from_south(staff)
    assert told_of(staff) == [("warning", name, "")]
    none = raw(parse_fields({"count": "0"}))
    urgent_from_south(staff, corrects=name, fields=none)
    assert told_of(staff) == [("withdrawn", name, "by-sender")]


def test_a_warning_that_an_analyst_withdraws_is_told_until_somebody_takes_note(
    staff: Staff,
) -> None:
    staff.office.run(PostureSet(agreement=PACT, stance="push"), SOUTH)
    name = urgent_from_south(staff)
    made = staff.office.run(
        Judge(verdict="withdrawn", reports=(name,), because="a drill")
    )
    assert told_of(staff) == [("withdrawn", name, "by-analyst")]
    staff.office.run(JudgementUndo(judgement=made["name"], because="it was none"))
    assert told_of(staff) == [("warning", name, "")]
    staff.office.run(Judge(verdict="withdrawn", reports=(name,), because="it was"))
    (alert,) = current(staff.office.desks[NORTH])
    staff.office.run(AlertAcknowledge(alert=alert.id))
    assert told_of(staff) == []


def test_a_request_that_is_due_is_an_alert_where_it_is_owed(staff: Staff) -> None:
    due = format_ns(system_ns() + DAY_NS // 2)
    staff.office.run(Ask(party=SOUTH, since="2022-01-01", until="2022-01-02", due=due))
    staff.office.post()
    assert found_at(staff, SOUTH) == ["due"]
    assert found_at(staff, NORTH) == []
