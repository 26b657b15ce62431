"""What waits for a person at this desk, read from what the store holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from watchword.agreements.posture import index_wills
from watchword.agreements.state import state
from watchword.edge.commands.saying import messages_held
from watchword.edge.desk import Desk
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import format_ns
from watchword.node.duties import duties
from watchword.node.situation import Came, Situation, Stayed, Went
from watchword.node.tasks import Task
from watchword.wire.envelope import parse_envelope
from watchword.wire.statement import SealedReport, parse_statement

TALK = (
    "acknowledgement",
    "answer",
    "disposal",
    "enquiry",
    "incident",
    "recall",
    "record",
    "registered",
)
"""The kinds of message on which tasks rest."""


class Tasks(msgspec.Struct, frozen=True, kw_only=True, tag="tasks"):
    """Everything that waits for a person, or that somebody owes.

    Args:
        all: What is due later than in thirty days as well, and every item that
            is on its way.
    """

    all: bool = False

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """Derive it; what is overdue comes first."""
        found = situation(desk)
        now_ns = found.at_ns
        return [
            _row(task, now_ns)
            for task in duties(found)
            if self.all or task.is_near(now_ns)
        ]


def _row(task: Task, now_ns: int) -> dict[str, Any]:
    return {
        "kind": task.kind,
        "who": task.who,
        "about": task.about,
        "since": format_ns(task.since_ns),
        "due": None if task.due_ns is None else format_ns(task.due_ns),
        "overdue": task.is_overdue(now_ns),
        "what": task.what,
        "hint": task.hint,
    }


def situation(desk: Desk) -> Situation:
    """What this desk has before it now."""
    view, now_ns = desk.view, desk.clock.now_ns()
    papers = {name: view.papers(name) for name in view.agreements()}
    came, went, stayed = tuple(_came(desk)), tuple(_went(desk)), tuple(_stayed(desk))
    # Of reports that went nothing is asked but what the line itself says.
    named = {each.report for each in came} | {each.report for each in stayed}
    return Situation(
        party=desk.config.party,
        at_ns=now_ns,
        states={
            name: state(name, now_ns, [paper for _, paper in held.instruments])
            for name, held in papers.items()
        },
        said=messages_held(desk, *TALK),
        wills={name: index_wills(held.postures) for name, held in papers.items()},
        headers=dict(_headers(desk, named)),
        came=came,
        went=went,
        stayed=stayed,
        seen=tuple(event.members for event in desk.pictures.picture().events),
    )


def _headers(desk: Desk, names: set[str]) -> Iterator[tuple[str, Header]]:
    for name in sorted(names):
        data = desk.store.value(
            "SELECT envelope FROM statement WHERE name = ?", (name,)
        )
        if data is None:
            continue
        statement = parse_statement(parse_envelope(data))
        if isinstance(statement, SealedReport):
            yield name, statement.header


def _lines(desk: Desk) -> Iterator[tuple[list[str], int, str, int, int]]:
    """Every report's line, of either way, with how far its lane is receipted."""
    rows = desk.store.rows(
        "SELECT line.origin, line.number, line.name, line.at_ns, log.receipted"
        " FROM line JOIN log ON log.origin = line.origin"
        " JOIN statement ON statement.name = line.name AND statement.kind = 'report'"
        " ORDER BY line.at_ns, line.origin, line.number"
    )
    for origin, number, name, at_ns, receipted in rows:
        yield origin.split("/"), number, name, at_ns, receipted


def _came(desk: Desk) -> Iterator[Came]:
    seen: set[tuple[str, str, str]] = set()
    for (sender, agreement, _, _), _, name, at_ns, _ in _lines(desk):
        way = (name, sender, agreement)
        if sender != desk.config.party and way not in seen:
            seen.add(way)
            yield Came(
                report=name,
                sender=PartyId(sender),
                agreement=AgreementId(agreement),
                at_ns=at_ns,
            )


def _went(desk: Desk) -> Iterator[Went]:
    """The first line of a report to each partner: fields opened later add none."""
    seen: set[tuple[str, str, str]] = set()
    for (sender, agreement, recipient, _), number, name, at_ns, done in _lines(desk):
        way = (name, recipient, agreement)
        if sender == desk.config.party and way not in seen:
            seen.add(way)
            yield Went(
                report=name,
                recipient=PartyId(recipient),
                agreement=AgreementId(agreement),
                at_ns=at_ns,
                receipted=number <= done,
            )


def _stayed(desk: Desk) -> Iterator[Stayed]:
    rows = desk.store.rows(
        "SELECT body, known_at_ns FROM entry JOIN refusal"
        " ON entry.number = refusal.entry ORDER BY entry.number"
    )
    for data, at_ns in rows:
        body = msgspec.json.decode(data)
        yield Stayed(
            report=body["name"],
            recipient=PartyId(body["recipient"]),
            at_ns=at_ns,
            codes={
                AgreementId(decision["agreement"]): frozenset(
                    no["code"] for no in decision["refusals"]
                )
                for decision in body["decisions"]
            },
        )
