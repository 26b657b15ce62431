"""Two hundred simulated partners of one real node.

Each has keys, a certificate and a port of its own, and answers every batch
with a signed receipt; all of them live in one process.  One may be stalled: it
takes the connection and never answers.

    python -m bench.exchange.partners PLACE COUNT STALLED

Prints one line when all of them listen.  On SIGTERM it writes to PLACE the
names that came, each with when it came to whom.
"""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import ssl
import sys
from base64 import b64encode
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter_ns
from typing import Final

import uvloop
from aiohttp import web
from tests.sim.scenes import circle_text

from watchword.agreements.terms import parse_terms
from watchword.edge.batch import split_batch
from watchword.edge.certificate import new_certificate
from watchword.edge.clock import system_ns
from watchword.edge.commands.parties import PartyExport
from watchword.edge.desk import Desk
from watchword.ledger.checkpoint import parse_checkpoint
from watchword.ledger.note import parse_note
from watchword.model.agreement import AgreementId, Signature
from watchword.model.designation import Designation, certificate_pin
from watchword.model.party import PartyId
from watchword.model.receipt import Receipt
from watchword.model.report import Urgency
from watchword.model.time import DAY_NS, Instant, datetime_of
from watchword.node.inputs import AddSigned, KnowParty
from watchword.sim.desk import SimDesk
from watchword.sim.keys import Keys, keys_of
from watchword.trust.signed import sign_payload
from watchword.wire.envelope import Envelope, format_envelope, name_of
from watchword.wire.introduction import (
    Introduction,
    PartyFile,
    format_introduction,
    parse_party_file,
)
from watchword.wire.line import Channel, parse_checkpoint_line, parse_line
from watchword.wire.statement import format_statement

SEED: Final = 200
DAYS: Final = 30
FIRST_PORT: Final = 21_000
CIRCLE: Final = AgreementId("circle")
CAME: Final = "came.json"
LARGEST: Final = 64_000_000


def party(number: int) -> PartyId:
    """The name of a simulated partner."""
    return PartyId(f"partner-{number:03}")


async def introduce(desk: Desk, place: Path, count: int) -> str:
    """Let a node know them all, each having signed; the agreement's text.

    Args:
        desk: The node's, not running.
        place: Where the partners' certificates go.
        count: How many partners.
    """
    names = tuple(party(number) for number in range(count))
    text = circle_text((desk.config.party, *names))
    exported = await PartyExport().run(desk)
    own = parse_party_file(json.dumps(exported).encode())
    for number, name in enumerate(names):
        file = _file(place, keys_of(name, SEED), FIRST_PORT + number)
        await desk.submit(KnowParty(file=file))
        await _sign(desk, own, file, name, text)
    return text


def _file(place: Path, keys: Keys, port: int) -> PartyFile:
    now_ns = system_ns()
    pem = new_certificate(
        keys.party,
        place / f"{keys.party}.key",
        place / f"{keys.party}.pem",
        now=datetime_of(now_ns),
        days=DAYS,
    )
    introduction = Introduction(
        party=keys.party,
        title=keys.party,
        endpoint=f"https://127.0.0.1:{port}",
        governance=b64encode(keys.governance.public).decode(),
        said_at_ns=now_ns,
    )
    return PartyFile(
        introduction=sign_payload(format_introduction(introduction), keys.governance),
        designations=(
            _designated(keys, "operational", b64encode(keys.operational.public), ""),
            _designated(keys, "tls", certificate_pin(pem).encode(), pem),
        ),
    )


def _designated(keys: Keys, purpose: str, public: bytes, pem: str) -> Envelope:
    now_ns = system_ns()
    said = Designation(
        party=keys.party,
        purpose="tls" if purpose == "tls" else "operational",
        public=public.decode(),
        certificate=pem,
        valid_from_ns=now_ns - DAY_NS,
        valid_until_ns=now_ns + DAYS * DAY_NS,
        said_at_ns=now_ns,
    )
    return sign_payload(format_statement(said), keys.governance)


async def _sign(
    desk: Desk, own: PartyFile, file: PartyFile, name: PartyId, text: str
) -> None:
    keys, now_ns = keys_of(name, SEED), system_ns()
    terms = parse_terms(text)
    signature = Signature(
        agreement=terms.id,
        party=name,
        note="signed-1",
        dated=Instant(ns=now_ns),
        version=terms.version,
        text=text,
    )
    theirs = SimDesk(keys, Random(SEED), 0.0, frozenset())  # noqa: S311
    envelope = sign_payload(format_statement(signature), keys.governance)
    for given in (
        KnowParty(file=own),
        KnowParty(file=file),
        AddSigned(envelope=envelope),
    ):
        theirs.submit([given], now_ns)
    batch = theirs.outbox.next_batch(desk.config.party)
    while batch is not None:
        channel = _channel(batch.agreement, name, desk.config.party, batch.lane)
        await desk.submit(*split_batch(batch.body, name, channel, now_ns))
        batch = None


def _channel(agreement: str, sender: PartyId, to: PartyId, lane: str) -> Channel:
    return Channel(
        agreement=AgreementId(agreement), sender=sender, recipient=to, lane=_lane(lane)
    )


def _lane(text: str) -> Urgency:
    return "urgent" if text == "urgent" else "routine"


class Partner:
    """One of them: takes what comes, notes when, signs for it.

    Args:
        name: Its party.
        sender: The node's party.
        came: Where it notes what came.
        is_stalled: It never answers.
    """

    def __init__(
        self,
        name: PartyId,
        sender: PartyId,
        came: dict[str, dict[str, int]],
        *,
        is_stalled: bool,
    ) -> None:
        self._keys = keys_of(name, SEED)
        self._sender = sender
        self._came = came.setdefault(name, {})
        self._is_stalled = is_stalled

    async def take(self, request: web.Request) -> web.Response:
        """A batch: answered with a receipt up to its checkpoint."""
        if self._is_stalled:
            await asyncio.Event().wait()
        *lines, last = (await request.read()).rstrip(b"\n").split(b"\n")
        now_ns = perf_counter_ns()
        for data in lines:
            self._came[name_of(parse_line(data).envelope.payload)] = now_ns
        return web.Response(body=self._receipt(request, last))

    def _receipt(self, request: web.Request, last: bytes) -> bytes:
        note = parse_note(parse_checkpoint_line(last).encode())
        checkpoint = parse_checkpoint(note.text)
        receipt = Receipt(
            party=self._keys.party,
            sender=self._sender,
            agreement=AgreementId(request.match_info["agreement"]),
            lane=_lane(request.match_info["lane"]),
            number=checkpoint.size,
            root=b64encode(checkpoint.root).decode(),
            said_at_ns=system_ns(),
        )
        payload = format_statement(receipt)
        return format_envelope(sign_payload(payload, self._keys.operational))


async def serve(place: Path, count: int, stalled: int, sender: PartyId) -> None:
    """Be all of them until SIGTERM.

    Args:
        place: Where the certificates are.
        count: How many.
        stalled: Which one never answers; -1: none.
        sender: The node's party.
    """
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    came: dict[str, dict[str, int]] = {}
    async with AsyncExitStack() as stack:
        for number in range(count):
            one = Partner(party(number), sender, came, is_stalled=number == stalled)
            await _listen(stack, place, one, number)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await over.wait()
        (place / CAME).write_text(json.dumps(came), encoding="utf-8")


async def _listen(
    stack: AsyncExitStack, place: Path, one: Partner, number: int
) -> None:
    app = web.Application(client_max_size=LARGEST)
    app.router.add_post("/v1/lines/{agreement}/{lane}", one.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    stack.push_async_callback(partial(_end, runner))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    stem = place / party(number)
    context.load_cert_chain(f"{stem}.pem", f"{stem}.key")
    listening = socket.create_server(("127.0.0.1", FIRST_PORT + number))
    await web.SockSite(runner, listening, ssl_context=context).start()


async def _end(runner: web.AppRunner) -> None:
    await runner.cleanup()


def main(words: list[str]) -> None:
    """``PLACE COUNT STALLED SENDER``."""
    place, count, stalled, sender = words
    uvloop.run(serve(Path(place), int(count), int(stalled), PartyId(sender)))


if __name__ == "__main__":
    main(sys.argv[1:])
