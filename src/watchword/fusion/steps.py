"""Work that can be left and taken up again: others wait for the same thread.

A function that may take long is a generator; each ``yield`` is a place where
it may be left for a while.  What it works out is what it returns.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")

Steps = Generator[None, None, T]
"""Steps towards a result; nothing of it is seen before the last one is done."""


def finish(steps: Steps[T]) -> T:
    """Do all steps at once, and answer with what they come to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result
