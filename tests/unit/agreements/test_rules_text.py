"""The rules that the text and its state answer, article by article."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.unit.agreements.papers import NORTH, SOUTH, instant
from tests.unit.agreements.trio import (
    AT,
    FIRST,
    LEGS,
    SECOND,
    TRIO,
    WEST,
    answer,
    first_hand,
    header,
    leave,
    leg_text,
    onward,
    papers,
    signed,
    trio_text,
)

from watchword.agreements.decide import decide
from watchword.agreements.fields import FIELD_RULES
from watchword.agreements.rules import REGISTRY, RULES
from watchword.model.agreement import AgreementId, Instrument, Notice
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Publication

ON_LEGS = trio_text(legs=LEGS)
BOTH_LEGS = (
    *signed(FIRST, leg_text(FIRST, NORTH), NORTH, WEST),
    *signed(SECOND, leg_text(SECOND, SOUTH), SOUTH, WEST),
)


def ended(leg: AgreementId, party: PartyId) -> tuple[Instrument, ...]:
    """A leg that has ended a year after the notice of its party."""
    early = signed(leg, leg_text(leg, party), party, WEST, dated="2018-01-10T12:00")
    when = instant("2018-02-01T00:00")
    return (*early, Notice(agreement=leg, party=party, note="n", dated=when))


def test_art01_a_release_cites_an_agreement_that_is_known() -> None:
    assert "no-agreement" in answer(first_hand(agreement=AgreementId("")), papers())
    unknown = first_hand(agreement=AgreementId("unheard-of"))
    assert answer(unknown, papers())[0] == "no-agreement"


def test_art04a_a_label_is_one_of_the_originators_own() -> None:
    for label, code in (("nonsense", "unknown-label"), ("HIGH", "above-ceiling")):
        asked = first_hand(report=header(marking=Marking(label=label)))
        assert answer(asked, papers()) == [code]


def test_art21a_one_signature_short_it_is_not_in_force() -> None:
    known = papers()
    short = replace(known, instruments=known.instruments[:2])
    assert answer(first_hand(), short) == ["agreement-not-in-force"]


def test_art21d_the_day_after_the_end_nothing_new_is_provided() -> None:
    notice = Notice(
        agreement=TRIO, party=NORTH, note="n", dated=instant("2020-04-01T00:00")
    )
    end = instant("2021-03-10T00:00").ns
    known = papers(more=(notice,))
    assert answer(first_hand(at_ns=end - 1), known) == []
    assert answer(first_hand(at_ns=end), known) == ["agreement-not-in-force"]


def test_art21d_after_the_end_onward_release_still_needs_the_approval() -> None:
    notice = Notice(
        agreement=TRIO, party=NORTH, note="n", dated=instant("2020-04-01T00:00")
    )
    asked = onward(at_ns=instant("2021-03-11T00:00").ns)
    expected = ["agreement-not-in-force", "no-originator-approval"]
    assert answer(asked, papers(more=(notice,))) == expected


def test_par1_another_matter_is_out_of_scope() -> None:
    assert answer(first_hand(report=header(topic="maritime")), papers()) == [
        "out-of-scope"
    ]


def test_par3_with_both_legs_the_way_is_open() -> None:
    known = papers(leave(), text=ON_LEGS, more=BOTH_LEGS)
    found = decide(first_hand(), known)
    assert found.permitted
    assert len(found.rests_on) == 5
    assert answer(onward(), known) == []


@pytest.mark.parametrize(
    ("leg", "party"), [(FIRST, NORTH), (SECOND, SOUTH)], ids=("first", "second")
)
def test_par3_a_leg_that_has_ended_shuts_that_part_of_the_way(
    leg: AgreementId, party: PartyId
) -> None:
    others = tuple(paper for paper in BOTH_LEGS if paper.agreement != leg)
    known = papers(leave(), text=ON_LEGS, more=(*others, *ended(leg, party)))
    broken, whole = ["leg-agreement"], list[str]()
    assert answer(first_hand(), known) == (broken if leg == FIRST else whole)
    assert answer(onward(), known) == (broken if leg == SECOND else whole)


def test_par3_a_leg_without_papers_is_shut_but_for_what_is_published() -> None:
    known = papers(text=ON_LEGS)
    assert answer(first_hand(), known) == ["leg-agreement"]
    published = first_hand(report=header(publication=Publication(where="here")))
    assert answer(published, known) == []


def test_par3_what_was_prepared_ends_with_the_first_leg() -> None:
    notice = Notice(
        agreement=FIRST, party=NORTH, note="n", dated=instant("2020-04-01T00:00")
    )
    known = papers(text=ON_LEGS, more=(*BOTH_LEGS, notice))
    end = instant("2021-03-10T00:00").ns
    assert answer(first_hand(at_ns=end - 1), known) == []
    assert answer(first_hand(at_ns=end), known) == ["leg-agreement"]


def test_par4_who_shares_with_the_third_provides_it_to_the_hub() -> None:
    direct = onward(sender=NORTH)
    assert answer(direct, papers()) == ["not-through-hub"]


def test_par4_the_hub_passes_on_only_what_the_originator_approved() -> None:
    assert answer(onward(), papers()) == ["no-originator-approval"]
    assert answer(onward(), papers(leave())) == []


def test_par8_where_the_two_differ_the_stricter_wins() -> None:
    """The arrangement permits and the binding agreement below it does not."""
    arrangement = ON_LEGS.replace("binding = true", "binding = false", 1)
    over = (*ended(FIRST, NORTH), *BOTH_LEGS[2:])
    assert answer(first_hand(), papers(text=arrangement, more=over)) == [
        "leg-agreement"
    ]
    narrow = first_hand(report=header(topic="maritime"))
    assert answer(narrow, papers(text=arrangement, more=BOTH_LEGS)) == ["out-of-scope"]


def test_every_rule_names_the_article_it_was_made_for() -> None:
    assert tuple(REGISTRY.values()) == RULES
    assert len(RULES) == 18
    for rule in (*RULES, *FIELD_RULES.values()):
        assert "Source:" in (rule.__doc__ or "")


def test_a_decision_bears_its_own_instant() -> None:
    for at_ns in (AT, AT + 1):
        assert decide(first_hand(at_ns=at_ns), papers()).at_ns == at_ns
