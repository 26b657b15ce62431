from __future__ import annotations

import pytest
from tests.desks import NORTH, MemoryDesk, sealed_report

from watchword.errors import WireError
from watchword.wire.enclosed import (
    PAD_BYTES,
    Enclosed,
    format_enclosed,
    parse_enclosed,
)


def enclosed() -> Enclosed:
    north = MemoryDesk(NORTH)
    statement, disclosed = sealed_report(north.header())
    return Enclosed(
        envelope=north.sign(statement),
        disclosed=disclosed,
        basis={"header": ("art-1",)},
        released_at_ns=north.now_ns,
    )


def test_what_was_enclosed_is_read_back() -> None:
    inner = enclosed()
    assert parse_enclosed(format_enclosed(inner)) == inner


def test_its_length_tells_little() -> None:
    assert len(format_enclosed(enclosed())) % PAD_BYTES == 0


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"envelope":1}'])
def test_any_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        parse_enclosed(data)
