from __future__ import annotations

import pytest
from tests.unit.press.growth import grows_evenly

from watchword.press.context import Context
from watchword.press.read import read
from watchword.press.reading import Language

LENGTH = 100_000


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "1 km ",
        " ",
        "about ",
        "missile ",
        '"',
        "mehr als ",
        "a",
        "7:40 ",
        "flew 1 km ",
        "rakete",
        "eine Rakete ",
        "7.40 Uhr ",
        "Mach 5 ",
        "1.",
        "montag",
        "hinweg",
        "km (",
        "the first ",
        "launch of ",
        "die zweite ",
        "In 2019 ",
        "6.00, ",
        "from Ab-ri ",
        "no ",
        "ﬃ٣é漢 ",
    ],
)
def test_the_time_taken_grows_with_the_length_and_no_faster(
    language: Language, piece: str
) -> None:
    assert grows_evenly(piece, language)


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_too_long_to_be_read_whole_says_so(language: Language) -> None:
    reading = read("missile " * LENGTH, language, Context())
    assert "too long to be read whole" in [each.reason for each in reading.unread]
