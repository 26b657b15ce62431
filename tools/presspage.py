"""The page docs/reference/press.md: what is read out of texts, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import cleandoc
from textwrap import dedent
from typing import Any, Final, get_args

from watchword.agreements import spill
from watchword.edge import draft, statementfile, tray
from watchword.edge.statementfile import MOST_BYTES
from watchword.model.field import KIND_OF_FIELD, LONGEST_TEXT
from watchword.press import sites
from watchword.press.claim import (
    Act,
    CountClaim,
    FirstClaim,
    NthClaim,
    PaperClaim,
    Subject,
)
from watchword.press.context import Context
from watchword.press.labels import HOURS, labels_of
from watchword.press.read import READERS, WORDS, read
from watchword.press.reading import (
    EventType,
    Language,
    OtherType,
    Qualifier,
    WeaponClass,
    Zone,
)

Table = Callable[[Sequence[str], Iterable[Sequence[str]]], str]

NAMES: Final[Mapping[Language, str]] = {
    "de": "German",
    "en": "English",
    "fr": "French",
    "ja": "Japanese",
    "ko": "Korean",
    "zh": "Chinese",
}

SHOWN: Final[tuple[Language, ...]] = ("ko", "ja", "zh", "en", "de")

_INDENTED: Final = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.MULTILINE)

LABELS: Final = {
    "event_type": "what it reports",
    "other_subtype": "what else it is, where it reports neither",
    "local_date": "the local day, `2022-06-05`",
    "local_time": "the local time of the first, `09:08` or `09:08:30`",
    "local_time_end": "of the last of several",
    "tz": "the zone of the local times; from authority or language where the text has"
    " none",
    "utc_time": "the first in UTC, where day and time are known",
    "utc_time_end": "the last, likewise",
    "launch_site": "sites as the text names them, `; ` between two",
    "count_missiles": "`min`, `max`, and `word`: `several` where no number is said",
    "weapon_class": "the class",
    "landing_area": "where it came down, in words",
    "direction": "the direction of flight, in words",
    "magnitude_type": "the scale of the magnitude",
    "range_km": "`min`, `max`, `qualifier`",
    "apogee_km": "likewise",
    "max_speed_mach": "likewise",
    "flight_time_min": "likewise",
    "yield_kt": "likewise",
    "magnitude": "a number",
    "depth_km": "a number",
    "lat": "degrees north",
    "lon": "degrees east",
    "per_missile": "a list, where missiles are told one by one",
    "other_authority_labels": "always null: what another authority said is left out",
}
"""What each label means; the page refuses to leave one out."""

OTHERS: Final[Mapping[OtherType, str]] = {
    "aggregate": "how many there were in a time: a claim",
    "artillery": "shells or rockets, and no missile",
    "collapse": "the ground gave way, some time after a test",
    "diplomacy": "talks, sanctions, statements",
    "false_alarm": "a warning that is taken back",
    "natural_earthquake": "an earthquake that is said to be natural",
    "preparation": "a test is expected, possible or prepared",
    "seismic_event": "a quake whose cause is not said; with a magnitude a report",
    "warning": "a warning to people or ships before anything is known",
}

QUALIFIERS: Final[Mapping[Qualifier, str]] = {
    "approx": "about: 약, 約, rund, some",
    "as_stated": "as it stands, without any such word",
    "at_least": "or more: 이상, 以上, mindestens, over",
    "at_most": "or less: 이하, 以下, höchstens, up to",
}

REFUSED: Final = {
    "cannot-move": "of a tray: a file in it cannot be put away; it is tried again",
    "missing": "of a tray: there is no such folder now",
    "national-marking": "it bears a national classification marking: the file is"
    " removed, and only the rule is told",
    "no-text": "it is empty, or has nothing below its lines",
    "not-read": "no process could be had that reads it, three times over",
    "not-text": "it is not UTF-8, or has characters that steer a screen",
    "too-large": f"it is longer than {MOST_BYTES:,} bytes",
    "unreadable": "it is a link, a pipe or the like, or the node may not read it; of a"
    " tray: it cannot be looked into",
    "wrong-header": "a line above the text, or the day in the name, cannot be",
}


def parts(table: Table, block: Callable[[str], str]) -> list[str]:
    """The sections of the page."""
    _check("LABELS", labels_of(read("", "en", Context())), LABELS)
    _check("OTHERS", get_args(OtherType), OTHERS)
    _check("QUALIFIERS", get_args(Qualifier), QUALIFIERS)
    return [
        (
            "What Watchword reads out of official statements and news text, and what it"
            " does not take.  How to use it: [Read a statement]"
            "(../how-to/read-a-statement.md)."
        ),
        *_languages(),
        *_reports(table),
        *_labels(table),
        *_claims(table),
        *_trays(table, block),
        *_spill(),
        *_proposers(block),
        *_gazetteer(table),
    ]


def _check(name: str, real: Iterable[str], written: Iterable[str]) -> None:
    if set(real) != set(written):
        differs = sorted(set(real) ^ set(written))
        raise SystemExit(f"{name} of tools/presspage.py differs in: {differs}")


def _languages() -> list[str]:
    read_in = ", ".join(f"{NAMES[each]} (`{each}`)" for each in sorted(READERS))
    claims_in = ", ".join(NAMES[each] for each in sorted(WORDS))
    return [
        "## Languages",
        (
            f"Reports are read in {read_in}; claims in {claims_in}.\nIn"
            f" any other language"
            " the whole text is handed back as not read."
        ),
    ]


def _reports(table: Table) -> list[str]:
    others = [(f"`{word}`", OTHERS[word]) for word in get_args(OtherType)]
    return [
        "## What is a report",
        (
            "A launch, a nuclear test, or a quake with a magnitude, told"
            " by the authority"
            " itself as something that has happened.  Its values go into the"
            " [fields](fields.md) of the same names; its text goes into"
            " `text`, the first"
            f" {LONGEST_TEXT} characters of it.\nNothing is guessed: what"
            f" the text does not"
            " say is absent, a zone that it does not name is marked"
            " inferred, and a number"
            " without a unit or a day that does not exist is shown as *could not read*,"
            " with its place and the reason."
        ),
        "What is none of these is `other`, and never becomes a report by itself:",
        table(("`other_subtype`", "is"), others),
    ]


def _labels(table: Table) -> list[str]:
    zones = ", ".join(f"`{each}` ({HOURS[each]:+d} h)" for each in get_args(Zone))
    qualifiers = [(f"`{word}`", QUALIFIERS[word]) for word in get_args(Qualifier)]
    return [
        "## Labels",
        (
            "What `watchword press read` answers with for each text, as"
            " `labels`; absent is"
            " null."
        ),
        table(("label", "means"), [(f"`{k}`", v) for k, v in LABELS.items()]),
        (
            f"`event_type`: {_words(EventType)}.\n`weapon_class`:"
            f" {_words(WeaponClass)}.\n"
            f"`tz`: {zones}."
        ),
        table(("`qualifier`", "means"), qualifiers),
    ]


def _words(kind: Any) -> str:  # noqa: ANN401 (a Literal)
    return ", ".join(f"`{word}`" for word in get_args(kind))


def _claims(table: Table) -> list[str]:
    rows = [
        (f"`{each.__struct_config__.tag}`", _first_line(each.__doc__))
        for each in (CountClaim, FirstClaim, NthClaim, PaperClaim)
    ]
    return [
        "## Claims",
        (
            "What a text says that can be checked; see [Check a claim]"
            "(../how-to/check-a-claim.md)."
        ),
        table(("kind", "is"), rows),
        f"Of what: {_words(Subject)}.\nWhat was done to an agreement: {_words(Act)}.",
    ]


def _first_line(doc: str | None) -> str:
    return cleandoc(doc or "").partition("\n")[0]


def _trays(table: Table, block: Callable[[str], str]) -> list[str]:
    form = _indented(statementfile.__doc__)
    folder = _indented(tray.__doc__)
    rows = [(f"`{word}`", says) for word, says in REFUSED.items()]
    return [
        "## Trays",
        (
            "A tray is a folder that a running node looks into every"
            " second.  A text in it"
            " may begin with lines that say what is known of it, and an empty line:"
        ),
        block(form),
        _rest(statementfile.__doc__),
        block(folder),
        _rest(tray.__doc__),
        "Why a file is refused, or a tray cannot be used:",
        table(("word", "means"), rows),
    ]


def _spill() -> list[str]:
    doc = cleandoc(spill.__doc__ or "").partition("\n\n")[2]
    return ["## National markings", _code(doc)]


def _proposers(block: Callable[[str], str]) -> list[str]:
    doc = cleandoc(draft.__doc__ or "")
    about = doc.partition("\n\n")[2].partition("\n\n")[0]
    fields = ", ".join(f"`{each}`" for each in sorted(draft.RESERVED))
    named = len(KIND_OF_FIELD)
    return [
        "## Proposers",
        _code(about),
        block(_indented(draft.__doc__)),
        _code(_rest(draft.__doc__)),
        (
            f"Any of the {named} fields may be named once, but {fields}: these are the"
            f" node's.  At most {draft.MOST_DRAFTS} reports of one text"
            f" are taken.\nIt runs"
            " in a process of its own, without the settings of the node, until it has"
            " answered or its `seconds` are over; what it prints goes nowhere.  What it"
            " gives back is checked again by the node."
        ),
    ]


def _position(site: sites.Site) -> str:
    if site.lat_deg is None or site.lon_deg is None:
        return ""
    return f"{site.lat_deg:g}, {site.lon_deg:g}"


def _gazetteer(table: Table) -> list[str]:
    rows = [
        (
            f"`{site.key}`",
            _position(site),
            site.source,
            *(", ".join(site.names.get(each, ())) for each in SHOWN),
        )
        for site in sites.sites().values()
    ]
    return [
        "## Sites",
        _code(cleandoc(sites.__doc__ or "")),
        table(("site", "lat, lon", "from", "ko", "ja", "zh", "en", "de"), rows),
    ]


def _indented(doc: str | None) -> str:
    """The first indented block of a docstring."""
    found = _INDENTED.search(cleandoc(doc or "") + "\n")
    return "" if found is None else dedent(found[0]).strip("\n").replace("``", "`")


def _rest(doc: str | None) -> str:
    """What stands after it."""
    text = cleandoc(doc or "")
    found = _INDENTED.search(text + "\n")
    return "" if found is None else _code(text[found.end() :].strip())


def _code(text: str) -> str:
    return text.replace("``", "`")
