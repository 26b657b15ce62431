"""Will, apart from law."""

from __future__ import annotations

import pytest
from tests.unit.agreements.papers import NORTH, PACT, SOUTH

from watchword.agreements.posture import stance
from watchword.model.agreement import AgreementId, Posture, Stance
from watchword.model.party import PartyId


def said(
    how: Stance, topic: str = "", to: str = "", at_ns: int = 1, agreement: str = PACT
) -> Posture:
    return Posture(
        party=NORTH,
        agreement=AgreementId(agreement),
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
    "not under another agreement": ((said("push", agreement="x"),), "case-by-case"),
}


@pytest.mark.parametrize(("postures", "expected"), CASES.values(), ids=CASES)
def test_the_nearest_posture_holds(
    postures: tuple[Posture, ...], expected: Stance
) -> None:
    for order in (postures, postures[::-1]):
        found = stance(order, NORTH, PACT, SOUTH, "missile.ballistic", 10)
        assert found[0] == expected
        assert (found[1] is None) == (expected == "case-by-case")


def test_anothers_posture_is_not_ones_own() -> None:
    found = stance([said("push")], PartyId("desk.west"), PACT, SOUTH, "missile", 10)
    assert found == ("case-by-case", None)
