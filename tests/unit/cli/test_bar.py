"""The life of an agreement, drawn."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.agreements.papers import NORTH, PACT, in_force, notice, ns

from watchword.cli.bar import STATES, drawn
from watchword.edge.commands.papers import life_found, timeline_rows
from watchword.model.agreement import AgreementId, Instrument
from watchword.record.library import shipped_agreements, shipped_papers

NOW = ns("2025-01-01")


def picture(
    papers: tuple[Instrument, ...], width: int = 100, name: AgreementId = PACT
) -> tuple[list[str], list[str]]:
    rows: list[dict[str, Any]] = timeline_rows(name, papers)
    lines, letters = drawn(rows, life_found(name, papers, NOW), width)
    return [line.plain for line in lines], letters


def bar_of(lines: list[str]) -> str:
    return next(line for line in lines if line.startswith("state"))


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("name", shipped_agreements())
def test_nothing_is_wider_than_the_terminal_or_a_hundred_columns(
    name: str, width: int
) -> None:
    lines, _ = picture(shipped_papers(name), width, AgreementId(name))
    assert all(len(line) <= min(width, 100) for line in lines)


def test_each_state_has_its_own_sign_and_is_in_the_legend() -> None:
    assert len({sign for sign, _ in STATES.values()}) == len(STATES)
    lines, _ = picture((*in_force(), notice(NORTH, "2020-06-01T00:00")))
    signs = {STATES[n][0] for n in ("IN_FORCE", "NOTICE_GIVEN", "TERMINATED")}
    assert signs <= set(bar_of(lines))
    assert all(sign in lines[-1] for sign in signs)


def test_a_state_that_lasted_an_hour_has_a_column() -> None:
    papers = (*in_force(), notice(NORTH, "2020-06-01T00:00"))
    late = notice(NORTH, "2024-06-01T00:00", "again")
    lines, _ = picture((*papers, late))
    assert STATES["NOTICE_GIVEN"][0] in bar_of(lines)


def test_what_has_ended_is_drawn_to_its_end_and_what_lasts_goes_on() -> None:
    lasting, _ = picture(in_force())
    assert bar_of(lasting).endswith("▶")
    ended, _ = picture((*in_force(), notice(NORTH, "2020-06-01T00:00")))
    assert bar_of(ended).endswith("×")


def test_papers_of_one_column_share_a_letter_that_the_bar_shows() -> None:
    papers = (*in_force(), notice(NORTH, "2020-06-01T00:00"))
    lines, letters = picture(papers)
    assert letters[:4] == ["a"] * 4
    notes = next(line for line in lines if line.startswith("notes"))
    assert set(notes.removeprefix("notes").replace(" ", "")) == set(letters)


def test_the_readings_are_drawn_where_they_differ_and_only_there() -> None:
    name = AgreementId("gsomia-2016")
    papers = shipped_papers(name)
    lines, _ = picture(papers, name=name)
    readings = [line for line in lines if line.startswith("exercise.")]
    assert {line.split()[-1][0] for line in readings} == {"~", "="}
    plain, _ = picture(in_force())
    assert not any(line.startswith("desk.") for line in plain)


def test_without_papers_nothing_is_drawn() -> None:
    assert drawn([], {"now_ns": NOW, "spans": []}, 100) == ([], [])
