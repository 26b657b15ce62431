from __future__ import annotations

import msgspec
import pytest
from tests.desks import NORTH, SOUTH, MemoryDesk, name_held, pair

from watchword.edge.judgements import held_judgements
from watchword.errors import MarkingError, UsageError, WatchwordError
from watchword.model.judgement import Judgement, Verdict
from watchword.node.admit import check_partners_to_say
from watchword.node.effects import Hold
from watchword.node.inputs import Say


@pytest.fixture
def north() -> MemoryDesk:
    return pair()[0]


def judgement(
    desk: MemoryDesk,
    verdict: Verdict,
    *reports: str,
    others: tuple[str, ...] = (),
    undoes: str = "",
    because: str = "seen on the plot",
) -> Judgement:
    return Judgement(
        party=desk.party,
        said_at_ns=desk.now_ns,
        verdict=verdict,
        reports=tuple(sorted(reports)),
        others=others,
        undoes=undoes,
        because=because,
    )


def two_reports(desk: MemoryDesk) -> tuple[str, str]:
    first = name_held(desk.report())
    desk.now_ns += 1_000_000_000
    header = msgspec.structs.replace(desk.header(), said_at_ns=desk.now_ns)
    return first, name_held(desk.report(header))


def test_a_judgement_is_signed_and_held_and_goes_to_nobody(north: MemoryDesk) -> None:
    said = judgement(north, "same", *two_reports(north))
    done = north.do(Say(statement=said))
    assert [type(effect) for effect in done.effects] == [Hold]
    assert [each for _, each in held_judgements(north.store)] == [said]


def test_what_is_not_held_cannot_be_judged(north: MemoryDesk) -> None:
    said = judgement(north, "withdrawn", "f" * 64)
    with pytest.raises(UsageError, match="no report is called"):
        north.do(Say(statement=said))
    assert held_judgements(north.store) == []


def test_reports_that_can_never_be_one_event_are_not_the_same(
    north: MemoryDesk,
) -> None:
    first, _ = two_reports(north)
    header = msgspec.structs.replace(north.header(), kind="nuclear_test")
    other = name_held(north.report(header))
    with pytest.raises(UsageError, match="never one event"):
        north.do(Say(statement=judgement(north, "same", first, other)))


def test_a_report_and_its_correction_stay_together(north: MemoryDesk) -> None:
    first, _ = two_reports(north)
    north.now_ns += 1_000_000_000
    header = msgspec.structs.replace(
        north.header(), corrects=first, said_at_ns=north.now_ns
    )
    corrected = name_held(north.report(header))
    said = judgement(north, "apart", first, others=(corrected,))
    with pytest.raises(UsageError, match="correct each other"):
        north.do(Say(statement=said))


def test_only_a_judgement_can_be_undone(north: MemoryDesk) -> None:
    first, _ = two_reports(north)
    with pytest.raises(UsageError, match="no judgement"):
        north.do(Say(statement=judgement(north, "undone", undoes=first)))
    made = name_held(north.do(Say(statement=judgement(north, "withdrawn", first))))
    north.do(Say(statement=judgement(north, "undone", undoes=made)))
    assert len(held_judgements(north.store)) == 2


def test_words_of_a_national_marking_are_not_kept(north: MemoryDesk) -> None:
    first, _ = two_reports(north)
    said = judgement(north, "withdrawn", first, because="TOP SECRET//NOFORN")
    with pytest.raises(MarkingError):
        north.do(Say(statement=said))
    assert held_judgements(north.store) == []


def test_nobody_judges_for_another_party(north: MemoryDesk) -> None:
    first, _ = two_reports(north)
    said = msgspec.structs.replace(judgement(north, "withdrawn", first), party=SOUTH)
    with pytest.raises(UsageError, match="speaks for"):
        north.do(Say(statement=said))


def test_a_partners_judgement_has_no_place_on_a_channel(north: MemoryDesk) -> None:
    said = judgement(north, "withdrawn", "f" * 64)
    assert said.party == NORTH
    with pytest.raises(WatchwordError) as caught:
        check_partners_to_say(said)
    assert caught.value.code == "unexpected-statement"
