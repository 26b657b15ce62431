"""Korean: the words by which values, kinds of text and authorities are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from watchword.press.amount import KM_A_MILE, Hedges, Measures, Unit, Wording
from watchword.press.number import POINT, east_number
from watchword.press.reading import OtherType, WeaponClass, Zone
from watchword.press.role import Cue, Rule

SENTENCE: Final = re.compile(r"(?<=[다요음함임됨])[.!?](?=\s|$)|\n+|(?<=[다요])\s*$")
CLAUSE: Final = re.compile(
    r",(?!\d)(?!\s*(?:약\s*)?[\d,.천]{1,9}\s*여?\s*(?:km|킬로))|"
    r"·\s?(?=(?:최고\s?|최대\s?|비행\s?)?(?:고도|거리|사거리|속도))|"
    r"(?<=[다요])\.|;|(?<=[^최][고며])\s|(?<=지만)\s|(?<=으나)\s"
)

_DIGITS: Final = (
    r"(?<!\d)(?<!\d )\d{1,3}(?: \d{3})++(?:\.\d++)?(?=\s*(?:여\s*)?(?:km|㎞|s))"
    rf"|(?:{POINT})(?:[천만백십](?:\d,\d{{3}}(?!\d)|\d{{1,4}}(?![\d,]))?)?"
    r"(?:[천백](?:\d{1,3})?)?"
    r"|(?<![가-힣\d])천\d{1,3}(?!\d)|(?<![가-힣])[일이삼사오육칠팔구]?[천백만십][일이삼사오육칠팔구십백천만]{0,9}"
)
"""The North writes thousands with a space between."""

MEASURES: Final = Measures(
    Wording(
        digits=_DIGITS,
        number=east_number,
        units={
            r"(?:k(?:ilo)?m(?![a-z])|킬로미터|킬로(?!톤|와트))": Unit("length", 1.0),
            r"마일": Unit("length", KM_A_MILE),
            r"시간(?=\s*(?:[\d반]|이상|넘게|가까이|가량|동안|정도|비행|날))": Unit(
                "duration", 60.0
            ),
            r"분(?:여|간|\s*동안)?(?=\s*(?:이상|넘게|가까이|정도|가량|동안|간|날|비행"
            r"|만에|을|여|남짓|안팎|쯤\s*(?:날|비행)))": Unit("duration", 1.0),
            r"초(?:간|\s*동안|(?=\s*(?:를\s*)?비행))|초(?=라고|였|이었)|s(?:간|"
            r"(?=를))": Unit("duration", 1 / 60),
            r"°?\s?n(?![a-z])": Unit("north", 1.0),
            r"°?\s?e(?![a-z])": Unit("east", 1.0),
            r"(?:kt(?![a-z])|킬로톤)": Unit("yield", 1.0),
            r"(?:톤(?!급 잠)|t(?![a-z]))": Unit("yield", 0.001),
        },
        prefixed={
            r"(?:마하|음속의)\s*": Unit("mach", 1.0),
            r"(?:규모|진도)(?:가|는|를|도)?\s*(?:애초\s|"
            r"당초\s)?(?:\(?M[LWwb]?\)?\s*)?": Unit("magnitude", 1.0),
            r"비행\s*시간(?:은|이|도)?(?=\s*(?:약\s*)?\d{1,3}여?\s*분)": Unit(
                "duration", 1.0
            ),
            r"북위\s*": Unit("north", 1.0),
            r"동경\s*": Unit("east", 1.0),
        },
        joints=r"~|-|에서|부터|내지|또는",
        hedges=Hedges(
            before={
                "at_least": r"최소(?:한)?|적어도",
                "at_most": r"최대|최고(?=\s*(?:마하|\d|$))",
                "approx": r"약|대략|대체로|어림잡아|거의",
            },
            after={
                "at_least": r"이상|(?:[을를]\s*)?(?:크게\s*|훨씬\s*)?(?:넘|초과|"
                r"웃도|웃돌|상회)",
                "at_most": r"이하|미만|이내|(?:에\s*)?못 미",
                "approx": r"여(?![러기])|가량|정도|안팎|내외|남짓|쯤|가까이|수준|"
                r"급(?![조수])|대(?!의|로|형|기|통)",
            },
            inner={"approx": r"여"},
        ),
    )
)

_WAY: Final = r"(?:동|서|남|북){1,3}"
_DESIGN: Final = (
    r"(?<!비행 )(?:최[대소]\s*)?사(?:정)?거리(?:가|는|인)?\s*(?:약|최대)?\s*"
    r"[\d,.천만~-]{1,12}\s*여?\s*(?:km|킬로미터)?(?:에서\s*\d+\s*km)?\s*(?:이상|안팎|"
    r"내외)?(?:인\s|급|의\s|에\s*크게|[를을가이]\s*넘[을는기]|까지\s*(?:가능|타격)|"
    r"(?:으)?로\s*평가|짜리|에\s*(?:달하|이르)는|로\s*(?:알려진|추정되는))"
)

LENGTHS: Final = Rule(
    cues=(
        Cue(
            "elsewhere",
            re.compile(r"(?:km|킬로미터)를?\s*(?:난|비행한|날아간)\s*것보다"),
        ),
        Cue(
            "range_km",
            re.compile(
                r"비행\s*거리|(?<!최대 )(?<!최대)사(?:정)?거리|"
                r"(?<!사)(?<!정)(?<!까지의 )(?<!까지 )거리|"
                r"비행(?=했|하|한|해|을 |\s*[후뒤끝])|"
                r"(?<!나타)날(?:아|았|랐|다|던|려|린|고|며)|난\s*(?:뒤|후|것)|비거리|이동"
            ),
        ),
        # What has an object's ending is what was flown.
        Cue(
            "range_km",
            re.compile(
                r"(?:(?<=m)|(?<=킬로미터)|(?<=마일))[를을](?=[\s,])(?!\s*(?:크게\s*|훨씬\s*)?(?:넘|초과|"
                r"웃))"
            ),
            after=3,
        ),
        Cue(
            "apogee_km",
            re.compile(
                r"(?:km|킬로미터)(?:\s*이상)?(?:까지)?\s*(?:상승|올라|올랐|치솟|솟)"
                r"|(?<!2차 )정점\s*고도|(?:km|킬로미터)(?:가량|정도)?"
                r"(?=로\s*(?:약\s*)?[\d,천]{1,7}여?\s*(?:km|킬로미터)(?:가량|정도)?를\s*"
                r"(?:비행|날))"
            ),
        ),
        Cue("elsewhere", re.compile(r"2차\s*정점\s*고도")),
        Cue(
            "apogee_km",
            re.compile(r"고도|정점|상공으로 솟|(?<!까지 )(?:치솟|솟구|상승)"),
            after=8,
        ),
        Cue("depth_km", re.compile(r"깊이|지하")),
        # A target that was hit is as far as was flown.
        Cue(
            "range_km",
            re.compile(
                r"(?:계선|수역|전방|에)(?:의|에)?\s*(?:설정[된한]?\s*)?(?:가상\s*)?"
                r"(?:표적|목표)|떨어진\s*(?:가상\s*)?(?:표적|목표)|"
                r"떨어진\s[^,.]{0,16}?(?:섬|도|곳)[를을]?\s*(?:정확히\s*)?(?:명중|타격)"
            ),
        ),
        Cue(
            "elsewhere",
            re.compile(
                r"까지의?\s*거리|떨어진\s*(?:곳|지점|바다|해상|해역|지역|데|동해|서해)|이[남북]|보다"
                rf"|{_WAY}[쪽방](?!\s*으로)|{_WAY}[쪽방]\s*으로(?=[^,.]{{0,12}}떨어진)"
                rf"|{_DESIGN}|최대 사거리|(?:선회|측면|회피)\s*기동|해상|지역|지점|"
                rf"떨어져|반경|전방|부근"
            ),
            after=0,
        ),
    ),
    alone=frozenset({"apogee_km"}),
    leftover="range_km",
    keeps=re.compile(r"번째[는은이가]?\s*$|(?:km|미터)\s*(?:와|과|및|,)\s*$"),
)

NTH: Final = re.compile(
    r"(?P<nth>첫|두|세|네|다섯|여섯|\d)\s?(?:번째|발째)"
    r"(?=\s?(?:탄도)?\s?(?:미사일|것|발)?\s?[은는이가의])"
)
"""One missile of several."""

ONE_OF: Final = re.compile(
    rf"{NTH.pattern}|[앞뒤]의\s?것|(?:한|다른|나머지)\s?(?:한\s?|두\s?)?발[은이]"
)
"""One or some of several, of which a length is told before what it is of."""

CLASSES: Final[Mapping[WeaponClass, re.Pattern[str]]] = {
    "ICBM": re.compile(r"ICBM|대륙간\s*탄도|장거리\s*탄도"),
    "SLBM": re.compile(r"SLBM|잠수함(?:에서)?\s*발사(?:한|된|\s*)\s*탄도"),
    "IRBM": re.compile(
        r"IRBM|(?<!준)중거리급?\s*이상|(?<!준)중거리\s*(?:급\s*)?(?:극초음속\s*)?(?:탄도)?\s*미사일|"
        r"(?<!준)중거리\s*탄도|중장거리(?!\s*순항)"
    ),
    "MRBM": re.compile(r"MRBM|준중거리"),
    "SRBM": re.compile(r"SRBM|(?:단|근)거리\s*(?:신형\s*)?(?:전술\s*)?탄도"),
    "SLV": re.compile(
        r"우주\s*발사체|위성\s*(?:발사체|운반\s*로켓)|위성이라고\s*(?:주장|부르)|인공위성|정찰위성(?!\s*개발)|천리마"
    ),
    "cruise": re.compile(r"순항\s*미[사싸]일"),
}

COUNTS: Final[Mapping[str, int]] = {
    "한": 1,
    "두": 2,
    "세": 3,
    "네": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
    "열한": 11,
    "열두": 12,
    "스무": 20,
}
"""Native numerals as they stand before a counter."""

PAIRS: Final[Mapping[str, tuple[int, int]]] = {
    "한두": (1, 2),
    "두세": (2, 3),
    "서너": (3, 4),
    "네댓": (4, 5),
}
"""Two numerals said as one."""

UNITLESS: Final = re.compile(
    r"(?:(?:거리|고도)[은는가이를을]?\s?(?:약\s?|최대\s?|최고\s?)?|"
    r"(?<![\d.,])(?=\d(?:[\d,]{0,7}\d)?여?[을를]\s비행))"
    r"(?P<number>\d(?:[\d,]{0,7}\d)?"
    r"(?!\d|[., ]\s?(?:약\s?)?\d|[천만백~-]|여?\s?(?:km|킬로|마일|m|미터|에서))"
    r"|\d(?:[\d,]{0,7}\d)?(?=여?[을를]\s비행))"
)
"""A length whose unit is missing."""

ZONES: Final[Mapping[Zone, re.Pattern[str]]] = {
    "UTC": re.compile(r"세계\s*(?:표준|협정)시|협정세계시|UTC|GMT"),
    "BJT": re.compile(r"베이징\s*시[간각]|중국\s*시[간각]"),
    "EDT": re.compile(r"(?:미국\s*)?동부\s*시[간각]|워싱턴\s*시[간각]"),
    "HST": re.compile(r"하와이\s*시[간각]"),
    "JST": re.compile(r"일본\s*시[간각]|도쿄\s*시[간각]"),
    "KST": re.compile(r"한국\s*시[간각]|우리\s*시[간각]"),
}

AUTHORITIES: Final[Mapping[str, re.Pattern[str]]] = {
    "KR": re.compile(
        r"(?<!미 )합참(?!의장)|(?<!미 )합동참모본부|우리\s*군|군\s*당국|"
        r"(?<!미 )(?<!미국 )국방부|국정원|"
        r"(?<!일본 )기상청|한국군|(?<!일본 )(?<!미국 )(?<!중국 )(?<!주 )정부는"
    ),
    "JP": re.compile(
        r"일본(?:은|이)\s|일본\s*(?:측|정부|방위성|방위상|해상보안청|언론|기상청)|방위성|방위상|NHK|교도"
    ),
    "KP": re.compile(
        r"조선중앙통신|노동신문|북한은(?=[^.,]{0,60}주장)|북한\s*(?:매체|관영|"
        r"은 \d+일 보도)|중앙통신"
    ),
    "US": re.compile(
        r"미국은\s|미\s*국?\s*(?:국방부|합참|인도태평양|전략사|지질조사국|당국)|펜타곤|USGS"
    ),
    "CN": re.compile(r"중국\s*지진|중국\s*(?:정부|외교부)"),
}

OTHERS: Final[tuple[tuple[OtherType, re.Pattern[str]], ...]] = (
    (
        "false_alarm",
        re.compile(
            r"오보|오발령|잘못\s*(?:보도|전|알|발령|내보)|정정했|발사\s*(?:정황|"
            r"사실|징후)(?:이|은)?\s*없"
            r"|사실이?\s*아니|사실무근|취소했"
        ),
    ),
    ("collapse", re.compile(r"함몰|붕괴|무너(?:져|진|지)")),
    (
        "natural_earthquake",
        re.compile(
            r"자연\s*지진(?!이?\s*아|과\s*(?:달|다)|일\s*가능성[은이]\s*(?:낮|작)|"
            r"보다|인지)|유발\s*지진|여진(?!이 있)|인공\s*지진(?:이|"
            r"은)?\s*아(?:닌|니|닐)"
            r"|핵실험(?:이|은)?\s*아(?:닌|니)"
        ),
    ),
    (
        "artillery",
        re.compile(
            r"방사포|포\s*사격|발\s*(?:의\s*)?사격(?!\s*훈련)|포병|해안포|자주포|포탄|포격|곡사포"
        ),
    ),
    (
        "warning",
        re.compile(
            r"항행\s*(?:경보|경고|금지)|발사(?:하겠다고|할 계획|"
            r"\s*계획을)\s*(?:통보|통지|예고)?|통보(?:했|받)"
        ),
    ),
    (
        "preparation",
        re.compile(
            r"준비(?:를|가|\s*동향|\s*작업|\s*징후|하고|\s*중|\s*태세|\s*정황|"
            r"\s*완료)|징후|임박"
            r"|가능성(?:이|을)?\s*(?:있|높|제기|배제)|할\s*(?:것으로|가능성)|"
            r"복구\s*(?:작업|정황)|기폭장치|작동\s*시험|움직임|(?:감행|발사|실시)할\s*수|쏠\s*(?:것|가능성)|"
            r"예의주시|마친 상태"
        ),
    ),
    (
        "diplomacy",
        re.compile(
            r"회담|(?<!인민)회의|합의(?:했|하|에)|협의(?:했|하|를)|통화(?:했|하|"
            r"를)|안보리|"
            r"제재|규탄|성명|공조|효력\s*정지"
        ),
    ),
)
