"""Agreements as this node knows them."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.agreements.explain import explain_state, state_as_dict
from watchword.agreements.spans import life
from watchword.agreements.state import state
from watchword.agreements.texts import texts_of
from watchword.agreements.timeline import timeline
from watchword.edge.desk import Desk
from watchword.errors import UsageError
from watchword.model.agreement import AgreementId, Instrument, Signature
from watchword.model.time import DAY_NS, format_instant
from watchword.node.effects import Offer
from watchword.node.inputs import AddSigned
from watchword.wire.envelope import Envelope, parse_envelope
from watchword.wire.statement import parse_statement


class AddPaper(msgspec.Struct, frozen=True, kw_only=True, tag="add-signed"):
    """Take an own paper or designation that the governance key has signed.

    Args:
        envelope: The signed paper.
    """

    envelope: Envelope

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Keep it and tell the partners it concerns."""
        outcome = await desk.submit(AddSigned(envelope=self.envelope))
        told = [e.channel.recipient for e in outcome.effects if isinstance(e, Offer)]
        return {"name": self.envelope.name, "told": told}


def papers_known(
    desk: Desk, agreement: AgreementId, known_ns: int | None = None
) -> tuple[Instrument, ...]:
    """The papers of an agreement this node knew by an instant of knowledge.

    Raises:
        UsageError: None is known.
    """
    rows = desk.store.rows(
        "SELECT envelope FROM statement JOIN entry ON entry.number = statement.entry"
        " WHERE statement.kind = 'instrument' AND agreement = ?1"
        " AND (?2 IS NULL OR known_at_ns <= ?2)",
        (agreement, known_ns),
    )
    found = tuple(parse_statement(parse_envelope(data)) for (data,) in rows)
    papers = tuple(paper for paper in found if isinstance(paper, Instrument))
    if not papers:
        raise UsageError(
            f"no paper of {agreement!r} is known here",
            hint="agreement list shows which are",
        )
    return papers


class AgreementShow(msgspec.Struct, frozen=True, kw_only=True, tag="agreement-state"):
    """What holds of an agreement at an instant.

    Args:
        agreement: Which.
        at_ns: The instant; ``None``: now.
        known_ns: With the papers known by then; ``None``: with all.
    """

    agreement: AgreementId
    at_ns: int | None = None
    known_ns: int | None = None

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Derive it from the papers."""
        at_ns = desk.clock.now_ns() if self.at_ns is None else self.at_ns
        papers = papers_known(desk, self.agreement, self.known_ns)
        found = state(self.agreement, at_ns, papers)
        return {
            **state_as_dict(found),
            "own": desk.config.party,
            "lines": list(explain_state(found)),
        }


class AgreementTimeline(
    msgspec.Struct, frozen=True, kw_only=True, tag="agreement-timeline"
):
    """The life of an agreement, paper by paper."""

    agreement: AgreementId

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """Tell it in order."""
        return timeline_rows(self.agreement, papers_known(desk, self.agreement))


class AgreementLife(msgspec.Struct, frozen=True, kw_only=True, tag="agreement-life"):
    """The life of an agreement as stretches of time, for drawing."""

    agreement: AgreementId

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Tell it until now, or until the last paper known counts."""
        papers = papers_known(desk, self.agreement)
        return life_found(self.agreement, papers, desk.clock.now_ns())


def life_found(
    agreement: AgreementId, papers: tuple[Instrument, ...], now_ns: int
) -> dict[str, Any]:
    """The stretches as plain values; what ended long ago is not drawn on."""
    turns = timeline(agreement, papers)
    last = turns[-1] if turns else None
    to_ns = now_ns if last is None else max(now_ns, last.at.end_ns)
    if last is not None and last.state == "TERMINATED":
        to_ns = min(to_ns, last.at.end_ns + 366 * DAY_NS)
    return {
        "now_ns": now_ns,
        "spans": msgspec.to_builtins(life(agreement, papers, to_ns)),
    }


def timeline_rows(
    agreement: AgreementId, papers: tuple[Instrument, ...]
) -> list[dict[str, Any]]:
    """The turns of an agreement's life, as plain values."""
    return [
        {
            "at": format_instant(turn.at),
            "at_ns": turn.at.ns,
            "paper": "" if turn.paper is None else tag_of(turn.paper),
            "party": "" if turn.paper is None else turn.paper.party,
            "note": "" if turn.paper is None else turn.paper.note,
            "state": turn.state,
            "ignored": turn.ignored,
        }
        for turn in timeline(agreement, papers)
    ]


def tag_of(paper: Instrument) -> str:
    """The kind of a paper, as the wire calls it."""
    return str(paper.__struct_config__.tag)


class AgreementList(msgspec.Struct, frozen=True, kw_only=True, tag="agreement-list"):
    """Every agreement of which a paper is held."""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """List them with their state now, and who has yet to sign."""
        return [self._row(desk, name) for name in desk.view.agreements()]

    def _row(self, desk: Desk, name: AgreementId) -> dict[str, Any]:
        papers = papers_known(desk, name)
        found = state(name, desk.clock.now_ns(), papers)
        signed = {p.party for p in papers if isinstance(p, Signature)}
        named = {p for terms in texts_of(papers) for p in terms.parties}
        return {
            "agreement": name,
            "state": found.state,
            "parties": sorted(named),
            "to_sign": sorted(named - signed),
            "lines": list(explain_state(found)),
        }


class AgreementText(msgspec.Struct, frozen=True, kw_only=True, tag="agreement-text"):
    """The newest text of an agreement that anybody has signed."""

    agreement: AgreementId

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Answer with the text as it was signed."""
        papers = papers_known(desk, self.agreement)
        texts = sorted((p.version, p.text) for p in papers if isinstance(p, Signature))
        if not texts:
            raise UsageError(f"no text of {self.agreement!r} is known here")
        return {"agreement": self.agreement, "text": texts[-1][1]}
