"""Unpacking: what a courier brought takes the door that every batch takes.

Rule 1: a parcel is authenticated frame by frame; its batches are the units that
        the link would have brought, from the party whose key signed.
Rule 2: a batch beyond a gap waits (``courierstore.py``) and is taken when the
        lines before it have come, in whatever file.
Rule 3: one file that is refused stops no other, and what is whole in it is
        taken before it is refused.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from watchword.edge.batch import split_batch
from watchword.edge.clock import system_ns
from watchword.edge.courierfile import Arrived, operational_signers, read_parcel
from watchword.edge.courierpack import channel_of
from watchword.edge.courierstore import Ahead
from watchword.edge.desk import Desk
from watchword.errors import StoreError, WatchwordError
from watchword.model.party import PartyId
from watchword.model.receipt import Receipt
from watchword.model.time import format_ns
from watchword.node.inputs import Input, TakeReceipt
from watchword.node.receive import origin_of
from watchword.trust.authority import operational_keys
from watchword.wire.envelope import parse_envelope
from watchword.wire.line import Channel
from watchword.wire.parcel import Lines, Opening, Receipts
from watchword.wire.scan import scan
from watchword.wire.statement import parse_statement


class Tally:
    """What became of one channel's lines in one file."""

    def __init__(self) -> None:
        self.lines = self.taken = self.waited = self.waits = 0

    def row(self, channel: Channel, gaps: list[tuple[int, int]]) -> dict[str, Any]:
        """As a plain row."""
        return {
            "partner": channel.sender,
            "agreement": channel.agreement,
            "lane": channel.lane,
            "lines": self.lines,
            "taken": self.taken,
            "repeated": self.lines - self.taken - self.waits,
            "waits": self.waits,
            "taken_that_waited": self.waited,
            "gaps": [list(gap) for gap in gaps],
        }


class Taker:
    """Takes what is in one file.

    Args:
        desk: The node.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ahead = Ahead(desk.store, desk.view)
        self._tallies: dict[Channel, Tally] = {}
        self._receipts = {"taken": 0, "repeated": 0}
        self._refused: list[dict[str, Any]] = []
        self._opening: Opening | None = None

    async def take(self, path: Path) -> dict[str, Any]:
        """Take it; what became of it.

        Raises:
            StoreError: The store cannot write; what was taken before is.
        """
        try:
            for origin in self._ahead.channels():
                await self._take_up(channel_of(origin))
            for arrived in self._arrived(path):
                self._opening = arrived.opening
                await self._frame(arrived)
                await asyncio.sleep(0)
        except StoreError:
            raise
        except WatchwordError as error:
            self._refuse("file", error)
        self._note_unpacked()
        return self._answer(path)

    def _arrived(self, path: Path) -> Iterator[Arrived]:
        signers = operational_signers(self._desk.home)
        return read_parcel(path, signers, self._desk.config.party, self._keys_of)

    def _keys_of(self, sender: PartyId) -> Collection[bytes]:
        authority = self._desk.view.authority(sender)
        now_ns = self._desk.clock.now_ns()
        return () if authority is None else operational_keys(authority, now_ns)

    async def _frame(self, arrived: Arrived) -> None:
        match arrived.head:
            case Lines() as head:
                try:
                    await self._batch(arrived, head)
                except StoreError:
                    raise
                except WatchwordError as error:
                    self._refuse(f"{head.agreement} {head.lane} {head.first}", error)
            case Receipts():
                for line in arrived.body.splitlines():
                    await self._receipt(arrived.opening.sender, line)
            case _:
                return

    async def _batch(self, arrived: Arrived, head: Lines) -> None:
        channel = Channel(
            agreement=head.agreement,
            sender=arrived.opening.sender,
            recipient=self._desk.config.party,
            lane=head.lane,
        )
        unit = split_batch(arrived.body, channel.sender, channel, system_ns())
        tally = self._tallies.setdefault(channel, Tally())
        if head.first > self._desk.view.cursor(channel).number + 1:
            kept = self._ahead.keep(channel, unit)
            tally.waits += kept
            tally.lines += kept
            return
        tally.taken += await self._submit(channel, unit)
        tally.lines += len(unit) - 1
        await self._take_up(channel)

    async def _submit(self, channel: Channel, unit: list[Input]) -> int:
        before = self._desk.view.cursor(channel).number
        await self._desk.submit(*unit)
        return self._desk.view.cursor(channel).number - before

    async def _take_up(self, channel: Channel) -> None:
        """Take what waited and can be taken now."""
        try:
            while unit := self._ahead.next_unit(channel, system_ns()):
                tally = self._tallies.setdefault(channel, Tally())
                tally.waited += await self._submit(channel, unit)
                await asyncio.sleep(0)
        except StoreError:
            raise
        except WatchwordError as error:
            self._refuse(f"{channel.agreement} {channel.lane}, waiting", error)
        self._ahead.let_go(channel)

    async def _receipt(self, sender: PartyId, line: bytes) -> None:
        try:
            scan(line)
            envelope = parse_envelope(line)
            said = parse_statement(envelope)
            if isinstance(said, Receipt) and self._is_known(said, sender):
                self._receipts["repeated"] += 1
                return
            await self._desk.submit(TakeReceipt(peer=sender, envelope=envelope))
            self._receipts["taken"] += 1
        except StoreError:
            raise
        except WatchwordError as error:
            self._refuse("receipt", error)

    def _is_known(self, said: Receipt, sender: PartyId) -> bool:
        channel = Channel(
            agreement=said.agreement,
            sender=self._desk.config.party,
            recipient=sender,
            lane=said.lane,
        )
        known = self._desk.store.value(
            "SELECT receipted FROM log WHERE origin = ?", (origin_of(channel),)
        )
        return said.number <= int(known or 0)

    def _refuse(self, what: str, error: WatchwordError) -> None:
        self._refused.append(
            {
                "what": what,
                "error": error.code,
                "message": str(error),
                "hint": error.hint,
                "exit_code": error.exit_code,
            }
        )

    def _note_unpacked(self) -> None:
        if self._opening is not None:
            self._desk.store.run(
                "INSERT OR REPLACE INTO unpacked VALUES (?, ?, ?)",
                (self._opening.sender, system_ns(), self._opening.made_at_ns),
            )

    def _answer(self, path: Path) -> dict[str, Any]:
        opening = self._opening
        return {
            "file": path.name,
            "sender": None if opening is None else opening.sender,
            "parcel": None if opening is None else opening.parcel,
            "made_at": None if opening is None else format_ns(opening.made_at_ns),
            "channels": [
                tally.row(channel, self._ahead.gaps(channel))
                for channel, tally in self._tallies.items()
            ],
            "receipts": self._receipts,
            "refused": self._refused,
        }
