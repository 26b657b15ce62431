"""An analyst's judgements: which reports are of one event, which are not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from watchword.edge.commands.named import SHORTEST, report_named
from watchword.edge.desk import Desk
from watchword.edge.judgements import held_judgements
from watchword.edge.reader import Reader
from watchword.errors import UsageError
from watchword.fusion.judged import Judged
from watchword.model.judgement import Judgement, Verdict
from watchword.model.time import format_ns
from watchword.node.effects import Hold
from watchword.node.inputs import Say


class Judge(msgspec.Struct, frozen=True, kw_only=True, tag="judge"):
    """Decide about reports; the picture follows, and it can be undone.

    Args:
        verdict: What is decided, but ``undone``.
        reports: The beginnings of their names.
        others: Those that they are apart from.
        because: Why.
    """

    verdict: Verdict
    reports: tuple[str, ...]
    others: tuple[str, ...] = ()
    because: str

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Sign it and keep it; it is sent to nobody.

        Raises:
            UsageError: It names what is not held, or could mean nothing.
            MarkingError: Its words bear a national marking.
        """
        said = Judgement(
            party=desk.config.party,
            said_at_ns=desk.clock.now_ns(),
            verdict=self.verdict,
            reports=_named(desk, self.reports),
            others=_named(desk, self.others),
            because=self.because,
            person=_who(reader),
        )
        return await _keep(desk, said)


class JudgementUndo(msgspec.Struct, frozen=True, kw_only=True, tag="judgement-undo"):
    """Undo a judgement; the picture is as if it had not been made.

    Args:
        judgement: The beginning of its name.
        because: Why.
    """

    judgement: str
    because: str

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Sign it and keep it.

        Raises:
            UsageError: There is none of that name, or it does not count anyway.
        """
        name = _judgement_named(desk, self.judgement)
        if name not in Judged(held_judgements(desk.store)).counts:
            raise UsageError(f"{name[:12]} is undone already")
        said = Judgement(
            party=desk.config.party,
            said_at_ns=desk.clock.now_ns(),
            verdict="undone",
            undoes=name,
            because=self.because,
            person=_who(reader),
        )
        return await _keep(desk, said)


class JudgementList(msgspec.Struct, frozen=True, kw_only=True, tag="judgement-list"):
    """Every judgement that was made here, the newest first."""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """List them, with whether each counts now."""
        held = held_judgements(desk.store)
        counts = frozenset(Judged(held).counts)
        rows = [judgement_row(name, said, counts=name in counts) for name, said in held]
        return {"judgements": rows[::-1]}


async def _keep(desk: Desk, said: Judgement) -> dict[str, Any]:
    outcome = await desk.submit(Say(statement=said))
    name = next(each.name for each in outcome.effects if isinstance(each, Hold))
    return judgement_row(name, said, counts=True)


def judgement_row(name: str, said: Judgement, *, counts: bool) -> dict[str, Any]:
    """A judgement as plain values, and whether it counts."""
    return {
        "name": name,
        "verdict": said.verdict,
        "reports": said.reports,
        "others": said.others,
        "undoes": said.undoes or None,
        "because": said.because,
        "person": said.person or None,
        "said_at": format_ns(said.said_at_ns),
        "counts": counts,
    }


def _named(desk: Desk, texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({report_named(desk, text) for text in texts}))


def _who(reader: Reader | None) -> str:
    return "" if reader is None else reader.person.name


def _judgement_named(desk: Desk, text: str) -> str:
    if len(text) < SHORTEST:
        raise UsageError(f"{text[:64]!r} is too short a name", hint="four characters")
    found = [name for name, _ in held_judgements(desk.store) if name.startswith(text)]
    if len(found) != 1:
        how_many = "several judgements begin" if found else "no judgement begins"
        raise UsageError(
            f"{how_many} with {text[:64]!r}", hint="watchword judge list shows them"
        )
    return found[0]
