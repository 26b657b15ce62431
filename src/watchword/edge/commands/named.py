"""Finding what a person names by a few characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from watchword.agreements.alias import party_of
from watchword.edge.desk import Desk
from watchword.errors import UsageError
from watchword.model.message import Message
from watchword.model.party import PartyId
from watchword.wire.envelope import parse_envelope
from watchword.wire.statement import parse_statement

Said = TypeVar("Said", bound=Message)

LATEST: Final = "LATEST"
SHORTEST: Final = 4


def report_named(desk: Desk, text: str) -> str:
    """The one report whose name begins so; ``LATEST`` is the last one filed.

    Raises:
        UsageError: None, or several.
    """
    if text == LATEST:
        found = desk.store.rows(
            "SELECT name FROM statement WHERE kind = 'report' AND source = ?"
            " ORDER BY entry DESC LIMIT 1",
            (desk.config.party,),
        )
    elif len(text) >= SHORTEST and set(text) <= set("0123456789abcdef"):
        found = desk.store.rows(
            "SELECT name FROM statement WHERE kind = 'report'"
            " AND name BETWEEN ?1 AND ?1 || 'g' LIMIT 2",
            (text,),
        )
    else:
        found = []
    if len(found) != 1:
        how_many = "several reports begin" if found else "no report begins"
        raise UsageError(
            f"{how_many} with {text[:64]!r}",
            hint="report list shows the names; four characters or more, or LATEST",
        )
    return str(found[0][0])


def partner_named(desk: Desk, text: str) -> PartyId:
    """The one partner a person means, by its name or a part of it.

    Raises:
        UsageError: None, or several.
    """
    return party_of(text, desk.view.partners())


def members_named(
    desk: Desk, texts: Sequence[str] | None
) -> tuple[PartyId, ...] | None:
    """The parties that a person means, each once; ``None`` stays ``None``."""
    if texts is None:
        return None
    return tuple(dict.fromkeys(member_named(desk, text) for text in texts))


def member_named(desk: Desk, text: str) -> PartyId:
    """As ``partner_named``, this party included."""
    return party_of(text, (*desk.view.partners(), desk.config.party))


def message_named(desk: Desk, text: str, kind: type[Said]) -> tuple[str, Said]:
    """The one message of a kind whose name begins so.

    Raises:
        UsageError: None, or several.
    """
    rows: list[tuple[str, bytes]] = []
    if len(text) >= SHORTEST and set(text) <= set("0123456789abcdef"):
        rows = desk.store.rows(
            "SELECT name, envelope FROM statement WHERE kind <> 'report'"
            " AND name BETWEEN ?1 AND ?1 || 'g'",
            (text,),
        )
    each = ((name, parse_statement(parse_envelope(data))) for name, data in rows)
    found = [(name, said) for name, said in each if isinstance(said, kind)]
    if len(found) == 1:
        return found[0]
    how_many = "several messages begin" if found else "no such message begins"
    raise UsageError(
        f"{how_many} with {text[:64]!r}",
        hint="the lists show the names; four characters or more",
    )
