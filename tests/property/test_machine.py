"""Laws 1 and 4 over three parties, two agreements and every kind of message."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from tests.sim import machine_draws as draws
from tests.sim.clauses import check_clauses
from tests.sim.custody import check_custody
from tests.sim.days import Act, crashes, cuts
from tests.sim.judging import check_judgements, judgings
from tests.sim.machine_acts import River, begin_river
from tests.sim.machine_ledger import Memory, check_ledgers
from tests.sim.machine_lines import (
    check_arrivals,
    check_messages,
    check_quarantines,
    check_stores,
)
from tests.sim.machine_reach import reached
from tests.sim.machine_scene import BANKS, RIVER
from tests.sim.machine_twin import letters, picture, withheld

from watchword.model.message import (
    Enquiry,
    Incident,
    Message,
    OriginatorApproval,
)
from watchword.sim.link import Weather
from watchword.sim.world import Setting

RUNS = int(os.environ.get("WATCHWORD_EXAMPLES", "200")) * 5 // 2
"""500 unless told otherwise."""

STEPS = 8


TALLY: Counter[str] = Counter()
"""In how many runs something was met, since the interpreter began."""


def has_reports(machine: Banks) -> bool:
    return bool(machine.day.reports)


def has(kind: type[Message]) -> Callable[[Banks], bool]:
    return lambda machine: bool(machine.day.said_of(kind))


class Banks(RuleBasedStateMachine):
    """Two banks and a ferry; whatever they do, laws 1 and 4 hold."""

    def __init__(self) -> None:
        super().__init__()
        self.memory = Memory()

    @initialize(
        seed=st.integers(0, 2**32 - 1),
        weather=draws.weathers,
        skews=st.tuples(*[st.integers(-5, 5)] * 3),
        days=st.sampled_from((1.0, 1.0, 1.0, 0.0)),
        before=draws.befores,
    )
    def begin(
        self,
        seed: int,
        weather: Weather,
        skews: tuple[int, ...],
        days: float,
        before: Sequence[Act],
    ) -> None:
        setting = Setting(
            seed=seed,
            parties=BANKS,
            weather=weather,
            skew_s=dict(zip(BANKS, skews, strict=True)),
            labels=RIVER.profile,
        )
        self.day = begin_river(setting, days)
        for act in before:
            self.live(act)

    def live(self, act: Act) -> None:
        act(self.day)
        self.day.world.run(seconds=7.0)

    @rule(act=draws.filings)
    def file(self, act: Act) -> None:
        self.live(act)

    @precondition(has_reports)
    @rule(act=draws.derivatives)
    def derive(self, act: Act) -> None:
        self.live(act)

    @rule(act=draws.wills)
    def will(self, act: Act) -> None:
        self.live(act)

    @precondition(has_reports)
    @rule(act=draws.own_decisions)
    def decide(self, act: Act) -> None:
        self.live(act)

    @precondition(has_reports)
    @rule(act=draws.passing_on)
    def pass_on(self, act: Act) -> None:
        self.live(act)

    @precondition(has_reports)
    @rule(act=draws.again)
    def decide_again(self, act: Act) -> None:
        self.live(act)

    @precondition(has_reports)
    @rule(act=draws.of_an_item)
    def approve(self, act: Act) -> None:
        self.live(act)

    @rule(act=draws.standing)
    def approve_a_kind(self, act: Act) -> None:
        self.live(act)

    @precondition(has(OriginatorApproval))
    @rule(act=draws.revocations)
    def revoke(self, act: Act) -> None:
        self.live(act)

    @precondition(has_reports)
    @rule(act=draws.label_changes)
    def relabel(self, act: Act) -> None:
        self.live(act)

    @precondition(has_reports)
    @rule(act=draws.recalls)
    def recall(self, act: Act) -> None:
        self.live(act)

    @precondition(has_reports)
    @rule(act=draws.disposals)
    def dispose(self, act: Act) -> None:
        self.live(act)

    @precondition(has_reports)
    @rule(act=draws.alarms)
    def raise_alarm(self, act: Act) -> None:
        self.live(act)

    @precondition(has(Incident))
    @rule(act=draws.follow_ups)
    def follow_up(self, act: Act) -> None:
        self.live(act)

    @precondition(has_reports)
    @rule(act=draws.registrations)
    def register(self, act: Act) -> None:
        self.live(act)

    @rule(act=draws.enquiries)
    def ask(self, act: Act) -> None:
        self.live(act)

    @precondition(has(Enquiry))
    @rule(act=draws.answers)
    def answer(self, act: Act) -> None:
        self.live(act)

    @rule(act=draws.assurances)
    def assure(self, act: Act) -> None:
        self.live(act)

    @rule(act=draws.notes | draws.disputes)
    def sign_a_note(self, act: Act) -> None:
        self.live(act)

    @rule(act=draws.amendments)
    def amend(self, act: Act) -> None:
        self.live(act)

    @rule(act=draws.other_records | draws.words | draws.acknowledgements)
    def say_something_else(self, act: Act) -> None:
        self.live(act)

    @precondition(has_reports)
    @rule(act=judgings)
    def judge(self, act: Act) -> None:
        self.live(act)

    @rule(act=draws.times)
    def pass_time(self, act: Act) -> None:
        self.live(act)

    @rule(act=cuts | crashes)
    def break_something(self, act: Act) -> None:
        self.live(act)

    @invariant()
    def nothing_said_is_unsaid(self) -> None:
        self.memory.check(self.day)

    def teardown(self) -> None:
        """The laws at the end; what has failed before is not judged again."""
        if sys.exc_info()[0] is not None:
            return
        assert self.day.world.settle()
        self.memory.check(self.day)
        check_clauses(self.day)
        check_messages(self.day)
        check_stores(self.day)
        check_custody(self.day)
        check_ledgers(self.day)
        check_quarantines(self.day)
        check_arrivals(self.day)
        check_judgements(self.day)
        for met in sorted(reached(self.day)):
            TALLY[met] += 1
            event(met)


TestBanks = Banks.TestCase
TestBanks.settings = settings(max_examples=RUNS, stateful_step_count=STEPS)


@dataclass(frozen=True)
class Story:
    """A day told from its beginning; ``altered`` in one value it goes the same."""

    seed: int
    weather: Weather
    deeds: Sequence[Act]

    def live(self, altered: tuple[int, str] | None = None) -> River:
        setting = Setting(
            seed=self.seed, parties=BANKS, weather=self.weather, labels=RIVER.profile
        )
        day = begin_river(setting, 1.0)
        day.altered = altered
        for act in self.deeds:
            act(day)
            day.world.run(seconds=7.0)
        assert day.world.settle()
        return day


stories = st.builds(
    Story,
    seed=st.integers(0, 2**32 - 1),
    weather=draws.weathers,
    deeds=st.builds(
        list.__add__, draws.befores, st.lists(draws.anything, min_size=4, max_size=10)
    ),
)


@settings(max_examples=RUNS // 5)
@given(stories, st.integers(0, 10_000))
def test_a_withheld_value_changes_nothing_of_what_a_partner_sees(
    story: Story, which: int
) -> None:
    day = story.live()
    kept = sorted(withheld(day))
    if not kept:
        return
    number, field, partner = kept[which % len(kept)]
    event(f"withheld and altered: {field}")
    twin = story.live((number, field))
    assert letters(twin, partner) == letters(day, partner)
    assert picture(twin, partner) == picture(day, partner)
