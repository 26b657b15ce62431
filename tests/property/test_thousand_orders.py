"""Law 2 by count: a thousand orders, each with duplicates, and one picture.

Salvos, corrections, two parties that quote one authority, and judgements with an
undoing.  ``WATCHWORD_EXAMPLES`` (200 by default, a thousand orders) scales it.
"""

from __future__ import annotations

import os
from hashlib import sha256
from random import Random
from typing import Final

from tests.property.test_picture import Kept
from tests.unit.fusion.test_judged import judged
from tests.unit.fusion.told import told, without

from watchword.fusion.judged import Judged, Named
from watchword.fusion.memory import Memory
from watchword.fusion.said import Said
from watchword.picture.canonical import picture_bytes
from watchword.picture.picture import picture

ORDERS: Final = int(os.environ.get("WATCHWORD_EXAMPLES", "200")) * 5
"""1,000 unless told otherwise."""

FOLDED_TOO: Final = 10
"""Every so many orders are also folded slice by slice."""

AUTHORITIES: Final = ("KR_JCS", "JP_MOD", "US_INDOPACOM", "CNS")
LAUNCHES: Final = (
    {"observed_at": "2022-05-25T06:00", "range_km": "~360", "count": "1"},
    {"observed_at": "2022-05-25T06:37", "range_km": "~20"},
    {"observed_at": "2022-05-25T06:42", "range_km": "~760", "site": "Sunan"},
    {"observed_at": "2022-06-05T09:08", "observed_until": "2022-06-05T09:43"},
    {"observed_at": "2022-06-05T09:12", "position": "41.3 129.1", "count": ">=2"},
    {"stated_on": "2022-06-05", "count": "8"},
    {"observed_hour": "2022-06-12T08:00", "count": ">=2"},
)


def world() -> list[Said]:
    """What four authorities say of seven launches, with what they took back."""
    said: list[Said] = []
    for number, launch in enumerate(LAUNCHES):
        for place, authority in enumerate(AUTHORITIES):
            if (number + place) % 4 == 3:
                continue
            by = ("exercise.seoul", "exercise.tokyo")[(number + place) % 2]
            first = told(authority, by=by, said_s=10 * number + place, also=launch)
            said.append(first)
            if place == number % 3:
                fix = {"count": "8", "range_km": "~400"}
                later = 100 + number
                said.append(
                    told(authority, by=by, said_s=later, corrects=first.name, also=fix)
                )
            if place == 1:
                relayed = told(authority, by="exercise.washington", also=launch)
                said.append(relayed)
    said.append(told("KP_KCNA", kind="statement", stated_on="2022-06-12"))
    return said


def decisions(said: list[Said]) -> list[Named]:
    """Joined, parted, withdrawn, and one of them undone."""
    names = [each.name for each in said]
    joined = judged("same", names[0], names[-2], at_s=1)
    return [
        joined,
        judged("same", names[3], names[12], at_s=2),
        judged("apart", names[8], others=(names[9],), at_s=3),
        judged("withdrawn", names[4], at_s=4),
        judged("undone", undoes=joined[0], at_s=5),
    ]


def lines(said: list[Said], random: Random) -> list[Said]:
    """Every statement in two parts with other fields open, some of them again."""
    found: list[Said] = []
    for each in said:
        fields = sorted(each.report.fields)
        late = set(random.sample(fields, random.randint(0, len(fields))))
        found += [without(each, *late), without(each, *(set(fields) - late))]
    found += random.choices(found, k=len(said))
    random.shuffle(found)
    return found


def test_a_thousand_orders_with_duplicates_give_one_picture_byte_for_byte(
    seed: int,
) -> None:
    random = Random(seed)  # noqa: S311 (which order, no secret)
    said = world()
    decided = decisions(said)
    digests = set()
    for number in range(ORDERS):
        told_so = lines(said, random)
        mixed = random.sample(decided, len(decided))
        shown = picture_bytes(picture(told_so, None, Judged(mixed)))
        digests.add(sha256(shown).hexdigest())
        if number % FOLDED_TOO == 0:
            digests.add(sha256(folded(told_so, mixed, random)).hexdigest())
    assert len(digests) == 1, f"seed {seed}"
    whole = picture(said, None, Judged(decided))
    assert digests == {sha256(picture_bytes(whole)).hexdigest()}
    sizes = [len(event.members) for event in whole.events]
    assert len(sizes) >= len(LAUNCHES)
    assert max(sizes) >= len(AUTHORITIES)
    assert any(
        w.superseded for e in whole.events for f in e.fields for w in f.witnesses
    )
    assert any(event.withdrawn for event in whole.events)


def folded(told_so: list[Said], decided: list[Named], random: Random) -> bytes:
    """The same arriving slice by slice, judgements in between."""
    kept, left, waiting = Kept(Memory(20)), told_so, list(decided)
    while left or waiting:
        size = random.randint(1, 40)
        count = len(waiting) if not left else random.randint(0, 1)
        kept.decide(waiting[:count])
        some, left, waiting = left[:size], left[size:], waiting[count:]
        kept.take(some)
    return picture_bytes(kept.picture())
