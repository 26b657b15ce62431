"""Decisions and states in words for an operator, and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator

from watchword.agreements.course import Ignored
from watchword.agreements.decide import Decision
from watchword.agreements.fields import FieldBasis
from watchword.agreements.state import AgreementState, Effect
from watchword.model.time import format_ns

Plain = dict[str, object]


def explain_decision(decision: Decision) -> tuple[str, ...]:
    """Lines for an operator: what goes under what, or every rule that failed."""
    when = format_ns(decision.at_ns)
    verdict = "may go" if decision.permitted else "may not go"
    head = f"{verdict} under {decision.agreement} ({decision.state}) at {when}"
    going = tuple(_goes(basis) for basis in decision.fields)
    staying = (
        f"  {kept.field}: stays · {kept.refusal.id} {kept.refusal.code}"
        f" · {kept.refusal.says}"
        for kept in decision.withheld
    )
    failed = (f"  {no.id} {no.code} · {no.says}" for no in decision.refusals)
    return (head, *going, *staying, *failed)


def decision_as_dict(decision: Decision) -> Plain:
    """The same as plain values; keys are the attributes' names."""
    return {
        "permitted": decision.permitted,
        "agreement": decision.agreement,
        "at": format_ns(decision.at_ns),
        "at_ns": decision.at_ns,
        "state": decision.state,
        "fields": [
            {
                "field": b.field,
                "basis": list(b.basis),
                "by": b.by,
                "rests_on": list(b.rests_on),
            }
            for b in decision.fields
        ],
        "refusals": [
            _refusal(no.id, no.code, no.article, no.says) for no in decision.refusals
        ],
        "withheld": [
            {
                "field": kept.field,
                **_refusal(
                    kept.refusal.id,
                    kept.refusal.code,
                    kept.refusal.article,
                    kept.refusal.says,
                ),
            }
            for kept in decision.withheld
        ],
        "rests_on": list(decision.rests_on),
    }


def explain_state(state: AgreementState) -> tuple[str, ...]:
    """Lines for an operator: what holds, for whom, since when, by which notes."""
    zone = state.terms.zone if state.terms else ""
    words = state.state.lower().replace("_", " ")
    since = f" since {format_ns(state.since_ns, zone)}" if state.since_ns else ""
    marks = (
        " · readings differ" if state.readings_differ else "",
        " · uncertain" if state.uncertain else "",
    )
    return (f"{state.agreement}  {words}{since}{''.join(marks)}", *_notes(state, zone))


def state_as_dict(state: AgreementState) -> Plain:
    """The same as plain values; instants as text in the agreement's zone."""
    zone = state.terms.zone if state.terms else ""
    return {
        "agreement": state.agreement,
        "version": state.terms.version if state.terms else None,
        "at": format_ns(state.at_ns, zone),
        "state": state.state,
        "by_reading": {
            party: _effect(effect, zone) for party, effect in state.by_reading.items()
        },
        "readings_differ": state.readings_differ,
        "uncertain": state.uncertain,
        "since": _when(state.since_ns, zone),
        "until": _when(state.until_ns, zone),
        "live_notes": [
            {"party": note.party, "note": note.note} for note in state.live_notes
        ],
        "ignored": [
            {"party": i.paper.party, "note": i.paper.note, "reason": i.reason}
            for i in state.ignored
        ],
    }


def _goes(basis: FieldBasis) -> str:
    how = {
        "push": "posture push",
        "approval": "release decision",
        "request": "asked for",
        "publication": "published by its originator",
    }[basis.by]
    return f"  {basis.field}: {' '.join(dict.fromkeys((*basis.basis, how)))}"


def _refusal(name: str, code: str, article: str, says: str) -> Plain:
    return {"id": name, "code": code, "article": article, "says": says}


def _notes(state: AgreementState, zone: str) -> Iterator[str]:
    for party, effect in state.by_reading.items():
        yield f"  {party}: {_end_in_words(effect, zone)}"
    for note in state.live_notes:
        yield f"  live note {note.note} of {note.party}"
    for ignored in state.ignored:
        yield _ignored(ignored)


def _ignored(ignored: Ignored) -> str:
    return f"  without effect: {ignored.paper.note}, for {ignored.reason}"


def _end_in_words(effect: Effect, zone: str) -> str:
    words = effect.state.lower().replace("_", " ")
    if effect.ends_at_ns is not None:
        return f"{words}, ends {format_ns(effect.ends_at_ns, zone)}"
    if effect.may_end is None:
        return words
    if isinstance(effect.may_end, str):
        return f"{words}, may end any time"
    return f"{words}, may end {format_ns(effect.may_end, zone)} at the earliest"


def _effect(effect: Effect, zone: str) -> Plain:
    may_end = effect.may_end
    return {
        "state": effect.state,
        "reading": effect.reading,
        "ends_at": _when(effect.ends_at_ns, zone),
        "may_end": may_end if isinstance(may_end, str) else _when(may_end, zone),
    }


def _when(ns: int | None, zone: str) -> str | None:
    return None if ns is None else format_ns(ns, zone)
