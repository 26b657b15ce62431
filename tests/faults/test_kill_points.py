"""Group 1: SIGKILL at every named point of filing, sending and taking."""

from __future__ import annotations

import signal
from pathlib import Path
from random import Random
from typing import Final

import pytest
from tests.faults.fatal import POINTS
from tests.faults.running import FatalNode, Running, running, wait_dead

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
    sender, recipient = pair.first, pair.second
    victim = sender if POINTS[point].whose == "sender" else recipient
    assert isinstance(victim, FatalNode)
    victim.arm(point, rng.randint(1, 3))
    for _ in range(4):
        if victim.is_dead:
            break
        pair.file(sender, rng.choice(("routine", "urgent")))
    wait_dead(victim)
    assert victim.buried() == -signal.SIGKILL, point
    victim.disarm()
    victim.up()
