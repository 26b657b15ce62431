"""What a desk knew at a moment: its statements, and what each rule finds in them.

Written from the rules' text; it searches plainly, and asks nothing of the code
that decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from watchword.agreements.state import AgreementState, state
from watchword.agreements.terms import parse_terms
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Instrument,
    Posture,
    Signature,
    StateName,
    Terms,
)
from watchword.model.message import (
    Answer,
    Disposal,
    Enquiry,
    LabelChange,
    OriginatorApproval,
    Record,
    Revocation,
    Word,
)
from watchword.model.party import PartyId
from watchword.sim.desk import SimDesk
from watchword.wire.envelope import parse_envelope
from watchword.wire.statement import Statement, parse_statement

if TYPE_CHECKING:
    from tests.sim.clauses import Question

DAY_NS: Final = 24 * 3600 * 10**9
S = TypeVar("S")


class Known:
    """What a desk held when it made an entry of its ledger, that one included."""

    def __init__(self, desk: SimDesk, entry: int) -> None:
        self.party = desk.party
        rows = desk.store.rows(
            "SELECT name, envelope FROM statement WHERE entry < ? AND destroyed = ''",
            (entry,),
        )
        self.statements: dict[str, Statement] = {
            name: _parsed(desk.store.content.open(name, "envelope", data))
            for name, data in rows
        }
        self._states: dict[tuple[AgreementId, int], AgreementState] = {}

    def every(self, kind: type[S]) -> list[S]:
        return [s for s in self.statements.values() if isinstance(s, kind)]

    def state(self, agreement: AgreementId, at_ns: int) -> AgreementState:
        if (agreement, at_ns) not in self._states:
            papers = self._papers(agreement)
            self._states[agreement, at_ns] = state(agreement, at_ns, papers)
        return self._states[agreement, at_ns]

    def _papers(self, agreement: AgreementId) -> list[Instrument]:
        """Of those named in what the desk signed; before that everybody's."""
        papers = [
            s
            for s in self.statements.values()
            if isinstance(s, Instrument) and s.agreement == agreement
        ]
        signed = self._signed(agreement)
        named = {party for terms in signed for party in terms.parties}
        return [s for s in papers if not signed or s.party in named]

    def _signed(self, agreement: AgreementId) -> list[Terms]:
        texts = [s.text for s in self.every(Signature) if s.party == self.party]
        return [terms for terms in map(_read, texts) if terms.id == agreement]

    def reading(self, agreement: AgreementId, asked: Question) -> StateName:
        return self.state(agreement, asked.at_ns).state_under(asked.sender)

    def text(self, agreement: AgreementId, at_ns: int) -> Terms | None:
        """The text in effect, where the desk has signed one of the agreement.

        Before that what most others have signed, to read.
        """
        if self._signed(agreement):
            return self.state(agreement, at_ns).terms
        papers = self._papers(agreement)
        signed = [(s.party, s.text) for s in papers if isinstance(s, Signature)]
        texts = Counter(text for p, text in signed if p in _read(text).parties)
        found = sorted(texts, key=lambda text: (-texts[text], text))
        return _read(found[0]) if found else None

    def remarked(self, name: str, header: Mapping[str, Any]) -> Mapping[str, Any]:
        """The header with the marking that its originator gave it last."""
        changes = [
            (s.said_at_ns, named, s.marking)
            for named, s in self.statements.items()
            if isinstance(s, LabelChange)
            and s.report == name
            and s.party == header["originator"]
        ]
        if not changes:
            return header
        marking = max(changes, key=lambda change: change[:2])[2]
        return {
            **header,
            "marking": {
                "label": marking.label,
                "releasable_to": marking.releasable_to,
                "purposes": marking.purposes,
            },
        }

    def is_gone(self, asked: Question) -> bool:
        return any(
            s.report == asked.name
            and s.party == self.party
            and s.outcome in ("destroyed", "returned")
            for s in self.every(Disposal)
        )

    def decided(self, asked: Question) -> list[Approval]:
        return [
            s
            for s in self.every(Approval)
            if (s.party, s.recipient) == (asked.sender, asked.recipient)
            and (s.report, s.agreement) == (asked.name, asked.agreement)
            and s.said_at_ns <= asked.at_ns
        ]

    def will(self, asked: Question) -> Posture | None:
        """The longest topic, then one for this recipient, then the latest."""
        found = [
            s
            for s in self.every(Posture)
            if (s.party, s.agreement) == (asked.sender, asked.agreement)
            and s.recipient in ("", asked.recipient)
            and _under(asked.header["topic"], s.topic)
            and s.said_at_ns <= asked.at_ns
        ]
        found.sort(key=lambda s: (len(s.topic), s.recipient != "", s.said_at_ns))
        return found[-1] if found else None

    def stance(self, asked: Question) -> str:
        will = self.will(asked)
        return "case-by-case" if will is None else will.stance

    def most_age_ns(self, asked: Question) -> float:
        """How old a standing will or approval may be at that instant."""
        terms = self.text(asked.agreement, asked.at_ns)
        days = terms.handling.suspended_grant_days if terms else None
        suspended = self.reading(asked.agreement, asked) == "NOTICE_SUSPENDED"
        return days * DAY_NS if suspended and days is not None else float("inf")

    def is_too_old(self, asked: Question) -> bool:
        will = self.will(asked)
        return will is not None and (
            asked.at_ns - will.said_at_ns > self.most_age_ns(asked)
        )

    def granted(self, asked: Question, party: PartyId) -> list[OriginatorApproval]:
        """What an originator has approved that counts here and now."""
        terms, kind = self.text(asked.agreement, asked.at_ns), asked.header["kind"]
        admitted = terms.handling.standing_kinds if terms else ()
        taken_back = {
            s.approval
            for s in self.every(Revocation)
            if s.party == party and s.said_at_ns <= asked.at_ns
        }
        return [
            s
            for name, s in self.statements.items()
            if isinstance(s, OriginatorApproval)
            and s.agreement == asked.agreement
            and (s.party, s.holder, s.recipient)
            == (party, asked.sender, asked.recipient)
            and s.said_at_ns <= asked.at_ns < s.until_ns
            and name not in taken_back
            and (
                s.report == asked.name
                or (
                    kind in s.kinds
                    and kind in admitted
                    and asked.at_ns - s.said_at_ns <= self.most_age_ns(asked)
                )
            )
        ]

    def enquiries(self, asked: Question) -> list[Enquiry]:
        """What the recipient has asked that this report answers, and is open."""
        declined = {
            s.enquiry
            for s in self.every(Answer)
            if s.party == asked.sender
            and s.outcome == "declined"
            and s.said_at_ns <= asked.at_ns
        }
        return [
            s
            for name, s in self.statements.items()
            if isinstance(s, Enquiry)
            and s.agreement == asked.agreement
            and (s.party, s.to) == (asked.recipient, asked.sender)
            and _under(asked.header["topic"], s.topic)
            and s.from_ns <= asked.header["said_at_ns"] < s.to_ns
            and s.said_at_ns <= asked.at_ns < s.due_ns
            and name not in declined
        ]

    def _records(self, asked: Question, kind: str) -> list[Record]:
        return [
            s
            for s in self.every(Record)
            if (s.kind, s.agreement) == (kind, asked.agreement)
            and s.said_at_ns <= asked.at_ns
            and (s.until_ns is None or asked.at_ns < s.until_ns)
        ]

    def assured(self, asked: Question) -> bool:
        return any(
            s.party == asked.recipient
            and {"clearance", "purpose", "protection"} <= set(s.items)
            for s in self._records(asked, "assurance")
        )

    def attested(self, asked: Question, terms: Terms) -> bool:
        able = set(terms.parties) - set(terms.handling.contractors)
        lasts_ns = terms.handling.inspection_days * DAY_NS
        return any(
            s.about == asked.recipient
            and s.party in able
            and set("abcdefghijklmno") <= set(s.items)
            and s.dated_ns is not None
            and s.dated_ns <= asked.at_ns < s.dated_ns + lasts_ns
            for s in self._records(asked, "attestation")
        )

    def heard(self, agreement: AgreementId, from_ns: int, to_ns: int) -> set[PartyId]:
        """Of whom a word was said within a time."""
        return {
            s.party
            for s in self.every(Word)
            if s.agreement == agreement and from_ns <= s.said_at_ns <= to_ns
        }


@lru_cache(maxsize=4096)
def _parsed(data: bytes) -> Statement:
    return parse_statement(parse_envelope(data))


_read = lru_cache(parse_terms)


def _under(topic: str, scope: str) -> bool:
    return scope == "" or f"{topic}.".startswith(f"{scope}.")
