"""Japanese: the words by which values, kinds of text and authorities are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from watchword.press.amount import KM_A_MILE, Hedges, Measures, Unit, Wording
from watchword.press.number import east_number
from watchword.press.reading import OtherType, WeaponClass, Zone
from watchword.press.role import Cue, Rule

MISSILE: Final = (
    r"(?:ミサイル|飛翔体|発射体|弾道弾|ICBM|IRBM|MRBM|SRBM"
    r"|SLBM|ロケット|火星(?:砲)?-?\d+|"
    r"北極星|誘導兵器|誘導弾)"
)
PLAIN: Final = re.compile(rf"{MISSILE}|発目|発射")
BALLISTIC: Final = re.compile(
    r"弾道ミサイル(?!では?な|かどうか|の発射は確認されて(?:い)?な)"
)

SENTENCE: Final = re.compile(r"。|\n+")
CLAUSE: Final = re.compile(
    r"[。;\u2022]|、(?=(?:\d|[一二三四五六])発目(?!が)|[12二]つ目(?!が)|もう1?一?発)"
)

_DIGITS: Final = (
    r"(?<![\d時.,])(?:(?>\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|\d+(?:\.\d+)?)[千万百]?(?:\d{1,4})?"
    r"|[一二三四五六七八九]?[百千万][一二三四五六七八九十百千万]{0,8})"
)
_KM: Final = r"k(?:ilo)?m(?![a-z])|キロ・?メートル|キロ(?!トン)"

_SIZE: Final = (
    r"規模(?:は|が|を)?\s*"
    r"(?=約?\d{1,2}(?:\.\d)?(?![\d.]|\s*(?:キロ|kt|ト)))"
)

MEASURES: Final = Measures(
    Wording(
        digits=_DIGITS,
        number=east_number,
        units={
            _KM: Unit("length", 1.0),
            r"マイル": Unit("length", KM_A_MILE),
            r"時間(?!前|後|ぶり)": Unit("duration", 60.0),
            r"分(?!\d|の1|ごろ|頃)間?": Unit("duration", 1.0),
            r"秒間?": Unit("duration", 1 / 60),
            r"キロトン|kt(?![a-z])": Unit("yield", 1.0),
            r"トン(?!ネル)": Unit("yield", 0.001),
        },
        prefixed={
            r"マッハ\s*": Unit("mach", 1.0),
            r"(?:マグニチュード\s*(?:\(M[jwbLs]?\))?|(?<![A-Za-z])M[jwbLs]?)(?:は|"
            r"が)?\s*(?=[\d約])": Unit("magnitude", 1.0),
            _SIZE: Unit("magnitude", 1.0),
            r"北緯\s*": Unit("north", 1.0),
            r"東経\s*": Unit("east", 1.0),
        },
        joints=r"~|-|から|および|及び|または|(?<![ロルm])と",
        lists="、",
        hedges=Hedges(
            before={
                "at_least": r"少なくとも|最低でも|最低",
                "at_most": r"最大(?:で)?(?!高度)",
                "approx": r"約|およそ|おおよそ|概ね|おおむね|推定",
            },
            after={
                "at_least": r"以上|超(?:える|え)?|を(?:大きく|大幅に|"
                r"はるかに|優に)?(?:超え|上回)",
                "at_most": r"以下|未満|以内|弱",
                "approx": r"程度|ほど|前後|余り?|ぐらい|くらい|あまり|強",
            },
        ),
    )
)

_FAR: Final = (
    r"(?:約|およそ|最大|少なくとも|推定)*[\d,.千万]{1,9}(?:キロ・?(?:メートル)?|km)"
)
_DESIGN: Final = (
    r"(?:の|以上の|級|を?超え?(?:る|、)|"
    r"に(?:達し得|達する(?:と|見|可|新|。)|及ぶ)|の射程|に及)"
)
_LASTLY: Final = r"前回|昨年|去年|先月|\d月|過去|\d年"

_UNIT: Final = r"(?:キロ・?(?:メートル)?|km)"
_RANGE: Final = r"飛(?:翔|行|しょう)?距離|(?<!\()射程(?:距離)?|水平距離|距離"
_HEIGHT: Final = r"(?:最高|最大|到達|頂点)?高度|高さ"
TOPIC: Final = 60
"""How much farther what a topic's cue stands behind seems."""

LENGTHS: Final = Rule(
    cues=(
        Cue("elsewhere", re.compile(r"(?:2次|第2)(?:頂点|の)?高度")),
        # What has the ending of a topic is said of what follows it.
        Cue("range_km", re.compile(rf"(?:{_RANGE})(?=[はがもと、])"), after=TOPIC),
        Cue("range_km", re.compile(rf"(?:{_RANGE})(?![はがもと、])"), after=8),
        Cue("range_km", re.compile(r"飛(?:び|んだ|ん|ぶ|ば|翔|行)(?!体|場|時|距)")),
        Cue("range_km", re.compile(r"離れた(?=[^。、]{0,16}(?:命中|打撃))")),
        Cue(
            "range_km",
            re.compile(
                r"(?:先|沖|離れた所|前方)(?:の海上)?(?:に|の)?(?:設定(?:され|し)た)?"
                r"(?:の)?(?:標的|目標)"
            ),
        ),
        Cue(
            "apogee_km",
            re.compile(
                rf"{_UNIT}(?:程度|ほど|以上|余り)?(?:の高さ)?(?:まで|に)上昇|"
                rf"{_UNIT}(?:程度|ほど)?(?=で(?:約|およそ)?\d[\d,.千]{{0,6}}{_UNIT}"
                r"(?:程度|ほど|以上|余り)?を?飛)"
            ),
        ),
        Cue(
            "apogee_km",
            re.compile(rf"(?<!2次頂点)(?<!2次)(?:{_HEIGHT})(?=[はがもと、])"),
            after=TOPIC,
        ),
        Cue(
            "apogee_km",
            re.compile(rf"(?<!2次頂点)(?<!2次)(?:{_HEIGHT})(?![はがもと、])"),
            after=8,
        ),
        # What has an object's ending is what was flown.
        Cue(
            "range_km",
            re.compile(r"(?<=[ロルm])を(?!(?:大きく)?(?:超|上回|下回))"),
            after=3,
        ),
        Cue("depth_km", re.compile(r"深さ|地下|深度")),
        Cue(
            "elsewhere",
            re.compile(
                r"(?:東|西|南|北|北東|北西|南東|南西)(?:方|側|沖)?(?:の)?"
                r"(?=(?:約|およそ|\d))|沖(?:合)?|離れた(?![^。、]{0,16}(?:命中|打撃))|入った"
                r"|(?<!\d)から(?:約|およそ)?(?=\d)|"
                r"上空|付近の海"
                rf"|射程(?:距離)?(?:が|は|を)?{_FAR}{_DESIGN}|\(射程"
                rf"|{_FAR}(?:級|を?超える射程|の射程|先の|圏内|以内)"
                rf""
                rf"|(?:{_LASTLY})(?:の)?(?:発射)?(?:時)?(?:の)?(?:高度|"
                rf"飛距離)?(?:は)?(?=約?{_FAR})"
                rf"|(?:すれば|した場合|すると|なら"
                rf"|次第では)[^。\d]{{0,20}}射程[^。\d]{{0,8}}{_FAR}"
                rf"|発射(?:すれば|した場合|されれば)[^。\d]{{0,30}}{_FAR}"
            ),
        ),
    ),
    alone=frozenset({"apogee_km"}),
    leftover="range_km",
    keeps=re.compile(
        r"(?:発目|[12]つ目)(?:は|が|の)?$|"
        r"(?:キロ・?(?:メートル)?|km)(?:程度|ほど)?(?:と|及び|および)$"
    ),
)

CLASSES: Final[Mapping[WeaponClass, re.Pattern[str]]] = {
    "ICBM": re.compile(
        r"ICBM|大陸間弾道|(?<!中)長距離(?:の)?(?:新型|固体|燃料){0,2}(?:の)?弾道"
    ),
    "SLBM": re.compile(
        r"SLBM|潜水艦(?:から)?発射(?:型|式)?(?:の)?弾道"
        r"|潜水艦から(?:の)?発射された弾道|水中発射弾道"
    ),
    "IRBM": re.compile(
        r"IRBM|(?<!準)中距離(?:級)?以上|中長距離(?:の)?(?:戦略|新型|固体|燃料|極超音速){0,3}(?:弾道|ミサイル)|"
        r"(?<!準)中距離(?:級)?(?:以上)?(?:の)?(?:新型)?(?:極超音速)?(?:弾道)?ミサイル|"
        r"(?<!準)中距離(?:の)?(?:戦略)?弾道"
    ),
    "MRBM": re.compile(r"MRBM|準中距離"),
    "SRBM": re.compile(
        r"SRBM|(?:短|近)距離(?:級)?(?:の)?(?:新型|戦術|固体|燃料){0,3}弾道"
    ),
    "SLV": re.compile(
        r"衛星(?:打ち上げ)?(?:用)?(?:の)?(?:運搬)?ロケット"
        r"|運搬ロケット|宇宙発射体|衛星[」\"]?と称する|衛星[」\"]ロケット|衛星打ち上げ"
    ),
    "cruise": re.compile(r"巡航(?:ミサイル|誘導弾|ロケット)"),
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
        r"韓国(?:軍|政府|合同参謀|気象庁|国防|の聯合|当局|側|大統領|(?=は))|"
        r"(?:韓国)?合同参謀本部|合参|聯合ニュース"
    ),
    "JP": re.compile(
        r"防衛(?:省|相|大臣|庁)|日本(?:政府|の気象庁|の防衛|側|当局|(?=は))|首相官邸|"
        r"海上保安庁|内閣官房|"
        r"(?:岸田|菅|安倍|石破|高市)(?:首相|総理)|(?:岸|浜田"
        r"|木原|河野|岩屋|小野寺|稲田|中谷)氏"
    ),
    "KP": re.compile(
        r"朝鮮中央(?:通信|テレビ)|労働新聞|北朝鮮(?:メディア"
        r"|の国営|は声明|側)|国防科学院"
    ),
    "US": re.compile(
        r"(?:在韓|在日)?米(?:軍|国防総省|インド太平洋|太平洋軍|政府"
        r"|地質調査所|戦略軍|当局|国(?=は))|USGS"
    ),
    "CN": re.compile(r"中国(?:地震|政府|外務省|の地震|国家地震)"),
    "CT": re.compile(r"包括的核実験禁止条約機関|CTBTO"),
    "RU": re.compile(r"ロシア(?:国防省|政府|軍)"),
}

ANY_COUNTRYS: Final = re.compile(
    r"(?<!国)(?<!本の)気象庁|(?<![本国鮮])政府|官房長官|同(?:省|庁|本部|軍|氏)|"
    r"国防(?:省|部|相)"
)
"""Authorities of whichever country's text it is."""

ANNIVERSARY: Final = re.compile(
    r"から(?:きょう|今日|\d+日|あす)?(?:で|、)?\d+(?:年|周年"
    r"|カ月|か月)(?!間で)|周年|\d+年前の|節目|追悼|"
    r"\d+年目"
)
_TALKS: Final = (
    r"会談|協議(?!会)|合意|電話(?:会談|で)|安保理|制裁"
    r"|非難(?:した|し|する|声明|決議)|抗議|"
    r"連携(?:して|を|強化)|共同声明|声明を(?:発表|出し)"
    r"|共有(?:する|を|し)|会合|一致した|決議|"
    r"訪問"
)
_SAYS: Final = r"述べた|呼び?掛けた|求めた"
TALKS: Final = re.compile(_TALKS)
"""What is said of talks, and not by somebody to reporters."""
_DRILL: Final = (
    r"(?:想定|備え|対処|迎撃|避難|図上)[^。]{0,24}(?:訓練|演習|試験)|"
    r"(?:避難|共同|合同|迎撃)(?:訓練|演習)(?:を|が|は)(?:[^。]{0,6}(?:行|実施|開始|始))"
)
CONDITION: Final = re.compile(
    r"発射(?:すれば|した場合|する場合|されれば|された場合)|場合(?:は|には)、?直ちに|"
    r"次第で(?!は)[^。]{0,14}(?:キロ|km)(?:飛|に届)|全土に届く"
)
NEVER_LAUNCHED: Final = re.compile(
    r"発射(?:は|が|を|の事実は|したとの事実は)?(?:確認|探知"
    r"|検知)?(?:されて|して)(?:い)?(?:な|ませ)|"
    r"発射(?:された|した)?(?:との|という|の)?(?:事実|動き"
    r"|情報)は(?:確認|把握|承知)(?:して|されて)(?:い)?な|"
    r"発射(?:の)?(?:事実|動き)は(?:確認されて(?:い)?)?な|(?:一切|事実は)ない|"
    rf"誤(?:報|り|って|った|送信|配信|発信)|{_DRILL}"
)
NOT_LAUNCHED: Final = re.compile(
    rf"{ANNIVERSARY.pattern}|{CONDITION.pattern}|{_DRILL}|"
    r"(?:発射した|撃った)(?:こと)?(?:のは)?(?:を|に)?(?:受け|ついて|対し|関し)|"
    r"発射(?:した|された)(?:と(?:され|み)る)?[^。、]{0,16}(?:残骸|破片|部品|映像を公開)"
)
OTHERS_OWN: Final = re.compile(
    r"ATACMS|エイタクムス|玄武|ヌリ号|ナロ号|SM-?[236]|ミニットマン|トライデント|"
    r"H2A|H3ロケット|イプシロン|トマホーク|への対抗|(?:に対する|として)対抗(?:措置|射撃)|に対抗した|"
    r"対応射撃|迎撃ミサイルの|編隊飛行|上空を飛行|ウクライナ(?:に|へ|を)"
)
"""What is launched by others, or in answer."""
TESTED: Final = re.compile(
    r"(?:核実験|水爆実験|核爆発)[^。]{0,14}(?:実施した"
    r"|行った|行われた|成功|強行した|実施したと|"
    r"した(?:もの)?とみ)|核実験(?:に|が)?成功"
)

OTHERS: Final[tuple[tuple[OtherType, re.Pattern[str]], ...]] = (
    (
        "false_alarm",
        re.compile(
            r"誤(?:報|った(?:速報|情報|発信|警報|メッセージ)|(?:って"
            r"|り)[^。]{0,16}(?:送信|配信|発信|発令|放送|速報)|"
            r"送信|配信|発信|警報|作動)|取り消(?:した|し)|訓練用の(?:文|メ"
            r"|原)|事実はな|発射(?:されて|して)いなかった|"
            r"(?:情報|速報|報道)は誤り|(?:との|という)情報を訂正|越えておら|通過していなかったと"
        ),
    ),
    ("collapse", re.compile(r"陥没|崩落|崩壊")),
    (
        "natural_earthquake",
        re.compile(
            r"自然(?:に起きた|の|に発生した)?地震(?!では?な|とは?(?:異"
            r"|違)|の可能性(?:は|が)(?:低|小|な)|"
            r"かどうか|か(?:人工|、)|と(?:は)?(?:波形|異)|に比べ)|"
            r"誘発(?:され|地震)|余震"
            r"|人工(?:的な)?(?:の)?地震(?:では?な|の可能性(?:は|が)(?:低|小|な))"
            r"|核実験(?:による(?:もの|揺れ|地震))?(?:では?な|とは(?:関係|無関係"
            r"|みられ|考え)|の可能性(?:は|が)(?:低|小|な))"
        ),
    ),
    (
        "artillery",
        re.compile(
            r"砲撃|(?<!超大型)放射砲|多連装|ロケット砲|砲弾|砲兵"
            r"|(?:海岸|榴弾|自走|長距離|沿岸)砲|砲射撃"
        ),
    ),
    (
        "warning",
        re.compile(
            r"航行警報|航空情報|ノータム|通(?:報|告)(?:した|が|してきた"
            r"|を受)|打ち上げ(?:る|を)(?:と|計画)|"
            r"予告(?:した|し|期間)|注意を(?:呼|促)|警告(?:した|し)"
            r"|(?:落下|危険)(?:が予想され|区)"
        ),
    ),
    (
        "preparation",
        re.compile(
            r"準備(?:を|が|の|中|して|に|作業|完了|段階|態勢)|兆候"
            r"|可能性がある(?:と(?:して|の見方|みて|指摘)|。)|"
            r"踏み切る|警戒(?:を続け|監視|を強め|態勢)|恐れがある|おそれがある|"
            r"動き(?:が(?:ある|み|確認|活発)|を(?:見せ|捉))|近く(?:実施"
            r"|行う|核実験|発射|打ち上げ)|構え(?:だ|を)|"
            r"移動式発射台|活動(?:が|を)(?:確認|捉)|計画(?:を|だ|し)|復旧|掘削"
        ),
    ),
    ("diplomacy", re.compile(rf"{_TALKS}|{_SAYS}")),
)
