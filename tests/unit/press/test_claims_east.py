"""Claims in Korean and Japanese: how they say what can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from tests.unit.press.growth import grows_evenly

from watchword.press.calendar import Published
from watchword.press.claim import AnyClaim, CountClaim, Dates, FirstClaim, NthClaim
from watchword.press.context import Context
from watchword.press.read import claims_in
from watchword.press.reading import Language

TABLE = Path(__file__).parent / "statements" / "claims_east.tsv"
CONTEXT = Context(published=Published(year=2022, month=6, day=12))


def rows() -> Iterator[tuple[Language, str, str]]:
    for line in TABLE.read_text("utf-8").splitlines():
        if line and line[0] != "#":
            language, claim, text = line.split("\t")
            yield cast("Language", language), claim, text


def dates(some: Dates | None) -> str:
    return "None" if some is None else f"{some.first}..{some.last}"


def written(claim: AnyClaim) -> str:
    if isinstance(claim, CountClaim):
        low, high = ("" if n is None else str(n) for n in (claim.low, claim.high))
        return f"count {claim.subject} {low}..{high} {dates(claim.within)}"
    if isinstance(claim, NthClaim):
        return f"nth {claim.subject} {claim.nth} {dates(claim.within)}"
    if isinstance(claim, FirstClaim):
        return (
            f"first {claim.subject} since {dates(claim.since)} "
            f"possible={claim.possible} when={claim.when is not None}"
        )
    return f"paper {claim.act} {dates(claim.when)}"


@pytest.mark.parametrize(("language", "claim", "text"), list(rows()))
def test_a_sentence_claims_what_it_says_and_no_more(
    language: Language, claim: str, text: str
) -> None:
    found = [written(each) for each in claims_in(text, language, CONTEXT)]
    assert found == ([] if claim == "-" else [claim])


def test_what_is_said_of_one_class_is_no_claim_of_all_launches() -> None:
    texts: list[tuple[Language, str]] = [
        ("ko", "북한의 ICBM 발사는 2017년 11월 이후 처음이다."),
        ("ko", "올해 중거리 탄도미사일 발사는 2번째다."),
        ("ja", "ICBM級の発射は2017年11月以来だ。"),
        ("ja", "衛星の発射は今年3回目だ。"),
    ]
    assert [claims_in(text, language, CONTEXT) for language, text in texts] == [()] * 4


@pytest.mark.parametrize("language", ["ko", "ja", "en", "de"])
@pytest.mark.parametrize(
    "piece",
    ["発射", "会談", "核実験", "회담", "올해 18회 미사일 발사 ", "今年18回目の発射、",
     "this year 18 tests ", "2017 seit erste Atomtest ", "2017년 이후 처음 "],
)  # fmt: skip
def test_the_time_claims_take_grows_with_the_text_and_no_faster(
    language: Language, piece: str
) -> None:
    assert grows_evenly(piece, language, claims_in)
