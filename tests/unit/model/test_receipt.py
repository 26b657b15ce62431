from __future__ import annotations

import msgspec
import pytest

from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.receipt import Receipt

RECEIPT = Receipt(
    party=PartyId("desk.south"),
    sender=PartyId("desk.north"),
    agreement=AgreementId("pact"),
    lane="urgent",
    number=44,
    root="AA==",
    said_at_ns=0,
)


def test_a_receipt_says_what_it_is_and_reads_back() -> None:
    data = msgspec.json.encode(RECEIPT)
    assert b'"statement":"receipt"' in data
    assert msgspec.json.decode(data, type=Receipt) == RECEIPT


@pytest.mark.parametrize("number", [0, -1, 2**63])
def test_a_receipt_is_for_a_line_that_can_be(number: int) -> None:
    data = msgspec.json.encode(RECEIPT).replace(b":44", b":%d" % number)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(data, type=Receipt)
