from __future__ import annotations

import msgspec
import pytest
from tests.desks import NORTH, MemoryDesk

from watchword.errors import WireError
from watchword.wire.introduction import (
    designation_of,
    format_party_file,
    introduction_of,
    parse_party_file,
)

DESK = MemoryDesk(NORTH)
FILE = DESK.file()
DATA = format_party_file(FILE)


def test_the_file_reads_back_with_what_is_in_it() -> None:
    assert parse_party_file(DATA) == FILE
    assert introduction_of(FILE).party == NORTH
    assert designation_of(FILE.designations[0]) == DESK.designation()
    assert DATA.endswith(b"}\n")


def test_an_introduction_is_not_taken_for_a_designation_or_back() -> None:
    swapped = msgspec.structs.replace(FILE, introduction=FILE.designations[0])
    with pytest.raises(WireError):
        introduction_of(swapped)
    with pytest.raises(WireError):
        designation_of(FILE.introduction)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        DATA[:-3],
        DATA.replace(b'"introduction"', b'"introductory"'),
        DATA.replace(b"watchword.v1", b"watchword.v9"),
        DATA.replace(b'"designations":[', b'"designations":[1,'),
        DATA + b" " * 300_000,
    ],
)
def test_what_is_no_party_file_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        parse_party_file(data)


def test_what_was_signed_is_scanned_too() -> None:
    twice = DESK.sign(DESK.designation())
    doubled = msgspec.structs.replace(twice, payload=b'{"a":1,"a":2}')
    file = msgspec.structs.replace(FILE, designations=(doubled,))
    with pytest.raises(WireError) as caught:
        parse_party_file(format_party_file(file))
    assert caught.value.code == "duplicate-key"
