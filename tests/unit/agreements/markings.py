# ruff: noqa: E501 (tables)
"""Markings of many states, and ordinary sentences: for the tests of the guard."""

from __future__ import annotations

from typing import Final

_US: Final = """
SECRET|TOP SECRET|CONFIDENTIAL|TOP SECRET//SI//NOFORN|SECRET//NOFORN|SECRET//REL TO USA, FVEY
TOP SECRET//HCS/SI/TK//ORCON/NOFORN|SECRET//RD|CONFIDENTIAL//FRD|TOP SECRET//SCI|TS//SI//NF
SECRET//FGI//NOFORN|CONFIDENTIAL//NOFORN|SECRET//ORCON|TOP SECRET UMBRA|SPECIAL ACCESS REQUIRED
FOR OFFICIAL USE ONLY|FOUO|CUI|CUI//SP-CTI|CONTROLLED UNCLASSIFIED INFORMATION|UNCLASSIFIED//FOUO
SENSITIVE BUT UNCLASSIFIED|LAW ENFORCEMENT SENSITIVE|LIMITED OFFICIAL USE|NOFORN|TS|SBU
SECRET - FORMERLY RESTRICTED DATA|Classification: SECRET|OVERALL CLASSIFICATION: TOP SECRET//SI
US SECRET|SECRET//REL TO USA, ROK|SECRET EXERCISE|EXERCISE TOP SECRET|Page 1 of 3 SECRET
"""
_UK_NATO_OTHER: Final = """
UK SECRET|UK TOP SECRET|OFFICIAL-SENSITIVE|UK OFFICIAL-SENSITIVE|UK CONFIDENTIAL|UK RESTRICTED
RESTRICTED|UK EYES ONLY|UK SECRET UK EYES ONLY|NATO SECRET|NATO CONFIDENTIAL|NATO RESTRICTED
COSMIC TOP SECRET|COSMIC TOP SECRET ATOMAL|NATO SECRET ATOMAL|CTS|CTSA|FOCAL TOP SECRET
RESTREINT UE|RESTREINT UE/EU RESTRICTED|CONFIDENTIEL UE/EU CONFIDENTIAL|SECRET UE/EU SECRET
TRÈS SECRET UE/EU TOP SECRET|EU CONFIDENTIAL|PROTECTED|PROTECTED//CABINET|SECRET AUSTEO|SECRET AGAO
AUSTRALIAN EYES ONLY|PROTECTED A|PROTECTED B|PROTECTED C|CANADIAN EYES ONLY|SECRET CANADIAN EYES ONLY
NEW ZEALAND EYES ONLY|SECRET//REL TO AUS, CAN, GBR, NZL, USA|NZ EYES ONLY|FIVE EYES ONLY
"""
_GERMAN: Final = """
VS-NUR FÜR DEN DIENSTGEBRAUCH|VS-NfD|VS - NfD|VS–NfD|VS-NFD|VS-VERTRAULICH|VS-Vertraulich|GEHEIM|STRENG GEHEIM
VS-Geheim|Streng geheim|GEHEIM - amtlich geheimgehalten|VS-VERTRAULICH - AMTLICH GEHEIMGEHALTEN
VERSCHLUSSSACHE - NUR FÜR DEN DIENSTGEBRAUCH|VS-NUR FUER DEN DIENSTGEBRAUCH|NUR FÜR DEN DIENSTGEBRAUCH
VERTRAULICH|EINGESCHRÄNKT|VERTRAULICHE VERSCHLUSSSACHE|GEHEIME VERSCHLUSSSACHE|Einstufung: VS-NfD
Geheimhaltungsgrad: GEHEIM|NATO GEHEIM|VS-STRENG GEHEIM|Einstufung: STRENG GEHEIM
"""
_KOREAN: Final = """
1급비밀|2급 비밀|3급비밀|Ⅰ급 비밀|Ⅱ급 비밀|Ⅲ급비밀|I급비밀|II급 비밀|III급비밀|군사 1급 비밀|군사Ⅱ급비밀
군사 3급 비밀|군사II급비밀|일급비밀|이급 비밀|삼급비밀|제1급 비밀|대외비|대 외 비|극비|군사기밀|군사 비밀
기밀|비밀|특급비밀|극비문서|대외비 문서|[대외비]|【군사기밀】|<극비>|비밀 / 대외비|보안등급: 대외비|대외비: 발사 징후
軍事機密|對外秘|2級秘密|한미 연합 비밀|훈련 3급 비밀|국가기밀
"""
_JAPANESE: Final = """
極秘|機密|秘|秘密|特定秘密|特別防衛秘密|特防秘|防衛秘密|省秘|庁秘|厳秘|極機密|軍機|軍極秘|丸秘|マル秘|㊙
部外秘|取扱注意|取扱厳重注意|部内限り|部内限|関係者限り|庁内限り|機密性2情報|機密性３情報|国家機密
【極秘】|（秘）|〔取扱注意〕|《機密》|秘密区分：極秘|極秘・部外秘|機密文書|極秘文書|秘 第３号|特定秘密 取扱注意
演習 極秘|要機密情報|极秘
"""
_OTHER: Final = """
SECRET DÉFENSE|TRÈS SECRET DÉFENSE|CONFIDENTIEL DÉFENSE|DIFFUSION RESTREINTE|TRÈS SECRET|SPÉCIAL FRANCE
绝密|机密|極機密|绝对机密
"""


def rows(table: str) -> list[str]:
    """The entries of a table."""
    return [e for line in table.split("\n") for e in line.split("|") if e]


MARKINGS: Final = [
    mark
    for table in (_US, _UK_NATO_OTHER, _GERMAN, _KOREAN, _JAPANESE, _OTHER)
    for mark in rows(table)
]
"""Each a line of its own."""

WITHIN: Final = rows(
    """
(S//NF) A launch was seen.|(TS//SI//NF) A launch was seen.|(U//FOUO) A launch was seen.
1. (S) A launch was seen.|a. (C) A launch was seen.|(NS) A launch was seen.|(CTS) A launch was seen.
[S//REL] A launch was seen.|(s//nf) A launch was seen.|A launch was seen. (C//REL TO USA, JPN)
(S-NF) A launch was seen.|SECRET//NOFORN A launch was seen.|The COSMIC TOP SECRET annex says so.
A launch was seen at 12:03 - SECRET|This sheet is S E C R E T and more.|It is NOFORN, he wrote.
The note (SECRET) names the site.|Das Blatt ist VS-NfD und nennt den Ort.|Das Blatt, [GEHEIM], nennt den Ort.
군사 3급 비밀 문서에 따르면 발사가 있었다.|발사가 있었다 [대외비].|発射があった【部外秘】。|発射（取扱注意）があった。
<p>SECRET</p>A launch.|SEC<b>RET</b>|S&#69;CRET|&#83;ECRET//NOFORN|TOP&nbsp;SECRET|&#x6975;秘
"""
)
"""Each with a marking in it, and other words beside."""

SENTENCES: Final = rows("""
A secret weapon was shown.|The classified budget grew.|It is a top secret programme, officials say.
The report is not confidential.|The data are restricted to members.|An official said so.|It is protected by law.
NORTH KOREA FIRES TWO MISSILES|SECRET TALKS HELD IN SEOUL|NO SECRETS HERE|US, SOUTH KOREA SIGN PACT
Circuit boards were found.|The document was marked secret.|Top officials met.|C/2022 (C) Yonhap News
Section (S) of the pact.|https://example.org/secrets//list|He wrote docs//notes.|Restraint was urged.
NATO Secretary General Stoltenberg|SECRETARY OF STATE BLINKEN|Confidence-building measures.|KR_JCS|JP_MOD
Ein Geheimnis.|Der Geheimdienst warnt.|Ein geheimes Treffen.|Das Geheimschutzabkommen läuft aus.|Die Sache ist vertraulich.
Nur für den internen Gebrauch.|Eingeschränkte Sicht.|Er dient. Gebrauch verboten.|Geheime Verhandlungen liefen.
비밀리에 만났다.|비밀 협상이 있었다.|정밀 타격 능력|극초음속 미사일|외무성 대변인|기밀을 유지했다.|대외 비중이 크다.|비밀정보 보호 협정
한일 군사비밀정보보호협정(GSOMIA)|군사기밀 보호법|국가 기밀 유출 혐의|비행거리 약 470㎞|1급 태풍
秘密裏に会談した。|秘書官が述べた。|機密情報を共有した。|極秘裏に進めた。|特定秘密保護法に基づく。|注意が必要だ。|部内で検討した。|秘密保持契約
軍事情報包括保護協定|極秘訪問が明らかになった。|期限りの措置|取り扱いに注意した。|秘境の温泉|神秘
Le secret est bien gardé.|Un accord secret.|Défense nationale.
""")
"""Ordinary sentences; none marks anything."""
