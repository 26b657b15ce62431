from __future__ import annotations

import pytest
from tests.desks import NORTH, PACT, SOUTH

from watchword.errors import MalformedError, WireError
from watchword.wire.parcel import (
    BOX_BYTES,
    CHUNK_BYTES,
    MAGIC,
    MAX_FRAME_BYTES,
    SIGNATURE_BYTES,
    End,
    Frame,
    Lines,
    Opening,
    Receipts,
    Unframer,
    format_frame,
    frame_content,
    padded_chunks,
    split_start,
    to_sign,
)

OPENING = Opening(parcel="0f" * 16, sender=NORTH, recipient=SOUTH, made_at_ns=7)
LINES = Lines(agreement=PACT, lane="urgent", first=3, last=4)
SIGNATURE = bytes(range(SIGNATURE_BYTES))


def frames() -> list[Frame]:
    contents = (
        frame_content(OPENING),
        frame_content(Receipts(), b"one\ntwo\n"),
        frame_content(LINES, b"{}\n{}\n"),
        frame_content(End(frames=3)),
    )
    return [Frame(signature=SIGNATURE, content=content) for content in contents]


@pytest.mark.parametrize("step", [1, 3, 70, 100_000])
def test_frames_are_found_however_the_bytes_come(step: int) -> None:
    data = b"".join(map(format_frame, frames())) + bytes(500)
    unframer = Unframer()
    pieces = (data[at : at + step] for at in range(0, len(data), step))
    found = [frame for piece in pieces for frame in unframer.feed(piece)]
    assert found == frames()
    assert [frame.head for frame in found] == [
        OPENING,
        Receipts(),
        LINES,
        End(frames=3),
    ]
    assert [frame.body for frame in found] == [b"", b"one\ntwo\n", b"{}\n{}\n", b""]


def test_a_frame_that_is_too_long_is_not_waited_for() -> None:
    size = (MAX_FRAME_BYTES + 1).to_bytes(4, "big")
    with pytest.raises(MalformedError) as caught:
        list(Unframer().feed(size))
    assert caught.value.code == "parcel-damaged"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}\n",
        b'{"frame":"letter"}\n',
        b'{"frame":"end"}\n',
        b'{"frame":"end","frames":1,"frames":2}\n',
        b'{"frame":"lines","agreement":"a","lane":"urgent","first":0,"last":1}\n',
        frame_content(OPENING).replace(b"0f0f", b"0F0F"),
        frame_content(OPENING).replace(b"desk.north", b"desk/north"),
        frame_content(LINES).replace(b"pact", b"pact/*"),
        b" " * 5_000 + b'{"frame":"receipts"}',
    ],
)
def test_a_head_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises(WireError):
        _ = Frame(signature=SIGNATURE, content=content).head


def test_a_signature_counts_in_one_place_of_one_parcel_between_two_parties() -> None:
    others = (
        {"parcel": "1f" * 16},
        {"sender": SOUTH},
        {"recipient": NORTH},
    )
    plain = {
        "parcel": OPENING.parcel,
        "sender": NORTH,
        "recipient": SOUTH,
        "made_at_ns": 7,
    }
    said = [to_sign(Opening(**{**plain, **other}), 1, b"x") for other in others]  # type: ignore[arg-type]
    said += [to_sign(OPENING, place, b"x") for place in (0, 1)]
    said.append(to_sign(OPENING, 1, b"y"))
    assert len(set(said)) == len(said)


def test_the_start_of_a_file_is_told_from_anything_else() -> None:
    box = bytes(BOX_BYTES)
    assert split_start(MAGIC + box) == box
    for data, code in (
        (b"", "not-a-parcel"),
        (MAGIC[:7], "not-a-parcel"),
        (b"wwp2" + MAGIC[4:] + box, "not-a-parcel"),
        (MAGIC + box[1:], "parcel-cut-off"),
    ):
        with pytest.raises(MalformedError) as caught:
            split_start(data)
        assert caught.value.code == code


def test_a_length_says_little_and_costs_an_eighth_at_most() -> None:
    lengths = [padded_chunks(chunks * CHUNK_BYTES) for chunks in range(1, 2_000)]
    assert lengths == sorted(lengths)
    assert len(set(lengths)) < 100
    for chunks, padded in enumerate(lengths, 1):
        assert chunks <= padded <= chunks * 9 / 8
    assert padded_chunks(0) == 1
