"""``ledger verify``: recompute every log, name and signature that is stored."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, Final

import msgspec

from watchword.edge.counted import check_counted
from watchword.edge.forks import fork_rows
from watchword.edge.logcheck import LogCheck, Stood
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView, open_disclosed, opened_fields
from watchword.edge.whole import damage_found
from watchword.errors import LedgerError
from watchword.ledger.checkpoint import ledger_origin
from watchword.ledger.tree import parse_frontier
from watchword.model.message import Disposal
from watchword.wire.envelope import name_of, parse_envelope
from watchword.wire.sealed import digest_of, open_fields
from watchword.wire.statement import SealedReport, parse_statement

ROWS_A_STEP: Final = 1000


def verify_ledger(store: Store, view: StoreView) -> dict[str, Any]:
    """As ``verify_steps``, at one go."""
    steps = verify_steps(store, view)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: dict[str, Any] = end.value
            return found


def verify_steps(
    store: Store, view: StoreView
) -> Generator[tuple[int, int], None, dict[str, Any]]:
    """Check what is stored against what was signed, some rows at each step.

    Every log's tree is computed anew from its entries and held against every
    tile, checkpoint and cosignature kept of it; every statement's name and
    signature is checked.  Of what was destroyed the signed certificate is
    there, and the logs still hold.  What comes in between two steps is left to
    the next time.

    Yields:
        How many rows have been checked, and of how many.

    Returns:
        What was found, as plain values.

    Raises:
        StoreError: The store cannot be read, or is damaged.
        LedgerError: The first thing that does not fit.
        TrustError: A signature that does not hold.
        WireError: Bytes that can no longer be read, or an opened field that is
            not in the signed list.
    """
    with damage_found():
        store.check()
        return (yield from _steps(store, view))


def _steps(
    store: Store, view: StoreView
) -> Generator[tuple[int, int], None, dict[str, Any]]:
    stood = _as_it_stands(store, view)
    statements = store.value("SELECT count(*) FROM statement")
    total = statements + sum(log.kept.size for log in stood)
    done, logs = 0, []
    for log in stood:
        steps = LogCheck(store, view, log)
        for rows in steps.run():
            done += rows
            yield done, total
        logs.append(steps.found())
    checked = 0
    for rows in _verify_statements(store, view):
        checked += rows
        yield done + checked, total
    _check_all_there(store)
    return {
        "party": view.party,
        "logs": logs,
        "statements": checked,
        "destroyed": _verify_destroyed(store, view),
        "forks": fork_rows(store, open_only=True),
        "verified": True,
    }


def _as_it_stands(store: Store, view: StoreView) -> list[Stood]:
    """Every log, and that nothing lies beyond what it is said to hold."""
    found = []
    for origin, data, receipted in store.rows(
        "SELECT origin, CAST(frontier AS BLOB), receipted FROM log ORDER BY origin"
    ):
        kept = parse_frontier(data)
        highest = (
            store.value("SELECT max(number) FROM entry")
            if origin == ledger_origin(view.party)
            else store.value("SELECT max(number) FROM line WHERE origin = ?", (origin,))
        )
        if (highest or 0) != kept.size:
            raise LedgerError(f"{origin} holds {highest or 0} entries, not {kept.size}")
        found.append(Stood(origin=origin, kept=kept, receipted=receipted))
    return found


def _verify_statements(store: Store, view: StoreView) -> Iterator[int]:
    last = ""
    while rows := store.rows(
        "SELECT name, CAST(envelope AS BLOB) FROM statement"
        " WHERE destroyed = '' AND name > ? ORDER BY name LIMIT ?",
        (last, ROWS_A_STEP),
    ):
        for name, data in rows:
            _verify_statement(store, view, name, data)
        last = rows[-1][0]
        yield len(rows)


def _verify_statement(store: Store, view: StoreView, name: str, data: bytes) -> None:
    envelope = parse_envelope(store.content.open(name, "envelope", data))
    if name_of(envelope.payload) != name:
        raise LedgerError(f"the bytes of {name[:12]} are not those it is named by")
    statement = parse_statement(envelope)
    check_counted(store, view, envelope, statement)
    if isinstance(statement, SealedReport):
        _check_opened(store, name, statement)


def _verify_destroyed(store: Store, view: StoreView) -> int:
    """Whatever is said to be destroyed, this party has signed that it is."""
    rows = store.rows("SELECT name, destroyed FROM statement WHERE destroyed <> ''")
    for name, certificate in rows:
        erased = store.content.keys.erased(name)
        if erased is None or erased.certificate.name != certificate:
            raise LedgerError(f"{name[:12]} is not on the list of what was erased")
        said = parse_statement(erased.certificate)
        check_counted(store, view, erased.certificate, said)
        if not isinstance(said, Disposal) or (said.party, said.report) != (
            view.party,
            name,
        ):
            raise LedgerError(f"no certificate says that {name[:12]} was destroyed")
    return len(rows)


def _check_all_there(store: Store) -> None:
    """What the ledger has entered is held: every statement, every opened field."""
    entered = store.rows(
        "SELECT body FROM entry WHERE kind IN ('statement', 'disclosure')"
    )
    said = [msgspec.json.decode(body) for (body,) in entered]
    held = dict(store.rows("SELECT name, destroyed FROM statement"))
    if {entry["name"] for entry in said} != held.keys():
        raise LedgerError("the statements held are not those the ledger has entered")
    opened = sorted(
        (name, digest_of(text))
        for name, entry, texts in store.rows(
            "SELECT name, entry, CAST(texts AS BLOB) FROM disclosure"
        )
        for text in open_disclosed(store, name, entry, texts)
    )
    kept = [entry for entry in said if not held[entry["name"]]]
    if sorted((e["name"], d) for e in kept for d in e["disclosed"]) != opened:
        raise LedgerError("the fields held are not those the ledger has entered")


def _check_opened(store: Store, name: str, report: SealedReport) -> None:
    for _, text in opened_fields(store, name):
        open_fields(report.sealed, (text,))
