"""Parcels: any bytes at all give what was packed, or one documented error."""

from __future__ import annotations

from hashlib import sha256
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from tests.desks import NORTH, PACT, SOUTH, signer_of

from watchword.edge.courierfile import ParcelWriter, read_parcel
from watchword.errors import WatchwordError, WireError
from watchword.model.party import PartyId
from watchword.wire.parcel import (
    BOX_BYTES,
    MAGIC,
    SEALED_CHUNK_BYTES,
    Lines,
    Opening,
    Unframer,
    parcel_bytes,
)

SENDER: Final = signer_of("operational of north")
RECIPIENT: Final = signer_of("operational of south")
OPENING: Final = Opening(parcel="00" * 16, sender=NORTH, recipient=SOUTH, made_at_ns=1)
HEAD: Final = Lines(agreement=PACT, lane="routine", first=1, last=1)
CODES: Final = {
    "not-a-parcel",
    "not-for-us",
    "parcel-cut-off",
    "parcel-damaged",
    "unknown-authority",
}

sizes = st.lists(st.integers(0, 200_000), max_size=4)


def written(folder: Path, bodies: list[bytes], seed: int = 0) -> Path:
    drawn = count(1_000 * seed)
    writer = ParcelWriter(
        folder,
        OPENING,
        SENDER,
        RECIPIENT.public,
        lambda size: sha256(b"%d" % next(drawn)).digest()[:size],
    )
    for body in bodies:
        writer.add(HEAD, body)
    assert writer.close() == writer.path.stat().st_size
    return writer.path


def keys_of(party: PartyId) -> tuple[bytes, ...]:
    return (SENDER.public,) if party == NORTH else ()


def read(path: Path) -> tuple[list[bytes], str]:
    """The bodies that came, and the word of the error that ended it."""
    came, code = [], ""
    try:
        for content in read_parcel(path, (RECIPIENT,), SOUTH, keys_of):
            came.append(content)  # noqa: PERF402 (what came before an error stays)
    except WatchwordError as error:
        code = error.code
    return [each.body for each in came if isinstance(each.head, Lines)], code


def filled(sizes: list[int]) -> list[bytes]:
    return [bytes([65 + place]) * size for place, size in enumerate(sizes)]


@given(sizes=sizes)
def test_what_was_packed_comes_out_in_its_order(sizes: list[int]) -> None:
    with TemporaryDirectory() as folder:
        bodies = filled(sizes)
        path = written(Path(folder), bodies)
        assert read(path) == (bodies, "")
        length = path.stat().st_size - len(MAGIC) - BOX_BYTES
        assert length % SEALED_CHUNK_BYTES == 0
        assert path.stat().st_size <= parcel_bytes(1) + sum(sizes) * 9 / 8 + 100_000


@given(sizes=sizes, data=st.data())
def test_a_cut_gives_the_whole_frames_before_it_and_one_error(
    sizes: list[int], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        bodies = filled(sizes)
        path = written(Path(folder), bodies)
        whole = path.read_bytes()
        length = data.draw(st.integers(0, len(whole) - 1))
        path.write_bytes(whole[:length])
        came, code = read(path)
        assert came == bodies[: len(came)]
        assert code == ("parcel-cut-off" if length >= len(MAGIC) else "not-a-parcel")


@given(sizes=sizes, data=st.data())
def test_a_changed_byte_gives_the_whole_frames_before_it_and_one_error(
    sizes: list[int], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        bodies = filled(sizes)
        path = written(Path(folder), bodies)
        whole = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(whole)
        came, code = read(path)
        assert came == bodies[: len(came)]
        start = len(MAGIC) + BOX_BYTES
        expected = "not-for-us" if at >= len(MAGIC) else "not-a-parcel"
        assert code == ("parcel-damaged" if at >= start else expected)


@given(begins=st.sampled_from((b"", MAGIC)), junk=st.binary(max_size=400))
def test_any_bytes_give_one_documented_error(begins: bytes, junk: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "junk"
        path.write_bytes(begins + junk)
        came, code = read(path)
        assert came == []
        assert code in CODES


@given(data=st.binary(max_size=400))
def test_any_bytes_in_the_chunks_give_frames_or_one_error(data: bytes) -> None:
    code = ""
    try:
        heads = [frame.head for frame in Unframer().feed(data)]
    except WireError as error:
        heads, code = [], error.code
    assert bool(heads) + bool(code) < 2
    assert code in {"", "parcel-damaged", "not-json", "not-utf8", "wrong-schema"}
