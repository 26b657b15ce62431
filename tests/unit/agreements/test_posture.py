"""Will, apart from law."""

from __future__ import annotations

import pytest
from tests.unit.agreements.papers import NORTH, PACT, SOUTH

from watchword.agreements.posture import holding, index_wills
from watchword.model.agreement import Posture, Stance
from watchword.model.party import PartyId


def said(how: Stance, topic: str = "", to: str = "", at_ns: int = 1) -> Posture:
    return Posture(
        party=NORTH,
        agreement=PACT,
        recipient=to,
        topic=topic,
        stance=how,
        said_at_ns=at_ns,
    )


CASES: dict[str, tuple[tuple[Posture, ...], Stance]] = {
    "nothing said": ((), "case-by-case"),
    "one for all": ((said("push"),), "push"),
    "the latest": ((said("push"), said("halt", at_ns=2)), "halt"),
    "not what is said later": ((said("push"), said("halt", at_ns=99)), "push"),
    "the longest topic": (
        (said("push", "missile"), said("halt", "missile.ballistic"), said("push")),
        "halt",
    ),
    "a longer topic though older": (
        (said("push", "missile", at_ns=1), said("halt", at_ns=5)),
        "push",
    ),
    "not another topic": ((said("push", "nuclear"),), "case-by-case"),
    "this recipient before all": (
        (said("halt", at_ns=5), said("push", to=SOUTH)),
        "push",
    ),
    "not another recipient": ((said("push", to="desk.west"),), "case-by-case"),
    "the topic before the recipient": (
        (said("push", "missile"), said("halt", to=SOUTH)),
        "push",
    ),
    "the stricter of two said at once": ((said("halt"), said("push")), "halt"),
}


@pytest.mark.parametrize(("postures", "expected"), CASES.values(), ids=CASES)
def test_the_nearest_posture_holds(
    postures: tuple[Posture, ...], expected: Stance
) -> None:
    for order in (postures, postures[::-1]):
        wills = index_wills((f"will-{n}", each) for n, each in enumerate(order))
        found = holding(wills, NORTH, SOUTH, "missile.ballistic", 10)
        assert (found[1].stance if found else "case-by-case") == expected


def test_anothers_posture_is_not_ones_own() -> None:
    wills = index_wills([("will", said("push"))])
    assert holding(wills, PartyId("desk.west"), SOUTH, "missile", 10) is None
