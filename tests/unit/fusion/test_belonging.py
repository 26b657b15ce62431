from __future__ import annotations

from tests.unit.fusion.test_judged import judged
from tests.unit.fusion.told import told

from watchword.fusion.associate import associate
from watchword.fusion.belonging import MOST, belonging
from watchword.fusion.judged import Judged

JCS = told(
    "KR_JCS", observed_at="2022-05-04T12:03", range_km="~470", site="Sunan airfield"
)
MOD = told("JP_MOD", observed_at="2022-05-04T12:06", range_km="~900", site="Sunan")
US = told("US_INDOPACOM", observed_at="2022-05-04T12:03", range_km="~470")
FAR = told("KP_KCNA", observed_at="2022-05-05T00:03", range_km="~470")


def test_each_report_names_what_it_fits_best_and_worst_with_the_score() -> None:
    (group,) = associate([JCS, MOD, US])
    by_name = {each.statement: each for each in belonging(group)}
    best, worst = by_name[JCS.name].best, by_name[JCS.name].worst
    assert best is not None
    assert worst is not None
    assert (best.other, best.gap_ns, best.says) == (US.name, 0, ("the times meet",))
    assert (worst.other, worst.contradictions) == (MOD.name, ("range_km",))
    assert worst.sites_agree
    assert worst.gap_ns > 0
    assert worst.says == (
        "2 min apart",
        "the sites agree",
        "though they differ in range_km",
    )


def test_a_correction_stands_with_what_it_corrects() -> None:
    fix = told("KR_JCS", corrects=JCS.name, said_s=5, range_km="~480")
    (group,) = associate([JCS, fix])
    first, second = belonging(group)
    assert (first.together, second.together) == ((fix.name,), (JCS.name,))
    assert first.best is second.best is None


def test_what_an_analyst_joined_says_so_and_what_speaks_against_it() -> None:
    made = judged("same", JCS.name, FAR.name)
    decided = Judged([made, judged("withdrawn", US.name)])
    (group,) = associate([JCS, MOD, US, FAR], decided)
    by_name = {each.statement: each for each in belonging(group, decided)}
    joined = by_name[FAR.name]
    assert joined.judgements == (made[0],)
    assert joined.best is None
    assert dict(joined.apart)[JCS.name].startswith("11 h 5")
    assert by_name[MOD.name].judgements == ()
    assert dict(by_name[MOD.name].apart).keys() == {FAR.name}


def test_a_judgement_that_is_undone_joins_nothing() -> None:
    made = judged("same", JCS.name, FAR.name)
    undone = Judged([made, judged("undone", undoes=made[0], at_s=2)])
    groups = associate([JCS, FAR], undone)
    assert [each.judgements for g in groups for each in belonging(g, undone)] == [
        (),
        (),
    ]


def test_in_a_crowd_a_report_is_held_against_some_only() -> None:
    crowd = [
        told(f"A{number}", observed_at="2022-05-04T12:03") for number in range(MOST + 9)
    ]
    (group,) = associate(crowd)
    assert all(each.best is not None for each in belonging(group))
