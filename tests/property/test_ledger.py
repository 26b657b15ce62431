"""The log's formats: any bytes, any size, any history."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.errors import (
    BadSignatureError,
    ForkError,
    LedgerError,
    MalformedError,
    TooLargeError,
    TrustError,
    UnknownVersionError,
    WireError,
)
from watchword.ledger.checkpoint import (
    Checkpoint,
    check_fits,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from watchword.ledger.note import (
    Note,
    SignatureLine,
    format_note,
    parse_note,
    sign_line,
    verify_note,
)
from watchword.ledger.tree import (
    EMPTY,
    EMPTY_ROOT,
    LARGEST_SIZE,
    Frontier,
    format_frontier,
    leaf_hash,
    parse_frontier,
    root,
)
from watchword.ledger.verifier import Verifier, format_verifier, parse_verifier
from watchword.trust.keys import Signer

SIGNER = Signer(bytes(32))
ORIGIN = "a.example/open-desks/b.example/routine"
VERIFIER = Verifier(name=ORIGIN, public=SIGNER.public)
EMPTY_LOG = Checkpoint(origin=ORIGIN, size=0, root=EMPTY_ROOT)

hashes = st.binary(min_size=32, max_size=32)
names = st.from_regex(r"[^\s+\x00-\x1f\ud800-\udfff]{1,20}", fullmatch=True)
texts = st.text(
    st.characters(exclude_categories=["Cs"], min_codepoint=0x20) | st.just("\n"),
    max_size=60,
).map(lambda text: text + "\n")
lines = st.builds(
    SignatureLine,
    name=names,
    key_id=st.binary(min_size=4, max_size=4),
    signature=st.binary(min_size=1, max_size=80),
)
notes = st.builds(
    Note, text=texts, signatures=st.lists(lines, min_size=1, max_size=16).map(tuple)
)
checkpoints = st.builds(
    Checkpoint,
    origin=names,
    size=st.integers(1, LARGEST_SIZE),
    root=hashes,
) | st.builds(Checkpoint, origin=names, size=st.just(0), root=st.just(EMPTY_ROOT))


def frontier_of(leaves: list[bytes]) -> Frontier:
    frontier = EMPTY
    for leaf in leaves:
        frontier = frontier.append(leaf)
    return frontier


def mutations(good: bytes) -> st.SearchStrategy[bytes]:
    """Anything at all, and the good bytes with a stretch replaced."""
    place = st.integers(0, len(good))
    near = st.tuples(place, place, st.binary(max_size=4)).map(
        lambda cut: good[: cut[0]] + cut[2] + good[max(cut[0], cut[1]) :]
    )
    pieces = st.lists(
        st.sampled_from([b"\n", b"\n\n", "— ".encode(), b" ", b"a", b"AAAAAAA=", b"+"]),
        max_size=12,
    ).map(b"".join)
    return st.binary(max_size=200) | near | pieces


def mutated_texts(good: str) -> st.SearchStrategy[str]:
    return mutations(good.encode()).map(lambda data: data.decode(errors="replace"))


@given(st.integers(0, 300))
def test_the_frontier_has_the_root_of_the_whole_tree(size: int) -> None:
    leaves = [leaf_hash(n.to_bytes(2, "big")) for n in range(size)]
    frontier = frontier_of(leaves)
    assert frontier.root() == root(leaves)
    assert len(frontier.hashes) == size.bit_count()


@given(st.lists(st.binary(max_size=8), max_size=40), st.data())
def test_a_frontier_stored_anywhere_on_the_way_ends_the_same(
    entries: list[bytes], data: st.DataObject
) -> None:
    leaves = [leaf_hash(entry) for entry in entries]
    stop = data.draw(st.integers(0, len(leaves)))
    frontier = parse_frontier(format_frontier(frontier_of(leaves[:stop])))
    for leaf in leaves[stop:]:
        frontier = frontier.append(leaf)
    assert frontier == frontier_of(leaves)
    assert frontier.root() == root(leaves)


@given(
    st.lists(st.binary(max_size=4), min_size=1, max_size=40),
    st.data(),
    st.binary(max_size=4),
)
def test_a_log_with_one_entry_changed_has_another_root(
    entries: list[bytes], data: st.DataObject, other: bytes
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    changed = [*entries[:place], other, *entries[place + 1 :]]
    roots = [
        frontier_of([leaf_hash(e) for e in log]).root() for log in (entries, changed)
    ]
    assert (roots[0] == roots[1]) == (entries == changed)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_frontier_or_malformed(data: bytes) -> None:
    try:
        frontier = parse_frontier(data)
    except MalformedError:
        return
    assert format_frontier(frontier) == data


@given(notes)
def test_every_note_comes_back(note: Note) -> None:
    assert parse_note(format_note(note)) == note


@given(mutations(sign_checkpoint(EMPTY_LOG, SIGNER)))
def test_any_bytes_are_a_note_or_one_documented_error(data: bytes) -> None:
    try:
        note = parse_note(data)
    except (MalformedError, TooLargeError):
        return
    assert format_note(note) == data


@given(checkpoints)
def test_every_checkpoint_comes_back_signed(checkpoint: Checkpoint) -> None:
    verifier = Verifier(name=checkpoint.origin, public=SIGNER.public)
    assert parse_checkpoint(format_checkpoint(checkpoint)) == checkpoint
    assert open_checkpoint(sign_checkpoint(checkpoint, SIGNER), verifier) == checkpoint


@given(st.text(max_size=80) | mutated_texts(format_checkpoint(EMPTY_LOG)))
def test_any_text_is_a_checkpoint_or_malformed(text: str) -> None:
    try:
        checkpoint = parse_checkpoint(text)
    except MalformedError:
        return
    assert format_checkpoint(checkpoint) == text


@given(st.data())
def test_nothing_opens_that_was_not_signed(data: st.DataObject) -> None:
    held = Checkpoint(origin=ORIGIN, size=7, root=leaf_hash(b"x"))
    signed = sign_checkpoint(held, SIGNER)
    given_bytes = data.draw(mutations(signed))
    try:
        opened = open_checkpoint(given_bytes, VERIFIER)
    except (WireError, TrustError):
        assert given_bytes != signed
        return
    assert opened == held


@given(texts, st.integers(0, 63), st.integers(1, 255))
def test_a_known_key_with_a_changed_signature_spoils_any_note(
    text: str, place: int, change: int
) -> None:
    line = sign_line(text, ORIGIN, SIGNER)
    changed = bytearray(line.signature)
    changed[place] ^= change
    bad = SignatureLine(name=ORIGIN, key_id=line.key_id, signature=bytes(changed))
    assert verify_note(Note(text=text, signatures=(line,)), [VERIFIER]) == (VERIFIER,)
    with pytest.raises(BadSignatureError):
        verify_note(Note(text=text, signatures=(line, bad)), [VERIFIER])


@given(st.text(max_size=60) | mutated_texts(format_verifier(VERIFIER)))
def test_any_text_is_a_verifier_key_or_one_documented_error(text: str) -> None:
    try:
        verifier = parse_verifier(text)
    except (MalformedError, UnknownVersionError):
        return
    assert format_verifier(verifier) == text


@given(names, hashes)
def test_every_verifier_key_comes_back(name: str, public: bytes) -> None:
    verifier = Verifier(name=name, public=public)
    assert parse_verifier(format_verifier(verifier)) == verifier


@given(
    st.lists(st.binary(max_size=2), max_size=12),
    st.lists(st.binary(max_size=2), max_size=12),
)
def test_two_histories_of_one_length_are_always_a_fork(
    ours: list[bytes], theirs: list[bytes]
) -> None:
    first, second = (
        Checkpoint(
            origin=ORIGIN,
            size=len(log),
            root=frontier_of([leaf_hash(entry) for entry in log]).root(),
        )
        for log in (ours, theirs)
    )
    if ours != theirs and len(ours) == len(theirs):
        with pytest.raises(ForkError):
            check_fits(first, second)
    elif len(theirs) < len(ours):
        with pytest.raises(LedgerError):
            check_fits(first, second)
    else:
        check_fits(first, second)
