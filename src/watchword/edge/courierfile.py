"""Parcels as files: written and read a chunk at a time, whatever their size.

Rule 1: name, times and length of a file say nothing of what is in it.
Rule 2: a file has its name only when all of it is on the disk.
"""

from __future__ import annotations

import os
from base64 import b32encode
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from watchword.edge.home import Home
from watchword.edge.keyfiles import read_signer
from watchword.errors import EdgeError, UnknownAuthorityError, UsageError, WireError
from watchword.model.party import PartyId
from watchword.trust.chunks import open_chunk, seal_chunk
from watchword.trust.keys import SEED_BYTES, Signer, verify
from watchword.trust.seal import seal_to
from watchword.wire.parcel import (
    BOX_BYTES,
    CHUNK_BYTES,
    KEY_BYTES,
    MAGIC,
    SEALED_CHUNK_BYTES,
    End,
    Frame,
    Head,
    Opening,
    Unframer,
    cut_off,
    damaged,
    format_frame,
    frame_content,
    padded_chunks,
    parcel_bytes,
    split_start,
    to_sign,
)

Draw = Callable[[int], bytes]
"""Gives that many random bytes."""

NAME_BYTES: Final = 16
ENDING: Final = ".bin"
TIME_S: Final = 946_684_800
"""The time of every file: 2000-01-01, which each file system can express."""

OWNER_ONLY: Final = 0o600
END_ROOM: Final = 200
"""More than the frame needs that ends a parcel."""


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """A frame that has been authenticated.

    Args:
        opening: Its parcel's.
        head: What kind of frame it is.
        body: What follows the head.
    """

    opening: Opening
    head: Head
    body: bytes


class ParcelWriter:
    """Writes one parcel; what it holds in memory is two chunks and a frame.

    Args:
        folder: Where to.
        opening: Who says it to whom.
        signer: The sender's operational key.
        public: The recipient's operational key.
        draw: Random bytes.

    Raises:
        EdgeError: It cannot be written.
    """

    def __init__(
        self, folder: Path, opening: Opening, signer: Signer, public: bytes, draw: Draw
    ) -> None:
        name = b32encode(draw(NAME_BYTES)).decode().rstrip("=").lower()
        self.path: Final = folder / f"{name}{ENDING}"
        self._part: Final = folder / f"{name}.part"
        self._opening: Final = opening
        self._signer: Final = signer
        self._key: Final = draw(KEY_BYTES)
        self._held = bytearray()
        self._size = self._place = self._frames = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            self._file: Final = os.fdopen(os.open(self._part, flags, OWNER_ONLY), "wb")
        except OSError as error:
            raise _cannot_write(error) from error
        self._write(MAGIC + seal_to(public, self._key, draw(SEED_BYTES)))
        self._add(frame_content(opening))

    def fits(self, head: Head, body: bytes, most_bytes: int) -> bool:
        """Whether the file stays within so many bytes with one frame more."""
        more = len(frame_content(head, body)) + END_ROOM
        return parcel_bytes(self._size + more) <= most_bytes

    def add(self, head: Head, body: bytes = b"") -> None:
        """Put a frame in.

        Raises:
            EdgeError: It cannot be written.
        """
        self._add(frame_content(head, body))

    def _add(self, content: bytes) -> None:
        said = to_sign(self._opening, self._frames, content)
        data = format_frame(Frame(signature=self._signer.sign(said), content=content))
        self._frames += 1
        self._size += len(data)
        self._held += data
        # The last chunk bears a mark: one more than a chunk has to be there.
        while len(self._held) > CHUNK_BYTES:
            self._chunk(is_last=False)

    def _chunk(self, *, is_last: bool) -> None:
        data = bytes(self._held[:CHUNK_BYTES]).ljust(CHUNK_BYTES, b"\0")
        del self._held[:CHUNK_BYTES]
        self._write(seal_chunk(self._key, self._place, data, is_last=is_last))
        self._place += 1

    def _write(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            raise _cannot_write(error) from error

    def close(self) -> int:
        """End the parcel and give the file its name; how large it is.

        Raises:
            EdgeError: It cannot be written; there is no such file then.
        """
        self.add(End(frames=self._frames))
        chunks = padded_chunks(self._size)
        while self._place < chunks:
            self._chunk(is_last=self._place == chunks - 1)
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            os.utime(self._part, (TIME_S, TIME_S))
            self._part.replace(self.path)
        except OSError as error:
            raise _cannot_write(error) from error
        return parcel_bytes(self._size)

    def discard(self) -> None:
        """Leave nothing of it behind."""
        try:
            self._file.close()
        finally:
            self._part.unlink(missing_ok=True)


def _cannot_write(error: OSError) -> EdgeError:
    return EdgeError(
        f"cannot write the parcel: {error.strerror}",
        hint="what is in no parcel waits as before: pack again",
    )


def operational_signers(home: Home) -> tuple[Signer, ...]:
    """Every operational key whose file is held, the one in use first.

    A parcel may have been sealed to a key that has been followed by another.
    """
    now = home.operational_path
    older = sorted(now.parent.glob(f"{now.stem}*{now.suffix}"))
    return tuple(read_signer(path) for path in dict.fromkeys((now, *older)))


def read_parcel(
    path: Path,
    signers: Sequence[Signer],
    party: PartyId,
    keys_of: Callable[[PartyId], Collection[bytes]],
) -> Iterator[Arrived]:
    """Read a file as a parcel; every frame that is given out is authenticated.

    What is whole before a cut or a damage is given out before the error.

    Args:
        path: The file.
        signers: Keys of this party, any of which may open it.
        party: This party.
        keys_of: A sender's operational keys that count now.

    Raises:
        UsageError: The file cannot be read.
        WireError: It is no parcel, for another party, damaged, or cut off.
        TrustError: None of its sender's keys signed it.
    """
    try:
        with path.open("rb") as file:
            yield from _contents(file, signers, party, keys_of)
    except OSError as error:
        raise UsageError(f"cannot read {path.name}: {error.strerror}") from error


def _contents(
    file: BinaryIO,
    signers: Sequence[Signer],
    party: PartyId,
    keys_of: Callable[[PartyId], Collection[bytes]],
) -> Iterator[Arrived]:
    key = _key(split_start(file.read(len(MAGIC) + BOX_BYTES)), signers)
    opening: Opening | None = None
    keys: Collection[bytes] = ()
    ended = False
    for place, frame in enumerate(_frames(_chunks(file, key))):
        head = frame.head
        if opening is None:
            opening = _opened(head, party)
            keys = keys_of(opening.sender)
        _check(opening, keys, place, frame)
        if ended or (isinstance(head, End) and head.frames != place):
            raise damaged("what it holds is not what its end says")
        ended = isinstance(head, End)
        yield Arrived(opening=opening, head=head, body=frame.body)
    if not ended:
        raise damaged("it holds no end")


def _key(box: bytes, signers: Iterable[Signer]) -> bytes:
    for signer in signers:
        key = signer.open_box(box)
        if key is not None:
            return key
    raise _not_for_us()


def _not_for_us() -> WireError:
    return WireError(
        "it is sealed to another party, or to a key that is no longer here",
        hint="hand it on unopened, or have the sender pack again",
        code="not-for-us",
    )


def _opened(head: Head, party: PartyId) -> Opening:
    if not isinstance(head, Opening):
        raise damaged("it begins with no opening")
    if head.recipient != party:
        raise _not_for_us()
    return head


def _check(opening: Opening, keys: Collection[bytes], place: int, frame: Frame) -> None:
    said = to_sign(opening, place, frame.content)
    if not any(verify(public, said, frame.signature) for public in keys):
        raise UnknownAuthorityError(
            f"no key that {opening.sender} has designated signed this parcel",
            hint="import the party's newest file; else ask who made this",
        )


def _frames(chunks: Iterable[bytes]) -> Iterator[Frame]:
    unframer = Unframer()
    for chunk in chunks:
        yield from unframer.feed(chunk)


def _chunks(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    place, data = 0, file.read(SEALED_CHUNK_BYTES)
    while True:
        following = file.read(SEALED_CHUNK_BYTES)
        plain = open_chunk(key, place, data, is_last=not following)
        if plain is None and not following:
            yield from _without_end(key, place, data)
        if plain is None:
            raise damaged("what it holds is not what was sealed")
        yield plain
        if not following:
            return
        place, data = place + 1, following


def _without_end(key: bytes, place: int, data: bytes) -> Iterator[bytes]:
    """The last chunk that is there, where it is not the last that was written."""
    if len(data) < SEALED_CHUNK_BYTES:
        raise cut_off()
    plain = open_chunk(key, place, data, is_last=False)
    if plain is not None:
        yield plain
        raise cut_off()
