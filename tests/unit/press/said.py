"""What was read, in one line, so that a table of texts can say what is expected.

``launch day=2022-06-05 time=09:08 n=8 class=SRBM range=~110..670``; ``~`` is
about, ``6+`` and ``>=`` at least, ``<=`` at most.  Absent is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from watchword.press.calendar import Published, parse_published
from watchword.press.context import Context
from watchword.press.read import read
from watchword.press.reading import Amount, Clock, Count, Language, Reading

TABLES: Final = Path(__file__).parent / "statements"
_KINDS: Final = {"launch": "launch", "nuclear_test": "nuclear", "other": "other"}
_AMOUNTS: Final = {
    "range": "range_km",
    "apogee": "apogee_km",
    "mach": "max_speed_mach",
    "min": "flight_time_min",
    "m": "magnitude",
    "kt": "yield_kt",
    "depth": "depth_km",
    "lat": "lat_deg",
    "lon": "lon_deg",
}


class Statement(NamedTuple):
    """A row of a table.

    Attributes:
        context: When it was published and by whom.
        expected: What is to be read, as ``said`` writes it.
        text: The text.
    """

    context: Context
    expected: frozenset[str]
    text: str


def statements(table: str) -> Iterator[Statement]:
    """Every row: a line with day, authority and what is expected, then the text."""
    content = (TABLES / f"{table}.txt").read_text("utf-8")
    for block in content.split("\n\n"):
        if block.startswith("#"):
            continue
        head, text = block.strip().split("\n", 1)
        day, authority, *expected = head.split()
        yield Statement(_context(day, authority), frozenset(expected), text)


def read_statement(statement: Statement, language: Language) -> frozenset[str]:
    """What is read, of it as much as the row speaks of.

    A row with the kind alone says nothing of the rest.
    """
    found = frozenset(said(read(statement.text, language, statement.context)))
    if len(statement.expected) == 1 and not statement.expected & {"launch", "nuclear"}:
        return frozenset(each for each in found if each.startswith("other"))
    return found


def read_as_told(statement: Statement, language: Language) -> frozenset[str]:
    """The same; and where it came down, its way and the zone only if a row says so.

    ``other`` alone stands for every kind of it.
    """
    found = frozenset(said(read(statement.text, language, statement.context)))
    if not statement.expected & {"launch", "nuclear"} and len(statement.expected) == 1:
        found = frozenset(
            each for each in found if "=" not in each and each != "unread"
        )
        plain = statement.expected == {"other"}
        return frozenset(each.split(":")[0] for each in found) if plain else found
    spoken = {each.split("=")[0] for each in statement.expected}
    unspoken = {"sea", "way", "zone", "unread"} - spoken
    return frozenset(each for each in found if each.split("=")[0] not in unspoken)


def without_ways(found: frozenset[str]) -> frozenset[str]:
    """All of it but where it came down and which way it flew."""
    return frozenset(each for each in found if each[:4] not in ("sea=", "way="))


def said(reading: Reading) -> Iterator[str]:
    """Each value that was read."""
    kind = _KINDS[reading.event_type]
    yield kind if reading.other_type is None else f"{kind}:{reading.other_type}"
    if reading.local_date is not None:
        yield f"day={reading.local_date.day.isoformat()}"
    yield from _clocks({"time": reading.local_time, "end": reading.local_time_end})
    if reading.zone is not None and not reading.zone_inferred:
        yield f"zone={reading.zone}"
    yield from _missiles(reading)
    for name, field in _AMOUNTS.items():
        amount: Amount | None = getattr(reading, field)
        if amount is not None:
            yield f"{name}={_amount(amount)}"
    yield from _ways(reading)
    if reading.unread:
        yield "unread"


def _ways(reading: Reading) -> Iterator[str]:
    for name, told in {"sea": reading.landing_area, "way": reading.direction}.items():
        if told is not None:
            yield f"{name}={told.text.replace(' ', '_')}"


def _missiles(reading: Reading) -> Iterator[str]:
    if reading.sites:
        yield "site=" + ",".join(each.text.replace(" ", "_") for each in reading.sites)
    if reading.count_missiles is not None:
        yield f"n={_count(reading.count_missiles)}"
    if reading.weapon_class is not None:
        yield f"class={reading.weapon_class.stands_for}"


def _context(day: str, authority: str) -> Context:
    published: Published | None = None if day == "-" else parse_published(day)
    return Context(published=published, authority=authority)


def _clocks(clocks: dict[str, Clock | None]) -> Iterator[str]:
    for name, clock in clocks.items():
        if clock is not None:
            yield f"{name}={clock.time.isoformat('seconds').removesuffix(':00')}"


def _count(count: Count) -> str:
    if count.word is not None:
        return count.word
    if count.high is None:
        return f"{count.low}+"
    return _ends([count.low, count.high])


def _amount(amount: Amount) -> str:
    about = "~" if amount.qualifier == "approx" else ""
    if amount.high is None and amount.low is not None:
        return f">={amount.low:.12g}"
    if amount.low is None and amount.high is not None:
        return f"<={amount.high:.12g}"
    return about + _ends(
        [each for each in (amount.low, amount.high) if each is not None]
    )


def _ends(ends: Sequence[float]) -> str:
    return "..".join(f"{each:.12g}" for each in sorted(set(ends)))
