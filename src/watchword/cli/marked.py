"""A text with the words marked that its values were read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.text import Text as Shown

from watchword.cli.shown import console, table

_STYLES: Final = ("bold green", "bold cyan", "bold magenta", "bold yellow")


def show_marked(
    given: str,
    about: str,
    values: Sequence[Mapping[str, Any]],
    unread: Sequence[Mapping[str, Any]],
) -> None:
    """The text, what it is about, each value with its words, and what is unread.

    Args:
        given: The text.
        about: A line that says what it reports.
        values: Each with ``field``, ``value`` as people read it, and ``span``.
        unread: Each with ``span`` and ``reason``.
    """
    out = console()
    out.print(_marked(given, values, unread), soft_wrap=True)
    out.print(Shown(f"\n{about}"))
    if values:
        rows = [
            (each["field"], each["value"], given[slice(*each["span"])])
            for each in values
        ]
        out.print(table(("field", "value", "read from"), rows, whole=1))
    for each in unread:
        words = given[slice(*each["span"])]
        out.print(
            Shown(f"could not read {words!r}: {each['reason']}", style="bold red")
        )


def _marked(
    given: str,
    values: Sequence[Mapping[str, Any]],
    unread: Sequence[Mapping[str, Any]],
) -> Shown:
    shown = Shown(given.rstrip("\n"))
    for number, each in enumerate(values):
        shown.stylize(_STYLES[number % len(_STYLES)], *each["span"])
    for each in unread:
        shown.stylize("bold red", *each["span"])
    return shown
