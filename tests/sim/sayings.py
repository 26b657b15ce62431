"""Messages on which decisions turn, said by anybody about anything."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from tests.sim.days import Act, Day, attempt, numbers, some_fields

from watchword.agreements.terms import parse_terms
from watchword.errors import UsageError
from watchword.model.agreement import AgreementId, Approval, Posture
from watchword.model.marking import Marking
from watchword.model.message import (
    Answer,
    Disposal,
    Enquiry,
    LabelChange,
    OriginatorApproval,
    Record,
    RecordKind,
    Revocation,
    Word,
)
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS

PURPOSES = ("", "warning", "public-affairs")


@dataclass(frozen=True)
class Lets:
    """A party lets another pass a report, or a kind of report, on to a third.

    Args:
        by: Whose approval; ``None``: the originator's.
        standing: For launches, instead of for one report.
    """

    report: int
    by: int | None
    holder: int
    towards: int
    agreement: int
    standing: bool
    fields: tuple[str, ...] | None
    days: int
    purpose: str

    def __call__(self, day: Day) -> None:
        name = day.report(self.report)
        if not name:
            return
        whose = day.owners[name] if self.by is None else day.party(self.by)
        day.say(
            OriginatorApproval(
                party=whose,
                agreement=day.agreement(self.agreement),
                said_at_ns=0,
                holder=day.party(self.holder),
                recipient=day.party(self.towards),
                report="" if self.standing else name,
                kinds=("launch",) if self.standing else (),
                fields=self.fields,
                until_ns=day.world.now_ns + self.days * DAY_NS,
                purpose=self.purpose,
            )
        )


@dataclass(frozen=True)
class Relay:
    """A report goes to another party, and from there, with or without leave, on.

    Args:
        lets: The originator's leave; ``None``: it gives none.
        purpose: What it is passed on for.
        heard: Everybody says a word before.
    """

    report: int
    holder: int
    towards: int
    agreement: int
    lets: tuple[tuple[str, ...] | None] | None
    purposes: tuple[str, str]
    heard: bool

    def __call__(self, day: Day) -> None:
        name, agreement = day.report(self.report), day.agreement(self.agreement)
        if not name:
            return
        owner, holder = day.owners[name], day.party(self.holder)
        if self.heard:
            for one in parse_terms(day.scene.texts[agreement]).parties:
                day.say(Word(party=one, agreement=agreement, said_at_ns=0))
        if self.purposes[0]:
            label = Marking(label=day.scene.own_label(owner), purposes=("warning",))
            change = LabelChange(
                party=owner,
                agreement=agreement,
                said_at_ns=0,
                report=name,
                marking=label,
            )
            day.say(change)
        self._release(day, name, (owner, holder), agreement, "")
        if self.lets is not None:
            Lets(
                report=self.report,
                by=None,
                holder=self.holder,
                towards=self.towards,
                agreement=self.agreement,
                standing=False,
                fields=self.lets[0],
                days=3,
                purpose=self.purposes[0],
            )(day)
        day.world.run(seconds=4000)
        way = (holder, day.party(self.towards))
        self._release(day, name, way, agreement, self.purposes[1])

    def _release(
        self,
        day: Day,
        name: str,
        way: tuple[PartyId, PartyId],
        agreement: AgreementId,
        purpose: str,
    ) -> None:
        decided = Approval(
            party=way[0],
            agreement=agreement,
            recipient=way[1],
            report=name,
            purpose=purpose,
            said_at_ns=0,
        )
        attempt(lambda: day.world.say(decided))
        day.world.run(seconds=4000)


@dataclass(frozen=True)
class Says:
    """A party takes back, declines, relabels, attests, destroys, or is heard of."""

    who: int
    what: str
    agreement: int
    about: int
    towards: int
    label: str
    purposes: tuple[str, ...]

    def __call__(self, day: Day) -> None:
        party, agreement = day.party(self.who), day.agreement(self.agreement)
        message = day.words(self.about)
        report = day.report(self.about)
        other = day.party(self.towards)
        match self.what:
            case "revocation" if message:
                for one in (party, *day.scene.parties):
                    said = Revocation(
                        party=one, agreement=agreement, said_at_ns=0, approval=message
                    )
                    day.say(said)
            case "decline" if message:
                declined = Answer(
                    party=party,
                    agreement=agreement,
                    said_at_ns=0,
                    enquiry=message,
                    to=other,
                    outcome="declined",
                )
                day.say(declined)
            case "word":
                for one in parse_terms(day.scene.texts[agreement]).parties:
                    day.say(Word(party=one, agreement=agreement, said_at_ns=0))
            case "record":
                self._record(day, party, agreement, other)
            case "label" | "disposal" if report:
                self._about(day, agreement, report)

    def _record(
        self, day: Day, party: PartyId, agreement: AgreementId, other: PartyId
    ) -> None:
        kind: RecordKind = "assurance" if self.purposes else "attestation"
        items = ("clearance", "purpose", "protection", *"abcdefghijklmno")
        day.say(
            Record(
                party=party,
                agreement=agreement,
                said_at_ns=0,
                kind=kind,
                about=other,
                items=items[self.about % 2 :],
                dated_ns=day.world.now_ns - self.about * DAY_NS,
                until_ns=day.world.now_ns + 3 * DAY_NS if self.about % 3 else None,
            )
        )

    def _about(self, day: Day, agreement: AgreementId, report: str) -> None:
        owner = day.owners[report]
        if self.what == "disposal":
            gone = Disposal(
                party=day.party(self.who),
                agreement=agreement,
                said_at_ns=0,
                report=report,
                outcome="destroyed" if self.about % 2 else "returned",
                witnesses=("one", "other"),
            )
            day.say(gone)
            return
        changed = LabelChange(
            party=owner,
            agreement=agreement,
            said_at_ns=0,
            report=report,
            marking=Marking(
                label=self.label or day.scene.own_label(owner), purposes=self.purposes
            ),
        )
        day.say(changed)


@dataclass(frozen=True)
class Asks:
    """A party says that it answers when it is asked, and another asks."""

    who: int
    towards: int
    agreement: int
    topic: str
    fields: tuple[str, ...] | None
    days: int

    def __call__(self, day: Day) -> None:
        agreement, asked = day.agreement(self.agreement), day.party(self.towards)
        will = Posture(
            party=asked,
            agreement=agreement,
            recipient=day.party(self.who),
            topic="missile",
            stance="on-request",
            fields=self.fields,
            said_at_ns=0,
        )
        attempt(lambda: day.world.say(will))
        now_ns = day.world.now_ns
        try:
            enquiry = Enquiry(
                party=day.party(self.who),
                agreement=agreement,
                said_at_ns=now_ns,
                to=asked,
                topic=self.topic,
                from_ns=now_ns - DAY_NS,
                to_ns=now_ns + (self.days - 1) * DAY_NS,
                due_ns=now_ns + self.days * DAY_NS,
            )
        except UsageError:
            return
        day.say(enquiry)


lets: st.SearchStrategy[Act] = st.builds(
    Lets,
    report=numbers,
    by=st.none() | numbers,
    holder=numbers,
    towards=numbers,
    agreement=numbers,
    standing=st.booleans(),
    fields=some_fields,
    days=st.sampled_from((1, 1, 30)),
    purpose=st.sampled_from(PURPOSES),
)
relays: st.SearchStrategy[Act] = st.builds(
    Relay,
    report=numbers,
    holder=numbers,
    towards=numbers,
    agreement=numbers,
    lets=st.none() | st.tuples(some_fields),
    purposes=st.tuples(st.sampled_from(PURPOSES), st.sampled_from(PURPOSES)),
    heard=st.sampled_from((True, True, False)),
)
asks: st.SearchStrategy[Act] = st.builds(
    Asks,
    who=numbers,
    towards=numbers,
    agreement=numbers,
    topic=st.sampled_from(("", "missile", "nuclear")),
    fields=some_fields,
    days=st.sampled_from((1, 2, 30)),
)


def says(labels: tuple[str, ...]) -> st.SearchStrategy[Act]:
    """Anything else that a decision turns on."""
    kinds = ("revocation", "decline", "word", "word", "record", "label", "disposal")
    return st.builds(
        Says,
        who=numbers,
        what=st.sampled_from(kinds),
        agreement=numbers,
        about=numbers,
        towards=numbers,
        label=st.sampled_from(("", "", *labels)),
        purposes=st.sampled_from(((), (), ("warning",))),
    )
