from __future__ import annotations

import csv
from pathlib import Path

from watchword.agreements.state import state
from watchword.agreements.terms import parse_terms
from watchword.model.quantity import Quantity
from watchword.model.time import Instant, ns_of
from watchword.record.library import shipped_papers
from watchword.record.what_if import Said, what_if

SCRIPT = what_if()


def said(name: str) -> Said:
    return next(each for each in SCRIPT.statement if each.id == name)


def test_without_the_second_note_the_agreement_ends_when_the_act_says() -> None:
    from_ns = ns_of(SCRIPT.without.from_)
    papers = [p for p in shipped_papers(SCRIPT.agreement) if p.dated.end_ns <= from_ns]
    ended_ns = ns_of(SCRIPT.instants.ended)
    before, after = (
        state(SCRIPT.agreement, at_ns, papers) for at_ns in (ended_ns - 1, ended_ns)
    )
    assert (before.state, after.state) == ("NOTICE_GIVEN", "TERMINATED")
    assert before.by_reading[SCRIPT.approval.party].ends_at_ns == ended_ns


def test_the_new_agreement_is_the_old_text_under_another_name() -> None:
    terms = parse_terms(SCRIPT.text_anew())
    assert (terms.id, terms.version) == (SCRIPT.anew, 1)
    assert {SCRIPT.approval.party, SCRIPT.approval.recipient} == {*terms.parties}


def test_everything_filed_holds_what_its_fields_names_say() -> None:
    for each in SCRIPT.statement:
        assert each.values()
        assert each.source
        assert each.label.startswith("EXERCISE ")


def test_the_instants_of_the_act_run_forward() -> None:
    when = SCRIPT.instants
    order = [
        SCRIPT.begins,
        said("2019-10-31-jcs").said_at,
        when.asked,
        when.willing,
        when.last,
        when.ended,
        when.approved,
        said("2019-11-28-jcs").said_at,
        when.protected,
        when.signed,
    ]
    assert order == sorted(order)


def test_the_launches_are_those_of_the_public_record(shared: Path) -> None:
    with (shared / "launches" / "dprk_launches.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for day in ("2019-10-31", "2019-11-28"):
        listed = [row for row in rows if row["date_kst"] == day]
        values = said(f"{day}-jcs").values()
        count, observed = values["count"], values["observed_at"]
        assert isinstance(count, Quantity)
        assert isinstance(observed, Instant)
        assert count.low == len(listed)
        first = min(row["time_kst"] for row in listed)
        assert said(f"{day}-jcs").fields["observed_at"].startswith(f"{day}T{first}")
