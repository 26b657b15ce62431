from __future__ import annotations

import msgspec
import pytest
from tests.desks import (
    NORTH,
    NOW,
    PACT,
    SOUTH,
    TEXT,
    MemoryDesk,
    carry,
    exchange,
    name_held,
    pair,
)

from watchword.model.agreement import AgreementId, Notice
from watchword.model.time import DAY_NS, Instant
from watchword.node.effects import Hold, Offer, Refuse
from watchword.node.inputs import KnowParty, Wake
from watchword.node.receive import wants_waking

NEXT = AgreementId("pact-anew")


@pytest.fixture
def strangers() -> tuple[MemoryDesk, MemoryDesk]:
    """Two that know each other; only north has signed, and is willing."""
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    for one, other in ((north, south), (south, north)):
        one.do(KnowParty(file=other.file()))
    north.agree()
    north.will("push")
    return north, south


def reports_at(desk: MemoryDesk) -> list[str]:
    rows = desk.store.rows(
        "SELECT name FROM statement WHERE kind = 'report' ORDER BY entry"
    )
    return [name for (name,) in rows]


def test_what_waited_for_a_signature_goes_once_and_in_order(
    strangers: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = strangers
    names = []
    for _ in range(3):
        north.now_ns += 1
        outcome = north.report()
        assert isinstance(outcome.effects[-1], Refuse)
        names.append(name_held(outcome))
    south.agree()
    carry(south, north)
    assert [*north.view.waiting()] == []
    assert reports_at(south) == []
    carry(north, south)
    assert reports_at(south) == names
    north.now_ns += 1
    north.will("push")
    carry(north, south)
    assert reports_at(south) == names


def test_what_no_will_had_opened_does_not_wait(
    strangers: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = strangers
    north.now_ns += 1
    north.will("case-by-case")
    north.now_ns += 1
    north.report()
    assert [*north.view.waiting()] == []
    south.agree()
    exchange(south, north)
    carry(north, south)
    assert reports_at(south) == []


def test_what_waited_for_the_end_of_a_day_goes_when_it_is_over_after_a_start_too(
    strangers: tuple[MemoryDesk, MemoryDesk],
) -> None:
    """By a day a signature may still be to come; at midnight it has been made."""
    north, south = strangers
    today = Instant(ns=NOW // DAY_NS * DAY_NS, precision_ns=DAY_NS)
    south.add(msgspec.structs.replace(south.signature(), dated=today))
    carry(south, north)
    north.now_ns += 1
    name = name_held(north.report())
    assert [*north.view.waiting()] == [(name, SOUTH)]
    north.view.forget()  # As after a start: nothing has been asked yet.
    north.now_ns = today.end_ns - 1
    assert north.do(Wake()).effects == ()
    assert not wants_waking(north.view, north.now_ns)
    north.now_ns = today.end_ns
    assert wants_waking(north.view, north.now_ns)
    (offer,) = north.do(Wake()).effects
    assert isinstance(offer, Offer)
    assert offer.name == name
    assert not wants_waking(north.view, north.now_ns)


def test_after_the_end_a_new_agreement_lets_go_what_waited() -> None:
    """Under the new text, once the party has said its will under it."""
    north, south = pair()
    text = TEXT.replace("[[level]]", _TERM + "[[level]]", 1).replace(
        'id = "pact"', 'id = "pact-anew"'
    )
    ended = TEXT.replace("[[level]]", _TERM + "[[level]]", 1).replace(
        'id = "pact"', 'id = "brief"'
    )
    brief = AgreementId("brief")
    for one in (north, south):
        one.agree(ended, brief)
        one.will("push", brief)
        one.will("halt", PACT)
    exchange(north, south)
    south.add(Notice(agreement=brief, party=SOUTH, note="n", dated=Instant(ns=NOW)))
    exchange(north, south)
    north.now_ns = south.now_ns = NOW + 390 * DAY_NS
    name = name_held(north.report())
    assert [*north.view.waiting()] == [(name, SOUTH)]
    for one in (north, south):
        one.agree(text, NEXT)
    exchange(north, south)
    assert reports_at(south) == []
    will = north.will("push", NEXT)
    assert [e.name for e in will.effects if isinstance(e, Offer)] == [name]
    assert [type(e) for e in will.effects] == [Hold, Offer]
    carry(north, south)
    assert reports_at(south) == [name]


_TERM = """
[duration]
years = 1
notice_days = 30
counts_from = "last-day"

"""
