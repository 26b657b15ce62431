from __future__ import annotations

from watchword.fusion.steps import Steps, finish


def counting(to: int) -> Steps[int]:
    for _ in range(to):
        yield
    return to


def test_all_steps_at_once_come_to_the_same() -> None:
    assert finish(counting(0)) == 0
    assert finish(counting(3)) == 3
