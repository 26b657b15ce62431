"""The way by a hub is offered in words, and only where four things hold."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.desks import FIELDS, MemoryDesk, name_held
from tests.trio import (
    FIRST_LEG,
    HUB,
    SEOUL,
    TISA,
    TOKYO,
    Trio,
    ends,
    lets_go_on,
    secret,
    settle,
    trio,
    wills,
)

from watchword.model.time import DAY_NS
from watchword.node.inputs import Say
from watchword.node.own import own_report
from watchword.node.route import Route, routes


@pytest.fixture
def desks() -> Trio:
    return trio()


def by_hub(desk: MemoryDesk, report: str) -> Route:
    held = own_report(desk.view, report)
    (found,) = [
        way for way in routes(desk.view, held, TOKYO, desk.now_ns) if way.via == HUB
    ]
    return found


def conditions(way: Route) -> dict[str, bool | None]:
    return {each.what: each.met for each in way.conditions}


def filed(desks: Trio, topic: str = "missile.ballistic") -> str:
    header = replace(secret(desks[SEOUL]), topic=topic)
    return name_held(desks[SEOUL].report(header))


def test_par4_the_way_by_the_hub_is_offered_in_words(desks: Trio) -> None:
    way = by_hub(desks[SEOUL], filed(desks))
    assert way.open
    assert way.says == f"via {HUB} under {TISA}"
    assert way.agreement == TISA
    # Of the second leg no paper came here, and the approval is still to be given.
    assert conditions(way) == {
        "scope": True,
        "legs": None,
        "approval": None,
        "fields": True,
    }


def test_par4_the_direct_way_is_told_beside_it_and_closed(desks: Trio) -> None:
    held = own_report(desks[SEOUL].view, filed(desks))
    direct, _ = routes(desks[SEOUL].view, held, TOKYO, desks[SEOUL].now_ns)
    assert (direct.via, direct.open) == (None, False)
    assert "not-through-hub" in [no.code for no in direct.refusals]


def test_par1_what_is_out_of_scope_does_not_go_by_the_hub(desks: Trio) -> None:
    way = by_hub(desks[SEOUL], filed(desks, "maritime"))
    assert not way.open
    assert conditions(way)["scope"] is False
    assert [no.id for no in way.refusals] == ["par-1"]


def test_par3_a_leg_that_is_out_closes_the_way_by_the_hub(desks: Trio) -> None:
    name = filed(desks)
    ends(desks[SEOUL], FIRST_LEG)
    desks[SEOUL].now_ns += 380 * DAY_NS
    way = by_hub(desks[SEOUL], name)
    assert not way.open
    assert conditions(way)["legs"] is False
    assert [no.code for no in way.refusals] == ["leg-agreement"]


def test_par3_a_leg_whose_notice_is_suspended_still_carries(desks: Trio) -> None:
    name = filed(desks)
    ends(desks[SEOUL], FIRST_LEG, suspended=True)
    desks[SEOUL].now_ns += 100 * DAY_NS
    assert by_hub(desks[SEOUL], name).open


def test_art06a_fields_that_the_approval_leaves_out_are_named_as_cut(
    desks: Trio,
) -> None:
    name = filed(desks)
    said = lets_go_on(desks[SEOUL], "", kinds=("launch",), fields=("range_km",))
    desks[SEOUL].do(Say(statement=said))
    way = by_hub(desks[SEOUL], name)
    assert conditions(way)["approval"] is True
    assert set(way.cut) >= set(FIELDS) - {"range_km"}
    assert "range_km" not in way.cut


def test_art06a_who_is_not_the_originator_waits_for_its_approval(desks: Trio) -> None:
    """The report of the first, held by the third: nobody else can let it go."""
    wills(desks[SEOUL], "push", HUB)
    wills(desks[HUB], "push")
    name = filed(desks)
    desks[SEOUL].do(Say(statement=lets_go_on(desks[SEOUL], name)))
    settle(desks)
    held = own_report(desks[TOKYO].view, name)
    ways = routes(desks[TOKYO].view, held, SEOUL, desks[TOKYO].now_ns)
    (way,) = [each for each in ways if each.via == HUB]
    assert way.open  # Its own originator may always have it back.


def test_a_hub_offers_no_way_by_itself(desks: Trio) -> None:
    wills(desks[SEOUL], "push", HUB)
    name = filed(desks)
    settle(desks)
    held = own_report(desks[HUB].view, name)
    ways = routes(desks[HUB].view, held, TOKYO, desks[HUB].now_ns)
    assert [way.via for way in ways if way.agreement == TISA] == [None]
