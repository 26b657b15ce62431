"""Loss and compromise: told at once, in every state, and followed to the end."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from watchword.edge.commands.named import message_named, report_named
from watchword.edge.commands.saying import (
    agreement_for,
    came_by,
    message_row,
    say,
    terms_for,
    went_by,
)
from watchword.edge.desk import Desk
from watchword.edge.situation import messages_in
from watchword.errors import UsageError
from watchword.model.agreement import AgreementId
from watchword.model.message import Harm, Incident
from watchword.model.time import DAY_NS, format_ns


class IncidentOpen(msgspec.Struct, frozen=True, kw_only=True, tag="incident-open"):
    """Tell the originators that reports were lost or compromised, or may be.

    Args:
        reports: The beginnings of their names.
        harm: What happened.
        says: What is known, in words that disclose nothing.
        agreement: Under this one; empty: for each report the one it came by.
    """

    reports: tuple[str, ...]
    harm: Harm
    says: str
    agreement: str = ""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it, once an agreement; the clock of its result starts.

        Raises:
            UsageError: No report is named, or one came under no agreement.
        """
        by: dict[AgreementId, list[str]] = {}
        for text in self.reports:
            report = report_named(desk, text)
            by.setdefault(self._way(desk, report), []).append(report)
        if not by:
            raise UsageError("an incident names the reports concerned")
        said = [
            await say(desk, self._opened(desk, agreement, tuple(reports)))
            for agreement, reports in by.items()
        ]
        return {"said": said}

    def _way(self, desk: Desk, report: str) -> AgreementId:
        ways = (*came_by(desk, report), *went_by(desk, report))
        if self.agreement or not ways:
            return agreement_for(desk, self.agreement)
        return ways[0][0]

    def _opened(
        self, desk: Desk, agreement: AgreementId, reports: tuple[str, ...]
    ) -> Incident:
        now_ns = desk.clock.now_ns()
        days = terms_for(desk, agreement).handling.result_days
        return Incident(
            party=desk.config.party,
            agreement=agreement,
            said_at_ns=now_ns,
            reports=tuple(dict.fromkeys(reports)),
            harm=self.harm,
            says=self.says,
            result_due_ns=now_ns + days * DAY_NS,
        )


class IncidentFollow(msgspec.Struct, frozen=True, kw_only=True, tag="incident-follow"):
    """Tell what has come of looking into an incident.

    Args:
        name: The beginning of the name of its first message.
        stage: How far it has come.
        says: What was found or done.
    """

    name: str
    stage: Literal["investigation-opened", "result", "prevention"]
    says: str

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it and tell the originators.

        Raises:
            UsageError: No own incident is called so.
        """
        name, first = message_named(desk, self.name, Incident)
        if first.party != desk.config.party or first.stage != "opened":
            raise UsageError(
                f"{name[:12]} is not the first message of an own incident",
                hint="incident list shows which are",
            )
        follow = Incident(
            party=desk.config.party,
            agreement=first.agreement,
            said_at_ns=desk.clock.now_ns(),
            reports=first.reports,
            harm=first.harm,
            stage=self.stage,
            follows=name,
            says=self.says,
        )
        return await say(desk, follow)


class IncidentList(msgspec.Struct, frozen=True, kw_only=True, tag="incident-list"):
    """Every incident held, with what followed and when its result is due."""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """List them in canonical order."""
        said = [
            (name, message)
            for name, message in messages_in(desk.store, "incident")
            if isinstance(message, Incident)
        ]
        return [
            _row(desk, name, first, [m for m in said if m[1].follows == name])
            for name, first in said
            if first.stage == "opened"
        ]


def _row(
    desk: Desk, name: str, first: Incident, after: list[tuple[str, Incident]]
) -> dict[str, Any]:
    has_result = any(message.stage == "result" for _, message in after)
    due_ns = first.result_due_ns
    late = due_ns is not None and due_ns <= desk.clock.now_ns()
    return {
        **message_row(name, first),
        "stage": after[-1][1].stage if after else first.stage,
        "result_due": None if due_ns is None else format_ns(due_ns),
        "overdue": late and not has_result,
        "followed": [message_row(*each) for each in after],
    }
