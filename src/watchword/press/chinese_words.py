"""Chinese, simplified and traditional: the words by which values are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from watchword.press.amount import Hedges, Measures, Unit, Wording
from watchword.press.number import POINT, east_number
from watchword.press.reading import OtherType, WeaponClass, Zone
from watchword.press.role import Cue, Rule

SENTENCE: Final = re.compile(r"[。!?]|\n+")
CLAUSE: Final = re.compile(r"[。;,](?!\d)")

MEASURES: Final = Measures(
    Wording(
        digits=rf"(?:{POINT})(?:[万萬千百](?!米))?"
        r"|[一二三四五六七八九两兩]?[百千万萬][一二三四五六七八九十百千万萬]{0,9}",
        number=east_number,
        units={
            r"公里|千米|km(?![a-z])": Unit("length", 1.0),
            r"(?:分钟|分鐘)": Unit("duration", 1.0),
            r"(?:千吨|千噸|万吨级|kt(?![a-z]))": Unit("yield", 1.0),
            r"级|級": Unit("magnitude", 1.0),
            r"马赫|馬赫": Unit("mach", 1.0),
        },
        prefixed={
            r"(?:马赫|馬赫|音速的)\s*": Unit("mach", 1.0),
            r"(?:规模|規模|震级|震級)(?:为|為)?\s*": Unit("magnitude", 1.0),
            r"北[纬緯]\s*": Unit("north", 1.0),
            r"[东東][经經]\s*": Unit("east", 1.0),
        },
        joints=r"至|到|-|~|或",
        hedges=Hedges(
            before={
                "at_least": r"至少|超过|超過|逾",
                "at_most": r"最多|不到|最[远遠]",
                "approx": r"大约|大約|约|約|将近|將近",
            },
            after={
                "at_least": r"以上",
                "at_most": r"以下|以内|以內",
                "approx": r"左右|上下|许|許",
            },
            inner={"approx": r"多|余|餘"},
        ),
    )
)

LENGTHS: Final = Rule(
    cues=(
        Cue("range_km", re.compile(r"飞行|飛行|射程|航程|距离|距離")),
        Cue(
            "apogee_km", re.compile(r"射高|高度|最高|弹道顶点|高(?=约|約|\d)"), after=8
        ),
        Cue("depth_km", re.compile(r"深度|地下")),
        Cue("elsewhere", re.compile(r"以[东西南北東]|外海|处海|處海|以外")),
    ),
    alone=frozenset({"apogee_km"}),
    leftover="range_km",
)

CLASSES: Final[Mapping[WeaponClass, re.Pattern[str]]] = {
    "ICBM": re.compile(r"ICBM|洲际(?:弹道)?[导飞]|洲際彈道|远程弹道|遠程彈道"),
    "SLBM": re.compile(r"SLBM|潜射弹道|潛射彈道|潜艇发射弹道"),
    "IRBM": re.compile(r"IRBM|中远程|中遠程|(?<!准)(?<!準)中程"),
    "MRBM": re.compile(r"MRBM|[准準]中程"),
    "SRBM": re.compile(r"SRBM|(?:短程|近程)(?:弹道|彈道)"),
    "SLV": re.compile(r"运载火箭|運載火箭|侦察卫星|偵察衛星|人造卫星|人造衛星"),
    "cruise": re.compile(r"巡航(?:导弹|飞弹|導彈|飛彈)"),
}
MISSILE: Final = r"(?:导弹|飞弹|導彈|飛彈|发射体|發射體|飞行器|飛行器|火箭(?!炮))"

ZONES: Final[Mapping[Zone, re.Pattern[str]]] = {
    "UTC": re.compile(r"世界时|世界時|国际标准时间|UTC|GMT"),
    "BJT": re.compile(r"北京时间|北京時間"),
    "JST": re.compile(r"日本时间|日本時間|东京时间"),
    "KST": re.compile(
        r"韩国时间|韓國時間|首尔时间|首爾時間|平壤时间|(?:朝鲜|朝鮮|北韩|北韓)[^。]{0,8}当地时间"
    ),
}

OTHERS: Final[tuple[tuple[OtherType, re.Pattern[str]], ...]] = (
    ("false_alarm", re.compile(r"误报|誤報|误发|誤發|虚惊|虛驚|并未发射|並未發射")),
    ("collapse", re.compile(r"塌陷|坍塌|崩塌")),
    (
        "natural_earthquake",
        re.compile(r"天然地震|自然地震|余震|餘震|非(?:核)?爆炸|不是核[试試][验驗]"),
    ),
    ("artillery", re.compile(r"炮击|炮擊|火箭炮|炮弹|砲彈|砲擊|海岸炮")),
    ("warning", re.compile(r"航行警告|通报.{0,12}发射|通報.{0,12}發射|计划.{0,8}发射")),
    (
        "preparation",
        re.compile(r"准备|準備|迹象|跡象|可能(?:即将|將|进行|進行)|随时|隨時"),
    ),
    (
        "diplomacy",
        re.compile(
            r"会谈|會談|会议|會議|磋商|安理会|安理會|制裁|谴责|譴責|呼吁|呼籲|声明"
        ),
    ),
)
