"""Showing messages: one that was just sent, and lists of those held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

import typer

from watchword.cli.shown import console, show_json, show_lines, table

Agreement = Annotated[
    str,
    typer.Option(help="Under this agreement; by default the only one you share."),
]
Says = Annotated[str, typer.Option(help="Words, kept and shown as they are.")]
Report = Annotated[
    str, typer.Argument(help="Beginning of the report's name, or LATEST.")
]
Message = Annotated[
    str, typer.Argument(help="Beginning of its name, four characters or more.")
]


def show_said(found: Mapping[str, Any], *, json: bool) -> None:
    """What was said, its name, and who was told."""
    if json:
        show_json(found)
        return
    show_lines(said_lines(found))


def said_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The same as lines."""
    yield f"{found['kind']} {found['name'][:12]} under {found['agreement']}"
    yield f"  {found['words']}"
    told = found["told"]
    yield f"  told {', '.join(told)}" if told else "  nobody had to be told"


def show_each(found: Iterable[Mapping[str, Any]], *, json_of: Any = None) -> None:  # noqa: ANN401 (JSON)
    """Several of them, or the whole answer as JSON."""
    if json_of is not None:
        show_json(json_of)
        return
    for one in found:
        show_lines(said_lines(one))


def show_list(
    rows: list[dict[str, Any]], *, json: bool, none: str, last: str = ""
) -> None:
    """A list of messages, each with how it stands.

    Args:
        rows: What the node answered.
        json: As one JSON value instead.
        none: What to say where there are none.
        last: Which key says how each stands; empty: none does.
    """
    if json:
        show_json(rows)
        return
    if not rows:
        show_lines([none])
        return
    heads = ("name", "said at (UTC)", "who", "what", *([last] if last else []))
    body = [
        (
            row["name"][:12],
            row["said_at"][:16].replace("T", " "),
            row["party"],
            row["words"],
            *([row[last] or ""] if last else []),
        )
        for row in rows
    ]
    console().print(table(heads, body, whole=2))
