from __future__ import annotations

import pytest

from watchword.errors import (
    BadSignatureError,
    ForkError,
    LedgerError,
    MalformedError,
    UnknownAuthorityError,
    UsageError,
)
from watchword.ledger.checkpoint import (
    Checkpoint,
    channel_origin,
    check_fits,
    format_checkpoint,
    ledger_origin,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from watchword.ledger.note import Note, format_note, parse_note, sign_line
from watchword.ledger.tree import EMPTY, LARGEST_SIZE, leaf_hash, root
from watchword.ledger.verifier import Verifier
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.trust.keys import Signer

A, B = PartyId("a.example"), PartyId("b.example")
DESKS = AgreementId("open-desks")
ORIGIN = channel_origin(A, DESKS, B, "urgent")
SIGNER = Signer(bytes(32))
VERIFIER = Verifier(name=ORIGIN, public=SIGNER.public)


def checkpoint(size: int = 3, origin: str = ORIGIN) -> Checkpoint:
    leaves = [leaf_hash(bytes([n])) for n in range(size)]
    return Checkpoint(origin=origin, size=size, root=root(leaves))


HELD = checkpoint()
TEXT = format_checkpoint(HELD)


def test_the_text_is_the_origin_the_size_and_the_root() -> None:
    # The example in C2SP tlog-checkpoint.
    text = (
        "example.com/behind-the-sofa\n20852163\n"
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )
    read = parse_checkpoint(text)
    assert (read.origin, read.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert read.root.hex().startswith("0ac5186a9186")
    assert format_checkpoint(read) == text


def test_a_channel_and_its_lanes_have_names_of_their_own() -> None:
    assert ORIGIN == "a.example/open-desks/b.example/urgent"
    names = {
        ORIGIN,
        channel_origin(A, DESKS, B, "routine"),
        channel_origin(B, DESKS, A, "urgent"),
        ledger_origin(A),
    }
    assert len(names) == 4
    assert ledger_origin(A) == "a.example/ledger"


@pytest.mark.parametrize("agreement", ["", "a/b", "a b", "a+b", "a\nb"])
def test_an_agreement_that_would_blur_a_logs_name_is_refused(agreement: str) -> None:
    with pytest.raises(UsageError):
        channel_origin(A, AgreementId(agreement), B, "urgent")


def test_a_signed_checkpoint_opens_with_the_logs_key() -> None:
    data = sign_checkpoint(HELD, SIGNER)
    assert data.decode().startswith(TEXT + f"\n— {ORIGIN} ")
    assert open_checkpoint(data, VERIFIER) == HELD


def test_the_checkpoint_of_an_empty_log_is_zero_and_the_root_of_nothing() -> None:
    empty = Checkpoint(origin=ORIGIN, size=0, root=EMPTY.root())
    assert parse_checkpoint(format_checkpoint(empty)) == empty
    with pytest.raises(UsageError):
        Checkpoint(origin=ORIGIN, size=0, root=HELD.root)


def test_further_signatures_are_passed_over() -> None:
    parsed = parse_note(sign_checkpoint(HELD, SIGNER))
    other = sign_line(TEXT, "witness.example", Signer(b"w" * 32))
    data = format_note(Note(text=TEXT, signatures=(other, *parsed.signatures)))
    assert open_checkpoint(data, VERIFIER) == HELD


def test_a_checkpoint_with_another_size_than_the_signed_one_is_not_believed() -> None:
    data = sign_checkpoint(HELD, SIGNER).replace(b"\n3\n", b"\n4\n")
    with pytest.raises(BadSignatureError):
        open_checkpoint(data, VERIFIER)


def test_a_checkpoint_of_another_key_is_not_believed() -> None:
    data = sign_checkpoint(HELD, Signer(b"x" * 32))
    with pytest.raises(UnknownAuthorityError):
        open_checkpoint(data, VERIFIER)


def test_a_checkpoint_of_another_log_under_this_logs_name_is_not_taken() -> None:
    text = format_checkpoint(checkpoint(origin=ledger_origin(A)))
    data = format_note(Note(text=text, signatures=(sign_line(text, ORIGIN, SIGNER),)))
    with pytest.raises(LedgerError):
        open_checkpoint(data, VERIFIER)


def test_a_signed_note_that_is_no_checkpoint_is_refused() -> None:
    text = "hello\n"
    data = format_note(Note(text=text, signatures=(sign_line(text, ORIGIN, SIGNER),)))
    with pytest.raises(MalformedError):
        open_checkpoint(data, VERIFIER)


def test_a_checkpoint_with_a_missing_newline_is_refused() -> None:
    assert parse_checkpoint(TEXT) == HELD
    with pytest.raises(MalformedError):
        parse_checkpoint(TEXT.removesuffix("\n"))


@pytest.mark.parametrize(
    "text",
    {
        "empty": "",
        "two lines": TEXT[: TEXT.rindex("\n", 0, -1) + 1],
        "an extension line": TEXT + "more\n",
        "an empty line": TEXT + "\n",
        "no origin": TEXT.removeprefix(ORIGIN),
        "a space in the origin": TEXT.replace("open-desks", "open desks"),
        "a leading zero": TEXT.replace("\n3\n", "\n03\n"),
        "a sign": TEXT.replace("\n3\n", "\n+3\n"),
        "a size below zero": TEXT.replace("\n3\n", "\n-3\n"),
        "no size": TEXT.replace("\n3\n", "\n\n"),
        "a digit of another script": TEXT.replace("\n3\n", "\n３\n"),
        "a separator": TEXT.replace("\n3\n", "\n3_0\n"),
        "a size of 2^63": TEXT.replace("\n3\n", f"\n{2**63}\n"),
        "a size of a thousand digits": TEXT.replace("\n3\n", f"\n{'9' * 1000}\n"),
        "a short root": TEXT.replace("=\n", "\n")[:-5] + "\n",
        "no base64": TEXT.replace("=\n", "!\n"),
        "an empty log with a root": TEXT.replace("\n3\n", "\n0\n"),
    }.values(),
)
def test_a_checkpoint_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    ("size", "root_length", "origin"),
    [(-1, 32, "a"), (2**63, 32, "a"), (1, 31, "a"), (1, 33, "a"), (1, 32, "")],
)
def test_a_checkpoint_out_of_bounds_does_not_exist(
    size: int, root_length: int, origin: str
) -> None:
    with pytest.raises(UsageError):
        Checkpoint(origin=origin, size=size, root=bytes(root_length))


def test_the_largest_size_comes_back() -> None:
    largest = Checkpoint(origin=ORIGIN, size=LARGEST_SIZE, root=HELD.root)
    assert parse_checkpoint(format_checkpoint(largest)) == largest


@pytest.mark.parametrize("size", [3, 4, 100])
def test_the_same_checkpoint_or_a_longer_log_fits(size: int) -> None:
    theirs = checkpoint(size)
    check_fits(HELD, theirs)
    assert theirs.size >= HELD.size


def test_two_roots_of_one_size_are_a_fork_and_both_are_kept() -> None:
    theirs = Checkpoint(origin=ORIGIN, size=3, root=leaf_hash(b"another history"))
    with pytest.raises(ForkError) as caught:
        check_fits(HELD, theirs)
    assert parse_checkpoint(caught.value.ours) == HELD
    assert parse_checkpoint(caught.value.theirs) == theirs


def test_a_log_that_shrank_is_no_fork_and_is_refused() -> None:
    with pytest.raises(LedgerError) as caught:
        check_fits(HELD, checkpoint(2))
    assert not isinstance(caught.value, ForkError)


def test_checkpoints_of_two_logs_are_not_compared() -> None:
    with pytest.raises(LedgerError):
        check_fits(HELD, checkpoint(9, origin=ledger_origin(A)))
