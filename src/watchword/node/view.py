"""What the core may ask: a narrow, read-only window on what the node holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import msgspec

from watchword.agreements.standing import Papers, Standing
from watchword.ledger.tree import Frontier
from watchword.model.agreement import AgreementId, Instrument, Terms
from watchword.model.message import AnyMessage, OriginatorApproval
from watchword.model.party import PartyId
from watchword.model.person import Register
from watchword.trust.authority import Authority
from watchword.wire.envelope import Envelope
from watchword.wire.line import Channel
from watchword.wire.statement import Statement


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that was admitted, and what of it is open here.

    Args:
        name: Its name.
        statement: What it says.
        fields: The names of the open fields, each with its disclosure.
        source: From whom it came.
        destroyed: Its content is gone: the statement is a placeholder that has
            the originators, the kind, the label and when it was said.
    """

    name: str
    statement: Statement
    fields: Mapping[str, str]
    source: PartyId
    destroyed: bool = False


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """How far a partner's channel has been taken.

    Args:
        number: The highest number taken.
        frontier: The log's tree at that number.
    """

    number: int
    frontier: Frontier


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A line in quarantine whose time may have come."""

    id: int
    peer: PartyId
    data: bytes


class View(Protocol):
    """The questions; ``edge`` answers them inside the transaction."""

    @property
    def party(self) -> PartyId:
        """Whose node this is."""

    @property
    def labels(self) -> frozenset[str]:
        """Label keys that the node's profile accepts without an agreement."""

    def authority(self, party: PartyId) -> Authority | None:
        """Who may sign for a party; ``None``: not introduced."""

    def introduced_at_ns(self, party: PartyId) -> int | None:
        """When the introduction held of a party was made."""

    def partners(self) -> Collection[PartyId]:
        """Every introduced party but this one, in alphabetical order."""

    def agreements(self) -> Collection[AgreementId]:
        """Every agreement a paper is held of, in alphabetical order."""

    def papers(self, agreement: AgreementId) -> Papers:
        """Every paper, posture and approval held of an agreement."""

    def own_texts(self, agreement: AgreementId) -> tuple[Terms, ...]:
        """The texts of an agreement that this party has signed."""

    def shared(self, partner: PartyId) -> tuple[AgreementId, ...]:
        """The agreements of which one of these texts names that partner too."""

    def papers_of(
        self, party: PartyId, agreement: AgreementId
    ) -> Collection[tuple[str, Instrument]]:
        """Every paper of one party, in the order in which they were admitted."""

    def standings(self, agreement: AgreementId, at_ns: int) -> tuple[Standing, ...]:
        """What ``agreements.known.prepare`` makes of those papers."""

    def designations(self) -> Collection[str]:
        """Names of this party's own designations."""

    def held(self, name: str) -> Held | None:
        """A statement by its name."""

    def envelope(self, name: str) -> Envelope:
        """The envelope of a statement that is held."""

    def offered(self, name: str, recipient: PartyId) -> frozenset[str]:
        """Which fields (and ``header``) have been put on a channel to it."""

    def offered_to(self, name: str) -> Collection[PartyId]:
        """To whom a statement has been put on a channel, in alphabetical order."""

    def own_reports(self, from_ns: int, to_ns: int) -> Collection[str]:
        """Names of this party's reports said in a window, in canonical order."""

    def messages_about(self, report: str) -> Collection[tuple[str, AnyMessage]]:
        """Every message held that names a report, each with its name."""

    def approvals_of(self, originator: PartyId) -> Sequence[OriginatorApproval]:
        """What it has said, under any agreement, on what this party may pass on."""

    def derived(self, report: str) -> Collection[str]:
        """Names of the reports that name it as one they are made from."""

    def waiting(self) -> Collection[tuple[str, PartyId]]:
        """Reports that wait for an agreement to permit, and for whom, in order."""

    def turned(self, agreement: AgreementId, at_ns: int) -> bool:
        """Whether time alone may have changed what was last prepared."""

    def register(self) -> Register | None:
        """The highest version of the register; ``None``: none was ever set."""

    def copies(self, report: str) -> int:
        """How many copies of a report have been made."""

    def log_root(self, channel: Channel, number: int) -> bytes | None:
        """Root of a channel's log at a number; ``None``: not that far."""

    def cursor(self, channel: Channel) -> Cursor:
        """How far a partner's channel has been taken."""

    def forked(self, channel: Channel) -> bool:
        """Whether two histories of its log were shown, and nobody settled it."""

    def disputed(self, channel: Channel) -> bool:
        """Whether anything is kept against its log that nobody has settled."""

    def frontier_at(self, channel: Channel, size: int) -> Frontier:
        """The tree of a channel's log as it was at a size it has reached."""

    def last_receipt(self, channel: Channel) -> tuple[int, Envelope | None]:
        """The highest number that the recipient has signed for, and where."""

    def taken(self, channel: Channel, number: int) -> bytes | None:
        """The entry of a line taken earlier."""

    def due(self, at_ns: int) -> Collection[Waiting]:
        """What waits in quarantine for an instant not after ``at_ns``."""
