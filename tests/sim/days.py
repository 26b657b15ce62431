"""Random days of a world: what people do, what breaks, and living it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypedDict

from hypothesis import strategies as st
from tests.sim.scenes import Scene

from watchword.agreements.paper import live_notes
from watchword.agreements.terms import parse_terms
from watchword.errors import WatchwordError
from watchword.model.agreement import (
    READINGS,
    STANCES,
    AgreementId,
    Approval,
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
from watchword.model.field import Position, Value
from watchword.model.marking import Marking
from watchword.model.message import AnyMessage, Disposal, Outcome
from watchword.model.party import PartyId
from watchword.model.quantity import Quantity
from watchword.model.report import STATUSES, Header, Kind, Publication, Status, Urgency
from watchword.model.time import DAY_NS, SECOND_NS, Instant
from watchword.sim.desk import SimDesk
from watchword.sim.link import Cut, Weather
from watchword.sim.world import MakeDesk, Setting, World


@dataclass
class Day:
    """A world being lived in, and what came of it."""

    world: World
    scene: Scene
    reports: list[str] = field(default_factory=list)
    owners: dict[str, PartyId] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    filed: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    papers: list[Instrument] = field(default_factory=list)

    @property
    def desks(self) -> list[SimDesk]:
        return list(self.world.desks.values())

    def party(self, number: int) -> PartyId:
        return self.scene.parties[number % len(self.scene.parties)]

    def agreement(self, number: int) -> AgreementId:
        return AgreementId(sorted(self.scene.texts)[number % len(self.scene.texts)])

    def papers_of(self, party: PartyId, agreement: AgreementId) -> Sequence[Instrument]:
        """The notes of a party that were taken, in order."""
        return [p for p in self.papers if (p.party, p.agreement) == (party, agreement)]

    def words(self, number: int) -> str:
        """The name of a message."""
        return self.said[number % len(self.said)] if self.said else ""

    def say(self, message: AnyMessage) -> None:
        """Send it, and remember it when it was acknowledged."""
        name = attempt(lambda: self.world.say(message))
        if name:
            self.said.append(name)

    def report(self, number: int) -> str:
        return self.reports[number % len(self.reports)] if self.reports else ""

    def file(self, header: Header, fields: Mapping[str, Value]) -> None:
        """File it, and remember it when it was acknowledged."""
        name = attempt(lambda: self.world.file(header, fields))
        if name:
            self.reports.append(name)
            self.owners[name] = header.originator
            self.filed[name] = fields


def attempt(deed: Callable[[], str]) -> str:
    """Do what a desk may refuse, or be down for; nothing was done then."""
    try:
        return deed()
    except WatchwordError:
        return ""


Act = Callable[[Day], None]
"""Something that happens: each a frozen record that prints what it was."""

numbers: Final = st.integers(0, 59)
"""Taken modulo however many there are."""


def canaries(number: int) -> dict[str, Value]:
    """Fields whose every value is recognised wherever it turns up."""
    return {
        "site": f"canary{number:03d}site",
        "weapon": f"canary{number:03d}weapon",
        "note": f"canary{number:03d}note",
        "range_km": Quantity(low=400.70301 + number, high=500.5 + number, unit="km"),
        "apogee_km": Quantity(low=60.80402 + number, unit="km"),
        "position": Position(lat_deg=39.10503, lon_deg=round(99.60604 + number, 5)),
        "observed_at": Instant(ns=1_000_000_811_000_000_000 + number * 60_000_000_007),
    }


ALL_FIELDS: Final = tuple(canaries(0))
some_fields: Final = st.none() | st.sets(st.sampled_from(ALL_FIELDS)).map(
    lambda found: tuple(sorted(found))
)


@dataclass(frozen=True)
class Filing:
    """A report, marked and labelled anyhow, or a correction of an earlier one.

    Args:
        label: ``None``: one that the party's agreement shares.
        corrects: The report is the party's of the one it corrects.
    """

    who: int
    kept: tuple[str, ...]
    label: str | None
    topic: str
    status: Status
    urgency: Urgency
    published: bool
    named: tuple[int, ...] | None
    corrects: int | None
    kind: Kind

    def __call__(self, day: Day) -> None:
        corrects = "" if self.corrects is None else day.report(self.corrects)
        party = day.owners.get(corrects, day.party(self.who))
        label = self.label or day.scene.own_label(party)
        header = Header(
            kind=self.kind,
            status=self.status,
            originator=party,
            said_at_ns=0,
            topic=self.topic,
            marking=Marking(label=label, releasable_to=self._named(day)),
            urgency=self.urgency,
            corrects=corrects,
            publication=Publication(where="its own page") if self.published else None,
        )
        every = canaries(len(day.reports))
        day.file(header, {name: every[name] for name in self.kept})

    def _named(self, day: Day) -> tuple[PartyId, ...] | None:
        return None if self.named is None else tuple(map(day.party, self.named))


def filings(labels: Sequence[str]) -> st.SearchStrategy[Filing]:
    return st.builds(
        Filing,
        who=numbers,
        kept=st.sets(st.sampled_from(ALL_FIELDS)).map(lambda f: tuple(sorted(f))),
        label=st.sampled_from((None, None, None, None, None, *labels)),
        topic=st.sampled_from(("missile.ballistic",) * 3 + ("nuclear", "maritime")),
        status=st.sampled_from(("exercise",) * 4 + STATUSES),
        urgency=st.sampled_from(("urgent", "routine")),
        published=st.sampled_from((False, False, False, False, True)),
        named=st.sampled_from((None, None, None, None, (0,), (1, 2))),
        corrects=st.sampled_from((None, None, 0, 1, 5)),
        kind=st.sampled_from(("launch", "launch", "nuclear_test", "statement")),
    )


@dataclass(frozen=True)
class Will:
    """A posture is stated."""

    who: int
    agreement: int
    towards: int | None
    topic: str
    stance: Stance
    fields: tuple[str, ...] | None

    def __call__(self, day: Day) -> None:
        posture = Posture(
            party=day.party(self.who),
            agreement=day.agreement(self.agreement),
            recipient="" if self.towards is None else day.party(self.towards),
            topic=self.topic,
            stance=self.stance,
            fields=self.fields,
            said_at_ns=0,
        )
        attempt(lambda: day.world.say(posture))


wills: Final = st.builds(
    Will,
    who=numbers,
    agreement=numbers,
    towards=st.none() | numbers,
    topic=st.sampled_from(("", "", "missile", "nuclear")),
    stance=st.sampled_from(("push", "push", "push", *STANCES)),
    fields=some_fields,
)


@dataclass(frozen=True)
class Yes:
    """A release officer lets fields of a report go to somebody.

    Args:
        by: Whose; ``None``: the originator's.
    """

    report: int
    by: int | None
    towards: int
    agreement: int
    fields: tuple[str, ...] | None

    def __call__(self, day: Day) -> None:
        name = day.report(self.report)
        if not name:
            return
        approval = Approval(
            party=day.owners[name] if self.by is None else day.party(self.by),
            agreement=day.agreement(self.agreement),
            recipient=day.party(self.towards),
            report=name,
            fields=self.fields,
            said_at_ns=0,
        )
        attempt(lambda: day.world.say(approval))


approvals: Final = st.builds(
    Yes,
    report=numbers,
    by=st.none() | numbers,
    towards=numbers,
    agreement=numbers,
    fields=some_fields,
)


class Bears(TypedDict):
    """What every paper bears."""

    agreement: AgreementId
    party: PartyId
    note: str
    dated: Instant


@dataclass(frozen=True)
class Destruction:
    """A desk, the originator's or a recipient's, certifies that a report is gone."""

    report: int
    by: int | None
    agreement: int
    outcome: Outcome

    def __call__(self, day: Day) -> None:
        name = day.report(self.report)
        if not name:
            return
        party = day.owners[name] if self.by is None else day.party(self.by)
        disposal = Disposal(
            party=party,
            agreement=day.agreement(self.agreement),
            said_at_ns=0,
            report=name,
            outcome=self.outcome,
            witnesses=("one", "another"),
            says="no longer needed",
        )
        attempt(lambda: day.world.say(disposal))


destructions: Final = st.builds(
    Destruction,
    report=numbers,
    by=st.none() | numbers,
    agreement=numbers,
    outcome=st.sampled_from(("destroyed", "destroyed", "returned", "retained")),
)


@dataclass(frozen=True)
class Note:
    """A dated paper: by its instant, or by the day that has begun.

    Each has a name of its own; a withdrawal names the party's live notes, or
    anything, and a desk refuses what cannot stand.
    """

    who: int
    agreement: int
    kind: str
    by_day: bool
    named: int | None

    def __call__(self, day: Day) -> None:
        party = day.party(self.who)
        clock_ns = day.world.desks[party].clock_ns(day.world.now_ns)
        dated = Instant(ns=clock_ns)
        if self.by_day:
            dated = Instant(ns=clock_ns // DAY_NS * DAY_NS, precision_ns=DAY_NS)
        paper = self._paper(day, party, dated)
        if attempt(lambda: day.world.add_paper(paper)):
            day.papers.append(paper)

    def _paper(self, day: Day, party: PartyId, dated: Instant) -> Instrument:
        agreement = day.agreement(self.agreement)
        bears = Bears(
            agreement=agreement,
            party=party,
            note=f"{self.kind}-{len(day.papers)}",
            dated=dated,
        )
        match self.kind:
            case "notice":
                return Notice(**bears)
            case "suspension":
                return Suspension(**bears)
            case "lifting":
                return Lifting(**bears)
            case "withdrawal":
                withdraws = self._withdraws(day.papers_of(party, agreement), dated)
                return Withdrawal(**bears, withdraws=withdraws)
        return Reading(**bears, reading=READINGS[self.by_day])

    def _withdraws(self, own: Sequence[Instrument], dated: Instant) -> tuple[str, ...]:
        """The live ones; or only one of the party's; or one that is nobody's."""
        if self.named is not None:
            return (own[self.named % len(own)].note if own else "nobody's",)
        return tuple(note.note for note in live_notes(dated, own))


notes: Final = st.builds(
    Note,
    who=numbers,
    agreement=numbers,
    kind=st.sampled_from(("notice", "notice", "suspension", "lifting", "withdrawal"))
    | st.just("reading"),
    by_day=st.booleans(),
    named=st.sampled_from((None, None, 0, 1)),
)


@dataclass(frozen=True)
class Intrusion:
    """Somebody signs a text of its own under an agreement's name.

    It puts itself in the place of one of the parties; one that is a party
    already does nothing of the kind.
    """

    who: int
    agreement: int
    instead_of: int

    def __call__(self, day: Day) -> None:
        party, agreement = day.party(self.who), day.agreement(self.agreement)
        text = day.scene.texts[agreement]
        other = day.party(self.instead_of)
        if party in parse_terms(text).parties:
            return
        paper = Signature(
            agreement=agreement,
            party=party,
            note="intrusion",
            dated=Instant(ns=day.world.desks[party].clock_ns(day.world.now_ns)),
            version=1,
            text=text.replace(f'"{other}"', f'"{party}"'),
        )
        attempt(lambda: day.world.add_paper(paper))


intrusions: Final = st.builds(
    Intrusion, who=numbers, agreement=numbers, instead_of=numbers
)


@dataclass(frozen=True)
class Wait:
    """Time passes: minutes, or the months after which a notice takes effect."""

    seconds: float

    def __call__(self, day: Day) -> None:
        day.world.run(seconds=self.seconds)


waits: Final = st.builds(Wait, st.sampled_from((1.0, 90.0, 4000.0, 86_400.0, 1.2e7)))


@dataclass(frozen=True)
class Crash:
    """A desk crashes in the next thing it does."""

    who: int
    after_writes: int
    down_s: float

    def __call__(self, day: Day) -> None:
        party = day.party(self.who)
        day.world.crash(party, after_writes=self.after_writes, down_s=self.down_s)


crashes: Final = st.builds(
    Crash,
    who=numbers,
    after_writes=st.integers(0, 25),
    down_s=st.sampled_from((0.0, 5.0, 900.0)),
)


@dataclass(frozen=True)
class Severed:
    """A link is cut from now, in one direction or in both."""

    who: int
    towards: int
    both: bool
    seconds: int

    def __call__(self, day: Day) -> None:
        one, other = day.party(self.who), day.party(self.towards)
        now_ns = day.world.now_ns
        until_ns = now_ns + self.seconds * SECOND_NS
        for sender, recipient in ((one, other), (other, one))[: 1 + self.both]:
            cut = Cut(
                sender=sender, recipient=recipient, from_ns=now_ns, until_ns=until_ns
            )
            day.world.cut(cut)


cuts: Final = st.builds(
    Severed,
    who=numbers,
    towards=numbers,
    both=st.booleans(),
    seconds=st.sampled_from((60, 5000, 200_000)),
)


def often(act: st.SearchStrategy[Act], times: int) -> list[st.SearchStrategy[Act]]:
    """The same so many times: ``one_of`` counts one and the same only once."""
    return [act.map(lambda found: found) for _ in range(times)]


weathers: Final = st.builds(
    Weather,
    latest_s=st.sampled_from((0.2, 20.0, 3600.0)),
    loss=st.sampled_from((0.0, 0.2, 0.5)),
    again=st.sampled_from((0.0, 0.3)),
)


@st.composite
def settings_of(draw: st.DrawFn, scene: Scene, *, most_skew_s: int) -> Setting:
    """How a world of that scene begins."""
    skews = st.integers(-most_skew_s, most_skew_s)
    return Setting(
        seed=draw(st.integers(0, 2**32 - 1)),
        parties=scene.parties,
        weather=draw(weathers),
        skew_s={party: draw(skews) for party in scene.parties},
        labels=scene.profile,
    )


@dataclass(frozen=True)
class Plan:
    """A whole random day: how it begins, and what happens in it.

    Args:
        days: How long the first papers have to arrive.
        willing: Whether everybody begins by pushing, and which fields.
    """

    scene: Scene
    setting: Setting
    days: float
    willing: tuple[bool, tuple[str, ...] | None]
    acts: list[Act]

    def live(self) -> Day:
        day = begin(self.scene, self.setting, days=self.days)
        pushes = self._pushes() if self.willing[0] else []
        return live(day, [*pushes, *self.acts])

    def _pushes(self) -> list[Act]:
        return [
            Will(
                who=who,
                agreement=agreement,
                towards=None,
                topic="",
                stance="push",
                fields=self.willing[1],
            )
            for who in range(len(self.scene.parties))
            for agreement in range(len(self.scene.texts))
        ]


def plans(
    scene: Scene,
    act: st.SearchStrategy[Act],
    *,
    fields: st.SearchStrategy[tuple[str, ...] | None] = some_fields,
    most_skew_s: int = 5,
) -> st.SearchStrategy[Plan]:
    return st.builds(
        Plan,
        scene=st.just(scene),
        setting=settings_of(scene, most_skew_s=most_skew_s),
        days=st.sampled_from((1.0, 1.0, 0.0)),
        willing=st.tuples(st.sampled_from((True, True, False)), fields),
        acts=st.lists(act, min_size=8, max_size=20),
    )


def begin(
    scene: Scene, setting: Setting, *, make_desk: MakeDesk = SimDesk, days: float = 1.0
) -> Day:
    """A world whose agreements are signed, the papers perhaps on their way."""
    world = World(setting, make_desk)
    for text in scene.texts.values():
        world.adopt(text)
        world.assure(text)
    world.run(days=days)
    return Day(world=world, scene=scene)


def live(day: Day, acts: Sequence[Act]) -> Day:
    """Do one thing after the other, a little time between them."""
    for act in acts:
        act(day)
        day.world.run(seconds=7.0)
    return day
