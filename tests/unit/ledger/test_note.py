from __future__ import annotations

import pytest

from watchword.errors import (
    BadSignatureError,
    MalformedError,
    TooLargeError,
    UnknownAuthorityError,
    UsageError,
)
from watchword.ledger.note import (
    LARGEST_NOTE_BYTES,
    MOST_SIGNATURES,
    Note,
    SignatureLine,
    format_note,
    parse_note,
    sign_line,
    verify_note,
)
from watchword.ledger.verifier import Verifier, parse_verifier
from watchword.trust.keys import Signer

EXAMPLE_KEY = parse_verifier(
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
)
EXAMPLE_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu7"
    "2IneyaQM=\n"
).encode()

TEXT = "first line\n\nsecond line, 둘째 줄\n"
SIGNERS = [Signer(bytes([n]) * 32) for n in range(MOST_SIGNATURES)]
VERIFIERS = [
    Verifier(name=f"desk-{n}.example", public=signer.public)
    for n, signer in enumerate(SIGNERS)
]
LINES = [
    sign_line(TEXT, verifier.name, signer)
    for verifier, signer in zip(VERIFIERS, SIGNERS, strict=True)
]


def note(*lines: SignatureLine, text: str = TEXT) -> Note:
    return Note(text=text, signatures=lines)


def spoil(line: SignatureLine) -> SignatureLine:
    return SignatureLine(
        name=line.name,
        key_id=line.key_id,
        signature=bytes([line.signature[0] ^ 1]) + line.signature[1:],
    )


def test_the_published_note_is_verified_by_its_key() -> None:
    published = parse_note(EXAMPLE_NOTE)
    assert published.text == "This is an example message.\n"
    assert verify_note(published, [EXAMPLE_KEY]) == (EXAMPLE_KEY,)
    assert format_note(published) == EXAMPLE_NOTE


def test_the_last_empty_line_parts_text_and_signatures() -> None:
    parsed = parse_note(format_note(note(LINES[0], LINES[1])))
    assert parsed.text == TEXT
    assert verify_note(parsed, VERIFIERS) == (VERIFIERS[0], VERIFIERS[1])


@pytest.mark.parametrize("text", ["\n", "\n\n", "\n\nx\n\n", "— a b\n"])
def test_a_text_of_empty_lines_or_dashes_comes_back(text: str) -> None:
    said = note(sign_line(text, "a", SIGNERS[0]), text=text)
    assert parse_note(format_note(said)) == said


def test_signatures_of_unknown_keys_say_nothing() -> None:
    parsed = note(spoil(LINES[1]), LINES[0], LINES[2])
    assert verify_note(parsed, [VERIFIERS[0]]) == (VERIFIERS[0],)


def test_a_key_that_shares_only_its_name_or_only_its_id_is_unknown() -> None:
    same_name = SignatureLine(
        name=VERIFIERS[0].name, key_id=b"\0\0\0\0", signature=b"x"
    )
    same_id = SignatureLine(name="other", key_id=VERIFIERS[0].key_id, signature=b"x")
    assert verify_note(note(same_name, same_id, LINES[0]), VERIFIERS[:1])
    with pytest.raises(UnknownAuthorityError):
        verify_note(note(same_name, same_id), VERIFIERS[:1])


def test_one_bad_signature_of_a_known_key_spoils_the_whole_note() -> None:
    with pytest.raises(BadSignatureError):
        verify_note(note(LINES[0], spoil(LINES[1]), LINES[2]), VERIFIERS)


def test_a_good_and_a_bad_signature_of_one_key_spoil_the_note() -> None:
    with pytest.raises(BadSignatureError):
        verify_note(note(LINES[0], spoil(LINES[0])), VERIFIERS[:1])


def test_a_signature_is_over_this_text_and_no_other() -> None:
    with pytest.raises(BadSignatureError):
        verify_note(note(LINES[0], text=TEXT + "\n"), VERIFIERS)


def test_a_key_that_signs_twice_is_named_once() -> None:
    assert verify_note(note(LINES[0], LINES[0]), VERIFIERS) == (VERIFIERS[0],)


def test_a_note_that_nobody_we_know_signed_is_not_believed() -> None:
    with pytest.raises(UnknownAuthorityError):
        verify_note(note(LINES[0]), [])


@pytest.mark.parametrize("count", [1, 16, MOST_SIGNATURES])
def test_a_note_may_have_many_signatures(count: int) -> None:
    parsed = parse_note(format_note(note(*LINES[:count])))
    assert verify_note(parsed, VERIFIERS) == tuple(VERIFIERS[:count])


def test_more_signatures_than_the_bound_are_too_large() -> None:
    full = format_note(note(*LINES))
    with pytest.raises(TooLargeError):
        parse_note(full + full[full.rindex("— ".encode()) :])
    with pytest.raises(UsageError):
        note(*LINES, LINES[0])


def test_sixteen_post_quantum_signatures_find_room() -> None:
    large = [
        SignatureLine(name=f"w{n}", key_id=bytes(4), signature=bytes(5000))
        for n in range(16)
    ]
    assert parse_note(format_note(note(*large))) == note(*large)


def test_a_note_past_the_bound_is_too_large_before_it_is_read() -> None:
    with pytest.raises(TooLargeError):
        parse_note(b"\xff" * (LARGEST_NOTE_BYTES + 1))
    with pytest.raises(UsageError):
        format_note(note(LINES[0], text="x" * LARGEST_NOTE_BYTES + "\n"))


GOOD = format_note(note(LINES[0])).decode()


@pytest.mark.parametrize(
    "text",
    {
        "empty": "",
        "an empty line only": "\n\n",
        "no signature": TEXT + "\n",
        "no empty line": GOOD.replace("\n\n", "\n"),
        "no last newline": GOOD.removesuffix("\n"),
        "a line after the signatures": GOOD + "more\n",
        "an empty line at the end": GOOD + "\n",
        "a hyphen for the dash": GOOD.replace("— ", "- "),
        "no dash": GOOD.replace("— ", ""),
        "two spaces": GOOD.replace("— ", "—  "),
        "a name with a plus": GOOD.replace("desk-0", "desk+0"),
        "a name with a wide space": GOOD.replace("desk-0", "desk\u30000"),
        "a signature that is no base64": GOOD.replace("=\n", "!\n"),
        "a key id and no signature": "x\n\n— a AAAAAA==\n",
        "half a key id": "x\n\n— a AAA=\n",
        "a carriage return": GOOD.replace("\n", "\r\n"),
        "a tab in the text": "\t" + GOOD,
        "a null in the text": "\0" + GOOD,
        "a byte order mark for the dash": GOOD.replace("— ", "\ufeff— "),
    }.values(),
)
def test_a_note_in_another_form_is_refused(text: str) -> None:
    assert parse_note(GOOD.encode()) == note(LINES[0])
    with pytest.raises(MalformedError):
        parse_note(text.encode())


def test_a_note_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(MalformedError):
        parse_note(b"\xff" + GOOD.encode())


@pytest.mark.parametrize("text", ["", "no newline", "a\tb\n", "a\x1b[0m\n", "\ud800\n"])
def test_a_text_that_could_not_come_back_is_no_note(text: str) -> None:
    with pytest.raises(UsageError):
        note(LINES[0], text=text)


@pytest.mark.parametrize("text", ["a\tb\n", "\ud800\n"])
def test_a_text_with_control_characters_is_not_signed(text: str) -> None:
    with pytest.raises(UsageError):
        sign_line(text, "a", SIGNERS[0])


def test_a_note_without_signatures_does_not_exist() -> None:
    with pytest.raises(UsageError):
        note()


@pytest.mark.parametrize(
    ("key_id", "signature"),
    [(b"", b"x"), (b"abc", b"x"), (b"abcde", b"x"), (b"abcd", b"")],
)
def test_a_signature_line_has_an_id_of_four_bytes_and_a_signature(
    key_id: bytes, signature: bytes
) -> None:
    with pytest.raises(UsageError):
        SignatureLine(name="a", key_id=key_id, signature=signature)
