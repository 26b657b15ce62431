"""What stands above every release under an agreement: never in the way, always seen.

Rule 1: a banner refuses nothing; the rules of release do.
Rule 2: it is shown until what it says is over, or until it is acknowledged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from watchword.agreements.state import AT_WILL, AgreementState, Effect
from watchword.model.agreement import Dispute
from watchword.model.message import Acknowledgement, AnyMessage, Record
from watchword.model.party import PartyId
from watchword.node.wording import brief, in_days, message_words


def state_banners(state: AgreementState, party: PartyId, at_ns: int) -> tuple[str, ...]:
    """What a notice, or readings that differ, give this party to know."""
    return tuple(_state_banners(state, party, at_ns))


def _state_banners(state: AgreementState, party: PartyId, at_ns: int) -> Iterator[str]:
    effect = state.by_reading.get(party)
    zone = state.terms.zone if state.terms else ""
    if effect is not None and effect.state == "NOTICE_GIVEN":
        yield f"{state.agreement}: notice is given{_ends(effect, at_ns, zone)}"
    if effect is not None and effect.state == "NOTICE_SUSPENDED":
        yield f"{state.agreement}: the notice is suspended, {_may_end(effect, zone)}"
    if state.readings_differ:
        yield f"{state.agreement}: the parties read the papers differently"
    if state.uncertain:
        yield f"{state.agreement}: the dates known leave the state uncertain"

    for dispute in open_disputes(state):
        says = f": {dispute.says}" if dispute.says else ""
        yield (
            f"{state.agreement}: dispute {dispute.note} of {dispute.party}"
            f" is open{says}"
        )


def open_disputes(state: AgreementState) -> tuple[Dispute, ...]:
    """The disputes that their party has not said to be over.

    Source:
        Article 20.1 of the agreement of 2016: settled by consultation alone.
    """
    each = [paper for paper in state.counted if isinstance(paper, Dispute)]
    over = {(paper.party, paper.ends) for paper in each if paper.ends}
    return tuple(p for p in each if not p.ends and (p.party, p.note) not in over)


def _ends(effect: Effect, at_ns: int, zone: str) -> str:
    ends_ns = effect.ends_at_ns
    if ends_ns is None:
        return ""
    return f", it ends {brief(ends_ns, zone)}, {in_days(at_ns, ends_ns)}"


def _may_end(effect: Effect, zone: str) -> str:
    if effect.may_end == AT_WILL or effect.may_end is None:
        return "it may end at any time"
    return f"it may end {brief(int(effect.may_end), zone)} at the earliest"


def to_review(
    said: Iterable[tuple[str, AnyMessage]], party: PartyId
) -> tuple[tuple[str, Record], ...]:
    """Records of other parties to be reviewed that this party has not acknowledged.

    Source:
        Article 3 of the agreement of 2016: a change of law that touches
        protection is told.
    """
    each = tuple(said)
    known = {
        message.of
        for _, message in each
        if isinstance(message, Acknowledgement) and message.party == party
    }
    return tuple(
        (name, message)
        for name, message in each
        if isinstance(message, Record)
        and message.review
        and message.party != party
        and name not in known
    )


def review_banners(
    said: Iterable[tuple[str, AnyMessage]], party: PartyId
) -> tuple[str, ...]:
    """The same in words, with how each is put away."""
    return tuple(
        f"{record.agreement}: {record.party} gives to know: {message_words(record)}"
        f" (watchword acknowledge {name[:12]})"
        for name, record in to_review(said, party)
    )
