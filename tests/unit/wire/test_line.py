from __future__ import annotations

from hashlib import sha256

import pytest
from tests.desks import NORTH, NOW, MemoryDesk, channel, line, sealed_report

from watchword.errors import UnknownVersionError, WireError
from watchword.wire.line import (
    CheckpointLine,
    format_line,
    line_entry,
    parse_checkpoint_line,
    parse_line,
    peek_label,
)

DESK = MemoryDesk(NORTH)
STATEMENT, DISCLOSED = sealed_report(DESK.header("OPEN"))
LINE = line(DESK.sign(STATEMENT), 44, DISCLOSED)
DATA = format_line(LINE)


def test_a_line_says_its_channel_and_reads_back() -> None:
    assert parse_line(DATA) == LINE
    assert LINE.channel == channel()
    assert str(LINE.channel) == "desk.north -> desk.south pact routine"
    assert b"\n" not in DATA


def test_the_log_holds_the_digest_of_exactly_these_bytes() -> None:
    assert line_entry(DATA) == sha256(DATA).digest()
    assert line_entry(DATA) != line_entry(DATA + b" ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'"number":44', b'"number":0'),
        (b'"number":44', b'"number":-44'),
        (b'"number":44', b'"number":44.5'),
        (b'"number":44', b'"number":%d' % 2**63),
        (b'"number":44', b'"number":true'),
        (b'"routine"', b'"slow"'),
        (b'"released_at_ns":%d' % NOW, b'"released_at_ns":%d' % -(2**63)),
        (b'"basis":{', b'"basis":{"site":"art-1",'),
        (b'"disclosed":[', b'"disclosed":[7,'),
    ],
)
def test_a_line_with_a_wrong_part_is_refused(before: bytes, after: bytes) -> None:
    assert before in DATA
    with pytest.raises(WireError) as caught:
        parse_line(DATA.replace(before, after))
    assert caught.value.code == "wrong-schema"


def test_a_line_of_a_newer_schema_says_so() -> None:
    newer = DATA.replace(b"vnd.watchword.v1", b"vnd.watchword.v2")
    with pytest.raises(UnknownVersionError):
        parse_line(newer)


def test_a_checkpoint_line_is_told_from_a_line() -> None:
    data = format_line(CheckpointLine(checkpoint="a\n1\nb\n"))
    assert data == b'{"checkpoint":"a\\n1\\nb\\n"}'
    assert parse_checkpoint_line(data) == "a\n1\nb\n"
    with pytest.raises(WireError):
        parse_checkpoint_line(DATA)
    with pytest.raises(WireError):
        parse_line(data)


def test_the_label_is_found_in_a_line_that_cannot_be_taken() -> None:
    broken = DATA.replace(b'"number":44', b'"number":"x"')
    assert peek_label(broken) == (NORTH, "OPEN")
    newer = DATA.replace(b"vnd.watchword.v1", b"vnd.watchword.v2")
    assert peek_label(newer) == (NORTH, "OPEN")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[" * 100_000,
        b'{"envelope":{"payload":"e30="}}',
        DATA[:-9],
        format_line(line(DESK.govern(DESK.signature()), 44)),
    ],
)
def test_where_no_label_is_found_it_is_empty(data: bytes) -> None:
    assert peek_label(data) == ("", "")
