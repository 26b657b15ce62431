"""What the statements of one event come to."""

from __future__ import annotations

from tests.counting import about, fired
from tests.unit.fusion.told import told

from watchword.fusion.said import Said, gather
from watchword.picture.days import Days, parse_days
from watchword.picture.evidence import Evidence, evidence

WHEN = "2022-05-25T06:00"


def weighed(*said: Said, own_word: bool = False) -> Evidence:
    found = evidence(gather(said), own_word=own_word)
    assert found is not None
    return found


def numbers(*texts: str) -> tuple[int, int | None]:
    return weighed(*(fired(f"A{n}", WHEN, count=t) for n, t in enumerate(texts))).number


def test_nobody_counted_is_at_least_one() -> None:
    assert weighed(fired("JCS", WHEN)).number == (1, None)


def test_a_bound_beside_a_number_leaves_the_number() -> None:
    assert numbers(">=6", "8") == (8, 8)
    assert numbers(">=2") == (2, None)
    assert numbers("<=5") == (1, 5)


def test_counts_that_contradict_each_other_span_what_was_said() -> None:
    assert numbers("6", "8") == (6, 8)
    assert numbers("~10") == (9, 11)
    assert numbers("~1") == (1, 2)


def test_none_were_fired_only_where_somebody_says_so() -> None:
    assert numbers("0") == (0, 0)
    assert numbers("0", "2") == (0, 2)


def test_who_names_a_launch_and_no_number_contradicts_that_there_was_none() -> None:
    said = [fired("JCS", WHEN, count="0"), fired("PACOM", WHEN)]
    assert weighed(*said).number == (0, None)


def test_a_correction_counts_and_what_it_corrects_does_not() -> None:
    first = fired("JCS", WHEN, count="6", weapon_class="cruise")
    second = told("JCS", said_s=9, corrects=first.name, count="8", weapon_class="SRBM")
    found = weighed(first, second)
    assert found.number == (8, 8)
    assert found.sorts == {"ballistic"}


def test_the_last_topic_of_a_thread_counts() -> None:
    first = fired("JCS", WHEN, "missile.ballistic")
    second = about("artillery", told("JCS", said_s=9, corrects=first.name, count="4"))
    assert weighed(first, second).sorts == {"artillery"}


def test_the_word_of_the_side_that_fired_is_heard_only_where_it_is_asked_for() -> None:
    claim = fired("KCNA", WHEN, "claim", count="3", outcome="success")
    assert evidence([claim]) is None
    assert weighed(claim, own_word=True).number == (3, 3)
    both = weighed(fired("JCS", WHEN, count="2"), claim)
    assert (both.number, both.authorities) == ((2, 2), ("JCS",))
    assert both.outcomes == frozenset()


def test_an_outcome_that_is_unknown_says_nothing() -> None:
    found = weighed(
        fired("A", WHEN, outcome="unknown"), fired("B", WHEN, outcome="Failure")
    )
    assert found.outcomes == {"failure"}


def test_the_day_is_that_of_the_finest_time() -> None:
    coarse = told("PACOM", also={"observed_at": "2022-05-25"})
    late = fired("JCS", "2022-05-25T23:55")
    assert weighed(coarse, late).days("+09:00") == parse_days("2022-05-25")
    about_midnight = fired("JCS", "~2022-05-25T23:55")
    first = parse_days("2022-05-25").first
    assert weighed(about_midnight).days("+09:00") == Days(first, first + 1)


def test_what_is_known_only_by_when_it_was_stated_was_then_or_before() -> None:
    day = parse_days("1970-01-01").first
    found = weighed(told("MOD", also={"stated_on": "2022-04-17"}))
    assert found.span_ns == (None, 0), "it was said in 1970"
    said_later = told("MOD", said_s=3 * 10**9, also={"stated_on": "2022-04-17"})
    days = weighed(said_later).days("+09:00")
    assert (days.last, days.meets(Days(day, day))) == (
        parse_days("2022-04-17").first,
        True,
    )


def test_a_withdrawn_correction_in_between_splits_no_count() -> None:
    first = fired("JCS", WHEN, count="1")
    wrong = told("JCS", said_s=10, corrects=first.name, count="9")
    last = told("JCS", said_s=20, corrects=wrong.name, count="2")
    other = told("MOD", said_s=30, observed_at=WHEN, count="2")
    said = gather([first, wrong, last, other])
    found = evidence(said, withdrawn={wrong.name})
    assert found is not None
    assert found.number == (2, 2), "what came last corrects what came first"
    assert wrong.name not in found.names
    without_last = evidence(said, withdrawn={last.name})
    assert without_last is not None
    assert without_last.number == (2, 9), "the one before it stands again"
    only_first = evidence(said, withdrawn={wrong.name, last.name, other.name})
    assert only_first is not None
    assert only_first.number == (1, 1)
    assert evidence(said, withdrawn={s.name for s in said}) is None
