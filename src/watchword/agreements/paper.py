"""Whether a paper can stand: judged by what its own party has said before.

1. A party's papers come in its own order to everybody, and what others said is
   not asked: so every node judges a paper alike.
2. Refused is what its party could not have meant: it changes nothing, and is
   kept as evidence.
3. What turns on others' papers is for ``state``, which passes it over with a
   reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from watchword.agreements.case import Refusal
from watchword.agreements.texts import texts_of
from watchword.model.agreement import (
    Instrument,
    Lifting,
    Notice,
    Signature,
    Suspension,
    Terms,
    Withdrawal,
)
from watchword.model.time import Instant

AUTHORITY: Final = "authority"
AMENDMENT: Final = "amendment"
TERM: Final = "term"

Note = Notice | Suspension


def refuse_paper(paper: Instrument, earlier: Sequence[Instrument]) -> Refusal | None:
    """Say why a paper cannot stand; ``None``: it can.

    Args:
        paper: What a party says now.
        earlier: What the same party has said before about the agreement, in
            the order in which it said it.
    """
    if paper in earlier:
        return None  # It has stood already.
    found = _contradicts(paper, earlier) or _too_early(paper, earlier)
    if found is not None:
        return found
    match paper:
        case Suspension():
            return _refuse_suspension(paper, earlier)
        case Lifting():
            return _refuse_lifting(paper, earlier)
        case Withdrawal():
            return _refuse_withdrawal(paper, earlier)
        case _:
            return None


def refusal_by(texts: Sequence[Terms], rule: str, code: str, says: str) -> Refusal:
    """A refusal by the clause of the newest text that stands behind a rule."""
    clauses = texts[-1].clauses if texts else ()
    clause = next((each for each in clauses if each.rule == rule), None)
    if clause is None:
        return Refusal(id=f"rule-{code}", code=code, article="", says=says)
    return Refusal(id=clause.id, code=code, article=clause.article, says=says)


def _contradicts(paper: Instrument, earlier: Sequence[Instrument]) -> Refusal | None:
    if any(said.note == paper.note for said in earlier):
        says = f"{paper.party} has called another paper {paper.note!r} before"
        return refusal_by(texts_of(earlier), TERM, "paper-contradicts", says)
    if not isinstance(paper, Signature):
        return None
    signed = [s for s in earlier if isinstance(s, Signature)]
    if any(s.version == paper.version and s.text != paper.text for s in signed):
        says = f"{paper.party} has signed another text of version {paper.version}"
        return refusal_by(texts_of(earlier), AMENDMENT, "paper-contradicts", says)
    return None


def _too_early(paper: Instrument, earlier: Sequence[Instrument]) -> Refusal | None:
    """Dated before the party itself has signed, by any reading of the dates."""
    signed = [said for said in earlier if isinstance(said, Signature)]
    if not signed:
        return None
    first = min(signed, key=lambda said: said.version)
    if isinstance(paper, Signature) and paper.version <= first.version:
        return None
    if paper.dated.end_ns > first.dated.ns:
        return None
    says = f"{paper.note!r} is dated before {paper.party} signed"
    return refusal_by(texts_of(earlier), TERM, "paper-before-agreement", says)


def _refuse_suspension(
    paper: Suspension, earlier: Sequence[Instrument]
) -> Refusal | None:
    running, _ = _live(paper.dated, earlier)
    if running:
        return None
    says = f"no notice of {paper.party} was running"
    return refusal_by(texts_of(earlier), TERM, "nothing-to-suspend", says)


def _refuse_lifting(paper: Lifting, earlier: Sequence[Instrument]) -> Refusal | None:
    _, suspensions = _live(paper.dated, earlier)
    if suspensions:
        return None
    says = f"no notice of {paper.party} was suspended"
    return refusal_by(texts_of(earlier), TERM, "nothing-to-lift", says)


def _refuse_withdrawal(
    paper: Withdrawal, earlier: Sequence[Instrument]
) -> Refusal | None:
    own = {said.note for said in earlier if isinstance(said, Note)}
    texts = texts_of(earlier)
    foreign = [note for note in paper.withdraws if note not in own]
    if foreign:
        says = f"{paper.party} has made no note called {_listed(foreign)}"
        return refusal_by(texts, TERM, "not-own-note", says)
    live = live_notes(paper.dated, earlier)
    if not live:
        says = f"no note of {paper.party} was live"
        return refusal_by(texts, TERM, "nothing-to-withdraw", says)
    missing = [note.note for note in live if note.note not in paper.withdraws]
    if missing:
        says = f"it does not name every live note: {_listed(missing)} is missing"
        return refusal_by(texts, TERM, "withdrawal-incomplete", says)
    return None


def _listed(notes: Sequence[str]) -> str:
    return ", ".join(repr(note) for note in notes)


def live_notes(dated: Instant, earlier: Sequence[Instrument]) -> tuple[Note, ...]:
    """A party's own notes that are live when it dates a paper so."""
    running, suspensions = _live(dated, earlier)
    suspended = [note for each in suspensions for note in each[1]]
    return (*suspended, *running, *(each[0] for each in suspensions))


def _live(
    dated: Instant, earlier: Sequence[Instrument]
) -> tuple[list[Notice], list[tuple[Suspension, list[Notice]]]]:
    """The notices that run, and each live suspension with those it suspends.

    What is dated later, by any reading, comes after, in whatever order it was
    made.
    """
    running: list[Notice] = []
    suspensions: list[tuple[Suspension, list[Notice]]] = []
    for said in earlier:
        if said.dated.ns >= dated.end_ns:
            continue
        match said:
            case Notice():
                running.append(said)
            case Suspension():
                suspensions.append((said, running))
                running = []
            case Lifting():
                running = [n for _, notices in suspensions for n in notices] + running
                suspensions = []
            case Withdrawal():
                running, suspensions = [], []
            case _:
                continue
    return running, suspensions
