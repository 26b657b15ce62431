"""What a desk has before it at an instant: the facts from which tasks follow.

The edge reads them from the store; nothing here decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

import msgspec

from watchword.agreements.posture import Wills
from watchword.agreements.state import AgreementState
from watchword.model.agreement import AgreementId, Handling
from watchword.model.message import AnyMessage, Message
from watchword.model.party import PartyId
from watchword.model.report import Header

Kind = TypeVar("Kind", bound=Message)


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """A report that came over a channel.

    Args:
        report: Its name.
        sender: From whom.
        agreement: Under which agreement.
        at_ns: When it was first taken.
    """

    report: str
    sender: PartyId
    agreement: AgreementId
    at_ns: int


class Went(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was put on a channel.

    Args:
        report: Its name.
        recipient: For whom.
        agreement: Under which agreement.
        at_ns: When.
        receipted: The recipient has signed for having it.
    """

    report: str
    recipient: PartyId
    agreement: AgreementId
    at_ns: int
    receipted: bool


class Stayed(msgspec.Struct, frozen=True, kw_only=True):
    """A report that did not go to a partner.

    Args:
        report: Its name.
        recipient: The partner.
        at_ns: When that was decided.
        codes: By agreement, the codes of every rule that failed.
    """

    report: str
    recipient: PartyId
    at_ns: int
    codes: Mapping[AgreementId, frozenset[str]]


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """All of it.

    Args:
        party: Whose desk.
        at_ns: The instant.
        states: What holds of each agreement, by its papers.
        said: Every message held, with its name, in canonical order; without
            marks and words, on which no task rests.
        wills: What the parties are willing to tell under each agreement.
        headers: Of the reports named below, by name.
        came: Reports from partners.
        went: Reports to partners.
        stayed: Reports that went not.
        seen: The reports of each launch, test or other event of the picture.
    """

    party: PartyId
    at_ns: int
    states: Mapping[AgreementId, AgreementState] = {}
    said: tuple[tuple[str, AnyMessage], ...] = ()
    wills: Mapping[AgreementId, Wills] = {}
    headers: Mapping[str, Header] = {}
    came: tuple[Came, ...] = ()
    went: tuple[Went, ...] = ()
    stayed: tuple[Stayed, ...] = ()
    seen: tuple[tuple[str, ...], ...] = ()

    def handling(self, agreement: AgreementId) -> Handling:
        """The figures of an agreement's text; the usual ones where none is known."""
        state = self.states.get(agreement)
        return state.terms.handling if state and state.terms else Handling()

    def of(self, kind: type[Kind]) -> Iterator[tuple[str, Kind]]:
        """The messages of one kind."""
        for name, message in self.said:
            if isinstance(message, kind):
                yield name, message
