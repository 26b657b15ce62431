"""The post between desks: batches one way, receipts the other, over bad links.

A caller sends one batch at a time and sends it again until it is receipted,
as ``edge.dialer`` does; a body is read as ``edge.server`` reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Final

import msgspec

from watchword.edge.batch import split_batch
from watchword.edge.outbox import Batch
from watchword.edge.writer import Outcome
from watchword.errors import GapError, StoreError, WatchwordError
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.time import SECOND_NS
from watchword.node.inputs import Input, TakeReceipt
from watchword.sim.agenda import Agenda, Deed
from watchword.sim.desk import SimDesk
from watchword.sim.link import FAIR, PATIENCE_S, Caller, Cut, Weather, delays_ns
from watchword.wire.codec import encode
from watchword.wire.envelope import format_envelope, parse_envelope
from watchword.wire.line import Channel

PATIENCE_NS: Final = int(PATIENCE_S * SECOND_NS)

Take = Callable[[PartyId, Sequence[Input]], Outcome]
"""Has a desk take a unit; raises what it is refused by."""

Way = tuple[PartyId, PartyId]
"""From whom, to whom."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that left a desk, whether or not they arrived.

    Args:
        at_ns: When, by the world's clock.
        sender: Whose desk they left.
        recipient: For whom they were.
        body: The bytes.
    """

    at_ns: int
    sender: PartyId
    recipient: PartyId
    body: bytes


class Post:
    """Carries letters between the desks of a world.

    Args:
        agenda: The world's time.
        desks: Whose letters they are.
        random: For delays and losses.
        take: Has a desk take a unit.

    Attributes:
        weather: How bad the links are now.
        cuts: Where they carry nothing, and when.
        letters: Everything that ever left a desk, in order.
    """

    def __init__(
        self,
        agenda: Agenda,
        desks: Mapping[PartyId, SimDesk],
        random: Random,
        take: Take,
    ) -> None:
        self.weather: Weather = FAIR
        self.cuts: list[Cut] = []
        self.letters: list[Letter] = []
        self._agenda = agenda
        self._desks = desks
        self._random = random
        self._take = take
        self._callers: dict[Way, Caller] = {
            (one, other): Caller() for one in desks for other in desks if one != other
        }

    def clear_up(self) -> None:
        """Every link is good from now on."""
        self.weather = FAIR
        self.cuts.clear()

    def start(self, party: PartyId) -> None:
        """A desk begins to call its partners, not knowing of earlier calls."""
        for way, caller in self._callers.items():
            if way[0] == party:
                caller.succeed()
                self.call(way)

    def call(self, way: Way) -> None:
        """Send the next batch, unless one is on its way or there is none."""
        desk, caller = self._desks[way[0]], self._callers[way]
        if caller.call is not None or not desk.is_up:
            return
        batch = desk.outbox.next_batch(way[1])
        if batch is None:
            return
        number = caller.begin()
        self._send(way, batch.body, partial(self._deliver, way, batch, number))
        self._agenda.after(PATIENCE_NS, partial(self._pause, way, number))

    def _send(self, way: Way, body: bytes, deed: Deed) -> None:
        now_ns = self._agenda.now_ns
        letter = Letter(at_ns=now_ns, sender=way[0], recipient=way[1], body=body)
        self.letters.append(letter)
        for delay_ns in delays_ns(self.weather, self._random):
            if not self._is_cut(way, now_ns):
                self._agenda.after(delay_ns, deed)

    def _is_cut(self, way: Way, at_ns: int) -> bool:
        return any(
            (cut.sender, cut.recipient) == way and cut.from_ns <= at_ns < cut.until_ns
            for cut in self.cuts
        )

    def _deliver(self, way: Way, batch: Batch, number: int) -> None:
        if not self._desks[way[1]].is_up:
            return
        answer = self._answer(way, batch)
        if answer is not None:
            deed = partial(self._answered, way, batch, number, answer)
            self._send((way[1], way[0]), _body_of(answer), deed)

    def _answer(self, way: Way, batch: Batch) -> bytes | WatchwordError | None:
        sender, recipient = way
        channel = Channel(
            agreement=AgreementId(batch.agreement),
            sender=sender,
            recipient=recipient,
            lane="urgent" if batch.lane == "urgent" else "routine",
        )
        now_ns = self._desks[recipient].clock_ns(self._agenda.now_ns)
        try:
            unit = split_batch(batch.body, sender, channel, now_ns)
            outcome = self._take(recipient, unit)
        except StoreError:
            return None
        except WatchwordError as error:
            return error
        return format_envelope(outcome.given[0])

    def _answered(
        self, way: Way, batch: Batch, number: int, answer: bytes | WatchwordError
    ) -> None:
        desk = self._desks[way[0]]
        if not desk.is_up:
            return
        if isinstance(answer, GapError) and self._callers[way].call == number:
            desk.outbox.rewind(batch.origin, answer.expected - 1)
        if isinstance(answer, WatchwordError) or not self._receipted(way, answer):
            self._pause(way, number)
            return
        desk.outbox.settled(batch)
        if self._callers[way].call == number:
            self._callers[way].succeed()
        self.call(way)

    def _receipted(self, way: Way, answer: bytes) -> bool:
        receipt = TakeReceipt(peer=way[1], envelope=parse_envelope(answer))
        try:
            self._take(way[0], [receipt])
        except WatchwordError:
            return False
        return True

    def _pause(self, way: Way, number: int) -> None:
        caller = self._callers[way]
        if caller.call == number:
            pause_ns = int(caller.fail() * SECOND_NS)
            self._agenda.after(pause_ns, partial(self.call, way))


def _body_of(answer: bytes | WatchwordError) -> bytes:
    if isinstance(answer, bytes):
        return answer
    return encode({"error": answer.code, "message": str(answer)})
