"""Papers that people judge: kept, shown and exported, never evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from watchword.edge.commands.named import message_named
from watchword.edge.commands.saying import (
    agreement_for,
    instant_at,
    message_row,
    say,
)
from watchword.edge.desk import Desk
from watchword.edge.situation import messages_in
from watchword.errors import UsageError
from watchword.model.message import Acknowledgement, Message, Record, RecordKind
from watchword.model.time import format_ns

RANGE: Final = re.compile(r"([a-z])\.\.([a-z])")


class RecordAdd(msgspec.Struct, frozen=True, kw_only=True, tag="record-add"):
    """Put a record on file and tell the other parties of the agreement.

    Args:
        kind: What it is.
        agreement: Under which; empty: the only one there is.
        about: The party, person or thing it is about; empty: its own party.
        items: What it lists; ``a..o`` is every letter from one to the other.
        says: Its words.
        dated: The day that counts, of an inspection or a change of law.
        until: The instant, or the last day, of its holding.
        review: Whoever has it is to be shown it until it is acknowledged.
    """

    kind: RecordKind
    agreement: str = ""
    about: str = ""
    items: tuple[str, ...] = ()
    says: str = ""
    dated: str = ""
    until: str = ""
    review: bool = False

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it and tell them."""
        agreement = agreement_for(desk, self.agreement)
        dated_ns = (
            instant_at(desk, self.dated, agreement, end=False) if self.dated else None
        )
        until_ns = (
            instant_at(desk, self.until, agreement, end=True) if self.until else None
        )
        record = Record(
            party=desk.config.party,
            agreement=agreement,
            said_at_ns=desk.clock.now_ns(),
            kind=self.kind,
            about=self.about,
            items=tuple(dict.fromkeys(_each(self.items))),
            says=self.says,
            dated_ns=dated_ns,
            until_ns=until_ns,
            review=self.review,
        )
        return await say(desk, record)


def _each(items: tuple[str, ...]) -> Iterator[str]:
    for item in items:
        ends = RANGE.fullmatch(item)
        if ends is None:
            yield item
        else:
            yield from map(chr, range(ord(ends[1]), ord(ends[2]) + 1))


class RecordList(msgspec.Struct, frozen=True, kw_only=True, tag="record-list"):
    """Every record held, its own party's and the others', in full.

    Args:
        kind: Only this kind; ``None``: all.
    """

    kind: RecordKind | None = None

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """List them in canonical order."""
        said = messages_in(desk.store, "record", "acknowledgement")
        known: dict[str, list[str]] = {}
        for _, message in said:
            if isinstance(message, Acknowledgement):
                known.setdefault(message.of, []).append(message.party)
        return [
            {
                **message_row(name, message),
                "record": message.kind,
                "until": None
                if message.until_ns is None
                else format_ns(message.until_ns),
                "acknowledged_by": sorted(set(known.get(name, ()))),
            }
            for name, message in said
            if isinstance(message, Record) and self.kind in {None, message.kind}
        ]


class Acknowledge(msgspec.Struct, frozen=True, kw_only=True, tag="acknowledge"):
    """Tell a party that its message has been taken note of.

    Args:
        name: The beginning of its name.
        says: Words.
    """

    name: str
    says: str = ""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it and tell that party.

        Raises:
            UsageError: It is an own message.
        """
        name, message = message_named(desk, self.name, Message)
        if message.party == desk.config.party:
            raise UsageError("that is an own message")
        said = Acknowledgement(
            party=desk.config.party,
            agreement=message.agreement,
            said_at_ns=desk.clock.now_ns(),
            of=name,
            to=message.party,
            says=self.says,
        )
        return await say(desk, said)
