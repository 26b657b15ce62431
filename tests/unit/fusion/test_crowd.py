"""Many reports of one moment: bounded work, and still by the set alone."""

from __future__ import annotations

from hashlib import sha256

from tests.unit.fusion.told import told

from watchword.fusion.associate import associate, associating
from watchword.fusion.memory import Memory
from watchword.fusion.merging import LOOKED_AT
from watchword.fusion.said import Said, canonical_key, gather
from watchword.fusion.thread import superseded, threads


def crowd(size: int, authorities: int) -> list[Said]:
    return [
        told(
            f"A{number % authorities}",
            said_s=number,
            name=sha256(b"%d" % number).hexdigest(),
            observed_at="2022-05-04T06:00",
            range_km=str(300 + number % 7),
        )
        for number in range(size)
    ]


def steps_for(size: int) -> int:
    ordered = sorted(crowd(size, 3), key=canonical_key)
    return sum(1 for _ in associating(ordered, Memory()))


def test_steps_grow_with_a_crowd_and_not_with_its_square() -> None:
    small, large = steps_for(4 * LOOKED_AT), steps_for(8 * LOOKED_AT)
    assert large < 2.5 * small


def test_a_crowd_is_told_apart_alike_in_any_order() -> None:
    said = crowd(3 * LOOKED_AT, 5)
    assert associate(said) == associate(said[::-1])


def test_in_a_crowd_an_authority_still_speaks_of_an_event_once() -> None:
    for group in associate(crowd(3 * LOOKED_AT, 3)):
        names = [each.report.header.authority for each in group]
        assert len(names) == len(set(names))


def test_a_long_chain_of_corrections_leaves_the_last_value_standing() -> None:
    chain = [told("A0", observed_at="2022-05-04T06:00", range_km="300")]
    for number in range(1, 300):
        chain.append(
            told("A0", said_s=number, corrects=chain[-1].name, range_km=str(number))
        )
    (thread,) = threads(gather(chain))
    assert thread.standing["range_km"] == chain[-1].report.fields["range_km"]
    gone = superseded(gather(chain))
    assert {name for name, field in gone if field == "range_km"} == {
        each.name for each in chain[:-1]
    }
