"""Filing reports, listing them, and the picture they give."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from watchword.agreements.explain import decision_as_dict
from watchword.edge.asof import Period, within
from watchword.edge.commands.basis import basis_for
from watchword.edge.commands.named import members_named, report_named
from watchword.edge.desk import Desk
from watchword.edge.reader import Reader
from watchword.errors import UsageError, WatchwordError
from watchword.fusion.judged import Judged
from watchword.fusion.said import Said
from watchword.model.field import KIND_OF_FIELD, Value
from watchword.model.fieldtext import format_value
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Form, Header, Kind, Publication, Status, Urgency
from watchword.model.time import format_ns
from watchword.node.effects import Effect, Hold, Offer, Refuse
from watchword.node.inputs import FileReport, NoteRead
from watchword.picture.picture import Picture, picture
from watchword.wire.sealed import read_value
from watchword.wire.statement import SealedReport

_reading: Final[Mapping[str, Callable[[msgspec.Raw], Value]]] = {
    name: msgspec.json.Decoder(kind).decode for name, kind in KIND_OF_FIELD.items()
}
"""How the value of each field is read."""


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
        form: How the content was given; only other forms than electronic may
            have no field.
        said_at_ns: When it was said, where that is not now.
        derived_from: The reports it is made from, by the beginnings of their
            names; what these ask for is taken over.
        originators: Other parties whose content it contains, besides theirs.
        releasable_to: The parties it may reach; ``None``: what the sources say.
        caveats: Handling notes, besides those of the sources.
        purposes: What it may be used for; empty: what the sources say.
        language: Of a translation.
        translator: Who made it.
        rights: Patents, copyright and trade secrets in it.
        need_until_ns: After that it is returned or destroyed.
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
    form: Form = "electronic"
    said_at_ns: int | None = None
    derived_from: tuple[str, ...] = ()
    originators: tuple[str, ...] = ()
    releasable_to: tuple[str, ...] | None = None
    caveats: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    language: str = ""
    translator: str = ""
    rights: str = ""
    need_until_ns: int | None = None

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """File it.

        Raises:
            ReleaseError: It is made from what the person may not open, or is
                less protected than what it is made from.
        """
        outcome = await desk.submit(await self.given(desk, reader))
        return filed(outcome.effects)

    async def given(self, desk: Desk, reader: Reader | None) -> FileReport:
        """What the node is to take; its sources have been opened by who files it.

        Raises:
            ReleaseError: It is made from what the person may not open.
            UsageError: A field that is none, or another value that cannot be.
        """
        if reader is not None:
            await self._open_sources(desk, reader)
        return FileReport(
            header=self._header(desk),
            fields=self._fields(),
            secret=secrets.token_bytes(32),
        )

    async def _open_sources(self, desk: Desk, reader: Reader) -> None:
        sources = tuple(report_named(desk, name) for name in self.derived_from)
        for purpose in self.purposes or ("",):
            reader.check(desk, sources, purpose)
        if sources:
            read = NoteRead(
                person="",
                command="report-file",
                reports=sources,
                opened=len(sources),
                purpose=", ".join(self.purposes),
            )
            await reader.note(desk, read)

    def _header(self, desk: Desk) -> Header:
        base = basis_for(desk, self.derived_from)
        own = Marking(
            label=self.label,
            releasable_to=members_named(desk, self.releasable_to),
            caveats=self.caveats,
            purposes=self.purposes,
        )
        parties = members_named(desk, self.originators) or ()
        now_ns = desk.clock.now_ns()
        return Header(
            kind=self.kind,
            status=_status(desk, self.status),
            originator=desk.config.party,
            attributed_to=self.attributed_to,
            said_at_ns=now_ns if self.said_at_ns is None else self.said_at_ns,
            topic=self.topic,
            marking=base.marking(own),
            urgency=self.urgency,
            corrects=report_named(desk, self.corrects) if self.corrects else "",
            publication=Publication(where=self.published) if self.published else None,
            form=self.form,
            derived_from=base.names,
            originators=base.originators(parties),
            language=self.language,
            translator=self.translator,
            rights=self.rights,
            need_until_ns=self.need_until_ns,
        )

    def _fields(self) -> dict[str, Value]:
        # Whether a value fits its name is asked where the report is taken in.
        try:
            return {name: _reading[name](raw) for name, raw in self.fields.items()}
        except (KeyError, ValueError, RecursionError, WatchwordError):
            return self._fields_one_by_one()

    def _fields_one_by_one(self) -> dict[str, Value]:
        """The same, and it is said of a field what is wrong with it."""
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
    """Every report held, as far as it is open here, and to whoever asks.

    Args:
        purpose: What for; empty: not said.
    """

    purpose: str = ""

    async def run(
        self, desk: Desk, reader: Reader | None = None
    ) -> list[dict[str, Any]]:
        """List them, in canonical order; of what was destroyed the placeholder."""
        held = desk.pictures.said()
        if reader is not None:
            read = NoteRead(person="", command="report-list", purpose=self.purpose)
            held, _ = await permitted(desk, reader, held, read)
        rows = [_listed(desk, said) for said in held]
        gone = [_placeholder(desk, name) for name in desk.pictures.destroyed()]
        return sorted([*rows, *gone], key=lambda row: (row["said_at"], row["name"]))


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
        period: Only the events of a stretch of time; it costs what lies there.
        purpose: What for; empty: not said.
    """

    as_of_ns: int | None = None
    period: Period | None = None
    purpose: str = ""

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Answer with the picture itself.

        To a person it is the one that the permitted reports give: what was
        combined with others would say something of these.
        """
        found: dict[str, Any] = {}
        if reader is None:
            shown = self._shown(desk)
        else:
            read = NoteRead(
                person="",
                command="picture",
                as_of_ns=self.as_of_ns,
                purpose=self.purpose,
            )
            opened, found["withheld"] = await permitted(
                desk, reader, self._held(desk), read
            )
            judged = desk.pictures.judged(as_of_ns=self.as_of_ns)
            shown = self._made_of(opened, judged)
        plain: dict[str, Any] = msgspec.to_builtins(shown)
        return {
            **plain,
            "destroyed": list(shown.destroyed),
            "party": desk.config.party,
            "profile": desk.config.profile,
            **found,
        }

    def _shown(self, desk: Desk) -> Picture:
        if self.period is None:
            return desk.pictures.picture(self.as_of_ns)
        return desk.pictures.period(self.period, as_of_ns=self.as_of_ns)

    def _held(self, desk: Desk) -> list[Said]:
        if self.period is None:
            return desk.pictures.said(as_of_ns=self.as_of_ns)
        return desk.pictures.said_of(self.period, as_of_ns=self.as_of_ns)

    def _made_of(self, said: Sequence[Said], judged: Judged) -> Picture:
        if self.period is None:
            return picture(said, self.as_of_ns, judged)
        return within(self.period, said, self.as_of_ns, judged)


async def permitted(
    desk: Desk, reader: Reader, held: Sequence[Said], read: NoteRead
) -> tuple[list[Said], dict[str, Any]]:
    """The reports that a person may open, and how many it may not; it is noted."""
    found = reader.sort(desk, [said.name for said in held], read.purpose)
    opened, withheld = set(found.opened), found.summary()
    noted = msgspec.structs.replace(
        read, opened=len(opened), withheld=withheld["items"]
    )
    await reader.note(desk, noted)
    return [said for said in held if said.name in opened], withheld
