"""What the two banks and the ferry do: every kind of message, and time.

Each act is a frozen record that prints what it was; whoever may not do it is
refused by the desk, and nothing is done then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from tests.sim.days import (
    Day,
    Will,
    attempt,
    canaries,
)
from tests.sim.machine_scene import (
    BANKS,
    BOND,
    BY_FERRY,
    FERRY,
    LABELS_OF,
    RIVER,
    TEXT_OF,
    UNLISTED,
    rank_of,
)

from watchword.errors import WatchwordError
from watchword.model.agreement import (
    READINGS,
    AgreementId,
    Approval,
    Dispute,
    Instrument,
    Lifting,
    Notice,
    Posture,
    Reading,
    Signature,
    Stance,
    Suspension,
    Withdrawal,
)
from watchword.model.field import Value
from watchword.model.marking import Marking
from watchword.model.message import (
    Acknowledgement,
    Answer,
    Answered,
    AnyMessage,
    Disposal,
    Enquiry,
    Harm,
    Incident,
    LabelChange,
    Message,
    OriginatorApproval,
    Outcome,
    Recall,
    Record,
    RecordKind,
    Registered,
    Revocation,
    Stage,
    Word,
)
from watchword.model.party import PartyId
from watchword.model.report import Header, Kind, Publication, Status, Urgency
from watchword.model.time import DAY_NS, HOUR_NS, Instant
from watchword.node.inputs import Release, Wake
from watchword.sim.link import FAIR
from watchword.sim.world import Setting, World
from watchword.wire.statement import SealedReport

LETTERS: Final = tuple("abcdefghijklmno")
"""The conditions of an attestation."""

ASSURED: Final = ("clearance", "purpose", "protection")


Said = TypeVar("Said", bound=Message)


def other_value(name: str) -> Value:
    """What the twin of a world says there: longer, later and farther."""
    value = canaries(75)[name]
    return f"{value} and much more of it" if isinstance(value, str) else value


@dataclass
class River(Day):
    """A day on the river, and what was said in it so far."""

    told: list[tuple[str, AnyMessage]] = field(default_factory=list)
    papers: list[Instrument] = field(default_factory=list)
    filings: int = 0
    numbered: dict[str, int] = field(default_factory=dict)
    altered: tuple[int, str] | None = None
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def value(self, name: str) -> Value:
        """What the filing that is being made says in a field."""
        if self.altered == (self.filings, name):
            return other_value(name)
        return canaries(self.filings)[name]

    def say(self, statement: Posture | Approval | AnyMessage) -> None:
        """Say it, and remember a message that was acknowledged."""
        try:
            name = self.world.say(statement)
        except WatchwordError as error:
            self.refused[type(statement).__name__, error.code] += 1
            return
        if isinstance(statement, AnyMessage):
            self.told.append((name, statement))

    def sign(self, paper: Instrument) -> None:
        name = attempt(lambda: self.world.add_paper(paper))
        if name:
            self.papers.append(paper)

    def said_of(self, kind: type[Said]) -> list[tuple[str, Said]]:
        return [(name, said) for name, said in self.told if isinstance(said, kind)]

    def holder(self, report: str, number: int) -> PartyId:
        """Somebody who holds it, before all others who did not make it."""
        others = [
            desk.party
            for desk in self.desks
            if desk.party != self.owners[report] and desk.view.held(report) is not None
        ]
        found = others or [self.owners[report]]
        return found[number % len(found)]

    def clock(self, party: PartyId) -> int:
        return self.world.desks[party].clock_ns(self.world.now_ns)

    def header(self, report: str) -> Header:
        held = self.world.desks[self.owners[report]].view.held(report)
        assert held is not None
        assert isinstance(held.statement, SealedReport)
        return held.statement.header

    def shared(self, party: PartyId, other: PartyId, number: int) -> AgreementId:
        """An agreement of two, or of three."""
        both = {party, other}
        found = [a for a, parties in PARTIES_OF.items() if both <= set(parties)]
        return found[number % len(found)]


PARTIES_OF: Final = {
    AgreementId(name): parties
    for name, parties in (
        ("bond", BANKS[:2]),
        ("ferry", BANKS),
        ("east-leg", (BANKS[0], BANKS[2])),
        ("west-leg", (BANKS[1], BANKS[2])),
    )
}


def begin_river(setting: Setting, days: float) -> River:
    """A world whose agreements are signed, the papers perhaps on their way.

    Where there is time for them to arrive the links are good until then.
    """
    world = World(setting)
    if days:
        world.post.weather = FAIR
    for text in RIVER.texts.values():
        world.adopt(text)
    world.run(days=days)
    world.post.weather = setting.weather
    return River(world=world, scene=RIVER)


@dataclass(frozen=True)
class Filed:
    """A report, with a canary in every field.

    Args:
        label: Which of the party's own, from above; beyond them one that no
            text has.
        made_from: Other reports that it is made from.
    """

    who: int
    kept: tuple[str, ...]
    label: int
    topic: str = "missile.ballistic"
    status: Status = "exercise"
    urgency: Urgency = "routine"
    published: bool = False
    named: tuple[int, ...] | None = None
    purposes: tuple[str, ...] = ()
    corrects: int | None = None
    made_from: tuple[int, ...] = ()
    kind: Kind = "launch"

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        day.filings += 1
        fields = {name: day.value(name) for name in self.kept}
        day.file(self._header(day), fields)
        day.numbered.setdefault(day.report(-1), day.filings)

    def _header(self, day: River) -> Header:
        corrects = "" if self.corrects is None else day.report(self.corrects)
        party = day.owners.get(corrects, day.party(self.who))
        sources = () if not day.reports else tuple(map(day.report, self.made_from))
        held = [s for s in sources if day.world.desks[party].view.held(s) is not None]
        headers = [day.header(name) for name in held]
        others = {o for h in headers for o in (h.originator, *h.originators)}
        return Header(
            kind=self.kind,
            status=self.status,
            originator=party,
            said_at_ns=0,
            topic=self.topic,
            marking=self._marking(day, party, headers),
            urgency=self.urgency,
            corrects=corrects,
            publication=Publication(where="its own page") if self.published else None,
            derived_from=tuple(sorted(set(held))),
            originators=tuple(sorted(others - {party})),
        )

    def _marking(self, day: River, party: PartyId, sources: list[Header]) -> Marking:
        """The highest of the sources, and all that they ask for."""
        own = LABELS_OF[party]
        label = (*own, UNLISTED)[self.label % (len(own) + 1)]
        named = None if self.named is None else {*map(day.party, self.named)}
        purposes = self.purposes
        for each in sources:
            marking, rank = each.marking, rank_of(each.originator, each.marking.label)
            label = max((label, _label(party, rank)), key=lambda x: rank_of(party, x))
            if marking.releasable_to is not None:
                named = {*marking.releasable_to} & (named or {*BANKS})
            both = tuple(p for p in purposes if p in marking.purposes)
            purposes = both or marking.purposes or purposes
        return Marking(
            label=label,
            releasable_to=None if named is None else tuple(sorted(named)),
            purposes=purposes,
        )


def _label(party: PartyId, rank: int) -> str:
    return next(x for x in (*LABELS_OF[party], UNLISTED) if rank_of(party, x) == rank)


@dataclass(frozen=True)
class LetGo:
    """A release officer lets fields of a report go to somebody.

    Args:
        by: Among those who hold it; ``None``: the originator's.
    """

    report: int
    by: int | None
    towards: int
    agreement: int
    fields: tuple[str, ...] | None
    purpose: str = ""

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        name = day.report(self.report)
        if not name:
            return
        party = day.owners[name] if self.by is None else day.holder(name, self.by)
        recipient = _other(party, self.towards)
        day.say(
            Approval(
                party=party,
                agreement=day.shared(party, recipient, self.agreement),
                recipient=recipient,
                report=name,
                fields=self.fields,
                purpose=self.purpose,
                said_at_ns=0,
            )
        )


def _other(party: PartyId, number: int) -> PartyId:
    others = [each for each in BANKS if each != party]
    return others[number % len(others)]


@dataclass(frozen=True)
class Approved:
    """An originator lets a holder pass a report on, or a kind of report.

    Args:
        by: ``None``: the originator; else anybody.
        holder: Even: mostly the ferry, which everything goes by.
        astray: Under an agreement at random.
        standing: Kinds, for a standing approval.
    """

    report: int
    by: int | None
    holder: int
    astray: bool
    agreement: int
    fields: tuple[str, ...] | None
    days: int
    standing: tuple[Kind, ...] = ()
    purpose: str = ""

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        name = day.report(self.report)
        if not name and not self.standing:
            return
        own = day.owners.get(name, day.party(self.report))
        party = own if self.by is None else day.party(self.by)
        holder = _other(party, self.holder)
        if party != FERRY and self.holder % 2 == 0:
            holder = FERRY
        recipient = next(p for p in BANKS if p not in (party, holder))
        agreement = day.shared(holder, recipient, self.agreement)
        if self.standing and agreement not in (BOND, BY_FERRY):
            agreement = BY_FERRY
        if self.astray:
            agreement = day.agreement(self.agreement)
        day.say(
            OriginatorApproval(
                party=party,
                agreement=agreement,
                said_at_ns=0,
                holder=holder,
                recipient=recipient,
                report="" if self.standing else name,
                kinds=self.standing,
                fields=self.fields,
                until_ns=day.clock(party) + self.days * DAY_NS,
                purpose=self.purpose,
            )
        )


@dataclass(frozen=True)
class Revoked:
    """An approval is taken back, for later releases."""

    approval: int

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        found = day.said_of(OriginatorApproval)
        if not found:
            return
        name, said = found[self.approval % len(found)]
        day.say(
            Revocation(
                party=said.party, agreement=said.agreement, said_at_ns=0, approval=name
            )
        )


@dataclass(frozen=True)
class Relabelled:
    """A report is given another marking.

    Args:
        by: ``None``: by its originator; else by anybody.
        everywhere: Under every agreement by which it may have gone.
    """

    report: int
    by: int | None
    agreement: int
    label: int
    named: tuple[int, ...] | None
    purposes: tuple[str, ...]
    everywhere: bool

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        name = day.report(self.report)
        if not name:
            return
        party = day.owners[name] if self.by is None else day.party(self.by)
        own = LABELS_OF[party]
        named = None if self.named is None else tuple(map(day.party, self.named))
        mine = [a for a, parties in PARTIES_OF.items() if party in parties]
        few = mine if self.everywhere else [mine[self.agreement % len(mine)]]
        for agreement in few:
            marking = Marking(
                label=own[self.label % len(own)],
                releasable_to=named,
                purposes=self.purposes,
            )
            day.say(
                LabelChange(
                    party=party,
                    agreement=agreement,
                    said_at_ns=0,
                    report=name,
                    marking=marking,
                )
            )


@dataclass(frozen=True)
class Recalled:
    """An originator asks for its report back, or for its destruction."""

    report: int
    agreement: int
    destroy: bool

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        name = day.report(self.report)
        if not name:
            return
        party = day.owners[name]
        mine = [a for a, parties in PARTIES_OF.items() if party in parties]
        day.say(
            Recall(
                party=party,
                agreement=mine[self.agreement % len(mine)],
                said_at_ns=0,
                report=name,
                wants="destroy" if self.destroy else "return",
                due_ns=day.clock(party) + DAY_NS,
            )
        )


@dataclass(frozen=True)
class Disposed:
    """A holder certifies what it has done with a report."""

    report: int
    by: int
    agreement: int
    outcome: Outcome
    answers: bool

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        name = day.report(self.report)
        if not name:
            return
        party = day.holder(name, self.by)
        recalls = [n for n, s in day.told if isinstance(s, Recall) and s.report == name]
        day.say(
            Disposal(
                party=party,
                agreement=_towards(day, party, name, self.agreement),
                said_at_ns=0,
                report=name,
                outcome=self.outcome,
                method="shredded",
                witnesses=("first officer", "second officer"),
                says="as the files say",
                recall=recalls[-1] if recalls and self.answers else "",
            )
        )


def _towards(day: River, party: PartyId, report: str, number: int) -> AgreementId:
    """Mostly an agreement with the originator."""
    owner = day.owners[report]
    if number % 5 == 4 or owner == party:
        return day.agreement(number)
    return day.shared(party, owner, number)


@dataclass(frozen=True)
class Alarm:
    """A holder tells of loss or compromise, or what came of looking into it.

    Args:
        stage: ``opened``, or one that follows the ``first`` message so far.
    """

    report: int
    also: int | None
    by: int
    agreement: int
    harm: Harm
    stage: Stage
    first: int

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        if self.stage == "opened":
            self._open(day)
            return
        found = day.said_of(Incident)
        if not found:
            return
        name, first = found[self.first % len(found)]
        day.say(
            Incident(
                party=first.party,
                agreement=first.agreement,
                said_at_ns=0,
                reports=first.reports,
                harm=first.harm,
                stage=self.stage,
                follows=first.follows or name,
            )
        )

    def _open(self, day: River) -> None:
        name = day.report(self.report)
        if not name:
            return
        party = day.holder(name, self.by)
        both = [name] if self.also is None else [name, day.report(self.also)]
        day.say(
            Incident(
                party=party,
                agreement=_towards(day, party, name, self.agreement),
                said_at_ns=0,
                reports=tuple(dict.fromkeys(both)),
                harm=self.harm,
                result_due_ns=day.clock(party) + 30 * DAY_NS,
            )
        )


@dataclass(frozen=True)
class InRegister:
    """A control officer registers what has come."""

    report: int
    by: int
    agreement: int

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        name = day.report(self.report)
        if not name:
            return
        party = day.holder(name, self.by)
        held = day.world.desks[party].view.held(name)
        assert held is not None
        if held.source == party:
            return
        day.say(
            Registered(
                party=party,
                agreement=day.shared(party, held.source, self.agreement),
                said_at_ns=0,
                report=name,
                sender=held.source,
                officer="officer of the desk",
            )
        )


@dataclass(frozen=True)
class Noted:
    """Somebody acknowledges a message by hand."""

    message: int
    by: int

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        if not day.told:
            return
        name, said = day.told[self.message % len(day.told)]
        party = _other(said.party, self.by)
        if party not in PARTIES_OF[said.agreement]:
            return
        day.say(
            Acknowledgement(
                party=party,
                agreement=said.agreement,
                said_at_ns=0,
                of=name,
                to=said.party,
                says="taken note of",
            )
        )


@dataclass(frozen=True)
class Asked:
    """A desk asks another what it holds."""

    who: int
    towards: int
    agreement: int
    topic: str
    back_days: int
    due_hours: int

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        party = day.party(self.who)
        other, now_ns = _other(party, self.towards), day.clock(party)
        day.say(
            Enquiry(
                party=party,
                agreement=day.shared(party, other, self.agreement),
                said_at_ns=0,
                to=other,
                topic=self.topic,
                from_ns=now_ns - self.back_days * DAY_NS,
                to_ns=now_ns + DAY_NS,
                due_ns=now_ns + self.due_hours * HOUR_NS,
            )
        )


@dataclass(frozen=True)
class Replied:
    """What came of an enquiry."""

    enquiry: int
    outcome: Answered

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        found = day.said_of(Enquiry)
        if not found:
            return
        name, asked = found[self.enquiry % len(found)]
        day.say(
            Answer(
                party=asked.to,
                agreement=asked.agreement,
                said_at_ns=0,
                enquiry=name,
                to=asked.party,
                outcome=self.outcome,
            )
        )


@dataclass(frozen=True)
class Recorded:
    """A paper that people judge: an assurance, an attestation, another."""

    who: int
    agreement: int
    kind: RecordKind
    about: int
    lacking: int
    days: int | None

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        party = day.party(self.who)
        mine = [a for a, parties in PARTIES_OF.items() if party in parties]
        items = LETTERS if self.kind == "attestation" else ASSURED
        now_ns = day.clock(party)
        day.say(
            Record(
                party=party,
                agreement=mine[self.agreement % len(mine)],
                said_at_ns=0,
                kind=self.kind,
                about=day.party(self.about) if self.kind == "attestation" else "",
                items=items[: len(items) - self.lacking],
                dated_ns=now_ns - DAY_NS,
                until_ns=None if self.days is None else now_ns + self.days * DAY_NS,
                review=self.kind == "law-change",
            )
        )


@dataclass(frozen=True)
class Heartbeat:
    """All papers of this party have been sent."""

    who: int
    agreement: int

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        party = day.party(self.who)
        mine = [a for a, parties in PARTIES_OF.items() if party in parties]
        agreement = mine[self.agreement % len(mine)]
        day.say(Word(party=party, agreement=agreement, said_at_ns=0))


@dataclass(frozen=True)
class Note:
    """A dated paper: by its instant, or by the day that has begun."""

    who: int
    agreement: int
    kind: str
    by_day: bool = False

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        agreement = day.agreement(self.agreement)
        parties = PARTIES_OF[agreement]
        party = parties[self.who % len(parties)]
        now_ns = day.clock(party)
        dated = Instant(ns=now_ns)
        if self.by_day:
            dated = Instant(ns=now_ns // DAY_NS * DAY_NS, precision_ns=DAY_NS)
        day.sign(self._paper(day, agreement, party, dated))

    def _paper(
        self, day: River, agreement: AgreementId, party: PartyId, dated: Instant
    ) -> Instrument:
        note = f"{self.kind} {len(day.papers)}"
        made: Mapping[str, type[Notice | Suspension | Lifting]]
        made = {"notice": Notice, "suspension": Suspension, "lifting": Lifting}
        if self.kind in made:
            kind = made[self.kind]
            return kind(agreement=agreement, party=party, note=note, dated=dated)
        if self.kind == "withdrawal":
            live = tuple(
                p.note
                for p in day.papers
                if (p.party, p.agreement) == (party, agreement)
                and isinstance(p, Notice | Suspension)
            )
            return Withdrawal(
                agreement=agreement, party=party, note=note, dated=dated, withdraws=live
            )
        if self.kind == "dispute":
            return Dispute(agreement=agreement, party=party, note=note, dated=dated)
        return Reading(
            agreement=agreement,
            party=party,
            note=note,
            dated=dated,
            reading=READINGS[self.by_day],
        )


@dataclass(frozen=True)
class Amended:
    """A new version is signed, by all its parties or by one of them."""

    agreement: int
    days: int
    only: int | None

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        name = (BOND, BY_FERRY)[self.agreement % 2]
        version = 1 + max(
            (
                p.version
                for p in day.papers
                if isinstance(p, Signature) and p.agreement == name
            ),
            default=1,
        )
        text = TEXT_OF[name](version, self.days)
        parties = PARTIES_OF[name]
        some = parties if self.only is None else (parties[self.only % len(parties)],)
        for party in some:
            day.sign(
                Signature(
                    agreement=name,
                    party=party,
                    note=f"signed {version}",
                    dated=Instant(ns=day.clock(party)),
                    version=version,
                    text=text,
                )
            )


@dataclass(frozen=True)
class Again:
    """A desk decides anew on a report that it holds."""

    report: int
    by: int
    towards: int

    def __call__(self, day: Day) -> None:
        assert isinstance(day, River)
        name = day.report(self.report)
        if not name:
            return
        party = day.holder(name, self.by)
        again = Release(name=name, recipient=_other(party, self.towards))
        attempt(lambda: str(day.world.take(party, [again])))


@dataclass(frozen=True)
class Passed:
    """Time passes, minutes or a year; every desk looks at its clock then."""

    seconds: float

    def __call__(self, day: Day) -> None:
        day.world.run(seconds=self.seconds)
        for party in BANKS:
            if day.world.desks[party].is_up:
                _wake(day, party)


def _wake(day: Day, party: PartyId) -> None:
    try:
        day.world.take(party, [Wake()])
    except WatchwordError:
        return


def posture(
    who: int,
    stance: Stance,
    fields: tuple[str, ...] | None = None,
    agreement: int = 0,
) -> Will:
    return Will(
        who=who,
        agreement=agreement,
        towards=None,
        topic="",
        stance=stance,
        fields=fields,
    )
