"""The register of persons, and what it keeps from whoever asks."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.commands.named import report_named
from watchword.edge.desk import Desk
from watchword.edge.reader import Reader, refusal_rows
from watchword.edge.store import Store
from watchword.model.person import Register
from watchword.model.time import format_ns
from watchword.wire.envelope import Envelope, parse_envelope
from watchword.wire.statement import parse_statement


class RegisterShow(msgspec.Struct, frozen=True, kw_only=True, tag="person-register"):
    """The register that counts, or counted at an instant.

    Args:
        as_of_ns: The instant of knowledge; ``None``: now.
    """

    as_of_ns: int | None = None

    async def run(self, desk: Desk) -> dict[str, Any] | None:
        """Answer with it and with what was signed; ``None``: there was none."""
        return register_plain(desk.store, self.as_of_ns)


def register_plain(store: Store, as_of_ns: int | None = None) -> dict[str, Any] | None:
    """The register as plain values, and its envelope as it was signed."""
    envelope = register_envelope(store, as_of_ns)
    if envelope is None:
        return None
    register = parse_statement(envelope)
    if not isinstance(register, Register):
        raise AssertionError(envelope.name)  # noqa: TRY004 (the store's own kind)
    return {
        "party": register.party,
        "version": register.version,
        "said_at": format_ns(register.said_at_ns),
        "persons": [
            {
                **msgspec.to_builtins(person),
                "valid_from": format_ns(person.valid_from_ns),
                "valid_until": format_ns(person.valid_until_ns),
            }
            for person in register.persons
        ],
        "signed": msgspec.to_builtins(envelope),
    }


def register_envelope(store: Store, as_of_ns: int | None = None) -> Envelope | None:
    """The register this node knew by an instant: the highest version by then."""
    data = store.value(
        "SELECT envelope FROM statement JOIN entry ON entry.number = statement.entry"
        " WHERE statement.kind = 'register' AND (?1 IS NULL OR known_at_ns <= ?1)"
        " ORDER BY entry.number DESC LIMIT 1",
        (as_of_ns,),
    )
    return None if data is None else parse_envelope(data)


class WhyNot(msgspec.Struct, frozen=True, kw_only=True, tag="why-not"):
    """What is kept from whoever asks, and every reason.

    Args:
        report: The beginning of a name; empty: all reports held.
        purpose: What for; empty: not said.
    """

    report: str = ""
    purpose: str = ""

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Names and reasons; nothing of what the reports say."""
        if reader is None:
            return {"person": "", "items": 0, "codes": {}, "withheld": []}
        names = [report_named(desk, self.report)] if self.report else reports_held(desk)
        found = reader.sort(desk, names, self.purpose)
        return {
            "person": reader.person.name,
            **found.summary(),
            "withheld": [
                {"name": name, "refusals": refusal_rows(refusals)}
                for name, refusals in found.withheld.items()
            ],
        }


def reports_held(desk: Desk) -> list[str]:
    """Names of every report held, in canonical order."""
    rows = desk.store.rows(
        "SELECT name FROM statement WHERE kind = 'report' ORDER BY said_at_ns, name"
    )
    return [name for (name,) in rows]
