"""Whether reading a text twice as long costs about twice as much."""

from __future__ import annotations

import time
from collections.abc import Callable

from watchword.press.calendar import Published
from watchword.press.context import Context
from watchword.press.read import read
from watchword.press.reading import Language

CONTEXT = Context(published=Published(year=2022, month=6, day=5))
SHORT = 8_000
ROUNDS = 3
ATTEMPTS = 4
FLOOR_S = 0.05
"""Below this a clock says nothing about growth."""


Asked = Callable[[str, Language, Context], object]


def grows_evenly(piece: str, language: Language, asked: Asked = read) -> bool:
    """Twice the length costs less than thrice the time, the best of some rounds.

    Other work on the machine can make one comparison wrong; what grows with the
    square costs four times as much in every one of them.
    """
    return any(_is_even(piece, language, asked) for _ in range(ATTEMPTS))


def _is_even(piece: str, language: Language, asked: Asked) -> bool:
    short, long = (_best_s(piece, language, n, asked) for n in (SHORT, 2 * SHORT))
    return long < 3 * short + FLOOR_S


def _best_s(piece: str, language: Language, length: int, asked: Asked) -> float:
    text = (piece * (length // len(piece) + 1))[:length]
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        asked(text, language, CONTEXT)
        found.append(time.process_time() - began)
    return min(found)
