"""Filing reports, listing them, and the picture they give."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from watchword.agreements.explain import decision_as_dict
from watchword.edge.commands.named import report_named
from watchword.edge.desk import Desk
from watchword.errors import UsageError
from watchword.fusion.said import Said
from watchword.model.field import Value
from watchword.model.fieldtext import format_value
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Header, Kind, Publication, Status, Urgency
from watchword.model.time import format_ns
from watchword.node.effects import Effect, Hold, Offer, Refuse
from watchword.node.inputs import FileReport
from watchword.wire.sealed import read_value
from watchword.wire.statement import SealedReport


class ReportFile(msgspec.Struct, frozen=True, kw_only=True, tag="report-file"):
    """File a report; answers when it is durable, with what goes to whom.

    Args:
        kind: What is reported.
        topic: What agreements' scopes are matched against.
        label: The originator's label.
        fields: What was observed: JSON values by name of field.
        attributed_to: The authority quoted.
        urgency: The lane.
        corrects: An earlier report, by the beginning of its name.
        status: ``None``: what the node's profile says.
        published: Where this party has published it itself.
    """

    kind: Kind
    topic: str
    label: str
    fields: Mapping[str, msgspec.Raw]
    attributed_to: str = ""
    urgency: Urgency = "routine"
    corrects: str = ""
    status: Status | None = None
    published: str = ""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """File it."""
        outcome = await desk.submit(
            FileReport(
                header=self._header(desk),
                fields=self._fields(),
                secret=secrets.token_bytes(32),
            )
        )
        return filed(outcome.effects)

    def _header(self, desk: Desk) -> Header:
        return Header(
            kind=self.kind,
            status=_status(desk, self.status),
            originator=desk.config.party,
            attributed_to=self.attributed_to,
            said_at_ns=desk.clock.now_ns(),
            topic=self.topic,
            marking=Marking(label=self.label),
            urgency=self.urgency,
            corrects=report_named(desk, self.corrects) if self.corrects else "",
            publication=Publication(where=self.published) if self.published else None,
        )

    def _fields(self) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        for name, raw in self.fields.items():
            value = read_value(name, raw)
            if value is None:
                raise UsageError(f"no field is called {name!r}")
            fields[name] = value
        return fields


def _status(desk: Desk, status: Status | None) -> Status:
    if status is None:
        return desk.config.status
    if desk.config.profile == "exercise" and status == "actual":
        raise UsageError("an exercise node files no actual reports")
    if desk.clock.mode == "replay" and status == "actual":
        raise UsageError("under a replay clock nothing is actual")
    return status


def filed(effects: Iterable[Effect]) -> dict[str, Any]:
    """What was done with a report, as plain values."""
    each = tuple(effects)
    names = [e.name for e in each if isinstance(e, Hold)]
    return {
        "name": names[0] if names else None,
        "released": [offered(e) for e in each if isinstance(e, Offer)],
        "refused": [
            {
                "to": e.recipient,
                "decisions": [decision_as_dict(d) for d in e.decisions],
            }
            for e in each
            if isinstance(e, Refuse)
        ],
    }


def offered(offer: Offer) -> dict[str, Any]:
    """A release, as plain values."""
    rows = () if offer.decision is None else offer.decision.fields
    return {
        "to": offer.channel.recipient,
        "agreement": offer.channel.agreement,
        "lane": offer.channel.lane,
        "name": offer.name,
        "fields": list(offer.fields),
        "basis": {field: list(ids) for field, ids in offer.basis.items()},
        "by": sorted({row.by for row in rows}),
        "withheld": []
        if offer.decision is None
        else [kept.field for kept in offer.decision.withheld],
    }


class ReportList(msgspec.Struct, frozen=True, kw_only=True, tag="report-list"):
    """Every report held, as far as it is open here."""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """List them, in canonical order; of what was destroyed the placeholder."""
        held = [_listed(desk, said) for said in desk.pictures.said()]
        gone = [_placeholder(desk, name) for name in desk.pictures.destroyed()]
        return sorted([*held, *gone], key=lambda row: (row["said_at"], row["name"]))


def _listed(desk: Desk, said: Said) -> dict[str, Any]:
    return {
        **_header_row(said.name, said.report.header),
        **_way(desk, said.name, said.report.header.originator),
        "fields": {n: format_value(v) for n, v in said.report.fields.items()},
        "destroyed": "",
    }


def _placeholder(desk: Desk, name: str) -> dict[str, Any]:
    held = desk.view.held(name)
    if held is None or not isinstance(held.statement, SealedReport):
        raise AssertionError(name)
    certificate = desk.store.value(
        "SELECT destroyed FROM statement WHERE name = ?", (name,)
    )
    row = _header_row(name, held.statement.header)
    return {**row, "topic": "", "fields": {}, "destroyed": certificate}


def _header_row(name: str, header: Header) -> dict[str, Any]:
    return {
        "name": name,
        "kind": header.kind,
        "status": header.status,
        "originator": header.originator,
        "attributed_to": header.attributed_to,
        "said_at": format_ns(header.said_at_ns),
        "topic": header.topic,
        "label": header.marking.label,
        "corrects": header.corrects,
    }


def _way(desk: Desk, name: str, originator: PartyId) -> dict[str, str]:
    """By whom it came, where that is not its originator, and under what."""
    source = desk.store.value("SELECT source FROM statement WHERE name = ?", (name,))
    if source in {originator, desk.config.party}:
        return {"via": "", "under": ""}
    origin = desk.store.value(
        "SELECT origin FROM line WHERE origin GLOB ?1 AND name IN"
        " (SELECT ?2 UNION SELECT name FROM statement"
        " WHERE kind = 'sealed' AND party = ?3) LIMIT 1",
        (f"{source}/*/{desk.config.party}/*", name, originator),
    )
    return {"via": source, "under": str(origin or "//").split("/")[1]}


class PictureShow(msgspec.Struct, frozen=True, kw_only=True, tag="picture"):
    """What this node holds true, or held by an instant.

    Args:
        as_of_ns: The instant of knowledge; ``None``: now.
    """

    as_of_ns: int | None = None

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Answer with the picture itself."""
        shown = desk.pictures.picture(self.as_of_ns)
        plain: dict[str, Any] = msgspec.to_builtins(shown)
        return {
            **plain,
            "destroyed": list(shown.destroyed),
            "party": desk.config.party,
            "profile": desk.config.profile,
        }
