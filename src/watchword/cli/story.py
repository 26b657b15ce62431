"""What the demo tells: lines that fit 100 columns, with or without colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from rich.console import Console
from rich.text import Text

from watchword.cli.lines import (
    WIDTH,
    ZONE,
    brief_when,
    claim_words,
    codes_of,
    count_heads,
    count_lines,
    entry_words,
    one_each,
    program,
    proof_words,
    readings_words,
    sent_logs,
    several_words,
    stayed_words,
    way_words,
    went_words,
)
from watchword.cli.shown import table
from watchword.edge.commands.papers import AgreementShow
from watchword.edge.socket import Caller
from watchword.model.agreement import AgreementId
from watchword.model.event import Event
from watchword.model.party import PartyId
from watchword.model.text import printable
from watchword.model.time import datetime_of
from watchword.picture.days import Days, day_words
from watchword.picture.picture import Picture
from watchword.picture.table import rows
from watchword.picture.words import value_words
from watchword.record.staging import AGREEMENTS, Staged, short
from watchword.record.statements import Entry, fields_of


def tell(out: Console, text: str, style: str = "", indent: int = 0) -> None:
    """Print a line that fits, the rest of it below, indented."""
    lines = wrap(printable(text), WIDTH, subsequent_indent=" " * indent) or [""]
    for line in lines:
        out.print(Text(line, style=style), soft_wrap=True)


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
        tell(self._out, text, style, indent)

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
                self._say(f"{'':26}{readings_words(found['by_reading'])}")

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
        words = entry_words(entry) if len(entries) == 1 else several_words(entries)
        self._say(f"{day if new else '':11}{who:17} {words}", "bold", indent=29)
        for row in one_each([row for one in filed for row in one["released"]]):
            self._say(
                went_words(row, len(fields_of(entry)), len(entries), links), "green"
            )
        for row in one_each([row for one in filed for row in one["refused"]]):
            self._say(stayed_words(row), "red", indent=25)

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
        open_ = [f.field for f in found.fields if f.verdict == "not confirmed"]
        within = f"not confirmed: {', '.join(open_)}" if open_ else "within their doubt"
        verdict = f"≠ {', '.join(differ)}" if differ else within
        text = f"{len(said)} witnesses · {' · '.join([*words, verdict])}"
        self._say(f"{'':11}= one event   {text}", "cyan")

    def refusals(self, found: Mapping[PartyId, Sequence[Mapping[str, Any]]]) -> None:
        """How many did not go, by reason."""
        each = [row for rows_ in found.values() for row in rows_]
        codes = Counter(code for row in each for code in codes_of(row))
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
                brief_when(row.when),
                row.where,
                *(row.cells[c] for c in columns),
                row.together,
            )
            for row in rows(shown, ZONE, columns)
        ]
        heads = ("no.", "when", "where", *map(short, columns), "together")
        self._out.print(table(heads, body, whole=2))

    def how_many(
        self,
        year: Days,
        counts: Mapping[PartyId, Sequence[Mapping[str, Any]]],
        checked: Mapping[PartyId, Mapping[str, Any]],
    ) -> None:
        """The same year by each rule, as each desk holds it; and what a text said."""
        self._say("")
        self._say(f"how many?  {count_heads(day_words(year), counts)}", "bold")
        for line in count_lines(counts):
            self._say(f"{'':11}{line}")
        self._say(f"{'':11}{claim_words(checked)}", indent=11)
        self._say(f"{'':11}watchword claim check lists the rules, with their events")

    def proof(self, logs: Mapping[PartyId, Mapping[str, Any]]) -> None:
        """Every way between two desks, with its signed checkpoints."""
        self._say("")
        head = "proof"
        for sender in logs:
            for recipient in logs:
                sent = sent_logs(logs, sender, recipient)
                if sent:
                    self._say(
                        f"{head:11}{way_words(sender, recipient)}{proof_words(sent)}"
                    )
                    head = ""
        self._say(
            f"{'':11}recomputed from the lines at both ends: watchword ledger verify"
        )

    def end(self, seconds: float, *, keep: bool) -> None:
        """How long it took, and where to look."""
        self._say(f"demo: ok in {seconds:.0f} s", "bold")
        self._say("")
        first, second, *_ = (desk.folder for desk in self._staged)
        running = "are running until watchword demo --stop"
        stored = "have ended, their folders stay until the next demo"
        self._say(f"The desks {running if keep else stored}. Look around:")
        for line in (
            f"{second} picture --zone {ZONE} --as-of 2022-05-04T12:20{ZONE}",
            f"{second} picture 14",
            f"{first} count --year 2022 --rule days-counted-artillery",
            f"{first} why LATEST --to {second.name}",
            f"{first} agreement timeline {AGREEMENTS[0]}",
            f"{second} link status",
        ):
            self._command(f"--node {line}")
        if keep:
            self._command(f"demo --dir {first.parent} --stop")

    def _command(self, line: str) -> None:
        # Never wrapped: it is there to be pasted.
        self._out.print(Text(f"  {program()} {line}"), soft_wrap=True)
