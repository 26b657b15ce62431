"""Claims of texts: what can be checked, and is no event."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from watchword.press.calendar import Published
from watchword.press.claim import (
    AnyClaim,
    CountClaim,
    Dates,
    FirstClaim,
    NthClaim,
    PaperClaim,
)
from watchword.press.context import Context
from watchword.press.read import claims_in, read
from watchword.press.reading import Language

CONTEXT = Context(published=Published(year=2022, month=6, day=12))
ARTICLE = Path("../shared/data/statements/article_2022-06-12_de.txt")
AUGUST_2019 = Dates(date(2019, 8, 1), date(2019, 8, 31))
NOVEMBER_2019 = Dates(date(2019, 11, 1), date(2019, 11, 30))
YEAR_2017 = Dates(date(2017, 1, 1), date(2017, 12, 31))
SO_FAR = Dates(date(2022, 1, 1), date(2022, 6, 12))


def only(text: str, language: Language) -> AnyClaim:
    (found,) = claims_in(text, language, CONTEXT)
    return found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das Land hat in diesem Jahr mindestens 18 Raketentests durchgeführt."),
        ("en", "North Korea has conducted at least 18 missile tests this year."),
        ("en", "At least eighteen missile tests were carried out this year."),
        ("ko", "북한은 올해 들어 최소 18차례 미사일 시험발사를 했다."),
        ("ja", "北朝鮮は今年、少なくとも18回のミサイル発射実験を行った。"),
    ],
)
def test_an_amount_of_this_year_is_claimed(language: Language, text: str) -> None:
    found = only(text, language)
    assert isinstance(found, CountClaim)
    assert (found.subject, found.low, found.high) == ("missile tests", 18, None)
    assert found.within == SO_FAR


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Es könnte der erste Atomtest seit 2017 sein."),
        ("en", "It would be the country's first nuclear test since 2017."),
        ("ko", "2017년 이후 첫 핵실험을 할 수 있다."),
        ("ja", "2017年以来の核実験を行う可能性がある。"),
    ],
)
def test_a_test_that_may_come_is_the_first_since(language: Language, text: str) -> None:
    found = only(text, language)
    assert isinstance(found, FirstClaim)
    assert (found.subject, found.since, found.possible) == (
        "nuclear tests",
        YEAR_2017,
        True,
    )


@pytest.mark.parametrize(
    ("language", "text", "nth"),
    [
        ("de", "Es war der siebte Raketenstart in diesem Jahr.", 7),
        ("en", "It was the seventh launch this year.", 7),
        ("ko", "이번 미사일 발사는 올해 들어 17번째다.", 17),
        ("ja", "弾道ミサイルの発射は今年に入って7回目。", 7),
    ],
)
def test_a_place_in_a_row_is_claimed(language: Language, text: str, nth: int) -> None:
    found = only(text, language)
    assert isinstance(found, NthClaim)
    assert (found.subject, found.nth, found.within) == ("launches", nth, SO_FAR)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Seoul kündigte im August 2019 das Abkommen."),
        ("en", "Seoul gave notice of ending the pact in August 2019."),
        ("ko", "한국은 2019년 8월 지소미아 종료를 통보했다."),
        ("ja", "韓国は2019年8月、協定の終了を通告した。"),
    ],
)
def test_notice_of_ending_an_agreement_is_claimed(
    language: Language, text: str
) -> None:
    found = only(text, language)
    assert isinstance(found, PaperClaim)
    assert (found.act, found.when) == ("notice", AUGUST_2019)


def test_a_suspended_notice_is_a_suspension() -> None:
    text = "Seoul setzte die Kündigung des Abkommens im November 2019 aus."
    found = only(text, "de")
    assert isinstance(found, PaperClaim)
    assert (found.act, found.when) == ("suspension", NOVEMBER_2019)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Seoul droht, das Abkommen im August 2019 zu kündigen."),
        ("de", "Die Rakete flog mindestens 470 Kilometer weit."),
        ("en", "At least 18 missile tests were conducted."),
        ("en", "The first missile flew 470 km."),
        ("en", "Seoul could end the pact in August 2019."),
        ("ja", "発射は少なくとも2発。"),
        ("ko", "미사일은 약 470km 비행했다."),
    ],
)
def test_what_cannot_be_dated_or_was_not_done_is_no_claim(
    language: Language, text: str
) -> None:
    assert claims_in(text, language, CONTEXT) == ()


def test_without_a_day_of_publication_nothing_is_relative_to_it() -> None:
    text = "North Korea has conducted at least 18 missile tests this year."
    assert claims_in(text, "en", Context()) == ()


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not here")
def test_the_german_article_gives_its_four_claims_and_no_launch() -> None:
    text = ARTICLE.read_text("utf-8")
    assert read(text, "de", CONTEXT).event_type != "launch"
    meeting, notice, tests, nuclear = claims_in(text, "de", CONTEXT)
    assert isinstance(meeting, FirstClaim)
    assert (meeting.subject, meeting.since) == ("meetings", NOVEMBER_2019)
    assert isinstance(notice, PaperClaim)
    assert (notice.act, notice.when) == ("notice", AUGUST_2019)
    assert isinstance(tests, CountClaim)
    assert (tests.low, tests.high, tests.within) == (18, None, SO_FAR)
    assert isinstance(nuclear, FirstClaim)
    assert (nuclear.since, nuclear.possible) == (YEAR_2017, True)
    assert nuclear.when is not None
    assert text[slice(*nuclear.when)] == "in den kommenden Tagen"
    assert nuclear.speaker is not None
    assert "Ned Price" in text[slice(*nuclear.speaker)]


SINCE_JANUARY = SO_FAR
IN_2019 = Dates(date(2019, 1, 1), date(2019, 12, 31))
IN_JUNE = Dates(date(2022, 6, 1), date(2022, 6, 12))

COUNTED: list[tuple[Language, str, str, int | None, int | None, Dates]] = [
    (
        "en",
        "Pyongyang has conducted 18 rounds of missile launches so far this year.",
        "launches",
        18,
        18,
        SO_FAR,
    ),
    (
        "en",
        "This year alone, North Korea has test-fired 31 ballistic missiles.",
        "missiles",
        31,
        31,
        SO_FAR,
    ),
    (
        "en",
        "The North has fired at least 31 ballistic missiles since the start of the year.",
        "missiles",
        31,
        None,
        SO_FAR,
    ),
    (
        "en",
        "Since January the North has carried out no fewer than 17 weapons tests.",
        "missile tests",
        17,
        None,
        SINCE_JANUARY,
    ),
    (
        "en",
        "More than two dozen missile tests were conducted in 2022.",
        "missile tests",
        25,
        None,
        SO_FAR,
    ),
    (
        "en",
        "There have been 18 launches this year, up from 8 in all of 2021.",
        "launches",
        18,
        18,
        SO_FAR,
    ),
    (
        "en",
        "In 2019 the North conducted 13 missile launches.",
        "launches",
        13,
        13,
        IN_2019,
    ),
    (
        "de",
        "Mindestens 18 Raketentests seit Jahresbeginn zählt Washington.",
        "missile tests",
        18,
        None,
        SO_FAR,
    ),
    (
        "de",
        "Seit Jahresbeginn hat Pjöngjang 31 ballistische Raketen abgefeuert.",
        "missiles",
        31,
        31,
        SO_FAR,
    ),
    (
        "de",
        "Im laufenden Jahr gab es schon 18 Raketentests.",
        "missile tests",
        18,
        18,
        SO_FAR,
    ),
    (
        "de",
        "Seit Januar hat Nordkorea 17 Raketentests unternommen.",
        "missile tests",
        17,
        17,
        SINCE_JANUARY,
    ),
    (
        "de",
        "Im Jahr 2019 führte Nordkorea 13 Raketentests durch.",
        "missile tests",
        13,
        13,
        IN_2019,
    ),
    ("de", "2019 zählte Seoul 13 Raketentests.", "missile tests", 13, 13, IN_2019),
]
PLACED: list[tuple[Language, str, str, int, Dates]] = [
    ("en", "It was the North's 18th missile launch this year.", "launches", 18, SO_FAR),
    ("en", "The launch was the third this month.", "launches", 3, IN_JUNE),
    (
        "en",
        "Sunday's launch was the North's sixteenth this year, Kishi said.",
        "launches",
        16,
        SO_FAR,
    ),
    (
        "en",
        "North Korea fired eight missiles on June 5, its 18th launch of the year.",
        "launches",
        18,
        SO_FAR,
    ),
    (
        "de",
        "Es war bereits der 18. Raketentest in diesem Jahr.",
        "missile tests",
        18,
        SO_FAR,
    ),
    ("de", "Das war der dritte Raketenstart in diesem Monat.", "launches", 3, IN_JUNE),
    (
        "de",
        "Zum 18. Mal in diesem Jahr hat Nordkorea Raketen getestet.",
        "missile tests",
        18,
        SO_FAR,
    ),
    (
        "de",
        "Es ist der siebte Raketentest seit Anfang des Jahres.",
        "missile tests",
        7,
        SO_FAR,
    ),
]
FIRSTS: list[tuple[Language, str, str, Dates, bool]] = [
    (
        "en",
        "It would be the North's seventh nuclear test, and its first since 2017.",
        "nuclear tests",
        YEAR_2017,
        True,
    ),
    (
        "en",
        "The test was the first such launch since 2017.",
        "launches",
        YEAR_2017,
        False,
    ),
    (
        "en",
        "The two ministers met for the first time since November 2019.",
        "meetings",
        NOVEMBER_2019,
        False,
    ),
    (
        "de",
        "Es wäre Nordkoreas siebter Atomtest und der erste seit 2017.",
        "nuclear tests",
        YEAR_2017,
        True,
    ),
    (
        "de",
        "Nordkorea könnte erstmals seit 2017 wieder einen Atomtest vornehmen.",
        "nuclear tests",
        YEAR_2017,
        True,
    ),
    (
        "de",
        "Es war der erste Start einer Interkontinentalrakete seit 2017.",
        "launches",
        YEAR_2017,
        False,
    ),
    (
        "de",
        "Die Minister trafen sich zum ersten Mal seit November 2019.",
        "meetings",
        NOVEMBER_2019,
        False,
    ),
]
NONE: list[tuple[Language, str]] = [
    ("en", "The North has launched more missiles this year than in any previous year."),
    ("en", "It conducted a record 18 missile launches in the first half of the year."),
    ("en", "The missile flew 470 km this month."),
    ("en", "At least 18 people were hurt this year."),
    ("en", "It was the second launch in a week."),
    ("en", "Seoul announced in March 2023 that it would normalise the agreement."),
    ("de", "Nordkorea hat in diesem Jahr so viele Raketen getestet wie nie zuvor."),
    ("de", "Die Rakete flog in diesem Jahr mehr als 470 Kilometer."),
    ("de", "In diesem Jahr starben mindestens 18 Menschen."),
    ("de", "Seit September 2017 gab es keinen Atomtest mehr."),
]


@pytest.mark.parametrize(
    ("language", "text", "subject", "low", "high", "within"), COUNTED
)
def test_an_amount_is_claimed_of_the_period_beside_it(  # noqa: PLR0917
    language: Language,
    text: str,
    subject: str,
    low: int | None,
    high: int | None,
    within: Dates,
) -> None:
    found = only(text, language)
    assert isinstance(found, CountClaim)
    assert (found.subject, found.low, found.high) == (subject, low, high)
    assert found.within == within


@pytest.mark.parametrize(("language", "text", "subject", "nth", "within"), PLACED)
def test_a_place_in_a_row_is_claimed_of_the_period_beside_it(
    language: Language, text: str, subject: str, nth: int, within: Dates
) -> None:
    found = only(text, language)
    assert isinstance(found, NthClaim)
    assert (found.subject, found.nth, found.within) == (subject, nth, within)


def test_two_places_in_a_row_are_each_of_their_own_period() -> None:
    text = "It is the third launch this month and the 18th this year."
    third, last = claims_in(text, "en", CONTEXT)
    assert isinstance(third, NthClaim)
    assert isinstance(last, NthClaim)
    assert (third.nth, third.within) == (3, IN_JUNE)
    assert (last.nth, last.within) == (18, SO_FAR)


@pytest.mark.parametrize(("language", "text", "subject", "since", "possible"), FIRSTS)
def test_a_first_is_claimed(
    language: Language, text: str, subject: str, since: Dates, *, possible: bool
) -> None:
    found = only(text, language)
    assert isinstance(found, FirstClaim)
    assert (found.subject, found.since, found.possible) == (subject, since, possible)


def test_notice_that_a_pact_would_be_ended_is_notice() -> None:
    text = "Seoul notified Tokyo in August 2019 that it would terminate the GSOMIA."
    found = only(text, "en")
    assert isinstance(found, PaperClaim)
    assert (found.act, found.when) == ("notice", AUGUST_2019)


@pytest.mark.parametrize(("language", "text"), NONE)
def test_what_counts_nothing_of_ours_is_no_claim(language: Language, text: str) -> None:
    assert claims_in(text, language, CONTEXT) == ()
