"""The spill guard over the markings of many states, in varied forms."""

from __future__ import annotations

import pytest
from tests.unit.agreements.markings import MARKINGS, SENTENCES, WITHIN

from watchword.agreements.spill import marking_rule, rule_by_rule
from watchword.agreements.spill_words import SHORT, WHOLE, listed

BODY = "A launch was seen at 12:03."


def test_there_are_more_than_a_hundred_and_twenty_different_markings() -> None:
    assert len(set(MARKINGS)) >= 120


@pytest.mark.parametrize("mark", sorted(set(MARKINGS)))
def test_a_marking_on_a_line_of_its_own_is_seen(mark: str) -> None:
    assert marking_rule(mark) is not None
    assert marking_rule(f"{mark}\n{BODY}") is not None
    assert marking_rule(f"{BODY}\n\n== {mark} ==\n") is not None
    assert marking_rule(f"{BODY}\r\n{mark}\r\n{BODY}") is not None


@pytest.mark.parametrize("text", WITHIN)
def test_a_marking_beside_other_words_is_seen(text: str) -> None:
    assert marking_rule(text) is not None
    assert marking_rule(f"{BODY}\n{text}\n{BODY}") is not None


@pytest.mark.parametrize("text", SENTENCES)
def test_an_ordinary_sentence_passes(text: str) -> None:
    assert marking_rule(text) is None
    assert rule_by_rule(text) is None
    assert marking_rule(f"{BODY}\n{text}\n{BODY}") is None


@pytest.mark.parametrize("mark", [m for m in listed(WHOLE) if m not in SHORT])
def test_every_entry_of_the_table_marks_its_line(mark: str) -> None:
    assert marking_rule(mark.upper()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "TOP\nSECRET\n",
        "S\nE\nC\nR\nE\nT",
        "VS-NUR FÜR DEN\nDIENSTGEBRAUCH",
        "CONFI-\nDENTIAL",
        "FOR OFFICIAL\nUSE ONLY",
        "極\n秘",
        "대외\n비",
        "특정\n군사\n기밀",
        "S3CRET",
        "T0P SECRET",
        "C0NFIDENTIA1",
        "🅂🄴🄲🅁🄴🅃",
        "🅢🅔🅒🅡🅔🅣",
        "ⓈⒺⒸⓇⒺⓉ",
        "𝐒𝐄𝐂𝐑𝐄𝐓",
        "S̲E̲C̲R̲E̲T̲",
        "ЅЕСRЕТ",
        "ΤΟΡ ЅЕСRЕТ",
        "G\u00adE\u00adH\u00adE\u00adI\u00adM",
        "GЕНЕІМ",
        "極\u200b秘",
        "대\u3164외\u3164비",
        "祕",
        "部\u2060内\u2060限り",
    ],
)
def test_a_marking_in_disguise_is_seen(text: str) -> None:
    assert marking_rule(text) is not None
    assert marking_rule(f"{BODY}\n\n{text}\n\n{BODY}") is not None


def test_what_an_agreement_knows_may_be_borne_and_nothing_more() -> None:
    known = ("EXERCISE 秘", "秘", "SECRET", "군사II급비밀")
    for borne in (
        "秘",
        "【秘】",
        "Ｓ Ｅ Ｃ Ｒ Ｅ Ｔ",
        "EXERCISE 秘\n発射。",
        "군사Ⅱ급 비밀",
    ):
        assert marking_rule(borne) is not None
        assert marking_rule(borne, known) is None
    for other in ("SECRET//NOFORN", "TOP SECRET", "TOP\nSECRET", "極秘", "군사I급비밀"):
        assert marking_rule(other, known) is not None
    assert marking_rule("秘\n発射。\n極秘", known) is not None


def test_a_long_text_is_looked_through_in_proportion_to_its_length() -> None:
    for piece in ("-" * 200_000, "\n" * 200_000, "(S" * 50_000, "비밀" * 50_000):
        assert rule_by_rule(piece + "x") is None or "비밀" in piece
