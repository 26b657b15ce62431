"""How Korean makes claims."""

from __future__ import annotations

import re
from typing import Final

from watchword.press.claiming import Words
from watchword.press.number import east_number

_NATIVE: Final = (
    " 한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두 열세 열네 열다섯 열여섯"
    " 열일곱 열여덟 열아홉 스무"
)
_VALUES: Final = {
    **{word: value for value, word in enumerate(_NATIVE.split(" ")) if word},
    "첫": 1,
}
_WORD: Final = "|".join(sorted(_NATIVE.split(), key=len, reverse=True))
_TIMES: Final = rf"\s?(?:\d{{1,4}}|{_WORD})\s?(?:차례|회|번|건)"
_ANY: Final = (
    r"(?<!거리 탄도)(?<!거리탄도)(?<!륙간탄도)(?<!륙간 탄도)(?<!발사 탄도)(?<!발사탄도)"
    r"(?<!거리 )(?<!거리)(?<!순항)(?<!순항 )"
)
"""Of no class by itself: what is said of one class is no claim of all of them."""
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)년"
_MONTH: Final = r"(?P<month>\d{1,2})월"


def _number(text: str) -> int | None:
    if text in _VALUES:
        return _VALUES[text]
    try:
        return int(east_number(text))
    except ValueError:
        return None


KOREAN: Final = Words(
    marks=re.compile(r"(?<=[가-힣\"')])[.!?](?=\s|$)|\n"),
    subjects=(
        (re.compile(r"핵 ?실험"), "nuclear tests"),
        (
            re.compile(r"순항 ?미사일(?: ?(?:시험 ?발사|발사|시험)|[을를])"),
            "cruise missile tests",
        ),
        (
            re.compile(rf"{_ANY}미사일[을를의]? ?(?:시험 ?발사|시험|실험)"),
            "missile tests",
        ),
        (
            re.compile(
                rf"{_ANY}(?:미사일|발사체)[을를의]? ?(?:발사|쐈|쏜|쏘)|무력 ?시위|"
                r"(?<![가-힣] )(?:이번|북한의) 발사|시험 ?발사"
            ),
            "launches",
        ),
        (re.compile(r"회담|회동|정상회의|만남"), "meetings"),
    ),
    amount=re.compile(
        r"(?<![\d가-힣])"
        rf"(?:(?P<least>최소(?:한)?|적어도|(?={_TIMES}\s?이상))|(?P<most>최대|많아야)"
        rf"|(?P<more>(?={_TIMES}[를을이가]?\s?(?:넘|초과)))|(?P<fewer>(?={_TIMES}\s?미만))"
        r"|모두|총|벌써|이미)?\s?(?<!이날 )(?<!오늘 )(?<!하루 )(?<!하루에 )(?<!일 )"
        rf"(?P<number>\d{{1,4}}|{_WORD})\s?(?:차례|회|번|건)(?!째)"
    ),
    number=_number,
    since=re.compile(rf"{_YEAR} ?(?:{_MONTH} ?(?:\d{{1,2}}일 ?)?)?(?:이후|이래)"),
    months={},
    first=re.compile(r"처음|최초|첫"),
    nth=re.compile(rf"(?P<nth>\d{{1,3}}|{_WORD}) ?(?:번째|차례째|회째)"),
    year=re.compile(r"(?:올해|금년)(?! ?\d{1,2}월| ?[상하]반기)|올 들어"),
    month=re.compile(r"이달|이번 달"),
    may=re.compile(r"수 있|가능성|전망|것으로 보|우려"),
    coming=re.compile(r"(?:며칠|수일|수주|몇 주) (?:내|안)에?|조만간|언제든|곧"),
    speaker=re.compile(
        r"(?P<who>[^\s,.]{2,20}(?: [^\s,.]{1,20}){0,3}? ?(?:대변인|장관|"
        r"관계자|당국자))(?=[은는이가]\s|에 따르면)"
    ),
    pact=re.compile(r"협정|지소미아|조약|협약|GSOMIA"),
    acts=(
        (re.compile(r"(?:종료|효력|통보)[^.]{0,12}(?:정지|유예)|중단"), "suspension"),
        (re.compile(r"종료(?:를)? ?(?:통보|통고|결정|선언)|파기|폐기"), "notice"),
        (re.compile(r"연장|갱신"), "renewal"),
        (re.compile(r"체결|서명"), "signature"),
    ),
    on=re.compile(rf"{_YEAR}(?: ?{_MONTH})?"),
    denied=re.compile(r"않|아니|검토|가능성|위협|수 있|말아야|정전"),
)
"""The words of Korean."""
