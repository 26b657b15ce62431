"""Desks without files or sockets: the real core, writer and store, in memory."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Final

from tests.stores import new_store

from watchword.edge.outbox import Outbox
from watchword.edge.picturestore import PictureStore
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView, line_place, opened_fields
from watchword.edge.writer import Outcome, Unit, Writer
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Instrument,
    Posture,
    Signature,
    Stance,
)
from watchword.model.designation import Designation
from watchword.model.field import Value
from watchword.model.fieldtext import parse_fields
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Header, Urgency
from watchword.model.time import DAY_NS, Instant, parse_instant
from watchword.node.effects import Hold
from watchword.node.inputs import (
    AddSigned,
    CloseBatch,
    FileReport,
    Input,
    KnowParty,
    Say,
    TakeLine,
    TakeReceipt,
)
from watchword.trust.keys import Signer
from watchword.trust.signed import sign_payload
from watchword.wire.envelope import Envelope
from watchword.wire.introduction import Introduction, PartyFile, format_introduction
from watchword.wire.line import Channel, Line, format_line, parse_checkpoint_line
from watchword.wire.sealed import seal
from watchword.wire.statement import SealedReport, Statement, format_statement

NOW: Final = parse_instant("2022-05-04T12:00Z").ns
PACT: Final = AgreementId("pact")
NORTH: Final = PartyId("desk.north")
SOUTH: Final = PartyId("desk.south")
SECRET: Final = bytes(range(32))

TEXT: Final = """\
id = "pact"
version = 1
title = "A pact"
parties = ["desk.north", "desk.south"]
statuses = ["exercise"]
binding = false
zone = "UTC"
entry = "signature"
topics = ["missile"]
text = "for tests"

[[level]]
name = "closed"
rank = 2
shared = false
[level.labels]
"desk.north" = ["CLOSED"]
"desk.south" = ["ZU"]

[[level]]
name = "open"
rank = 1
shared = true
[level.labels]
"desk.north" = ["OPEN"]
"desk.south" = ["OFFEN"]

[[clause]]
id = "art-1"
article = "1"
rule = "release"
says = "They tell each other."
evidence = "R"
"""

FIELDS: Final = parse_fields(
    {
        "observed_at": "2022-05-04T12:03+09:00",
        "apogee_km": "~780",
        "range_km": "470",
        "site": "the airfield",
    }
)


class MemoryDesk:
    """One party with keys of its own and its store in memory.

    Its clock stands at ``now_ns`` until a test moves it.
    """

    def __init__(self, party: PartyId, store: Store | None = None) -> None:
        self.party = party
        self.governance = signer_of(f"governance of {party}")
        self.signer = signer_of(f"operational of {party}")
        self.store = new_store() if store is None else store
        self._drawn = 0
        self.writer = Writer(self.store, party, self.signer, self.draw)
        self.outbox = Outbox(self.store, party, self.writer.last_lines)
        self.pictures = PictureStore(self.store)
        self.now_ns = NOW
        self.do(KnowParty(file=self.file()))

    def draw(self, size: int) -> bytes:
        """Bytes that differ each time and are the same in each run."""
        self._drawn += 1
        return sha256(f"{self.party} {self._drawn}".encode()).digest()[:size]

    @property
    def view(self) -> StoreView:
        return self.writer.view

    def take(self, *unit: Input) -> Outcome:
        """Commit one unit; a refusal is in the outcome."""
        (outcome,) = self.writer.commit([unit], self.now_ns)
        return outcome

    def do(self, *unit: Input) -> Outcome:
        """Commit one unit; a refusal is raised."""
        outcome = self.take(*unit)
        if outcome.error is not None:
            raise outcome.error
        return outcome

    def file(self) -> PartyFile:
        """What this party gives to others."""
        who = Introduction(
            party=self.party,
            title=self.party.title(),
            endpoint="https://127.0.0.1:1",
            governance=b64encode(self.governance.public).decode(),
            said_at_ns=NOW - DAY_NS,
        )
        return PartyFile(
            introduction=sign_payload(format_introduction(who), self.governance),
            designations=(self.govern(self.designation()),),
        )

    def designation(self) -> Designation:
        return Designation(
            party=self.party,
            purpose="operational",
            public=b64encode(self.signer.public).decode(),
            valid_from_ns=NOW - DAY_NS,
            valid_until_ns=NOW + 400 * DAY_NS,
            said_at_ns=NOW - DAY_NS,
        )

    def govern(self, statement: Statement) -> Envelope:
        """Sign with the governance key."""
        return sign_payload(format_statement(statement), self.governance)

    def sign(self, statement: Statement) -> Envelope:
        """Sign with the operational key."""
        return sign_payload(format_statement(statement), self.signer)

    def agree(self, text: str = TEXT, agreement: AgreementId = PACT) -> Outcome:
        """Sign a text."""
        return self.add(self.signature(text, agreement))

    def signature(self, text: str = TEXT, agreement: AgreementId = PACT) -> Signature:
        return Signature(
            agreement=agreement,
            party=self.party,
            note="signed",
            dated=Instant(ns=NOW - DAY_NS),
            version=1,
            text=text,
        )

    def add(self, paper: Instrument | Designation) -> Outcome:
        return self.do(AddSigned(envelope=self.govern(paper)))

    def will(self, stance: Stance, agreement: AgreementId = PACT) -> Outcome:
        return self.do(
            Say(
                statement=Posture(
                    party=self.party,
                    agreement=agreement,
                    stance=stance,
                    said_at_ns=self.now_ns,
                )
            )
        )

    def approve(self, report: str, recipient: PartyId) -> Outcome:
        return self.do(
            Say(
                statement=Approval(
                    party=self.party,
                    agreement=PACT,
                    recipient=recipient,
                    report=report,
                    said_at_ns=self.now_ns,
                )
            )
        )

    def header(
        self, label: str = "OPEN", urgency: Urgency = "routine", corrects: str = ""
    ) -> Header:
        return Header(
            kind="launch",
            status="exercise",
            originator=self.party,
            said_at_ns=self.now_ns,
            topic="missile.ballistic",
            marking=Marking(label=label),
            urgency=urgency,
            corrects=corrects,
        )

    def report(
        self, header: Header | None = None, fields: Mapping[str, Value] = FIELDS
    ) -> Outcome:
        """File a report."""
        given = header or self.header()
        return self.do(FileReport(header=given, fields=fields, secret=self.draw(32)))


def signer_of(words: str) -> Signer:
    return Signer(sha256(words.encode()).digest())


def name_held(outcome: Outcome) -> str:
    """Name of the statement that an outcome holds."""
    (name,) = (e.name for e in outcome.effects if isinstance(e, Hold))
    return name


def pair() -> tuple[MemoryDesk, MemoryDesk]:
    """Two desks that know each other and have a pact in force; both push."""
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    for one, other in ((north, south), (south, north)):
        one.do(KnowParty(file=other.file()))
        one.agree()
    exchange(north, south)
    for one in (north, south):
        one.will("push")
    return north, south


def units_for(sender: MemoryDesk, recipient: MemoryDesk) -> Iterator[Unit]:
    """What the link would carry, batch by batch, while receipts come back."""
    while (batch := sender.outbox.next_batch(recipient.party)) is not None:
        *lines, last = batch.body.rstrip(b"\n").split(b"\n")
        channel = Channel(
            agreement=AgreementId(batch.agreement),
            sender=sender.party,
            recipient=recipient.party,
            lane="urgent" if batch.lane == "urgent" else "routine",
        )
        unit: list[Input] = [
            TakeLine(peer=sender.party, channel=channel, data=data) for data in lines
        ]
        unit.append(
            CloseBatch(
                peer=sender.party,
                channel=channel,
                checkpoint=parse_checkpoint_line(last),
                now_ns=recipient.now_ns,
            )
        )
        yield unit


def carry(sender: MemoryDesk, recipient: MemoryDesk) -> list[Outcome]:
    """Send all that waits one way, receipts included."""
    outcomes = []
    for unit in units_for(sender, recipient):
        outcome = recipient.do(*unit)
        sender.do(TakeReceipt(peer=recipient.party, envelope=outcome.given[0]))
        outcomes.append(outcome)
    return outcomes


def exchange(one: MemoryDesk, other: MemoryDesk) -> None:
    """Send all that waits, both ways."""
    carry(one, other)
    carry(other, one)


def channel(
    sender: PartyId = NORTH, recipient: PartyId = SOUTH, lane: Urgency = "routine"
) -> Channel:
    return Channel(agreement=PACT, sender=sender, recipient=recipient, lane=lane)


def sealed_report(
    header: Header, fields: Mapping[str, Value] = FIELDS
) -> tuple[SealedReport, tuple[str, ...]]:
    """A report as signed, and what opens its fields."""
    sealed = seal(fields, SECRET)
    disclosed = tuple(sealed.disclosures[name] for name in sorted(sealed.disclosures))
    return SealedReport(header=header, sealed=sealed.digests), disclosed


def line(
    envelope: Envelope,
    number: int,
    disclosed: tuple[str, ...] = (),
    on: Channel | None = None,
) -> Line:
    """A line as its sender would write it, by hand."""
    where = channel() if on is None else on
    return Line(
        number=number,
        agreement=where.agreement,
        sender=where.sender,
        recipient=where.recipient,
        lane=where.lane,
        released_at_ns=NOW,
        salt=b64encode(b"%016d" % number).decode(),
        envelope=envelope,
        disclosed=disclosed,
        basis={"header": ("art-1",)},
    )


def taking(given: Line | bytes, on: Channel | None = None) -> TakeLine:
    """The input by which a line comes over the link."""
    where = channel() if on is None else on
    data = given if isinstance(given, bytes) else format_line(given)
    return TakeLine(peer=where.sender, channel=where, data=data)


def line_sent(store: Store, origin: str, number: int) -> bytes:
    """The bytes of a line that was put on a channel."""
    name, data = store.rows(
        "SELECT name, data FROM line WHERE origin = ? AND number = ?", (origin, number)
    )[0]
    return store.content.open(name, line_place(origin, number), data)


def evidence_kept(store: Store) -> list[tuple[PartyId, str, bytes]]:
    """From whom, why, and the bytes of all that could not be admitted."""
    rows = store.rows("SELECT peer, code, item, evidence FROM quarantine ORDER BY id")
    return [
        (peer, code, store.content.open(item, "evidence", data))
        for peer, code, item, data in rows
    ]


def everything_stored(store: Store) -> bytes:
    """All bytes and texts of every table, one after the other, and opened."""
    names = store.rows("SELECT name FROM statement WHERE destroyed = ''")
    opened = [store_opened(store, name) for (name,) in names]
    evidence = [data for _, _, data in evidence_kept(store)]
    return b"\n".join((raw_cells(store), *opened, *evidence))


def store_opened(store: Store, name: str) -> bytes:
    """What is held of a statement, opened."""
    data = store.value("SELECT envelope FROM statement WHERE name = ?", (name,))
    texts = [text.encode() for _, text in opened_fields(store, name)]
    return b"\n".join((store.content.open(name, "envelope", data), *texts))


def raw_cells(store: Store) -> bytes:
    """All bytes and texts of every table, as they are stored."""
    cells = [
        cell
        for table in store.tables()
        for row in store.rows(f"SELECT * FROM {table}")  # noqa: S608 (names are ours)
        for cell in row
    ]
    return b"\n".join(
        cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells
    )
