"""What a note would change for this desk, before anybody has made it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from watchword.agreements.alias import party_of
from watchword.agreements.case import Request
from watchword.agreements.explain import explain_state, state_as_dict
from watchword.agreements.marking import is_gone
from watchword.agreements.standing import Papers
from watchword.agreements.state import state
from watchword.agreements.texts import texts_of
from watchword.agreements.whatif import NOTE, WhatIf, what_if
from watchword.edge.desk import Desk
from watchword.edge.situation import situation
from watchword.errors import UsageError
from watchword.model.agreement import (
    AgreementId,
    Instrument,
    Lifting,
    Notice,
    Suspension,
    Withdrawal,
)
from watchword.model.party import PartyId
from watchword.model.time import Instant, format_ns, parse_instant
from watchword.node.duties import duties
from watchword.node.markings import header_in_force
from watchword.node.release import shared_agreements
from watchword.node.tasks import Task

NoteWord = Literal["notice", "suspension", "lifting", "withdrawal"]


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A note that nobody has made.

    Args:
        word: What it says.
        party: Who would make it: a party of the text, or a part of its name.
        dated: The instant or day it would count from, as a person types it.
        withdraws: Notes it would take back; empty: every live one of the party.
        at: The instant asked about, as a person types it; empty: when the
            note begins to count for certain.
    """

    word: NoteWord
    party: str
    dated: str
    withdraws: tuple[str, ...] = ()
    at: str = ""


class AgreementWhatIf(
    msgspec.Struct, frozen=True, kw_only=True, tag="agreement-what-if"
):
    """What would change if a note were made.

    Args:
        agreement: About which agreement.
        note: The note.
    """

    agreement: AgreementId
    note: Note

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Ask everything with it and without it; change nothing.

        Raises:
            UsageError: No paper of the agreement is known here.
        """
        view = desk.view
        papers = {name: view.papers(name) for name in view.agreements()}
        if self.agreement not in papers:
            raise UsageError(
                f"no paper of {self.agreement!r} is known here",
                hint="agreement list shows which are",
            )
        known = [one for _, one in papers[self.agreement].instruments]
        paper, at_ns = supposed(self.agreement, self.note, known)
        found = what_if(
            paper,
            papers,
            at_ns,
            tuple(_requests(desk, at_ns)),
            desk.config.party,
        )
        return {**told(found, paper, at_ns), "overdue": _overdue(desk, at_ns)}


def what_if_of(
    agreement: AgreementId, note: Note, known: tuple[Instrument, ...]
) -> dict[str, Any]:
    """The same from papers alone: states, and no desk that anything goes from."""
    paper, at_ns = supposed(agreement, note, known)
    papers = Papers(instruments=tuple((p.note, p) for p in known))
    found = what_if(paper, {agreement: papers}, at_ns)
    return {**told(found, paper, at_ns), "overdue": []}


def supposed(
    agreement: AgreementId, note: Note, known: list[Instrument] | tuple[Instrument, ...]
) -> tuple[Instrument, int]:
    """The note as a paper, and the instant asked about.

    Raises:
        UsageError: No party of the agreement is called so.
    """
    texts = texts_of(known)
    zone = texts[-1].zone if texts else ""
    dated = parse_instant(note.dated, zone=zone)
    # A clock time is meant exactly, as in a note that is made.
    exact = dated if ":" not in note.dated else replace(dated, precision_ns=1)
    party = party_of(note.party, texts[-1].parties if texts else ())
    counts_ns = exact.ns if exact.precision_ns == 1 else exact.end_ns
    asked = parse_instant(note.at, zone=zone).ns if note.at else counts_ns
    return _paper(agreement, note, party, exact, known), asked


def _paper(
    agreement: AgreementId,
    note: Note,
    party: PartyId,
    dated: Instant,
    known: list[Instrument] | tuple[Instrument, ...],
) -> Instrument:
    match note.word:
        case "notice":
            return Notice(agreement=agreement, party=party, note=NOTE, dated=dated)
        case "suspension":
            return Suspension(agreement=agreement, party=party, note=NOTE, dated=dated)
        case "lifting":
            return Lifting(agreement=agreement, party=party, note=NOTE, dated=dated)
        case "withdrawal":
            live = state(agreement, dated.ns, known).live_notes
            own = tuple(paper.note for paper in live if paper.party == party)
            return Withdrawal(
                agreement=agreement,
                party=party,
                note=NOTE,
                dated=dated,
                withdraws=note.withdraws or own,
            )


def told(found: WhatIf, paper: Instrument, at_ns: int) -> dict[str, Any]:
    """Both answers as plain values, and the states in words."""
    zone = found.before.terms.zone if found.before.terms else ""
    return {
        "agreement": found.before.agreement,
        "note": str(paper.__struct_config__.tag),
        "party": paper.party,
        "at": format_ns(at_ns, zone),
        "ignored": found.ignored,
        "before": state_as_dict(found.before),
        "after": state_as_dict(found.after),
        "lines_before": list(explain_state(found.before)),
        "lines_after": list(explain_state(found.after)),
        "flows": msgspec.to_builtins(found.flows),
        "reports": msgspec.to_builtins(found.turned),
        "lapses": msgspec.to_builtins(found.lapses),
    }


def _requests(desk: Desk, at_ns: int) -> Iterator[Request]:
    """Every report held, for every partner who has nothing of it yet."""
    view = desk.view
    rows = desk.store.rows(
        "SELECT name FROM statement WHERE kind = 'report' ORDER BY said_at_ns, name"
    )
    for (name,) in rows:
        held, header = view.held(name), header_in_force(view, name)
        if held is None or header is None:
            continue
        gone = is_gone(view.party, name, view.messages_about(name))
        for partner in view.partners():
            if partner == header.originator or view.offered(name, partner):
                continue
            for agreement in shared_agreements(view, partner):
                yield Request(
                    report=header,
                    name=name,
                    fields=tuple(sorted(held.fields)),
                    sender=view.party,
                    recipient=partner,
                    agreement=agreement,
                    at_ns=at_ns,
                    held=not gone,
                )


def _overdue(desk: Desk, at_ns: int) -> list[dict[str, Any]]:
    """What is not overdue now and would be by then, if nobody acts."""
    now_ns = desk.clock.now_ns()
    now = situation(desk.store, desk.view, desk.pictures, now_ns)
    then = duties(replace(now, at_ns=max(at_ns, now.at_ns)))
    late = [t for t in then if not t.is_overdue(now.at_ns) and t.is_overdue(at_ns)]
    return [_due(task) for task in late]


def _due(task: Task) -> dict[str, Any]:
    return {
        "kind": task.kind,
        "who": task.who,
        "about": task.about,
        "due": None if task.due_ns is None else format_ns(task.due_ns),
        "what": task.what,
    }
