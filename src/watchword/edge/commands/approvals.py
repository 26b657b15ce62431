"""The originator: letting a holder pass its content on, and taking that back."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.commands.named import member_named, message_named, report_named
from watchword.edge.commands.releases import check_fields
from watchword.edge.commands.saying import (
    agreement_for,
    instant_at,
    message_row,
    say,
    terms_for,
)
from watchword.edge.desk import Desk
from watchword.edge.situation import messages_in
from watchword.errors import UsageError
from watchword.model.agreement import AgreementId
from watchword.model.message import OriginatorApproval, Revocation
from watchword.model.report import Kind
from watchword.model.time import format_ns


class Approve(msgspec.Struct, frozen=True, kw_only=True, tag="approve"):
    """Let a holder pass one report, or reports of some kinds, on to a third party.

    Args:
        holder: Who may pass it on.
        to: To whom.
        until: The instant, or the last day, as a person types it.
        report: The beginning of the report's name; empty: a standing approval.
        kinds: Kinds of report, for a standing one.
        fields: Only these; ``None``: all that the holder has open.
        purpose: What for; empty: what the label says.
        agreement: Under which; empty: the only one that all three share.
    """

    holder: str
    to: str
    until: str
    report: str = ""
    kinds: tuple[Kind, ...] = ()
    fields: tuple[str, ...] | None = None
    purpose: str = ""
    agreement: str = ""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it and tell the holder.

        Raises:
            UsageError: The three are not three parties of one agreement, or
                the agreement admits no standing approval of such a kind.
            TrustError: The report is another's (``not-originator``).
        """
        check_fields(self.fields)
        holder, recipient = member_named(desk, self.holder), member_named(desk, self.to)
        if len({holder, recipient, desk.config.party}) < 3:
            raise UsageError("originator, holder and recipient are three parties")
        agreement = agreement_for(desk, self.agreement, holder, recipient)
        self._check_kinds(desk, agreement)
        approval = OriginatorApproval(
            party=desk.config.party,
            agreement=agreement,
            said_at_ns=desk.clock.now_ns(),
            holder=holder,
            recipient=recipient,
            report=report_named(desk, self.report) if self.report else "",
            kinds=self.kinds,
            fields=self.fields,
            until_ns=instant_at(desk, self.until, agreement, end=True),
            purpose=self.purpose,
        )
        return await say(desk, approval)

    def _check_kinds(self, desk: Desk, agreement: AgreementId) -> None:
        admitted = terms_for(desk, agreement).handling.standing_kinds
        wrong = [kind for kind in self.kinds if kind not in admitted]
        if wrong:
            raise UsageError(
                f"{agreement} admits no standing approval for {', '.join(wrong)}",
                hint="approve one report at a time",
            )


class ApprovalRevoke(msgspec.Struct, frozen=True, kw_only=True, tag="approval-revoke"):
    """Take an approval back, for later releases.

    Args:
        name: The beginning of its name.
    """

    name: str

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it and tell the holder.

        Raises:
            UsageError: No own approval is called so.
        """
        name, approval = message_named(desk, self.name, OriginatorApproval)
        if approval.party != desk.config.party:
            raise UsageError(f"that approval is {approval.party}'s to take back")
        revocation = Revocation(
            party=desk.config.party,
            agreement=approval.agreement,
            said_at_ns=desk.clock.now_ns(),
            approval=name,
        )
        return await say(desk, revocation)


class ApprovalList(msgspec.Struct, frozen=True, kw_only=True, tag="approval-list"):
    """Every originator's approval held, and whether it holds now."""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """List them in canonical order."""
        said = messages_in(desk.store, "originator-approval", "revocation")
        revoked = {
            (message.party, message.approval): message.said_at_ns
            for _, message in said
            if isinstance(message, Revocation)
        }
        return [
            _row(desk, name, message, revoked.get((message.party, name)))
            for name, message in said
            if isinstance(message, OriginatorApproval)
        ]


def _row(
    desk: Desk, name: str, message: OriginatorApproval, revoked_ns: int | None
) -> dict[str, Any]:
    now_ns = desk.clock.now_ns()
    return {
        **message_row(name, message),
        "holder": message.holder,
        "to": message.recipient,
        "until": format_ns(message.until_ns),
        "revoked_at": None if revoked_ns is None else format_ns(revoked_ns),
        "holds": revoked_ns is None and now_ns < message.until_ns,
    }
