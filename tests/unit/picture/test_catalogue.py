"""The catalogue: names that stay, and how an event stands."""

from __future__ import annotations

import pytest
from tests.counting import fired, listing
from tests.unit.fusion.told import told

from watchword.errors import UsageError
from watchword.picture.catalogue import (
    Standing,
    find,
    speakers_named,
    zone_of_record,
)
from watchword.picture.countrule import CountRule, rule_named, takes_in

WHEN = "2022-05-25T06:00"
FIRST = fired("JCS", WHEN, count="1")
LATER = told("MOD", said_s=60, observed_at="2022-05-25T06:01", count="1")


def test_an_event_is_found_by_its_number_and_by_the_name_of_any_member() -> None:
    listed = listing([LATER, FIRST, fired("JCS", "2022-06-05T09:08")])
    assert [each.number for each in listed] == [1, 2]
    assert listed[0].event.id == FIRST.name
    for text in ("1", FIRST.name, FIRST.name[:12], LATER.name[:4]):
        assert find(listed, text).event.id == FIRST.name


@pytest.mark.parametrize("text", ["0", "3", "", "abc", "zzzzz", "f" * 64])
def test_what_is_not_listed_is_not_found(text: str) -> None:
    with pytest.raises(UsageError):
        find(listing([FIRST]), text)


def test_a_beginning_that_two_events_share_finds_none() -> None:
    one = told("JCS", name="abcd" + "0" * 60, observed_at=WHEN)
    two = told("JCS", name="abcd" + "1" * 60, observed_at="2022-06-05T09:08")
    with pytest.raises(UsageError, match="several"):
        find(listing([one, two]), "abcd")


@pytest.mark.parametrize(
    ("counts", "standing"),
    [
        (("1",), "held"),
        (("", "0"), "disputed"),
        (("1", "0"), "disputed"),
        (("0", "0"), "withdrawn"),
    ],
)
def test_an_event_stands_as_its_witnesses_let_it(
    counts: tuple[str, ...], standing: Standing
) -> None:
    said = [
        fired(f"A{n}", WHEN, **({"count": text} if text else {}))
        for n, text in enumerate(counts)
    ]
    (one,) = listing(said)
    assert one.standing == standing


def test_what_only_the_side_that_fired_has_said_is_claimed_and_is_listed() -> None:
    (one,) = listing([fired("KCNA", WHEN, "claim", outcome="success")])
    assert (one.standing, one.outcome) == ("claimed", "success")


def test_a_withdrawn_event_keeps_its_page() -> None:
    gone = told("JCS", said_s=60, corrects=FIRST.name, count="0")
    listed = listing([FIRST, gone])
    assert find(listed, FIRST.name[:8]).standing == "withdrawn"


def test_real_events_are_not_listed_with_those_of_an_exercise() -> None:
    real = told("JCS", status="actual", observed_at=WHEN)
    assert listing([real]) == ()


def test_a_witness_is_named_by_a_part_that_no_other_has() -> None:
    listed = listing([FIRST, LATER])
    assert speakers_named(listed, ["jc", "MOD"]) == {"JCS", "MOD"}
    assert speakers_named(listed, ["seoul"]) == {"exercise.seoul"}
    with pytest.raises(UsageError, match="witness of nothing") as caught:
        speakers_named(listed, ["PACOM"])
    assert "JCS" in caught.value.hint
    with pytest.raises(UsageError, match="several"):
        speakers_named([*listed, *listing([fired("JCS-2", WHEN)])], ["J"])


def test_who_files_for_an_authority_is_heard_under_its_own_name_too() -> None:
    quoted = told("JCS", by="exercise.tokyo", observed_at=WHEN, count="1")
    (one,) = listing([quoted])
    assert one.evidence(["exercise.tokyo"]) is not None
    assert one.evidence(["MOD"]) is None


def test_the_zone_of_the_record_is_the_one_most_times_are_in() -> None:
    utc = told("PACOM", observed_at="2022-05-24T21:00Z")
    assert zone_of_record([FIRST, LATER, utc]) == "+09:00"
    assert zone_of_record([utc]) == "UTC"
    assert zone_of_record([told("JCS", site="Sunan")]) == "UTC"


def test_a_rule_says_why_it_may_not_take_an_event_in() -> None:
    def asked(rule: CountRule, *counts: str) -> tuple[str, str]:
        said = [fired(f"A{n}", WHEN, count=c) for n, c in enumerate(counts)]
        (one,) = listing(said)
        found = one.evidence()
        assert found is not None
        return takes_in(rule, found)

    days, success = rule_named("days"), rule_named("days-succeeded")
    assert asked(days, "1") == ("yes", "")
    assert asked(days, "0") == ("no", "")
    assert asked(days, "0", "1") == ("open", "some took it back")
    assert asked(success, "1") == ("open", "outcome: nobody judged it")
