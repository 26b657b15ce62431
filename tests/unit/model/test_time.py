from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.errors import UsageError
from watchword.model.time import (
    DAY_NS,
    HOUR_NS,
    MINUTE_NS,
    SECOND_NS,
    ExactNs,
    Instant,
    datetime_of,
    format_instant,
    format_ns,
    ns_of,
    parse_instant,
    zone_of,
)

FIRST_NS = ns_of(datetime(1700, 1, 1, tzinfo=UTC))
AFTER_NS = ns_of(datetime(2250, 1, 1, tzinfo=UTC))
offsets = st.sampled_from(["Z", "+09:00", "-03:30", "+14:00", "-12:00"])


@pytest.mark.parametrize(
    ("text", "ns", "precision_ns"),
    [
        ("1970-01-02Z", DAY_NS, DAY_NS),
        ("1970-01-01T09:01+09:00", MINUTE_NS, MINUTE_NS),
        ("1970-01-01 00:01Z", MINUTE_NS, MINUTE_NS),
        ("1970-01-01T00:00:01Z", SECOND_NS, SECOND_NS),
        ("1970-01-01T00:00:01.5Z", 1_500_000_000, SECOND_NS // 10),
        ("1970-01-01T00:00:00.000000007Z", 7, 1),
        ("1969-12-31T23:00-01:00", 0, MINUTE_NS),
        ("1969-12-31T23:59:59.9Z", -100_000_000, SECOND_NS // 10),
    ],
)
def test_what_is_missing_widens_the_precision(
    text: str, ns: int, precision_ns: int
) -> None:
    read = parse_instant(text)
    assert (read.ns, read.precision_ns) == (ns, precision_ns)
    assert read.end_ns == ns + precision_ns


def test_about_and_the_zone_are_kept_as_stated() -> None:
    read = parse_instant(" ~2022-05-04T12:03+09:00 ")
    assert read.about
    assert read.zone == "+09:00"
    assert not read.zone_inferred
    assert parse_instant("2022-05-04T03:03Z").zone == ""


def test_a_zone_that_was_not_stated_is_marked_as_inferred() -> None:
    read = parse_instant("2022-05-04T12:03", zone="Asia/Seoul")
    assert read == msgspec.structs.replace(
        parse_instant("2022-05-04T12:03+09:00"), zone_inferred=True
    )
    stated = parse_instant("2022-05-04T12:03Z", zone="Asia/Seoul")
    assert not stated.zone_inferred


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2022-05-04",
        "2022-05-04T12:03",
        "2022-02-30Z",
        "2022-05-04T24:00Z",
        "2022-05-04T12:60Z",
        "2022-05-04T12:03:61Z",
        "2022-05-04T12Z",
        "2022-05-04T12:03+24:00",
        "2022-05-04T12:03:00.1234567890Z",
        "0000-01-01Z",
        "0001-01-01Z",
        "9999-12-31T23:59-12:00",
        "２０２２-05-04Z",
        "2022-05-04T12:03Z\x00",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_instant(text)


def test_an_unknown_zone_is_refused() -> None:
    for name in ("Mars/Olympus", "../../etc/passwd", ""):
        with pytest.raises(UsageError):
            zone_of(name)
    with pytest.raises(UsageError):
        parse_instant("2022-05-04", zone="Mars/Olympus")


@pytest.mark.parametrize(
    "wrong",
    [
        {"ns": FIRST_NS - 1},
        {"ns": AFTER_NS},
        {"precision_ns": 0},
        {"precision_ns": -1},
        {"precision_ns": 366 * DAY_NS + 1},
        {"zone": "Asia/Seoul"},
        {"zone": "+24:00"},
        {"zone": "+09:60"},
        {"zone": "+zz"},
    ],
)
def test_an_instant_that_cannot_be_is_refused(wrong: dict[str, int | str]) -> None:
    with pytest.raises(UsageError):
        msgspec.structs.replace(Instant(ns=0), **wrong)


def test_the_ends_of_what_an_instant_can_be() -> None:
    assert format_instant(Instant(ns=FIRST_NS)) == "1700-01-01T00:00:00Z"
    last = Instant(ns=AFTER_NS - 1, zone="+23:59", precision_ns=366 * DAY_NS)
    assert format_instant(last).startswith("2250-01-01")


@pytest.mark.parametrize("ns", [FIRST_NS - 1, AFTER_NS, 2**63, -(2**80), 1.5])
def test_an_exact_instant_in_a_statement_has_the_same_bounds(ns: float) -> None:
    decoder = msgspec.json.Decoder(ExactNs)
    assert decoder.decode(b"%d" % FIRST_NS) == FIRST_NS
    with pytest.raises(msgspec.ValidationError):
        decoder.decode(str(ns).encode())


@given(
    moment=st.datetimes(datetime(1700, 1, 2), datetime(2249, 12, 30)),  # noqa: DTZ001
    form=st.sampled_from(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]),
    about=st.sampled_from(["", "~"]),
    offset=offsets,
)
def test_a_text_reads_back_as_it_was(
    moment: datetime, form: str, about: str, offset: str
) -> None:
    text = about + moment.strftime(form) + offset
    assert format_instant(parse_instant(text)) == text


@given(st.integers(FIRST_NS, AFTER_NS - 1), offsets)
def test_an_exact_instant_reads_back_to_the_nanosecond(ns: int, offset: str) -> None:
    zone = "" if offset == "Z" else offset
    assert parse_instant(format_ns(ns, zone)).ns == ns


@given(st.datetimes(datetime(1700, 1, 1), datetime(2249, 12, 31)))  # noqa: DTZ001
def test_a_datetime_survives_as_nanoseconds(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)
    assert datetime_of(ns_of(aware)) == aware


def test_an_instant_is_shown_in_a_zone_by_name_or_offset() -> None:
    assert format_ns(0, "Asia/Seoul") == "1970-01-01T09:00:00+09:00"
    assert format_ns(HOUR_NS + 1, "-01:00") == "1970-01-01T00:00:00.000000001-01:00"
    with pytest.raises(UsageError):
        format_ns(0, "Mars/Olympus")
