# ruff: noqa: E501 (tables)
"""The spill guard: markings in whole texts, and prose that has none."""

from __future__ import annotations

import pytest

from watchword.agreements.spill import check_text_marking, marking_rule
from watchword.errors import MarkingError

BODY = "A launch was seen at 12:03."
ALONE = """SECRET|TOP SECRET|CONFIDENTIAL|S E C R E T|T O P  S E C R E T|SECRET//NOFORN
TOP SECRET//SI//NOFORN|SECRET // REL TO USA, ROK|NATO SECRET|COSMIC TOP SECRET|ＳＥＣＲＥＴ
--- SECRET ---|[SECRET]|(SECRET)|** TOP SECRET **|secret|Secret|EXERCISE SECRET
CONFIDENTIAL//NOFORN|FOR OFFICIAL USE ONLY|FOUO|CUI|OFFICIAL-SENSITIVE|RESTRICTED
STRENG GEHEIM|GEHEIM|geheim|G E H E I M|VS-NfD|VS - NfD|VS-NUR FÜR DEN DIENSTGEBRAUCH
VS – Nur für den Dienstgebrauch|VS-VERTRAULICH|VS-Vertraulich|Streng geheim|[GEHEIM]
VERTRAULICH|2급비밀|2급 비밀|II급비밀|Ⅱ급 비밀|군사II급비밀|군사기밀|군사 기밀|대외비|대 외 비|극비
[대외비]|【군사기밀】|<극비>|비밀|기밀|군사3급비밀|3급비밀|1급비밀|【極秘】|極秘|極 秘|【機密】|機密
秘|【秘】|㊙|特定秘密|【特定秘密】|特別防衛秘密|防衛秘密|部外秘|取扱注意|《機密》|（秘）|〔極秘〕|機密文書
絶密|机密|绝密|極機密|S\u200bECRET"""
MARKED = [each for line in ALONE.split("\n") for each in line.split("|")]
INSIDE = (
    "(S//NF) A launch was seen.",
    "(TS) A launch was seen.",
    "(TS//SI) A launch was seen.",
    "(C//REL TO USA, JPN) A launch was seen.",
    "(S) A launch was seen.",
    "A launch was seen. (S//NF)",
    "SECRET//NOFORN A launch was seen.",
    "SECRET: A launch was seen.",
    "Dieses Blatt ist VS-NfD eingestuft.",
    "군사II급비밀 문서이다.",
    "【極秘】発射があった。",
    "[대외비] 발사가 있었다.",
)
PROSE = """They held secret talks.|A confidential source said so.|The secret is out.
The launch was kept secret.|Secret talks were held in May.|He is a secretary.
The top secret programme was cancelled.|It was a secret, he said.|No secret was told.
Access is restricted to members.|A restricted area was declared.|The talks were secret.
The Secret Service was there.|Secretary of Defense said on Sunday.|In confidence, he said no.
The agreement protects confidential information.|Classified data were exchanged.
(C) 2022 Yonhap|It flew 470 km (S of Pyongyang).|Top officials met in secret.
Secret weapons were shown at the parade.|They signed a secret pact.|An open secret.
What secret?|The secret site is at Punggye-ri.|Is the test secret?|Officials kept it secret.
Es gab geheime Gespräche.|Die Gespräche waren geheim.|Das Geheimdienstabkommen endet.
Seoul teilte geheime Informationen mit Tokio.|Die Quelle bat um Vertraulichkeit.
Er sprach vertraulich mit Reportern.|Streng geheime Pläne wurden bekannt.|Ein Geheimnis.
Der Ort ist geheim.|Ein geheimer Test fand statt.|Das Geheimschutzabkommen von 2016.
비밀리에 회담했다.|비밀 회담이 열렸다.|군사비밀정보보호협정이 체결됐다.|그것은 비밀이다.
비밀번호를 바꿨다.|기밀 정보를 공유한다.|극비리에 방문했다.|군사기밀을 다루는 협정이다.
비밀 핵시설이 있다.|대외비 자료라고 말했다.|비밀을 지켰다.|한일 군사정보보호협정은 유효하다.
비밀 접촉이 있었다.|극비 방문 뒤 귀국했다.|秘密裏に会談した。|秘密協定があった。|極秘に訪問した。
軍事情報包括保護協定を結んだ。|機密情報を共有する。|特定秘密保護法が成立した。|秘書が述べた。
秘密の施設がある。|極秘訪問だった。|神秘的な山。|機密性が高い。|彼は秘密を守った。|秘密警察が動いた。"""
PLAIN = [each for line in PROSE.split("\n") for each in line.split("|")]


@pytest.mark.parametrize("mark", MARKED)
def test_a_line_that_is_a_marking_is_seen_wherever_it_stands(mark: str) -> None:
    assert marking_rule(mark) is not None
    assert marking_rule(f"{mark}\n{BODY}") is not None
    assert marking_rule(f"{BODY}\n\n  {mark}  \n") is not None


@pytest.mark.parametrize("text", INSIDE)
def test_a_marking_within_a_line_is_seen(text: str) -> None:
    assert marking_rule(text) is not None


@pytest.mark.parametrize("text", PLAIN)
def test_prose_about_secrets_passes(text: str) -> None:
    assert marking_rule(text) is None


def test_the_refusal_quotes_nothing() -> None:
    with pytest.raises(MarkingError) as caught:
        check_text_marking("fine", "SECRET//NOFORN\nthe word swordfish")
    said = f"{caught.value!r} {caught.value} {caught.value.hint}"
    assert "swordfish" not in said
    assert "NOFORN" not in said
    assert "banner" in said


@pytest.mark.parametrize("mark", ["SECRET", "TOP SECRET", "GEHEIM", "極秘", "대외비"])
@pytest.mark.parametrize("gap", [" ", "  ", "\u3000", "\u00a0", "\u200b"])
@pytest.mark.parametrize("ends", ["{}", "[{}]", "(( {} ))", "=== {} ===", "【{}】"])
def test_spacing_case_width_and_decoration_hide_no_marking(
    mark: str, gap: str, ends: str
) -> None:
    wide = "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in gap.join(mark)
    )
    for form in (mark, gap.join(mark), wide, gap.join(mark.lower())):
        assert marking_rule(f"{BODY}\n{ends.format(form)}\n") is not None
