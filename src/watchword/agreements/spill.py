"""Whether a text bears a national classification marking: the spill guard.

A label of a report is judged word by word (``national.py``).  A text speaks in
words too, and "secret talks" marks nothing.  So these count in a text:

* banner: a line that is nothing but a marking, its caveats and decoration;
* edge: a marking in capitals with a caveat at the beginning or end of a line;
* portion: a marking in brackets before a sentence, such as ``(S//NF)``;
* word: a word that is written for nothing but to mark, such as ``VS-NfD``.

It is meant to err towards yes where a line could be a banner.  It is wrong for
a marking that is told in prose, and for words that the tables do not list.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

from watchword.agreements.national import bears_national_marking
from watchword.errors import MarkingError

SpillRule = Literal["banner", "edge", "portion", "word"]

LONGEST_BANNER: Final = 120
"""A longer line is prose."""

MOST_WORDS: Final = 7
"""So many words has a banner besides single letters."""

_HIDDEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_PORTION: Final = re.compile(
    r"[(\[](?:TS|S|C|R|CTS|NS|NC|NR|ROK[ -]?[SC])(?:\s*//[^)\]\n]{0,60}|\s*[-/]\s*"
    r"(?:NF|REL[^)\]\n]{0,40}|SI|TK))[)\]]|[(\[]T\s?S[)\]]|^\s*[(\[][SC][)\]]\s(?!\d{4})",
    re.MULTILINE,
)
_SLASHED: Final = re.compile(
    r"(?:\b(?:TOP\s*SECRET|SECRET|CONFIDENTIAL|TS|S|C)|機密|極秘|秘)\s*//\s*"
    r"(?:NO\s*FORN|NF|SI|TK|HCS|SCI|REL(?:\s*TO)?|ORCON|FGI|RELIDO|FOUO)\b"
)
_EDGE: Final = re.compile(
    r"^\W*(?:(?:COSMIC |NATO )?TOP SECRET|SECRET|CONFIDENTIAL|RESTRICTED|STRENG GEHEIM"
    r"|GEHEIM|VS-VERTRAULICH)(?:\s*[:|]|\s+[-*=]{1,3}\s)|"
    r"[-*=|]{1,3}\s*(?:TOP SECRET|SECRET|CONFIDENTIAL|STRENG GEHEIM|GEHEIM)\W*$",
    re.MULTILINE,
)
_WORD: Final = re.compile(
    r"\bvs\s*-?\s*n\s*f\s*d\b|\bvs\s*-\s*(?:vertraulich|nur für den dienstgebrauch)"
    r"|군사\s*(?:I{1,3}|[123])\s*급\s*비밀|[【\[〔<(《「『]\s*(?:특\s*)?(?:극\s*비|대\s*외\s*비"
    r"|군\s*사\s*기\s*밀|비\s*밀|기\s*밀|[123]\s*급\s*비\s*밀|I{1,3}\s*급\s*비\s*밀"
    r"|極\s*秘|機\s*密|秘|秘\s*密|特\s*定\s*秘\s*密|特\s*秘|防\s*衛\s*秘\s*密|取\s*扱\s*注\s*意"
    r"|部\s*外\s*秘|绝\s*密|机\s*密)\s*[】\]〕>)》」』]|㊙",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
_PROSE: Final = re.compile(r"[.?!。？！…]\s*$|[,;:、]\s*\w")
_DECORATION: Final = re.compile(
    r"^[\s\-=*#_|~<>\[\](){}【】〔〕「」『』《》・.:/]+|"
    r"[\s\-=*#_|~<>\[\](){}【】〔〕「」『』《》・.:/]+$"
)
_CAVEATS: Final = frozenset(
    [
        "noforn",
        "no",
        "forn",
        "nf",
        "rel",
        "to",
        "relto",
        "orcon",
        "si",
        "tk",
        "hcs",
        "sci",
        "fgi",
        "relido",
        "propin",
        "imcon",
        "nocon",
        "usa",
        "gbr",
        "can",
        "aus",
        "nzl",
        "fvey",
        "rok",
        "kor",
        "jpn",
        "deu",
        "nato",
        "cosmic",
        "atomal",
        "eyes",
        "only",
        "for",
        "classified",
        "classification",
        "us",
        "uk",
        "exercise",
        "page",
        "of",
        "copy",
        "draft",
        "special",
        "handle",
        "via",
        "channels",
        "amtlich",
        "geheimhaltung",
        "geheimhaltungsgrad",
        "einstufung",
        "verschlusssache",
        "nur",
        "den",
        "dienstgebrauch",
        "für",
        "level",
        "marking",
        "document",
        "intel",
    ]
)
_EAST: Final = re.compile(r"[가-힣\u3040-\u30ff\u3400-\u9fff]")
_EAST_BANNER: Final = re.compile(
    r"(?:특|군사|보안|등급|분류|秘密区分|区分|指定|文書|문서|취급|取扱)*"
    r"(?:(?:I{1,3}|[123])급(?:군사)?비밀|비밀|기밀|극비|군사기밀|대외비|극비문서|비밀문서"
    r"|기밀문서|極秘|機密|秘|秘密|特定秘密|特別防衛秘密|防衛秘密|特秘|極機密|機密文書|秘密文書"
    r"|部外秘|取扱注意|绝密|机密|絶密|絕密)"
    r"(?:문서|文書|指定|취급|取扱|扱い|注意|전용|無断転載禁止)*",
    re.IGNORECASE,
)
_ONLY: Final = [
    "top secret",
    "secret",
    "confidential",
    "restricted",
    "official sensitive",
    "fouo",
    "cui",
    "ts",
    "for official use only",
    "controlled unclassified information",
    "streng geheim",
    "geheim",
    "vertraulich",
    "vs vertraulich",
    "vs nfd",
    "vs geheim",
    "vs nur für den dienstgebrauch",
    "nur für den dienstgebrauch",
    "verschlusssache",
    "amtlich geheimgehalten",
]
_SPACED: Final = frozenset("".join(each.split()) for each in _ONLY)


def bears_marking_in_text(text: str) -> bool:
    r"""Whether a text bears a marking by which some state classifies.

    >>> bears_marking_in_text("S E C R E T // NOFORN\nA launch was seen.")
    True
    >>> bears_marking_in_text("They held secret talks.")
    False
    """
    return marking_rule(text) is not None


def marking_rule(text: str) -> SpillRule | None:
    """The rule that finds a marking; ``None``: there is none."""
    form = _HIDDEN.sub("", unicodedata.normalize("NFKC", _kept(text)))
    for line in form.splitlines():
        if _is_banner(line):
            return "banner"
    if _PORTION.search(form):
        return "portion"
    if _SLASHED.search(form) or _EDGE.search(form):
        return "edge"
    return "word" if "㊙" in text or _WORD.search(form) else None


def check_text_marking(*texts: str) -> None:
    """Refuse texts that bear a marking; the error quotes nothing of them.

    Raises:
        MarkingError: One does; only the rule is said.
    """
    for text in texts:
        rule = marking_rule(text)
        if rule is not None:
            raise MarkingError(
                f"the text bears a national classification marking (rule: {rule});"
                " nothing of it was kept",
                hint="Watchword is for public and exercise data only",
            )


def _kept(text: str) -> str:
    # The sign in a circle would become the bare character, which says less.
    return text.replace("㊙", " 【秘】 ")


def _is_banner(line: str) -> bool:  # noqa: PLR0911 (a list of cases)
    bare = _DECORATION.sub("", line)
    if not bare or len(bare) > LONGEST_BANNER:
        return False
    if _EAST.search(bare):
        joined = "".join(re.findall(r"\w+", bare.partition("//")[0]))
        return _EAST_BANNER.fullmatch(joined) is not None
    if _PROSE.search(line):
        return _joined(bare) in _SPACED and bare.isupper()
    words = bare.casefold().replace("-", " ").replace("/", " ").split()
    if _joined(bare.partition("//")[0]) in _SPACED:
        return True
    rest = [word for word in _WORDS.findall(" ".join(words)) if word not in _CAVEATS]
    if len(_WORDS.findall(bare)) > MOST_WORDS or not bare.isupper():
        return False
    marks = {word for each in _ONLY for word in each.split()}
    if rest and all(word in marks for word in rest):
        return bears_national_marking(bare)
    return len(words) <= 3 and bears_national_marking(bare)


def _joined(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text.casefold()))
