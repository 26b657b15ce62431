"""Claims about agreements, checked by the papers of the one that is meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from watchword.cli.main import app
from watchword.cli.paperclaims import paper_answer
from watchword.edge.home import Home
from watchword.press.claim import Act, Dates, PaperClaim
from watchword.press.text import Span
from watchword.research.exercise import exercise_node

AUGUST = Dates(date(2019, 8, 1), date(2019, 8, 31))


def context_at(folder: Path) -> typer.Context:
    found = typer.Context(get_command(app))
    found.obj = Home(folder)
    return found


def claim(text: str, act: Act = "notice", when: Dates | None = AUGUST) -> PaperClaim:
    return PaperClaim(act=act, when=when, span=Span(0, len(text) // 2))


@pytest.fixture(params=["no node", "a node without the papers"])
def context(request: pytest.FixtureRequest, tmp_path: Path) -> typer.Context:
    if request.param != "no node":
        exercise_node(tmp_path / "node")
    return context_at(tmp_path / "node")


def test_the_papers_of_the_named_agreement_answer(context: typer.Context) -> None:
    text = "Seoul gave notice of ending its pact with Japan in August 2019."
    answer = paper_answer(context, claim(text), text)
    assert (answer["verdict"], answer["agreements"]) == ("true", ["gsomia-2016"])
    assert [row["note"] for row in answer["papers"]] == ["notice-2019-08-23"]


def test_another_agreements_notice_proves_nothing(context: typer.Context) -> None:
    text = "Notice of ending the TISA was given in August 2019."
    answer = paper_answer(context, claim(text), text)
    assert (answer["verdict"], answer["papers"]) == ("cannot tell", [])
    assert "tisa-2014" in answer["why"]


def test_a_sentence_that_names_no_partners_takes_those_of_the_one_before(
    context: typer.Context,
) -> None:
    before = "Seoul and Tokyo have a pact. "
    text = "Notice of ending it was given in August 2019."
    found = PaperClaim(
        act="notice", when=AUGUST, span=Span(len(before), len(before) + 10)
    )
    assert paper_answer(context, found, before + text)["verdict"] == "true"


@pytest.mark.parametrize(
    ("text", "act", "when", "why"),
    [
        ("Notice was given.", "notice", AUGUST, "which agreement"),
        ("Seoul gave Japan notice.", "notice", None, "no day"),
        ("Seoul and Japan renewed it.", "renewal", AUGUST, "no paper records"),
    ],
)
def test_what_cannot_be_told_says_why(
    context: typer.Context, text: str, act: Act, when: Dates | None, why: str
) -> None:
    answer = paper_answer(context, claim(text, act, when), text)
    assert answer["verdict"] == "cannot tell"
    assert why in answer["why"]
