from __future__ import annotations

import msgspec
import pytest
from tests.desks import NORTH, SOUTH, MemoryDesk, line, pair
from tests.vaults import disposal

from watchword.errors import TrustError
from watchword.model.message import Outcome
from watchword.node.destroy import check_stands_in, erase
from watchword.node.effects import Erase

REPORT = "ab" * 32


@pytest.fixture
def north() -> MemoryDesk:
    return pair()[0]


@pytest.mark.parametrize("outcome", ["destroyed", "returned"])
def test_an_own_certificate_of_the_end_erases(
    north: MemoryDesk, outcome: Outcome
) -> None:
    (effect,) = erase(north.view, "cd" * 32, disposal(north, REPORT, outcome))
    assert isinstance(effect, Erase)
    assert (effect.report, effect.certificate) == (REPORT, "cd" * 32)
    assert effect.basis


@pytest.mark.parametrize("outcome", ["retained", "lost"])
def test_what_is_retained_or_lost_is_kept(north: MemoryDesk, outcome: Outcome) -> None:
    assert [*erase(north.view, "cd" * 32, disposal(north, REPORT, outcome))] == []


def test_anothers_certificate_erases_nothing(north: MemoryDesk) -> None:
    theirs = msgspec.structs.replace(disposal(north, REPORT), party=SOUTH)
    assert [*erase(north.view, "cd" * 32, theirs)] == []


def test_a_line_itself_needs_no_certificate(north: MemoryDesk) -> None:
    given = line(north.sign(disposal(north, REPORT)), 1)
    check_stands_in(given, north.designation())


def test_a_line_that_stands_for_another_bears_its_senders_certificate(
    north: MemoryDesk,
) -> None:
    said = disposal(north, REPORT)
    given = msgspec.structs.replace(line(north.sign(said), 1), stands_for=bytes(32))
    assert given.sender == NORTH
    check_stands_in(given, said)
    for wrong in (
        msgspec.structs.replace(said, party=SOUTH),
        msgspec.structs.replace(said, outcome="retained"),
        north.designation(),
    ):
        with pytest.raises(TrustError) as caught:
            check_stands_in(given, wrong)
        assert caught.value.code == "unexpected-statement"
