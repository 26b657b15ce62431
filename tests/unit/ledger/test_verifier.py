from __future__ import annotations

import pytest

from watchword.errors import MalformedError, UnknownVersionError, UsageError
from watchword.ledger.verifier import (
    Verifier,
    check_key_name,
    format_verifier,
    note_key_id,
    parse_verifier,
)
from watchword.trust.base64text import format_base64
from watchword.trust.keys import Signer

# The example key that implementations of C2SP signed-note share.
EXAMPLE = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SIGNER = Signer(bytes(32))


def test_the_published_key_is_read_and_written() -> None:
    verifier = parse_verifier(EXAMPLE)
    assert verifier.name == "example.com/foo"
    assert verifier.key_id.hex() == "530d903a"
    assert format_verifier(verifier) == EXAMPLE


def test_the_id_depends_on_name_type_and_key() -> None:
    ids = {
        note_key_id(name, kind, public)
        for name in ("a", "b")
        for kind in (1, 4)
        for public in (SIGNER.public, bytes(32))
    }
    assert len(ids) == 8


@pytest.mark.parametrize(
    "name", ["desk.example/ledger", "데스크/로그", "a", "a" * 1000]
)
def test_a_name_in_any_script_is_a_key_name(name: str) -> None:
    check_key_name(name)
    verifier = Verifier(name=name, public=SIGNER.public)
    assert parse_verifier(format_verifier(verifier)) == verifier


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a b",
        "a+b",
        "a\n",
        "a\tb",
        "a\u00a0b",
        "a\u3000",
        "a\x00",
        "\ud800",
        "a" * 1001,
    ],
)
def test_a_name_that_would_break_a_line_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        check_key_name(name)
    with pytest.raises(UsageError):
        Verifier(name=name, public=SIGNER.public)


@pytest.mark.parametrize(
    "text",
    {
        "empty": "",
        "two parts": "example.com/foo+530d903a",
        "no name": EXAMPLE.removeprefix("example.com/foo"),
        "another name": EXAMPLE.replace("foo", "bar"),
        "another id": EXAMPLE.replace("530d903a", "530d903b"),
        "an id in capitals": EXAMPLE.replace("530d903a", "530D903A"),
        "a key too short": EXAMPLE[:-4],
        "no base64": EXAMPLE + "!",
        "a newline": EXAMPLE + "\n",
        "no key": "example.com/foo+530d903a+",
    }.values(),
)
def test_a_key_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        parse_verifier(text)


def test_a_type_of_signature_we_do_not_know_is_named_as_such() -> None:
    told = format_base64(b"\x06" + SIGNER.public)
    with pytest.raises(UnknownVersionError, match="0x06"):
        parse_verifier(f"a+{note_key_id('a', 6, SIGNER.public).hex()}+{told}")


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(UsageError):
        Verifier(name="a", public=SIGNER.public[:31])


def test_a_type_that_is_no_byte_is_refused() -> None:
    with pytest.raises(UsageError):
        note_key_id("a", 256, SIGNER.public)
