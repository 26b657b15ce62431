"""``watchword flight``: can these numbers belong to one flight?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from watchword.cli.flight_plot import draw
from watchword.cli.flight_words import (
    EXPLAINED,
    crosswise_said,
    figures,
    numbers_said,
    verdict_said,
)
from watchword.cli.node import Purpose, call
from watchword.cli.shown import Json, console, show_json, show_lines
from watchword.edge.commands.reports import PictureShow
from watchword.errors import UsageError
from watchword.fusion.flight.check import check_flight
from watchword.fusion.flight.told import WitnessCheck, check_event
from watchword.model.fieldtext import parse_fields
from watchword.model.quantity import Quantity
from watchword.picture.named import event_named
from watchword.picture.picture import Picture

FORMS = "470, ~470, 300..400, >=6 or <=20"

flights = typer.Typer(
    help="Check whether reported apogee, range and flight time fit together.",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Put the group on the command line."""
    app.add_typer(flights, name="flight")


@flights.command("check")
def flight_check(
    apogee: Annotated[str, typer.Option(help=f"Highest point in km: {FORMS}.")],
    range_km: Annotated[
        str, typer.Option("--range", help="From launch to impact in km.")
    ] = "",
    time: Annotated[str, typer.Option(help="Flight time in minutes.")] = "",
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE.png", help="Draw both flights into this file."),
    ] = None,
    json: Json = False,
) -> None:
    """Whether three numbers can belong to one flight; needs no node.

    The two-body bound and a generic missile say how long a flight with this
    apogee and range takes, how far it would go on a standard trajectory, with
    its band, and how likely each class is. No range above 14,000 km is given.

    Example: watchword flight check --apogee 2802 --range 933 --time 39
    """
    texts = {"apogee_km": apogee, "range_km": range_km, "flight_time_min": time}
    fields = parse_fields({name: text for name, text in texts.items() if text})
    numbers = {k: v for k, v in fields.items() if isinstance(v, Quantity)}
    found = check_flight(
        numbers.get("apogee_km"),
        numbers.get("range_km"),
        numbers.get("flight_time_min"),
    )
    if plot is not None:
        draw(plot, numbers, found)
    if json:
        show_json({"numbers": msgspec.to_builtins(numbers), **_plain(found)})
        return
    show_lines([numbers_said(numbers), verdict_said(found)])
    if found.least_min is not None:
        console().print(figures(found))
        show_lines(EXPLAINED)


@flights.command("event")
def flight_event(
    context: typer.Context,
    event: Annotated[
        str, typer.Argument(help="Its number in the picture, or beginning of its id.")
    ],
    purpose: Purpose = "",
    json: Json = False,
) -> None:
    """The same for each witness of an event in this node's picture.

    An apogee or range that a witness does not give is lent by the others; a
    flight time never is. Nothing is repaired.
    """
    found = call(context, PictureShow(as_of_ns=None, purpose=purpose))
    shown = msgspec.convert(
        {key: found[key] for key in Picture.__struct_fields__}, Picture
    )
    checks = check_event(event_named(shown.events, event)[1])
    if json:
        show_json([_plain(each) for each in checks])
        return
    if not checks:
        raise UsageError("no witness of this event gives an apogee or a flight time")
    for each in checks:
        _show(each)
    show_lines(EXPLAINED)


def _show(each: WitnessCheck) -> None:
    said = numbers_said(each.numbers, each.lent)
    head = f"{each.authority}: {said} · {each.statement[:12]}"
    show_lines([head, f"  {verdict_said(each.check)}{crosswise_said(each)}"])
    if each.check.least_min is not None:
        console().print(figures(each.check))


def _plain(value: msgspec.Struct) -> dict[str, object]:
    found: dict[str, object] = msgspec.to_builtins(value)
    return found
