"""Whether a text can bear a marking at all: what most texts are asked, and no more.

"No" is sure: ``spill.py`` would find nothing.  "Yes" means only that it has to
look.  The usual text is seen through with a few searches, one of them for parts
of words in what is left of it when all but its letters is taken away.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from watchword.agreements.national import JOINED
from watchword.agreements.spill_form import ENTITY, HIDDEN, LOOKALIKES, TAG
from watchword.agreements.spill_words import EAST_MARKS, SHORT, WHOLE, listed

DIGITS: Final = "01345"
LETTERS: Final = "oieas"
"""Digits that are taken for letters."""

PORTION: Final = re.compile(
    r"[(\[]\s?(?:(?i:TS|S|C|R|CTSA?|NS|NSAT|NC|NR|P|ROK[ -]?[SC])"
    r"\s{0,4}//[^)\]\n]{0,60}|(?i:U)\s{0,4}//\s{0,4}(?i:FOUO|CUI|LES|SBU)[^)\]\n]{0,60}"
    r"|(?:TS|S|C|R|NS|NC|NR|ROK[ -]?[SC])\s{0,4}[-/]\s{0,4}"
    r"(?:NF|REL[^)\]\n]{0,40}|SI|TK))\s?[)\]]"
    r"|[(\[](?:T\s?S|CTS)[)\]]"
    r"|^[^\S\n]{0,20}(?:\w{1,3}[.)]\s{0,4})?[(\[][SC][)\]]\s(?!\d{4})"
    r"|^[^\S\n]{0,20}(?:\w{1,3}[.)]\s{0,4})?[(\[](?:NS|NC|NR)[)\]]\s"
    r"|[(\[]\s?(?:TOP SECRET|SECRET|CONFIDENTIAL|STRENG GEHEIM|GEHEIM)"
    r"(?:\s?//[^)\]\n]{0,60})?\s?[)\]]",
    re.MULTILINE,
)
"""A marking in brackets before or behind what it is of."""

_SPACES: Final = b" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0"
_WIDE_DIGITS: Final = re.compile("[\uff10-\uff19]")
_WORDY: Final = re.compile("[A-Za-z][^A-Za-z]*[A-Za-z][^A-Za-z]*[A-Za-z]")
_COMPATIBLE: Final = re.compile(
    "[\u00a0-\u00be\u2000-\u200a\u2011\u2017\u2024-\u2026\u202f\u2033-\u2057\u205f"
    "\u2070-\u218f\u2460-\u24ff\u2a00-\u2aff\u2e80-\u2fdf\u3000\u3036-\u303a\u3131-\u318f"
    "\u3192-\u33ff\uf900-\ufaff\ufb00-\ufdff\ufe10-\ufe6f\uff01-\uff07\uff0f\uff1b-\uffef]"
)
"""What a normal form makes other characters of; not wide digits, and not what
stands between Japanese sentences."""

_BASIC: Final = "".join(c for c in LOOKALIKES if "\u0100" <= c <= "\uffff")
_ODD: Final = re.compile(
    f"[{HIDDEN}{re.escape(_BASIC)}\u00d8\u00f8\u0100-\u1dff\u1e00-\u1fff\u2028\u2029"
    "\u2044\u20d0-\u20f0\u2c60-\u2dff\ua490-\uabff\ud7b0-\udfff\ufe00-\ufe0f\u3099\u309a]"
)
"""What may be taken for something else, or is of a script of other tables."""

_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")
_EAST: Final = re.compile("[밀비극秘密绝扱限軍]")
_GAPS: Final = re.compile(r"[\W_]+")
_EAST_PART: Final = re.compile(
    "秘|密|绝|扱|限|軍機|軍極|급비|"
    + "|".join(sorted(mark for mark in listed(EAST_MARKS) if "가" <= mark[0] <= "힣"))
)
"""Every marking in the scripts of the east has one of them."""
_CAPITALS: Final = frozenset(
    word
    for word in JOINED | {"".join(mark.split()) for mark in listed(WHOLE)}
    if word.isascii() and len(word) >= 4
)
_IN_CAPITALS: Final = re.compile("|".join(sorted(_CAPITALS)))
"""What marks a line of three words in capitals in some language."""


def may_bear(*texts: str) -> bool:
    """Whether texts have to be looked at; ``False``: none bears a marking."""
    shown = tuple(text if text.isascii() else _normal(text) for text in texts)
    text = shown[0] if len(shown) == 1 else "\n".join(shown)
    if ("&" in text and ENTITY.search(text)) or ("<" in text and TAG.search(text)):
        return True
    if not text.isascii() and (_is_odd(text) or _is_eastern(text)):
        return True
    lined = [each for each in shown if each.isupper() or not each.isprintable()]
    return _has_parts(text) or any(map(_has_lines, lined))


def _normal(text: str) -> str:
    if _COMPATIBLE.search(text) or (_WIDE_DIGITS.search(text) and _WORDY.search(text)):
        return normalize("NFKC", text)
    return text.replace("（", "(")


def _is_odd(text: str) -> bool:
    return _ODD.search(text) is not None or _BEYOND.search(text) is not None


def _is_eastern(text: str) -> bool:
    if _EAST.search(text) is None:
        return False
    return _EAST_PART.search(_GAPS.sub("", text)) is not None


def _has_parts(text: str) -> bool:
    data = text.encode("latin-1", "ignore")
    letters = data.translate(_FOLD, _NO_LETTERS).decode()
    if (
        "secre" in letters
        or "confid" in letters
        or "restr" in letters
        or "geheim" in letters
        or "vertrau" in letters
        or "vsnf" in letters
        or "dienstg" in letters
        or "fouo" in letters
        or "cui" in letters
        or "noforn" in letters
        or "orcon" in letters
        or "eyeson" in letters
    ):
        return True
    if "//" in text:
        close = data.translate(_LOWER, _SPACES)
        if b"s//" in close or b"c//" in close:
            return True
    return ("(" in text or "[" in text) and PORTION.search(text) is not None


def _has_lines(text: str) -> bool:
    """Whether a line in capitals may be one, or lines put together: few are."""
    if "\n" not in text and text.isprintable():
        return text.isupper() and _is_of_marks(text)
    return _is_of_marks(text) or any(
        line.isupper() and _is_of_marks(line) for line in text.splitlines()
    )


def _is_of_marks(text: str) -> bool:
    letters = text.encode("latin-1", "ignore").translate(_FOLD, _NO_LETTERS).decode()
    long = len(letters)
    if long > 6:
        return _IN_CAPITALS.search(letters) is not None
    # Of so few letters the parts are sooner asked one by one.
    return letters in SHORT or any(
        letters[first:last] in _CAPITALS
        for first in range(long - 3)
        for last in range(first + 4, long + 1)
    )


def _table() -> tuple[bytes, bytes]:
    """What each letter of Latin-1 becomes, and what falls away."""
    found = {code: normalize("NFKD", chr(code))[0].lower() for code in range(256)}
    found |= {ord(sign): shown for sign, shown in zip(DIGITS, LETTERS, strict=True)}
    kept = {code: c for code, c in found.items() if "a" <= c <= "z"}
    fold = bytes(ord(kept.get(code, "?")) for code in range(256))
    return fold, bytes(code for code in range(256) if code not in kept)


_FOLD, _NO_LETTERS = _table()
_LOWER: Final = bytes(
    ord(chr(code).lower()) if code < 128 else code for code in range(256)
)
