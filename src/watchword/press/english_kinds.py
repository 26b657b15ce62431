"""English: what kind of event a text reports, told from all that it only speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from watchword.press.calendar import Published
from watchword.press.reading import EventType, OtherType

_P = re.compile

MISSILE: Final = _P(
    r"missile|projectile|rocket|\b(?:icbm|slbm|irbm|mrbm|srbm|slv)s?\b|satellite"
    r"|hwasong"
    r"|pukguksong|\bscud|nodong|rodong|musudan|taepodong|\bunha\b|hwasal|launch vehicle"
    r"|tactical guided weapon|\bgliders?\b|glide vehicle"
)
FIRED: Final = _P(
    r"(?<!marine-)(?<!sea-)(?<!air-)(?<!ground-)(?<!ship-)(?<!mis)(?<!un)"
    r"(?:fired|launched|lobbed|shot|flight-tested|fires|launches|tested|sent|hurled"
    r"|unleashed|let off)\b"
)
_PLAIN_FIRED: Final = frozenset({"launches", "tested", "sent"})
"""Verbs only where a missile follows at once: else nouns, or of other things."""

_OBJECT: Final = _P(
    r"[^.;]{0,60}?(?:missile|projectile|rocket|icbm|slbm|irbm|srbm|hwasong|pukguksong"
    r"|hwasal)"
)
_HELD: Final = _P(
    r"\b(?:conducted|carried out|held(?! (?:an? |the )?(?:[\w-]+ ){0,2}(?:meeting|talks"
    r"|summit|session|call|conference|briefing|discussion|consultation))|staged|made"
    r"|performed|conducts|oversaw|supervised"
    r"|watched|guided|attended|observed)\b"
    r"[^.;]{0,80}?(?:\blaunch(?!(?:ing)?[- ](?:site|ground|station|cent(?:er|re)"
    r"|facilit|pad|complex|base))|test-launch|test-fir|test fir|\bfiring\b"
    r"|missile test"
    r"|flight test"
    r"|\btest of (?:an? |the )?[^.;]{0,40}missile)"
    r"|\battempted (?:to (?:test-?)?(?:launch|fire)|(?:its|an?|another)"
    r" (?:[\w-]+ ){0,4}launch)\b"
    r"|\b(?:finished|ended|began|started|opened|marked|celebrated|greeted|resumed)\b"
    r"[^.;]{0,60}\bby (?:test-)?(?:launching|firing)\b"
)
_DONE: Final = _P(r"conduct|carried|held|staged|made|performed")
"""Of ``_HELD`` what the one does whose missile it is; others only look on."""

_PLANES: Final = _P(
    r"\b(?:bombers?|jets?|planes?|warplanes?|drones?|balloons?|aircraft|helicopters?)"
    r" (?:\w+ ){0,2}$"
)
_SEEN: Final = _P(
    r"\b(?:detected|detects|tracked|aware of|monitored|observed|confirmed|identified"
    r"|spotted|captured|lists?|counted|registered)\b[^.;]{0,80}?(?:\blaunch|missile"
    r"|[ims]rbm|slbm|icbm"
    r"|projectile|\bfir)"
    r"|\b(?:missiles?|projectiles?|rockets?|icbms?|[ims]rbms?|slbms?|launch(?:es)?"
    r"|object)\b(?! (?:base|site|unit|facilit|operating))[^.;]{0,90}"
    r"\b(?:was|were|had been|has been|have been) (?:also |first |later )?(?:detected"
    r"|tracked|spotted|observed|caught|picked up)\b"
    r"|\b(?:today|yesterday|this morning|\w{2,6}day)'s (?:[\w-]+ ){0,3}(?:missiles?"
    r"|projectiles?)\b[^.;]{0,60}\b(?:was|were|are|flew)\b"
    r"|\b(?:today|yesterday|this morning|\w{2,6}day)'s (?:[\w-]+ ){0,2}(?:firing"
    r"|launch|test-fir(?:e|ing)) of [^.;]{0,60}(?:missile|projectile|rocket|icbm)"
    r"|\battempt(?:ed|s)? to (?:test-?)?(?:launch|fire)\b[^;]{0,140}"
    r"\b(?:fail|explod|blew|crash|broke|disintegrat|fell)"
    r"|\blaunch(?:es|ing)? (?:was|were|took place|occurred|happened|came at|lasted)\b"
    r"|\b(?:launch(?:es)?|test-?(?:fire|firing|launch))\b(?:[^.;,]|\.\d){0,90}"
    r"\b(?:was|were)"
    r" (?:successfully )?(?:carried out|conducted|made)\b"
    r"|\blaunch(?:es)? of [^.;,]{0,80}\b(?:occurred|took place|happened)\b"
    r"|\bcondemns? (?:this|these) (?:\w+ ){0,3}(?:launch|test)(?:es|s)?\b"
    r"|\blaunch(?:es)? (?:on|this|today)\b[^.;]{0,30}\bviolat"
    r"|\b(?:(?:missile|icbm|slbm|rocket|satellite) (?:test|launch)|test-?(?:fire|firing"
    r"|launch))\b[^.;]{0,70}\b(?:ended in failure|was an? (?:\w+ )?(?:failure|success)"
    r"|succeeded)\b"
    r"|\bcondemns? (?:the |all )?(?:dprk|north korea|democratic people[^.;]{0,24}korea)"
    r"(?:'s| for (?:its|the)) [^.;]{0,40}\b(?:test|launch)(?:s|es)?"
    r"(?: of [^.;]{0,60}(?:missile|icbm)|\b)"
    r"|\bmonitoring (?:the|this|these|today's|\w+day's|multiple|several)\b"
    r"[^.;]{0,40}\blaunch"
    r"|^\W*(?:the|this|today's|\w+day's) (?:\w+ )?launch (?:of|by)\b[^.;]{0,60}"
    r"\b(?:missiles?|icbm)\b[^.;]{0,40}\b(?:was|is|violat|pos|break)\w{0,20}"
    r"|\b(?:this|these|the|its) (?:\w+ ){0,3}launch(?:es)?\b[^.;]{0,30}\b(?:poses?"
    r"|posed|do"
    r" not|does not|did not|highlights?)\b"
    r"|\b(?:indicat(?:es|ed)|confirm(?:s|ed)|assessed (?:as|to be)) (?:the"
    r"|a) launch of\b"
    r"|\blaunch(?:es)? (?:of|from|at)\b[^.;]{0,60}\b\d{1,2}[:.]\d\d\b"
)
_FLEW: Final = _P(
    r"\b(?:flew|travel+ed|flown|fallen|splashed down|came down|fell|landed|crashed"
    r"|plunged"
    r"|soared|impacted|went (?:higher|up|about|some|around|\d)|lifted off|blasted off"
    r"|took off|climbed (?:to|up)|rose (?:to|as high)"
    r"|covered (?:a distance|about|some|around|roughly|\d)|broke apart|disintegrated"
    r"|left (?:the )?[\w-]+(?: area)? (?:at|between|on)\b|in (?:the air|flight) for"
    r"|touched down|disappeared from radar|clocked at"
    r"|is in (?:flight|the air)\b"
    r"|failed (?:shortly|soon|right|immediately|just|seconds|minutes"
    r"|in (?:mid-?)?flight"
    r"|during (?:its |the )?(?:flight|ascent|boost|launch))"
    r"|blew up|exploded (?:shortly|in|mid|soon|right|just|seconds|minutes|within"
    r"|during|upon"
    r"|immediately|almost|after))\b"
    r"|\b(?:missiles?|rockets?|projectiles?) (?:precisely |accurately |all )?(?:hit"
    r"|struck)"
    r" (?:the|its|their|an?)\b"
    r"|\b(?:distance|altitude|apogee|height|peak)\b(?:[^.;]|\.\d){0,60}\b(?:km"
    r"|kilomet\w+|miles)\b"
)
_LENGTH: Final = _P(r"(?<![\d,.])\d[\d,.]*[ -]?(?:km|kilomet|miles|nautical)")
_CLOCK: Final = _P(r"\d{1,2}[:.]\d\d|\b\d{1,2} ?[ap]\.?m\b|\b\d{4} (?:utc|gmt|kst|jst)")
_MODAL: Final = _P(
    r"\b(?:could|may|might|would|will|can|should|must|to|not|never|n't|cannot|ready|yet"
    r"|if|unless|be)\s+(?:(?:be|soon|also|again|ever|even|only|probably|then|a"
    r"|ever|yet|get|been)\s+){0,3}$"
)
_BELIEVED: Final = _P(
    r"(?:believed|presumed|thought|suspected|estimated|appear\w{0,20}|seem\w{0,20}"
    r"|assessed"
    r"|understood|reported|said|likely|judged|found|determined) to (?:be|have been)\s+$"
)
_DAYS_AFTER: Final = _P(r"\b(?:days?|weeks?|months?) after (?:\w+ ){0,3}$")
"""What follows was before that of which the sentence tells."""

_AND_THEN: Final = _P(
    r", and (?:then |later |subsequently |also |soon |again )?(?:test-)?$"
)
"""The verb behind it is told for itself, whatever the one before it says."""

_NONE: Final = _P(r"\b(?:no|without|any|nor)\s(?:[\w-]+ ){0,3}$")
_DAY_BEFORE: Final = _P(
    r"[^.;]{0,50}\b(?:the day before|the previous day|(?:a|one|three|four|five|six"
    r"|several"
    r"|\d+) (?:days?|weeks?|months?) (?:earlier|before|ago)|last (?:week|month))\b"
    r"|\s+in (?:late |early |mid-)?(?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december)\b(?! \d)"
)
"""What follows makes it something that was told before."""

_IF: Final = _P(
    r"\b(?:if|in case|in the event|should a|whether|unless|until|before"
    r"|den(?:y|ied|ies|ying)|dismiss\w{0,20}|no (?:\w+ ){0,3}(?:was|were|has been"
    r"|had been)"
    r"|simulat\w+|pretend\w{0,20}|scenario|hypothetical|condemn\w{0,20}"
    r"|denounc\w{0,20}|deplor\w{0,20}"
    r"|no evidence|no sign|not true|as it did|commemorat\w{0,20}|recall\w{0,20}"
    r"|anniversary of (?:\w+ ){0,5}(?:test|launch|firing|explosion|detonation|blast)"
    r"|never|hint(?:s|ed|ing)? at|possibility|prospect|fears? (?:of|that)|stop(?:s"
    r"|ped)?"
    r"|halt(?:s|ed)?|suspend(?:s|ed)?|will)\b[^;.]{0,90}$"
)
_NOT_THEIRS: Final = _P(
    r"(?:south korea|the south|japan|united states|\bu\.s\.|\bus|allies|"
    r"south korea's (?:military"
    r"|army|navy|air force)|seoul|russia|iran|ukraine|china|india|israel)"
    r"(?: (?:military|forces|army|navy|air force))?(?: and (?:the )?[\w. ]{2,30})?"
    r"(?: has| have| also| then| had)?(?: (?:test[- ]|successfully ))?\s*$"
    r"|\b(?:south korean|u\.s\.|american|japanese|allied) (?:(?:air|force|navy|army"
    r"|military|forces|troops|jets?|fighters?|k?f-\w{1,5}|warships?|destroyers?"
    r"|frigates?"
    r"|warplanes?|aircraft|bombers?|and|also|stealth|marines?|units?|soldiers"
    r"|the) ){1,6}$"
    r"|\b(?:allies|south korea|forces|armies|united states|u\.s\.)(?: (?:jointly"
    r"|together"
    r"|also|then|have|has|later|on \w+|in response)){0,3}\s+$"
)
PERIOD: Final = _P(
    r"\bthis year\b|\bso far\b|\blast year\b|\byears? ago\b"
    r"|\b(?:in|since|during|throughout|of|from) (?:late |early |mid-)?(?:19|20)\d\d\b|"
    r"\bsince [\w ]{2,20} (?:took|came|rose|became|inherited)\b|"
    r"\bsince (?:the|he|she|it"
    r"|then|last|early|late|mid|january|february|march|april|may|june|july|august"
    r"|september|october|november|december)\b|\bover the (?:past|last)\b"
    r"|\bin the (?:past|last|first)\b|\bthis month\b|\bto date\b|\bever\b|\ball of\b"
    r"|\bin total\b|\bper year\b|\bevery year\b|\bmonths ago\b|\bweeks ago\b|\bthe same"
    r" (?:month|year|period)\b|\blast (?:month|week|spring|autumn|fall|summer|winter)\b"
    r"|\brecord (?:number|year)\b|\b(?:january|february|march|april|may|"
    r"june|july|august"
    r"|september|october|november|december) (?:19|20)\d\d\b|\bcold war\b|\bdecades?\b"
    r"|\bin \d+ years\b|\btwice in\b|\b(?:half|quarter) of (?:the|this|that"
    r"|last) year\b|\bthe past \d+\b"
    r"|\brecent (?:weeks|months|years)\b|\bearlier this\b"
)
_ORDINAL: Final = _P(
    r"\b(?:\d+(?:st|nd|rd|th)|first(?! (?:half|quarter|six|three|two|few|\d))|second"
    r"|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth"
    r"|tenth|\w+teenth|latest|twentieth)\b"
)
_OF_TEST: Final = _P(r"\b\w+ (?:nuclear|atomic) test\b")
"""The place in a row of a nuclear test is none of a launch."""

_YEAR: Final = _P(r"\b(?:19|20)\d\d\b(?!\s*(?:utc|gmt|kst|jst|hours|km|kilomet|miles))")

_COMPARED: Final = _P(
    r"\b(?:than|above|compared|against|versus|exceed\w{0,6}|up from|unlike"
    r"|as much as)\b"
    r"[^.;]{0,60}\b(?:19|20)\d\d\b"
)
"""An earlier year is told only as a measure of what happened now."""

_LONG_AGO: Final = _P(
    r"\byears? (?:ago|on from|on since|on,|after the (?:\w+ )?(?:nuclear|atomic))\b"
    r"|\banniversary of (?:[\w']+ ){0,6}?(?:test|launch|firing|explosion|detonation"
    r"|blast)|\b(?:test|launch|explosion)'s (?:\w+ )?anniversary\b"
)
_ENGINE: Final = _P(
    r"\b(?:engine|motor|warhead)s?\b[^.;]{0,60}\btest\w{0,20}"
    r"|\btest\w{0,20}\b[^.;]{0,80}"
    r"\b(?:engine|motor)s?\b|\b(?:static|ground|jet) (?:firing |jet )?test"
)
_IN_FLIGHT: Final = _P(
    r"\b(?:flew|flown|landed|travel+ed|fired|launched|altitude|apogee|splashed)\b"
)
_NO_MISSILE: Final = _P(
    r"\bballoons?\b|\bleaflets?\b|\bloudspeakers?\b|\bdrones?\b|\buavs?\b|\bgps\b"
    r"|\bjamm\w+|\bfighter jets?\b|\b(?:spy|reconnaissance) planes?\b|\bbombers?\b"
    r"|\bwarplanes?\b|\bwarning shots\b"
)
_ALLIED: Final = _P(
    r"\batacms\b|\bhyun?moo|\bpatriot\b|\btomahawk|\bminuteman|\bsm-\d\b|\bthaad\b"
    r"|\bblue house\b|\b(?:moon|yoon|putin|biden|trump|modi|khamenei) (?:watched"
    r"|oversaw"
    r"|attended|observed)\b|\btrident\b|\bl-sam\b|\bcheongung|\btaurus\b"
)
_NORTH: Final = _P(
    r"\bnorth korea(?!n? (?:missile launch|threat))|\bthe north\b|\bpyongyang\b"
    r"|\bdprk\b"
    r"|\bkim jong"
)

_FOREIGN: Final = _P(
    r"[^.;]{0,20}\b(?:iran|china|russia|india|pakistan|israel|hamas|the houthis"
    r"|hezbollah"
    r"|ukraine|tehran|moscow|beijing|new delhi|islamabad)(?:'s \w+| \w+ed)?"
    r"(?: has| have| had| said it had| it had)? (?:confirmed|fired|launched|tested"
    r"|test-fired|struck|hit|carried out|it had tested)\b"
)

_NUCLEAR: Final = _P(
    r"\bnuclear (?:weapons? |bomb )?(?:test|explosion|detonation|blast|device)"
    r"(?![- ]?(?:site|ground|facilit|range|ban|moratorium|-ban))"
    r"|\bexplosions?\b|hydrogen bomb|\bh-bomb|thermonuclear|artificial|man-?made"
    r"|\bexplosive yield|\batomic (?:bomb )?test\b|\bhuman-induced\b"
)
_ATOMIC: Final = _P(
    r"nuclear|atomic|hydrogen|\bh-bomb|thermonuclear|seismic|magnitude|quake|tremor"
    r"|underground|artificial|man-?made"
)
"""A text of a test has one of these; an explosion alone is none."""

_MADE: Final = _P(
    r"\b(?:conducted|carried out|detonated|staged|tested|exploded|succe\w+|performed"
    r"|set off|took place|held|conducts)\b"
)
_AFTER: Final = _P(
    r"\b(?:after|following|since|because of|caused by|where|that it|has|"
    r"have)\b[^;.,]{0,60}$"
)
_SHAKEN: Final = _P(
    r"magnitude|\bquake|earthquake|tremor|seismic|\bkilotons?|\bm ?\d\.\d"
)
_UNUSUAL: Final = _P(
    r"\b(?:unusual|suspicious|explosion-like|non-natural) (?:\w+ )?(?:seismic|event"
    r"|quake"
    r"|tremor|earthquake)"
)
_NOT_NATURAL: Final = _P(
    r"\b(?:not?|rather than|unlike|than|instead of|neither)"
    r"(?: (?:appear|likely|seem|be|to be|to|a|an|the|of|any|due|from|those"
    r"|that))* natural\w{0,20}"
    r"|\bdiffer\w{0,20} from (?:that of |those of "
    r"|those from )?(?:an? )?natural\w{0,20}"
)
_NATURAL: Final = _P(
    r"\bnatural(?:ly)?\b|\bnot (?:man-?made|artificial|an artificial)|"
    r"\bunlikely to (?:be"
    r"|have been) (?:man-?made|artificial|caused)|\binduced\b|\baftershock|\btectonic"
    r"|\b(?:not|unlikely to|n't)\b[^.;]{0,30}\b(?:man-?made|artificial|human-)"
    r"|\b(?:aftereffect|consequence|result)s? of the (?:\d{4} |\w+ )?(?:nuclear )?test"
    r"|\bnot (?:a|an|the result of an?|due to a|caused by an?|linked to an?) (?:\w+ )?"
    r"(?:nuclear|test\b|explosion|blast|detonation)"
    r"|\bno (?:sign|indication|evidence|trace)s? (?:of|that) (?:an? |it )?(?:\w+ )?"
    r"(?:explosion|nuclear|artificial|test\b|was)"
)
_COLLAPSE: Final = _P(
    r"\bcollaps\w+|\bcave-?in|\bcaved in|\bground subsid|\bsubsidence|\bsinkhole"
)
_GROUND: Final = _P(
    r"tunnel|cavity|mountain|ground|quake|seismic|tremor|event|test site|magnitude"
)
_FALSE: Final = _P(
    r"\b(?:not true|untrue|unfounded|baseless)\b|\bfalse (?:alarm|alert|missile|report"
    r"|warning)|\berroneous|\bby mistake\b"
    r"|\bmistaken(?:ly)?\b|\bin error\b|\bretract(?:ed|ion|s)\b|\bwrongly\b"
    r"|\bwas no (?:missile|launch|threat)|\bno missile (?:was|had|has|came|threat)"
    r"|\baccidental(?:ly)?\b|\bwrong button\b|"
    r"\bno (?:ballistic )?missile (?:threat|attack)"
    r"|\bcorrected (?:it|the (?:alert|report|news))\b|\bincorrectly\b|\bhuman error\b"
    r"|\bmisfired alert|"
    r"\bmalfunction\w{0,20}[^.;]{0,40}\balert"
)
_GUNS: Final = _P(
    r"\bartillery\b|\bmultiple[- ](?:rocket[- ])?launch(?:er|ing)"
    r"|\bmultiple[- ]launch (?:guided )?rocket|\bmlrs\b|\bhowitzer"
    r"|\bcoastal guns?\b|\bshells\b|\brounds of (?:shells|fire|artillery|ammunition)"
    r"|\bcannon"
    r"|\b\d+ rounds\b(?! of)|\bshelling\b|\bself-propelled guns?\b"
)
_ALTITUDE: Final = _P(r"\b(?:altitude|apogee|height)\b[^.;]{0,40}\d")
_GUNS_HEARD: Final = _P(
    r"\b(?:was|were|had been) (?:detected|observed|heard|reported|staged|held"
    r"|conducted)\b"
)
_UNLIKE: Final = _P(
    r"\b(?:not|unlike|rather than|instead of|other than|no|neither)\s+(?:\w+ ){0,3}"
    r"(?:missiles?|icbms?)"
)
_AGGREGATE: Final = _P(
    r"\b(?:this year|in (?:19|20)\d\d|since)\b[^;]{0,90}\b(?:fired|launched"
    r"|conducted|tested|carried out)\b"
    r"|\bthere have been \d+|\bduring (?:19|20)\d\d\b"
    r"|\bin (?:19|20)\d\d\b[^;]{0,60}\b(?:fired|launched|conducted|tested"
    r"|carried out)\b"
    r"|\b(?:fired|launched|conducted|tested|carried out|test-fired|staged|recorded|seen"
    r"|counted)\b[^;]{0,90}(?:this year|since|in (?:19|20)\d\d|so far|last year|to date"
    r"|in total|over the|this month|last month|days|occasions|times|rounds|ever|in the)"
    r"|\bbrings? the (?:total|number)|\btotal of\b|\b(?:this|"
    r"last) year's (?:total|tally)"
    r"|\b(?:number|tally|count) of\b[^;]{0,40}(?:launches|tests|missiles)|\bhas now\b"
    r"|\b(?:\d+|\w+) (?:launches|tests|missiles)\b[^;]{0,40}(?:this year|last year"
    r"|in (?:19|20)\d\d|so far|since)"
)
_WARNING: Final = _P(
    r"\bnavigation(?:al)? warning|\bplans? to launch|\bnotif(?:ied|"
    r"ication|y)\b|\bno-sail"
    r"|\bintends? to launch|\bit will launch\b"
    r"|(?<!missile )(?<!missile-)\bwarn(?:s|ed|ing)?\b(?! (?:data|system|information))"
    r"|\bno-fly\b|\bnotices? to (?:air|mar)"
    r"|\blaunch window\b|\bexclusion zone|\bhazard (?:area|zone)"
)
_PREPARATION: Final = _P(
    r"\bwould be (?:a|its|the)\b|\bprepar\w+|\bon alert\b|\bsigns? (?:of|that)\b"
    r"|\bsatellite (?:images?|imagery|photos?|pictures?)\b|\bready to\b|\bimminent"
    r"|\b(?:could|may|might|expected to|likely to) (?:soon )?(?:conduct|"
    r"launch|test|fire"
    r"|carry out)\b|\bindications?\b|\bcould allow\b|\btunnel+ing\b|\bmoved? (?:a"
    r"|the)\b|\bin place\b|\bcomplet\w+"
    r"|\bpoised\b|\bcould come\b|\bany time\b|\bactivit(?:y|ies)\b|\bfuel+ing\b"
)
_DIPLOMACY: Final = _P(
    r"\bagree(?:d|s|ment)?\b|\btalks\b|\bsummit\b|\bmeeting\b|\bsanction|"
    r"\bmet\b|\bwants?\b"
    r"|\bwould (?:answer|respond)\b|\bsecurity council\b|\bcondemn|"
    r"\bcall(?:ed|s)? (?:on|for)"
    r"|\burged\b|\bdenounc|\bresolution\b|\bphone\b|\bdialogue\b|\benvoy\b|\bprotest"
    r"|\bnegotiat|\bdrills?\b|\bexercises?\b|\bsystem\b|\bministers?\b|"
    r"\bpledged\b|\bvow"
)
_NOON: Final = re.compile(r"(?<![a-z])([ap])\.m\.")
"""Its dots end no sentence."""

BEGINNING: Final = 4000
"""So many characters are asked what the event is."""


def kind_of(
    sentences: Sequence[str], published: Published | None
) -> tuple[EventType, OtherType | None]:
    """What a text reports; ``other`` with its kind where that is no event of ours.

    Args:
        sentences: Of the text's beginning, in lower case.
        published: Years before it are of something earlier.
    """
    sentences = [_NOON.sub(r"\1m", each) for each in sentences]
    text = " ".join(sentences)
    current = [each for each in sentences if not _is_past(each, published)]
    told = [each for each in current if tells_launch(each)]
    if _SHAKEN.search(text) or _COLLAPSE.search(text):
        found = _shaken(text, sentences, current)
        if found is not None and not told:
            return found
    parts = [part for each in told for part in each.split(";")]
    if _FALSE.search(text) and not _stands_though_false(parts):
        return "other", "false_alarm"
    is_guns = (
        _GUNS.search(text)
        and not any(_names_missile(each) for each in told)
        and not _is_measured(told, text)
    )
    if is_guns and (
        told
        or any(
            _GUNS.search(each)
            for each in sentences
            if FIRED.search(each) or _GUNS_HEARD.search(each)
        )
    ):
        return "other", "artillery"
    first_test = next((n for n, s in enumerate(current) if _tells_test(s)), None)
    if first_test is not None and told[:1] != current[:1]:
        return "nuclear_test", None
    if told:
        return "launch", None
    return "other", _otherwise(text)


def tells_launch(sentence: str) -> bool:
    """Whether a sentence tells a launch as having happened."""
    if _is_of_something_else(sentence):
        return False
    has_clock = _CLOCK.search(sentence) is not None
    for match in FIRED.finditer(sentence):
        if _is_fired(sentence, match) and not _is_counted(
            sentence, match, has_clock=has_clock
        ):
            return True
    if any(
        not _is_blocked(sentence, match.start())
        and not _is_counted(sentence, match, has_clock=has_clock)
        and not (_DONE.match(match[0]) and _is_not_theirs(sentence, match.start()))
        for pattern in (_HELD, _SEEN)
        for match in pattern.finditer(sentence)
    ):
        return MISSILE.search(sentence) is not None or "launch" in sentence
    is_of_missile = MISSILE.search(sentence) or _LENGTH.search(sentence)
    return is_of_missile is not None and any(
        not _is_blocked(sentence, match.start())
        and _PLANES.search(sentence, max(0, match.start() - 40), match.start()) is None
        and not sentence[: match.start()].endswith(("could have ", "would have "))
        and _DAY_BEFORE.match(sentence, match.end()) is None
        and not _is_counted(sentence, match, has_clock=has_clock)
        for match in _FLEW.finditer(sentence)
    )


def _is_of_something_else(sentence: str) -> bool:
    """Of an engine on its stand, of balloons, or of the allies' own missiles."""
    if _ENGINE.search(sentence) and not _IN_FLIGHT.search(sentence):
        return True
    if is_of_others(sentence):
        return True
    if _NORTH.search(sentence):
        return False
    return _ALLIED.search(sentence) is not None or _FOREIGN.match(sentence) is not None


def is_of_others(sentence: str) -> bool:
    """Of balloons, planes or the like, and of no missile."""
    return _NO_MISSILE.search(sentence) is not None and not MISSILE.search(sentence)


def _is_fired(sentence: str, match: re.Match[str]) -> bool:
    if _is_blocked(sentence, match.start()):
        return False
    if _is_not_theirs(sentence, match.start()):
        return False
    earlier = _DAY_BEFORE.match(sentence, match.end())
    if earlier is not None and _CLOCK.search(earlier[0]) is None:
        return False
    if match[0] in _PLAIN_FIRED:
        return _OBJECT.match(sentence, match.end()) is not None and (
            match[0] != "launches"
            or not (
                sentence[: match.start()].endswith("missile ")
                or sentence.startswith((" of", " by", " this"), match.end())
            )
        )
    around = sentence[max(0, match.start() - 160) : match.end() + 160]
    return MISSILE.search(around) is not None


def _is_not_theirs(sentence: str, start: int) -> bool:
    """Done by somebody else than the North."""
    before = sentence[max(0, start - 70) : start].removesuffix("test-")
    return _NOT_THEIRS.search(before) is not None


def _is_blocked(sentence: str, start: int) -> bool:
    before = sentence[max(0, start - 120) : start]
    before = before.removesuffix("test-")
    if _BELIEVED.search(before):
        return False
    if _NONE.search(before):
        return True
    if _MODAL.search(before) is not None or _DAYS_AFTER.search(before) is not None:
        return True
    return _AND_THEN.search(before) is None and _IF.search(before) is not None


def _is_counted(sentence: str, match: re.Match[str], *, has_clock: bool) -> bool:
    """Of a period, not of a day: no single launch is told."""
    behind = sentence[match.end() : match.end() + 120].split(";", maxsplit=1)[0]
    around = sentence[max(0, match.start() - 90) : match.end()] + behind
    period = PERIOD.search(around)
    if period is None or has_clock:
        return False
    return _ORDINAL.search(_OF_TEST.sub(" ", around)) is None


def _is_past(sentence: str, published: Published | None) -> bool:
    """Told of a year before the text's own, and not only as a comparison."""
    if _LONG_AGO.search(sentence):
        return True
    if published is None:
        return False
    years = [int(match[0]) for match in _YEAR.finditer(sentence)]
    limit = published.year - (1 if (published.month or 12) == 1 else 0)
    return (
        bool(years)
        and max(years) < limit
        and _ORDINAL.search(sentence) is None
        and _CLOCK.search(sentence) is None
        and _COMPARED.search(sentence) is None
        and re.search(r"\bsince\b|\binduced|\bnatural", sentence) is None
    )


def _shaken(
    text: str, sentences: Sequence[str], current: Sequence[str]
) -> tuple[EventType, OtherType | None] | None:
    for sentence in sentences:
        plain = _NOT_NATURAL.sub(" ", sentence)
        if _COLLAPSE.search(plain) and _GROUND.search(text):
            return "other", "collapse"
        if _NATURAL.search(plain) and _SHAKEN.search(text):
            return "other", "natural_earthquake"
        if sentence in current and _is_made(sentence):
            return "nuclear_test", None
    is_told = any(_SHAKEN.search(each) for each in current)
    if is_told and any(_tells_test(each) for each in current):
        return "nuclear_test", None
    speaks = any(_NUCLEAR.search(e) or _NOT_NATURAL.search(e) for e in current)
    measured = [each for each in current if _measures_shock(each)]
    unusual = any(_UNUSUAL.search(each) for each in current) and "test site" in text
    return ("nuclear_test", None) if unusual or (speaks and measured) else None


def _measures_shock(sentence: str) -> bool:
    return (
        _SHAKEN.search(sentence) is not None
        and re.search(
            r"\d\.\d|(?:\d|several)[- ]kilotons?|detected|recorded|measured", sentence
        )
        is not None
        and re.search(r"\bwould be\b|\bif\b", sentence) is None
    )


def _is_made(sentence: str) -> bool:
    """A test told by a verb, and not only as what came before something else."""
    for match in _MADE.finditer(sentence):
        before = sentence[max(0, match.start() - 90) : match.start()]
        if _is_blocked(sentence, match.start()) and "have" not in before[-12:]:
            continue
        has_clock = _CLOCK.search(sentence) is not None
        if (
            not has_clock
            and _AFTER.search(before)
            and not re.search(r"(?:to|may|might|we) have\s*$", before)
        ):
            continue
        around = sentence[max(0, match.start() - 80) : match.end() + 80]
        period = PERIOD.search(around)
        if _NUCLEAR.search(around) and (period is None or _ORDINAL.search(around)):
            return True
    return False


def _tells_test(sentence: str) -> bool:
    if not _ATOMIC.search(sentence):
        return False
    return _NUCLEAR.search(sentence) is not None and (
        _is_made(sentence)
        or (
            re.search(
                r"\b(?:announced|confirmed|claimed|reported)\b[^.;]{0,40}"
                r"(?:success|nuclear test|hydrogen)",
                sentence,
            )
            is not None
            and PERIOD.search(sentence) is None
        )
    )


def _stands_though_false(told: Sequence[str]) -> bool:
    return any(
        not _FALSE.search(each)
        and not re.search(r"\balert|\bnhk\b|\balarm", each)
        and tells_launch(each)
        for each in told
    )


def _is_measured(told: Sequence[str], text: str) -> bool:
    """Projectiles whose flight is told like a missile's, whatever fired them."""
    return _ALTITUDE.search(text) is not None and any(
        re.search(r"projectiles?|rockets?\b(?! launch)", each) for each in told
    )


def _names_missile(sentence: str) -> bool:
    plain = _UNLIKE.sub(" ", sentence)
    found = re.search(r"ballistic|cruise|missile|\b[im]rbm|\bsrbm|icbm|slbm", plain)
    return found is not None


def _otherwise(text: str) -> OtherType | None:
    kinds: tuple[tuple[OtherType, re.Pattern[str]], ...] = (
        ("aggregate", _AGGREGATE),
        ("warning", _WARNING),
        ("preparation", _PREPARATION),
        ("diplomacy", _DIPLOMACY),
        ("seismic_event", _SHAKEN),
    )
    if _SHAKEN.search(text) and re.search(r"\d\.\d", text):
        return "seismic_event"
    return next((kind for kind, pattern in kinds if pattern.search(text)), None)
