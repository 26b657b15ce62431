"""The inventory: every item ever held, what became of it, and where its copies are.

Nothing is kept for it: it is read off the ledger, the lines taken and the
certificates of this party, so it cannot disagree with them in silence.

Source:
    Article 6(f) of the agreement of 2016, as the example text paraphrases it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from watchword.edge.desk import Desk
from watchword.ledger.tree import parse_frontier
from watchword.model.message import Disposal, Record, Registered
from watchword.model.report import Header
from watchword.model.time import format_ns
from watchword.node.item import came_under, outcome_of, own_label
from watchword.node.markings import header_of, marking_of

OUTCOMES: Final = ("held", "returned", "destroyed", "lost")
Rows = Sequence[Mapping[str, Any]]


class InventoryShow(msgspec.Struct, frozen=True, kw_only=True, tag="inventory"):
    """Every item ever received or filed, with one of four outcomes.

    Args:
        as_of_ns: With what was known by then; ``None``: now.
    """

    as_of_ns: int | None = None

    async def run(self, desk: Desk) -> dict[str, Any]:
        """List it, and hold the sums against the lines that were taken."""
        return inventory(desk, self.as_of_ns)


def inventory(desk: Desk, as_of_ns: int | None = None) -> dict[str, Any]:
    """The items with their copies, and whether everything adds up."""
    at_ns = desk.clock.now_ns() if as_of_ns is None else as_of_ns
    copies = copies_made(desk, as_of_ns)
    place = _facility(desk)
    rows = desk.store.rows(
        "SELECT name, source, known_at_ns FROM statement"
        " JOIN entry ON entry.number = statement.entry WHERE statement.kind = 'report'"
        " AND (?1 IS NULL OR known_at_ns <= ?1) ORDER BY entry.number",
        (as_of_ns,),
    )
    items = [
        {
            **_item(desk, name, at_ns),
            "sender": source,
            "since": format_ns(known_at_ns),
            "location": place,
            "copies": _of_item(desk, copies, name, at_ns),
        }
        for name, source, known_at_ns in rows
    ]
    sums = Counter(item["outcome"] for item in items)
    return {
        "party": desk.config.party,
        "as_of": format_ns(at_ns),
        "items": items,
        "sums": {outcome: sums[outcome] for outcome in OUTCOMES},
        "check": _check(desk, items, as_of_ns),
    }


def _item(desk: Desk, name: str, at_ns: int) -> dict[str, Any]:
    header = header_of(desk.view, name)
    if header is None:
        raise AssertionError(name)
    marking = marking_of(desk.view, name) or header.marking
    return {
        "name": name,
        "kind": header.kind,
        "form": header.form,
        "status": header.status,
        "said_at": format_ns(header.said_at_ns),
        "originator": header.originator,
        "originators": list(header.originators),
        "label": header.marking.label,
        "label_in_force": marking.label,
        "own_label": own_label(desk.view, name, header, marking) or "",
        "agreements": list(came_under(desk.view, name)),
        "need_until": _when(header),
        "outcome": outcome_of(desk.view, name, at_ns) or "held",
        "registered_by": _officer(desk, name),
    }


def _when(header: Header) -> str:
    return "" if header.need_until_ns is None else format_ns(header.need_until_ns)


def _officer(desk: Desk, name: str) -> str:
    own = (
        said.officer
        for _, said in desk.view.messages_about(name)
        if isinstance(said, Registered) and said.party == desk.config.party
    )
    return next(own, "")


def _facility(desk: Desk) -> str:
    """Where the node stands, as this party's latest record of a facility says."""
    records = [
        message
        for agreement in desk.view.agreements()
        for _, message in desk.view.papers(agreement).messages
        if isinstance(message, Record)
        and (message.kind, message.party) == ("facility", desk.config.party)
    ]
    latest = max(records, key=lambda each: each.said_at_ns, default=None)
    return latest.says if latest else desk.config.party


def copies_made(desk: Desk, as_of_ns: int | None = None) -> list[dict[str, Any]]:
    """Every copy, in the order in which they were made."""
    return entries_of(desk, "copy", as_of_ns)


def entries_of(desk: Desk, kind: str, as_of_ns: int | None) -> list[dict[str, Any]]:
    """What the ledger has entered of one kind, each with its number and instant."""
    rows = desk.store.rows(
        "SELECT number, known_at_ns, body FROM entry WHERE kind = ?1"
        " AND (?2 IS NULL OR known_at_ns <= ?2) ORDER BY number",
        (kind, as_of_ns),
    )
    return [
        {**msgspec.json.decode(body), "entry": number, "at": format_ns(known_at_ns)}
        for number, known_at_ns, body in rows
    ]


def _of_item(desk: Desk, copies: Rows, name: str, at_ns: int) -> list[dict[str, Any]]:
    covered = _covered(desk, name, at_ns)
    return [
        {
            "number": copy["number"],
            "recipient": copy["recipient"],
            "purpose": copy["purpose"],
            "at": copy["at"],
            "by": copy["person"],
            "location": _place_of(desk, copy["recipient"]),
            "outcome": covered.get(copy["number"], "held"),
        }
        for copy in copies
        if copy["report"] == name
    ]


def _covered(desk: Desk, name: str, at_ns: int) -> dict[int, str]:
    """What the certificates of this party say of copies; the later one counts."""
    return {
        number: said.outcome
        for _, said in desk.view.messages_about(name)
        if isinstance(said, Disposal)
        and said.party == desk.config.party
        and said.said_at_ns <= at_ns
        and said.outcome != "retained"
        for number in said.copies
    }


def _place_of(desk: Desk, recipient: str) -> str:
    register = desk.view.register()
    person = None if register is None else register.named(recipient)
    return recipient if person is None or not person.facility else person.facility


def _check(desk: Desk, items: Rows, as_of_ns: int | None) -> dict[str, Any]:
    """Hold the items against the lines taken and the receipts given for them."""
    received = {i["name"] for i in items if i["sender"] != desk.config.party}
    taken = [name for (name,) in _taken(desk, as_of_ns)]
    reports = {name for name in taken if header_of(desk.view, name) is not None}
    # What waited in quarantine was taken with its line, and admitted later.
    from_quarantine = len(received - reports)
    missing = sorted(
        reports - received
        | {name for name in taken if name and not _is_held(desk, name)}
    )
    sums = {
        "lines_taken": len(taken),
        "lines_receipted": _receipted(desk) if as_of_ns is None else len(taken),
        "items_received": len(received),
        "items_on_lines": len(reports & received),
        "items_from_quarantine": from_quarantine,
        "items_own": len(items) - len(received),
        "missing": missing,
    }
    adds_up = (
        not missing
        and from_quarantine <= _settled(desk)
        and sums["lines_receipted"] == len(taken)
    )
    return {**sums, "reconciles": adds_up}


def _is_held(desk: Desk, name: str) -> bool:
    return desk.view.held(name) is not None


def _settled(desk: Desk) -> int:
    return int(desk.store.value("SELECT count(*) FROM quarantine WHERE settled"))


def _taken(desk: Desk, as_of_ns: int | None) -> Iterator[tuple[str]]:
    yield from desk.store.rows(
        "SELECT name FROM line WHERE origin NOT LIKE ?1 || '/%'"
        " AND (?2 IS NULL OR at_ns <= ?2)",
        (desk.config.party, as_of_ns),
    )


def _receipted(desk: Desk) -> int:
    """How many lines of partners the receipts given cover."""
    rows = desk.store.rows(
        "SELECT origin, frontier FROM log WHERE origin NOT LIKE ?1 || '/%'"
        " AND origin IN (SELECT origin FROM line)",
        (desk.config.party,),
    )
    signed = dict(
        desk.store.rows("SELECT origin, max(size) FROM checkpoint GROUP BY origin")
    )
    return sum(min(parse_frontier(data).size, signed.get(o, 0)) for o, data in rows)
