"""A feed that is held open: its window, its signs of life, and its end."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from tests.desks import NORTH, PACT, SOUTH, MemoryDesk, pair
from tests.hosts import MemoryHost

from watchword.edge.batch import split_batch
from watchword.edge.driven import Driven
from watchword.edge.feed import Caller, Feed, Limits
from watchword.errors import LedgerError
from watchword.model.designation import Designation
from watchword.model.party import PartyId
from watchword.model.receipt import Receipt
from watchword.model.time import DAY_NS
from watchword.node.inputs import KnowParty, TakeReceipt, TrustAgain
from watchword.node.link import Input, State
from watchword.wire.line import Channel

WITHIN_S = 10
PIN = "ab" * 32
CHANNEL = Channel(agreement=PACT, sender=NORTH, recipient=SOUTH, lane="routine")
QUICK = Limits(beat_s=0.02, write_s=0.05, receipt_s=0.05, drain_s=0.05)


class Reader:
    """The far end of ASGI: reads, or does not, until it goes away."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.reads = asyncio.Event()
        self.reads.set()
        self.gone = asyncio.Event()
        self.some = asyncio.Event()
        self.is_dropped = self.is_ended = False

    async def send(self, message: Any) -> None:  # noqa: ANN401 (ASGI's)
        if message["type"] == "http.response.body":
            await self.reads.wait()
            self.bodies.append(message["body"])
            self.some.set()
            if not message.get("more_body"):
                self.is_ended = True
                self.gone.set()

    async def receive(self) -> Any:  # noqa: ANN401 (ASGI's)
        await self.gone.wait()
        return {"type": "http.disconnect"}

    def drop(self) -> None:
        self.is_dropped = True
        self.gone.set()

    async def batch(self) -> bytes:
        """The next piece with lines in it."""
        while not any(body.strip() for body in self.bodies):
            self.some.clear()
            await self.some.wait()
        found = b"".join(self.bodies)
        self.bodies.clear()
        return found


class Open:
    """A feed of north's that south holds open."""

    def __init__(self, folder: Path, limits: Limits = QUICK) -> None:
        self.north, self.south = pair()
        certified(self.south, self.north)
        self.host = MemoryHost(self.north, folder)
        self.reader = Reader()
        self.limits = limits

    def feed(self, after: int = 0) -> Feed:
        caller = Caller(
            pin=PIN,
            send=self.reader.send,
            receive=self.reader.receive,
            drop=self.reader.drop,
        )
        feed = Feed(self.host, CHANNEL, after, caller, self.limits)
        self.host.links.open(feed)
        return feed

    def say(self) -> None:
        self.host.links.react(self.north.report().effects)

    def sign(self, body: bytes) -> TakeReceipt:
        unit = split_batch(body.strip(b"\n"), NORTH, CHANNEL, self.south.now_ns)
        given = self.south.do(*unit).given[0]
        return TakeReceipt(peer=SOUTH, envelope=given)


def certified(one: MemoryDesk, other: MemoryDesk) -> None:
    """The other knows a certificate of one's."""
    said = Designation(
        party=one.party,
        purpose="tls",
        public=PIN,
        valid_from_ns=one.now_ns - DAY_NS,
        valid_until_ns=one.now_ns + DAY_NS,
        said_at_ns=one.now_ns - DAY_NS,
    )
    file = one.file()
    file = type(file)(
        introduction=file.introduction,
        designations=(*file.designations, one.govern(said)),
    )
    other.do(KnowParty(file=file))


async def comes_to(end: Driven, state: State) -> None:
    for _ in range(10_000):
        if end.state is state:
            return
        await asyncio.sleep(0)
    raise AssertionError(end.state)


def left_to_send(desk: MemoryDesk, origin: str) -> int:
    return desk.outbox.size_of(origin) - desk.outbox.begin(origin)


def within(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, WITHIN_S))


def test_what_is_said_comes_as_a_batch_does_and_is_signed_for(tmp_path: Path) -> None:
    async def go() -> None:
        open_ = Open(tmp_path)
        open_.say()
        feed = open_.feed()
        running = asyncio.create_task(feed.run())
        for number in (1, 2):
            body = await open_.reader.batch()
            await open_.host.submit(open_.sign(body))
            assert open_.north.outbox.receipted(feed.origin) == number
            open_.say()
        open_.reader.gone.set()
        await running
        assert feed.state is State.CLOSED

    within(go())


def test_it_begins_after_the_number_that_the_recipient_holds(tmp_path: Path) -> None:
    async def go() -> None:
        open_ = Open(tmp_path)
        for _ in range(3):
            open_.say()
        running = asyncio.create_task(open_.feed(after=2).run())
        body = await open_.reader.batch()
        assert b'"number":3,' in body
        assert b'"number":2,' not in body
        open_.reader.gone.set()
        await running

    within(go())


def test_a_recipient_that_holds_more_than_there_is_is_refused(tmp_path: Path) -> None:
    open_ = Open(tmp_path)
    with pytest.raises(LedgerError) as refused:
        open_.feed(after=7)
    assert refused.value.code == "ahead"


def test_who_does_not_read_loses_the_connection_and_no_line(tmp_path: Path) -> None:
    async def go() -> None:
        open_ = Open(tmp_path)
        open_.say()
        feed = open_.feed()
        open_.reader.reads.clear()
        await feed.run()
        assert open_.reader.is_dropped
        assert left_to_send(open_.north, feed.origin) == 1

    within(go())


def test_who_does_not_sign_loses_the_connection_once_the_window_is_full(
    tmp_path: Path,
) -> None:
    async def go() -> None:
        open_ = Open(tmp_path, QUICK._replace(window_lines=1))
        open_.say()
        open_.say()
        feed = open_.feed()
        await feed.run()
        assert open_.reader.is_dropped
        assert left_to_send(open_.north, feed.origin) == 2

    within(go())


def test_the_window_holds_lines_back_until_a_receipt_comes(tmp_path: Path) -> None:
    async def go() -> None:
        open_ = Open(tmp_path, QUICK._replace(window_lines=1, receipt_s=WITHIN_S))
        open_.say()
        feed = open_.feed()
        running = asyncio.create_task(feed.run())
        body = await open_.reader.batch()
        open_.say()
        await comes_to(feed, State.FULL)
        assert not any(body.strip() for body in open_.reader.bodies)
        await open_.host.submit(open_.sign(body))
        assert b'"number":2,' in await open_.reader.batch()
        open_.reader.gone.set()
        await running

    within(go())


def test_a_blank_line_says_that_the_link_lives(tmp_path: Path) -> None:
    async def go() -> None:
        open_ = Open(tmp_path)
        running = asyncio.create_task(open_.feed().run())
        while b"\n" not in open_.reader.bodies:
            await open_.reader.some.wait()
            open_.reader.some.clear()
        open_.reader.gone.set()
        await running

    within(go())


def test_a_feed_ends_with_the_node_and_says_so(tmp_path: Path) -> None:
    async def go() -> None:
        open_ = Open(tmp_path)
        feed = open_.feed()
        running = asyncio.create_task(feed.run())
        await asyncio.sleep(0)
        feed.tell(Input.STOP)
        await running
        assert open_.reader.is_ended

    within(go())


def test_a_feed_whose_certificate_counts_no_more_ends(tmp_path: Path) -> None:
    async def go() -> None:
        open_ = Open(tmp_path)
        running = asyncio.create_task(open_.feed().run())
        open_.north.now_ns += 2 * DAY_NS
        await running
        assert open_.reader.is_ended

    within(go())


def test_the_newest_feed_of_a_lane_is_the_one_that_counts(tmp_path: Path) -> None:
    async def go() -> None:
        open_ = Open(tmp_path)
        first = asyncio.create_task(open_.feed().run())
        await asyncio.sleep(0)
        before, open_.reader = open_.reader, Reader()
        second = open_.feed()
        running = asyncio.create_task(second.run())
        await first
        assert before.is_ended
        assert open_.host.links.is_fed(CHANNEL)
        open_.reader.gone.set()
        await running
        open_.host.links.closed(second)
        assert not open_.host.links.is_fed(CHANNEL)

    within(go())


def test_a_lane_that_is_fed_is_not_posted_and_is_after_the_feed(
    tmp_path: Path,
) -> None:
    async def go() -> None:
        open_ = Open(tmp_path)
        feed = open_.feed()
        open_.say()
        dialer = open_.host.links.dialers[CHANNEL]
        await comes_to(dialer, State.FED)
        open_.host.links.closed(feed)
        await comes_to(dialer, State.CONNECTING)
        dialer.tell(Input.STOP)
        for task in open_.host.tasks:
            task.cancel()

    within(go())


def test_a_partner_to_whom_nothing_may_go_is_shown_as_such(tmp_path: Path) -> None:
    async def go() -> None:
        open_ = Open(tmp_path)
        open_.north.will("halt")
        open_.say()
        links = open_.host.links
        assert links.is_withheld(SOUTH)
        assert not links.is_withheld(PartyId("desk.elsewhere"))

    within(go())


def test_a_lane_whose_log_is_forked_is_neither_fed_nor_posted_until_it_is_trusted(
    tmp_path: Path,
) -> None:
    async def go() -> None:
        open_ = Open(tmp_path)
        said = open_.north.report().effects
        other = Receipt(
            party=SOUTH,
            sender=NORTH,
            agreement=PACT,
            lane="routine",
            number=1,
            root=b64encode(bytes(32)).decode(),
            said_at_ns=open_.south.now_ns,
        )
        signed = TakeReceipt(peer=SOUTH, envelope=open_.south.sign(other))
        assert open_.north.take(signed).error is not None
        open_.host.links.react(said)
        with pytest.raises(LedgerError) as refused:
            open_.feed()
        assert refused.value.code == "fork"
        dialer = open_.host.links.dialers[CHANNEL]
        await comes_to(dialer, State.FORKED)
        await open_.host.submit(TrustAgain(channel=CHANNEL, because="they have spoken"))
        await comes_to(dialer, State.CONNECTING)
        dialer.tell(Input.STOP)
        for task in open_.host.tasks:
            task.cancel()

    within(go())
