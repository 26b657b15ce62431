from __future__ import annotations

import time

import pytest

from watchword.press.context import Context
from watchword.press.read import read
from watchword.press.reading import Language

LENGTH = 100_000
MOST_S = 0.5


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
        "ﬃ٣é漢 ",
    ],
)
def test_a_long_text_is_read_in_time(language: Language, piece: str) -> None:
    text = (piece * LENGTH)[:LENGTH]
    began = time.process_time()
    reading = read(text, language, Context())
    assert time.process_time() - began < MOST_S
    assert "too long to be read whole" in [each.reason for each in reading.unread]
