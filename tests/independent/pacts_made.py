"""Agreements and histories drawn at random, as plain values."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from random import Random
from typing import Final, Literal

from tests.independent.local_days import anniversary, date_at, first_ns, next_ns
from tests.independent.pact import (
    AT_WILL,
    BY_WINDOW,
    Fact,
    Kind,
    Pact,
    Removal,
    Row,
    Version,
)

HOUR_NS: Final = 3600 * 10**9
MOST_OF_A_DAY: Final = 3
"""So many papers known by one day at most: an oracle tries all their orders."""

ZONES: Final = (
    "Europe/Oslo",
    "America/New_York",
    "America/Santiago",  # the clock goes forward at midnight
    "Australia/Lord_Howe",  # by half an hour
    "Asia/Beirut",  # at midnight, both ways
    "Asia/Seoul",
)
SCRIPTS: Final = (
    "ABCDEFGH",
    "ΑΒΓΔΣς",
    "ЖЙЩѢё",
    "אבגדםן",
    "ابتثج",
    "कखगघङ",
    "ሀሁሂሃህ",
    "აბგდე",
    "가나다라마",
    "가나다각",  # as decomposed jamo
    "秘極密機特",
    "ⅠⅡⅢＡＢ①",
    "é́ñÅﬁß",
    "🔒🔑𝔖𝕾",
)


def make_pact(rng: Random, name: str) -> Pact:
    """Two to seven parties; up to three versions, among them some that lose one."""
    names = [f"desk-{n}.example" for n in range(rng.randint(2, 7))]
    hub = rng.choice(names) if rng.random() < 0.2 else None
    versions = [_version(rng, names, hub)]
    for _ in range(rng.choice((0, 1, 1, 2))):
        versions.append(_version(rng, _next_parties(rng, versions[-1], names), hub))
    return Pact(
        id=name,
        zone=rng.choice(ZONES),
        entry=rng.choice(("completion", "signature")),
        years=rng.choice((1, 1, 1, 1, 2, None)),
        notice_days=rng.randint(30, 180),
        counts_from=rng.choice(("last-day", "anniversary")),
        versions=tuple(versions),
        rows=make_rows(rng, names),
    )


def _version(rng: Random, parties: list[str], hub: str | None) -> Version:
    removals: tuple[Removal, ...] = ("unanimous", "all-others", "majority")
    kept = hub if hub in parties else None
    return Version(tuple(parties), kept, rng.choice(removals))


def _next_parties(rng: Random, last: Version, names: list[str]) -> list[str]:
    parties = list(last.parties)
    if len(parties) > 2 and rng.random() < 0.4:
        parties.remove(rng.choice(parties))
    out = [name for name in names if name not in last.parties]
    if out and rng.random() < 0.5:
        parties.append(rng.choice(out))
    return parties


def make_rows(rng: Random, names: list[str]) -> tuple[Row, ...]:
    """Levels in which some party has several labels, and some has none."""
    scripts = {name: rng.choice(SCRIPTS) for name in names}
    taken: set[tuple[str, str]] = set()
    rows = []
    for rank in range(rng.randint(2, 4)):
        labels: dict[str, tuple[str, ...]] = {}
        for name in names:
            number = 1 if rank == 0 else rng.choice((0, 1, 1, 2, 3))
            own = tuple(_label(rng, name, scripts[name], taken) for _ in range(number))
            if own:
                labels[name] = own
        shared = rank == 0 or rng.random() < 0.7
        rows.append(Row(f"level {rank}", rank, shared, labels))
    rng.shuffle(rows)
    return tuple(rows)


def _label(rng: Random, name: str, script: str, taken: set[tuple[str, str]]) -> str:
    while True:
        word = "".join(rng.choice(script) for _ in range(rng.randint(1, 6)))
        label = rng.choice((word, f"{word} II", f"{word}·{rng.randint(1, 99)}"))
        folded = unicodedata.normalize("NFKC", label).casefold()
        key = (name, "".join(folded.split()))
        if key not in taken:
            taken.add(key)
            return label


class History:
    """Papers of one pact, drawn one after the other."""

    def __init__(self, rng: Random, pact: Pact) -> None:
        """Sign, complete, and then whatever may happen."""
        self.rng, self.pact = rng, pact
        self.facts: list[Fact] = []
        self.began = date(rng.randint(2012, 2020), rng.randint(1, 12), 1) + timedelta(
            days=rng.randint(0, 27)
        )
        self._begin()
        for _ in range(rng.choice((2, 3, 4, 5, 6, 8, 10))):
            self._happen()

    def _begin(self) -> None:
        rng, day, last = self.rng, self.began, self.began
        for party in self.pact.versions[0].parties:
            if rng.random() < 0.99:
                last = day + timedelta(days=rng.choice((0, 0, 1, 5)))
                self.add("signature", party, last)
        if self.pact.entry == "completion":
            for party in self.pact.versions[0].parties:
                if rng.random() < 0.99:
                    self.add(
                        "completion-note",
                        party,
                        day + timedelta(days=rng.choice((0, 5, 40, 41))),
                    )

    def _happen(self) -> None:
        rng = self.rng
        kinds: tuple[Kind | Literal["amendment"], ...] = (
            *("notice", "notice", "suspension", "lifting", "withdrawal"),
            *("reading", "reading", "dispute", "amendment"),
        )
        kind = rng.choice(kinds)
        if kind == "amendment":
            self._amend()
            return
        party = rng.choice(self.pact.versions[0].parties)
        # Notes of one party follow each other: else hardly any would count.
        notes = [f for f in self.facts if f.kind in {"notice", "suspension"}]
        if notes and kind != "dispute" and rng.random() < 0.8:
            last = rng.choice(notes)
            day = date_at(last.begin_ns, self.pact.zone)
            day += timedelta(days=rng.choice((0, 1, 20, 60, 150)))
            if kind == "reading":
                self.add(kind, party, day)
                return
            if kind != "withdrawal":
                kind = "suspension" if last.kind == "notice" else "lifting"
            self.add(kind, last.party, day)
            return
        self.add(kind, party, self._some_day())

    def _amend(self) -> None:
        done = {f.version for f in self.facts if f.kind == "signature"}
        version = max(done, default=1) + 1
        if version > len(self.pact.versions):
            return
        before, after = self.pact.versions[version - 2 : version]
        # What is amended has been signed: the code leaves the order of two
        # texts' signatures on one day alone.
        signed = [f.begin_ns for f in self.facts if f.kind == "signature"]
        day = self._some_day()
        if first_ns(day, self.pact.zone) <= max(signed, default=0) + 48 * HOUR_NS:
            return
        for party in dict.fromkeys((*before.parties, *after.parties)):
            if self.rng.random() < 0.85:
                shift = timedelta(days=self.rng.choice((0, 0, 3)))
                self.add("signature", party, day + shift, version)

    def _some_day(self) -> date:
        rng = self.rng
        if rng.random() < 0.3:
            return date_at(rng.choice(self.facts).begin_ns, self.pact.zone)
        if rng.random() < 0.4:
            ends = anniversary(self.began, rng.randint(1, 3))
            notice = self.pact.notice_days if rng.random() < 0.5 else 0
            return ends - timedelta(days=notice + rng.randint(-3, 3))
        return self.began + timedelta(days=rng.randint(30, 1400))

    def add(self, kind: Kind, party: str, day: date, version: int = 1) -> None:
        """A paper of that day: known by the day, or at an instant of its own."""
        rng, zone = self.rng, self.pact.zone
        begin_ns, end_ns = first_ns(day, zone), next_ns(day, zone)
        edges = {begin_ns, end_ns - 1}
        alike = [f for f in self.facts if f.day and f.begin_ns == begin_ns]
        known_by_day = rng.random() < 0.35 and len(alike) < MOST_OF_A_DAY
        if not known_by_day:
            begin_ns = self._free_instant(begin_ns, end_ns, alone=not alike)
            end_ns = begin_ns + 1
        elif edges & {fact.begin_ns for fact in self.facts if not fact.day}:
            return
        self.facts.append(
            Fact(
                kind=kind,
                party=party,
                note=f"{kind}-{len(self.facts)}",
                begin_ns=begin_ns,
                end_ns=end_ns,
                day=known_by_day,
                version=version,
                withdraws=self._named(party) if kind == "withdrawal" else (),
                reading=rng.choice((AT_WILL, BY_WINDOW)) if kind == "reading" else "",
            )
        )

    def _free_instant(self, begin_ns: int, end_ns: int, *, alone: bool) -> int:
        """An instant at which no other paper counts; the edges of a day if free."""
        taken = {fact.begin_ns for fact in self.facts}
        for edge in (begin_ns, end_ns - 1) if alone else ():
            if self.rng.random() < 0.15 and edge not in taken:
                return edge
        while True:
            found = self.rng.randrange(begin_ns + 1, end_ns)
            if found not in taken:
                return found

    def _named(self, party: str) -> tuple[str, ...]:
        """Mostly every note of the party so far, now and then one too few."""
        notes = [
            fact.note
            for fact in self.facts
            if fact.party == party and fact.kind in {"notice", "suspension"}
        ]
        if notes and self.rng.random() < 0.3:
            notes.remove(self.rng.choice(notes))
        return tuple(notes)


def instants(rng: Random, pact: Pact, facts: list[Fact], number: int) -> list[int]:
    """Where it matters: beside each paper, inside its day, at ends of terms."""
    found: set[int] = set()
    for fact in facts:
        found |= {fact.begin_ns - 1, fact.begin_ns, fact.end_ns - 1, fact.end_ns}
        if fact.day:
            found.add(rng.randrange(fact.begin_ns, fact.end_ns))
            found.add(fact.end_ns + HOUR_NS // 2)
            # What the clocks added to a day, or took from it.
            found.add(fact.begin_ns + 24 * HOUR_NS + HOUR_NS // 4)
    entered = {date_at(f.begin_ns, pact.zone) for f in facts[:14]}
    for day in entered:
        for years in range(1, 5):
            end_ns = first_ns(anniversary(day, years), pact.zone)
            found |= {end_ns - 1, end_ns}
    found = {at_ns for at_ns in found if not _is_tied(at_ns, facts)}
    late = [at_ns for at_ns in found if at_ns >= facts[-1].begin_ns]
    chosen = rng.sample(sorted(found), min(number // 2, len(found)))
    chosen += rng.sample(sorted(late), min(number - number // 2, len(late)))
    first = min(fact.begin_ns for fact in facts)
    return [*chosen, first + rng.randrange(0, 5 * 365 * 24) * HOUR_NS]


def _is_tied(at_ns: int, facts: list[Fact]) -> bool:
    """Whether a paper counts from this very instant, inside the day of another.

    Which of two comes first at one instant is nowhere said.
    """
    return any(f.begin_ns == at_ns and not f.day for f in facts) and any(
        f.day and f.begin_ns <= at_ns < f.end_ns for f in facts
    )
