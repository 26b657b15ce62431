"""``watchword posture``: what this party is willing to tell."""

from __future__ import annotations

from typing import Annotated

import typer

from watchword.cli.node import call
from watchword.cli.shown import Json, show_json, show_lines
from watchword.edge.commands.releases import PostureSet
from watchword.model.agreement import AgreementId, Stance

app = typer.Typer(
    help="What this party is willing to tell: will, not law.", no_args_is_help=True
)

Fields = Annotated[
    str, typer.Option(help="Only these fields, with commas; by default all that may.")
]


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="posture")


def fields_of(text: str) -> tuple[str, ...] | None:
    """Names with commas; nothing means all."""
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    return names or None


@app.command("set")
def posture_set(
    context: typer.Context,
    agreement: Annotated[str, typer.Argument(help="Under which agreement.")],
    stance: Annotated[Stance, typer.Argument(help="What is to happen to a report.")],
    to: Annotated[str, typer.Option(help="Towards one partner; by default all.")] = "",
    topic: Annotated[
        str, typer.Option(help="Dotted words, such as missile.ballistic.")
    ] = "",
    fields: Fields = "",
    json: Json = False,
) -> None:
    """State a posture; it is signed and holds from now, for reports to come.

    push sends by itself what the agreement allows; on-request and case-by-case
    wait for a release decision (watchword release); halt stops it. Where none
    is set it is case-by-case. A posture for a longer topic, then one for a
    single partner, goes before a broader one, however late that was said: to
    stop everything, halt those too.
    """
    command = PostureSet(
        agreement=AgreementId(agreement),
        stance=stance,
        to=to,
        topic=topic,
        fields=fields_of(fields),
    )
    found = call(context, command)
    if json:
        show_json(found)
        return
    whom = found.get("recipient") or "every partner"
    what = found.get("topic") or "every topic"
    show_lines([f"{agreement}: {stance} to {whom} on {what}"])
