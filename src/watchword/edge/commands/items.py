"""What is said about one report: its label, its recall, its end, its register."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from watchword.edge.commands.named import message_named, report_named
from watchword.edge.commands.saying import (
    agreement_for,
    came_by,
    instant_at,
    message_row,
    say,
    went_by,
)
from watchword.edge.desk import Desk
from watchword.errors import UsageError
from watchword.model.agreement import AgreementId
from watchword.model.message import (
    Disposal,
    LabelChange,
    Outcome,
    Recall,
    Registered,
)
from watchword.model.party import PartyId
from watchword.node.markings import header_in_force


class ChangeLabel(msgspec.Struct, frozen=True, kw_only=True, tag="label-change"):
    """Give an own report another label; every holder alters its own.

    Args:
        report: The beginning of its name.
        label: The new label.
        caveats: Its caveats from now on; ``None``: as they are.
        says: Why.
        agreement: Under this one only; empty: every one by which it went.
    """

    report: str
    label: str
    caveats: tuple[str, ...] | None = None
    says: str = ""
    agreement: str = ""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it, once an agreement, and tell every holder.

        Raises:
            TrustError: It is not this party's report (``not-originator``), or
                the label is not in the table (``unknown-label``).
        """
        report, now_ns = report_named(desk, self.report), desk.clock.now_ns()
        header = header_in_force(desk.view, report)
        if header is None:
            raise UsageError(f"no report is called {self.report}")
        before = header.marking
        caveats = before.caveats if self.caveats is None else self.caveats
        marking = replace(before, label=self.label, caveats=caveats)
        said = [
            await say(
                desk,
                LabelChange(
                    party=desk.config.party,
                    agreement=agreement,
                    said_at_ns=now_ns,
                    report=report,
                    marking=marking,
                    says=self.says,
                ),
            )
            for agreement in _ways_out(desk, report, self.agreement)
        ]
        return {"report": report, "before": before.label, "said": said}


def _ways_out(desk: Desk, report: str, given: str) -> tuple[AgreementId, ...]:
    """The agreements under which the holders of a report are told."""
    went = dict.fromkeys(agreement for agreement, _ in went_by(desk, report))
    if not given and went:
        return tuple(went)
    return (agreement_for(desk, given),)


class AskBack(msgspec.Struct, frozen=True, kw_only=True, tag="recall"):
    """Ask every holder of an own report to return or destroy it.

    Args:
        report: The beginning of its name.
        wants: Which.
        says: Why.
        due: By when, as a person types it; empty: no date.
        agreement: Under this one only; empty: every one by which it went.
    """

    report: str
    wants: Literal["return", "destroy"]
    says: str = ""
    due: str = ""
    agreement: str = ""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it, once an agreement, and tell every holder.

        Raises:
            UsageError: It has gone to nobody.
            TrustError: It is not this party's report (``not-originator``).
        """
        report = report_named(desk, self.report)
        if not went_by(desk, report):
            raise UsageError(f"{report[:12]} has gone to nobody: nothing to recall")
        said = []
        for agreement in _ways_out(desk, report, self.agreement):
            due_ns = (
                instant_at(desk, self.due, agreement, end=True) if self.due else None
            )
            recall = Recall(
                party=desk.config.party,
                agreement=agreement,
                said_at_ns=desk.clock.now_ns(),
                report=report,
                wants=self.wants,
                says=self.says,
                due_ns=due_ns,
            )
            said.append(await say(desk, recall))
        return {"report": report, "said": said}


class Dispose(msgspec.Struct, frozen=True, kw_only=True, tag="dispose"):
    """Say what has been done with a report: the certificate for its originator.

    Args:
        report: The beginning of its name.
        outcome: What was done.
        method: How.
        witnesses: The two who did it and saw it.
        copies: Numbers of the copies it covers.
        says: The reason, where it was retained or lost.
        recall: The beginning of the name of the recall it answers; empty: the
            latest one about it, if there is one.
    """

    report: str
    outcome: Outcome
    method: str = ""
    witnesses: tuple[str, ...] = ()
    copies: tuple[int, ...] = ()
    says: str = ""
    recall: str = ""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it and tell the originator.

        Raises:
            UsageError: The certificate lacks names or a reason, or the report
                came under no agreement.
        """
        report = report_named(desk, self.report)
        asked = _recall_of(desk, report, self.recall)
        ways = (*came_by(desk, report), *went_by(desk, report))
        agreement = asked[1].agreement if asked else (ways[0][0] if ways else None)
        if agreement is None:
            raise UsageError(f"{report[:12]} came and went under no agreement")
        disposal = Disposal(
            party=desk.config.party,
            agreement=agreement,
            said_at_ns=desk.clock.now_ns(),
            report=report,
            outcome=self.outcome,
            copies=self.copies,
            method=self.method,
            witnesses=self.witnesses,
            says=self.says,
            recall=asked[0] if asked else "",
        )
        return await say(desk, disposal)


def _recall_of(desk: Desk, report: str, given: str) -> tuple[str, Recall] | None:
    if given:
        return message_named(desk, given, Recall)
    found = [
        (name, message)
        for name, message in desk.view.messages_about(report)
        if isinstance(message, Recall) and message.party != desk.config.party
    ]
    return found[-1] if found else None


class Register(msgspec.Struct, frozen=True, kw_only=True, tag="register"):
    """Enter a report that came in the register: custody passes with it.

    Args:
        report: The beginning of its name.
        officer: The control officer who does so.
    """

    report: str
    officer: str

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it for every sender it came from; a second time changes nothing.

        Raises:
            UsageError: It came from nobody.
        """
        report = report_named(desk, self.report)
        came = came_by(desk, report)
        if not came:
            raise UsageError(f"{report[:12]} did not come from a partner")
        already = _registered(desk, report)
        said = [
            await say(desk, self._registered(desk, report, *way))
            for way in came
            if way not in already
        ]
        return {
            "report": report,
            "said": said,
            "before": [already[way] for way in came if way in already],
        }

    def _registered(
        self, desk: Desk, report: str, agreement: AgreementId, sender: PartyId
    ) -> Registered:
        return Registered(
            party=desk.config.party,
            agreement=agreement,
            said_at_ns=desk.clock.now_ns(),
            report=report,
            sender=sender,
            officer=self.officer,
        )


def _registered(
    desk: Desk, report: str
) -> dict[tuple[AgreementId, PartyId], dict[str, Any]]:
    """By agreement and sender, the own registration that counts: the first."""
    found: dict[tuple[AgreementId, PartyId], dict[str, Any]] = {}
    for name, message in desk.view.messages_about(report):
        if isinstance(message, Registered) and message.party == desk.config.party:
            row = message_row(name, message)
            found.setdefault((message.agreement, message.sender), row)
    return found
