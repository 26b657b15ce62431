"""The words of national markings that the spill guard looks for in a text.

Public knowledge, of no country in particular.  ``WHOLE`` are markings that may
stand alone on a line; what may stand beside one is in ``BESIDE``.

Source:
    US: ISOO, Marking Classified National Security Information (2018).  UK:
    Government Security Classifications (2024).  NATO: C-M(2002)49.  Australia:
    PSPF policy 8.  Canada and New Zealand: their public marking guides.
    Germany: Verschlusssachenanweisung (2023).  Austria: InfoSiV.  Korea: the
    regulation on security work, article 4.  Japan: the defence ministry's
    instruction on the protection of secrets.  France: IGI 1300.
"""

from __future__ import annotations

from typing import Final

WHOLE: Final = """
top secret|secret|confidential|restricted|protected|official sensitive|fouo|cui
for official use only|official use only|limited official use|sbu
controlled unclassified information|sensitive but unclassified|unclassified fouo
law enforcement sensitive|restricted data|formerly restricted data
secret restricted data|secret formerly restricted data|confidential restricted data
noforn|uk eyes only|us eyes only|nz eyes only|five eyes only|canadian eyes only
australian eyes only|new zealand eyes only|austeo|agao|protected a|protected b
protected c|protected cabinet|secret austeo|secret agao|secret canadian eyes only
top secret sci|top secret umbra|special access required|secret special access required
atomal|cosmic top secret|cosmic top secret atomal|cosmic top secret bohemia
focal top secret|nato restricted|nato confidential|nato secret|nato secret atomal
nato confidential atomal|eu restricted|eu confidential|eu secret|eu top secret
restreint ue|restreint ue eu restricted|confidentiel ue|secret ue|secret ue eu secret
confidentiel ue eu confidential|tres secret ue|tres secret ue eu top secret
uk secret|uk top secret|uk confidential|uk restricted|uk official sensitive
us secret|us top secret|us confidential|rok us secret|rok us confidential
streng geheim|geheim|vertraulich|eingeschrankt|vs vertraulich|vs nfd|vs geheim
vs streng geheim|vs nur fur den dienstgebrauch|vs nur fuer den dienstgebrauch
nur fur den dienstgebrauch|nur fuer den dienstgebrauch|nur fur den dienstgebrauch vs
verschlusssache|verschlusssache nur fur den dienstgebrauch|verschlusssache vertraulich
verschlusssache nur fuer den dienstgebrauch|verschlusssache geheim
vertrauliche verschlusssache|geheime verschlusssache|amtlich geheimgehalten
geheim amtlich geheimgehalten|vs vertraulich amtlich geheimgehalten
streng geheim amtlich geheimgehalten|nato geheim|nato vertraulich
tres secret|secret defense|tres secret defense|confidentiel defense
diffusion restreinte|special france|confidentiel
"""
"""English, German and French, without accents."""

SHORT: Final = frozenset(("ts", "cts", "ctsa", "sbu", "les", "vvs", "gvs"))
"""Too short to mark anything but a line of their own in capitals."""

PLAIN_PARTS: Final = (
    "secre",
    "confid",
    "restr",
    "geheim",
    "vertrau",
    "vsnf",
    "dienstg",
    "fouo",
    "cui",
    "noforn",
    "orcon",
    "eyeson",
)
"""What has one of these marks its line in any case; the rest only in capitals."""

_BESIDE: Final = """
noforn no forn nf rel to relto orcon oc si tk hcs sci sap rd frd cnwdi fgi relido
propin imcon nocon usa gbr can aus nzl fvey acgu rok kor jpn deu fra nato eu ue
cosmic atomal eyes only for classified classification us uk nz five page of copy
draft special handle via channels seite von blatt ausfertigung amtlich geheimhaltung
geheimgehalten geheimhaltungsgrad einstufung verschlusssache vs nur den
dienstgebrauch fur fuer level marking document intel exercise drill ubung
unclassified uncl
"""
BESIDE: Final = frozenset(_BESIDE.split())
"""Caveats and what else stands on the line of a marking."""

LEVELS: Final = (
    "COSMIC TOP SECRET|NATO TOP SECRET|TOP SECRET|NATO SECRET|SECRET"
    "|NATO CONFIDENTIAL|CONFIDENTIAL|NATO RESTRICTED|RESTRICTED|OFFICIAL-SENSITIVE"
    "|STRENG GEHEIM|VS-GEHEIM|GEHEIM|VS-VERTRAULICH|VERTRAULICH|TRES SECRET"
    "|SECRET DEFENSE|CONFIDENTIEL DEFENSE|DIFFUSION RESTREINTE"
)
"""What counts at the beginning or the end of a line, in capitals."""

SPACED: Final = ("TOPSECRET", "SECRET", "CONFIDENTIAL", "RESTRICTED", "GEHEIM")
"""What nobody writes letter by letter but to mark."""

CONTROLS: Final = (
    "NO\\s?FORN|NF|SI|TK|HCS|SCI|SAP|REL(?:\\s?TO)?|ORCON|FGI|RELIDO|FOUO|CUI|RD|FRD"
    "|EYES|AUSTEO|AGAO|FVEY|NATO|ATOMAL|CABINET"
)
"""What follows two slashes."""

HEADS: Final = (
    "classification|classified by|overall classification|security classification"
    "|marking|sensitivity|einstufung|geheimhaltungsgrad|vs-grad|verschlusssachengrad"
    "|classification de securite|보안\\s?등급|비밀\\s?등급|등급"
    "|秘密\\s?区分|秘密\\s?等級|区分"
)
"""What stands before a marking and a colon."""

EAST_DEGREE: Final = "[Il1|]{1,3}|[123]|[一二三]|[일이삼]"

EAST_MARKS: Final = """
비밀|기밀|극비|특급비밀|군사기밀|군사비밀|대외비|비밀문서|기밀문서|극비문서|대외비문서
극비사항|대외비사항|기밀사항|국가기밀|軍事機密|軍事秘密|對外秘|対外秘|大外秘
極秘|極秘密|極機密|機密|秘|秘密|特定秘密|特別防衛秘密|特防秘|防衛秘密|特秘|省秘|庁秘
厳秘|軍機|軍極秘|丸秘|マル秘|部外秘|取扱注意|取扱厳重注意|取り扱い注意|部内限り|部内限
関係者限り|庁内限り|省内限り|部外持出禁止|機密文書|秘密文書|極秘文書|国家機密|要機密情報
機密性2情報|機密性3情報|機密性二情報|機密性三情報
极秘|绝密|絶密|絕密|机密|极密|极机密|绝对机密|國家機密|机密文件|绝密文件
"""
"""Korean, Japanese and Chinese: what may stand alone on a line."""

EAST_BESIDE: Final = """
특|보안|등급|분류|문서|취급|전용|주의|사본|부|제|급|호|면|한미|연합|훈련|연습|대한민국
秘密区分|秘密等級|区分|等級|指定|文書|取扱|取扱い|扱い|注意|無断転載禁止|防衛省|写|第|号
演習|訓練|日本国|以上|以下|複製禁止|複写禁止|転送禁止|exercise|noforn|rel|rok|usa|jpn|kor
"""
"""What may stand beside one."""

EAST_BRACKETED: Final = (
    "극비",
    "대외비",
    "군사기밀",
    "군사비밀",
    "비밀",
    "기밀",
    "特定秘密",
    "極秘",
    "機密",
    "極機密",
    "秘密",
    "秘",
    "特秘",
    "厳秘",
    "防衛秘密",
    "特別防衛秘密",
    "取扱注意",
    "部外秘",
    "部内限り",
    "部内限",
    "丸秘",
    "マル秘",
    "绝密",
    "机密",
)
"""What marks in brackets wherever it stands."""

EAST_AT_EDGE: Final = (
    "극비|대외비|군사기밀|極秘|極機密|特定秘密|部外秘|取扱注意|部内限り|機密|秘|绝密"
)
"""What marks at the beginning of a line before a colon or a dash."""


def listed(table: str) -> tuple[str, ...]:
    """The entries of a table."""
    rows = (entry.strip() for line in table.split("\n") for entry in line.split("|"))
    return tuple(entry for entry in rows if entry)
