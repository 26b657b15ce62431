"""What a desk has before it, read from its store: the facts behind its tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from watchword.agreements.posture import index_wills
from watchword.agreements.state import state
from watchword.edge.picturestore import PictureStore
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.model.agreement import AgreementId
from watchword.model.message import AnyMessage, Recall
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.node.situation import Came, Situation, Stayed, Went
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


def messages_in(store: Store, *kinds: str) -> tuple[tuple[str, AnyMessage], ...]:
    """Every message of these kinds, in canonical order, each with its name."""
    marks = ",".join("?" * len(kinds))
    rows = store.rows(
        f"SELECT name, envelope FROM statement WHERE kind IN ({marks})"  # noqa: S608 (question marks only)
        " ORDER BY said_at_ns, name",
        kinds,
    )
    found = ((name, parse_statement(parse_envelope(data))) for name, data in rows)
    return tuple((name, each) for name, each in found if isinstance(each, AnyMessage))


def situation(
    store: Store, view: StoreView, pictures: PictureStore, at_ns: int
) -> Situation:
    """What a desk has before it at an instant, with all that is held by now."""
    papers = {name: view.papers(name) for name in view.agreements()}
    came, went = tuple(_came(store, view.party)), tuple(_went(store, view.party))
    stayed = tuple(_stayed(store))
    # Of reports that went nothing is asked but what the line itself says.
    named = {each.report for each in came} | {each.report for each in stayed}
    return Situation(
        party=view.party,
        at_ns=at_ns,
        states={
            name: state(name, at_ns, [paper for _, paper in held.instruments])
            for name, held in papers.items()
        },
        said=messages_in(store, *TALK),
        wills={name: index_wills(held.postures) for name, held in papers.items()},
        headers=dict(_headers(store, named)),
        came=came,
        went=went,
        stayed=stayed,
        seen=pictures.groups(),
    )


def _headers(store: Store, names: set[str]) -> Iterator[tuple[str, Header]]:
    for name in sorted(names):
        data = store.value(
            "SELECT envelope FROM statement WHERE name = ? AND destroyed = ''", (name,)
        )
        if data is None:
            continue
        envelope = parse_envelope(store.content.open(name, "envelope", data))
        statement = parse_statement(envelope)
        if isinstance(statement, SealedReport):
            yield name, statement.header


def _lines(store: Store) -> Iterator[tuple[list[str], int, str, int, int]]:
    """Every report's line, of either way, with how far its lane is receipted."""
    rows = store.rows(
        "SELECT line.origin, line.number, line.name, line.at_ns, log.receipted"
        " FROM line JOIN log ON log.origin = line.origin"
        " JOIN statement ON statement.name = line.name AND statement.kind = 'report'"
        " ORDER BY line.at_ns, line.origin, line.number"
    )
    for origin, number, name, at_ns, receipted in rows:
        yield origin.split("/"), number, name, at_ns, receipted


def _came(store: Store, party: PartyId) -> Iterator[Came]:
    seen: set[tuple[str, str, str]] = set()
    for (sender, agreement, _, _), _, name, at_ns, _ in _lines(store):
        way = (name, sender, agreement)
        if sender != party and way not in seen:
            seen.add(way)
            yield Came(
                report=name,
                sender=PartyId(sender),
                agreement=AgreementId(agreement),
                at_ns=at_ns,
            )


def _went(store: Store, party: PartyId) -> Iterator[Went]:
    """The first line of a report to each partner: fields opened later add none."""
    seen: set[tuple[str, str, str]] = set()
    for (sender, agreement, recipient, _), number, name, at_ns, done in _lines(store):
        way = (name, recipient, agreement)
        if sender == party and way not in seen:
            seen.add(way)
            yield Went(
                report=name,
                recipient=PartyId(recipient),
                agreement=AgreementId(agreement),
                at_ns=at_ns,
                receipted=number <= done,
            )


def _stayed(store: Store) -> Iterator[Stayed]:
    rows = store.rows(
        "SELECT body, known_at_ns FROM entry JOIN refusal"
        " ON entry.number = refusal.entry ORDER BY entry.number"
    )
    for data, at_ns in rows:
        yield _stayed_in(data, at_ns)


def _stayed_in(data: bytes, at_ns: int) -> Stayed:
    body = msgspec.json.decode(data)
    return Stayed(
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


NEWEST_ENTRIES: Final = 5000
"""How far back ``pressing`` looks for what was not released."""

NEWEST_LINES: Final = 1000
"""How far back in each lane, for what was not registered."""


def pressing(store: Store, view: StoreView, at_ns: int) -> Situation:
    """What may press a person now, at a cost that does not grow with the store.

    Of reports only those are looked at that were not released lately, that
    somebody recalls, or that went lately under an agreement by which a control
    officer registers them.
    """
    papers = {name: view.papers(name) for name in view.agreements()}
    registering = [name for name in papers if _registers(view, name, at_ns)]
    kinds = (kind for kind in TALK if kind != "registered" or registering)
    said = messages_in(store, *kinds)
    stayed = tuple(_stayed_lately(store))
    return Situation(
        party=view.party,
        at_ns=at_ns,
        states={
            name: state(name, at_ns, [paper for _, paper in held.instruments])
            for name, held in papers.items()
        },
        said=said,
        wills={name: index_wills(held.postures) for name, held in papers.items()},
        headers=dict(_headers(store, {each.report for each in stayed})),
        came=tuple(_recalled(store, view.party, said)),
        went=tuple(
            went for name in registering for went in _went_lately(store, view, name)
        ),
        stayed=stayed,
    )


def _registers(view: StoreView, agreement: AgreementId, at_ns: int) -> bool:
    texts = (each.terms for each in view.standings(agreement, at_ns))
    return any(terms and terms.handling.receipt == "registered" for terms in texts)


def _went_lately(
    store: Store, view: StoreView, agreement: AgreementId
) -> Iterator[Went]:
    rows = store.rows(
        "SELECT log.origin, line.number, line.name, line.at_ns, log.receipted FROM log"
        " JOIN line ON line.origin = log.origin AND line.number >"
        " (SELECT max(number) FROM line WHERE line.origin = log.origin) - ?2"
        " JOIN statement ON statement.name = line.name AND kind = 'report'"
        " WHERE log.origin GLOB ?1 ORDER BY line.at_ns, log.origin, line.number",
        (f"{view.party}/{agreement}/*", NEWEST_LINES),
    )
    seen: set[tuple[str, str]] = set()
    for origin, number, name, at_ns, done in rows:
        recipient = origin.split("/")[2]
        if (name, recipient) not in seen:
            seen.add((name, recipient))
            yield Went(
                report=name,
                recipient=PartyId(recipient),
                agreement=agreement,
                at_ns=at_ns,
                receipted=number <= done,
            )


def _recalled(
    store: Store, party: PartyId, said: tuple[tuple[str, AnyMessage], ...]
) -> Iterator[Came]:
    for _, message in said:
        if not isinstance(message, Recall) or message.party == party:
            continue
        row = store.row(
            "SELECT source, said_at_ns FROM statement WHERE name = ?", (message.report,)
        )
        if row is not None and row[0] != party:
            yield Came(
                report=message.report,
                sender=PartyId(row[0]),
                agreement=message.agreement,
                at_ns=row[1],
            )


def _stayed_lately(store: Store) -> Iterator[Stayed]:
    rows = store.rows(
        "SELECT entry.number, body, known_at_ns FROM entry WHERE kind = 'refusal'"
        " AND number > (SELECT max(number) FROM entry) - ? ORDER BY number",
        (NEWEST_ENTRIES,),
    )
    for number, data, at_ns in rows:
        stayed = _stayed_in(data, at_ns)
        still = store.value(
            "SELECT entry FROM refusal WHERE name = ? AND recipient = ?",
            (stayed.report, stayed.recipient),
        )
        if still == number:
            yield stayed
