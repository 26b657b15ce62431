from __future__ import annotations

from tests.unit.fusion.told import told

from watchword.picture.canonical import picture_bytes
from watchword.picture.picture import picture


def test_an_empty_picture_has_these_bytes() -> None:
    assert picture_bytes(picture((), None)) == (
        b'{"as_of_ns":null,"events":[],"loose":[]}'
    )


def test_keys_are_sorted_and_what_is_said_is_all_there() -> None:
    said = told("KR_JCS", name="aa", kind="launch", count="1")
    assert picture_bytes(picture([said], 0)) == (
        b'{"as_of_ns":0,"events":[{"fields":[{"field":"count","rule":"as said",'
        b'"together":{"high":1.0,"is":"quantity","low":1.0,"unit":"1"},'
        b'"verdict":"one witness",'
        b'"witnesses":[{"authority":"KR_JCS","party":"exercise.seoul",'
        b'"statement":"aa","superseded":false,'
        b'"value":{"high":1.0,"is":"quantity","low":1.0,"unit":"1"}}]}],"id":"aa","kind":"launch",'
        b'"members":["aa"],"status":"exercise","topics":["missile.ballistic"]}],'
        b'"loose":[]}'
    )


def test_one_number_changed_changes_the_bytes() -> None:
    one = told("KR_JCS", name="aa", range_km="~470")
    two = told("KR_JCS", name="aa", range_km="470")
    assert picture_bytes(picture([one], None)) != picture_bytes(picture([two], None))
