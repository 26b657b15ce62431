"""A text in one form of its characters, that still knows where each came from.

Full-width digits, joined units such as one character for ``km``, and letters in
two forms of the same look become one (Unicode NFKC), so that a grammar has one
way to say each thing.  Spans are told in the text as it was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import is_normalized, normalize

_ALIKE: Final = str.maketrans(
    {
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u3000": " ",
        "\t": " ",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u223c": "~",
        "\u301c": "~",
        "\uff5e": "~",
        **{chr(code): "\u2022" for code in range(0x2460, 0x2474)},
    }
)
"""Circled numbers begin the items of a list: they are no digits of what follows."""


class Span(NamedTuple):
    """A piece of the text as it was given.

    Attributes:
        start: Its first character.
        end: The one after its last.
    """

    start: int
    end: int


class Text:
    """A text to read.

    Args:
        given: As it was published.

    Attributes:
        given: The same.
        form: In one form; a grammar reads this.
        low: ``form`` in lower case, of the same length.
    """

    def __init__(self, given: str) -> None:
        self.given = given
        self._starts: Sequence[int] = range(len(given) + 1)
        alike = given.translate(_ALIKE)
        if is_normalized("NFKC", alike):
            self.form = alike
        else:
            parts = [_form_of(character) for character in given]
            lengths = enumerate(map(len, parts))
            self.form = "".join(parts)
            starts = [at for at, length in lengths for _ in range(length)]
            self._starts = [*starts, len(given)]
        self.low = _lower(self.form)

    def span(self, start: int, end: int) -> Span:
        """Where a piece of ``form`` stands in ``given``."""
        if start >= end:
            at = self._starts[start]
            return Span(at, at)
        return Span(self._starts[start], self._starts[end - 1] + 1)


@lru_cache(maxsize=4096)
def _form_of(character: str) -> str:
    return normalize("NFKC", character.translate(_ALIKE)).translate(_ALIKE)


def _lower(form: str) -> str:
    low = form.lower()
    if len(low) == len(form):
        return low
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in form)
