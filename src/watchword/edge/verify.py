"""``ledger verify``: recompute every log, name and signature that is stored."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.counted import check_counted
from watchword.edge.store import Store
from watchword.edge.storeview import StoreView, line_place
from watchword.edge.tilestore import ledger_entry
from watchword.edge.whole import damage_found
from watchword.errors import ForkError, LedgerError, UnknownAuthorityError
from watchword.ledger.checkpoint import Checkpoint, ledger_origin, open_checkpoint
from watchword.ledger.tree import EMPTY, Frontier, leaf_hash, parse_frontier
from watchword.ledger.verifier import Verifier
from watchword.model.message import Disposal
from watchword.model.party import PartyId
from watchword.trust.base64text import parse_base64
from watchword.wire.envelope import name_of, parse_envelope
from watchword.wire.line import line_entry, parse_line
from watchword.wire.sealed import digest_of, disclosed_name, open_fields
from watchword.wire.statement import SealedReport, parse_statement


@damage_found()
def verify_ledger(store: Store, view: StoreView) -> dict[str, Any]:
    """Check what is stored against what was signed.

    Every log's tree is computed anew from its entries and held against every
    checkpoint kept of it; every statement's name and signature is checked.  Of
    what was destroyed the signed certificate is there, and the logs still hold.

    Raises:
        StoreError: The store cannot be read, or is damaged.
        LedgerError: The first thing that does not fit.
        TrustError: A signature that does not hold.
        WireError: Bytes that can no longer be read, or an opened field that is
            not in the signed list.
    """
    store.check()
    origins = [o for (o,) in store.rows("SELECT origin FROM log ORDER BY origin")]
    logs = [_verify_log(store, view, origin) for origin in origins]
    _verify_releases(store)
    return {
        "party": view.party,
        "logs": logs,
        "statements": _verify_statements(store, view),
        "destroyed": _verify_destroyed(store, view),
        "verified": True,
    }


def _verify_log(store: Store, view: StoreView, origin: str) -> dict[str, Any]:
    # Whoever changed a row may have changed its type with it: hence the casts.
    marks: dict[int, bytes] = dict(
        store.rows(
            "SELECT CAST(size AS INTEGER), CAST(note AS BLOB) FROM checkpoint"
            " WHERE origin = ?",
            (origin,),
        )
    )
    frontier = EMPTY
    for entry, root in _entries(store, view, origin):
        frontier = frontier.append(leaf_hash(entry))
        if root is not None and root != frontier.root():
            raise ForkError(root.hex(), frontier.root().hex())
        if frontier.size in marks:
            _check_mark(view, origin, frontier, marks[frontier.size])
    kept = parse_frontier(
        store.value(
            "SELECT CAST(frontier AS BLOB) FROM log WHERE origin = ?", (origin,)
        )
    )
    if kept != frontier:
        raise ForkError(kept.root().hex(), frontier.root().hex())
    if marks and max(marks) > frontier.size:
        raise LedgerError(f"{origin} is shorter than a checkpoint that was signed")
    return {
        "log": origin,
        "entries": frontier.size,
        "checkpoints": len(marks),
        "last_signed": max(marks, default=0),
        "receipted": store.value(
            "SELECT receipted FROM log WHERE origin = ?", (origin,)
        ),
    }


def _verify_releases(store: Store) -> None:
    """Every release that the own ledger names has its line."""
    lines = {*store.rows("SELECT origin, number FROM line")}
    for (body,) in store.rows("SELECT body FROM entry WHERE kind = 'release'"):
        said = msgspec.json.decode(body)
        if (said["log"], said["number"]) not in lines:
            raise LedgerError(f"line {said['number']} of {said['log']} is gone")


def _entries(
    store: Store, view: StoreView, origin: str
) -> list[tuple[bytes, bytes | None]]:
    """Each entry, and the root kept beside it where one is."""
    if origin == ledger_origin(view.party):
        rows = store.rows(
            "SELECT number, CAST(known_at_ns AS INTEGER), CAST(kind AS TEXT),"
            " CAST(body AS BLOB) FROM entry ORDER BY number"
        )
        return [(ledger_entry(*row), None) for row in rows]
    rows = store.rows(
        "SELECT CAST(entry AS BLOB), CAST(root AS BLOB), CAST(number AS INTEGER),"
        " name, CAST(data AS BLOB) FROM line WHERE origin = ? ORDER BY number",
        (origin,),
    )
    for entry, _, number, name, data in rows:
        if data is None:
            continue
        opened = store.content.open(name, line_place(origin, number), data)
        if line_entry(opened) != entry and not _stands_in(store, name, opened, entry):
            raise LedgerError(f"a line of {origin} is not the one that was logged")
    return [(entry, root) for entry, root, *_ in rows]


def _stands_in(store: Store, name: str, data: bytes, entry: bytes) -> bool:
    """Whether it may be another than was logged: that one's report is destroyed."""
    gone = store.value("SELECT destroyed FROM statement WHERE name = ?", (name,))
    return bool(gone) and parse_line(data).stands_for == entry


def _check_mark(view: StoreView, origin: str, frontier: Frontier, note: bytes) -> None:
    opened = _open(view, origin, note)
    ours = Checkpoint(origin=origin, size=frontier.size, root=frontier.root())
    if opened != ours:
        raise ForkError(ours.root.hex(), note.decode())


def _open(view: StoreView, origin: str, note: bytes) -> Checkpoint:
    sender = PartyId(origin.split("/", maxsplit=1)[0])
    authority = view.authority(sender)
    designations = () if authority is None else authority.designations
    for public in {d.public for d in designations if d.purpose == "operational"}:
        verifier = Verifier(name=origin, public=parse_base64(public))
        try:
            return open_checkpoint(note, verifier)
        except UnknownAuthorityError:
            continue
    raise UnknownAuthorityError(f"no key of {sender} signed a checkpoint of {origin}")


def _verify_statements(store: Store, view: StoreView) -> int:
    rows = store.rows(
        "SELECT name, CAST(envelope AS BLOB) FROM statement WHERE destroyed = ''"
    )
    for name, data in rows:
        envelope = parse_envelope(store.content.open(name, "envelope", data))
        if name_of(envelope.payload) != name:
            raise LedgerError(f"the bytes of {name[:12]} are not those it is named by")
        statement = parse_statement(envelope)
        check_counted(store, view, envelope, statement)
        if isinstance(statement, SealedReport):
            _check_opened(store, name, statement)
    _check_all_there(store)
    return len(rows)


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
    opened = store.rows("SELECT name, digest FROM disclosure")
    kept = [entry for entry in said if not held[entry["name"]]]
    if sorted((e["name"], d) for e in kept for d in e["disclosed"]) != sorted(opened):
        raise LedgerError("the fields held are not those the ledger has entered")


def _check_opened(store: Store, name: str, report: SealedReport) -> None:
    for field, digest, text in _opened(store, name):
        open_fields(report.sealed, (text,))
        if (disclosed_name(text), digest_of(text)) != (field, digest):
            raise LedgerError(f"a field of {name[:12]} stands under another's name")


def _opened(store: Store, name: str) -> list[tuple[str, str, str]]:
    rows = store.rows(
        "SELECT field, digest, CAST(text AS BLOB) FROM disclosure WHERE name = ?",
        (name,),
    )
    content = store.content
    return [
        (field, digest, content.open(name, digest, text).decode())
        for field, digest, text in rows
    ]
