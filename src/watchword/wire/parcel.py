r"""A parcel: what one party tells another, in a file that a courier carries.

    MAGIC, box, chunk, chunk, ...        the file; the box holds the chunks' key
    length, signature, head \n body      what the chunks hold: frames, then zeros

    {"frame":"opening","parcel":hex,"sender":...,"recipient":...,...}
    {"frame":"lines","agreement":...,"lane":...,"first":3,"last":9}  + a batch
    {"frame":"receipts"}                                 + envelopes, NDJSON
    {"frame":"end","frames":4}

Rule 1: outside stands the magic and nothing else; a chunk has one length, and
        the number of chunks is rounded up (Padmé).
Rule 2: every frame is signed for this parcel, sender, recipient and place, so
        that none counts elsewhere and each can be taken before the next.
Rule 3: a batch is a batch of the link: lines, then a signed checkpoint.

Source:
    Nikitin et al., *Reducing Metadata Leakage from Encrypted Files ...* (PETS
    2019), section 4, for Padmé.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Annotated, Final

import msgspec

from watchword.errors import MalformedError
from watchword.model.agreement import AgreementId, check_agreement_id
from watchword.model.party import PartyId, parse_party
from watchword.model.report import LineNumber, Urgency
from watchword.model.time import ExactNs
from watchword.wire.codec import decode, encode
from watchword.wire.scan import scan

MAGIC: Final = b"wwp1\r\n\x1a\n"
"""Version 1; a program that mends line ends spoils it at once."""

KEY_BYTES: Final = 32
BOX_BYTES: Final = 80
"""The key, sealed to the recipient: 48 bytes longer than what is in it."""

CHUNK_BYTES: Final = 65_536
SEALED_CHUNK_BYTES: Final = CHUNK_BYTES + 16
SIGNATURE_BYTES: Final = 64
LENGTH_BYTES: Final = 4
MAX_FRAME_BYTES: Final = 64_000_000
MAX_HEAD_BYTES: Final = 4_000

ParcelId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]


class Opening(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="frame", tag="opening"
):
    """Begins a parcel: who says it to whom.

    Args:
        parcel: Its random name, which stands in no file name.
        sender: Whose operational key signs each frame.
        recipient: For whom; nobody else takes it.
        made_at_ns: When, on the sender's system clock.
    """

    parcel: ParcelId
    sender: PartyId
    recipient: PartyId
    made_at_ns: ExactNs

    def __post_init__(self) -> None:
        parse_party(self.sender)
        parse_party(self.recipient)


class Lines(msgspec.Struct, frozen=True, kw_only=True, tag_field="frame", tag="lines"):
    """A batch of one channel; its body is what the link posts."""

    agreement: AgreementId
    lane: Urgency
    first: LineNumber
    last: LineNumber

    def __post_init__(self) -> None:
        check_agreement_id(self.agreement)


class Receipts(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="frame", tag="receipts"
):
    """The sender's receipts for what the recipient sent; an envelope a line."""


class End(msgspec.Struct, frozen=True, kw_only=True, tag_field="frame", tag="end"):
    """Ends a parcel; without it something was cut off."""

    frames: int


Head = Opening | Lines | Receipts | End


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """One frame, as it came.

    Args:
        signature: The sender's, over ``to_sign``.
        content: The head's line and the body.
    """

    signature: bytes
    content: bytes

    @property
    def head(self) -> Head:
        """What kind of frame it is.

        Raises:
            WireError: It is none.
        """
        head = self.content.partition(b"\n")[0]
        scan(head, limit=MAX_HEAD_BYTES)
        return decode(_head, head)

    @property
    def body(self) -> bytes:
        """What follows the head."""
        return self.content.partition(b"\n")[2]


_head: Final[msgspec.json.Decoder[Head]] = msgspec.json.Decoder(Head)


def frame_content(head: Head, body: bytes = b"") -> bytes:
    """The bytes of a frame that are signed."""
    return encode(head) + b"\n" + body


def to_sign(opening: Opening, place: int, content: bytes) -> bytes:
    """What the signature of a frame covers.

    Args:
        opening: The parcel's.
        place: 0 for the opening, 1 for the frame after it, ...
        content: The frame's.
    """
    digest = sha256(content).hexdigest()
    names = (opening.parcel, opening.sender, opening.recipient)
    return "\n".join(("watchword parcel v1", *names, str(place), digest)).encode()


def format_frame(frame: Frame) -> bytes:
    """The bytes of a frame."""
    size = len(frame.content)
    return size.to_bytes(LENGTH_BYTES, "big") + frame.signature + frame.content


class Unframer:
    """Finds the frames in what the chunks hold, as it comes."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Take some more bytes; the frames that are now whole.

        Raises:
            MalformedError: A frame is too long to be one (``parcel-damaged``).
        """
        self._held += data
        while (frame := self._next()) is not None:
            yield frame

    def _next(self) -> Frame | None:
        begins = LENGTH_BYTES + SIGNATURE_BYTES
        if len(self._held) < LENGTH_BYTES:
            return None
        size = int.from_bytes(self._held[:LENGTH_BYTES], "big")
        if size > MAX_FRAME_BYTES:
            raise damaged("a frame is too long to be one")
        if size == 0 or len(self._held) < begins + size:
            return None
        frame = Frame(
            signature=bytes(self._held[LENGTH_BYTES:begins]),
            content=bytes(self._held[begins : begins + size]),
        )
        del self._held[: begins + size]
        return frame


def split_start(data: bytes) -> bytes:
    """The box in the first bytes of a file.

    Raises:
        MalformedError: It is no parcel (``not-a-parcel``), or no more than the
            beginning of one (``parcel-cut-off``).
    """
    if data[: len(MAGIC)] != MAGIC:
        raise MalformedError(
            "this is no parcel that this version can read", code="not-a-parcel"
        )
    box = data[len(MAGIC) :]
    if len(box) != BOX_BYTES:
        raise cut_off()
    return box


def damaged(says: str) -> MalformedError:
    """A parcel whose bytes are not those that were written."""
    return MalformedError(
        says, hint="ask the sender to pack it again", code="parcel-damaged"
    )


def cut_off() -> MalformedError:
    """A parcel whose end is missing."""
    return MalformedError(
        "the end of the parcel is missing",
        hint="copy the file again; what is whole in it is taken and repeats nothing",
        code="parcel-cut-off",
    )


def padded_chunks(size: int) -> int:
    """Into how many chunks so many bytes go, rounded up to say little.

    At most an eighth is added, above the first chunks.

    >>> [padded_chunks(chunks * CHUNK_BYTES) for chunks in (1, 8, 9, 100, 1000)]
    [1, 8, 10, 104, 1024]
    """
    chunks = max(1, -(-size // CHUNK_BYTES))
    exponent = chunks.bit_length() - 1
    spare = max(0, exponent - exponent.bit_length())
    return (chunks + (1 << spare) - 1) >> spare << spare


def parcel_bytes(size: int) -> int:
    """How large the file is that holds so many bytes of frames."""
    chunks = padded_chunks(size)
    return len(MAGIC) + BOX_BYTES + chunks * SEALED_CHUNK_BYTES
