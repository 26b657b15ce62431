"""Whatever was said and decided: who is of an event with others has a reason."""

from __future__ import annotations

from hypothesis import given
from tests.property.test_picture import judgements, worlds

from watchword.fusion.associate import associate
from watchword.fusion.belonging import belonging
from watchword.fusion.judged import Judged, Named
from watchword.fusion.said import Said
from watchword.fusion.thread import threads


@given(worlds(), judgements())
def test_every_report_of_an_event_fits_one_of_it_or_was_said_to_be_of_it(
    world: list[Said], decided: list[Named]
) -> None:
    judged = Judged(decided)
    for group in associate(world, judged):
        alone = len(threads(group)) == 1
        found = belonging(group, judged)
        assert [each.statement for each in found] == [said.name for said in group]
        for each in found:
            assert alone or each.best is not None or each.judgements
            assert alone or len(group) > 1 + len(each.together)
            assert not each.apart or judged


@given(worlds())
def test_without_judgements_nothing_speaks_against_a_report_of_an_event(
    world: list[Said],
) -> None:
    for group in associate(world):
        for each in belonging(group):
            assert not each.apart
            assert not each.judgements
