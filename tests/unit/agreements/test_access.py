"""Who may open what: every rule that fails is named, and none is about parties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.desks import NORTH, NOW, SOUTH, TEXT
from tests.persons import person

from watchword.agreements.access import Item, Law, may_open
from watchword.agreements.scale import scale_of
from watchword.agreements.terms import parse_terms
from watchword.model.marking import Marking
from watchword.model.person import ROLES, Person
from watchword.model.time import DAY_NS

CLAUSES: Final = "".join(
    f'[[clause]]\nid = "{name}"\narticle = "{article}"\nrule = "{rule}"\n'
    f'says = "x"\nevidence = "{evidence}"\n'
    for name, article, rule, evidence in (
        ("art-06e", "6(e)", "not-on-register", "R"),
        ("art-07a", "7.1", "need-to-know", "R"),
        ("policy-07b", "7.2", "clearance", "S"),
        ("art-07b", "7.2", "clearance", "R"),
        ("policy-06c", "6(c)", "purpose", "S"),
    )
)
TERMS: Final = parse_terms(TEXT + "\n" + CLAUSES)
LAW: Final = Law(own=SOUTH, terms=TERMS, scales=(scale_of(TERMS),))
SECRET: Final = Item(
    originator=NORTH, marking=Marking(label="CLOSED"), topic="missile.ballistic"
)
OPEN: Final = replace(SECRET, marking=Marking(label="OPEN"))
RANKS: Final = ("", "OFFEN", "ZU")


def asked(
    who: Person | None, item: Item = SECRET, purpose: str = "", at_ns: int = NOW
) -> list[str]:
    return [f"{no.id} {no.code}" for no in may_open(who, at_ns, item, LAW, purpose)]


def cleared(*need: str) -> Person:
    return person("ada", *ROLES, clearance="ZU", need=need)


def test_art07b_it_takes_the_register_the_clearance_and_the_need() -> None:
    assert asked(cleared("missile")) == []
    assert asked(None) == ["art-06e not-on-register"]
    assert asked(person(clearance="OFFEN")) == ["art-07b clearance"]
    assert asked(person(clearance="")) == ["art-07b clearance"]
    assert asked(person(clearance="OFFEN"), OPEN) == []


def test_art07a_a_cleared_administrator_without_need_is_refused() -> None:
    assert asked(cleared()) == ["art-07a need-to-know"]
    assert asked(cleared("nuclear", "missile.cruise")) == ["art-07a need-to-know"]
    assert asked(person("op", "operator", clearance="", need=())) == [
        "art-07b clearance",
        "art-07a need-to-know",
    ]


def test_art07a_no_role_changes_any_answer() -> None:
    for role in ROLES:
        for who in (cleared(), cleared("missile"), person(clearance="OFFEN")):
            assert asked(replace(who, roles=(role,))) == asked(who)


def test_art06e_outside_its_dates_an_entry_opens_nothing() -> None:
    who = cleared("missile")
    for at_ns in (who.valid_from_ns - 1, who.valid_until_ns):
        assert asked(who, at_ns=at_ns) == [
            "art-06e not-on-register",
            "art-07b clearance",
        ]


def test_art06c_what_is_read_for_another_purpose_is_refused() -> None:
    for_warning = replace(
        SECRET, marking=Marking(label="CLOSED", purposes=("warning",))
    )
    who = cleared("missile")
    assert asked(who, for_warning, "warning") == []
    assert asked(who, for_warning, "public-affairs") == ["policy-06c purpose"]
    assert asked(who, for_warning) == ["policy-06c purpose"]


def test_art06c_where_the_label_names_none_the_agreement_does() -> None:
    handling = replace(TERMS.handling, purposes=("warning",))
    law = replace(LAW, terms=replace(TERMS, handling=handling))
    who = cleared("missile")
    assert [no.code for no in may_open(who, NOW, SECRET, law, "study")] == ["purpose"]
    assert may_open(who, NOW, SECRET, law, "warning") == ()


def test_every_rule_that_fails_is_named_and_none_says_what_the_item_is() -> None:
    item = replace(SECRET, marking=Marking(label="CLOSED", purposes=("warning",)))
    who = person(clearance="OFFEN", need=())
    refusals = may_open(who, who.valid_until_ns, item, LAW, "")
    assert [no.code for no in refusals] == [
        "not-on-register",
        "clearance",
        "need-to-know",
        "purpose",
    ]
    said = " ".join(no.says for no in refusals)
    assert "CLOSED" not in said
    assert "missile" not in said


def test_an_own_item_is_refused_without_a_clause() -> None:
    law = replace(LAW, terms=None)
    refusals = may_open(cleared(), NOW, SECRET, law, "")
    assert [no.id for no in refusals] == ["rule-need-to-know"]


def test_what_its_originator_has_published_asks_for_the_register_only() -> None:
    public = replace(SECRET, published=True)
    assert asked(person(clearance="", need=()), public) == []
    assert asked(None, public) == ["art-06e not-on-register"]


people = st.builds(
    lambda rank, need, days: person(
        clearance=RANKS[rank], need=tuple(need), until_ns=NOW + days * DAY_NS
    ),
    rank=st.integers(0, 2),
    need=st.sets(st.sampled_from(("missile", "missile.ballistic", "nuclear"))),
    days=st.integers(1, 3),
)
items = st.builds(
    lambda label, topic, purposes: Item(
        originator=NORTH,
        marking=Marking(label=label, purposes=tuple(purposes)),
        topic=topic,
    ),
    label=st.sampled_from(("OPEN", "CLOSED", "UNHEARD")),
    topic=st.sampled_from(("missile.ballistic", "nuclear", "maritime")),
    purposes=st.sets(st.sampled_from(("warning", "study"))),
)
purposes = st.sampled_from(("", "warning", "study"))


def opened(who: Person, each: Sequence[Item], purpose: str, at_ns: int) -> set[int]:
    return {
        place
        for place, item in enumerate(each)
        if not may_open(who, at_ns, item, LAW, purpose)
    }


@given(people, st.lists(items, max_size=6), purposes, st.integers(0, 4))
def test_art07b_less_clearance_need_or_time_never_opens_more(
    who: Person, each: list[Item], purpose: str, day: int
) -> None:
    at_ns = NOW + day * DAY_NS
    seen = opened(who, each, purpose, at_ns)
    rank = RANKS.index(who.clearance)
    fewer = (
        *(replace(who, clearance=lower) for lower in RANKS[:rank]),
        *(replace(who, need=who.need[:cut]) for cut in range(len(who.need))),
        replace(who, valid_until_ns=who.valid_until_ns - DAY_NS)
        if who.valid_until_ns > NOW + DAY_NS
        else who,
    )
    for less in fewer:
        assert opened(less, each, purpose, at_ns) <= seen


@given(people, items, purposes)
def test_art06g_a_higher_label_never_opens_to_more_people(
    who: Person, item: Item, purpose: str
) -> None:
    raised = replace(item, marking=replace(item.marking, label="CLOSED"))
    if may_open(who, NOW, item, LAW, purpose) and item.marking.label == "OPEN":
        assert may_open(who, NOW, raised, LAW, purpose)
