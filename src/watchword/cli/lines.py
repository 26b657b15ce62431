"""Words of the demo's story: pure functions from rows to lines."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shutil import which
from typing import Any, Final

from watchword.model.field import Value
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, Instant, datetime_of
from watchword.picture.count import number_words
from watchword.picture.words import value_words
from watchword.record.staging import UNDERLYING, short
from watchword.record.statements import Entry, fields_of

ZONE: Final = "+09:00"
WIDTH: Final = 100
SHOWN: Final = ("count", "range_km", "apogee_km", "max_speed_mach", "flight_time_min")
MOST_REASONS: Final = 2
RULE_WIDTH: Final = 24
COUNT_WIDTH: Final = 12


def readings_words(by_reading: Mapping[str, Mapping[str, Any]]) -> str:
    """How each party reads the papers, where they differ."""
    return " · ".join(
        f"{short(party)}: "
        + (
            "may end any time"
            if effect["may_end"] == "at will"
            else f"may end {str(effect['may_end'])[:10]} at the earliest"
        )
        for party, effect in by_reading.items()
    )


def entry_words(entry: Entry) -> str:
    """One statement of the record in one line."""
    fields = fields_of(entry)
    parts = [_authority(entry.authority), _when(entry)]
    parts += [_number(name, fields[name]) for name in SHOWN if name in fields]
    parts += [str(fields[name]) for name in ("outcome", "site") if name in fields]
    said = " · ".join(filter(None, parts))
    return f"{said} · corrects" if entry.corrects else said


def several_words(entries: Sequence[Entry]) -> str:
    """A group of statements filed at one instant."""
    days = sorted({entry.event_day for entry in entries})
    what = f"{len(entries)} statements about {len(days)} days, {days[0]} to {days[-1]}"
    return f"{_authority(entries[0].authority)} · {what}"


def _authority(name: str) -> str:
    """The part in brackets says whose it is; the desk's name says that here."""
    return name.partition(" (")[0]


def _when(entry: Entry) -> str:
    if entry.kind == "statement":
        return f"of {entry.event_day[5:]}, a statement"
    observed = fields_of(entry).get("observed_at")
    about = "" if _said_day(entry) == entry.event_day else f"of {entry.event_day[5:]}"
    if isinstance(observed, Instant) and observed.precision_ns < DAY_NS:
        return f"{about} {datetime_of(observed.ns, ZONE):%H:%M}".strip()
    return about


def _said_day(entry: Entry) -> str:
    return datetime_of(entry.said_at_ns, ZONE).strftime("%Y-%m-%d")


def _number(name: str, value: Value) -> str:
    words = value_words(value)
    match name:
        case "count":
            return f"{words} fired"
        case "max_speed_mach":
            return f"Mach {words.removesuffix(' mach')}"
        case "apogee_km":
            return f"apogee {words}"
        case "flight_time_min":
            return f"flew {words}"
    return words


def one_each(rows_: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The first of the rows to each party: a group goes the same way."""
    return list({row["to"]: row for row in reversed(rows_)}.values())[::-1]


def went_words(
    row: Mapping[str, Any], total: int, statements: int, links: Mapping[str, Any]
) -> str:
    """What went to a party, under which article, how soon it was receipted."""
    clauses = " ".join(sorted({c for ids in row["basis"].values() for c in ids}))
    by = "push" if row["by"] == ["push"] else "release decision"
    ms = links.get(row["to"], {}).get("round_trip_ms") or 0
    head = f"{'':11}→ {short(row['to']):11} {_what(row, total, statements):22}"
    basis = f"{row['agreement']} {clauses} · posture {by}"
    return f"{head} {basis:35} receipted {ms:2.0f} ms"


def _what(row: Mapping[str, Any], total: int, statements: int) -> str:
    if statements > 1:
        return f"{statements} statements"
    fields = [f for f in row["fields"] if not f.endswith(("_coarse", "_hour"))]
    if len(fields) >= total:
        return f"all {total} fields"
    named = ", ".join(fields)
    return named if len(named) < 22 else f"{len(fields)} of {total} fields"


def stayed_words(row: Mapping[str, Any]) -> str:
    """What did not go to a party, and the first reasons."""
    reasons = dict.fromkeys(
        f"{decision['agreement']} {no['id']} {no['code']}"
        for decision in _told(row)
        for no in decision["refusals"]
    )
    shown = [*reasons][:MOST_REASONS]
    more = len(reasons) - len(shown)
    tail = f" · and {more} more" if more else ""
    return f"{'':11}✗ {short(row['to']):11} {' · '.join(shown)}{tail}"


def codes_of(row: Mapping[str, Any]) -> set[str]:
    """The codes of every rule that failed."""
    return {no["code"] for d in _told(row) for no in d["refusals"]}


def _told(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The decisions but those under what only stands below a leg."""
    return [d for d in row["decisions"] if d["agreement"] not in UNDERLYING]


def brief_when(words: str) -> str:
    """Without the year."""
    return re.sub(r"^(~?)\d{4}-", r"\1", words)


def way_words(sender: str, recipient: str) -> str:
    """From whom to whom."""
    return f"{short(sender)} → {short(recipient)}".ljust(22)


def sent_logs(
    logs: Mapping[PartyId, Mapping[str, Any]], sender: str, recipient: str
) -> list[Mapping[str, Any]]:
    """The logs of what one desk said to another."""
    return [
        log
        for party, found in logs.items()
        for log in found["logs"]
        if party == sender
        and log["log"].startswith(f"{sender}/")
        and f"/{recipient}/" in log["log"]
    ]


def proof_words(sent: Sequence[Mapping[str, Any]]) -> str:
    """How much was said, signed and receipted."""
    lines = sum(log["entries"] for log in sent)
    receipted = sum(log["receipted"] for log in sent)
    marks = sum(log["checkpoints"] for log in sent)
    return (
        f"{lines:3} lines · {marks} checkpoints signed · {receipted} receipted"
        " · verified"
    )


def count_heads(
    period: str, counts: Mapping[PartyId, Sequence[Mapping[str, Any]]]
) -> str:
    """Above the counts: the period and the desks."""
    desks = "".join(f"{short(party):>{COUNT_WIDTH}}" for party in counts)
    return f"{period:{RULE_WIDTH}}{desks}"


def count_lines(
    counts: Mapping[PartyId, Sequence[Mapping[str, Any]]],
) -> Iterator[str]:
    """A line for each rule under which any desk counts anything."""
    for rows in zip(*counts.values(), strict=True):
        if any(row["high"] != 0 for row in rows):
            each = (number_words(row["low"], row["high"]) for row in rows)
            words = "".join(f"{word:>{COUNT_WIDTH}}" for word in each)
            yield f"{rows[0]['rule']:{RULE_WIDTH}}{words}"


def claim_words(checked: Mapping[PartyId, Mapping[str, Any]]) -> str:
    """What becomes of a claim at each desk."""
    claims = {found["claim"] for found in checked.values()}
    answers = (f"{short(party)} {_answer(found)}" for party, found in checked.items())
    return f'"{" ".join(claims)}" this year? {" · ".join(answers)}'


def _answer(found: Mapping[str, Any]) -> str:
    true = sum(1 for rule in found["rules"] if rule["holds"])
    return f"{found['verdict']} ({true} of {len(found['rules'])} rules)"


def program() -> str:
    """How this very program is called again from here."""
    called = Path(sys.argv[0])
    if called.name != "watchword" or which("watchword") == str(called):
        return "watchword"
    here = Path.cwd()
    return str(called.relative_to(here) if called.is_relative_to(here) else called)
