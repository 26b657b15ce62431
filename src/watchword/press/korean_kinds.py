"""What a Korean text reports: a launch, a nuclear test, or nothing of the kind.

A launch is told where a sentence says in the past that one was made, and gives
a day, a number or a sea with it; launches to come, years ago, of somebody else,
or counted over a year are told in sentences of their own kinds.
"""

from __future__ import annotations

import re
from typing import Final

from watchword.press.clause import pieces
from watchword.press.korean_words import OTHERS, SENTENCE
from watchword.press.reading import EventType, OtherType

_MISSILE: Final = re.compile(
    r"미[사싸]일|발사체|비행체|탄도탄|로켓|유도무기|[IMS]RBM|ICBM|SLBM|화성포?-?\s?\d+|"
    r"정찰위성(?!\s*개발)|\d\s?발(?=[을이의])"
)
_LAUNCHED: Final = re.compile(
    r"사출[됐했되하]|쐈|쏜|쏴|쏘(?:았|아|고|며|자)|발사(?:했|하[였여자고며면]|함|해|한|돼|됐|된|되)"
    r"|발사[를을]?\s?(?:시도[했한]|(?:인지|파악|확인)(?:하고|했|한))|날[렸려]"
    r"|발사[가를] ?[^,.]{0,12}(?:단행|진행|실시)[됐했]|날아|비행(?:했|한|거리|"
    r"하[여였])|"
    r"떨어(?:졌|진)|낙하"
)
_SEEN: Final = re.compile(r"포착(?:했|하였|됐|한)|탐지(?:했|하였|됐)")
_COMING: Final = re.compile(r"준비|징후|움직임|가능성|훈련")
_CONCRETE: Final = re.compile(
    r"\d\s*분|\d\s*km|[동서]해|\d\s*발|\d\s*기|[수한두세네]\s*발|"
    r"오늘|어제|이날|전날|\d\s*일|오전|오후|새벽"
)
_DATED: Final = re.compile(
    r"(?<!\d)\d{1,2}일(?!\s*(?:간|만|째|부터|이후|을 시작))|"
    r"(?:오늘|어제|이날|전날)(?!까지)|\d\s*시\s|첫\s"
)
_NOT_NOW: Final = re.compile(
    r"[한된쏜린]\s*지\s*[^.]{0,12}(?:년|주년|개월)|주년|열병식|"
    r"주장(?:한\s*것)?[은는]\s*(?:거짓|기만|과장)|데 대한 대응|훈련을\s*(?:했|실시|"
    r"진행)"
    r"|[한쏜된]\s*바\s*있"
    r"|발사한\s*(?:것을|데|것에)\s*(?:대해\s*)?[^.]{0,12}(?:규탄|비난|논의|항의|제재)"
)
_OTHERS_OWN: Final = re.compile(
    r"국방과학연구소|고체추진\s*우주발사체|현무|에이태큼스|ATACMS|"
    r"공대지|공군\s*전투기[가는]|우크라이나[에로를]|"
    r"(?:후티|하마스)(?:군)?[이가은는]\s|"
    r"누리호|나로호|한국형 발사체|미니트맨|대응\s*사격|트라이던트"
)
_OVER_TIME: Final = re.compile(
    r"올해|올\s*들어|지난해|작년|집권|그동안|지금까지|(?<!\d)\d{4}년"
)
_TIMES: Final = re.compile(
    r"(?:\d+|[한두세네]|다섯|여섯|일곱|여덟|아홉|열)\s*(?:여\s*)?(?:차례|"
    r"회|번(?!째)|발)"
)
_NUCLEAR: Final = re.compile(
    r"핵\s*[실시]험|인공\s*지진|수소탄|핵폭발|폭발에 의한|"
    r"자연\s*지진(?:[이은]?\s*아[닐니닌]|과\s*[다달]|일\s*가능성[은이]\s*(?:낮|작))"
)
_SHAKEN: Final = re.compile(
    r"규모|지진|진앙|위력|강행|실시[했한]|단행|진행했|성공|kt|킬로톤"
)
_IS_TEST: Final = re.compile(
    r"인공\s*지진|핵\s*[실시]험|수소탄|핵폭발\s*시험|자연\s*지진"
)
_SIZED: Final = re.compile(r"규모|(?:위력|폭발력)[^.]{0,16}(?:kt|킬로톤)")
_TESTED: Final = re.compile(
    r"(?:핵|핵폭발|수소탄|수소폭탄)\s*[실시]험[을이]?\s*(?:[^,.]{0,16}?)"
    r"(?:단행|진행|실시|성공|강행)(?:했|하[였여]|됐|되였|적으로)"
)
_MINUTE: Final = re.compile(r"\d\s*시\s*\d{1,2}\s*분|\d\s?발")
_FALSE: Final = re.compile(
    r"오보|오발령|잘못|정황[이은]?\s*없|사실이?\s*아니|사실무근|연습|훈련용"
)
"""What leaves nothing of a launch that was told and corrected."""
_IS_MISSILE: Final = re.compile(
    r"탄도\s*미사일|(?:발사체|미사일)\s*(?:\d+|[한두세네수]|여러)\s*발|초대형\s*방사포"
)
"""What outweighs that it may have been artillery."""

_DENIED: Final[frozenset[OtherType]] = frozenset({"natural_earthquake"})


def kind_of(form: str) -> tuple[EventType, OtherType | None]:
    """What a text reports, and what else it is where it is neither."""
    sentences = [each.words for each in pieces(form, SENTENCE)]
    launched = _MISSILE.search(form) is not None and _is_said(form)
    told = launched and any(map(_tells, sentences))
    for kind, pattern in OTHERS:
        if pattern.search(form) and not _outweighed(kind, pattern, form, told=told):
            return "other", kind
    if launched and not told and any(map(_counts, sentences)):
        return "other", "aggregate"
    if _NUCLEAR.search(form) and not told:
        return _nuclear(form)
    if launched and any(map(_is_plain, sentences)):
        return "launch", None
    return "other", "seismic_event" if "규모" in form else None


def _nuclear(form: str) -> tuple[EventType, OtherType | None]:
    if any(_counts(words) for words in pieces_of(form)):
        return "other", "aggregate"
    if _NOT_NOW.search(form) or not _SHAKEN.search(form):
        return "other", None
    is_test = _IS_TEST.search(form) is not None
    return ("nuclear_test", None) if is_test else ("other", "seismic_event")


def pieces_of(form: str) -> list[str]:
    """A text's sentences."""
    return [each.words for each in pieces(form, SENTENCE)]


def _is_plain(words: str) -> bool:
    """A sentence that tells of a launch of now, whatever it gives with it."""
    return (
        _is_said(words)
        and _NOT_NOW.search(words) is None
        and _OTHERS_OWN.search(words) is None
    )


def _is_said(words: str) -> bool:
    """Whether a launch is said to have been made, or one to have been seen."""
    if _LAUNCHED.search(words):
        return True
    return _SEEN.search(words) is not None and _COMING.search(words) is None


def _tells(words: str) -> bool:
    return (
        _is_plain(words) and _CONCRETE.search(words) is not None and not _counts(words)
    )


def _counts(words: str) -> bool:
    """A sentence that counts over months or years, and names no day."""
    return (
        _OVER_TIME.search(words) is not None
        and _TIMES.search(words) is not None
        and _DATED.search(words) is None
    )


def _outweighed(
    kind: OtherType, pattern: re.Pattern[str], form: str, *, told: bool
) -> bool:
    """An event that is told as having happened, whatever else is spoken of."""
    if kind == "collapse":
        left = [s for s in pieces_of(form) if not pattern.search(s)]
        return any(_NUCLEAR.search(s) and _SIZED.search(s) for s in left)
    if kind == "false_alarm":
        left = [s for s in pieces_of(form) if not pattern.search(s)]
        if any(_tells(s) and _MINUTE.search(s) for s in left):
            return not re.search(r"정황[이은]?\s*없|사실이?\s*아니", form)
        return told and _MINUTE.search(form) is not None and not _FALSE.search(form)
    if kind in _DENIED:
        return False
    if kind == "artillery" and not _IS_MISSILE.search(form):
        return False
    return told or (
        _NUCLEAR.search(form) is not None
        and (_SIZED.search(form) is not None or _TESTED.search(form) is not None)
    )
