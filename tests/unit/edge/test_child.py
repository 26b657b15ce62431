"""Statements are read in another process, which can do no harm."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

import pytest
from tests.proposers import install_proposers

from watchword.edge.child import ask_child
from watchword.edge.clock import monotonic_ns
from watchword.edge.readingchild import (
    Answered,
    ReadBy,
    ReadFile,
    answer,
    is_installed,
)
from watchword.edge.statementfile import Statement
from watchword.errors import EdgeError
from watchword.model.time import SECOND_NS

pytestmark = pytest.mark.slow

TEXT: Final = (
    "North Korea fired one ballistic missile at about 7:40 a.m. KST on May 3, the"
    " Joint Chiefs of Staff said. It flew about 670 km at an altitude of about 90 km."
)
STATEMENT: Final = Statement(text=TEXT, language="en", published="2026-05-03")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(install_proposers(tmp_path)))
    monkeypatch.setenv("WATCHWORD_STORE", "a setting of the node")


def asked(proposer: str, within_s: float = 30) -> Answered:
    by = ReadBy(proposer=proposer, statement=STATEMENT)
    return asyncio.run(ask_child(by, within_s))


def test_a_file_is_read_as_it_would_be_here() -> None:
    file = ReadFile(data=TEXT.encode(), name="2026-05-03.txt", authority="KR_JCS")
    there = asyncio.run(ask_child(file))
    assert there == answer(file)
    assert there.statement is not None
    assert there.statement.authority == "KR_JCS"
    (draft,) = there.drafts
    words = {each.field: TEXT[slice(*each.span)] for each in draft.values}
    assert words["range_km"] == "about 670 km"


def test_of_a_marked_file_nothing_comes_back_but_the_rule() -> None:
    data = f"SECRET//NOFORN\n{TEXT}".encode()
    found = asyncio.run(ask_child(ReadFile(data=data, name="a.txt")))
    assert found == Answered(refused="national-marking", rule=found.rule)
    assert found.rule in {"banner", "edge", "portion", "word"}
    named = answer(ReadFile(data=TEXT.encode(), name="TOP SECRET.txt"))
    assert (named.refused, named.rule) == ("national-marking", "name")


def test_an_article_that_reports_nothing_has_claims_alone(shared: Path) -> None:
    article = shared / "statements" / "article_2022-06-12_de.txt"
    found = answer(ReadFile(data=article.read_bytes(), name=article.name))
    assert found.statement is not None
    assert (found.statement.published, found.statement.language) == ("2022-06-12", "de")
    (draft,) = found.drafts
    assert draft.kind is None
    assert len(draft.claims) >= 4


@pytest.mark.usefixtures("installed")
def test_a_proposer_is_found_by_its_metadata_and_what_it_offers_is_read() -> None:
    assert is_installed("seen")
    assert not is_installed("grammar")
    assert not is_installed("nobody")
    (draft,) = asked("seen").drafts
    assert [TEXT[slice(*each.span)] for each in draft.values] == ["670"]


@pytest.mark.usefixtures("installed")
def test_a_proposer_knows_none_of_the_settings_of_the_node() -> None:
    (draft,) = asked("spies").drafts
    assert [each.read for each in draft.values] == ["[]"]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    "name",
    ["dies", "raises", "floods", "exits", "broken", "gone", "not_callable"],
)
def test_a_proposer_that_ends_without_an_answer_is_a_documented_error(
    name: str,
) -> None:
    with pytest.raises(EdgeError) as caught:
        asked(name)
    assert caught.value.code == "reading-failed"
    assert "Joint Chiefs" not in str(caught.value)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "code"),
    [("lies", "wrong-schema"), ("eats", "wrong-schema"), ("nobody", "no-proposer")],
)
def test_what_is_no_answer_is_refused_by_a_word(name: str, code: str) -> None:
    assert asked(name) == Answered(refused=code)


def _started_by_sleeps() -> list[str]:
    found = []
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            try:
                line = (each / "cmdline").read_bytes()
            except OSError:
                continue
            if b"time.sleep(600)" in line:
                found.append(each.name)
    return found


@pytest.mark.usefixtures("installed")
def test_a_proposer_that_sleeps_is_ended_in_time_with_all_that_it_started() -> None:
    began_ns = monotonic_ns()
    with pytest.raises(EdgeError) as caught:
        asked("sleeps", within_s=2.0)
    assert caught.value.code == "reading-timeout"
    assert monotonic_ns() - began_ns < 20 * SECOND_NS
    assert _started_by_sleeps() == []
