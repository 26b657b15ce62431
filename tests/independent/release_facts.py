"""Facts on which a release turns, drawn at random, as plain values.

Dates, names and lists as the papers say them, and nothing derived: whether an
agreement is in force, a grant has run out or a posture holds is for whoever
reads them.  Most are drawn so that they permit, each now and then so that one
does not, in one of several ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import combinations
from random import Random
from typing import Any, Final

from tests.independent.local_days import date_at, first_ns
from tests.independent.pact import AT_WILL, BY_WINDOW, Pact, Version
from tests.independent.state_oracle import Life

Facts = dict[str, Any]

PARTIES: Final = tuple(f"desk.p{n}" for n in range(4))
STRANGER: Final = "desk.x"
REPORT: Final = "a" * 64
DAY_NS: Final = 86_400 * 10**9
HOUR_NS: Final = 3_600 * 10**9
TOPICS: Final = {
    "missile.ballistic": ("missile.ballistic", "missile", ""),
    "nuclear": ("nuclear", ""),
    "maritime.drill": ("maritime.drill", "maritime", ""),
}
"""A report's topic, and every topic that it lies under."""

FIELDS: Final = ("count", "site", "text")
LABELS: Final = ("LOW", "HIGH", "nowhere")
ASSURED: Final = ("clearance", "protection", "purpose")
CONDITIONS: Final = tuple("abcdefghijklmno")
SAID_NS: Final = first_ns(date(2021, 6, 1), "UTC")
SHAPES: Final = 96
FAULTY: Final = 0.065
"""How often one thing is drawn so that it may not permit."""


@cache
def shape(number: int) -> Facts:
    """A text, one of those that the requests share: reading one takes its time."""
    rng = Random(f"shape {number}")  # noqa: S311 - no secret
    members = PARTIES[: rng.choice((2, 3, 3, 4))]
    pairs = list(combinations(members, 2))
    legs = rng.sample(pairs, min(len(pairs), rng.choice((0, 0, 1, 2))))
    return {
        "members": members,
        "legs": tuple((f"leg-{n}", pair) for n, pair in enumerate(legs)),
        "hub": rng.choice(members) if rng.random() < 0.5 else None,
        "entry": rng.choice(("completion", "signature")),
        "topics": rng.choice(((), (), ("missile", "nuclear"), ("missile",))),
        "statuses": rng.choice((("exercise",), ("exercise", "test"))),
        "fields": rng.choice((None, None, ("count", "site"))),
        "assurance": rng.random() < 0.5,
        "contractors": tuple(p for p in members if rng.random() < 0.25),
        "inspection_days": 365,
        "freshness_hours": rng.choice((None, 24, 72)),
        "standing_kinds": rng.choice((("launch",), ("launch",), ())),
        "suspended_days": rng.choice((None, 30, 180)),
    }


class Draw:
    """One request with all that is known, drawn from one source of chance."""

    def __init__(self, rng: Random) -> None:
        """Draw; ``facts`` then holds it."""
        self.rng = rng
        self.at_ns = SAID_NS + rng.randint(30, 900) * DAY_NS + rng.randrange(DAY_NS)
        self.shape = rng.randrange(SHAPES)
        self.text = shape(self.shape)
        self.members = list(self.text["members"])
        self.sender, self.recipient = self._ends()
        self.report = self._report()
        self.facts: Facts = {
            "at_ns": self.at_ns,
            "sender": self.sender,
            "recipient": self.recipient,
            "purpose": self._purpose(empty=0.7),
            "held": not self.faulty(),
            "fields": tuple(sorted(rng.sample(FIELDS, rng.choice((0, 1, 2, 2, 3))))),
            "shape": self.shape,
            "text": self.text,
            "history": self._history(self.members, self.text["entry"]),
            "legs": self._legs(),
            "report": self.report,
            "postures": self._postures(),
            "decisions": self._decisions(),
            "approvals": self._approvals(),
            "assurances": self._assurances(),
            "attestations": self._attestations(),
            "words": self._words(),
            "enquiries": self._enquiries(),
        }
        self.facts["revocations"] = self._revocations()
        self.facts["answers"] = self._answers()

    def faulty(self, often: float = FAULTY) -> bool:
        return self.rng.random() < often

    def ago(self, most_days: int) -> int:
        """An instant before the request, some days at most."""
        return self.at_ns - self.rng.randrange(most_days * DAY_NS)

    def _old(self, most_days: int) -> int:
        """The same, now and then just as old as a grant may be, or just older."""
        if not self.faulty(0.2):
            return self.ago(most_days)
        days = self.text["suspended_days"] or 30
        return self.at_ns - days * DAY_NS - self.rng.choice((0, 0, 1))

    def _ends(self) -> tuple[str, str]:
        """Sender and recipient: mostly two parties, and by way of the hub."""
        rng, hub = self.rng, self.text["hub"]
        ends = rng.sample(self.members, 2)
        if hub is not None and hub not in ends and not self.faulty(0.35):
            ends[rng.randrange(2)] = hub
        if self.faulty():
            ends = list(
                rng.choice(
                    (
                        (STRANGER, ends[1]),
                        (ends[0], STRANGER),
                        (ends[0], ends[0]),
                    )
                )
            )
        return ends[0], ends[1]

    def _report(self) -> Facts:
        rng = self.rng
        originator = self.sender if rng.random() < 0.45 else rng.choice(self.members)
        if self.faulty(0.02):
            originator = STRANGER
        purposes = () if rng.random() < 0.4 else ("warning",)
        releasable = None
        if rng.random() < 0.3:
            named = {rng.choice(PARTIES), self.recipient}
            if self.faulty(0.25):
                named -= {self.recipient}
            releasable = tuple(sorted(named))
        return {
            "kind": "launch" if rng.random() < 0.85 else "statement",
            "status": "test" if self.faulty(0.12) else "exercise",
            "originator": originator,
            "originators": tuple(
                p for p in self.members if p != originator and rng.random() < 0.08
            ),
            "topic": rng.choice(("missile.ballistic", "missile.ballistic", "nuclear"))
            if not self.faulty(0.1)
            else "maritime.drill",
            "label": "LOW" if not self.faulty(0.13) else rng.choice(LABELS),
            "releasable": releasable,
            "purposes": purposes,
            "published": rng.random() < 0.1,
            "said_ns": self.ago(20),
        }

    def _purpose(self, empty: float) -> str:
        if self.rng.random() < empty:
            return ""
        return self.rng.choice(("warning", "public-affairs"))

    def _history(self, members: list[str], entry: str) -> Facts:
        """Signatures, completions, and a note or two with what became of them."""
        rng = self.rng
        begun_ns = SAID_NS - rng.randint(1, 300) * DAY_NS
        signed: dict[str, tuple[int, int]] = {}
        completed: dict[str, int] = {}
        for party in members:
            ns = begun_ns + rng.randrange(DAY_NS)
            exact = rng.random() < 0.7
            signed[party] = (ns, ns) if exact else (begun_ns, begun_ns + DAY_NS)
            completed[party] = begun_ns + DAY_NS + rng.randrange(DAY_NS)
        if self.faulty():
            self._spoil(members, signed, completed)
        last = [ns for ns, _ in signed.values()]
        last += completed.values() if entry == "completion" else ()
        entered = date_at(max(last, default=begun_ns), "UTC")
        givers = rng.sample(members, rng.choice((0, 0, 1, 1, 2)))
        return {
            "members": tuple(members),
            "entry": entry,
            "signed": signed,
            "completed": completed,
            "notices": tuple(self._notice(p, entered) for p in givers),
            "readings": {p: self._readings() for p in members if rng.random() < 0.5},
        }

    def _spoil(
        self,
        members: list[str],
        signed: dict[str, tuple[int, int]],
        completed: dict[str, int],
    ) -> None:
        party, later_ns = self.rng.choice(members), self.at_ns + DAY_NS
        match self.rng.randrange(6):
            case 0:
                del signed[party]
            case 1:
                signed[party] = (later_ns, later_ns)
            case 2:
                day_ns = self.at_ns - self.at_ns % DAY_NS
                signed[party] = (day_ns, day_ns + DAY_NS)
            case 3:
                signed.clear()
            case 4:
                del completed[party]
            case _:
                completed[party] = later_ns

    def _notice(self, party: str, entered: date) -> Facts:
        rng = self.rng
        given_ns = SAID_NS + rng.randint(5, 700) * DAY_NS + rng.randrange(DAY_NS)
        notice: Facts = {"party": party, "note": f"notice of {party}"}
        notice |= {"given_ns": given_ns, "ends_ns": end_ns(entered, given_ns)}
        now_ns = given_ns
        suspended = rng.random() < 0.8
        if suspended:
            now_ns += rng.randrange(1, 90) * DAY_NS
            notice |= {"suspended_ns": now_ns, "suspension": f"suspension of {party}"}
            if rng.random() < 0.2:
                now_ns += rng.randrange(1, 300) * DAY_NS
                notice |= {"lifted_ns": now_ns, "lift_ends_ns": end_ns(entered, now_ns)}
        if rng.random() < 0.45:
            earliest_ns = rng.choice((given_ns, now_ns))
            names = [notice["note"]]
            if suspended and rng.random() < 0.8:
                names.append(notice["suspension"])
            notice |= {
                "withdrawn_ns": earliest_ns + rng.randrange(1, 200 * DAY_NS),
                "withdraws": tuple(names),
            }
        return notice

    def _readings(self) -> tuple[tuple[int, str], ...]:
        rng = self.rng
        when = sorted(SAID_NS + rng.randrange(900 * DAY_NS) for _ in range(2))
        names = [rng.choice((AT_WILL, BY_WINDOW)) for _ in when]
        return tuple(zip(when, names, strict=True))[: rng.choice((1, 2))]

    def _legs(self) -> tuple[Facts, ...]:
        return tuple(
            {"agreement": name, **self._history(list(pair), "signature")}
            for name, pair in self.text["legs"]
        )

    def _postures(self) -> tuple[Facts, ...]:
        rng = self.rng
        topics = (*TOPICS[self.report["topic"]], "maritime")
        return tuple(
            {
                "party": self.sender if not self.faulty() else rng.choice(PARTIES),
                "recipient": rng.choice(("", "", self.recipient, "desk.p0")),
                "topic": rng.choice(topics),
                "stance": rng.choice(("push",) * 9 + ("on-request",) * 6)
                if not self.faulty(0.15)
                else rng.choice(("case-by-case", "halt")),
                "fields": rng.choice((None, None, None, ("site",), ("text",))),
                "said_ns": when(400) + DAY_NS * self.faulty(0.02),
            }
            for when in (self._old, self.ago, self.ago)[: rng.choice((1, 1, 2, 3))]
        )

    def _decisions(self) -> tuple[Facts, ...]:
        """Release decisions, most of them of the sender on this report."""
        return tuple(
            {
                "agreement": "pact" if not self.faulty(0.1) else "other",
                "party": self.sender if not self.faulty(0.1) else PARTIES[0],
                "recipient": self.recipient if not self.faulty(0.1) else PARTIES[1],
                "report": REPORT if not self.faulty(0.1) else "b" * 64,
                "fields": self.rng.choice((None, None, ("site",))),
                "purpose": self._purpose(empty=0.6),
                "said_ns": self.ago(20) + 25 * DAY_NS * self.faulty(0.1),
            }
            for _ in range(self.rng.choice((0, 0, 0, 1, 1, 2)))
        )

    def _approvals(self) -> tuple[Facts, ...]:
        needed = {self.report["originator"], *self.report["originators"]}
        needed -= {self.sender, self.recipient}
        found = [self._approval(n, o) for n, o in enumerate(sorted(needed)[:2])]
        if self.rng.random() < 0.2:
            found.append(self._approval(len(found), self.rng.choice(PARTIES)))
        return tuple(found)

    def _approval(self, number: int, party: str) -> Facts:
        rng, standing = self.rng, self.rng.random() < 0.5
        said_ns = self._old(250)
        until_ns = self.at_ns + rng.randrange(1, 100 * DAY_NS)
        if self.faulty():
            until_ns = rng.choice((self.at_ns, self.at_ns - 1, said_ns + 1))
        if self.faulty(0.03):
            said_ns = self.at_ns + 1
        return {
            "name": f"{number}" * 64,
            "agreement": "pact" if not self.faulty(0.03) else "other",
            "party": party,
            "holder": self.sender if not self.faulty(0.03) else PARTIES[0],
            "recipient": self.recipient if not self.faulty(0.03) else PARTIES[1],
            "report": "" if standing else REPORT if not self.faulty() else "b" * 64,
            "kinds": ("launch",) if standing else (),
            "fields": rng.choice((None, None, ("site",), ("count", "site"))),
            "purpose": rng.choice(("", "", "warning", "public-affairs")),
            "said_ns": said_ns,
            "until_ns": max(until_ns, said_ns + 1),
        }

    def _revocations(self) -> tuple[Facts, ...]:
        return tuple(
            {
                "party": a["party"]
                if not self.faulty(0.3)
                else self.rng.choice(PARTIES),
                "approval": a["name"],
                "said_ns": self.rng.choice((self.at_ns, self.ago(5), self.at_ns + 1)),
            }
            for a in self.facts["approvals"][:2]
            if self.faulty(0.15)
        )

    def _assurances(self) -> tuple[Facts, ...]:
        return tuple(
            {
                "party": self.recipient if not self.faulty() else PARTIES[2],
                "items": ASSURED if not self.faulty() else ASSURED[1:],
                "said_ns": self.ago(300) if not self.faulty(0.03) else self.at_ns + 1,
                "until_ns": self._until(),
            }
            for _ in range(self.rng.choice((0, 1, 1, 1, 1, 2)))
        )

    def _until(self) -> int | None:
        if self.faulty():
            return self.at_ns - self.rng.choice((0, DAY_NS))
        return self.rng.choice((None, self.at_ns + 1, self.at_ns + DAY_NS))

    def _attestations(self) -> tuple[Facts, ...]:
        employed = self.recipient in self.text["contractors"]
        others = [p for p in self.members if p not in self.text["contractors"]]
        return tuple(
            {
                "party": self.rng.choice(others or self.members)
                if not self.faulty()
                else self.rng.choice((*self.members, STRANGER)),
                "about": self.recipient if not self.faulty(0.03) else PARTIES[0],
                "items": CONDITIONS if not self.faulty() else CONDITIONS[:-1],
                "said_ns": self.ago(50),
                "dated_ns": self._inspected(),
                "until_ns": self._until(),
            }
            for _ in range(self.rng.choice((0, 1, 1, 1, 2)) if employed else 0)
        )

    def _inspected(self) -> int | None:
        if self.faulty(0.15):
            edge_ns = self.at_ns - 365 * DAY_NS
            return self.rng.choice((None, edge_ns, edge_ns + 1, self.at_ns + 1))
        return self.ago(360)

    def _words(self) -> Mapping[str, int]:
        hours = self.text["freshness_hours"] or 24
        edge_ns = self.at_ns - hours * HOUR_NS
        found = {}
        for party in self.members:
            if not self.faulty():
                late = self.faulty(0.08)
                choices = (edge_ns - 1, edge_ns, self.at_ns + 1)
                found[party] = self.rng.choice(choices) if late else self.ago(1)
        return found

    def _enquiries(self) -> tuple[Facts, ...]:
        said_ns, rng = self.report["said_ns"], self.rng
        topics = (*TOPICS[self.report["topic"]], "maritime")
        return tuple(
            {
                "name": f"{7 + n}" * 64,
                "agreement": "pact" if not self.faulty(0.03) else "other",
                "party": self.recipient if not self.faulty(0.05) else PARTIES[3],
                "to": self.sender if not self.faulty(0.05) else PARTIES[2],
                "topic": rng.choice(topics),
                **self._window(said_ns),
                "said_ns": self.ago(2),
                "due_ns": self.at_ns + rng.choice((1, DAY_NS, DAY_NS, -self.faulty())),
            }
            for n in range(rng.choice((0, 1, 1, 2)))
        )

    def _window(self, said_ns: int) -> Facts:
        """What is asked for; the first instant counts and the last does not."""
        if self.faulty(0.1):
            return {"from_ns": said_ns - DAY_NS, "to_ns": said_ns}
        from_ns = said_ns - self.rng.choice((0, 0, DAY_NS))
        return {"from_ns": from_ns, "to_ns": said_ns + self.rng.choice((1, DAY_NS))}

    def _answers(self) -> tuple[Facts, ...]:
        return tuple(
            {
                "party": self.sender if not self.faulty() else PARTIES[1],
                "enquiry": enquiry["name"],
                "outcome": self.rng.choice(("declined", "answered")),
                "said_ns": self.rng.choice((self.at_ns, self.at_ns + 1)),
            }
            for enquiry in self.facts["enquiries"][:1]
            if self.faulty(0.25)
        )


def end_ns(entered: date, at_ns: int) -> int:
    """When a notice that arrives now would end it: a year's term, 90 days."""
    pact = Pact(
        "", "UTC", "signature", 1, 90, "last-day", (Version((), None, "unanimous"),), ()
    )
    found = Life(pact, AT_WILL, entered=entered).end_by_notice_ns(at_ns)
    assert found is not None
    return found
