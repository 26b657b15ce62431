"""Periods and witnesses as a person types them."""

from __future__ import annotations

from typing import Annotated

import typer

from watchword.errors import UsageError
from watchword.picture.days import FIRST, LAST, Days, parse_days

Year = Annotated[str, typer.Option(help="A whole year.")]
From = Annotated[
    str, typer.Option("--from", help="From this local day, month or year on.")
]
To = Annotated[str, typer.Option("--to", help="Up to the end of this one.")]
AsOf = Annotated[
    str, typer.Option(help="As this node would have answered then; a day is its end.")
]
By = Annotated[
    str, typer.Option(help="By the reports of these authorities or parties, commas.")
]
Zone = Annotated[
    str,
    typer.Option(help="IANA zone or offset; by default as most times are stated."),
]


def period_of(year: str, since: str, until: str) -> Days:
    """The period that the options name; without any, all time.

    Raises:
        UsageError: Not dates, or both a year and other ends.
    """
    if year and (since or until):
        raise UsageError("--year goes without --from and --to")
    if year:
        return parse_days(year)
    first = parse_days(since).first if since else FIRST
    last = parse_days(until).last if until else LAST
    return Days(first, last)


def names_of(text: str) -> tuple[str, ...]:
    """Names between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
