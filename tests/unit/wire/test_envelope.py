from __future__ import annotations

from hashlib import sha256

import msgspec
import pytest

from watchword.errors import MalformedError, UnknownVersionError, WireError
from watchword.wire.envelope import (
    MAX_SIGNATURES,
    PAYLOAD_TYPE,
    Envelope,
    Signed,
    check_envelope,
    format_envelope,
    name_of,
    pae,
    parse_envelope,
)

ONE = Signed(keyid="ab", sig=b"\x01\x02")
ENVELOPE = Envelope(payload=b"{}", payload_type=PAYLOAD_TYPE, signatures=(ONE,))


def test_the_bytes_to_sign_are_those_of_the_published_vector() -> None:
    # The example in DSSE's protocol.md.
    signed = pae("http://example.com/HelloWorld", b"hello world")
    assert signed == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def test_lengths_are_counted_in_bytes() -> None:
    assert pae("ü", b"") == b"DSSEv1 2 \xc3\xbc 0 "


def test_the_form_is_that_of_dsse() -> None:
    assert format_envelope(ENVELOPE) == (
        b'{"payload":"e30=","payloadType":"application/vnd.watchword.v1+json",'
        b'"signatures":[{"keyid":"ab","sig":"AQI="}]}'
    )


def test_a_name_is_the_digest_of_the_payload_alone() -> None:
    assert ENVELOPE.name == name_of(b"{}") == sha256(b"{}").hexdigest()
    other = msgspec.structs.replace(ENVELOPE, signatures=(ONE, ONE))
    assert other.name == ENVELOPE.name


def test_unknown_keys_beside_the_payload_are_passed_over() -> None:
    data = format_envelope(ENVELOPE).replace(b"{", b'{"new":1,', 1)
    assert parse_envelope(data) == ENVELOPE


@pytest.mark.parametrize("version", ["2", "17", "999999999"])
def test_a_newer_schema_says_upgrade(version: str) -> None:
    newer = msgspec.structs.replace(
        ENVELOPE, payload_type=f"application/vnd.watchword.v{version}+json"
    )
    with pytest.raises(UnknownVersionError) as caught:
        parse_envelope(format_envelope(newer))
    assert caught.value.code == "unknown-version"
    assert "upgrade" in caught.value.hint


@pytest.mark.parametrize(
    "kind", ["", "application/json", PAYLOAD_TYPE + " ", "x" + PAYLOAD_TYPE]
)
def test_another_type_is_not_ours(kind: str) -> None:
    other = msgspec.structs.replace(ENVELOPE, payload_type=kind)
    with pytest.raises(MalformedError) as caught:
        check_envelope(other)
    assert caught.value.code == "wrong-schema"


def test_an_envelope_has_one_to_sixteen_signatures() -> None:
    most = msgspec.structs.replace(ENVELOPE, signatures=(ONE,) * MAX_SIGNATURES)
    assert check_envelope(most) == most
    for wrong in ((), (ONE,) * (MAX_SIGNATURES + 1)):
        with pytest.raises(MalformedError):
            check_envelope(msgspec.structs.replace(ENVELOPE, signatures=wrong))


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        format_envelope(ENVELOPE).replace(b"e30=", b"e30"),
        format_envelope(ENVELOPE).replace(b"AQI=", b"??"),
        format_envelope(ENVELOPE).replace(b'"ab"', b"7"),
    ],
)
def test_what_is_no_envelope_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        parse_envelope(data)
