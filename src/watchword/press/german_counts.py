"""German: how many missiles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from watchword.press.clause import Piece
from watchword.press.german_kinds import PERIOD
from watchword.press.german_numbers import NUMBER, number_of

NOUN: Final = (
    r"(?:[\w-]{0,40}raketen?|[\w-]{0,30}geschosse?n?|[\w-]{0,30}flugkörpern?|"
    r"\w{0,20}satellit(?:en)?|\w{0,12}scuds?|"
    r"projektile?n?|icbms?"
    r"|srbms?|irbms?|slbms?|starts?)(?!-?(?:tests|abwehr|programm|werfer|start))"
)
KIND: Final = (
    r"(?:(?:am|um|gegen|von|aus|bei|nahe|heute|gestern|zuvor|kurz)\s[\w.:, -]{0,40}?"
    r"(?:gestarte|abgefeuerte|abgeschosse|geteste|registrierte|abgegebene)\w{1,3}\s+)?"
    r"(?:(?:(?:weiter|mutmaßlich|ballistisch|unbekannt|nordkoreanisch|neu|"
    r"neuartig|bestimmt"
    r"|taktisch|strategisch|vermutet|vermeintlich|offenbar|unidentifiziert|nuklearfähig"
    r"|bezeichnet|verschieden|weitreichend|landgestützt|luftgestützt|klein|groß|alt"
    r"|russisch"
    r"|einzeln|ander|modern|gelenkt|gestützt|seegestützt|u-boot-gestützt|mobil|möglich"
    r"|mehrstufig|ungelenkt|hyperschall)\w{0,3}|vermutlich|offenbar|nicht|"
    r"näher|oder mehr"
    r"|wahrscheinlich|mutmaßlich|zur|see|land|von|typ|des|vom|kurz-|"
    r"mittelstrecken-|und)\s+)"
    r"{0,7}"
)
COUNTED: Final = re.compile(
    rf"(?<![\w.,:-])(?P<number>{NUMBER})(?:(?: oder | bis |-)(?P<upper>{NUMBER}))?"
    rf"\s+(?P<gap>{KIND})(?P<noun>{NOUN})\b"
)
_OPEN: Final = re.compile(r"\b(?:mindestens|mehr als|wenigstens|über)\s+$")
_PART: Final = re.compile(
    r"\b(?:darunter|davon|einschließlich|inklusive|unter anderem|"
    r"unter ihnen|die|der|den"
    r"|seine|ihre|alle)\s+(?:auch )?(?:mindestens )?$"
)
_NOT: Final = re.compile(r"\b(?:nicht|weder|ohne|statt)\s+$")
_OTHER: Final = re.compile(
    r"\b(?:nachdem|zuvor|zuletzt|vorwoche|vor (?:\w+ )?(?:tagen|wochen|monaten|jahren)"
    r"|vergangenen|vorigen|letzten|bereits am|schon am|erst am"
    r"|nach (?:dem|einem|den|der|einer|seinem|ihrem) (?:\w+ ){0,3}\w{0,20}(?:tests?"
    r"|starts?"
    r"|abschuss|manövern?|übung\w{0,20}|treffen|rede))\b[^,;.]{0,60}$"
)
_PLUS: Final = re.compile(
    r"\s*(?:,|und|sowie|,? dazu|,? außerdem)\s*(?:etwa |mindestens )?"
)
_LATER: Final = re.compile(
    r"\b(?:später|korrigiert\w{0,20}|revidiert\w{0,20}|heraufgesetzt"
    r"|erhöht\w{0,20})\b[^.;]{0,60}?"
    rf"\b(?:auf|von|es seien|seien es|waren es|"
    rf"sprach\w{{0,20}} \w{{0,20}} ?von)\s+(?P<number>{NUMBER})\b"
    r"(?!\s?(?:km|kilometer|uhr|[.,:]\d|minuten|meilen))"
)
_FIRE: Final = re.compile(
    r"\b(?:abgefeuert|abgeschossen|gestartet|feuerte|schoss|testete|geschossen)\b"
)


class Found(NamedTuple):
    """One count where it stands: see ``english_counts.Found``."""

    low: int
    high: int | None
    start: int
    end: int
    until: int
    is_main: bool
    is_more: bool


def counts_in(pieces: Sequence[Piece]) -> list[Found]:
    """Every count of missiles of this event, in order."""
    return [found for piece in pieces for found in _counts(piece)]


def _counts(piece: Piece) -> Iterator[Found]:
    words = piece.words
    for match in COUNTED.finditer(words):
        start = match.start("number")
        before = words[max(0, start - 80) : start]
        bound = _OPEN.search(before)
        plain = before[: bound.start()] if bound else before
        if any(p.search(plain) for p in (_PART, _NOT, _OTHER)):
            continue
        low = number_of(match["number"])
        high = number_of(match["upper"]) if match["upper"] else low
        around = words[max(0, start - 90) : match.end() + 60]
        if (
            low > 1
            and PERIOD.search(around)
            and not re.search(
                r"\buhr\b|\d\. \w{0,20}test|\wte[rns]?\b \w{0,30}(?:test|start)", words
            )
        ):
            continue
        if low > high:
            continue
        yield Found(
            low=low,
            high=None if bound or "oder mehr" in match["gap"] else high,
            start=piece.start + (start if bound is None else start - len(bound[0])),
            end=piece.start + match.end("upper" if match["upper"] else "number"),
            until=piece.start + match.end(),
            is_main=_FIRE.search(words) is not None,
            is_more="weiter" in match["gap"],
        )


def later_in(low: str) -> re.Match[str] | None:
    """The count that took the place of an earlier one."""
    return _LATER.search(low)


def added_up(found: Sequence[Found], low: str) -> Found:
    """The first, with what is told beside it or on top of it."""
    total = found[0]
    for each in found[1:]:
        if _PLUS.fullmatch(low[total.until : each.start]) or each.is_more:
            is_open = total.high is None or each.high is None
            total = total._replace(
                low=total.low + each.low,
                high=None if is_open else (total.high or 0) + (each.high or 0),
                end=each.end,
                until=each.until,
            )
    return total


def contradiction(found: Sequence[Found]) -> tuple[Found, Found] | None:
    """Two numbers of one firing that cannot both be right."""
    main = [
        each for each in found if each.is_main and not each.is_more and each.low > 1
    ]
    for one, other in pairwise(main):
        if None not in (one.high, other.high) and one.high != other.high:
            return one, other
    return None
