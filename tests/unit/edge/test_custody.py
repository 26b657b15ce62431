from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.desks import TEXT
from tests.unit.edge.test_commands import NORTH, PACT, SOUTH, Office

from watchword.agreements.terms import parse_terms
from watchword.edge.allowed import allowed, most_open, why_nothing
from watchword.edge.clock import system_ns
from watchword.edge.commands.items import Register
from watchword.edge.commands.links import LinkOpen, LinkStatus
from watchword.edge.commands.papers import AddPaper
from watchword.edge.commands.releases import PostureSet
from watchword.edge.custody import limit_minutes, open_channels
from watchword.edge.setup import sign_paper
from watchword.edge.situation import pressing
from watchword.errors import UsageError
from watchword.model.agreement import Notice, Signature
from watchword.model.time import DAY_NS, HOUR_NS, MINUTE_NS, Instant
from watchword.node.duties import pressing_duties

LIMITED = (
    TEXT.replace("version = 1", "version = 2") + "\n[handling]\nreceipt_minutes = 3\n"
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    office.agree()
    yield office
    for desk in office.desks.values():
        desk.close()


def amend(office: Office, text: str = LIMITED) -> None:
    for party in (NORTH, SOUTH):
        paper = Signature(
            agreement=PACT,
            party=party,
            note="amended",
            dated=Instant(ns=system_ns() - HOUR_NS // 2),
            version=2,
            text=text,
        )
        envelope = sign_paper(paper, office.governance[party])
        office.run(AddPaper(envelope=envelope), party)
    office.post()


@pytest.mark.parametrize("minutes", ["0", "-1", "36501", '"15"', "1.5"])
def test_a_limit_that_is_none_is_refused(minutes: str) -> None:
    with pytest.raises(UsageError):
        parse_terms(TEXT + f"\n[handling]\nreceipt_minutes = {minutes}\n")


def test_the_agreements_limit_goes_before_the_nodes_own(office: Office) -> None:
    view = office.desks[NORTH].view
    assert limit_minutes(view, PACT, 15, system_ns()) == 15
    amend(office)
    assert limit_minutes(view, PACT, 15, system_ns()) == 3


def test_what_is_not_receipted_is_listed_and_is_late_after_the_limit(
    office: Office,
) -> None:
    amend(office)
    office.run(PostureSet(agreement=PACT, stance="push"))
    assert office.run(LinkOpen()) == []
    names = [str(office.file()["name"]) for _ in range(2)]
    rows = office.run(LinkOpen(to=SOUTH))
    assert [row["name"] for row in rows if row["kind"] == "report"] == names
    assert {row["limit_minutes"] for row in rows} == {3}
    assert not any(row["overdue"] for row in rows)
    assert office.run(LinkOpen(to="desk.elsewhere")) == []
    desk = office.desks[NORTH]
    (channel,) = open_channels(desk.store, desk.view, 15, system_ns())
    assert channel.lines == len(rows)
    late_ns = channel.since_ns + 3 * MINUTE_NS
    assert (channel.is_overdue(late_ns), channel.is_overdue(late_ns + 1)) == (
        False,
        True,
    )
    office.post()
    assert office.run(LinkOpen()) == []
    (row,) = office.run(LinkStatus())
    assert (row["open"], row["lag_s"], row["forked"]) == (0, 0, [])
    assert row["last_receipted"] is not None


def test_a_limit_can_be_no_text_that_is_no_party(office: Office) -> None:
    with pytest.raises(UsageError):
        office.run(LinkOpen(to="no party/*"))


def test_what_may_go_follows_the_law_and_the_will(office: Office) -> None:
    view = office.desks[NORTH].view
    now_ns = system_ns()
    assert most_open(allowed(view, SOUTH, now_ns)) == "case-by-case"
    for stance, goes, why in (
        ("push", "push", ""),
        ("halt", "nothing", "pact halt"),
        ("on-request", "on-request", ""),
    ):
        office.run(PostureSet(agreement=PACT, stance=stance))  # type: ignore[arg-type]
        rows = allowed(view, SOUTH, system_ns())
        assert (most_open(rows), why_nothing(rows)) == (goes, why)
    (row,) = office.run(LinkStatus())
    assert (row["may_go"], row["state"]) == ("on-request", "not running")
    before = allowed(view, SOUTH, now_ns - 2 * HOUR_NS)
    assert (most_open(before), why_nothing(before)) == ("nothing", "no agreement")


def test_a_will_for_one_topic_keeps_the_link_from_being_shut(office: Office) -> None:
    office.run(PostureSet(agreement=PACT, stance="halt"))
    office.run(PostureSet(agreement=PACT, stance="push", topic="nuclear"))
    assert most_open(allowed(office.desks[NORTH].view, SOUTH, system_ns())) == "push"


def test_under_no_agreement_nothing_goes(tmp_path: Path) -> None:
    office = Office(tmp_path / "strangers")
    office.introduce()
    (row,) = office.run(LinkStatus())
    assert (row["may_go"], row["why"]) == ("nothing", "no agreement")
    for desk in office.desks.values():
        desk.close()


def test_a_report_that_no_officer_registers_is_an_alert_after_the_agreements_days(
    office: Office,
) -> None:
    text = TEXT.replace("version = 1", "version = 2")
    text += '\n[handling]\nreceipt = "registered"\nopen_days = 2\n'
    amend(office, text)
    office.run(PostureSet(agreement=PACT, stance="push"))
    name = str(office.file()["name"])
    office.post()
    desk = office.desks[NORTH]
    sent_ns = system_ns()

    def overdue(at_ns: int) -> list[str]:
        found = pressing_duties(pressing(desk.store, desk.view, at_ns))
        return [t.about for t in found if t.kind == "receipt" and t.is_overdue(at_ns)]

    assert overdue(sent_ns + DAY_NS) == []
    assert overdue(sent_ns + 2 * DAY_NS) == [name]
    office.run(Register(report=name, officer="an officer"), SOUTH)
    office.post()
    assert overdue(sent_ns + 2 * DAY_NS) == []


def test_under_an_agreement_that_has_ended_nothing_goes_and_its_state_says_why(
    office: Office,
) -> None:
    text = TEXT.replace("version = 1", "version = 2")
    text += '\n[duration]\nyears = 1\nnotice_days = 1\ncounts_from = "last-day"\n'
    amend(office, text)
    notice = Notice(
        agreement=PACT,
        party=SOUTH,
        note="ended",
        dated=Instant(ns=system_ns() - HOUR_NS // 4),
    )
    end_ns = system_ns() + 1000 * DAY_NS
    envelope = sign_paper(notice, office.governance[SOUTH])
    office.run(AddPaper(envelope=envelope), SOUTH)
    office.post()
    rows = allowed(office.desks[NORTH].view, SOUTH, end_ns)
    assert (most_open(rows), why_nothing(rows)) == ("nothing", "pact TERMINATED")
