from __future__ import annotations

import pytest
from tests.desks import NORTH, NOW, PACT, SOUTH, TEXT, MemoryDesk, exchange

from watchword.model.agreement import Signature
from watchword.model.message import Word
from watchword.model.party import PartyId
from watchword.model.time import HOUR_NS, Instant
from watchword.node.effects import Hold, Offer
from watchword.node.inputs import KnowParty, Wake
from watchword.node.receive import wants_waking
from watchword.node.words import next_word_ns

EAST = PartyId("desk.east")
FRESH = TEXT + '\n[handling]\nfreshness_hours = 6\nremoval = "majority"\n'


def two(text: str = FRESH) -> tuple[MemoryDesk, MemoryDesk]:
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    for one, other in ((north, south), (south, north)):
        one.do(KnowParty(file=other.file()))
        one.agree(text)
    exchange(north, south)
    return north, south


def said(desk: MemoryDesk) -> list[Word]:
    effects = desk.do(Wake()).effects
    return [
        e.statement
        for e in effects
        if isinstance(e, Hold) and isinstance(e.statement, Word)
    ]


def test_the_first_word_is_said_at_once_and_the_next_after_a_third_of_the_limit() -> (
    None
):
    north, _ = two()
    assert wants_waking(north.view, NOW)
    (word,) = said(north)
    assert (word.party, word.agreement, word.said_at_ns) == (NORTH, PACT, NOW)
    assert not wants_waking(north.view, NOW)
    assert next_word_ns(north.view, NOW) == NOW + 2 * HOUR_NS
    north.now_ns = NOW + 2 * HOUR_NS - 1
    assert said(north) == []
    north.now_ns += 1
    assert wants_waking(north.view, north.now_ns)
    assert len(said(north)) == 1


def test_it_goes_in_the_urgent_lane_to_every_other_party() -> None:
    north, south = two()
    effects = north.do(Wake()).effects
    (offer,) = [e for e in effects if isinstance(e, Offer)]
    assert (offer.channel.recipient, offer.channel.lane) == (SOUTH, "urgent")
    exchange(north, south)
    words = [m for _, m in south.view.papers(PACT).messages if isinstance(m, Word)]
    assert [word.party for word in words] == [NORTH]


def test_nobody_says_a_word_under_an_agreement_without_a_limit() -> None:
    north, _ = two(TEXT)
    assert not wants_waking(north.view, NOW)
    assert next_word_ns(north.view, NOW) is None
    assert north.do(Wake()).effects == ()


@pytest.mark.parametrize("gone", [SOUTH, NORTH])
def test_who_has_left_is_told_no_word_and_says_none(gone: PartyId) -> None:
    three = FRESH.replace('"desk.south"]', '"desk.south", "desk.east"]', 1)
    north, south = two(three)
    east = MemoryDesk(EAST)
    for one in (north, south):
        one.do(KnowParty(file=east.file()))
        east.do(KnowParty(file=one.file()))
    east.agree(three)
    for one in (north, south):
        exchange(east, one)
    named = '["desk.north", "desk.south", "desk.east"]'
    stays = [p for p in (NORTH, SOUTH, EAST) if p != gone]
    listed = ", ".join(f'"{party}"' for party in stays)
    text = three.replace(named, f"[{listed}]").replace("version = 1", "version = 2")
    lines = text.splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith(f'"{gone}" ='))
    for desk in (north, south, east):
        if desk.party == gone:
            continue
        desk.add(
            Signature(
                agreement=PACT,
                party=desk.party,
                note="second",
                dated=Instant(ns=NOW),
                version=2,
                text=text,
            )
        )
    for one, other in ((north, south), (south, east), (north, east)):
        exchange(one, other)
    by_party = {NORTH: north, SOUTH: south}
    assert said(by_party[gone]) == []
    assert next_word_ns(by_party[gone].view, NOW) is None
    told = [
        e.channel.recipient for e in east.do(Wake()).effects if isinstance(e, Offer)
    ]
    assert told == [p for p in stays if p != EAST]
