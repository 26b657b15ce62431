"""Group 1: SIGKILL at every named point of filing, sending and taking."""

from __future__ import annotations

import signal
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

import pytest
from tests.faults.fatal import POINTS
from tests.faults.running import FatalNode, Running, running
from tests.processes.nodes import until

pytestmark = [
    pytest.mark.faults,
    pytest.mark.processes,
    pytest.mark.slow,
    pytest.mark.timeout(3600),
]

ROUNDS_A_CHECK: Final = 10


def test_no_kill_at_a_named_point_loses_or_doubles_what_was_acknowledged(
    tmp_path: Path, seed: int, rounds: int
) -> None:
    rng, points = Random(seed), sorted(POINTS)  # noqa: S311 (no secret)
    rng.shuffle(points)
    with running(tmp_path, FatalNode) as pair:
        for number in range(rounds):
            kill_at(pair, points[number % len(points)], rng)
            if number % ROUNDS_A_CHECK == 0:
                pair.deliver()
                pair.check_at_rest()
        pair.deliver()
        pair.check_at_rest()
        assert pair.said


def kill_at(pair: Running, point: str, rng: Random) -> None:
    """File until a node has ended there, and start it again."""
    victim = pair.first if POINTS[point].whose == "sender" else pair.second
    assert isinstance(victim, FatalNode)
    victim.arm(point, rng.randint(1, 3))
    filed = partial(file_unless_dead, pair, victim, rng)
    # A few filings may go in one batch: file until the point has been passed.
    until(filed)
    assert victim.buried() == -signal.SIGKILL, point
    victim.disarm()
    victim.up()


def file_unless_dead(pair: Running, victim: FatalNode, rng: Random) -> bool:
    """Whether it is dead; if not, file one more."""
    if not victim.is_dead:
        pair.file(pair.first, rng.choice(("routine", "urgent")))
    return victim.is_dead
