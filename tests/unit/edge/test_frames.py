"""A feed's bytes to batches, however they are cut, and within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.edge.batch import MAX_BATCH_LINES
from watchword.edge.frames import Frames
from watchword.errors import TooLargeError
from watchword.wire.scan import MAX_LINE_BYTES

MARK = b'{"checkpoint":"1"}'
FEED = b"\n".join([b'{"number":1}', MARK, b"", b"", b'{"number":2}', MARK]) + b"\n"
BATCHES = [[b'{"number":1}', MARK], [b'{"number":2}', MARK]]


@given(st.lists(st.integers(1, 20)))
def test_batches_are_the_same_however_the_bytes_are_cut(sizes: list[int]) -> None:
    frames, found, at = Frames(), [], 0
    for size in [*sizes, len(FEED)]:
        found += frames.take(FEED[at : at + size])
        at += size
    assert found == BATCHES


def test_blank_lines_give_nothing() -> None:
    assert Frames().take(b"\n\n\n") == []


def test_a_blank_line_within_a_batch_is_one_of_its_lines() -> None:
    assert Frames().take(b"{}\n\n" + MARK + b"\n") == [[b"{}", b"", MARK]]


def test_a_line_without_an_end_is_refused_and_its_beginning_is_kept() -> None:
    frames = Frames()
    with pytest.raises(TooLargeError) as refused:
        frames.take(b"x" * (2 * MAX_LINE_BYTES))
    assert refused.value.code == "line-too-long"
    assert len(frames.rest) == MAX_LINE_BYTES + 1


def test_a_line_that_is_too_long_is_refused_with_its_end_too() -> None:
    with pytest.raises(TooLargeError) as refused:
        Frames().take(b"x" * (MAX_LINE_BYTES + 1) + b"\n")
    assert refused.value.code == "line-too-long"


def test_lines_without_a_checkpoint_are_refused_at_the_bound() -> None:
    frames = Frames()
    assert frames.take(b"{}\n" * MAX_BATCH_LINES) == []
    with pytest.raises(TooLargeError) as refused:
        frames.take(b"{}\n{}\n")
    assert refused.value.code == "batch-too-large"
