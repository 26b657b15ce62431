"""Whose certificate it is, as designations begin, end and are taken back."""

from __future__ import annotations

import pytest
from tests.desks import NORTH, SOUTH, MemoryDesk, pair
from tests.unit.edge.test_feed import PIN, certified

from watchword.edge.peers import Peers
from watchword.errors import TrustError
from watchword.model.designation import Designation
from watchword.model.time import DAY_NS
from watchword.node.inputs import AddSigned, KnowParty


def peers_of(desk: MemoryDesk) -> Peers:
    return Peers(lambda: desk.view, lambda: desk.now_ns)


def is_unknown(peers: Peers, pin: str) -> bool:
    with pytest.raises(TrustError) as refused:
        peers.of(pin)
    return refused.value.code == "unknown-certificate"


def test_a_pin_is_its_partners_once_that_is_known() -> None:
    north, south = pair()
    peers = peers_of(north)
    assert is_unknown(peers, PIN)
    certified(south, north)
    peers.forget()
    assert peers.of(PIN) == SOUTH
    assert is_unknown(peers, "cd" * 32)


def test_a_certificate_ends_when_its_designation_does_and_nobody_says_so() -> None:
    north, south = pair()
    certified(south, north)
    peers = peers_of(north)
    assert peers.of(PIN) == SOUTH
    north.now_ns += 2 * DAY_NS
    assert is_unknown(peers, PIN)


def test_a_certificate_that_was_taken_back_counts_no_more() -> None:
    north, south = pair()
    certified(south, north)
    peers = peers_of(north)
    assert peers.of(PIN) == SOUTH
    revoked = Designation(
        party=SOUTH,
        purpose="tls",
        public=PIN,
        valid_from_ns=south.now_ns,
        valid_until_ns=south.now_ns + DAY_NS,
        said_at_ns=south.now_ns,
        revoked=True,
    )
    file = south.file()
    north.do(
        KnowParty(
            file=type(file)(
                introduction=file.introduction,
                designations=(*file.designations, south.govern(revoked)),
            )
        )
    )
    peers.forget()
    assert is_unknown(peers, PIN)


def test_ones_own_certificate_is_nobodys() -> None:
    north, _ = pair()
    own = Designation(
        party=NORTH,
        purpose="tls",
        public=PIN,
        valid_from_ns=north.now_ns - DAY_NS,
        valid_until_ns=north.now_ns + DAY_NS,
        said_at_ns=north.now_ns - DAY_NS,
    )
    north.do(AddSigned(envelope=north.govern(own)))
    assert is_unknown(peers_of(north), PIN)
