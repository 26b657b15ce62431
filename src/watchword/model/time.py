"""Instants: integer nanoseconds UTC, with the precision as stated.

Three times are never mixed: ``observed_at`` of the phenomenon, ``said_at`` of
the statement, ``known_at`` of a ledger entry.  The last two are exact (plain
``int`` nanoseconds, named ``..._ns``); what people say about the world is an
``Instant``.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from watchword.errors import UsageError

SECOND_NS: Final = 1_000_000_000
MINUTE_NS: Final = 60 * SECOND_NS
HOUR_NS: Final = 60 * MINUTE_NS
DAY_NS: Final = 24 * HOUR_NS

# Signed 64 bits of nanoseconds reach from 1677 to 2262; the margin leaves room
# for zones, precisions and windows around an instant.
_LOWEST_NS: Final = -8_520_336_000 * SECOND_NS
_HIGHEST_NS: Final = 8_835_955_200 * SECOND_NS

ExactNs = Annotated[int, msgspec.Meta(ge=_LOWEST_NS, lt=_HIGHEST_NS)]
"""An exact instant in a statement; decoding holds it to the same bounds."""

_TO_THE_SECOND: Final = len("1970-01-01T00:00:00")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_OFFSET: Final = re.compile(r"[+-](?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_TEXT: Final = re.compile(
    r"(?P<about>~?)(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<clock>\d{2}:\d{2})(?P<second>:\d{2}(?:\.\d{1,9})?)?)?"
    r"(?P<zone>Z|[+-]\d{2}:\d{2})?",
    re.ASCII,
)


class Instant(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="is",
    tag="instant",
):
    """When something happened, as precisely as it was said.

    The instant lies in ``[ns, ns + precision_ns)``.  "About 14:16" is the
    minute with ``about`` set: how far "about" reaches is for fusion to say.

    Args:
        ns: Start of the interval, nanoseconds UTC since 1970.
        precision_ns: Its width; 1 is exact, a day is ``DAY_NS``.
        about: The source hedged.
        zone: The offset it was stated in, such as ``+09:00``; empty for UTC.
        zone_inferred: The zone was taken from the authority or the language.

    Raises:
        UsageError: Outside the years 1700 to 2249, the width is not above 0 and
            at most a year, or the zone is no offset.
    """

    ns: int
    precision_ns: int = 1
    about: bool = False
    zone: str = ""
    zone_inferred: bool = False

    def __post_init__(self) -> None:
        if not _LOWEST_NS <= self.ns < _HIGHEST_NS:
            raise UsageError("an instant lies in the years 1700 to 2249")
        if not 1 <= self.precision_ns <= 366 * DAY_NS:
            raise UsageError("the precision of an instant is 1 ns to one year")
        if self.zone and _OFFSET.fullmatch(self.zone) is None:
            raise UsageError("the zone of an instant is an offset such as +09:00")

    @property
    def end_ns(self) -> int:
        """The first nanosecond after the interval."""
        return self.ns + self.precision_ns


def parse_instant(text: str, *, zone: str = "") -> Instant:
    """Read ``2022-05-04T12:03+09:00``; what is missing widens the precision.

    Accepted are a day, a minute, a second and decimals of it, ``~`` before it
    for "about".  Without an offset ``zone`` (an IANA name) is used and marked
    as inferred; without either the text is refused, for a day begins at
    another instant in each zone.

    Raises:
        UsageError: Not such a text, an impossible date, or no zone.

    >>> parse_instant("2022-05-04T12:03+09:00").precision_ns == MINUTE_NS
    True
    """
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        raise UsageError(
            f"cannot read the instant {text!r}",
            hint="write 2022-05-04T12:03+09:00, or 2022-05-04+09:00 for a day",
        )
    moment, fraction_ns = _moment(match, zone)
    return Instant(
        ns=ns_of(moment) + fraction_ns,
        precision_ns=_precision_ns(match),
        about=bool(match["about"]),
        zone=_offset_text(moment),
        zone_inferred=match["zone"] is None,
    )


def _moment(match: re.Match[str], zone: str) -> tuple[datetime, int]:
    second = match["second"] or ":00"
    whole, _, fraction = second.partition(".")
    text = f"{match['day']}T{match['clock'] or '00:00'}{whole}"
    tzinfo = _zone(match["zone"], zone)
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=tzinfo)
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"no such instant: {match[0]!r}") from error
    return moment, int(fraction.ljust(9, "0")) if fraction else 0


def _zone(stated: str | None, fallback: str) -> timezone | ZoneInfo:
    if stated == "Z":
        return UTC
    if stated is not None:
        return _offset(stated)
    if not fallback:
        raise UsageError(
            "an instant needs a zone", hint="add Z or an offset such as +09:00"
        )
    return zone_of(fallback)


def _offset(stated: str) -> timezone:
    shift = timedelta(hours=int(stated[1:3]), minutes=int(stated[4:6]))
    try:
        return timezone(-shift if stated[0] == "-" else shift)
    except ValueError as error:
        raise UsageError(f"no such offset: {stated!r}") from error


def zone_of(name: str) -> ZoneInfo:
    """The IANA zone of that name.

    Raises:
        UsageError: There is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"no time zone is called {name!r}") from error


def _precision_ns(match: re.Match[str]) -> int:
    if match["clock"] is None:
        return DAY_NS
    if match["second"] is None:
        return MINUTE_NS
    _, _, fraction = match["second"].partition(".")
    return int(SECOND_NS // 10 ** len(fraction))


def _offset_text(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta()
    if not offset:
        return ""
    sign = "-" if offset < timedelta() else "+"
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def ns_of(moment: datetime) -> int:
    """Nanoseconds UTC of an aware ``datetime``, without passing a float."""
    return (moment - _EPOCH) // timedelta(microseconds=1) * 1000


def datetime_of(ns: int, zone: str = "") -> datetime:
    """An aware ``datetime`` for showing; nanoseconds below 1000 are cut."""
    moment = _EPOCH + timedelta(microseconds=ns // 1000)
    if not zone:
        return moment
    if zone[0] in "+-":
        return moment.astimezone(_zone(zone, ""))
    return moment.astimezone(zone_of(zone))


def format_ns(ns: int, zone: str = "") -> str:
    """An exact instant as text, with seconds and as many decimals as it has.

    >>> format_ns(0)
    '1970-01-01T00:00:00Z'
    """
    second, fraction_ns = divmod(ns, SECOND_NS)
    moment = datetime_of(second * SECOND_NS, zone)
    text = moment.isoformat()[:_TO_THE_SECOND]
    if fraction_ns:
        text += f".{fraction_ns:09d}".rstrip("0")
    return text + ((_offset_text(moment) or "Z") if zone else "Z")


def format_instant(instant: Instant) -> str:
    """The text that ``parse_instant`` reads back, to a day, minute or second.

    Zeros at the end of decimals are not shown, so that an exact instant on a
    whole second reads back as that second.
    """
    moment = datetime_of(instant.ns, instant.zone)
    about = "~" if instant.about else ""
    zone = _offset_text(moment) or "Z"
    if instant.precision_ns >= DAY_NS:
        return f"{about}{moment:%Y-%m-%d}{zone}"
    if instant.precision_ns >= MINUTE_NS:
        return f"{about}{moment:%Y-%m-%dT%H:%M}{zone}"
    return about + format_ns(instant.ns, instant.zone)
