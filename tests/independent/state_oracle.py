"""What holds of an agreement, by trying every way its papers can have come.

Written from the texts alone: article 21 and the states of the design, the
docstrings of the papers, and how a party is removed.  A paper known only by
its day is tried at every place among the other papers of that day, and as not
come yet while the day lasts.  Slow, and meant to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations_with_replacement, permutations, product

from tests.independent.local_days import anniversary, date_at, first_ns
from tests.independent.pact import AT_WILL, BY_WINDOW, Fact, Pact, State, Version

STRICTEST_FIRST: tuple[State, ...] = (
    "TERMINATED",
    "DRAFT",
    "SIGNED",
    "NOTICE_GIVEN",
    "NOTICE_SUSPENDED",
    "IN_FORCE",
)
MAY_SEND = {"NOTICE_GIVEN", "NOTICE_SUSPENDED", "IN_FORCE"}
READINGS = (AT_WILL, BY_WINDOW)

Placed = tuple[int, Fact]
Effect = tuple[State, object]
"""A state, and when it could end at the earliest: what readings differ in."""


@dataclass
class Running:
    """A notice that was given and not taken back."""

    by: str
    note: str
    ends_ns: int
    suspended: bool = False


@dataclass
class Life:
    """An agreement under way, under one reading."""

    pact: Pact = field(repr=False)
    reading: str
    version: int = 0
    signed: dict[int, set[str]] = field(default_factory=dict)
    completed: set[str] = field(default_factory=set)
    entered: date | None = None
    notices: list[Running] = field(default_factory=list)
    suspensions: list[tuple[str, str]] = field(default_factory=list)
    over: bool = False

    def copy(self) -> Life:
        return replace(
            self,
            signed={version: set(by) for version, by in self.signed.items()},
            completed=set(self.completed),
            notices=[replace(notice) for notice in self.notices],
            suspensions=list(self.suspensions),
        )

    @property
    def text(self) -> Version | None:
        return self.pact.versions[self.version - 1] if self.version else None

    @property
    def state(self) -> State:
        if self.over:
            return "TERMINATED"
        if self.text is None:
            return "DRAFT"
        if self.entered is None:
            return "SIGNED"
        if not self.notices:
            return "IN_FORCE"
        running = any(not notice.suspended for notice in self.notices)
        return "NOTICE_GIVEN" if running else "NOTICE_SUSPENDED"

    def pass_time(self, to_ns: int) -> None:
        """A running notice takes effect at the first instant after its term."""
        if any(not n.suspended and n.ends_ns <= to_ns for n in self.notices):
            self.over = True

    def end_by_notice_ns(self, at_ns: int) -> int | None:
        """When it would be over, if a notice arrived now: this term, or the next."""
        pact = self.pact
        if pact.years is None or self.entered is None:
            return None
        day = date_at(at_ns, pact.zone)
        number = 1
        while anniversary(self.entered, number * pact.years) <= day:
            number += 1
        end = anniversary(self.entered, number * pact.years)
        counted = end - timedelta(days=1) if pact.counts_from == "last-day" else end
        if day > counted - timedelta(days=pact.notice_days):
            end = anniversary(self.entered, (number + 1) * pact.years)
        return first_ns(end, pact.zone)

    def take(self, at_ns: int, paper: Fact) -> None:
        self.pass_time(at_ns)
        if self.over:
            return
        if paper.kind == "signature":
            self._sign(at_ns, paper)
        elif self.text is not None and paper.party not in self.text.parties:
            return
        elif paper.kind == "completion-note":
            self.completed.add(paper.party)
            self._enter(at_ns)
        elif self.entered is not None:
            self._in_force(at_ns, paper)

    def _in_force(self, at_ns: int, paper: Fact) -> None:
        own = [notice for notice in self.notices if notice.by == paper.party]
        ends_ns = self.end_by_notice_ns(at_ns)
        if paper.kind == "notice" and ends_ns is not None:
            self.notices.append(Running(paper.party, paper.note, ends_ns))
        elif paper.kind == "suspension" and any(not n.suspended for n in own):
            self.suspensions.append((paper.party, paper.note))
            for notice in own:
                notice.suspended = True
        elif paper.kind == "lifting" and any(n.suspended for n in own):
            self._lift(paper.party, ends_ns)
        elif paper.kind == "withdrawal":
            live = {n.note for n in own}
            live |= {note for by, note in self.suspensions if by == paper.party}
            if live and live <= set(paper.withdraws):
                self.notices = [n for n in self.notices if n.by != paper.party]
                self._forget_suspensions(paper.party)

    def _lift(self, by: str, ends_ns: int | None) -> None:
        if self.reading == AT_WILL or ends_ns is None:
            self.over = True
            return
        for notice in self.notices:
            if notice.by == by and notice.suspended:
                notice.suspended, notice.ends_ns = False, ends_ns
        self._forget_suspensions(by)

    def _forget_suspensions(self, party: str) -> None:
        self.suspensions = [s for s in self.suspensions if s[0] != party]

    def _sign(self, at_ns: int, paper: Fact) -> None:
        held = self.text
        if held is not None and paper.version != self.version + 1:
            return
        new = self.pact.versions[paper.version - 1]
        by = self.signed.setdefault(paper.version, set())
        if paper.party in {*new.parties, *(held.parties if held else ())}:
            by.add(paper.party)
        if self._agreed(held, new, by):
            self.version = paper.version
            self.notices = [n for n in self.notices if n.by in new.parties]
        self._enter(at_ns)

    @staticmethod
    def _agreed(held: Version | None, new: Version, by: set[str]) -> bool:
        """Everybody signs; where a party leaves the held text says who has to."""
        if held is None:
            return set(new.parties) <= by
        staying = set(held.parties) & set(new.parties)
        coming = set(new.parties) - staying
        leaves = len(staying) < len(held.parties)
        if not leaves or held.removal == "unanimous":
            return {*held.parties, *new.parties} <= by
        if held.removal == "all-others":
            return staying | coming <= by
        return coming <= by and len(staying & by) > len(staying) / 2

    def _enter(self, at_ns: int) -> None:
        if self.entered is not None or self.text is None:
            return
        noted = set(self.text.parties) <= self.completed
        if self.pact.entry == "signature" or noted:
            self.entered = date_at(at_ns, self.pact.zone)

    def effect(self, at_ns: int) -> Effect:
        may_end: object = None
        if self.state == "NOTICE_GIVEN":
            may_end = min(n.ends_ns for n in self.notices if not n.suspended)
        elif self.state == "NOTICE_SUSPENDED" and self.reading == AT_WILL:
            may_end = "at will"
        elif self.state in {"NOTICE_SUSPENDED", "IN_FORCE"}:
            may_end = self.end_by_notice_ns(at_ns)
        return self.state, may_end


@dataclass(frozen=True)
class World:
    """What one possible past comes to.

    ``version`` 0: no text has been signed by all yet, and nobody reads one.
    """

    version: int
    strictest: State
    by_party: tuple[tuple[str, State], ...]
    differ: bool


@dataclass(frozen=True)
class Answer:
    """What all possible pasts together come to."""

    state: State
    by_party: dict[str, State]
    uncertain: bool
    differ: bool
    worlds: frozenset[World]

    def may_send(self, pact: Pact, sender: str, recipient: str) -> bool:
        """By the sender's own reading, under every text that may be in effect."""
        if self.by_party.get(sender) not in MAY_SEND:
            return False
        texts = [pact.versions[w.version - 1] for w in self.worlds if w.version]
        return sender != recipient and all(
            {sender, recipient} <= set(text.parties)
            and (text.hub is None or text.hub in {sender, recipient})
            for text in texts
        )


@dataclass
class Past:
    """One possible past on its way: the papers' effect under each reading."""

    lives: dict[str, Life]
    asserted: dict[str, str] = field(default_factory=dict)

    def after(self, placed: Sequence[Placed]) -> Past:
        """The same past, and then these."""
        new = Past({k: v.copy() for k, v in self.lives.items()}, dict(self.asserted))
        for when, paper in placed:
            if paper.kind == "reading":
                new.asserted[paper.party] = paper.reading
            for life in new.lives.values():
                life.take(when, paper)
        return new


def answer(pact: Pact, facts: Sequence[Fact], at_ns: int) -> Answer:
    """Say what holds, from every world."""
    pasts = [Past({reading: Life(pact, reading) for reading in READINGS})]
    for ways in every_way(facts, at_ns):
        each = [past.after(way) for past in pasts for way in ways]
        # Pasts that have come to the same go on as one.
        pasts = list({repr(past): past for past in each}.values())
    worlds = frozenset(_settle(past, at_ns) for past in pasts)
    by_party: dict[str, State] = {}
    draft = any(world.version == 0 for world in worlds)
    for world in worlds:
        for party, state in world.by_party:
            held = by_party.get(party, "DRAFT" if draft else state)
            by_party[party] = stricter(held, state)
    return Answer(
        state=min((w.strictest for w in worlds), key=STRICTEST_FIRST.index),
        by_party=by_party,
        uncertain=len({(w.strictest, w.by_party) for w in worlds}) > 1,
        differ=any(world.differ for world in worlds),
        worlds=worlds,
    )


def stricter(one: State, other: State) -> State:
    return min(one, other, key=STRICTEST_FIRST.index)


def _settle(past: Past, at_ns: int) -> World:
    lives, asserted = past.lives, past.asserted
    for life in lives.values():
        life.pass_time(at_ns)
    effects = {name: life.effect(at_ns) for name, life in lives.items()}
    text = lives[AT_WILL].text
    parties = text.parties if text else ()
    states = {party: _read(effects, asserted.get(party)) for party in parties}
    said = {effects[asserted[p]] for p in parties if p in asserted}
    strictest = min(
        states.values() or [e[0] for e in effects.values()], key=STRICTEST_FIRST.index
    )
    return World(
        version=lives[AT_WILL].version,
        strictest=strictest,
        by_party=tuple(sorted(states.items())),
        differ=len(said) > 1,
    )


def _read(effects: dict[str, Effect], own: str | None) -> State:
    """By one's own reading; without one by the strictest of all."""
    if own is not None:
        return effects[own][0]
    return stricter(effects[AT_WILL][0], effects[BY_WINDOW][0])


def every_way(facts: Sequence[Fact], at_ns: int) -> Iterator[list[Sequence[Placed]]]:
    """Day by day, every order in which what has begun by an instant can have come."""
    begun = sorted((f for f in facts if f.begin_ns <= at_ns), key=lambda f: f.begin_ns)
    days = {fact.begin_ns: fact.end_ns for fact in begun if fact.day}
    inside: dict[int, list[Fact]] = {begin_ns: [] for begin_ns in days}
    for fact in begun:
        within = (b for b, end_ns in days.items() if b <= fact.begin_ns < end_ns)
        inside.setdefault(next(within, fact.begin_ns), []).append(fact)
    for begin_ns in sorted(inside):
        found = list(_of_a_day(begin_ns, inside[begin_ns], at_ns))
        yield [way for way in found if not _takes_back_the_future(way)] or found


def _of_a_day(
    begin_ns: int, papers: Sequence[Fact], at_ns: int
) -> Iterator[Sequence[Placed]]:
    """Each order of a day's papers that leaves the exact ones where they are."""
    exact = [fact for fact in papers if not fact.day]
    known_by_day = [fact for fact in papers if fact.day]
    lasting = any(at_ns < fact.end_ns for fact in known_by_day)
    # A gap between two exact papers that has no instant in it takes none.
    bounds = [begin_ns - 1, *(fact.begin_ns for fact in exact)]
    last_ns = min([at_ns, *(fact.end_ns - 1 for fact in known_by_day)])
    nexts = [*bounds[1:], last_ns + 1]
    room = [n for n, (a, b) in enumerate(zip(bounds, nexts, strict=True)) if b - a > 1]
    for some in _subsets(known_by_day) if lasting else [known_by_day]:
        for order in permutations(some):
            for gaps in combinations_with_replacement(room, len(some)):
                yield _laid_out(begin_ns, exact, order, gaps)


def _laid_out(
    begin_ns: int, exact: Sequence[Fact], order: Sequence[Fact], gaps: Sequence[int]
) -> Sequence[Placed]:
    now, way = begin_ns, []
    for gap in range(len(exact) + 1):
        way += [(now, f) for f, g in zip(order, gaps, strict=True) if g == gap]
        if gap < len(exact):
            now = exact[gap].begin_ns
            way.append((now, exact[gap]))
    return way


def _subsets(papers: Sequence[Fact]) -> Iterator[list[Fact]]:
    for keep in product((True, False), repeat=len(papers)):
        yield [paper for paper, kept in zip(papers, keep, strict=True) if kept]


def _takes_back_the_future(world: Sequence[Placed]) -> bool:
    """Whether a withdrawal stands before a note of its that it could stand after."""
    return any(
        late.party == early.party
        and late.note in early.withdraws
        and late.begin_ns < early.end_ns
        for n, (_, early) in enumerate(world)
        for _, late in world[n + 1 :]
    )
