"""A text as a reader's eye sees it: the forms in which the spill guard reads it.

What cannot be seen falls away; wide, circled and squared letters, letters of
other scripts that look like Latin ones, entities and tags of HTML become what
they show.  No form is ever kept or shown.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final
from unicodedata import normalize

HIDDEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef"
)
"""What takes no room: of a class of characters."""

_HIDDEN: Final = re.compile(f"[{HIDDEN}]")
_ACCENT: Final = re.compile("[\u0300-\u036f\u0489\u20d0-\u20f0]")
ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});?")
TAG: Final = re.compile(r"</?[A-Za-z!][^<>\n]{0,200}>")

_LOOKS: Final = {
    "A": "АΑᎪᴀꓮ",
    "B": "ВΒᏴʙꓐ",
    "C": "СϹᏟᴄꓚ",
    "D": "Ꭰᴅꓓ",
    "E": "ЕΕᎬᴇꓰ",
    "F": "Ϝꓝꜰ",
    "G": "ԌᏀɢꓖ",
    "H": "НΗᎻʜꓧ",
    "I": "ІΙӀɪꓲǀ∣",
    "K": "КΚᏦᴋꓗ",
    "L": "ᏞʟꓡŁ",
    "M": "МΜᎷᴍꓟ",
    "N": "Νɴꓠ",
    "O": "ОΟᴏꓳØ",
    "P": "РΡᏢᴘꓑ",
    "R": "Ꭱʀꓣ",
    "S": "ЅՏꜱꓢ",
    "T": "ТΤᎢᴛꓔ",
    "U": "Սᴜꓴ",
    "V": "ѴᏙᴠꓦ",
    "X": "ХΧꓫ",
    "Y": "ҮΥʏꓬ",
    "a": "аαɑ",
    "c": "сϲ",
    "d": "ԁđ",
    "e": "еє℮ҽ",
    "f": "ƒ",
    "g": "ɡ",
    "h": "һ",
    "i": "іιı",
    "k": "κк",
    "l": "ӏłⅼ",
    "m": "м",
    "n": "ո",
    "o": "оοøσ",
    "p": "рρ",
    "r": "г",
    "s": "ѕꮪ",
    "t": "τт",
    "u": "υս",
    "v": "νѵ",
    "x": "хχ",
    "y": "уγ",
    "/": "∕⁄⧸╱",
    "秘": "祕袐",
    "密": "宻",
}
"""Letters, and what looks like them."""

_LETTERS_OF: Final = (0x1F150, 0x1F170, 0x1F1E6)
"""Where alphabets of signs begin that no normal form makes letters of."""

_TABLE: Final = {
    **{ord(like): shown for shown, likes in _LOOKS.items() for like in likes},
    **{start + at: chr(ord("A") + at) for start in _LETTERS_OF for at in range(26)},
}
LOOKALIKES: Final = "".join(map(chr, _TABLE))
"""Every character that is taken for another."""


def forms(text: str) -> tuple[str, ...]:
    r"""A text in the forms in which a marking may be seen in it.

    >>> forms("\uff33\u00adE\u0421RET")
    ('SEСRET', 'SECRET')
    """
    found: dict[str, None] = {}
    for shown in _without_tags(unescape(text) if ENTITY.search(text) else text):
        plain = _seen(shown)
        found[plain] = None
        found[bare(plain)] = None
    return tuple(found)


def bare(text: str) -> str:
    """With lookalikes as what they look like, and no accents on letters."""
    if text.isascii():
        return text
    return normalize("NFC", _ACCENT.sub("", normalize("NFKD", text.translate(_TABLE))))


def _without_tags(text: str) -> tuple[str, ...]:
    if TAG.search(text) is None:
        return (text,)
    return TAG.sub("", text), TAG.sub("\n", text)


def _seen(text: str) -> str:
    # The sign in a circle would become the bare character, which says less.
    circled = text.replace("㊙", " 【秘】 ")
    return _HIDDEN.sub("", normalize("NFKC", _HIDDEN.sub("", circled)))
