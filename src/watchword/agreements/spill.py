"""Whether a text bears a national classification marking: the spill guard.

A label of a report is judged word by word (``national.py``).  A text speaks in
words too, and "secret talks" marks nothing.  So these count in a text:

* banner: a line that is nothing but a marking, its caveats and decoration;
* edge: a marking in capitals with a caveat, a colon or a dash at the beginning
  or end of a line, or after a word such as "Classification:";
* portion: a marking in brackets before a sentence, such as ``(S//NF)``;
* word: a word that is written for nothing but to mark, such as ``VS-NfD``.

It is meant to err towards yes where a line could be a banner.  It is wrong for
a marking that is told in prose, for words that the tables do not list, and for
what no eye could read either: a picture, base64, a cipher.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final, Literal, NamedTuple

from watchword.agreements.national import bears_national_marking
from watchword.agreements.spill_form import bare, forms
from watchword.agreements.spill_quick import DIGITS, LETTERS, PORTION, may_bear
from watchword.agreements.spill_words import (
    BESIDE,
    CONTROLS,
    EAST_AT_EDGE,
    EAST_BESIDE,
    EAST_BRACKETED,
    EAST_DEGREE,
    EAST_MARKS,
    HEADS,
    LEVELS,
    PLAIN_PARTS,
    SHORT,
    SPACED,
    WHOLE,
    listed,
)
from watchword.errors import MarkingError

SpillRule = Literal["banner", "edge", "portion", "word"]

LONGEST_BANNER: Final = 120
"""A longer line is prose."""

MOST_WORDS: Final = 7
"""So many words has a banner besides single letters."""

LONGEST_PIECE: Final = 40
"""So long are the lines over which a marking is broken."""


class Hit(NamedTuple):
    """A marking that was found.

    Attributes:
        rule: By which rule.
        words: The words themselves: for comparing, never for showing.
    """

    rule: SpillRule
    words: str


_JOINED: Final = frozenset("".join(mark.split()) for mark in listed(WHOLE))
_ANY_CASE: Final = frozenset(
    mark for mark in _JOINED if any(part in mark for part in PLAIN_PARTS)
)
_MARKS: Final = frozenset(word for mark in listed(WHOLE) for word in mark.split())
_LIKE_DIGITS: Final = (
    str.maketrans(DIGITS, LETTERS),
    str.maketrans(DIGITS, LETTERS.replace("i", "l")),
)
_OF_DIGITS: Final = frozenset(
    (*(mark.lower() for mark in SPACED), "strenggeheim", "vertraulich")
)

_LEVEL: Final = "(?:" + LEVELS.replace(" ", r"[^\S\n]{1,3}") + ")"
_SLASHED: Final = re.compile(
    r"(?i:\b(?:TOP\s{0,3}SECRET|SECRET|CONFIDENTIAL|RESTRICTED|PROTECTED|GEHEIM|TS|S|C)"
    rf"|機密|極秘|秘|비밀|대외비)\s{{0,4}}//\s{{0,4}}(?i:{CONTROLS})\b"
    r"|\b(?:TOP\s{0,3}SECRET|SECRET|CONFIDENTIAL|RESTRICTED)\s{0,4}//\s{0,4}[A-Z]{2}"
)
_EDGE: Final = re.compile(
    rf"^[^\w\n]{{0,40}}{_LEVEL}(?:[^\S\n]{{0,8}}[:|]|[^\S\n]{{1,8}}[-*=–—]{{1,3}}\s)"
    rf"|[-*=|–—]{{1,3}}[^\S\n]{{0,8}}{_LEVEL}[^\w\n]{{0,40}}$"
    rf"|^[^\w\n]{{0,40}}(?i:{HEADS})[^\S\n]{{0,4}}[:=-][^\S\n]{{0,4}}"
    rf"(?i:{_LEVEL})[^\w\n]{{0,40}}(?:$|//)"
    rf"|^[^\w\n]{{0,40}}(?:{EAST_AT_EDGE})[^\S\n]{{0,4}}(?:[:|]|//|\s[-–—]{{1,2}}\s)",
    re.MULTILINE,
)
_LETTERED: Final = re.compile(
    "|".join(r"\b" + r"[^\S\n]{1,3}".join(mark) + r"\b" for mark in SPACED)
)
_DEGREE: Final = rf"(?:{EAST_DEGREE})\s{{0,3}}[급級级]\s{{0,3}}(?:비\s{{0,3}}밀|秘密)"
_WORD: Final = re.compile(
    r"(?i:\bvs\s{0,3}[-–—/]?\s{0,3}n\s{0,3}f\s{0,3}d\b"
    r"|\bvs\s{0,3}[-–—/]\s{0,3}(?:vertraulich|(?:streng\s{1,3})?geheim"
    r"|nur\s{1,3}f(?:ü|u|ue)r\s{1,3}den\s{1,3}dienstgebrauch)|\bnoforn\b)"
    r"|\bORCON\b|\b(?:COSMIC\s{1,3}TOP\s{1,3}SECRET|NATO\s{1,3}(?:SECRET|CONFIDENTIAL"
    r"|RESTRICTED))\b|\b(?:UK|US|CANADIAN|AUSTRALIAN|NZ)\s{1,3}EYES\s{1,3}ONLY\b"
    rf"|군\s{{0,3}}사\s{{0,3}}{_DEGREE}|제\s{{0,3}}{_DEGREE}"
    rf"|[【\[〔<(《「『]\s{{0,3}}(?:특\s{{0,3}})?(?:{_DEGREE}|"
    + "|".join(r"\s{0,3}".join(mark) for mark in EAST_BRACKETED)
    + r")\s{0,3}[】\]〕>)》」』]"
)
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
_PROSE: Final = re.compile(r"[.?!。？！…]\s{0,9}$|[,;:、]\s{0,9}\w")
_ROUND: Final = "-=*#_|~<>[](){}【】〔〕「」『』《》・.:/★☆※!'\"“”‘’"
_EAST: Final = re.compile(r"[가-힣\u3040-\u30ff\u3400-\u9fff]")
_EAST_TOKENS: Final = re.compile(
    "(?P<mark>"
    + "|".join(
        (
            rf"제?(?:{EAST_DEGREE})[급級级](?:군사)?(?:비밀|秘密)(?:문서)?",
            *sorted(listed(EAST_MARKS), key=len, reverse=True),
        )
    )
    + ")|"
    + "|".join(sorted(listed(EAST_BESIDE), key=len, reverse=True))
    + r"|\d{1,3}",
    re.IGNORECASE,
)


def bears_marking_in_text(text: str) -> bool:
    r"""Whether a text bears a marking by which some state classifies.

    >>> bears_marking_in_text("S E C R E T // NOFORN\nA launch was seen.")
    True
    >>> bears_marking_in_text("They held secret talks.")
    False
    """
    return marking_rule(text) is not None


def marking_rule(text: str, known: Collection[str] = ()) -> SpillRule | None:
    """The rule that finds a marking; ``None``: there is none.

    Args:
        text: Any text.
        known: Markings that may be borne: those of the table of an agreement.
            Only the marking itself may, in any spacing, case and width; with
            a caveat that is not in the table it is another one.
    """
    if not may_bear(text):
        return None
    return rule_by_rule(text, known)


def rule_by_rule(text: str, known: Collection[str] = ()) -> SpillRule | None:
    """The same by every rule, without asking first whether any can hold."""
    keys = {_joined(form) for mark in known for form in forms(mark)}
    for form in forms(text):
        for hit in _hits(form, keys):
            if _joined(hit.words) not in keys:
                return hit.rule
    return None


def check_text_marking(*texts: str, known: Collection[str] = ()) -> None:
    """Refuse texts that bear a marking; the error quotes nothing of them.

    Args:
        texts: Any texts.
        known: Markings that may be borne, as for ``marking_rule``.

    Raises:
        MarkingError: One does; only the rule is said.
    """
    for text in texts:
        rule = marking_rule(text, known)
        if rule is not None:
            raise spilled(rule)


def spilled(rule: SpillRule) -> MarkingError:
    """The refusal; it says by which rule and quotes nothing."""
    return MarkingError(
        f"the text bears a national classification marking (rule: {rule});"
        " nothing of it was kept",
        hint="Watchword is for public and exercise data only",
    )


def _hits(form: str, known: Collection[str]) -> Iterator[Hit]:
    lines = form.splitlines()
    for line in lines:
        if len(line) <= LONGEST_BANNER and _is_banner(line):
            yield Hit("banner", line)
    for piece in _broken(lines):
        if _is_whole(piece):
            yield Hit("banner", piece)
    # A line that is a known marking is no part of anything else.
    rest = "\n".join(line for line in lines if _joined(line) not in known)
    found = [(rule, hit) for rule, each in _PATTERNS for hit in each.finditer(rest)]
    if found and known:
        borne = [hit.span() for hit in _spelled(known).finditer(rest)]
    else:
        borne = []
    for rule, hit in found:
        if not any(a <= hit.start() and hit.end() <= b for a, b in borne):
            yield Hit(rule, hit.group())


def _spelled(known: Collection[str]) -> re.Pattern[str]:
    """Known markings in any spacing, as words of their own."""
    longest = sorted(known, key=lambda mark: (-len(mark), mark))
    gap = r"[\W_]{0,3}"
    marks = "|".join(gap.join(map(re.escape, mark)) for mark in longest)
    return re.compile(rf"(?<!\w)(?:{marks})(?!\w)", re.IGNORECASE)


_PATTERNS: Final[tuple[tuple[SpillRule, re.Pattern[str]], ...]] = (
    ("portion", PORTION),
    ("edge", _SLASHED),
    ("edge", _EDGE),
    ("edge", _LETTERED),
    ("word", _WORD),
)


def _broken(lines: list[str]) -> Iterator[str]:
    """What stands on two or three short lines, or letter by letter on many."""
    short = [line.strip() for line in lines if line.strip()]
    for at in range(len(short)):
        for many in (2, 3):
            run = short[at : at + many]
            if len(run) == many and all(len(each) <= LONGEST_PIECE for each in run):
                yield " ".join(run)
    run_of_letters = ""
    for line in (*short, " " * 3):
        if len(line) <= 2:
            run_of_letters += line
        elif run_of_letters:
            yield run_of_letters[:LONGEST_BANNER]
            run_of_letters = ""


def _is_banner(line: str) -> bool:
    inner = line.strip(_ROUND + " \t\u3000")
    if not inner:
        return False
    if _EAST.search(inner):
        return _is_east(inner.partition("//")[0])
    joined, head = _joined(inner), inner.partition("//")[0]
    if _is_marking(joined, inner) or _like_digits(joined):
        return _PROSE.search(line) is None or inner.isupper()
    if joined in SHORT and inner.isupper():
        return True
    if "//" in inner and _is_marking(_joined(head), head):
        return True
    return _PROSE.search(line) is None and _is_in_capitals(inner)


def _is_in_capitals(inner: str) -> bool:
    """Whether a line has a marking in capitals and else only what stands beside."""
    words = _WORDS.findall(inner.replace("-", " ").replace("/", " "))
    if not words or len(words) > MOST_WORDS:
        return False
    marks = [word for word in words if word.casefold() not in BESIDE]
    if marks and all(w.isupper() and w.casefold() in _MARKS for w in marks):
        return bears_national_marking(" ".join(marks))
    few = len(inner.replace("-", " ").replace("/", " ").split()) <= 3
    return few and inner.isupper() and bears_national_marking(inner)


def _is_whole(text: str) -> bool:
    """Whether lines put together are a marking and nothing else."""
    if _EAST.search(text):
        return _is_east(text)
    return _is_marking(_joined(text), text)


def _is_marking(joined: str, shown: str) -> bool:
    return joined in _ANY_CASE or (joined in _JOINED and shown.isupper())


def _is_east(text: str) -> bool:
    joined, at, marks = _joined(text), 0, 0
    while at < len(joined):
        found = _EAST_TOKENS.match(joined, at)
        if found is None:
            return False
        marks += found["mark"] is not None
        at = found.end()
    return marks > 0


def _like_digits(joined: str) -> bool:
    if joined.isalpha():
        return False
    return any(joined.translate(table) in _OF_DIGITS for table in _LIKE_DIGITS)


def _joined(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", bare(text.casefold())))
