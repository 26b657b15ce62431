"""Any bytes give a value or one documented error, in bounded time and memory."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from base64 import b64decode
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import example, given
from tests.fuzz.mutate import mutated
from tests.house.house import ROOT, plain, rows, section

from watchword.edge.batch import split_batch
from watchword.edge.commands.dispatch import parse_command
from watchword.edge.config import parse_config
from watchword.errors import WatchwordError
from watchword.ledger.checkpoint import parse_checkpoint
from watchword.ledger.note import parse_note
from watchword.ledger.verifier import Verifier, format_verifier, parse_verifier
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.picture.claimtext import parse_claim
from watchword.picture.days import Days
from watchword.wire.enclosed import parse_enclosed
from watchword.wire.envelope import PAYLOAD_TYPE, Envelope, Signed, parse_envelope
from watchword.wire.introduction import (
    designation_of,
    introduction_of,
    parse_party_file,
)
from watchword.wire.line import Channel, parse_checkpoint_line, parse_line, peek_label
from watchword.wire.scan import MAX_LINE_BYTES, scan
from watchword.wire.sealed import digest_of, open_fields
from watchword.wire.statement import parse_statement

DOCUMENTED: Final = {
    plain(row[0])
    for title in ("The tree", "Finer codes")
    for row in rows(section("docs/reference/errors.md", title))
}
LINES: Final = (ROOT / "docs/reference/wire-example.ndjson").read_bytes().splitlines()
FILE: Final = (ROOT / "docs/reference/wire-example.party").read_bytes()
NOTE: Final = json.loads(LINES[-1])["checkpoint"].encode()
PAYLOAD: Final = b64decode(json.loads(LINES[0])["envelope"]["payload"])
ENVELOPE: Final = json.dumps(json.loads(LINES[0])["envelope"]).encode()
CORPUS: Final = [
    *LINES,
    FILE.strip(),
    NOTE,
    PAYLOAD,
    ENVELOPE,
    b"\n".join(LINES) + b"\n",
    b"\n".join(NOTE.split(b"\n")[:3]) + b"\n",
    json.loads(LINES[0])["disclosed"][0].encode(),
    (
        b'{"type":"report-file","kind":"launch","topic":"missile","label":"OPEN",'
        b'"fields":{"count":{"is":"quantity","low":1,"high":1,"unit":"1"}}}'
    ),
    b'{"type":"picture-show"}',
    (
        b'{"type":"claim-check","claim":{"type":"amount","subject":"missiles","low":3,'
        b'"period":{"first":738156,"last":738520}},"as_of":"2022-06-12"}'
    ),
    b"at least 18 missile tests",
    b"first nuclear test since 2017-09",
    b'{"error":"gap","message":"expected number 2","expected":2}',
    b'party = "a.example"\nendpoint = "https://a:1"\nlisten = "127.0.0.1:1"\n',
    *(b64decode(e["payload"]) for e in json.loads(FILE)["designations"]),
    format_verifier(Verifier(name="north.example", public=bytes([1] * 32))).encode(),
    b"",
]
CHANNEL: Final = Channel(
    agreement=AgreementId("open-desks"),
    sender=PartyId("north.example"),
    recipient=PartyId("south.example"),
    lane="routine",
)


def around(payload: bytes) -> Envelope:
    return Envelope(
        payload=payload,
        payload_type=PAYLOAD_TYPE,
        signatures=(Signed(keyid="", sig=b""),),
    )


def as_text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def opened(data: bytes) -> object:
    text = as_text(data)
    return open_fields((digest_of(text),), (text,))


PARSERS: Final[dict[str, Callable[[bytes], object]]] = {
    "scan": scan,
    "parse_envelope": parse_envelope,
    "parse_line": parse_line,
    "parse_checkpoint_line": parse_checkpoint_line,
    "peek_label": peek_label,
    "parse_statement": lambda data: parse_statement(around(data)),
    "parse_party_file": parse_party_file,
    "introduction_of": lambda data: introduction_of(parse_party_file(data)),
    "designation_of": lambda data: designation_of(around(data)),
    "parse_enclosed": parse_enclosed,
    "open_fields": opened,
    "parse_note": parse_note,
    "parse_checkpoint": lambda data: parse_checkpoint(as_text(data)),
    "parse_verifier": lambda data: parse_verifier(as_text(data)),
    "split_batch": lambda data: split_batch(data, CHANNEL.sender, CHANNEL, 0),
    "parse_command": parse_command,
    "parse_claim": lambda data: parse_claim(as_text(data), Days()),
    "parse_config": lambda data: parse_config(as_text(data), {}),
}


def error_of(parse: Callable[[bytes], object], data: bytes) -> WatchwordError | None:
    """What it raises; ``None`` where it gives a value."""
    try:
        parse(data)
    except WatchwordError as error:
        return error
    return None


def check(parse: Callable[[bytes], object], data: bytes) -> None:
    """A value, or one documented error in one line."""
    error = error_of(parse, data)
    if error is not None:
        assert error.code in DOCUMENTED
        assert 0 < len(str(error)) < 2_000
        assert "\n" not in str(error)


@pytest.mark.parametrize("parse", PARSERS.values(), ids=PARSERS.keys())
@given(data=mutated(CORPUS))
@example(data=b"")
@example(data=b"\xff\xfe")
@example(data=b"[" * 100_000)
@example(data=b'{"a":' * 20_000)
@example(data=b'{"a":1,"a":2}')
@example(data=b'{"number":NaN}')
@example(data=b'{"number":1e308}')
@example(data=b'{"number":-0}')
@example(data=b"9" * 5_000)
@example(data=b"\n" * 10_000)
@example(data=b'"\\ud800"')
def test_any_bytes_give_a_value_or_one_documented_error(
    parse: Callable[[bytes], object], data: bytes
) -> None:
    check(parse, data)


LARGE: Final = {
    "a line past the bound": b'{"a":"' + b"x" * (MAX_LINE_BYTES + 1) + b'"}',
    "a million tiny lines": b"{}\n" * 1_000_000,
    "a million keys": b"{" + b'"a":1,' * 150_000 + b'"a":1}',
    "a million commas": b"[" + b"," * 1_000_000 + b"]",
    "a quote that never ends": b'"' + b"\\" * 1_000_001,
    "zeros": bytes(1_000_000),
    "a bomb of gzip": gzip.compress(bytes(100_000_000)),
}


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize("parse", PARSERS.values(), ids=PARSERS.keys())
@pytest.mark.parametrize("what", LARGE)
def test_what_is_too_large_costs_no_more_than_it_weighs(
    parse: Callable[[bytes], object], what: str
) -> None:
    data = LARGE[what]
    tracemalloc.start()
    try:
        check(parse, data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 64_000_000 + 20 * len(data)


@pytest.mark.parametrize("parse", PARSERS.values(), ids=PARSERS.keys())
def test_every_parser_reads_something_of_the_corpus(
    parse: Callable[[bytes], object],
) -> None:
    assert any(error_of(parse, data) is None for data in CORPUS)
