"""Japanese: the words by which values, kinds of text and authorities are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from watchword.press.amount import KM_A_MILE, Hedges, Measures, Unit, Wording
from watchword.press.number import POINT, east_number
from watchword.press.reading import OtherType, WeaponClass, Zone
from watchword.press.role import Cue, Rule

SENTENCE: Final = re.compile(r"。|\n+")
CLAUSE: Final = re.compile(r"[。;]|、(?=\d発目|[一二三四五六]発目)")

_DIGITS: Final = (
    rf"(?:{POINT})[千万百]?(?:\d{{1,3}})?"
    r"|[一二三四五六七八九]?[百千万][一二三四五六七八九十百千万]*"
)
_KM: Final = r"k(?:ilo)?m(?![a-z])|キロ・?メートル|キロ(?!トン)"

MEASURES: Final = Measures(
    Wording(
        digits=_DIGITS,
        number=east_number,
        units={
            _KM: Unit("length", 1.0),
            r"マイル": Unit("length", KM_A_MILE),
            r"時間(?!前|後|ぶり)": Unit("duration", 60.0),
            r"分(?:間|余り|ほど|程度)?(?=[^にごの頃、にとか]|間|程度|以上|ほど|"
            r"余り)": Unit("duration", 1.0),
            r"秒(?:間|ほど)": Unit("duration", 1 / 60),
            r"キロトン|kt(?![a-z])": Unit("yield", 1.0),
            r"トン(?!ネル)": Unit("yield", 0.001),
        },
        prefixed={
            r"マッハ\s*": Unit("mach", 1.0),
            r"(?:マグニチュード|(?<![A-Za-z])M[jwbLs]?)(?:は|が)?\s*(?=[\d約])": Unit(
                "magnitude", 1.0
            ),
            r"北緯\s*": Unit("north", 1.0),
            r"東経\s*": Unit("east", 1.0),
        },
        joints=r"~|-|から|および|及び|または|と",
        lists="、",
        hedges=Hedges(
            before={
                "at_least": r"少なくとも|最低でも|最低",
                "at_most": r"最大(?:で)?(?!高度)",
                "approx": r"約|およそ|おおよそ|概ね|おおむね|推定",
            },
            after={
                "at_least": r"以上|超(?:える|え)?|余り?(?:を超)?|を(?:超え|上回)",
                "at_most": r"以下|未満|以内|弱",
                "approx": r"程度|ほど|前後|余り|ぐらい|くらい|あまり|強",
            },
        ),
    )
)

LENGTHS: Final = Rule(
    cues=(
        Cue(
            "range_km",
            re.compile(r"飛(?:翔|行)?距離|飛距離|射程(?:距離)?|水平距離|距離"),
            after=8,
        ),
        Cue("range_km", re.compile(r"飛(?:び|んだ|ん|ぶ|ば|翔|行)(?!体|場|時|距)")),
        Cue("apogee_km", re.compile(r"最高高度|高度|高さ|上昇"), after=8),
        Cue("depth_km", re.compile(r"深さ|地下")),
        Cue(
            "elsewhere",
            re.compile(
                r"(?:東|西|南|北|北東|北西|南東|南西)(?:方|側)?(?=(?:約|およそ|\d))|"
                r"沖(?:合)?"
                r"|離れた|から(?:約|およそ)?(?=\d)|上空|付近の海|射程(?:距離)?(?:が|"
                r"は)?(?:約|最大)?[\d,千万]+"
                r"(?:キロ|km)(?:・?メートル)?(?:の|以上の|級|に(?:達|及))"
            ),
        ),
    ),
    alone=frozenset({"apogee_km"}),
    leftover="range_km",
    keeps=re.compile(r"(?:発目|[12]つ目)(?:は|が|の)?$"),
)

CLASSES: Final[Mapping[WeaponClass, re.Pattern[str]]] = {
    "ICBM": re.compile(r"ICBM|大陸間弾道|長距離弾道|長距離の?弾道"),
    "SLBM": re.compile(r"SLBM|潜水艦発射弾道|潜水艦から発射された弾道"),
    "IRBM": re.compile(
        r"IRBM|(?<!準)中距離(?:級の?)?(?:極超音速)?(?:弾道)?ミサイル|(?<!準)中距離弾道"
    ),
    "MRBM": re.compile(r"MRBM|準中距離"),
    "SRBM": re.compile(r"SRBM|(?:短|近)距離弾道"),
    "SLV": re.compile(
        r"衛星(?:打ち上げ)?(?:用)?ロケット|運搬ロケット|人工衛星と称する|衛星打ち上げ"
    ),
    "cruise": re.compile(r"巡航ミサイル"),
}

ZONES: Final[Mapping[Zone, re.Pattern[str]]] = {
    "UTC": re.compile(r"世界(?:標準|協定)時|協定世界時|UTC|GMT"),
    "BJT": re.compile(r"北京時間|中国時間"),
    "EDT": re.compile(r"東部(?:夏)?時間|ワシントン時間"),
    "HST": re.compile(r"ハワイ時間"),
    "KST": re.compile(r"韓国時間"),
    "JST": re.compile(r"日本時間"),
}

AUTHORITIES: Final[Mapping[str, re.Pattern[str]]] = {
    "KR": re.compile(
        r"韓国(?:軍|政府|合同参謀|気象庁|国防|の聯合)?|合同参謀本部|聯合ニュース"
    ),
    "JP": re.compile(
        r"防衛省|防衛相|防衛大臣|日本(?:政府|の気象庁|の防衛省)|"
        r"(?<!韓国)気象庁|首相官邸|海上保安庁|官房長官|政府は"
    ),
    "KP": re.compile(r"朝鮮中央通信|労働新聞|北朝鮮(?:メディア|の国営|は声明)"),
    "US": re.compile(r"米(?:軍|国防総省|インド太平洋|政府|地質調査所)|USGS"),
    "CN": re.compile(r"中国(?:地震|政府|外務省)"),
}

OTHERS: Final[tuple[tuple[OtherType, re.Pattern[str]], ...]] = (
    (
        "false_alarm",
        re.compile(
            r"誤(?:報|った(?:速報|情報|発信)|送信|配信|発信)|取り消(?:した|し)|"
            r"訓練用の文|事実はな"
        ),
    ),
    ("collapse", re.compile(r"陥没|崩落|崩壊")),
    (
        "natural_earthquake",
        re.compile(
            r"自然地震(?!では?ない)|自然(?:に起きた|の)地震|誘発(?:され|地震)|"
            r"余震|人工(?:的な)?地震では?ない"
            r"|核実験では?ない"
        ),
    ),
    ("artillery", re.compile(r"砲撃|放射砲|多連装|ロケット砲|砲弾|砲兵")),
    (
        "warning",
        re.compile(
            r"航行警報|通報(?:した|が)|打ち上げ(?:る|を)(?:と|計画)|予告(?:した|"
            r"し|期間)"
        ),
    ),
    (
        "preparation",
        re.compile(
            r"準備(?:を|が|の|中|して)|兆候|可能性がある(?:と(?:して|の見方)|。)|"
            r"踏み切る|警戒を続け"
            r"|動きが(?:ある|み)|近く(?:実施|行う|核実験)"
        ),
    ),
    (
        "diplomacy",
        re.compile(
            r"会談|協議|合意|電話(?:会談|で)|安保理|制裁|非難(?:した|声明|決議)|"
            r"連携(?:して|を)|声明を発表"
            r"|共有(?:する|を)|会合"
        ),
    ),
)
