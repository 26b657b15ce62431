"""What analysts decide on a day, and what has to come of it."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from json import loads
from typing import Final

from hypothesis import strategies as st
from tests.sim.days import Act, Day, attempt, numbers

from watchword.edge.judgements import held_judgements
from watchword.model.judgement import Judgement, Verdict
from watchword.picture.picture import picture

WORD: Final = "seen on the plot of that day"
"""Why; by it a judgement is found wherever it went."""


@dataclass(frozen=True)
class Judging:
    """An analyst decides about reports held there, or undoes a decision."""

    who: int
    verdict: Verdict
    one: int
    other: int

    def __call__(self, day: Day) -> None:
        party = day.party(self.who)
        desk = day.world.desks[party]
        made = [name for name, _ in held_judgements(desk.store)]
        two = tuple(sorted({day.report(self.one), day.report(self.other)}))
        if self.verdict == "undone" and made:
            self._say(day, undoes=made[self.one % len(made)])
        elif self.verdict == "withdrawn" and day.reports:
            self._say(day, reports=two[:1])
        elif len(two) > 1 and self.verdict == "same":
            self._say(day, reports=two)
        elif len(two) > 1 and self.verdict == "apart":
            self._say(day, reports=two[:1], others=two[1:])

    def _say(
        self,
        day: Day,
        reports: tuple[str, ...] = (),
        others: tuple[str, ...] = (),
        undoes: str = "",
    ) -> None:
        said = Judgement(
            party=day.party(self.who),
            said_at_ns=0,
            verdict=self.verdict,
            reports=reports,
            others=others,
            undoes=undoes,
            because=WORD,
        )
        attempt(lambda: day.world.say(said))


judgings: Final[st.SearchStrategy[Act]] = st.builds(
    Judging,
    who=numbers,
    verdict=st.sampled_from(("same", "same", "apart", "withdrawn", "undone")),
    one=numbers,
    other=numbers,
)


def undo_everything(day: Day) -> None:
    """Every desk undoes what counts there, until nothing is joined or withdrawn."""
    for desk in day.desks:
        while True:
            judged = desk.pictures.judged()
            left = [n for n in judged.counts if judged.all[n].verdict != "undone"]
            if not left:
                break
            said = Judgement(
                party=desk.party,
                said_at_ns=0,
                verdict="undone",
                undoes=left[0],
                because=WORD,
            )
            day.world.say(said)
            day.world.run(seconds=1.0)


def check_judgements(day: Day) -> None:
    """They went to nobody, and the kept picture is that of all that is held."""
    for letter in day.world.letters:
        for row in letter.body.splitlines():
            line = loads(row)
            if "envelope" in line:
                assert WORD.encode() not in b64decode(line["envelope"]["payload"])
    for desk in day.desks:
        assert all(said.party == desk.party for _, said in held_judgements(desk.store))
        whole = picture(desk.pictures.said(), None, desk.pictures.judged())
        assert desk.pictures.picture().events == whole.events
