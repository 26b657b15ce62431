"""Everything said about one report, and where it went, in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from watchword.edge.commands.named import report_named
from watchword.edge.desk import Desk
from watchword.edge.situation import messages_in
from watchword.model.message import Acknowledgement, AnyMessage, Revocation
from watchword.model.report import Header
from watchword.model.time import format_ns
from watchword.node.markings import header_in_force, header_of
from watchword.node.wording import SHORT, brief, kind_of_message, message_words


class History(msgspec.Struct, frozen=True, kw_only=True, tag="history"):
    """What was said about a report, and where it went.

    Args:
        report: The beginning of its name.
    """

    report: str

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Tell it in the order in which this node came to know it."""
        report = report_named(desk, self.report)
        header = header_in_force(desk.view, report)
        rows = [
            *_filed(desk, report),
            *_lines(desk, report),
            *_messages(desk, report),
            *_made(desk, report),
        ]
        rows.sort(key=lambda row: (row["known_at_ns"], row["name"], row["kind"]))
        return {
            "report": report,
            "label": None if header is None else header.marking.label,
            "rows": rows,
        }


def _row(known_ns: int, name: str, kind: str, party: str, words: str) -> dict[str, Any]:
    return {
        "at": format_ns(known_ns),
        "known_at_ns": known_ns,
        "name": name,
        "kind": kind,
        "party": party,
        "words": words,
    }


def _known_ns(desk: Desk, name: str) -> int:
    found = desk.store.value(
        "SELECT known_at_ns FROM entry JOIN statement ON number = entry WHERE name = ?",
        (name,),
    )
    return int(found or 0)


def _filed(desk: Desk, report: str) -> Iterator[dict[str, Any]]:
    header = header_of(desk.view, report)
    if header is not None:
        words = " · ".join((header.marking.label, _what(header)))
        yield _row(_known_ns(desk, report), report, "report", header.originator, words)


def _what(header: Header) -> str:
    return f"{header.kind}, {header.topic}, said {brief(header.said_at_ns)}"


def _lines(desk: Desk, report: str) -> Iterator[dict[str, Any]]:
    rows = desk.store.rows(
        "SELECT line.origin, number, at_ns, receipted FROM line"
        " JOIN log ON log.origin = line.origin WHERE name = ?"
        " ORDER BY at_ns, line.origin, number",
        (report,),
    )
    for origin, number, at_ns, done in rows:
        sender, agreement, recipient, _ = origin.split("/")
        if sender == desk.config.party:
            receipt = "receipted" if number <= done else "not receipted yet"
            words = f"to {recipient} under {agreement}, {receipt}"
            yield _row(at_ns, report, "sent", sender, words)
        else:
            yield _row(at_ns, report, "came", sender, f"under {agreement}")


def _messages(desk: Desk, report: str) -> Iterator[dict[str, Any]]:
    about = tuple(desk.view.messages_about(report))
    names = {name for name, _ in about}
    replies = [
        (name, message)
        for name, message in messages_in(desk.store, "acknowledgement", "revocation")
        if _names(message) in names
    ]
    for name, message in (*about, *replies):
        yield _row(
            _known_ns(desk, name),
            name,
            kind_of_message(message),
            message.party,
            message_words(message),
        )


def _names(message: AnyMessage) -> str:
    match message:
        case Acknowledgement(of=name) | Revocation(approval=name):
            return name
        case _:
            return ""


def _made(desk: Desk, report: str) -> Iterator[dict[str, Any]]:
    for name in desk.view.derived(report):
        header = header_of(desk.view, name)
        if header is not None:
            words = f"{name[:SHORT]} is made from it"
            yield _row(
                _known_ns(desk, name), name, "derivative", header.originator, words
            )
