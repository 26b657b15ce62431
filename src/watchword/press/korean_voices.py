"""Whose words each part of a Korean text is, and which parts tell of earlier launches.

A sentence is cut into clauses.  A clause that names an authority is that
authority's, with those after it until another is named; one quoted before its
speaker, as in "...했다고 합참이 밝혔다", is that speaker's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from watchword.press.clause import Piece, pieces
from watchword.press.korean_words import AUTHORITIES, SENTENCE

_CUT: Final = re.compile(
    r"(?<=[했됐었았였졌])(?:으나|지만|는데|고|으며)\s*,?\s*|[,;](?!\d)\s*"
)
_QUOTED: Final = re.compile(r"고\s*$")
_EARLIER: Final = re.compile(
    r"\s*(?:한편\s*)?(?:지난|앞서|전날|처음에는|당초|애초|앞선|이에 앞서|작년|"
    r"올해 들어|올 들어|직전|이전|당시|"
    r"\d{1,2}월 \d{1,2}일 같은|(?:\d+일|하루|이틀|사흘|나흘|닷새|엿새|이레|열흘|일주일|"
    r"보름|한\s?달|\d+개월)\s?전(?:인|에|엔|\s))"
)


class _Clause(NamedTuple):
    piece: Piece
    speakers: frozenset[str]


class Voices(NamedTuple):
    """The parts of a text by whose they are.

    Attributes:
        own: The authority's own, or nobody's by name.
        others: What others say of the same launch.
    """

    own: list[Piece]
    others: list[Piece]


def voices(form: str, country: str) -> Voices:
    """What an authority's country says and what others do, no earlier launches.

    Args:
        form: The text's form.
        country: The first two letters of the authority; empty: not known.
    """
    clauses = list(_clauses(form))
    if not country:
        country = next((min(c.speakers) for c in clauses if c.speakers), "")
    mine = [not c.speakers or country in c.speakers for c in clauses]
    if not any(mine):
        mine = [True] * len(clauses)
    own = [c.piece for c, is_mine in zip(clauses, mine, strict=True) if is_mine]
    others = [c.piece for c, is_mine in zip(clauses, mine, strict=True) if not is_mine]
    return Voices(list(_joined(own, form)), list(_joined(others, form)))


def _clauses(form: str) -> Iterator[_Clause]:
    speakers: frozenset[str] = frozenset()
    for number, sentence in enumerate(pieces(form, SENTENCE)):
        if number and _EARLIER.match(sentence.words):
            continue
        waiting: list[Piece] = []
        for part in pieces(sentence.words, _CUT):
            piece = Piece(
                sentence.start + part.start, sentence.start + part.end, part.words
            )
            is_first = number == 0 and piece.start == sentence.start
            if not is_first and _EARLIER.match(piece.words):
                break
            named, covers_back = _named(piece.words)
            if named:
                if not covers_back:
                    yield from (_Clause(each, speakers) for each in waiting)
                    waiting = []
                speakers = named
                yield from (_Clause(each, speakers) for each in waiting)
                waiting = []
                yield _Clause(piece, speakers)
            else:
                waiting.append(piece)
        yield from (_Clause(each, speakers) for each in waiting)


def _named(words: str) -> tuple[frozenset[str], bool]:
    """Who speaks in a clause, and whether what came before is theirs too."""
    found: set[str] = set()
    covers_back = False
    for country, pattern in AUTHORITIES.items():
        match = pattern.search(words)
        if match is not None:
            found.add(country)
            start = max(0, match.start() - 4)
            covers_back |= _QUOTED.search(words, start, match.start()) is not None
    return frozenset(found), covers_back


def _joined(own: list[Piece], form: str) -> Iterator[Piece]:
    """Clauses that follow one another in a sentence as one piece."""
    start: int | None = None
    end = 0
    for piece in own:
        follows = start is not None and piece.start == end and not _ends(form, end)
        if start is not None and not follows:
            yield Piece(start, end, form[start:end])
            start = None
        start = piece.start if start is None else start
        end = piece.end
    if start is not None:
        yield Piece(start, end, form[start:end])


def _ends(form: str, end: int) -> bool:
    return form[max(0, end - 2) : end].rstrip()[-1:] in (".", "!", "?", "")
