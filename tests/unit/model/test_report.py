from __future__ import annotations

import msgspec
import pytest

from watchword.errors import UsageError
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.quantity import Quantity
from watchword.model.report import Header, LineNumber, Report

HEADER = Header(
    kind="launch",
    status="exercise",
    originator=PartyId("desk.example"),
    said_at_ns=0,
    topic="missile.ballistic",
    marking=Marking(label="OPEN"),
)


def test_the_witness_is_the_one_quoted_or_the_originator() -> None:
    assert HEADER.authority == "desk.example"
    quoted = msgspec.structs.replace(HEADER, attributed_to="Ministry of X")
    assert quoted.authority == "Ministry of X"
    assert quoted.originator == "desk.example"


def test_a_report_holds_what_its_fields_names_say() -> None:
    report = Report(header=HEADER, fields={"site": "x", "mood": "of a newer node"})
    assert report.fields["site"] == "x"
    with pytest.raises(UsageError):
        Report(header=HEADER, fields={"range_km": "far"})
    with pytest.raises(UsageError):
        Report(header=HEADER, fields={"range_km": Quantity(low=1, unit="kt")})


def test_a_report_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        HEADER.topic = "other"  # type: ignore[misc]


@pytest.mark.parametrize("number", [0, -1, 2**63])
def test_lines_are_numbered_from_one(number: int) -> None:
    decoder = msgspec.json.Decoder(LineNumber)
    assert decoder.decode(b"1") == 1
    with pytest.raises(msgspec.ValidationError):
        decoder.decode(b"%d" % number)


def test_status_and_kind_are_closed_lists() -> None:
    data = msgspec.json.encode(HEADER)
    assert msgspec.json.decode(data, type=Header) == HEADER
    for wrong in (b'"drill"', b'"Exercise"', b"null"):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(data.replace(b'"exercise"', wrong), type=Header)
