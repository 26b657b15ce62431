from __future__ import annotations

import msgspec
import pytest

from watchword.errors import MalformedError, UsageError
from watchword.model.quantity import Quantity
from watchword.wire.codec import decode, encode

QUANTITY = msgspec.json.Decoder(Quantity)


def test_a_value_reads_back_from_its_bytes() -> None:
    value = Quantity(low=6.0, unit="1")
    assert encode(value) == b'{"is":"quantity","low":6.0,"unit":"1"}'
    assert decode(QUANTITY, encode(value)) == value


def test_unknown_keys_of_newer_nodes_are_passed_over() -> None:
    data = b'{"is":"quantity","low":6.0,"unit":"1","mood":"fair"}'
    assert decode(QUANTITY, data) == Quantity(low=6.0, unit="1")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"is":"quantity"}',
        b'{"is":"instant","ns":1}',
        b'{"is":"quantity","low":"6","unit":"1"}',
        b'{"is":"quantity","unit":"1"}',
        b'{"is":"quantity","low":9,"high":1,"unit":"1"}',
        b'{"is":"quantity","low":1e999,"unit":"1"}',
    ],
)
def test_what_is_no_such_value_is_a_wrong_schema(data: bytes) -> None:
    with pytest.raises(MalformedError) as caught:
        decode(QUANTITY, data)
    assert caught.value.code == "wrong-schema"
    assert not isinstance(caught.value, UsageError)
    assert str(caught.value).startswith("wrong schema: ")


def test_the_reason_is_one_short_line() -> None:
    with pytest.raises(MalformedError) as caught:
        decode(QUANTITY, b'{"is":"' + b"x\\n" * 5000 + b'"}')
    assert len(str(caught.value)) < 250
    assert "\n" not in str(caught.value)
