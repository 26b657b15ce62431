"""What the demo tells: lines that fit 100 columns, with or without colour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from watchword.cli.shown import table
from watchword.edge.commands.papers import AgreementShow
from watchword.edge.socket import Caller
from watchword.model.agreement import AgreementId
from watchword.model.event import Event
from watchword.model.field import Value
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, Instant, datetime_of
from watchword.picture.picture import Picture
from watchword.picture.table import rows
from watchword.picture.words import value_words
from watchword.record.staging import AGREEMENTS, Staged, short
from watchword.record.statements import Entry, fields_of

ZONE: Final = "+09:00"
WIDTH: Final = 100
SHOWN: Final = ("count", "range_km", "apogee_km", "max_speed_mach", "flight_time_min")
MOST_REASONS: Final = 2


class Story:
    """Tells a run on a console.

    Args:
        out: Where to.
        staged: The desks.
    """

    def __init__(self, out: Console, staged: Sequence[Staged]) -> None:
        self._out = out
        self._staged = staged
        self._day = ""

    def _say(self, text: str, style: str = "", indent: int = 0) -> None:
        lines = wrap(text, WIDTH, subsequent_indent=" " * indent) or [""]
        for line in lines:
            self._out.print(Text(line, style=style), soft_wrap=True)

    def begin(self) -> None:
        """Who is there."""
        self._say(
            "EXERCISE · Watchword demo · desks on this machine, a process each · public"
            " statements only",
            "bold",
        )
        self._say("")
        for number, desk in enumerate(self._staged):
            head = "desks" if not number else ""
            self._say(f"{head:12} {desk.party:22} {desk.listen:18} ready")

    def agreements(self, caller: Caller) -> None:
        """What holds between them."""
        for number, name in enumerate(AGREEMENTS):
            found = caller.call(AgreementShow(agreement=AgreementId(name)))
            head = "agreements" if not number else ""
            parties = " ".join(short(p) for p in found["by_reading"])
            state = found["state"].lower().replace("_", " ")
            differ = " · readings differ" if found["readings_differ"] else ""
            self._say(f"{head:12} {name:12} {parties:26} {state}{differ}")
            if found["readings_differ"]:
                self._say(f"{'':26}{_readings(found['by_reading'])}")

    def filed(
        self,
        entries: Sequence[Entry],
        filed: Sequence[Mapping[str, Any]],
        links: Mapping[str, Any],
    ) -> None:
        """What was filed, what went to whom, what did not and why."""
        entry = entries[0]
        day = datetime_of(entry.said_at_ns, ZONE).strftime("%Y-%m-%d")
        new, self._day = day != self._day, day
        if new:
            self._say("")
        who = f"{short(entry.desk)} files"
        words = _words(entry) if len(entries) == 1 else _several(entries)
        self._say(f"{day if new else '':11}{who:17} {words}", "bold", indent=29)
        for row in _together([row for one in filed for row in one["released"]]):
            self._say(_went(row, len(fields_of(entry)), len(entries), links), "green")
        for row in _together([row for one in filed for row in one["refused"]]):
            self._say(_stayed(row), "red", indent=25)

    def event(self, found: Event) -> None:
        """That reports of several witnesses have become one event."""
        said = {w.authority for f in found.fields for w in f.witnesses}
        differ = [f.field for f in found.fields if f.verdict == "disagree"]
        words = [
            f"{name.rpartition('_')[0]} {value_words(f.together)}"
            for name in ("range_km", "apogee_km")
            for f in found.fields
            if f.field == name and f.together is not None
        ]
        verdict = f"≠ {', '.join(differ)}" if differ else "within their doubt"
        text = f"{len(said)} witnesses · {' · '.join([*words, verdict])}"
        self._say(f"{'':11}= one event   {text}", "cyan")

    def refusals(self, found: Mapping[PartyId, Sequence[Mapping[str, Any]]]) -> None:
        """How many did not go, by reason."""
        each = [row for rows_ in found.values() for row in rows_]
        codes = Counter(code for row in each for code in _codes(row))
        shown = " · ".join(f"{code} {n}" for code, n in codes.most_common())
        self._say("")
        self._say(f"{'refused':11}{len(each)}   {shown}", "bold")
        self._say(f"{'':11}watchword why lists each, with every rule that failed")

    def picture(self, party: str, shown: Picture) -> None:
        """The events, as one desk holds them."""
        self._say("")
        self._say(
            f"EXERCISE · the picture on {self._day} as {short(party)} holds it, times"
            f" {ZONE} · ≠ no common value",
            "bold",
        )
        columns = [desk.party for desk in self._staged]
        body = [
            (
                row.number,
                _brief_when(row.when),
                row.where,
                *(row.cells[c] for c in columns),
                row.together,
            )
            for row in rows(shown, ZONE, columns)
        ]
        heads = ("no.", "when", "where", *map(short, columns), "together")
        self._out.print(table(heads, body, whole=2))

    def proof(self, logs: Mapping[PartyId, Mapping[str, Any]]) -> None:
        """Every way between two desks, with its signed checkpoints."""
        self._say("")
        head = "proof"
        for sender in logs:
            for recipient in logs:
                sent = _sent(logs, sender, recipient)
                if sent:
                    self._say(f"{head:11}{_way(sender, recipient)}{_proof(sent)}")
                    head = ""
        self._say(
            f"{'':11}recomputed from the lines at both ends: watchword ledger verify"
        )

    def end(self, seconds: float, *, keep: bool) -> None:
        """How long it took, and where to look."""
        self._say(f"demo: ok in {seconds:.0f} s", "bold")
        self._say("")
        running = "are running, watchword demo --stop ends them"
        stored = "have ended, their folders stay until the next demo"
        self._say(f"The desks {running if keep else stored}. Look around:")
        first, second, *_ = (desk.folder for desk in self._staged)
        for line in (
            f"{second} picture --zone {ZONE} --as-of 2022-05-04T12:20{ZONE}",
            f"{second} picture 14",
            f"{first} why LATEST --to {second.name}",
            f"{first} agreement timeline {AGREEMENTS[0]}",
            f"{second} link status",
        ):
            self._say(f"  watchword --node {line}")


def _readings(by_reading: Mapping[str, Mapping[str, Any]]) -> str:
    return " · ".join(
        f"{short(party)}: "
        + (
            "may end any time"
            if effect["may_end"] == "at will"
            else f"may end {str(effect['may_end'])[:10]} at the earliest"
        )
        for party, effect in by_reading.items()
    )


def _words(entry: Entry) -> str:
    fields = fields_of(entry)
    parts = [_authority(entry.authority), _when(entry)]
    parts += [_number(name, fields[name]) for name in SHOWN if name in fields]
    parts += [str(fields[name]) for name in ("outcome", "site") if name in fields]
    said = " · ".join(filter(None, parts))
    return f"{said} · corrects" if entry.corrects else said


def _several(entries: Sequence[Entry]) -> str:
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


def _together(rows_: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The first of the rows to each party: a group goes the same way."""
    return list({row["to"]: row for row in reversed(rows_)}.values())[::-1]


def _went(
    row: Mapping[str, Any], total: int, statements: int, links: Mapping[str, Any]
) -> str:
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


def _stayed(row: Mapping[str, Any]) -> str:
    reasons = dict.fromkeys(
        f"{decision['agreement']} {no['id']} {no['code']}"
        for decision in row["decisions"]
        for no in decision["refusals"]
    )
    shown = [*reasons][:MOST_REASONS]
    more = len(reasons) - len(shown)
    tail = f" · and {more} more" if more else ""
    return f"{'':11}✗ {short(row['to']):11} {' · '.join(shown)}{tail}"


def _codes(row: Mapping[str, Any]) -> set[str]:
    return {no["code"] for d in row["decisions"] for no in d["refusals"]}


def _brief_when(words: str) -> str:
    return re.sub(r"^(~?)\d{4}-", r"\1", words)


def _way(sender: str, recipient: str) -> str:
    return f"{short(sender)} → {short(recipient)}".ljust(22)


def _sent(
    logs: Mapping[PartyId, Mapping[str, Any]], sender: str, recipient: str
) -> list[Mapping[str, Any]]:
    return [
        log
        for party, found in logs.items()
        for log in found["logs"]
        if party == sender
        and log["log"].startswith(f"{sender}/")
        and f"/{recipient}/" in log["log"]
    ]


def _proof(sent: Sequence[Mapping[str, Any]]) -> str:
    lines = sum(log["entries"] for log in sent)
    receipted = sum(log["receipted"] for log in sent)
    marks = sum(log["checkpoints"] for log in sent)
    return (
        f"{lines:3} lines · {marks} checkpoints signed · {receipted} receipted"
        " · verified"
    )
