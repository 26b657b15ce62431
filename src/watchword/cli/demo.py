"""``watchword demo``: three desks, one record, one picture."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
import typer
from rich.console import Console

from watchword.cli.act_two import ActTwo
from watchword.cli.act_words import Act
from watchword.cli.processes import Processes, end_left, free_address, processes
from watchword.cli.shown import Json, console, show_json
from watchword.cli.story import Story
from watchword.edge.clock import monotonic_ns
from watchword.edge.commands.claims import ClaimCheck
from watchword.edge.commands.counts import CountShow
from watchword.edge.commands.dispatch import Command
from watchword.edge.commands.ledgers import LedgerVerify
from watchword.edge.commands.links import ClockAdvance, Delivered
from watchword.edge.commands.releases import Refusals
from watchword.edge.commands.reports import PictureShow, ReportFile
from watchword.edge.home import Home
from watchword.edge.socket import Caller
from watchword.errors import LinkError, UsageError
from watchword.model.party import PartyId
from watchword.model.time import SECOND_NS
from watchword.picture.claimtext import parse_claim
from watchword.picture.days import parse_days
from watchword.picture.picture import Picture
from watchword.record.staging import Staged, short, stage
from watchword.record.statements import Entry, fields_of, header_of, statements
from watchword.wire.codec import encode

MARK: Final = "made-by-watchword-demo"
CLAIM: Final = "at least 18 missile tests"
"""What a newspaper said that day."""


def add_to(app: typer.Typer) -> None:
    """Put the command on the command line."""
    app.command("demo")(demo)


def demo(
    folder: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="Where the desks' folders go.")
    ] = Path("demo"),
    keep: Annotated[
        bool,
        typer.Option("--keep", help="Leave the nodes running and say how to look."),
    ] = False,
    stop: Annotated[
        bool, typer.Option("--stop", help="End the nodes that --keep left running.")
    ] = False,
    json: Json = False,
) -> None:
    """Three desks on this machine exchange the public record of 2022.

    EXERCISE: three node processes with keys, stores and mutual TLS of their own,
    under dated agreements; a replay clock goes from January to June 2022. In the
    second act three others live through the end of an agreement, and a new one.
    """
    ended = end_left(folder)
    if stop:
        show_json({"ended": ended}) if json else typer.echo(f"{ended} nodes ended")
        return
    began_ns = monotonic_ns()
    _clear(folder)
    staged = stage(folder, free_address)
    out = console() if not json else Console(quiet=True)
    story = Story(out, staged)
    with processes(folder, keep=keep) as started:
        found = Demo(staged, story).run(started)
        found["what_if"] = ActTwo(folder, Act(out)).run(started)
    seconds = (monotonic_ns() - began_ns) / SECOND_NS
    if json:
        show_json({**found, "seconds": round(seconds, 1)})
    else:
        story.end(seconds, keep=keep)


def _clear(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder", hint="--dir DIR names another")
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise UsageError(
                f"{folder} holds something else", hint="--dir DIR names another folder"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("EXERCISE: nothing here outlives the next demo.\n")


class Demo:
    """One run: files the record, and tells what happens to it.

    Args:
        staged: The desks.
        story: Tells it.
    """

    def __init__(self, staged: Sequence[Staged], story: Story) -> None:
        self._staged = staged
        self._callers = {s.party: Caller(Home(s.folder)) for s in staged}
        self._story = story
        self._names: dict[str, str] = {}

    def run(self, started: Processes) -> dict[str, Any]:
        """File everything; answer with the figures of the run."""
        for desk in self._staged:
            started.start(desk.folder)
        self._story.begin()
        for desk in self._staged:
            self._delivered(desk.party)
        self._story.agreements(self._callers[self._staged[0].party])
        for _, group in groupby(statements(), key=_moment):
            self._file([*group])
        return self._finish()

    def _file(self, entries: Sequence[Entry]) -> None:
        first = entries[0]
        for caller in self._callers.values():
            caller.call(ClockAdvance(to_ns=first.said_at_ns))
        filed = [self._call(first.desk, self._command(entry)) for entry in entries]
        names = (one["name"] for one in filed)
        self._names.update(zip((entry.id for entry in entries), names, strict=True))
        went = any(one["released"] for one in filed)
        links = self._delivered(first.desk) if went else {}
        self._story.filed(entries, filed, links)
        if len(entries) == 1 and first.kind != "statement":
            self._look(filed[0]["name"])

    def _look(self, name: str) -> None:
        shown = self._picture(self._holder)
        for event in shown.events:
            said = {w.authority for f in event.fields for w in f.witnesses}
            if name in event.members and len(said) > 1:
                self._story.event(event)

    @property
    def _holder(self) -> PartyId:
        return self._staged[1].party

    def _picture(self, party: PartyId) -> Picture:
        found = self._call(party, PictureShow())
        kept = {key: found[key] for key in ("as_of_ns", "events", "loose")}
        return msgspec.convert(kept, Picture)

    def _command(self, entry: Entry) -> ReportFile:
        corrects = self._names[entry.corrects] if entry.corrects else ""
        header = header_of(entry, corrects=corrects)
        return ReportFile(
            kind=header.kind,
            topic=header.topic,
            label=header.marking.label,
            fields={k: msgspec.Raw(encode(v)) for k, v in fields_of(entry).items()},
            attributed_to=header.attributed_to,
            urgency=header.urgency,
            corrects=corrects,
        )

    def _delivered(self, party: PartyId) -> dict[str, Any]:
        found = self._call(party, Delivered(timeout_s=20))
        if not found["delivered"]:
            raise LinkError(f"{party} could not deliver: {found['links']}")
        links: dict[str, Any] = found["links"]
        return links

    def _call(self, party: PartyId, command: Command) -> Any:  # noqa: ANN401 (JSON)
        return self._callers[party].call(command)

    def _finish(self) -> dict[str, Any]:
        refusals = {s.party: self._call(s.party, Refusals()) for s in self._staged}
        self._story.refusals(refusals)
        shown = self._picture(self._holder)
        self._story.picture(self._holder, shown)
        counts = self._counts()
        logs = {s.party: self._call(s.party, LedgerVerify()) for s in self._staged}
        self._story.proof(logs)
        return {
            "status": "exercise",
            "filed": len(self._names),
            "refused": sum(len(rows) for rows in refusals.values()),
            "events": len(shown.events),
            "counts": {
                short(party): {row["rule"]: [row["low"], row["high"]] for row in rows}
                for party, rows in counts.items()
            },
            "verified": all(found["verified"] for found in logs.values()),
            "desks": {short(s.party): s.listen for s in self._staged},
        }

    def _counts(self) -> dict[PartyId, list[dict[str, Any]]]:
        """The year, counted by every rule at each desk, and a claim checked."""
        year = parse_days(statements()[0].event_day[:4])
        claim = parse_claim(CLAIM, year)
        counts: dict[PartyId, list[dict[str, Any]]] = {}
        checked: dict[PartyId, dict[str, Any]] = {}
        for party in self._callers:
            counts[party] = self._call(party, CountShow(period=year))["counts"]
            checked[party] = self._call(party, ClaimCheck(claim=claim))
        self._story.how_many(year, counts, checked)
        return counts


def _moment(entry: Entry) -> tuple[int, str, str]:
    return entry.said_at_ns, entry.desk, entry.authority
