from __future__ import annotations

import msgspec
import pytest
from tests.desks import NORTH, NOW, PACT, SOUTH, MemoryDesk, sealed_report

from watchword.errors import WireError
from watchword.model.agreement import Approval, Notice, Posture
from watchword.model.receipt import Receipt
from watchword.model.time import DAY_NS, Instant
from watchword.trust.signed import sign_payload
from watchword.wire.envelope import Envelope
from watchword.wire.statement import (
    Statement,
    format_statement,
    parse_statement,
    said_at_ns,
)

DESK = MemoryDesk(NORTH)
NOTICE = Notice(
    agreement=PACT, party=NORTH, note="n", dated=Instant(ns=NOW, precision_ns=DAY_NS)
)
KINDS: dict[str, Statement] = {
    "report": sealed_report(DESK.header())[0],
    "signature": DESK.signature(),
    "notice": NOTICE,
    "posture": Posture(party=NORTH, agreement=PACT, stance="push", said_at_ns=NOW),
    "approval": Approval(
        party=NORTH, agreement=PACT, recipient=SOUTH, report="ab", said_at_ns=NOW
    ),
    "designation": DESK.designation(),
    "receipt": Receipt(
        party=NORTH,
        sender=SOUTH,
        agreement=PACT,
        lane="urgent",
        number=1,
        root="",
        said_at_ns=NOW,
    ),
}


def signed(payload: bytes) -> Envelope:
    return sign_payload(payload, DESK.signer)


@pytest.mark.parametrize(("kind", "statement"), KINDS.items(), ids=KINDS.keys())
def test_the_kind_stands_in_the_payload_and_it_reads_back(
    kind: str, statement: Statement
) -> None:
    payload = format_statement(statement)
    assert msgspec.json.decode(payload)["statement"] == kind
    assert parse_statement(signed(payload)) == statement


def test_a_key_of_a_newer_node_is_passed_over() -> None:
    payload = format_statement(NOTICE).replace(b"{", b'{"new":1,', 1)
    assert parse_statement(signed(payload)) == NOTICE


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "not-json"),
        (b"{}", "wrong-schema"),
        (b'{"statement":"introduction"}', "wrong-schema"),
        (b'{"statement":"notice","statement":"notice"}', "duplicate-key"),
        (b'{"statement":' + b"[" * 40 + b"]" * 40 + b"}", "too-deep"),
        (b'{"statement":"' + b"x" * 300_000 + b'"}', "line-too-long"),
        (format_statement(NOTICE).replace(b"%d" % NOW, b"1e999"), "wrong-schema"),
        (format_statement(KINDS["posture"]).replace(b"push", b"shove"), "wrong-schema"),
        (
            format_statement(KINDS["posture"]).replace(b"%d" % NOW, b"%d" % 2**63),
            "wrong-schema",
        ),
        (
            format_statement(KINDS["receipt"]).replace(
                b'"number":1', b'"number":%d' % 2**63
            ),
            "wrong-schema",
        ),
    ],
)
def test_what_is_no_statement_is_refused(payload: bytes, code: str) -> None:
    with pytest.raises(WireError) as caught:
        parse_statement(signed(payload))
    assert caught.value.code == code


def test_an_instrument_is_said_at_the_start_of_its_date() -> None:
    assert said_at_ns(NOTICE) == NOW
    assert said_at_ns(KINDS["posture"]) == NOW
    assert said_at_ns(KINDS["designation"]) == NOW - DAY_NS
    assert said_at_ns(KINDS["report"]) == NOW
