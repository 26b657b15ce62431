"""``watchword release`` and ``watchword why``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from watchword.cli.node import call, instant_ns
from watchword.cli.postures import Fields, fields_of
from watchword.cli.reports import went
from watchword.cli.shown import Json, show_json, show_lines
from watchword.edge.commands.releases import Refusals, ReleaseReport, Why
from watchword.errors import UsageError
from watchword.model.agreement import AgreementId

Report = Annotated[
    str, typer.Argument(help="Beginning of the report's name, or LATEST.")
]


def add_to(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("release")(release)
    app.command("why")(why)


def release(
    context: typer.Context,
    report: Report,
    to: Annotated[str, typer.Option(help="The partner.")],
    agreement: Annotated[
        str, typer.Option(help="Under this agreement; by default any both signed.")
    ] = "",
    fields: Fields = "",
    via: Annotated[
        str, typer.Option(help="By way of this hub; it passes it on, and says so.")
    ] = "",
    sealed: Annotated[
        bool, typer.Option("--sealed", help="The hub is not to read it.")
    ] = False,
    days: Annotated[
        int, typer.Option(min=1, help="How long the hub may pass it on.")
    ] = 30,
    json: Json = False,
) -> None:
    """Decide that a report may go to a partner, as the release officer.

    The decision is signed and kept. Where a rule of the agreement stands
    against it nothing goes, and every such rule is named (exit code 5).
    """
    command = ReleaseReport(
        report=report,
        to=to,
        agreement=AgreementId(agreement) if agreement else None,
        fields=fields_of(fields),
        via=via,
        sealed=sealed,
        days=days,
    )
    if sealed and not via:
        raise UsageError("--sealed goes with --via HUB")
    found = call(context, command)
    if json:
        show_json(found)
        return
    show_lines(f"! {banner}" for banner in found["banners"])
    show_lines([f"released {found['name'][:12]}", *went(found)])
    if via:
        how = " sealed" if sealed else ""
        show_lines([f"to {found['to']}{how} via {found['via']} under {found['under']}"])


def why(
    context: typer.Context,
    report: Annotated[
        str, typer.Argument(help="Beginning of its name, or LATEST; none: all refused.")
    ] = "",
    to: Annotated[str, typer.Option(help="The partner.")] = "",
    at: Annotated[str, typer.Option(help="As of this instant; by default now.")] = "",
    json: Json = False,
) -> None:
    """Why a report goes to a partner or not: each rule with its article.

    A tick passed, a cross refused; below them stand the papers and wills that
    the answer rested on. With --at as of another instant, by what is known now.
    Without a report: everything that was refused, and every reason.
    """
    if not report:
        _show_refusals(call(context, Refusals()), json=json)
        return
    if not to:
        raise UsageError("why needs --to PARTY")
    at_ns = instant_ns(at) if at else None
    found = call(context, Why(report=report, to=to, at_ns=at_ns))
    if json:
        show_json(found)
        return
    show_lines([f"{found['report'][:12]} to {found['to']}"])
    show_lines(f"! {banner}" for banner in found["banners"])
    show_lines(found["lines"])
    if found["offered"]:
        show_lines([f"already on its way: {', '.join(found['offered'])}"])
    show_lines(line for way in found["routes"] for line in _route(way))
    show_lines(line for row in found["refused"] for line in _ignorance(row))


def _show_refusals(found: list[dict[str, Any]], *, json: bool) -> None:
    if json:
        show_json(found)
        return
    if not found:
        show_lines(["nothing was refused"])
    for row in found:
        show_lines([f"{row['name'][:12]} to {row['recipient']}"])
        show_lines(
            f"  {decision['agreement'] or 'no agreement'}: {no['id']} {no['code']}"
            f" · {no['says']}"
            for decision in row["decisions"]
            for no in decision["refusals"]
        )
        show_lines(_ignorance(row))


def _route(way: dict[str, Any]) -> list[str]:
    """A way by a hub, in words; the direct ones are told above."""
    if way["via"] is None:
        return []
    head = f"{'open' if way['open'] else 'closed'}: {way['says']}"
    words = {True: "yes", False: "no", None: "open"}
    return [
        head,
        *(
            f"  {each['what']}: {words[each['met']]} · {each['says']}"
            for each in way["conditions"]
        ),
    ]


def _ignorance(row: dict[str, Any]) -> list[str]:
    """What was not known here when it was refused."""
    if not row["by_ignorance"]:
        return []
    missing = ", ".join(f"{each['says']} of {each['party']}" for each in row["missing"])
    return [f"  refused by ignorance at {row['decisions'][0]['at']}: {missing}"]
