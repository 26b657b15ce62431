from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pytest
from msgspec.structs import replace
from tests.unit.agreements.papers import (
    NORTH,
    SOUTH,
    TEXT,
    completion,
    instant,
    lifting,
    notice,
    reading,
    signature,
    suspension,
    withdrawal,
)

from watchword.agreements.case import Refusal
from watchword.agreements.paper import live_notes, refuse_paper
from watchword.agreements.terms import parse_terms
from watchword.errors import UsageError
from watchword.model.agreement import Dispute, Instrument
from watchword.record.library import shipped_agreements, shipped_papers

RULED: Final = (
    TEXT
    + """
[[clause]]
id = "art-9"
article = "9"
rule = "term"
says = "It runs on."
evidence = "R"

[[clause]]
id = "art-10"
article = "10"
rule = "amendment"
says = "Both sign."
evidence = "R"
"""
)
SIGNED: Final = signature(NORTH, "2020-03-10T12:00", RULED)
GIVEN: Final = notice(NORTH, "2021-06-01")
HELD_BACK: Final = suspension(NORTH, "2021-07-01")
NOTICED: Final = (SIGNED, GIVEN)
SUSPENDED: Final = (SIGNED, GIVEN, HELD_BACK)

STANDS: Final[dict[str, tuple[Instrument, Sequence[Instrument]]]] = {
    "the first text": (SIGNED, ()),
    "a note before any text is known": (notice(NORTH, "2019-01-01"), ()),
    "the same again": (GIVEN, NOTICED),
    "a completion of the day of signing": (completion(NORTH, "2020-03-10"), (SIGNED,)),
    "the next version": (
        replace(signature(NORTH, "2021-01-01", RULED, 2), note="second"),
        (SIGNED,),
    ),
    "a second notice": (notice(NORTH, "2021-06-02", "another"), NOTICED),
    "a suspension of a running notice": (HELD_BACK, NOTICED),
    "a suspension of a second notice": (
        suspension(NORTH, "2021-09-01", "again"),
        (*SUSPENDED, notice(NORTH, "2021-08-01", "second")),
    ),
    "a lifting of a suspension": (lifting(NORTH, "2021-08-01"), SUSPENDED),
    "a withdrawal of every live note": (
        withdrawal(NORTH, "2021-08-01", "suspension", "notice"),
        SUSPENDED,
    ),
    "a withdrawal after a lifting": (
        withdrawal(NORTH, "2021-09-01", "notice"),
        (*SUSPENDED, lifting(NORTH, "2021-08-01")),
    ),
    "a withdrawal dated before a later notice": (
        withdrawal(NORTH, "2021-08-01", "notice"),
        (*NOTICED, notice(NORTH, "2021-09-01", "second")),
    ),
    "a reading": (reading(NORTH, "2021-08-01", "annual-window"), SUSPENDED),
}


@pytest.mark.parametrize(("paper", "earlier"), STANDS.values(), ids=STANDS)
def test_what_its_party_may_say_stands(
    paper: Instrument, earlier: Sequence[Instrument]
) -> None:
    assert refuse_paper(paper, earlier) is None


REFUSED: Final[dict[str, tuple[Instrument, Sequence[Instrument], str, str]]] = {
    "a note dated before its party signed": (
        notice(NORTH, "2020-03-09"),
        (SIGNED,),
        "paper-before-agreement",
        "art-9",
    ),
    "another paper under a name that was used": (
        suspension(NORTH, "2021-07-01", "notice"),
        NOTICED,
        "paper-contradicts",
        "art-9",
    ),
    "the same name and another day": (
        notice(NORTH, "2021-06-02"),
        NOTICED,
        "paper-contradicts",
        "art-9",
    ),
    "two texts of one version": (
        replace(signature(NORTH, "2021-01-01", RULED + "\n"), note="other"),
        (SIGNED,),
        "paper-contradicts",
        "art-10",
    ),
    "a withdrawal of a note that the party never made": (
        withdrawal(NORTH, "2021-08-01", "notice", "theirs"),
        NOTICED,
        "not-own-note",
        "art-9",
    ),
    "a withdrawal of something that is no note": (
        withdrawal(NORTH, "2021-08-01", "signed-1"),
        NOTICED,
        "not-own-note",
        "art-9",
    ),
    "a withdrawal that leaves out a live note": (
        withdrawal(NORTH, "2021-08-01", "notice"),
        SUSPENDED,
        "withdrawal-incomplete",
        "art-9",
    ),
    "a withdrawal of nothing": (
        withdrawal(NORTH, "2021-08-01"),
        NOTICED,
        "withdrawal-incomplete",
        "art-9",
    ),
    "a withdrawal where nothing is live": (
        replace(withdrawal(NORTH, "2021-09-01", "notice"), note="again"),
        (*NOTICED, withdrawal(NORTH, "2021-08-01", "notice")),
        "nothing-to-withdraw",
        "art-9",
    ),
    "a suspension without a notice": (
        suspension(NORTH, "2021-07-01"),
        (SIGNED,),
        "nothing-to-suspend",
        "art-9",
    ),
    "a suspension dated before the notice": (
        suspension(NORTH, "2021-05-01"),
        NOTICED,
        "nothing-to-suspend",
        "art-9",
    ),
    "a suspension of what is suspended": (
        suspension(NORTH, "2021-08-01", "again"),
        SUSPENDED,
        "nothing-to-suspend",
        "art-9",
    ),
    "a lifting without a suspension": (
        lifting(NORTH, "2021-08-01"),
        NOTICED,
        "nothing-to-lift",
        "art-9",
    ),
    "a lifting of what was withdrawn": (
        lifting(NORTH, "2021-09-01"),
        (*SUSPENDED, withdrawal(NORTH, "2021-08-01", "notice", "suspension")),
        "nothing-to-lift",
        "art-9",
    ),
    "nothing to suspend, and no text known": (
        suspension(NORTH, "2021-07-01"),
        (),
        "nothing-to-suspend",
        "rule-nothing-to-suspend",
    ),
}


@pytest.mark.parametrize(
    ("paper", "earlier", "code", "clause"), REFUSED.values(), ids=REFUSED
)
def test_what_its_party_cannot_have_meant_is_refused_by_its_clause(
    paper: Instrument, earlier: Sequence[Instrument], code: str, clause: str
) -> None:
    no = refuse_paper(paper, earlier)
    assert isinstance(no, Refusal)
    assert (no.code, no.id) == (code, clause)
    assert no.says


@pytest.mark.parametrize("name", shipped_agreements())
def test_every_paper_of_the_shipped_histories_stands(name: str) -> None:
    told: dict[str, list[Instrument]] = {}
    for paper in shipped_papers(name):
        said = told.setdefault(paper.party, [])
        assert refuse_paper(paper, said) is None
        said.append(paper)


def test_a_dispute_is_nothing_that_a_partys_notes_stand_against() -> None:
    paper = Dispute(
        agreement=SIGNED.agreement,
        party=SOUTH,
        note="d",
        dated=instant("2021-01-01"),
        says="they differ",
    )
    assert refuse_paper(paper, (replace(SIGNED, party=SOUTH),)) is None


def test_live_notes_are_the_notices_and_what_suspends_them() -> None:
    when = instant("2022-01-01")
    second = notice(NORTH, "2021-08-01", "second")
    names = [note.note for note in live_notes(when, (*SUSPENDED, second))]
    assert names == ["notice", "second", "suspension"]
    assert live_notes(instant("2021-01-01"), SUSPENDED) == ()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('article = "2"', 'article = "2"\ncolour = 1', "line 42"),
        ('rule = "posture"', 'rule = "mood"', "line 42"),
    ],
    ids=["an unknown key of a clause", "a rule that the software lacks"],
)
def test_art21b_a_text_with_an_unknown_clause_or_rule_is_refused_with_its_line(
    old: str, new: str, line: str
) -> None:
    with pytest.raises(UsageError, match=line):
        parse_terms(TEXT.replace(old, new, 1))
