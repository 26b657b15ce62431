"""Asking a partner what it holds, and answering."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.commands.named import message_named, partner_named, report_named
from watchword.edge.commands.saying import (
    agreement_for,
    instant_at,
    message_row,
    say,
)
from watchword.edge.desk import Desk
from watchword.edge.situation import messages_in
from watchword.errors import UsageError
from watchword.model.message import Answer, Answered, Enquiry
from watchword.model.time import format_ns


class Ask(msgspec.Struct, frozen=True, kw_only=True, tag="ask"):
    """Ask a partner for its reports about a topic and a time.

    Args:
        party: The partner.
        since: Reports said from this instant on.
        until: Up to this instant, or through this day.
        due: By when an answer is asked for.
        topic: Dotted words; empty: any.
        says: The question in words.
        agreement: Under which; empty: the only one both share.
    """

    party: str
    since: str
    until: str
    due: str
    topic: str = ""
    says: str = ""
    agreement: str = ""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it and send it.

        Raises:
            ReleaseError: The agreement does not permit it now.
        """
        partner = partner_named(desk, self.party)
        agreement = agreement_for(desk, self.agreement, partner)
        enquiry = Enquiry(
            party=desk.config.party,
            agreement=agreement,
            said_at_ns=desk.clock.now_ns(),
            to=partner,
            topic=self.topic,
            from_ns=instant_at(desk, self.since, agreement, end=False),
            to_ns=instant_at(desk, self.until, agreement, end=True),
            due_ns=instant_at(desk, self.due, agreement, end=True),
            says=self.says,
        )
        return await say(desk, enquiry)


class AnswerEnquiry(msgspec.Struct, frozen=True, kw_only=True, tag="answer"):
    """Answer an enquiry; a declined one opens nothing any more.

    Args:
        enquiry: The beginning of its name.
        outcome: What comes of it.
        reports: The beginnings of the names of the reports that went by it.
        says: Words.
    """

    enquiry: str
    outcome: Answered
    reports: tuple[str, ...] = ()
    says: str = ""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Sign it and send it.

        Raises:
            UsageError: It was not asked of this party.
            ReleaseError: The agreement does not permit it now.
        """
        name, enquiry = message_named(desk, self.enquiry, Enquiry)
        if enquiry.to != desk.config.party:
            raise UsageError(f"that was asked of {enquiry.to}")
        answer = Answer(
            party=desk.config.party,
            agreement=enquiry.agreement,
            said_at_ns=desk.clock.now_ns(),
            enquiry=name,
            to=enquiry.party,
            outcome=self.outcome,
            reports=tuple(report_named(desk, text) for text in self.reports),
            says=self.says,
        )
        return await say(desk, answer)


class EnquiryList(msgspec.Struct, frozen=True, kw_only=True, tag="enquiry-list"):
    """Every enquiry held, both ways, with its answers."""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """List them in canonical order."""
        said = messages_in(desk.store, "enquiry", "answer")
        answers = [(n, m) for n, m in said if isinstance(m, Answer)]
        return [
            _row(desk, name, message, [a for a in answers if a[1].enquiry == name])
            for name, message in said
            if isinstance(message, Enquiry)
        ]


def _row(
    desk: Desk, name: str, enquiry: Enquiry, answers: list[tuple[str, Answer]]
) -> dict[str, Any]:
    given = [(n, a) for n, a in answers if a.party == enquiry.to]
    late = enquiry.due_ns <= desk.clock.now_ns()
    return {
        **message_row(name, enquiry),
        "to": enquiry.to,
        "due": format_ns(enquiry.due_ns),
        "outcome": given[-1][1].outcome if given else None,
        "overdue": late and not given,
        "answers": [message_row(*each) for each in given],
    }
