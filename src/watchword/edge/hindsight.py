"""Refusals looked at again: which of them were made by ignorance.

The ledger says when a refusal was made and what was held by then; what came
later may have existed already.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import msgspec

from watchword.agreements.case import Request
from watchword.agreements.ignorance import by_ignorance
from watchword.agreements.standing import Papers
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView
from watchword.model.agreement import AgreementId
from watchword.model.message import Message
from watchword.model.party import PartyId
from watchword.node.redecide import LAW
from watchword.node.release import request_for
from watchword.wire.statement import SealedReport

_BY_PAPERS: Final = LAW | {"no-originator-approval"}
"""What a paper or message of another party can lift."""


def refusals(store: Store, view: StoreView) -> list[dict[str, Any]]:
    """What did not go to a partner, each with every reason, in the ledger's order.

    What has gone since is left out, but for what was refused by ignorance.
    """
    rows = store.rows(
        "SELECT entry.number, body, refusal.entry IS NOT NULL FROM entry"
        " LEFT JOIN refusal ON entry.number = refusal.entry"
        " WHERE entry.kind = 'refusal' ORDER BY entry.number"
    )
    found = [(_row(store, view, number, body), stands) for number, body, stands in rows]
    return [row for row, stands in found if stands or row["by_ignorance"]]


def refusals_of(
    store: Store, view: StoreView, name: str, recipient: PartyId
) -> list[dict[str, Any]]:
    """Every refusal of one report for one partner, whether it has gone since or not."""
    rows = store.rows(
        "SELECT number, body FROM entry WHERE kind = 'refusal' AND instr(body, ?)"
        " ORDER BY number",
        (name.encode(),),
    )
    found = [_row(store, view, number, body) for number, body in rows]
    return [
        row for row in found if (row["name"], row["recipient"]) == (name, recipient)
    ]


def _row(store: Store, view: StoreView, number: int, body: bytes) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.json.decode(body)
    missing = _missing(store, view, number, said)
    return {
        **said,
        "by_ignorance": bool(missing),
        "missing": [_named(view, name) for name in missing],
    }


def _missing(
    store: Store, view: StoreView, number: int, said: dict[str, Any]
) -> tuple[str, ...]:
    for decision in said["decisions"]:
        codes = {no["code"] for no in decision["refusals"]}
        if not codes or not decision["agreement"] or not codes <= _BY_PAPERS:
            continue
        now = view.papers(AgreementId(decision["agreement"]))
        then = _known_before(store, now, number)
        asked = _asked(view, said, decision)
        found = by_ignorance(asked, then, now) if asked and then != now else None
        if found is not None:
            return found.missing
    return ()


def _asked(
    view: StoreView, said: dict[str, Any], decision: dict[str, Any]
) -> Request | None:
    """The question as it was put; what was destroyed since was there then."""
    held = view.held(said["name"])
    if held is None:
        return None
    request = request_for(view, held, PartyId(said["recipient"]), decision["at_ns"])
    if request is None:
        return None
    agreement = AgreementId(decision["agreement"])
    return msgspec.structs.replace(request, agreement=agreement, held=True)


def _known_before(store: Store, now: Papers, number: int) -> Papers:
    """Of the papers known now those that the ledger held before an entry."""
    names = _held_before(store, number)
    return Papers(
        instruments=tuple(row for row in now.instruments if row[0] in names),
        postures=tuple(row for row in now.postures if row[0] in names),
        approvals=tuple(row for row in now.approvals if row[0] in names),
        messages=tuple(row for row in now.messages if row[0] in names),
    )


def _held_before(store: Store, number: int) -> Collection[str]:
    rows = store.rows(
        "SELECT name FROM statement WHERE kind != 'report' AND entry < ?", (number,)
    )
    return frozenset(name for (name,) in rows)


def _named(view: StoreView, name: str) -> dict[str, str]:
    held = view.held(name)
    if held is None or isinstance(held.statement, SealedReport):
        return {"name": name, "party": "", "says": ""}
    statement = held.statement
    tag = str(statement.__struct_config__.tag)
    word = tag if isinstance(statement, Message) else getattr(statement, "note", tag)
    return {"name": name, "party": statement.party, "says": word}
