"""English: how many missiles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from watchword.press.clause import Piece
from watchword.press.english_kinds import FIRED, PERIOD
from watchword.press.english_numbers import NUMBER, number_of

MISSILE: Final = (
    r"(?:missiles?|projectiles?|rockets?|icbms?|srbms?|irbms?|mrbms?|slbms?|satellites?"
    r"|weapons?|(?:(?:missile|rocket|satellite|icbm|srbm|irbm|mrbm"
    r"|slbm) )?launch(?:es)?"
    r"|scuds?|rodongs?|nodongs?|musudans?|slvs?"
    r"|space launch vehicles?|launch vehicles?|(?<=range )ones)"
)
NOT_ONE: Final = (
    r"(?![- ](?:warning|defen[cs]e|program|site|base|engine|technolog|power|capab|parts"
    r"|threat|alert|launcher|facilit|factor|drill unit|unit|vehicle|"
    r"tests? (?:this|in|since)"
    r"|launches|test site|test ground|tests\b))"
)
KIND: Final = (
    r"(?:(?:suspected|unidentified|unspecified|short|medium|intermediate|"
    r"long|close|ranged?|free"
    r"|ballistic|cruise|submarine|launched|intercontinental|hypersonic|"
    r"solid|liquid|fuel"
    r"|fueled|fuelled|propellant|apparent|presumed|possible|likely|probable|new|newly"
    r"|developed|strategic|tactical|guided|other|north|korean|what|"
    r"appears?|appeared|to|be"
    r"|is|was|were|believed|an?|further|additional|more|or|and|"
    r"hwasong(?:pho)?|\d{1,2}[a-z]?|[a-c]|self|styled|based|borne|first|second"
    r"|type|of|surface|air|ground|anti|ship|sea|land|attack|single|separate|test|tests?"
    r"|nuclear|capable|advanced|modified|multiple|stage|carrier|space|such|different"
    r"|unknown|unconfirmed|failed|successful|military|reconnaissance|spy|large|scale"
    r"|caliber|super|kn|ss|class|unannounced|unarmed|presumed|purported|alleged"
    r"|reported"
    r"|scud|rodong|nodong|musudan|pukguksong|taepodong|unha|hwasal|pulhwasal|chollima"
    r"|kwangmyongsong|malligyong|er|marv|precision|ultra|anti|aircraft|surveillance"
    r"|earth"
    r"|observation|calls?|it|described|as|which|thought|seem(?:s|ed)?|known|called"
    r"|named"
    r"|high|speed|flying|low|old|older|modern|conventional|russian|style|gliding|glide"
    r"|maneuverable|manoeuvrable|maneuvering|launch|vehicle|mobile|stage|staged|two"
    r"|three"
    r"|projectile|rocket|and/or|close|mid|mixed|various|types?|kinds?|longer|shorter"
    r"|upgraded|improved|homegrown|banned|illicit|so|similar|\(?kn-\d\d\)?"
    r"|\(?(?:s|m|i)rbms?\)?)[\"']?,?[ -]+[\"']?){0,9}"
)
_OF_NUMBER: Final = (
    rf"(?:(?: [\w-]+){{0,4}} launch(?:es)?)? of (?:the |its |these )?"
    rf"(?:{NUMBER}|several|multiple|a number)\b"
)
"""A launch of two missiles is not one of them, nor is one of two all of them."""

COUNTED: Final = re.compile(
    rf"(?<![\w.,:-])(?P<number>{NUMBER})(?!{_OF_NUMBER})(?:(?: or|-| to|"
    rf" and possibly) (?P<upper>{NUMBER}))?"
    rf"(?P<more> or more)?(?P<gap>[ -]+[\"']?{KIND})(?P<noun>{MISSILE})\b{NOT_ONE}"
)
SEVERAL: Final = re.compile(
    rf"\b(?:multiple|several|a number of|a series of|various|a barrage of|"
    rf"a volley of|dozens"
    rf" of|a salvo of|numerous|many|a few)\s+{KIND}{MISSILE}\b"
)
_OPEN: Final = re.compile(
    r"\b(?:at least|more than|over|no fewer than|a minimum of)\s+$"
)
_ORDINAL: Final = re.compile(
    r"\b(?:its|the|for the|first|no\.?|those|these|his|all)\s+$|#$"
)
_PART: Final = re.compile(
    r"\b(?:including|includes|included|of which|among them|one of (?:them|which)|with"
    r"|capable of carrying|carrying|a series of)\s+(?:at least )?$"
)
_OTHER: Final = re.compile(
    r"\b(?:(?:is|was|marks|marked) the (?:first|\w+) time|after|since|following"
    r"|days? after|weeks? after|before|previous|"
    r"previously|last"
    r"|ago|earlier (?:this|in)|had (?:also )?(?:fired|launched)|"
    r"compared)\b[^,;.]{0,70}$"
)
_PAST: Final = re.compile(
    r"[^,;.]{0,60}\b(?:last (?:week|month|year)|days? (?:ago|earlier|before)|weeks? ago"
    r"|the (?:previous|week|day) (?:day|week|month|before)|a (?:day|week|month) (?:ago"
    r"|earlier|before))\b"
)
_PLUS: Final = re.compile(
    r"\s*(?:,|,? and|,? plus|,? along with|,? as well as|,? followed by)"
    r"\s*(?:at least |about )?"
)
_AGAIN: Final = re.compile(
    r"\b(?:another|a second|one more|a further)(?: one)?(?=,? (?:at|about|around|from"
    r"|was"
    r" fired|was launched|followed|came|some|\d|minutes))"
)
"""One more, whose noun is not said again."""

_MORE: Final = re.compile(r"\b(?:more|further|additional|another)\b")
_NOT: Final = re.compile(r"\b(?:not|no|never|without|n't|neither)\s+(?:\w+ ){0,2}$")
_FIRED_BEHIND: Final = re.compile(
    r" (?:were|was) (?:also )?(?:test-)?(?:fired|launched)\b"
)
_ALSO: Final = re.compile(r"\balso (?:test-)?(?:fired|launched)\s+$")
_DAY_AFTER: Final = re.compile(r"[^.;]{0,80}\b(?:\w{2,6}day|yesterday)\b")
_TOTAL: Final = re.compile(r"\btotal of $")
_LATER: Final = re.compile(
    r"\b(?:later|corrected|revised|updated|raised|upgraded)\b[^.;]{0,50}?"
    rf"\b(?:to|at|that|was|were|said|number to)\s+(?:at least )?(?P<number>{NUMBER})\b"
    r"(?! ?(?:km|kilomet|:|\.\d|[ap]\.?m|minutes|miles|seconds|and))"
)


class Found(NamedTuple):
    """One count where it stands.

    Attributes:
        low: At least so many.
        high: At most so many; ``None``: open.
        start: Where it begins in the text.
        end: Where its number ends.
        until: Where its noun ends.
        is_main: The object of the verb, at once behind it.
        is_more: More than was told before.
        is_fired: Said to have been fired, at once behind it.
        is_total: Told as the sum.
    """

    low: int
    high: int | None
    start: int
    end: int
    until: int
    is_main: bool
    is_more: bool
    is_fired: bool = False
    is_total: bool = False


def counts_in(pieces: Sequence[Piece]) -> list[Found]:
    """Every count of missiles of this event, in order."""
    found = [found for piece in pieces for found in _counts(piece)]
    if not found:
        return []
    again = [found for piece in pieces for found in _again(piece)]
    return sorted(
        [*found, *(each for each in again if each.start > found[0].start)],
        key=lambda each: each.start,
    )


def _counts(piece: Piece) -> Iterator[Found]:
    words = piece.words
    for match in COUNTED.finditer(words):
        start = match.start("number")
        before = words[max(0, start - 90) : start]
        bound = _OPEN.search(before)
        plain = before[: bound.start()] if bound else before
        if any(p.search(plain) for p in (_ORDINAL, _PART, _NOT)) or _is_other(
            plain, words, match
        ):
            continue
        low = number_of(match["number"])
        high = number_of(match["upper"]) if match["upper"] else low
        is_open = bound or match["more"] or (match["upper"] and "possibly" in match[0])
        is_slip = match["number"] == "a" and match["noun"].endswith("launches")
        if low > high or is_slip:
            continue
        verbs = list(FIRED.finditer(plain))
        yield Found(
            low=low,
            high=None if is_open else high,
            start=piece.start + (start if bound is None else start - len(bound[0])),
            end=piece.start + match.end("upper" if match["upper"] else "number"),
            until=piece.start + match.end(),
            is_main=bool(verbs) and not plain[verbs[-1].end() :].strip(" ,"),
            is_more=_MORE.search(match["number"] + match["gap"]) is not None
            or match["noun"] == "ones"
            or _is_also(plain, words, match.end()),
            is_fired=_FIRED_BEHIND.match(words, match.end()) is not None,
            is_total=_TOTAL.search(plain) is not None,
        )


def _again(piece: Piece) -> Iterator[Found]:
    for match in _AGAIN.finditer(piece.words):
        yield Found(
            low=1,
            high=1,
            start=piece.start + match.start(),
            end=piece.start + match.end(),
            until=piece.start + match.end(),
            is_main=False,
            is_more=True,
        )


def _is_also(plain: str, words: str, end: int) -> bool:
    """Fired besides those told before, as far as no other day is told of."""
    return _ALSO.search(plain) is not None and not _DAY_AFTER.match(words, end)


def _is_other(plain: str, words: str, match: re.Match[str]) -> bool:
    if _OTHER.search(plain) or _PAST.match(words, match.end()):
        return True
    around = words[max(0, match.start() - 12) : match.end() + 70]
    number = match["number"]
    is_many = number.isdecimal() or number not in ("a", "an", "one", "single")
    return (
        is_many
        and PERIOD.search(around) is not None
        and not re.search(r"\b(?:its|first|\d+(?:th|st|nd|rd)|\w+th)\b", around)
    )


def later_in(low: str) -> re.Match[str] | None:
    """The count that took the place of an earlier one."""
    return _LATER.search(low)


def added_up(found: Sequence[Found], low: str) -> Found:
    """The first, with what is told beside it or on top of it."""
    total = next((each for each in found if each.is_total), found[0])
    if total.is_total:
        return total
    fired = next((each for each in found if each.is_fired), None)
    if total.low == 1 and not (total.is_main or total.is_fired) and fired is not None:
        total = fired if fired.low > 1 else total
    for each in found[found.index(total) + 1 :]:
        beside = _PLUS.fullmatch(low[total.until : each.start]) is not None
        if beside or each.is_more:
            high = (
                None
                if total.high is None or each.high is None
                else total.high + each.high
            )
            total = total._replace(
                low=total.low + each.low, high=high, end=each.end, until=each.until
            )
        elif each.low > total.low and total.low == 1 and not each.is_main:
            continue
    return total


def contradiction(found: Sequence[Found]) -> tuple[Found, Found] | None:
    """Two numbers of one firing that cannot both be right."""
    main = [each for each in found if each.is_main and not each.is_more]
    for one, other in pairwise(main):
        if one.high is not None and other.high is not None and one.high != other.high:
            return one, other
    return None
