"""The core's questions, answered by the store inside the transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

import msgspec

from watchword.agreements.known import Known
from watchword.agreements.standing import Papers, Standing
from watchword.agreements.texts import texts_of
from watchword.edge.forks import forked_origins, is_disputed
from watchword.edge.newreports import NewReport
from watchword.edge.placeholder import parse_placeholder
from watchword.edge.store import Row, Store
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
from watchword.model.judgement import Judgement
from watchword.model.message import AnyMessage, Message, OriginatorApproval, Word
from watchword.model.party import PartyId
from watchword.model.person import Register
from watchword.node.effects import Hold
from watchword.node.receive import origin_of
from watchword.node.view import Cursor, Held, Waiting
from watchword.trust.authority import Authority
from watchword.wire.envelope import Envelope, parse_envelope
from watchword.wire.introduction import parse_introduction
from watchword.wire.line import Channel
from watchword.wire.sealed import disclosed_name
from watchword.wire.statement import SealedReport, Statement, parse_statement

PAPERS: Final = "instrument"
"""The kind under which every instrument is filed in the store."""

DECIDING: Final = ("originator-approval", "record", "enquiry", "word")
"""The kinds of message on which the decisions under their agreement turn."""

ENDING: Final = ("revocation", "answer")
"""The kinds that end what another named message opened, under any agreement."""

REMEMBERED: Final = frozenset(
    {PAPERS, "posture", "approval", "designation", "register", *DECIDING, *ENDING}
)
"""The kinds of which a ``StoreView`` remembers until ``forget``."""


MOST_READ: Final = 20_000
"""How many papers and messages are kept as read."""

Ask = Callable[[str, Row], Row | None]
"""The first row of a query."""

_names: Final = msgspec.json.Decoder(list[str])


class Recent:
    """What has been asked and held since a transaction began.

    Attributes:
        held: Statements by their names; ``None``: not held.
        came: Those that were taken in since, and not asked for yet.
        envelopes: Those of the statements that were taken in since.
        about: By report the messages that name it.
        entries: By which entry each of those is held that were taken in since.
        refused: What was refused since, and to whom.
        reports: Those that were taken in since and are as they came.
    """

    __slots__ = ("about", "came", "entries", "envelopes", "held", "refused", "reports")

    def __init__(self) -> None:
        self.entries: dict[str, int] = {}
        self.refused: set[tuple[str, PartyId]] = set()
        self.held: dict[str, Held | None] = {}
        self.came: dict[str, Hold] = {}
        self.reports: dict[str, NewReport] = {}
        self.envelopes: dict[str, Envelope] = {}
        self.about: dict[str, tuple[tuple[str, AnyMessage], ...]] = {}

    def drop(self, name: str) -> None:
        """It is no longer as it was: ask the store."""
        self.held.pop(name, None)
        self.came.pop(name, None)
        self.reports.pop(name, None)
        self.envelopes.pop(name, None)

    def may_be_refused(self, name: str, recipient: PartyId) -> bool:
        """Whether the store may have a refusal to take back."""
        return name not in self.entries or (name, recipient) in self.refused


class StoreView:
    """A ``node.view.View`` over a store.

    Who may sign, and the papers of each agreement, are few and asked for every
    report: they are remembered until ``forget`` is called.  What a transaction
    has just taken in is in ``recent`` while it lasts.

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
        self._agreements: tuple[AgreementId, ...] | None = None
        self._shared: dict[PartyId, tuple[AgreementId, ...]] = {}
        self._texts: dict[AgreementId, tuple[Terms, ...]] = {}
        self._approvals: dict[PartyId, tuple[OriginatorApproval, ...]] = {}
        self._read: dict[str, Statement] = {}
        self.frontiers: dict[str, Frontier] = {}
        self.tiles = TileStore(store, party)
        self._forked: frozenset[str] | None = None
        self._register: tuple[Register | None] | None = None
        self.recent: Recent | None = None

    def forget(self) -> None:
        """Ask the store anew about parties and papers."""
        self._agreements = None
        self._texts.clear()
        self._approvals.clear()
        self._shared.clear()
        self._authorities.clear()
        self._papers.clear()
        self._known.clear()
        self._standings.clear()
        self._partners = None
        self._forked = None
        self._register = None

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
        if self._agreements is None:
            rows = self._store.rows(
                "SELECT DISTINCT agreement FROM statement WHERE kind = ? ORDER BY 1",
                (PAPERS,),
            )
            self._agreements = tuple(AgreementId(name) for (name,) in rows)
        return self._agreements

    def papers(self, agreement: AgreementId) -> Papers:
        """Every paper, posture and approval held of an agreement."""
        if agreement not in self._papers:
            self._papers[agreement] = self._load_papers(agreement)
        return self._papers[agreement]

    def own_texts(self, agreement: AgreementId) -> tuple[Terms, ...]:
        """The texts of an agreement that this party has signed."""
        if agreement not in self._texts:
            papers = self.papers(agreement).instruments
            about = tuple(p for p in papers if p[1].agreement == agreement)
            self._texts[agreement] = self._own_texts(about)
        return self._texts[agreement]

    def shared(self, partner: PartyId) -> tuple[AgreementId, ...]:
        """The agreements of which one of these texts names that partner too."""
        if partner not in self._shared:
            both = {self._party, partner}
            self._shared[partner] = tuple(
                name
                for name in self.agreements()
                if any(both <= set(terms.parties) for terms in self.own_texts(name))
            )
        return self._shared[partner]

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
        recent = self.recent
        if recent is None:
            return self._load_held(name, self._store.row)
        if name in recent.held:
            return recent.held[name]
        if name in recent.came:
            recent.held[name] = _as_held(recent.came.pop(name))
            return recent.held[name]
        # What has come in since the transaction began may not be written yet.
        is_new = name in recent.entries
        found = self._load_held(
            name, self._store.row if is_new else self._store.row_before
        )
        if found is None:
            recent.held[name] = None
        return found

    def _load_held(self, name: str, ask: Ask) -> Held | None:
        row = ask(
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
        if self.recent is not None and name in self.recent.envelopes:
            return self.recent.envelopes[name]
        data = self._store.value(
            "SELECT envelope FROM statement WHERE name = ?", (name,)
        )
        if data == b"":
            raise LedgerError(f"{name[:12]} was destroyed", code="destroyed")
        return parse_envelope(self._store.content.open(name, "envelope", data))

    def took_in(
        self,
        hold: Hold,
        envelope: Envelope,
        named: Collection[str],
        *,
        destroyed: bool,
    ) -> None:
        """Keep at hand what has just been held for the first time.

        Args:
            hold: What.
            envelope: As it is signed.
            named: The reports it names.
            destroyed: Its content is not kept.
        """
        recent = self.recent
        if recent is None:
            return
        for report in named:
            recent.about.pop(report, None)
        recent.drop(hold.name)
        if not destroyed:
            recent.came[hold.name] = hold
            recent.envelopes[hold.name] = envelope
            if isinstance(hold.statement, SealedReport):
                recent.reports[hold.name] = _new_report(
                    hold, hold.statement, recent.entries[hold.name]
                )

    def changed(self, name: str) -> None:
        """A statement that is held is no longer as it was: ask the store."""
        self._store.new.drop(name)
        if self.recent is not None:
            self.recent.drop(name)

    def committed(self) -> None:
        """What was taken in is durable: whoever folds may have it."""
        if self.recent is not None:
            self._store.new.keep(self.recent.reports)

    def offered(self, name: str, recipient: PartyId) -> frozenset[str]:
        """Which fields have been put on a channel to that partner."""
        entry = self.entry_of(name)
        if entry is None:
            return frozenset()  # Only what is held is offered.
        rows = self._store.rows(
            "SELECT fields FROM offered WHERE recipient = ? AND entry = ?",
            (recipient, entry),
        )
        return frozenset(field for (kept,) in rows for field in _names.decode(kept))

    def entry_of(self, name: str) -> int | None:
        """By which entry a statement is held; ``None``: it is not."""
        recent = self.recent
        if recent is not None:
            if name in recent.entries:
                return recent.entries[name]
            if recent.held.get(name, name) is None:
                return None
        entry: int | None = self._store.value(
            "SELECT entry FROM statement WHERE name = ?", (name,)
        )
        if entry is None and recent is not None:
            recent.held[name] = None
        return entry

    def offered_to(self, name: str) -> Collection[PartyId]:
        """To whom a statement has been put on a channel."""
        rows = self._store.rows(
            "SELECT DISTINCT recipient FROM offered WHERE entry ="
            " (SELECT entry FROM statement WHERE name = ?) ORDER BY 1",
            (name,),
        )
        return tuple(party for (party,) in rows)

    def own_reports(self, from_ns: int, to_ns: int) -> Collection[str]:
        """Names of this party's reports said in a window."""
        rows = self._store.rows(
            "SELECT name FROM statement WHERE kind = 'report' AND agreement = ''"
            " AND party = ? AND said_at_ns >= ? AND said_at_ns < ?"
            " ORDER BY said_at_ns, name",
            (self._party, from_ns, to_ns),
        )
        return tuple(name for (name,) in rows)

    def messages_about(self, report: str) -> Collection[tuple[str, AnyMessage]]:
        """Every message held that names a report."""
        recent = self.recent
        if recent is None:
            return self._load_about(report)
        if report not in recent.about:
            recent.about[report] = self._load_about(report)
        return recent.about[report]

    def _load_about(self, report: str) -> tuple[tuple[str, AnyMessage], ...]:
        said = (
            (name, parse_statement(parse_envelope(data)))
            for _, name, kind, data in self._about(report)
            if kind != "report"
        )
        return tuple(
            (name, each) for name, each in said if isinstance(each, AnyMessage)
        )

    def _about(self, report: str) -> list[tuple[int, str, str, bytes]]:
        """When, name, kind and envelope of what names a report, in order."""
        # Most reports are named by nothing: a join would cost them ten times that.
        names = self._store.rows("SELECT name FROM about WHERE report = ?", (report,))
        return sorted(
            row
            for key in names
            for row in self._store.rows(
                "SELECT said_at_ns, name, kind, envelope FROM statement WHERE name = ?",
                key,
            )
        )

    def approvals_of(self, originator: PartyId) -> Sequence[OriginatorApproval]:
        """What it has said, under any agreement, on what this party may pass on."""
        if originator not in self._approvals:
            self._approvals[originator] = tuple(
                said
                for agreement in self.agreements()
                for _, said in self.papers(agreement).messages
                if isinstance(said, OriginatorApproval)
                and (said.holder, said.party) == (self._party, originator)
            )
        return self._approvals[originator]

    def derived(self, report: str) -> Collection[str]:
        """Names of the reports that name it as one they are made from."""
        return tuple(
            name for _, name, kind, _ in self._about(report) if kind == "report"
        )

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

    def last_entry(self) -> int:
        """Number of the own ledger's last entry; 0: there is none."""
        return int(self._store.value("SELECT max(number) FROM entry") or 0)

    def register(self) -> Register | None:
        """The highest version of the register of this party's persons."""
        if self._register is None:
            self._register = (self._load_register(),)
        return self._register[0]

    def _load_register(self) -> Register | None:
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
        grown = self.frontiers.get(origin_of(channel))
        if grown is not None and grown.size == number and number:
            return grown.root()
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
            " WHERE until_ns <= ? AND settled = 0 ORDER BY until_ns, id",
            (at_ns,),
        )
        content = self._store.content
        return tuple(
            Waiting(id=i, peer=peer, data=content.open(item, "evidence", data))
            for i, peer, item, data in rows
        )


def _new_report(hold: Hold, statement: SealedReport, entry: int) -> NewReport:
    texts = hold.disclosed
    return NewReport(
        entry=entry,
        header=statement.header,
        texts=texts,
        size=2 * len(hold.payload) + sum(map(len, texts)),
    )


def _as_held(hold: Hold) -> Held:
    """As the store would give it."""
    return Held(
        name=hold.name,
        statement=hold.statement,
        fields=dict(sorted([(each.field, each.text) for each in hold.opened])),
        source=hold.source,
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
    texts = _disclosed(store, name, until_entry)
    return sorted((disclosed_name(text), text) for text in texts)


def _disclosed(store: Store, name: str, until_entry: int | None) -> Iterator[str]:
    # Whoever changed a row may have changed its type with it: hence the casts.
    rows = store.rows(
        "SELECT entry, CAST(texts AS BLOB) FROM disclosure"
        " WHERE name = ?1 AND later = 1 AND (?2 IS NULL OR entry <= ?2)"
        " UNION ALL SELECT entry, CAST(texts AS BLOB) FROM disclosure WHERE name = ?1"
        " AND entry = (SELECT entry FROM statement WHERE name = ?1)"
        " AND (?2 IS NULL OR entry <= ?2)",
        (name, until_entry),
    )
    for entry, texts in rows:
        yield from open_disclosed(store, name, entry, texts)


def open_disclosed(store: Store, name: str, entry: int, texts: bytes) -> list[str]:
    """The disclosures in a row of ``disclosure``.

    Raises:
        LedgerError: They cannot be opened.
    """
    return _names.decode(store.content.open(name, disclosed_place(entry), texts))


def disclosed_place(entry: int) -> str:
    """Where the disclosures stand that an entry opened, for sealing them."""
    return f"disclosed {entry}"


def line_place(origin: str, number: int) -> str:
    """Where a line's bytes stand, for sealing them."""
    return f"{origin} {number}"


def kind_of(statement: Statement) -> str:
    """Under which kind the store files a statement."""
    match statement:
        case SealedReport():
            return "report"
        case (
            Posture()
            | Approval()
            | Designation()
            | Register()
            | Judgement()
            | Message()
        ):
            return str(statement.__struct_config__.tag)
        case _:
            return PAPERS
