"""Whether a label looks like a national classification marking.

A node without an agreement that knows such a label refuses the report and
keeps nothing of it.  The table holds words that are public knowledge, in many
languages and for no country in particular.  It is meant to err towards yes: a
label that says "not secret" is refused too.  It is wrong for a marking in a
language that is not listed, and looks at labels only, not at text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_PHRASES: Final = """
top secret|secret|confidential|restricted|official sensitive|for official use only
tres secret|secret defense|confidentiel|confidentiel defense|diffusion restreinte
restreint|streng geheim|geheim|vs vertraulich|vs nur für den dienstgebrauch|vs nfd
verschlusssache|secreto|ultrassecreto|ultrasecreto|confidencial|difusion limitada
segretissimo|segreto|riservatissimo|zeer geheim|stg geheim|stg zeer geheim
confidentieel|departementaal vertrouwelijk|kvalificerat hemlig|hemlig
strengt hemmelig|hemmelig|konfidensielt|yderst hemmeligt|hemmeligt|fortroligt
erittäin salainen|salainen|luottamuksellinen|ściśle tajne|tajne|poufne|zastrzeżone
přísně tajné|tajné|důvěrné|vyhrazené|prísne tajné|dôverné|vyhradené
szigorúan titkos|titkos|bizalmas|strict secret|secret de serviciu
çok gizli|gizli|hizmete özel|tuyệt mật|tối mật|sangat rahasia|rahasia|rahsia besar
rahsia|strogo poverljivo|vrlo tajno|tajno|täiesti salajane|salajane
visiškai slaptai|slaptai|sevišķi slepeni|slepeni
особой важности|совершенно секретно|секретно|для служебного пользования|дсп
цілком таємно|таємно|особливої важливості|строго секретно|поверително
строго поверљиво|άκρως απόρρητο|απόρρητο|εμπιστευτικό|περιορισμένης χρήσης
סודי ביותר|סודי|سري للغاية|سري|سرّي|محدود التداول|خیلی محرمانه|به کلی سری|محرمانه|سری
परम गुप्त|गुप्त|गोपनीय|ลับที่สุด|ลับมาก|ลับ|სრულიად საიდუმლო|საიდუმლო
հույժ գաղտնի|գաղտնի|ጥብቅ ምስጢር|ምስጢር
"""
"""Words and phrases that mark wherever they stand in a label."""

_WHOLE: Final = """
fouo|cui|protected|reservado|riservato|vertrouwelijk|vertraulich|begrenset|sulit
terhad|özel|秘|密
"""
"""Too short or too common to mark anything but a label of their own."""

_ENDINGS: Final = (
    "비밀|기밀|비밀문서|기밀문서|秘密|機密|机密|秘密文書|機密文書|取扱注意|部外秘"
)
"""In scripts without spaces: what a word of the label, or all of it, ends with."""

_ANYWHERE: Final = (
    "극비|급비밀|군사기밀|대외비|極秘|极秘|特定秘密|防衛秘密|極機密|絶密|绝密|絕密"
)
"""Of those, what marks wherever it stands."""

_DRILLS: Final = "exercise|drill|test|exercice|übung|演習|訓練|훈련|연습"
"""What an exercise puts before a label."""

_WORD: Final = re.compile(r"[^\W_]+")
_PORTION: Final = re.compile(r"\((?:ts|s|c|r)(?://[^)]*)?\)|(?:c?ts|n?[scr])\s*//")


@lru_cache(maxsize=4096)
def bears_national_marking(label: str) -> bool:
    """Whether a label bears a word by which some state classifies.

    Unicode form, accents, case, spacing, prefixes such as "EXERCISE" and
    caveats after "//" make no difference.

    >>> bears_national_marking("EXERCISE S E C R E T // NOFORN")
    True
    >>> bears_national_marking("secretariat")
    False
    """
    folded = _folded(label)
    if _PORTION.match(folded.strip()):
        return True
    return any(_marks(_words(part)) for part in folded.split("//"))


def _marks(words: list[str]) -> bool:
    spaced, joined = f" {' '.join(words)} ", "".join(words)
    return (
        any(phrase in spaced for phrase in _SPACED)
        or joined in JOINED
        or any(word.endswith(_LAST) for word in (*words, joined))
        or any(part in joined for part in _PARTS)
    )


def _folded(text: str) -> str:
    """Case, width, accents and characters that are not seen fall away."""
    apart = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKC", text).casefold()
    )
    kept = (
        c
        for c in apart
        if not "\u0300" <= c <= "\u036f" and unicodedata.category(c) != "Cf"
    )
    return unicodedata.normalize("NFC", "".join(kept))


def _words(text: str) -> list[str]:
    words = _WORD.findall(text)
    return [word for word in words if word not in _DRILL_WORDS]


def _listed(table: str) -> list[str]:
    return [entry for line in table.split("\n") for entry in line.split("|") if entry]


_DRILL_WORDS: Final = frozenset(_folded(_DRILLS).split("|"))
_SPACED: Final = tuple(f" {' '.join(_words(p))} " for p in _listed(_folded(_PHRASES)))
JOINED: Final = frozenset(
    "".join(_words(p)) for p in _listed(_folded(f"{_PHRASES}|{_WHOLE}"))
)
"""Every word and phrase, folded and without its spaces."""

_LAST: Final = tuple(_listed(_folded(_ENDINGS)))
_PARTS: Final = tuple(_listed(_folded(_ANYWHERE)))
