"""Proposals: what texts give for filing, until a person decides."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from watchword.agreements.spill import check_text_marking
from watchword.edge.commands.reports import ReportFile, filed
from watchword.edge.desk import Desk
from watchword.edge.draft import shown
from watchword.edge.proposals import Body, Kept, Proposals
from watchword.edge.reader import Reader
from watchword.edge.traysight import TraySight
from watchword.errors import UsageError
from watchword.model.field import LONGEST_TEXT
from watchword.model.report import Urgency
from watchword.model.text import check_text
from watchword.model.time import format_ns
from watchword.wire.codec import encode

LONGEST_WHY = 1000


class ProposalList(msgspec.Struct, frozen=True, kw_only=True, tag="proposal-list"):
    """The proposals that wait; those of which somebody decided too, where asked.

    Args:
        every: All of them.
    """

    every: bool = False

    async def run(self, desk: Desk) -> dict[str, Any]:
        """List them, the newest last."""
        kept = Proposals(desk.store).listed(every=self.every)
        return {"proposals": [_row(each) for each in kept]}


class ProposalShow(msgspec.Struct, frozen=True, kw_only=True, tag="proposal-show"):
    """One proposal, with its text.

    Args:
        proposal: The beginning of its id.
    """

    proposal: str

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Answer with all of it; what waits no more has no text.

        Raises:
            UsageError: None is called so.
        """
        kept = Proposals(desk.store).named(self.proposal)
        if kept.body is None:
            return {**_row(kept), "text": None}
        draft = kept.body.draft
        return {
            **_row(kept),
            "text": kept.body.statement.text,
            "values": shown(draft.values),
            "unread": [{"span": u.span, "reason": u.reason} for u in draft.unread],
            "claims": draft.claims,
        }


class ProposalFile(msgspec.Struct, frozen=True, kw_only=True, tag="proposal-file"):
    """File a proposal as a report; its text is the source.

    Args:
        proposal: The beginning of its id.
        label: The originator's label.
        urgency: The lane.
    """

    proposal: str
    label: str
    urgency: Urgency = "routine"

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """File it; it waits no more, in the same transaction.

        Raises:
            UsageError: None is called so, it waits no more (``not-waiting``), or
                it holds claims alone.
        """
        kept = Proposals(desk.store).named(self.proposal)
        report = _report(kept, self.label, self.urgency)
        given = replace(
            await report.given(desk, reader), proposal=kept.id, person=_who(reader)
        )
        outcome = await desk.submit(given)
        return {
            **filed(outcome.effects),
            "proposal": kept.id,
            "made_by": kept.made_by,
            "outside": kept.is_outside,
        }


class ProposalDiscard(
    msgspec.Struct, frozen=True, kw_only=True, tag="proposal-discard"
):
    """Decide that a proposal is not filed; its text goes.

    Args:
        proposal: The beginning of its id.
        why: Why.
    """

    proposal: str
    why: str

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Keep who decided and why.

        Raises:
            UsageError: None is called so, it waits no more (``not-waiting``), or
                no reason is given.
            MarkingError: The reason bears a national marking.
        """
        if not self.why.strip():
            raise UsageError("discarding has a reason", hint="--why TEXT")
        check_text("the reason", self.why, LONGEST_WHY)
        check_text_marking(self.why)
        desk.restored.check()
        proposals = Proposals(desk.store)
        kept = proposals.named(self.proposal)
        proposals.discard(kept.id, _who(reader), self.why, desk.clock.now_ns())
        return _row(proposals.named(kept.id))


class TrayList(msgspec.Struct, frozen=True, kw_only=True, tag="tray-list"):
    """How the trays and proposers of this node stand; nothing of what lies there."""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """List them as they are set."""
        sight = desk.sight
        return {
            "running": desk.runs,
            "trays": [
                {
                    "tray": tray.name,
                    "path": tray.path,
                    **sight.trays.get(tray.name, TraySight()).row(),
                }
                for tray in desk.config.tray
            ],
            "proposers": [
                {
                    "proposer": each.name,
                    "seconds": each.seconds,
                    "failed": dict(sight.proposers.get(each.name, {})),
                }
                for each in desk.config.proposer
            ],
        }


def _report(kept: Kept, label: str, urgency: Urgency) -> ReportFile:
    """The report that it is, exactly as ``watchword read`` would file it."""
    body = _waiting(kept)
    if body.draft.kind is None:
        raise UsageError(
            "the text reports nothing: it has claims alone",
            hint="watchword proposal discard",
        )
    fields = {each.field: each.value for each in body.draft.values}
    fields["text"] = msgspec.Raw(encode(body.statement.text[:LONGEST_TEXT]))
    if kept.is_outside:
        source = f"proposed by the outside program {kept.made_by}, proposal {kept.id}"
        fields["source"] = msgspec.Raw(encode(source))
    return ReportFile(
        kind=body.draft.kind,
        topic=body.draft.topic,
        label=label,
        fields=fields,
        attributed_to=body.statement.authority,
        urgency=urgency,
    )


def _waiting(kept: Kept) -> Body:
    if kept.body is None:
        raise UsageError(
            f"proposal {kept.id[:12]} waits no more: it is {kept.state}",
            hint="watchword proposal list --every",
            code="not-waiting",
        )
    return kept.body


def _row(kept: Kept) -> dict[str, Any]:
    body = kept.body
    known: dict[str, Any] = {}
    if body is not None:
        known = {
            "kind": body.draft.kind,
            "topic": body.draft.topic or None,
            "claim_count": len(body.draft.claims),
            "language": body.statement.language,
            "published": body.statement.published or None,
            "authority": body.statement.authority or None,
            "file": body.file,
        }
    return {
        "id": kept.id,
        "kept_at": format_ns(kept.at_ns),
        "tray": kept.tray,
        "made_by": kept.made_by,
        "outside": kept.is_outside,
        "state": kept.state,
        **known,
        "ended_at": None if kept.ended_ns is None else format_ns(kept.ended_ns),
        "person": kept.person or None,
        "report": kept.report or None,
        "why": kept.why or None,
    }


def _who(reader: Reader | None) -> str:
    return "" if reader is None else reader.person.name
