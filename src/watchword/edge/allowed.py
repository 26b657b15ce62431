"""What may go to a partner as things stand: by each agreement, and in one word.

It answers for nothing: each report is decided by itself.  It says beforehand
where no report at all could go, which a working link does not show.
"""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.agreements.posture import Wills, holding, index_wills
from watchword.agreements.state import PERMITTING
from watchword.edge.storeview import StoreView
from watchword.model.agreement import STANCES, AgreementId, Stance, Terms
from watchword.model.party import PartyId

NOTHING: Final = "nothing"


class Allowed(msgspec.Struct, frozen=True, kw_only=True):
    """What may go under one agreement.

    Args:
        agreement: Which.
        goes: The most open of this party's wills towards the partner, or
            ``nothing``.
        why: Where it is ``nothing``: the state, or ``halt``.
    """

    agreement: AgreementId
    goes: str
    why: str = ""


def allowed(view: StoreView, partner: PartyId, at_ns: int) -> tuple[Allowed, ...]:
    """Ask every agreement that both are parties to."""
    rows = (_under(view, name, partner, at_ns) for name in view.agreements())
    return tuple(row for row in rows if row is not None)


def most_open(rows: tuple[Allowed, ...]) -> str:
    """Of several agreements the word of the most open one."""
    said = {row.goes for row in rows}
    return next((stance for stance in STANCES if stance in said), NOTHING)


def why_nothing(rows: tuple[Allowed, ...]) -> str:
    """Why nothing goes, in short; empty where something may."""
    if most_open(rows) != NOTHING:
        return ""
    return "; ".join(f"{r.agreement} {r.why}" for r in rows) or "no agreement"


def _under(
    view: StoreView, name: AgreementId, partner: PartyId, at_ns: int
) -> Allowed | None:
    standings = view.standings(name, at_ns)
    texts = [each.terms for each in standings if each.terms is not None]
    if not texts or not all(partner in terms.parties for terms in texts):
        return None
    state = standings[0].state.state
    if state not in PERMITTING or any(
        view.party not in terms.parties for terms in texts
    ):
        return Allowed(agreement=name, goes=NOTHING, why=state)
    goes = _will(view, name, partner, texts, at_ns)
    if goes == "halt":
        return Allowed(agreement=name, goes=NOTHING, why="halt")
    return Allowed(agreement=name, goes=goes)


def _will(
    view: StoreView, name: AgreementId, partner: PartyId, texts: list[Terms], at_ns: int
) -> Stance:
    """The most open will towards a partner, over all topics anything was said of."""
    postures = view.papers(name).postures
    wills: Wills = index_wills(postures)
    topics = {topic for terms in texts for topic in terms.topics}
    topics |= {posture.topic for _, posture in postures}
    found = (
        holding(wills, view.party, partner, topic, at_ns) for topic in topics or {""}
    )
    said = {"case-by-case" if each is None else each[1].stance for each in found}
    return next(stance for stance in STANCES if stance in said)
