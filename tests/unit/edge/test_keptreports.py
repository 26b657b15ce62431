"""The reports of an event come back as they were put into its row."""

from __future__ import annotations

import pytest
from tests.unit.fusion.told import told

from watchword.edge.keptreports import Known, joined, packed, unpacked
from watchword.errors import MalformedError
from watchword.wire.codec import encode

ONE = told("KR_JCS", site="Sunan", range_km="~470")
OTHER = told("JP_MOD", said_s=5, apogee_km="780")


def test_reports_come_back_in_their_order_with_their_entries_and_their_bytes() -> None:
    body = joined([packed(3, 9, encode(ONE)), packed(4, 4, encode(OTHER))])
    assert list(unpacked(body)) == [
        (Known(3, 9, ONE), encode(ONE)),
        (Known(4, 4, OTHER), encode(OTHER)),
    ]


def test_an_event_of_none_has_none() -> None:
    assert list(unpacked(joined([]))) == []


def test_what_is_no_event_is_refused() -> None:
    with pytest.raises(MalformedError):
        list(unpacked(encode([ONE])))
