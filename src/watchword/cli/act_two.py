"""The demo's second act: what if a note had not come?

EXERCISE: three desks of their own, a replay clock, the end of a term, the way
by the hub, what goes on for ever, a new agreement, and the true history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from watchword.agreements.terms import parse_terms
from watchword.cli.act_words import Act
from watchword.cli.processes import Processes, free_address
from watchword.edge.commands.approvals import Approve
from watchword.edge.commands.dispatch import Command
from watchword.edge.commands.enquiries import Ask
from watchword.edge.commands.incidents import IncidentOpen
from watchword.edge.commands.items import ChangeLabel
from watchword.edge.commands.ledgers import LedgerVerify
from watchword.edge.commands.links import ClockAdvance, Delivered
from watchword.edge.commands.papers import AddPaper, AgreementShow
from watchword.edge.commands.records import RecordAdd
from watchword.edge.commands.releases import PostureSet
from watchword.edge.commands.reports import ReportFile, ReportList
from watchword.edge.home import Home
from watchword.edge.keyfiles import read_signer
from watchword.edge.setup import sign_paper
from watchword.edge.socket import Caller
from watchword.errors import LinkError
from watchword.model.agreement import AgreementId, CompletionNote, Signature
from watchword.model.party import PartyId
from watchword.model.time import Instant, ns_of
from watchword.record.staging import ASSURED, Opening, short, stage
from watchword.record.what_if import Said, what_if
from watchword.wire.codec import encode

FOLDER = "what-if"


class ActTwo:
    """One run of the act.

    Args:
        folder: The demo's folder; the act's desks lie in one of their own there.
        act: Tells it.
    """

    def __init__(self, folder: Path, act: Act) -> None:
        self._script = what_if()
        opening = Opening(
            begins_ns=ns_of(self._script.begins), postures=self._script.postures()
        )
        self._staged = stage(folder / FOLDER, free_address, opening)
        self._homes = {s.party: Home(s.folder) for s in self._staged}
        self._callers = {party: Caller(home) for party, home in self._homes.items()}
        self._act = act
        self._names: dict[str, str] = {}

    def run(self, started: Processes) -> dict[str, Any]:
        """Play it; answer with the figures of the run."""
        for desk in self._staged:
            started.start(desk.folder)
        self._act.begin()
        for party in self._callers:
            self._settled(party)
        asked, *later = self._script.statement
        self._nobody_asks(asked)
        self._end_of_the_term()
        for said in later:
            self._file(said)
        self._by_the_hub(later)
        self._protected(asked)
        went = self._anew(later)
        logs = [self._call(party, LedgerVerify()) for party in self._callers]
        self._act.verified(logs)
        return {"filed": len(self._names), "by_hub": went[0], "let_go": went[1]}

    @property
    def _ends(self) -> tuple[PartyId, PartyId]:
        """The two whose agreement it is: who approves, and who is told."""
        return self._script.approval.party, self._script.approval.recipient

    def _nobody_asks(self, said: Said) -> None:
        """What was not asked for stays; in the exercise it is asked for later."""
        one, other = self._ends
        self._file(said)
        self._to(self._script.instants.asked)
        day = said.said_at.date().isoformat()
        found = self._call(
            other,
            Ask(
                party=one,
                since=day,
                until=day,
                due="2019-12-31",
                topic=said.topic.split(".")[0],
                agreement=self._script.agreement,
            ),
        )
        self._settled(other)
        self._settled(one)
        self._act.asked(other, one, found, self._held(other, said))

    def _end_of_the_term(self) -> None:
        one, other = self._ends
        when = self._script.instants
        self._to(when.willing)
        for party, partner in ((one, other), (other, one)):
            self._push(party, self._script.agreement, partner)
        self._to(when.last)
        self._act.state(
            self._state(one, self._script.agreement), "the second note does not come"
        )
        self._to(when.ended)
        self._act.state(self._state(one, self._script.agreement), "the term is over")
        self._to(when.approved)
        approval = self._script.approval
        found = self._call(
            one,
            Approve(
                holder=approval.holder,
                to=approval.recipient,
                until=approval.until,
                kinds=approval.kinds,
                fields=approval.fields,
            ),
        )
        self._settled(one)
        self._act.approved(found)

    def _by_the_hub(self, said: Sequence[Said]) -> None:
        one, other = self._ends
        self._settled(self._script.approval.holder)
        for each in said:
            if each.desk == one:
                self._act.passed_on(
                    self._script.approval.holder, other, each, self._held(other, each)
                )

    def _protected(self, said: Said) -> None:
        """What protects goes directly, after the end and for ever."""
        one, other = self._ends
        self._to(self._script.instants.protected)
        label = self._label_below(said)
        changed = self._call(one, ChangeLabel(report=self._names[said.id], label=label))
        self._settled(one)
        self._settled(other)
        self._act.protected(one, other, changed["said"], f"label {label}")
        told = self._call(
            other,
            IncidentOpen(
                reports=(self._names[said.id],),
                harm="possible",
                says="EXERCISE: a copy was not where the register has it",
            ),
        )
        self._settled(other)
        self._act.protected(other, one, told["said"], "incident: possible compromise")

    def _label_below(self, said: Said) -> str:
        terms = parse_terms(self._script.text_anew())
        shared = [level for level in terms.levels if level.shared]
        return min(shared, key=lambda level: level.rank).labels[said.desk][0]

    def _anew(self, said: Sequence[Said]) -> tuple[int, int]:
        """A newly signed agreement opens the direct way; what waited goes."""
        one, other = self._ends
        before = {s.id: self._fields_at(other, s) for s in said if s.desk == one}
        self._to(self._script.instants.signed)
        for party in (one, other):
            self._sign_anew(party)
        for party, partner in ((one, other), (other, one)):
            self._push(party, self._script.anew, partner)
        for party in (one, other):
            self._settled(party)
        held = [self._held(self._other(s.desk), s) for s in said]
        self._act.anew(self._state(one, self._script.anew), held)
        by_hub = sum(1 for fields in before.values() if fields)
        return by_hub, sum(1 for row in held if row)

    def _other(self, party: PartyId) -> PartyId:
        one, other = self._ends
        return other if party == one else one

    def _sign_anew(self, party: PartyId) -> None:
        agreement, text = self._script.anew, self._script.text_anew()
        dated = Instant(ns=ns_of(self._script.instants.signed))
        key = read_signer(self._homes[party].governance_path)
        for paper in (
            Signature(
                agreement=agreement,
                party=party,
                note=f"signature-{short(party)}",
                dated=dated,
                version=1,
                text=text,
            ),
            CompletionNote(
                agreement=agreement,
                party=party,
                note=f"completed-{short(party)}",
                dated=dated,
            ),
        ):
            self._call(party, AddPaper(envelope=sign_paper(paper, key)))
        self._call(
            party,
            RecordAdd(kind="assurance", agreement=agreement, items=ASSURED),
        )
        self._settled(party)

    def _push(self, party: PartyId, agreement: AgreementId, partner: PartyId) -> None:
        self._call(
            party,
            PostureSet(agreement=agreement, stance="push", to=partner, topic="missile"),
        )

    def _file(self, said: Said) -> None:
        self._to(said.said_at)
        fields = {k: msgspec.Raw(encode(v)) for k, v in said.values().items()}
        found = self._call(
            said.desk,
            ReportFile(
                kind="launch",
                topic=said.topic,
                label=said.label,
                fields=fields,
                attributed_to=said.authority,
                urgency="urgent",
            ),
        )
        self._names[said.id] = found["name"]
        links = self._settled(said.desk)
        self._act.filed(said, found, links)

    def _held(self, party: PartyId, said: Said) -> Mapping[str, Any] | None:
        """A report as a desk holds it, or nothing."""
        rows = self._call(party, ReportList())
        found = (row for row in rows if row["name"] == self._names[said.id])
        return next(found, None)

    def _fields_at(self, party: PartyId, said: Said) -> Sequence[str]:
        row = self._held(party, said)
        return () if row is None else tuple(row["fields"])

    def _state(self, party: PartyId, agreement: AgreementId) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._call(party, AgreementShow(agreement=agreement))
        return found

    def _to(self, instant: datetime) -> None:
        for caller in self._callers.values():
            caller.call(ClockAdvance(to_ns=ns_of(instant)))
        self._act.when(instant)

    def _settled(self, party: PartyId) -> Mapping[str, Any]:
        found = self._call(party, Delivered(timeout_s=20))
        if not found["delivered"]:
            raise LinkError(f"{party} could not deliver: {found['links']}")
        links: Mapping[str, Any] = found["links"]
        return links

    def _call(self, party: PartyId, command: Command) -> Any:  # noqa: ANN401 (JSON)
        return self._callers[party].call(command)
