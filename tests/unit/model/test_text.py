from __future__ import annotations

import sys
import unicodedata

import pytest

from watchword.errors import UsageError
from watchword.model.agreement import Notice
from watchword.model.field import check_field
from watchword.model.report import Publication
from watchword.model.text import (
    ALLOWED_CONTROLS,
    TURNING,
    check_text,
    is_steering,
    printable,
)
from watchword.model.time import Instant

STEERING = ["\x1b[2J", "\x07", "\r", "\x9b", "\u202e", "\ud800"]


@pytest.mark.parametrize("text", STEERING)
def test_a_text_that_steers_a_screen_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="control characters"):
        check_text("site", f"a{text}b", 100)
    with pytest.raises(UsageError, match="control characters"):
        check_field("site", f"a{text}b")
    with pytest.raises(UsageError, match="control characters"):
        Publication(where=f"a{text}b")


@pytest.mark.parametrize("text", STEERING)
def test_what_is_shown_all_the_same_is_written_out(text: str) -> None:
    shown = printable(f"a{text}b")
    assert shown.startswith("a\\")
    assert shown.endswith("b")
    assert text not in shown


@pytest.mark.parametrize("text", ["", "군사Ⅱ급", "ʻOkina\n\ttwo lines", "زن", "👩‍🚀"])
def test_what_people_write_passes_unchanged(text: str) -> None:
    check_text("note", text, 100)
    assert printable(text) == text


def test_of_all_characters_those_steer_that_unicode_says_or_that_turn() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    steering = {c for c in every if unicodedata.category(c) in ("Cc", "Cs")}
    allowed = ALLOWED_CONTROLS - TURNING
    assert {c for c in every if is_steering(c)} == (steering | TURNING) - allowed


def test_a_text_has_a_longest_length() -> None:
    check_text("note", "a" * 5, 5)
    with pytest.raises(UsageError, match="at most 5"):
        check_text("note", "a" * 6, 5)


@pytest.mark.parametrize("agreement", ["", "A", "a b", "a/b", "a+b", "-a", "a" * 64])
def test_a_paper_is_about_an_agreement_that_can_be_named(agreement: str) -> None:
    with pytest.raises(UsageError, match="no name of an agreement"):
        _notice(agreement)


def _notice(agreement: str, reason: str = "") -> Notice:
    return Notice(
        agreement=agreement,  # type: ignore[arg-type]
        party="desk.example",  # type: ignore[arg-type]
        note="n",
        dated=Instant(ns=0),
        reason=reason,
    )


def test_a_reason_is_a_text_like_any_other() -> None:
    assert _notice("open-desks", "court ruling").reason == "court ruling"
    with pytest.raises(UsageError, match="control characters"):
        _notice("open-desks", "\x1b[0m")
