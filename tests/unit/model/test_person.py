from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from tests.desks import NORTH, NOW
from tests.persons import person

from watchword.errors import UsageError
from watchword.model.person import GOVERNANCE, Register


def register(*persons: Any, version: int = 1) -> Register:  # noqa: ANN401
    return Register(party=NORTH, version=version, persons=persons, said_at_ns=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "Kim"},
        {"name": "../kim"},
        {"name": "k" * 64},
        {"public": "short"},
        {"roles": ()},
        {"need": ("",)},
        {"need": ("Missile",)},
        {"clearance": "x" * 121},
        {"authority": "a\x1b[2J"},
        {"facility": "f" * 201},
        {"valid_until_ns": NOW - 10**18},
    ],
)
def test_an_entry_that_could_mean_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        replace(person(), **wrong)


def test_an_entry_counts_from_its_first_instant_until_before_its_last() -> None:
    one = person(from_ns=NOW, until_ns=NOW + 2)
    counted = [one.counts_at(NOW + shift) for shift in (-1, 0, 1, 2)]
    assert counted == [False, True, True, False]


def test_a_register_names_each_person_and_each_key_once_in_order() -> None:
    kim, lee = person("kim"), person("lee")
    assert register(kim, lee).named("lee") == lee
    assert register(kim, lee).keyed(kim.public) == kim
    assert register(kim).named("lee") is None
    for wrong in ((lee, kim), (kim, kim), (kim, replace(lee, public=kim.public))):
        with pytest.raises(UsageError):
            register(*wrong)


def test_nobody_is_called_like_the_key_that_signs() -> None:
    with pytest.raises(UsageError, match="called governance"):
        register(person(GOVERNANCE))
    with pytest.raises(UsageError, match="first version"):
        register(version=0)


def test_art02e_a_clearance_is_kept_with_its_end_and_who_granted_it() -> None:
    kim = replace(
        person("kim", until_ns=NOW + 5),
        clearance="EXERCISE 극비",
        authority="the ministry's board",
    )
    kept = msgspec.json.decode(msgspec.json.encode(register(kim)), type=Register)
    (found,) = kept.persons
    assert (found.clearance, found.authority) == (kim.clearance, kim.authority)
    assert found.valid_until_ns == NOW + 5
    # Whoever grants it judges; here nothing asks why it was granted.
    assert replace(kim, authority="").counts_at(NOW) == kim.counts_at(NOW)
