"""The check of an event: each witness's numbers for themselves.

1. A witness's own numbers are used; an apogee or a range it does not give is
   lent by the others: what they come to together, or where they contradict
   each other anything from the lowest to the highest.
2. A flight time is never lent: it is what is checked.
3. Two witnesses whose apogee and range fit only crosswise are named to each
   other; which of the two has them the wrong way round is not decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from watchword.fusion.doubt import quantity_span
from watchword.fusion.flight.check import FlightCheck, cannot_tell, check_flight
from watchword.model.event import Combined, Event
from watchword.model.field import UNITS
from watchword.model.quantity import Quantity

NUMBERS: Final[tuple[str, ...]] = ("apogee_km", "range_km", "flight_time_min")
LENT: Final[tuple[str, ...]] = ("apogee_km", "range_km")
_CHECKED: Final = ("apogee_km", "flight_time_min")

_Said = Mapping[str, Quantity]


class WitnessCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The check of what one statement says.

    Args:
        authority: The one quoted, or the party itself.
        party: Through whom it came to us.
        statement: Name of the statement.
        numbers: What was checked, by name of field.
        lent: Which of them come from other witnesses.
        crosswise: Authorities whose apogee and range fit only exchanged.
        check: What the models say.
    """

    authority: str
    party: str
    statement: str
    numbers: dict[str, Quantity]
    lent: tuple[str, ...]
    crosswise: tuple[str, ...]
    check: FlightCheck


class _Witness(msgspec.Struct, frozen=True, kw_only=True):
    authority: str
    party: str
    statement: str
    said: dict[str, Quantity]


def check_event(event: Event) -> tuple[WitnessCheck, ...]:
    """Check every witness of a launch who tells an apogee or a flight time.

    Returns:
        In the order of authorities, then statements; nothing for another kind
        of event.  Superseded values are not checked.
    """
    if event.kind != "launch":
        return ()
    fields = {each.field: each for each in event.fields}
    witnesses = _witnesses(fields)
    return tuple(
        _check(each, witnesses, fields)
        for each in witnesses
        if any(name in each.said for name in _CHECKED)
    )


def _witnesses(fields: Mapping[str, Combined]) -> list[_Witness]:
    found: dict[tuple[str, str, str], dict[str, Quantity]] = {}
    for name in (*NUMBERS, "count"):
        for each in fields[name].witnesses if name in fields else ():
            if each.superseded or not isinstance(each.value, Quantity):
                continue
            key = (each.authority, each.statement, each.party)
            found.setdefault(key, {})[name] = each.value
    return [
        _Witness(authority=authority, party=party, statement=statement, said=said)
        for (authority, statement, party), said in sorted(found.items())
    ]


def _check(
    witness: _Witness, witnesses: list[_Witness], fields: Mapping[str, Combined]
) -> WitnessCheck:
    own: dict[str, Quantity] = {
        name: witness.said[name] for name in NUMBERS if name in witness.said
    }
    lent = {
        name: value
        for name in LENT
        if name not in own and (value := _together(fields.get(name))) is not None
    }
    return WitnessCheck(
        authority=witness.authority,
        party=witness.party,
        statement=witness.statement,
        numbers={**own, **lent},
        lent=tuple(lent),
        crosswise=tuple(
            sorted(
                {each.authority for each in witnesses if _cross(own, each.said)}
                - {witness.authority}
            )
        ),
        check=_of_one({**own, **lent}, _count(witness, fields)),
    )


def _of_one(numbers: _Said, count: Quantity | None) -> FlightCheck:
    if count is not None and quantity_span(count)[1] > 1:
        return cannot_tell("several missiles are told of: their numbers are of no one")
    return check_flight(*(numbers.get(name) for name in NUMBERS))


def _count(witness: _Witness, fields: Mapping[str, Combined]) -> Quantity | None:
    return witness.said.get("count") or _together(fields.get("count"))


def _together(combined: Combined | None) -> Quantity | None:
    """What the others lend: the common value, or all between the farthest."""
    if combined is None:
        return None
    if isinstance(combined.together, Quantity):
        return combined.together
    values = [
        each.value
        for each in combined.witnesses
        if isinstance(each.value, Quantity) and not each.superseded
    ]
    if not values:
        return None
    lows, highs = [each.low for each in values], [each.high for each in values]
    low = None if None in lows else min(end for end in lows if end is not None)
    high = None if None in highs else max(end for end in highs if end is not None)
    if low is None and high is None:
        return None
    about = any(each.about for each in values)
    return Quantity(low=low, high=high, unit=UNITS[combined.field], about=about)


def _cross(one: _Said, other: _Said) -> bool:
    """Whether two pairs of apogee and range fit exchanged, and only so."""
    if not all(name in said for name in LENT for said in (one, other)):
        return False
    apogee, flown = (quantity_span(one[name]) for name in LENT)
    their_apogee, their_flown = (quantity_span(other[name]) for name in LENT)
    as_said = _meet(apogee, their_apogee) or _meet(flown, their_flown)
    return not as_said and _meet(apogee, their_flown) and _meet(flown, their_apogee)


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
