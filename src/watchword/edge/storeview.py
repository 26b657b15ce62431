"""The core's questions, answered by the store inside the transaction."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from watchword.agreements.known import Known
from watchword.agreements.standing import Papers, Standing
from watchword.agreements.texts import texts_of
from watchword.edge.forks import forked_origins, is_disputed
from watchword.edge.placeholder import parse_placeholder
from watchword.edge.store import Store
from watchword.edge.tilestore import TileStore
from watchword.errors import LedgerError
from watchword.ledger.tree import EMPTY, Frontier, parse_frontier
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Instrument,
    Posture,
    Terms,
)
from watchword.model.designation import Designation
from watchword.model.message import AnyMessage, Message, Word
from watchword.model.party import PartyId
from watchword.model.person import Register
from watchword.node.receive import origin_of
from watchword.node.view import Cursor, Held, Waiting
from watchword.trust.authority import Authority
from watchword.wire.envelope import Envelope, parse_envelope
from watchword.wire.introduction import parse_introduction
from watchword.wire.line import Channel
from watchword.wire.statement import SealedReport, Statement, parse_statement

PAPERS: Final = "instrument"
"""The kind under which every instrument is filed in the store."""

DECIDING: Final = ("originator-approval", "record", "enquiry", "word")
"""The kinds of message on which the decisions under their agreement turn."""

ENDING: Final = ("revocation", "answer")
"""The kinds that end what another named message opened, under any agreement."""

REMEMBERED: Final = frozenset(
    {PAPERS, "posture", "approval", "designation", *DECIDING, *ENDING}
)
"""The kinds of which a ``StoreView`` remembers until ``forget``."""


MOST_READ: Final = 20_000
"""How many papers and messages are kept as read."""


class StoreView:
    """A ``node.view.View`` over a store.

    Who may sign, and the papers of each agreement, are few and asked for every
    report: they are remembered until ``forget`` is called.

    Args:
        store: What is held.
        party: Whose node this is.
        labels: Label keys that the profile accepts without an agreement.
    """

    def __init__(self, store: Store, party: PartyId, labels: frozenset[str]) -> None:
        self._store = store
        self._party = party
        self._labels = labels
        self._authorities: dict[PartyId, Authority | None] = {}
        self._papers: dict[AgreementId, Papers] = {}
        self._known: dict[AgreementId, Known] = {}
        self._standings: dict[AgreementId, tuple[Standing, ...]] = {}
        self._partners: tuple[PartyId, ...] | None = None
        self._read: dict[str, Statement] = {}
        self.frontiers: dict[str, Frontier] = {}
        self.tiles = TileStore(store, party)
        self._forked: frozenset[str] | None = None

    def forget(self) -> None:
        """Ask the store anew about parties and papers."""
        self._authorities.clear()
        self._papers.clear()
        self._known.clear()
        self._standings.clear()
        self._partners = None
        self._forked = None

    @property
    def party(self) -> PartyId:
        """Whose node this is."""
        return self._party

    @property
    def labels(self) -> frozenset[str]:
        """Label keys that the profile accepts without an agreement."""
        return self._labels

    def authority(self, party: PartyId) -> Authority | None:
        """Who may sign for a party."""
        if party not in self._authorities:
            self._authorities[party] = self._load_authority(party)
        return self._authorities[party]

    def _load_authority(self, party: PartyId) -> Authority | None:
        governance = self._store.value(
            "SELECT governance FROM party WHERE party = ?", (party,)
        )
        if governance is None:
            return None
        found = self._statements("designation", party=party)
        return Authority(
            party=party,
            governance=governance,
            designations=tuple(s for _, s in found if isinstance(s, Designation)),
        )

    def introduced_at_ns(self, party: PartyId) -> int | None:
        """When the introduction held of a party was made."""
        data = self._store.value("SELECT envelope FROM party WHERE party = ?", (party,))
        if data is None:
            return None
        return parse_introduction(parse_envelope(data)).said_at_ns

    def partners(self) -> Collection[PartyId]:
        """Every introduced party but this one."""
        if self._partners is None:
            rows = self._store.rows("SELECT party FROM party ORDER BY party")
            self._partners = tuple(p for (p,) in rows if p != self._party)
        return self._partners

    def agreements(self) -> Collection[AgreementId]:
        """Every agreement a paper is held of."""
        rows = self._store.rows(
            "SELECT DISTINCT agreement FROM statement WHERE kind = ? ORDER BY 1",
            (PAPERS,),
        )
        return tuple(AgreementId(name) for (name,) in rows)

    def papers(self, agreement: AgreementId) -> Papers:
        """Every paper, posture and approval held of an agreement."""
        if agreement not in self._papers:
            self._papers[agreement] = self._load_papers(agreement)
        return self._papers[agreement]

    def papers_of(
        self, party: PartyId, agreement: AgreementId
    ) -> Collection[tuple[str, Instrument]]:
        """Every paper of one party, in the order in which they were admitted."""
        rows = self._store.rows(
            "SELECT name, envelope FROM statement WHERE kind = ? AND party = ?"
            " AND agreement = ? ORDER BY entry",
            (PAPERS, party, agreement),
        )
        said = ((name, parse_statement(parse_envelope(data))) for name, data in rows)
        return tuple((n, each) for n, each in said if isinstance(each, Instrument))

    def standings(self, agreement: AgreementId, at_ns: int) -> tuple[Standing, ...]:
        """What was prepared of those papers, anew where its time has passed."""
        held = self._standings.get(agreement)
        if held is None or not held[0].serves(at_ns):
            held = self._ready(agreement).standings(at_ns)
            self._standings[agreement] = held
        return held

    def _ready(self, agreement: AgreementId) -> Known:
        if agreement not in self._known:
            self._known[agreement] = Known(agreement, self.papers(agreement))
        return self._known[agreement]

    def _load_papers(self, agreement: AgreementId) -> Papers:
        papers = self._counting(agreement)
        legs = (self._counting(name, strictly=True) for name in self._legs(papers))
        postures = self._statements("posture", agreement=agreement)
        approvals = self._statements("approval", agreement=agreement)
        return Papers(
            instruments=(*papers, *(paper for leg in legs for paper in leg)),
            postures=tuple((n, s) for n, s in postures if isinstance(s, Posture)),
            approvals=tuple((n, s) for n, s in approvals if isinstance(s, Approval)),
            messages=self._deciding(agreement),
        )

    def _deciding(self, agreement: AgreementId) -> tuple[tuple[str, AnyMessage], ...]:
        """The messages on which decisions turn; of each party the latest word."""
        found = [
            row
            for kind in DECIDING
            for row in self._statements(kind, agreement=agreement)
        ]
        found += [row for kind in ENDING for row in self._statements(kind)]
        words = {s.party: n for n, s in found if isinstance(s, Word)}
        latest = frozenset(words.values())
        return tuple(
            (n, s)
            for n, s in found
            if isinstance(s, AnyMessage) and (n in latest or not isinstance(s, Word))
        )

    def _counting(
        self, agreement: AgreementId, *, strictly: bool = False
    ) -> tuple[tuple[str, Instrument], ...]:
        """The papers of the parties to what this party has signed itself.

        A stranger can write any paper about an agreement; it counts only where
        a text that this party signed names the stranger.  Before the first
        signature all are there to be read, and ``strictly`` none.
        """
        papers = self._statements(PAPERS, agreement=agreement)
        found = tuple((n, s) for n, s in papers if isinstance(s, Instrument))
        own = self._own_texts(found)
        parties = {party for terms in own for party in terms.parties}
        anybody = not own and not strictly
        return tuple(p for p in found if anybody or p[1].party in parties)

    def _own_texts(
        self, papers: Collection[tuple[str, Instrument]]
    ) -> tuple[Terms, ...]:
        return texts_of(paper for _, paper in papers if paper.party == self._party)

    def _legs(
        self, papers: Collection[tuple[str, Instrument]]
    ) -> tuple[AgreementId, ...]:
        """The other agreements that the legs of what this party signed rest on."""
        own = self._own_texts(papers)
        found = {leg.agreement for terms in own for leg in terms.legs}
        return tuple(sorted(found - {terms.id for terms in own}))

    def _statements(
        self, kind: str, *, party: str = "", agreement: str = ""
    ) -> list[tuple[str, Statement]]:
        rows = self._store.rows(
            "SELECT name, envelope FROM statement WHERE kind = ?1"
            " AND (?2 = '' OR party = ?2) AND (?3 = '' OR agreement = ?3)"
            " ORDER BY said_at_ns, name",
            (kind, party, agreement),
        )
        return [(name, self._parsed(name, data)) for name, data in rows]

    def _parsed(self, name: str, data: bytes) -> Statement:
        """What a name stands for never changes: it is read once."""
        if name not in self._read:
            if len(self._read) >= MOST_READ:
                self._read.clear()
            self._read[name] = parse_statement(parse_envelope(data))
        return self._read[name]

    def designations(self) -> Collection[str]:
        """Names of this party's own designations."""
        return tuple(
            name for name, _ in self._statements("designation", party=self._party)
        )

    def held(self, name: str) -> Held | None:
        """A statement by its name; of one that was destroyed a placeholder."""
        row = self._store.row(
            "SELECT envelope, source, placeholder, destroyed, party, said_at_ns"
            " FROM statement WHERE name = ?",
            (name,),
        )
        if row is None:
            return None
        data, source, kept, destroyed, party, said_at_ns = row
        if destroyed:
            statement = parse_placeholder(kept, party, said_at_ns)
            return Held(
                name=name, statement=statement, fields={}, source=source, destroyed=True
            )
        data = self._store.content.open(name, "envelope", data)
        return Held(
            name=name,
            statement=parse_statement(parse_envelope(data)),
            fields=dict(opened_fields(self._store, name)),
            source=source,
        )

    def envelope(self, name: str) -> Envelope:
        """The envelope of a statement that is held.

        Raises:
            LedgerError: It was destroyed (``destroyed``).
        """
        data = self._store.value(
            "SELECT envelope FROM statement WHERE name = ?", (name,)
        )
        if data == b"":
            raise LedgerError(f"{name[:12]} was destroyed", code="destroyed")
        return parse_envelope(self._store.content.open(name, "envelope", data))

    def offered(self, name: str, recipient: PartyId) -> frozenset[str]:
        """Which fields have been put on a channel to that partner."""
        rows = self._store.rows(
            "SELECT field FROM offered WHERE name = ? AND recipient = ?",
            (name, recipient),
        )
        return frozenset(field for (field,) in rows)

    def offered_to(self, name: str) -> Collection[PartyId]:
        """To whom a statement has been put on a channel."""
        rows = self._store.rows(
            "SELECT DISTINCT recipient FROM offered WHERE name = ? ORDER BY 1", (name,)
        )
        return tuple(party for (party,) in rows)

    def own_reports(self, from_ns: int, to_ns: int) -> Collection[str]:
        """Names of this party's reports said in a window."""
        rows = self._store.rows(
            "SELECT name FROM statement WHERE kind = 'report' AND party = ?"
            " AND said_at_ns >= ? AND said_at_ns < ? ORDER BY said_at_ns, name",
            (self._party, from_ns, to_ns),
        )
        return tuple(name for (name,) in rows)

    def messages_about(self, report: str) -> Collection[tuple[str, AnyMessage]]:
        """Every message held that names a report."""
        rows = self._store.rows(
            "SELECT statement.name, envelope FROM about JOIN statement"
            " ON statement.name = about.name WHERE report = ? AND kind <> 'report'"
            " ORDER BY said_at_ns, statement.name",
            (report,),
        )
        said = ((name, parse_statement(parse_envelope(data))) for name, data in rows)
        return tuple(
            (name, each) for name, each in said if isinstance(each, AnyMessage)
        )

    def derived(self, report: str) -> Collection[str]:
        """Names of the reports that name it as one they are made from."""
        rows = self._store.rows(
            "SELECT statement.name FROM about JOIN statement"
            " ON statement.name = about.name WHERE report = ? AND kind = 'report'"
            " ORDER BY said_at_ns, statement.name",
            (report,),
        )
        return tuple(name for (name,) in rows)

    def waiting(self) -> Collection[tuple[str, PartyId]]:
        """Reports that wait for an agreement to permit, and for whom."""
        rows = self._store.rows(
            "SELECT refusal.name, recipient FROM refusal JOIN statement USING (name)"
            " WHERE waits <> '' AND destroyed = '' ORDER BY refusal.entry"
        )
        return tuple((name, recipient) for name, recipient in rows)

    def turned(self, agreement: AgreementId, at_ns: int) -> bool:
        """Whether time alone may have changed what was last prepared.

        What was forgotten may have turned unseen: after a start, or a paper.
        """
        held = self._standings.get(agreement)
        return held is None or not held[0].serves(at_ns)

    def frontier(self, origin: str) -> Frontier:
        """The tree of a log, of this transaction."""
        if origin not in self.frontiers:
            data = self._store.value(
                "SELECT frontier FROM log WHERE origin = ?", (origin,)
            )
            self.frontiers[origin] = EMPTY if data is None else parse_frontier(data)
        return self.frontiers[origin]

    def register(self) -> Register | None:
        """The highest version of the register of this party's persons."""
        data = self._store.value(
            "SELECT envelope FROM statement WHERE kind = 'register'"
            " ORDER BY entry DESC LIMIT 1"
        )
        said = None if data is None else parse_statement(parse_envelope(data))
        return said if isinstance(said, Register) else None

    def copies(self, report: str) -> int:
        """How many copies of a report have been made."""
        made: int = self._store.value(
            "SELECT count(*) FROM entry WHERE kind = 'copy'"
            " AND json_extract(CAST(body AS TEXT), '$.report') = ?",
            (report,),
        )
        return made

    def log_root(self, channel: Channel, number: int) -> bytes | None:
        """Root of a channel's log at a number."""
        root: bytes | None = self._store.value(
            "SELECT root FROM line WHERE origin = ? AND number = ?",
            (origin_of(channel), number),
        )
        return root

    def cursor(self, channel: Channel) -> Cursor:
        """How far a partner's channel has been taken."""
        frontier = self.frontier(origin_of(channel))
        return Cursor(number=frontier.size, frontier=frontier)

    def forked(self, channel: Channel) -> bool:
        """Whether two histories of its log were shown, and nobody settled it."""
        if self._forked is None:
            self._forked = forked_origins(self._store)
        return bool(self._forked) and origin_of(channel) in self._forked

    def disputed(self, channel: Channel) -> bool:
        """Whether anything is kept against its log that nobody has settled."""
        return is_disputed(self._store, origin_of(channel))

    def frontier_at(self, channel: Channel, size: int) -> Frontier:
        """The tree of a channel's log as it was at a size it has reached."""
        return self.tiles.frontier(origin_of(channel), size)

    def last_receipt(self, channel: Channel) -> tuple[int, Envelope | None]:
        """The highest number that the recipient has signed for, and where."""
        row = self._store.row(
            "SELECT receipted, receipt FROM log WHERE origin = ?",
            (origin_of(channel),),
        )
        number, data = row or (0, None)
        return int(number), None if data is None else parse_envelope(data)

    def taken(self, channel: Channel, number: int) -> bytes | None:
        """The entry of a line taken earlier."""
        entry: bytes | None = self._store.value(
            "SELECT entry FROM line WHERE origin = ? AND number = ?",
            (origin_of(channel), number),
        )
        return entry

    def due(self, at_ns: int) -> Collection[Waiting]:
        """What waits in quarantine for an instant not after ``at_ns``."""
        rows = self._store.rows(
            "SELECT id, peer, item, evidence FROM quarantine"
            " WHERE until_ns <= ? AND NOT settled ORDER BY until_ns, id",
            (at_ns,),
        )
        content = self._store.content
        return tuple(
            Waiting(id=i, peer=peer, data=content.open(item, "evidence", data))
            for i, peer, item, data in rows
        )


def opened_fields(
    store: Store, name: str, until_entry: int | None = None
) -> list[tuple[str, str]]:
    """The fields of a report that are open here, each with its disclosure.

    Args:
        store: Where they are kept.
        name: The report.
        until_entry: Only what was opened by then; ``None``: all.
    """
    rows = store.rows(
        "SELECT field, digest, text FROM disclosure WHERE name = ?1"
        " AND (?2 IS NULL OR entry <= ?2)",
        (name, until_entry),
    )
    opened = (
        (field, store.content.open(name, digest, text).decode())
        for field, digest, text in rows
    )
    return sorted(opened)


def line_place(origin: str, number: int) -> str:
    """Where a line's bytes stand, for sealing them."""
    return f"{origin} {number}"


def kind_of(statement: Statement) -> str:
    """Under which kind the store files a statement."""
    match statement:
        case SealedReport():
            return "report"
        case Posture() | Approval() | Designation() | Register() | Message():
            return str(statement.__struct_config__.tag)
        case _:
            return PAPERS
