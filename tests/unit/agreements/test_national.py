"""Whether a label looks like a national classification marking."""

from __future__ import annotations

import pytest

from watchword.agreements.national import bears_national_marking

MARKS = (
    "SECRET", "Top Secret", "TOP  SECRET//SI//NOFORN", "TOPSECRET", "T.O.P S.E.C.R.E.T",
    "ＳＥＣＲＥＴ", "S\u200bECRET", "CONFIDENTIAL", "RESTRICTED", "COSMIC TOP SECRET",
    "NATO SECRET", "EXERCISE SECRET", "EXERCISE - S E C R E T", "(S//NF)", "TS//SCI",
    "OFFICIAL-SENSITIVE", "official: sensitive", "FOUO", "CUI",
    "TRÈS SECRET", "TRES SECRET DEFENSE", "Confidentiel Défense", "Diffusion restreinte",
    "STRENG GEHEIM", "geheim", "VS-NfD", "VS – Nur für den Dienstgebrauch",
    "SECRETO", "RESERVADO", "SEGRETISSIMO", "Stg. GEHEIM", "HEMLIG", "SALAINEN",
    "ŚCIŚLE TAJNE", "PŘÍSNĚ TAJNÉ", "SZIGORÚAN TITKOS!", "ÇOK GİZLİ", "TỐI MẬT",
    "СОВЕРШЕННО СЕКРЕТНО", "секретно", "Цілком таємно", "ΑΚΡΩΣ ΑΠΟΡΡΗΤΟ",
    "סודי ביותר", "سري للغاية", "محرمانه", "गोपनीय", "ลับมาก",
    "군사II급비밀", "군사 Ⅲ급 비밀", "EXERCISE 군사III급비밀", "2급 비밀", "극비", "대외비",
    "군사기밀", "극비문서", "極秘", "特定秘密", "秘", "㊙", "EXERCISE 秘", "演習 極秘", "機密",
    "取扱注意", "绝密", "秘密", "極機密", "极 秘",
)  # fmt: skip

PLAIN = (
    "TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR", "EXERCISE",
    "public", "open", "OPEN//FOR ALL", "secretariat", "General Secretary", "unrestricted",
    "confidence", "confidentiality", "cosmic", "official", "offen", "übung",
    "공개", "비밀번호", "公開", "秘書", "神秘", "機密性", "注意", "открыто", "ყვითელი",
    "ቢጫ", "צהוב", "", "//", "EXERCISE TLP:GREEN", "A", "C",
)  # fmt: skip


@pytest.mark.parametrize("label", MARKS)
def test_a_national_marking_is_seen(label: str) -> None:
    assert bears_national_marking(label)


@pytest.mark.parametrize("label", PLAIN)
def test_an_ordinary_word_is_no_marking(label: str) -> None:
    assert not bears_national_marking(label)
