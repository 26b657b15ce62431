"""``watchword catalogue``: every event, its page, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import msgspec
import typer

from watchword.cli.counts import SHORT, StatusOf, scope_words
from watchword.cli.judgements import judgement_words
from watchword.cli.node import Purpose, call
from watchword.cli.periods import AsOf, Zone
from watchword.cli.persons import withheld
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.catalogue import (
    CatalogueChanges,
    CatalogueList,
    CatalogueShow,
)
from watchword.model.event import Combined
from watchword.picture.changes import ABOUT_THE_STATEMENT, together_words
from watchword.picture.count import number_words

app = typer.Typer(help="The catalogue of events.", no_args_is_help=True)


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="catalogue")


@app.command("list")
def catalogue_list(
    context: typer.Context,
    as_of: AsOf = "",
    zone: Zone = "",
    status: StatusOf = None,
    purpose: Purpose = "",
    json: Json = False,
) -> None:
    """Every event, with how it stands.

    An event keeps its page whatever becomes of it: claimed is what only the side
    that fired has said, withdrawn what its witnesses took back, disputed what
    some of them took back.
    """
    command = CatalogueList(as_of=as_of, zone=zone, status=status, purpose=purpose)
    found = call(context, command)
    if json:
        show_json(found)
        return
    show_lines([f"the catalogue · {scope_words(found)}"])
    body = [
        (
            row["number"],
            row["when"],
            row["where"],
            "" if row["fired"] is None else number_words(*row["fired"]),
            " or ".join(row["sorts"]),
            row["standing"],
            row["outcome"],
            row["event"][:SHORT],
        )
        for row in found["events"]
    ]
    heads = ("no.", "when", "where", "fired", "what", "stands", "outcome", "event")
    console().print(table(heads, body, whole=2))
    show_lines(withheld(found.get("withheld")))


@app.command("show")
def catalogue_show(
    context: typer.Context,
    event: Annotated[
        str,
        typer.Argument(help="Its number, or the beginning of any of its names."),
    ],
    as_of: AsOf = "",
    zone: Zone = "",
    status: StatusOf = None,
    purpose: Purpose = "",
    json: Json = False,
) -> None:
    """One event's page: what is held of it, its names, and all its versions.

    The name of any of its statements finds it, also after it has become part of
    another event.
    """
    command = CatalogueShow(
        event=event,
        as_of=as_of,
        zone=zone,
        status=status,
        purpose=purpose,
    )
    found = call(context, command)
    if json:
        show_json(found)
        return
    show_lines(_page(found))
    show_lines(withheld(found.get("withheld")))


@app.command("changes")
def catalogue_changes(
    context: typer.Context,
    since: Annotated[str, typer.Option("--from", help="As it was known then.")],
    until: Annotated[
        str, typer.Option("--to", help="As it was known then; by default now.")
    ] = "",
    zone: Zone = "",
    status: StatusOf = None,
    purpose: Purpose = "",
    json: Json = False,
) -> None:
    """What changed between two instants of knowledge, and by which statement."""
    command = CatalogueChanges(
        since=since,
        as_of=until,
        zone=zone,
        status=status,
        purpose=purpose,
    )
    found = call(context, command)
    if json:
        show_json(found)
        return
    show_lines([f"changes since {found['since']} · {scope_words(found)}"])
    for row in found["changes"]:
        show_lines([f"no. {row['number']} · {row['when']} · {row['event'][:SHORT]}"])
        show_lines(f"    {line}" for line in _change_lines(row))
    if not found["changes"]:
        show_lines(["nothing changed"])
    show_lines(withheld(found.get("withheld")))


def _page(found: Mapping[str, Any]) -> Iterator[str]:
    if found["standing"] == "destroyed":
        yield f"{found['event'][:SHORT]} · destroyed: its name and its entry stay"
        return
    outcome = f" · {found['outcome']}" if found["outcome"] else ""
    sorts = f" · {' or '.join(found['sorts'])}" if found["sorts"] else ""
    what = f"{found['kind']}{sorts} · {found['standing']}{outcome}"
    yield f"event {found['event']} · {what}"
    yield f"{found['when']} · {found['where']} · {scope_words(found)}"
    rules = [*found["rules"], *(f"{r}? ({why})" for r, why in found["open"].items())]
    yield "counted by: " + (", ".join(rules) or "no rule")
    yield "names:"
    for said in found["members"]:
        yield f"    {_said_words(said)}"
    yield "held:"
    for combined in msgspec.convert(found["fields"], list[Combined]):
        if combined.field in ABOUT_THE_STATEMENT:
            continue
        witnesses = dict.fromkeys(each.authority for each in combined.witnesses)
        words = together_words(combined)
        yield f"    {combined.field}: {words} · {combined.verdict} · " + "; ".join(
            witnesses
        )
    if found["judgements"]:
        yield "what analysts decided, the oldest first:"
        for row in found["judgements"]:
            yield f"    {judgement_words(row)}"
    yield "versions:"
    for row in found["versions"]:
        yield f"    {row['version']}  {row['at']}"
        for line in _change_lines(row):
            yield f"        {line}"


def _change_lines(row: Mapping[str, Any]) -> Iterator[str]:
    if row["is_gone"]:
        yield "nothing of it is held any more"
        return
    yield from _named_lines(row)
    if row["beside"]:
        yield "by what changed an event beside it:"
    for said in row["why"]:
        yield from _why_lines(said, row)
    for judgement in row["judgements"]:
        yield f"an analyst decided: {judgement_words(judgement)}"
    if row["left"]:
        yield "no more of it: " + ", ".join(name[:SHORT] for name in row["left"])
    before, after = row["standing"]
    if before:
        yield f"stood {before}, stands {after}"
    if row["was"]:
        for each in row["fields"]:
            yield f"{each['field']}: {each['before']} → {each['after']}"


def _named_lines(row: Mapping[str, Any]) -> Iterator[str]:
    was = row["was"]
    if not was:
        yield "listed"
    elif len(was) > 1:
        yield "one event now: " + ", ".join(name[:SHORT] for name in was)
    elif was != [row["event"]]:
        yield f"was named {was[0][:SHORT]}"


def _why_lines(said: Mapping[str, Any], row: Mapping[str, Any]) -> Iterator[str]:
    if said["name"] not in row["corrected"]:
        how = "more is open of" if said["name"] in row["opened"] else "came:"
        yield f"{how} {_said_words(said)}"
        return
    yield f"corrected by {_said_words(said)}"
    words = (f"{field} {value}" for field, value in said["says"].items())
    yield "    says now " + "; ".join(words)


def _said_words(said: Mapping[str, Any]) -> str:
    through = "" if said["party"] == said["authority"] else f" by {said['party']}"
    corrects = f", corrects {said['corrects'][:SHORT]}" if said["corrects"] else ""
    return (
        f"{said['name'][:SHORT]} {said['authority']}{through},"
        f" said {said['said_at']}{corrects}"
    )
