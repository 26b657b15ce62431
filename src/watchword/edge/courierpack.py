"""Packing: what a partner is to have, in files that a courier carries.

Rule 1: nothing is decided here: packed is what stands on a channel already.
Rule 2: nothing counts as handed over when it is packed: custody passes with
        the receipt, which may come by courier too, or never.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from watchword.edge.clock import system_ns
from watchword.edge.courierfile import ParcelWriter
from watchword.edge.desk import Desk
from watchword.edge.outbox import Batch, Outbox
from watchword.errors import StoreError, UnknownAuthorityError, WatchwordError
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.report import Urgency
from watchword.node.inputs import CloseBatch
from watchword.trust.authority import newest_operational_key
from watchword.wire.envelope import format_envelope
from watchword.wire.line import LANES, Channel
from watchword.wire.parcel import Lines, Opening, Receipts


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines of each channel; without any word those not receipted.

    Args:
        everything: From the first line on.
        since: Those after this number.
        again: What was not packed yet, and as many lines before it once more.
        again_ns: What was not packed yet, and what was offered in so long a
            time before now once more.
    """

    everything: bool = False
    since: int | None = None
    again: int | None = None
    again_ns: int | None = None


class Packer:
    """Packs for one partner.

    Args:
        desk: The node.
        partner: For whom.
        folder: Where the files go.
        most_bytes: No file grows beyond, unless one batch alone does.
    """

    def __init__(
        self, desk: Desk, partner: PartyId, folder: Path, most_bytes: int
    ) -> None:
        self._desk = desk
        self._partner = partner
        self._folder = folder
        self._most_bytes = most_bytes
        self._outbox = Outbox(desk.store, desk.config.party)
        self._public = self._recipient_key()
        self._signer = desk.home.signer()
        self._writer: ParcelWriter | None = None
        self._inside: dict[str, tuple[int, int]] = {}
        self._receipts = 0
        self._made: list[dict[str, Any]] = []

    def _recipient_key(self) -> bytes:
        authority, now_ns = self._desk.view.authority(self._partner), self._now_ns()
        found = None if authority is None else newest_operational_key(authority, now_ns)
        if found is None:
            raise UnknownAuthorityError(
                f"{self._partner} has designated no operational key that counts now",
                hint="import the party's newest file",
            )
        return found

    def _now_ns(self) -> int:
        return self._desk.clock.now_ns()

    async def pack(self, wanted: Wanted) -> list[dict[str, Any]]:
        """Write the parcels; one row each.

        Raises:
            EdgeError: A file cannot be written; those before it are whole.
        """
        try:
            await self._pack_receipts()
            for origin, after, size in self._wanted(wanted):
                number = after
                while number < size:
                    batch = self._outbox.batch_after(origin, number)
                    self._pack_batch(batch)
                    number = batch.last
                    await asyncio.sleep(0)
            self._close()
        finally:
            if self._writer is not None:
                self._writer.discard()
        return self._made

    def _wanted(self, wanted: Wanted) -> Iterator[tuple[str, int, int]]:
        channels = self._outbox.channels(self._partner)
        for lane in LANES:
            for origin, size, receipted in channels:
                if origin.endswith(f"/{lane}"):
                    yield origin, self._after(wanted, origin, receipted), size

    def _after(self, wanted: Wanted, origin: str, receipted: int) -> int:
        if wanted.everything:
            return 0
        if wanted.since is not None:
            return wanted.since
        if wanted.again is None and wanted.again_ns is None:
            return receipted
        packed = packed_to(self._desk, origin)[0]
        if wanted.again is not None:
            return max(0, packed - wanted.again)
        return min(packed, self._before(origin, wanted.again_ns or 0))

    def _before(self, origin: str, span_ns: int) -> int:
        """The last number that was offered longer ago than a time."""
        found = self._desk.store.value(
            "SELECT number FROM line WHERE origin = ? AND at_ns < ?"
            " ORDER BY number DESC LIMIT 1",
            (origin, self._now_ns() - span_ns),
        )
        return int(found or 0)

    def _pack_batch(self, batch: Batch) -> None:
        lane: Urgency = "urgent" if batch.lane == "urgent" else "routine"
        head = Lines(
            agreement=AgreementId(batch.agreement),
            lane=lane,
            first=batch.first,
            last=batch.last,
        )
        if (self._inside or self._receipts) and not self._open().fits(
            head, batch.body, self._most_bytes
        ):
            self._close()
        self._open().add(head, batch.body)
        first = self._inside.get(batch.origin, (batch.first, 0))[0]
        self._inside[batch.origin] = (first, batch.last)

    def _open(self) -> ParcelWriter:
        if self._writer is None:
            opening = Opening(
                parcel=secrets.token_hex(16),
                sender=self._desk.config.party,
                recipient=self._partner,
                made_at_ns=system_ns(),
            )
            self._writer = ParcelWriter(
                self._folder, opening, self._signer, self._public, secrets.token_bytes
            )
        return self._writer

    def _close(self) -> None:
        if self._writer is None:
            return
        size = self._writer.close()
        self._made.append(
            {
                "file": str(self._writer.path),
                "bytes": size,
                "receipts": self._receipts,
                "channels": [
                    {"origin": origin, "first": first, "last": last}
                    for origin, (first, last) in self._inside.items()
                ],
            }
        )
        self._note_packed()
        self._writer, self._inside, self._receipts = None, {}, 0

    def _note_packed(self) -> None:
        store = self._desk.store
        with store.transaction():
            for origin, (_, last) in self._inside.items():
                store.run(
                    "INSERT INTO packed VALUES (?1, ?2, ?3) ON CONFLICT (origin)"
                    " DO UPDATE SET number = max(number, ?2), at_ns = ?3",
                    (origin, last, system_ns()),
                )

    async def _pack_receipts(self) -> None:
        """Our receipts for what the partner has sent, however it came."""
        found = [await self._receipt(channel, note) for channel, note in self._taken()]
        lines = [line for line in found if line]
        if lines:
            self._open().add(Receipts(), b"\n".join(lines) + b"\n")
            self._receipts = len(lines)

    def _taken(self) -> Iterator[tuple[Channel, str]]:
        store, party = self._desk.store, self._desk.config.party
        rows = store.rows(
            "SELECT origin FROM log WHERE origin GLOB ? ORDER BY origin",
            (f"{self._partner}/*/{party}/*",),
        )
        for (origin,) in rows:
            note = store.value(
                "SELECT note FROM checkpoint WHERE origin = ?"
                " ORDER BY size DESC LIMIT 1",
                (origin,),
            )
            if note is not None:
                yield channel_of(origin), note

    async def _receipt(self, channel: Channel, note: str) -> bytes:
        """As the link gives it: for the checkpoint that was taken last."""
        close = CloseBatch(
            peer=self._partner, channel=channel, checkpoint=note, now_ns=system_ns()
        )
        try:
            outcome = await self._desk.submit(close)
        except StoreError:
            raise
        except WatchwordError:
            # Signed by a key that counts no more: the next batch is receipted.
            return b""
        return format_envelope(outcome.given[0])


def channel_of(origin: str) -> Channel:
    """The channel of a log."""
    sender, agreement, recipient, lane = origin.split("/")
    return Channel(
        agreement=AgreementId(agreement),
        sender=PartyId(sender),
        recipient=PartyId(recipient),
        lane="urgent" if lane == "urgent" else "routine",
    )


def packed_to(desk: Desk, origin: str) -> tuple[int, int | None]:
    """Up to which number a log has been packed, and when last."""
    found = desk.store.row(
        "SELECT number, at_ns FROM packed WHERE origin = ?", (origin,)
    )
    return (0, None) if found is None else (int(found[0]), int(found[1]))
