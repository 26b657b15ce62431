"""What may stand in the catalogue twice is no sure event of its own."""

from __future__ import annotations

from tests.counting import about, ends, fired, listing
from tests.unit.fusion.told import told

from watchword.fusion.said import Said
from watchword.picture.weighed import weigh

MORNING = fired("JCS", "2022-05-25T06:00", count="1")
EVENING = fired("JCS", "2022-05-25T18:29", count="3")
THAT_DAY = told("PACOM", by="exercise.washington", also={"observed_at": "2022-05-25"})


def same_as(*said: Said) -> list[int]:
    return [each.same_as for each in weigh(listing(said))]


def test_a_day_with_two_launches_is_not_made_three_by_who_knows_the_day_only() -> None:
    assert sorted(same_as(MORNING, EVENING, THAT_DAY)) == [0, 0, 2]
    assert ends("salvos", [MORNING, EVENING, THAT_DAY]) == (2, 3)
    assert ends("missiles", [MORNING, EVENING, THAT_DAY]) == (4, None)
    assert ends("days", [MORNING, EVENING, THAT_DAY]) == (1, 1)


def test_what_one_party_has_one_authority_say_twice_happened_twice() -> None:
    day_only = told("JCS", also={"observed_at": "2022-05-25"})
    assert same_as(MORNING, EVENING, day_only) == [0, 0, 0]
    by_day = [
        told("JCS", also={"observed_at": "2022-05-25", "site": site})
        for site in ("Sunan", "Hamhung")
    ]
    assert same_as(*by_day) == [0, 0]
    assert ends("salvos", [*by_day, THAT_DAY]) == (2, 2)


def test_one_authority_passed_on_in_two_ways_may_have_spoken_once() -> None:
    relayed = told("JCS", by="exercise.tokyo", observed_at="2022-05-25T06:05")
    assert sorted(same_as(MORNING, relayed)) == [0, 1]
    assert ends("salvos", [MORNING, relayed]) == (1, 2)
    later = told("JCS", by="exercise.tokyo", observed_at="2022-05-25T07:05")
    assert same_as(MORNING, later) == [0, 0]


def test_two_authorities_that_know_the_clock_do_not_speak_of_one_event() -> None:
    other = told("MOD", by="exercise.tokyo", observed_at="2022-05-25T06:42")
    assert same_as(MORNING, other) == [0, 0]


def test_what_cannot_be_of_the_same_sort_is_another_event() -> None:
    cruise = about("missile.cruise", THAT_DAY)
    assert same_as(MORNING, EVENING, cruise) == [0, 0, 0]


def test_what_has_no_time_at_all_may_be_any_that_is_listed() -> None:
    timeless = told("PACOM", said_s=2 * 10**9, count="1")
    assert sorted(same_as(MORNING, timeless)) == [0, 1]
    long_before = told("PACOM", said_s=10**9, count="1")
    assert same_as(MORNING, long_before) == [0, 0]
    two = [timeless, told("CNS", said_s=2 * 10**9, count="2")]
    assert sorted(same_as(*two)) == [0, 1]


def test_what_one_lists_singly_may_be_of_the_salvo_that_another_counted() -> None:
    salvo = told(
        "JCS",
        observed_at="2022-06-05T09:08",
        observed_until="2022-06-05T09:43",
        count="8",
    )
    singly = [
        told("CNS", also={"observed_at": f"2022-06-05T09:{minute}", "count": ">=1"})
        for minute in ("06", "10", "24", "41")
    ]
    said = [salvo, *singly]
    assert ends("salvos", said) == (1, 4)
    assert ends("missiles", said) == (8, None)
    assert ends("days", said) == (1, 1)
    assert ends("salvos", said, by=["CNS"]) == (4, 4)
    later = told("CNS", observed_at="2022-06-05T10:06", count="1")
    assert ends("salvos", [*said, later]) == (2, 5)
    another = told("JCS", observed_at="2022-06-05T09:24", count="1", said_s=9)
    assert ends("salvos", [salvo, another]) == (2, 2), "who counted them tells of both"
