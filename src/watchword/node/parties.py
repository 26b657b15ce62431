"""First contact: taking in who a party is and who may sign for it."""

from __future__ import annotations

from collections.abc import Iterator

from watchword.errors import TrustError
from watchword.model.party import PartyId, parse_party
from watchword.node.admit import check_key
from watchword.node.effects import Effect, Hold, Know
from watchword.node.inputs import KnowParty
from watchword.node.release import tell
from watchword.node.view import View
from watchword.trust.base64text import parse_base64
from watchword.trust.keys import check_public_text
from watchword.trust.signed import check_signed
from watchword.wire.introduction import (
    Introduction,
    PartyFile,
    designation_of,
    introduction_of,
)


def know_party(view: View, given: KnowParty, at_ns: int) -> Iterator[Effect]:
    """Keep an introduction, its designations, and tell the party our papers.

    Raises:
        TrustError: A signature does not hold, a designation is another
            party's, or the party is known under another governance key.
    """
    introduction = check_party_file(given.file)
    known = view.authority(introduction.party)
    if known is not None and known.governance != introduction.governance:
        raise TrustError(
            f"{introduction.party} is known here under another governance key",
            code="governance-changed",
            hint="speak to the party before anything else",
        )
    if not _is_older(view, introduction):
        yield Know(introduction=introduction, envelope=given.file.introduction)
    for envelope in given.file.designations:
        yield Hold(
            name=envelope.name,
            statement=designation_of(envelope),
            payload=envelope.payload,
            envelope=envelope,
            source=introduction.party,
        )
    if introduction.party != view.party:
        yield from _tell_everything(view, introduction.party, at_ns)


def _is_older(view: View, introduction: Introduction) -> bool:
    said_at_ns = view.introduced_at_ns(introduction.party)
    return said_at_ns is not None and introduction.said_at_ns < said_at_ns


def check_party_file(file: PartyFile) -> Introduction:
    """Demand that everything in the file is the governance key's.

    Raises:
        TrustError: A signature does not hold, or a designation is another's.
        WireError: It is no introduction.
        UsageError: The name is no party's, or a key is none.
    """
    introduction = introduction_of(file)
    parse_party(introduction.party)
    check_public_text(introduction.governance)
    governance = parse_base64(introduction.governance)
    for envelope in (file.introduction, *file.designations):
        check_signed(envelope, (governance,))
    for designation in map(designation_of, file.designations):
        check_key(designation)
        if designation.party != introduction.party:
            raise TrustError(
                "the file designates for another party", code="wrong-party"
            )
    return introduction


def _tell_everything(view: View, partner: PartyId, at_ns: int) -> Iterator[Effect]:
    for agreement in view.agreements():
        # In the order in which they were made: by it they are judged.
        for name, _ in view.papers_of(view.party, agreement):
            yield from _tell_held(view, name, partner, at_ns)
    for name in view.designations():
        yield from _tell_held(view, name, partner, at_ns)


def _tell_held(view: View, name: str, partner: PartyId, at_ns: int) -> Iterator[Effect]:
    held = view.held(name)
    if held is not None:
        yield from tell(view, held, partner, at_ns)
