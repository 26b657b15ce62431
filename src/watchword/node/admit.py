"""The one door: what a statement must be to be held as true.

Rule 1: own and partners' statements pass the same checks.
Rule 2: nothing is admitted that nobody known stands behind.
Rule 3: a refusal raises; what becomes of the bytes is the caller's to say.
"""

from __future__ import annotations

from base64 import b64decode
from typing import Final

import msgspec

from watchword.agreements.equivalence import level_of
from watchword.agreements.national import bears_national_marking
from watchword.agreements.paper import AUTHORITY, refusal_by, refuse_paper
from watchword.errors import MarkingError, TrustError, UnknownAuthorityError
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Instrument,
    Posture,
    Terms,
)
from watchword.model.designation import Designation
from watchword.model.judgement import Judgement
from watchword.model.marking import label_key
from watchword.model.message import LabelChange, Mark, Message
from watchword.model.party import PartyId
from watchword.model.person import Register
from watchword.model.receipt import Receipt
from watchword.model.report import Header
from watchword.model.time import SECOND_NS, format_ns
from watchword.node.effects import Hold
from watchword.node.spill import check_said_words, is_spilled
from watchword.node.view import View
from watchword.trust.authority import operational_keys
from watchword.trust.keys import check_public_text
from watchword.trust.signed import check_signed
from watchword.wire.envelope import Envelope, name_of
from watchword.wire.line import peek_label
from watchword.wire.sealed import Opened, open_disclosures
from watchword.wire.statement import SealedReport, Statement, said_at_ns

_OPERATIONAL: Final = SealedReport | Posture | Approval | Receipt | Message | Judgement
"""What an operational key signs; everything else is the governance key's."""

SKEW_NS: Final = 120 * SECOND_NS
"""How far a partner's clock may run ahead of ours."""


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A statement at the door.

    Args:
        statement: What it says.
        payload: Its bytes.
        envelope: Its signatures; ``None``: our own, signed on the way in.
        disclosed: The disclosures that came with it.
        opened: The same, where this node has sealed them itself and knows that
            they can be opened; ``None``: they are checked here.
        source: From whom it came.
        agreement: The agreement it came under; ``None``: filed here.
        remarks: What an auditor should know.
    """

    statement: Statement
    payload: bytes
    envelope: Envelope | None
    disclosed: tuple[str, ...] = ()
    opened: tuple[Opened, ...] | None = None
    source: PartyId
    agreement: AgreementId | None = None
    remarks: tuple[str, ...] = ()


def admit(view: View, arrival: Arrival, at_ns: int) -> Hold:
    """Check everything; answer with what to hold.

    Raises:
        TrustError: Nobody known stands behind it, it is from the future
            (``from-the-future``), its label is unknown (``unknown-label``), or
            it is a paper that cannot stand (``agreements.paper``).
        MarkingError: It bears a national marking no agreement here knows.
        WireError: A disclosed field does not fit the signed list.
    """
    check_not_national(view, arrival.statement, arrival.agreement)
    _check_words(view, arrival)
    check_said(arrival.statement, at_ns)
    _check_authority(view, arrival)
    _check_content(view, arrival.statement, arrival.agreement)
    return Hold(
        name=name_of(arrival.payload),
        statement=arrival.statement,
        payload=arrival.payload,
        envelope=arrival.envelope,
        opened=_opened(arrival),
        source=arrival.source,
        remarks=arrival.remarks,
    )


def _check_words(view: View, arrival: Arrival) -> None:
    if arrival.opened is not None:
        return  # an own report: its fields were looked at before they were sealed
    check_said_words(
        view,
        arrival.statement,
        (arrival.payload, *arrival.disclosed),
        [label for _, label in _labels_in(arrival.statement)],
        arrival.agreement,
    )


def _check_content(
    view: View, statement: Statement, agreement: AgreementId | None
) -> None:
    match statement:
        case SealedReport(header=header):
            _check_label(view, header, agreement)
        case Designation():
            check_key(statement)
        case Register():
            for person in statement.persons:
                check_public_text(person.public)
        case _ if isinstance(statement, Instrument):
            _check_paper(view, statement)
        case _:
            pass


def _opened(arrival: Arrival) -> tuple[Opened, ...]:
    if arrival.opened is not None:
        return arrival.opened
    if not isinstance(arrival.statement, SealedReport):
        return ()
    return open_disclosures(arrival.statement.sealed, arrival.disclosed)


def check_said(statement: Statement, at_ns: int) -> None:
    """Refuse what claims to have been said later than now.

    Raises:
        TrustError: It does, by more than a clock may be wrong.
    """
    said = said_at_ns(statement)
    if said > at_ns + SKEW_NS:
        raise TrustError(
            f"said at {format_ns(said)}, which has not come yet",
            code="from-the-future",
            hint="it waits and enters when its time has come; check both clocks",
        )


def _check_authority(view: View, arrival: Arrival) -> None:
    party = party_of(arrival.statement)
    keys = keys_for(view, arrival.statement)
    if arrival.envelope is not None:
        _check_signed(view, arrival.statement, arrival.envelope, keys)
    elif party != view.party or not keys:
        raise UnknownAuthorityError(
            f"this node holds no key that may sign for {party} at that instant",
            hint="key designate names one; see the dates of the designation",
        )


def _check_signed(
    view: View, statement: Statement, envelope: Envelope, keys: tuple[bytes, ...]
) -> None:
    try:
        check_signed(envelope, keys)
    except UnknownAuthorityError as error:
        if not isinstance(statement, Instrument):
            raise
        texts = tuple(own_texts(view, statement.agreement))
        no = refusal_by(texts, AUTHORITY, error.code, str(error))
        raise UnknownAuthorityError(
            f"{no.id} · {no.says}",
            hint="papers are the governance key's; an operational key signs none",
        ) from error


def _check_paper(view: View, paper: Instrument) -> None:
    """Refuse a paper that cannot stand beside what its party said before."""
    said = [each for _, each in view.papers_of(paper.party, paper.agreement)]
    no = refuse_paper(paper, said)
    if no is not None:
        raise TrustError(
            f"{no.id} · {no.says}",
            code=no.code,
            hint="agreement timeline shows every paper; nothing was changed",
        )


def check_key(designation: Designation) -> None:
    """Refuse an operational key that cannot be one.

    Raises:
        UsageError: It cannot.
    """
    if designation.purpose == "operational":
        check_public_text(designation.public)


def party_of(statement: Statement) -> PartyId:
    """Whose statement it claims to be."""
    if isinstance(statement, SealedReport):
        return statement.header.originator
    return statement.party


def keys_for(view: View, statement: Statement) -> tuple[bytes, ...]:
    """The keys that may sign such a statement, at the instant it was said.

    Instruments, designations and the register are the governance key's;
    everything else is an operational key's.

    Raises:
        UnknownAuthorityError: The party has not been introduced.
    """
    party = party_of(statement)
    authority = view.authority(party)
    if authority is None:
        raise UnknownAuthorityError(
            f"{party} has not been introduced", hint="party import takes its file"
        )
    if isinstance(statement, _OPERATIONAL):
        return operational_keys(authority, said_at_ns(statement))
    return (b64decode(authority.governance),)


def check_not_national(
    view: View, statement: Statement, agreement: AgreementId | None
) -> None:
    """Refuse a national marking before anything else is asked.

    Raises:
        MarkingError: The label is one, and no agreement here knows it.
    """
    for party, label in _labels_in(statement):
        if not may_keep(view, party, label, agreement):
            raise MarkingError(
                "the label is a national classification marking that no agreement "
                "here knows; nothing of the content was kept",
                hint="Watchword is for public and exercise data only",
            )


def _labels_in(statement: Statement) -> tuple[tuple[PartyId, str], ...]:
    match statement:
        case SealedReport(header=header):
            return ((header.originator, header.marking.label),)
        case LabelChange():
            return ((statement.party, statement.marking.label),)
        case Mark():
            own = (statement.party, statement.equivalent)
            return ((statement.originator, statement.label), own)
        case _:
            return ()


def may_keep(
    view: View, originator: PartyId, label: str, agreement: AgreementId | None
) -> bool:
    """Whether content with such a label may be kept at all, even as evidence."""
    if not bears_national_marking(label):
        return True
    return _is_known(view, originator, label, agreement)


def keepable(view: View, agreement: AgreementId | None, data: bytes) -> bytes:
    """The bytes, or nothing where their label or a text forbids to keep them."""
    originator, label = peek_label(data)
    if not may_keep(view, originator, label, agreement):
        return b""
    return b"" if is_spilled(view, agreement, data) else data


def _check_label(view: View, header: Header, agreement: AgreementId | None) -> None:
    if header.publication is not None:
        return  # what is public already needs no row of a table
    if not _is_known(view, header.originator, header.marking.label, agreement):
        raise TrustError(
            "no agreement here knows the label",
            code="unknown-label",
            hint="agreement show prints the labels each party may use",
        )


def _is_known(
    view: View, originator: PartyId, label: str, agreement: AgreementId | None
) -> bool:
    if agreement is None and label_key(label) in view.labels:
        return True
    names = view.agreements() if agreement is None else (agreement,)
    for name in names:
        for terms in own_texts(view, name):
            if level_of(terms, label, originator) is not None:
                return True
    return False


def own_texts(view: View, agreement: AgreementId) -> tuple[Terms, ...]:
    """The texts of an agreement that this party has signed.

    A text that only others signed is their word on what may be kept here, and
    on who is to be told.
    """
    return view.own_texts(agreement)


def check_partners_to_say(statement: Statement) -> None:
    """Refuse what has no place on a channel: another's will is its own.

    Raises:
        TrustError: A posture, an approval, a receipt, a register or a
            judgement came as a line.
    """
    if isinstance(statement, Posture | Approval | Receipt | Register | Judgement):
        raise TrustError(
            "such a statement has no place on a channel", code="unexpected-statement"
        )
