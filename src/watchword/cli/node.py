"""Which node a command is for, and giving commands to it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from watchword.edge.clock import system_ns
from watchword.edge.commands.dispatch import Command
from watchword.edge.home import Home
from watchword.edge.keyfiles import read_signer
from watchword.edge.socket import Caller
from watchword.errors import UsageError
from watchword.model.time import parse_instant
from watchword.trust.keys import Signer

GovernanceFile = Annotated[
    Path | None,
    typer.Option(
        "--governance",
        metavar="FILE",
        help="The governance key; by default the one in the node's folder.",
    ),
]


PERSON: Final = "watchword.person"
"""Under which name the context keeps what ``--as`` names."""

Purpose = Annotated[
    str, typer.Option(metavar="PURPOSE", help="What for, where the label asks for it.")
]


def default_home() -> Path:
    """``WATCHWORD_NODE``, or ``.watchword`` in the user's folder."""
    given = os.environ.get("WATCHWORD_NODE")
    return Path(given) if given else Path.home() / ".watchword"


def home_of(context: typer.Context) -> Home:
    """The folder that ``--node`` names."""
    home = context.find_root().obj
    return home if isinstance(home, Home) else Home(default_home())


def call(context: typer.Context, command: Command) -> Any:  # noqa: ANN401 (JSON)
    """Give a command to the node: over its socket while it runs, or directly."""
    return Caller(home_of(context), signer_of(context)).call(command)


def signer_of(context: typer.Context) -> Signer | None:
    """The key of whoever gives the command; ``None``: nobody says.

    ``--as``, or else ``WATCHWORD_PERSON``, names it.
    """
    person = context.meta.get(PERSON) or os.environ.get("WATCHWORD_PERSON", "")
    if not person:
        return None
    return read_signer(home_of(context).person_key_path(person))


def governance_of(context: typer.Context, path: Path | None) -> Signer:
    """The governance key, from a file.

    Raises:
        UsageError: There is none.
    """
    found = path or home_of(context).governance_path
    if not found.exists():
        raise UsageError(
            f"no governance key in {found}",
            hint="governance init makes one; --governance FILE names another",
        )
    return read_signer(found)


def instant_ns(text: str, *, zone: str = "", end: bool = False) -> int:
    """An instant a person types, in nanoseconds.

    Args:
        text: As ``parse_instant`` reads; ``now`` is now.
        zone: IANA zone, or an offset, where the text has none.
        end: Take the last nanosecond of a day or a minute, not the first.
    """
    if text == "now":
        return system_ns()
    is_offset = zone[:1] in {"+", "-"}
    instant = parse_instant(text, zone="UTC" if is_offset else zone)
    if is_offset and instant.zone_inferred:
        instant = parse_instant(text.strip() + zone)
    return instant.end_ns - 1 if end else instant.ns
