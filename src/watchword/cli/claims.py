"""``watchword claim``: is what a text says true by what is held?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.text import Text

from watchword.cli.counts import StatusOf, scope_words, show_count
from watchword.cli.node import Purpose, call
from watchword.cli.periods import (
    AsOf,
    By,
    From,
    To,
    Year,
    Zone,
    names_of,
    period_of,
)
from watchword.cli.persons import withheld
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.claims import ClaimCheck
from watchword.errors import UsageError
from watchword.picture.claim import Claim, FirstSince, Nth
from watchword.picture.claimtext import USUAL, parse_claim, subject_of
from watchword.picture.days import Days, parse_days

app = typer.Typer(help="Claims, checked by counting.", no_args_is_help=True)


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="claim")


@app.command("check")
def claim_check(
    context: typer.Context,
    claim: Annotated[
        str, typer.Argument(help='Such as "at least 18 missile tests".')
    ] = "",
    first_since: Annotated[
        str, typer.Option(help="Or: the first since this year, month or day.")
    ] = "",
    nth: Annotated[
        int, typer.Option(min=0, help="Or: its place in a row, from 1.")
    ] = 0,
    of: Annotated[str, typer.Option(help="Of what, for these two.")] = USUAL,
    at: Annotated[
        str, typer.Option(help="When the one was; by default the latest held.")
    ] = "",
    year: Year = "",
    since: From = "",
    until: To = "",
    as_of: AsOf = "",
    whole_from: Annotated[
        str, typer.Option(help="All that was seen from this day on is held.")
    ] = "",
    by: By = "",
    zone: Zone = "",
    status: StatusOf = None,
    opened: Annotated[
        bool, typer.Option("--open", help="List the events behind each count.")
    ] = False,
    purpose: Purpose = "",
    json: Json = False,
) -> None:
    """Say whether a claim is true, false, depends on what is counted, or is open.

    Every rule of counting that may be meant answers, with its counts. For want
    of reports a claim is called false only from the day on from which all that
    was seen is held: the day after the node's ledger began, or --whole-from.
    """
    period = period_of(year, since, until)
    asked = _claim_of(
        claim, first_since, nth, of, period, parse_days(at) if at else None
    )
    command = ClaimCheck(
        claim=asked,
        as_of=as_of,
        whole_from=parse_days(whole_from).first if whole_from else None,
        by=names_of(by),
        zone=zone,
        status=status,
        purpose=purpose,
    )
    found = call(context, command)
    if json:
        show_json(found)
        return
    _show(found, opened=opened)


def _claim_of(
    text: str, first_since: str, nth: int, of: str, period: Days, at: Days | None
) -> Claim:
    if sum(map(bool, (text, first_since, nth))) != 1:
        raise UsageError("a claim, or --first-since, or --nth: one of them")
    subject = subject_of(of.casefold())
    if first_since:
        return FirstSince(subject=subject, since=parse_days(first_since), at=at)
    if nth:
        return Nth(subject=subject, nth=nth, within=period, at=at)
    return parse_claim(text, period, at)


def _show(found: Mapping[str, Any], *, opened: bool) -> None:
    rules = found["rules"]
    held = sum(1 for rule in rules if rule["holds"])
    under = f" · holds under {held} of {len(rules)} rules" if rules else ""
    why = f" · {found['why']}" if found["why"] else ""
    head = f'{found["verdict"].upper()} · "{found["claim"]}"{under}{why}'
    console().print(Text(head, style="bold"), soft_wrap=True)
    show_lines([scope_words(found), _whole_words(found)])
    words = {True: "true", False: "false", None: "cannot tell"}
    body = [(r["rule"], words[r["holds"]], r["says"], r["means"]) for r in rules]
    if body:
        console().print(table(("rule", "claim", "count", "counts"), body, whole=2))
    if opened:
        for rule in rules:
            for row in rule["counts"]:
                show_count(row)
    show_lines(withheld(found.get("withheld")))


def _whole_words(found: Mapping[str, Any]) -> str:
    if found["whole_from"]:
        return (
            f"held in full from {found['whole_from']} on, as far as partners tell;"
            " of earlier days nothing is false for want of reports"
        )
    gone = f": {found['destroyed']} reports destroyed" if found["destroyed"] else ""
    return f"not held in full{gone}; nothing is false for want of reports"
