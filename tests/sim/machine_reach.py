"""How far the days on the river went: what they have met, one word each."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.sim.machine_acts import River

from watchword.agreements.state import AgreementState, state
from watchword.model.agreement import AgreementId, Dispute, Instrument, Signature
from watchword.model.message import (
    Disposal,
    Enquiry,
    Incident,
    LabelChange,
    Message,
    OriginatorApproval,
    Recall,
)
from watchword.sim.desk import SimDesk
from watchword.wire.statement import SealedReport


def reached(day: River) -> set[str]:
    """What happened, for the statistics of a run of many days."""
    found: set[str] = set()
    for desk in day.desks:
        found |= {*_releases(desk), *_refusals(desk), *_messages(desk)}
        found |= {*_papers(day, desk)}
    found |= {f"desk refused {kind}" for kind, _ in day.refused}
    return found


def _entries(desk: SimDesk, kind: str) -> list[tuple[int, int, dict[str, object]]]:
    rows = desk.store.rows(
        "SELECT number, known_at_ns, body FROM entry WHERE kind = ?", (kind,)
    )
    return [(number, at_ns, json.loads(body)) for number, at_ns, body in rows]


def _releases(desk: SimDesk) -> Iterator[str]:
    for _, at_ns, body in _entries(desk, "release"):
        held = desk.view.held(str(body["name"]))
        if held is None or not isinstance(held.statement, SealedReport):
            continue
        header = held.statement.header
        yield "release"
        if header.originator != desk.party:
            yield "relay by approval"
        if header.derived_from:
            yield "release of a derivative"
        opened = body["opened_by"]
        assert isinstance(opened, dict)
        for name in {n for names in opened.values() for n in names}:
            yield from _opened_by(desk, name)
        agreement = AgreementId(str(body["log"]).split("/")[1])
        holds = _state(desk, agreement, at_ns)
        yield f"release while {holds.state_under(desk.party)}"


def _opened_by(desk: SimDesk, name: str) -> Iterator[str]:
    held = desk.view.held(name)
    if held is not None:
        said = held.statement
        yield f"release opened by {type(said).__name__}"
        if isinstance(said, OriginatorApproval) and said.kinds:
            yield "relay by a standing approval"


def _refusals(desk: SimDesk) -> Iterator[str]:
    for _, _, body in _entries(desk, "refusal"):
        decisions = body["decisions"]
        assert isinstance(decisions, list)
        for decision in decisions:
            yield from (f"refused {no['code']}" for no in decision["refusals"])


def _messages(desk: SimDesk) -> Iterator[str]:
    rows = desk.store.rows(
        "SELECT name, said_at_ns FROM statement WHERE party = ? AND source = ?",
        (desk.party, desk.party),
    )
    for name, said_at_ns in rows:
        held = desk.view.held(name)
        if held is None or not isinstance(held.statement, Message):
            continue
        said = held.statement
        kind = type(said).__name__
        yield f"said {kind}"
        if isinstance(said, Disposal):
            yield f"{kind} {said.outcome}"
        told = bool(desk.view.offered_to(name))
        over = _state(desk, said.agreement, said_at_ns).state == "TERMINATED"
        if (
            over
            and told
            and isinstance(said, LabelChange | Incident | Recall | Disposal)
        ):
            yield f"{kind} told after the end"
        if told and isinstance(said, Enquiry):
            yield "enquiry told"


def _papers(day: River, desk: SimDesk) -> Iterator[str]:
    for agreement in desk.view.agreements():
        holds = _state(desk, agreement, day.clock(desk.party))
        yield f"ends {holds.state}"
        if holds.readings_differ:
            yield "readings differ"
        if holds.uncertain:
            yield "uncertain"
        if holds.terms is not None and holds.terms.version > 1:
            yield "amended"
        if any(isinstance(p, Dispute) for p in holds.counted):
            yield "dispute"


def _state(desk: SimDesk, agreement: AgreementId, at_ns: int) -> AgreementState:
    papers = [paper for _, paper in desk.view.papers(agreement).instruments]
    return state(agreement, at_ns, [p for p in papers if _is_of(p, agreement)])


def _is_of(paper: Instrument | Signature, agreement: AgreementId) -> bool:
    return paper.agreement == agreement
