"""Groups 6 and 8: a link that delays, splits, cuts, garbles, hangs or flaps."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from threading import Event
from typing import Final

import pytest
from tests.faults.proxy import DOWN, FAIR, UP, Mood
from tests.faults.running import Links, Running, proxied
from tests.processes.nodes import delivered

from watchword.edge.clock import monotonic_ns
from watchword.model.time import SECOND_NS

pytestmark = [
    pytest.mark.faults,
    pytest.mark.processes,
    pytest.mark.slow,
    pytest.mark.timeout(1800),
]

SLOW: Final = {
    "delays": Mood(delay_s=0.02),
    "splits into single bytes, nearly": Mood(split=7),
    "splits and delays": Mood(split=200, delay_s=0.001),
    "coalesces": Mood(gather_s=0.05),
}
"""What everything still gets through."""

BROKEN: Final = {
    "cuts within the handshake": Mood(cut_after=300),
    "truncates within a request": Mood(cut_after=3_500),
    "doubles or swaps bytes": Mood(garbled=0.3),
    "carries nothing": Mood(silent=frozenset((UP, DOWN))),
    "carries nothing back": Mood(silent=frozenset((DOWN,))),
    "carries nothing there": Mood(silent=frozenset((UP,))),
    "refuses": Mood(refuse=True),
    "sends a byte at a time, slowly": Mood(split=1, delay_s=0.01),
}
"""What may stop everything, until it is over."""

Both = tuple[Running, Links]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, seed: int) -> Iterator[Both]:
    rng = Random(seed)  # noqa: S311 (no secret)
    with proxied(tmp_path_factory.mktemp("links"), rng) as found:
        yield found


def file_some(pair: Running, many: int = 6) -> None:
    for number in range(many):
        node = (pair.first, pair.second)[number % 2]
        assert pair.file(node, "urgent" if number % 3 == 0 else "routine")


@pytest.mark.parametrize("mood", SLOW)
def test_a_link_that_is_only_slow_delivers_everything(both: Both, mood: str) -> None:
    pair, links = both
    links.be(SLOW[mood])
    links.to_first.cut()
    file_some(pair)
    pair.deliver(60)
    links.clear_up()
    pair.check_at_rest()


@pytest.mark.parametrize("mood", BROKEN)
def test_what_a_broken_link_held_back_arrives_once_when_it_is_whole(
    both: Both, mood: str
) -> None:
    pair, links = both
    links.be(BROKEN[mood])
    file_some(pair)
    pass_s(1)
    links.clear_up()
    pair.deliver(60)
    pair.check_at_rest()


@pytest.mark.parametrize("way", [UP, DOWN])
def test_a_link_that_carries_one_way_only_does_not_stop_the_other_way(
    both: Both, way: str
) -> None:
    pair, links = both
    links.to_second.be(Mood(silent=frozenset((way,))))
    for _ in range(3):
        assert pair.file(pair.second)
        assert pair.file(pair.first)
    delivered(pair.second)
    links.clear_up()
    pair.deliver(60)
    pair.check_at_rest()


def test_a_link_that_flaps_every_second_loses_nothing(both: Both) -> None:
    pair, links = both
    for number in range(6):
        links.be(Mood(refuse=True) if number % 2 == 0 else FAIR)
        over_ns = monotonic_ns() + SECOND_NS
        while monotonic_ns() < over_ns:
            file_some(pair, 2)
            pass_s(0.1)
    links.clear_up()
    pair.deliver(60)
    pair.check_at_rest()


def pass_s(seconds: float) -> None:
    """Let the nodes try for a while: nothing they do says that they have."""
    Event().wait(seconds)
