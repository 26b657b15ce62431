"""A report as it stands among those of its event, in the row that keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from watchword.fusion.said import Said
from watchword.wire.codec import decode


class Known(msgspec.Struct, frozen=True, gc=False):
    """A report, and since when it is known so.

    Args:
        first: The entry of the ledger by which it is held.
        last: The last one that opened anything of it.
        said: The report.
    """

    first: int
    last: int
    said: Said


_rows: Final = msgspec.json.Decoder(tuple[tuple[int, int, msgspec.Raw], ...])
_said: Final = msgspec.json.Decoder(Said)


def packed(first: int, last: int, said: bytes) -> bytes:
    """One report of an event, as JSON."""
    return b"[%d,%d,%b]" % (first, last, said)


def joined(reports: Sequence[bytes]) -> bytes:
    """All reports of an event, each ``packed``."""
    return b"[%b]" % b",".join(reports)


def unpacked(body: bytes) -> Iterator[tuple[Known, bytes]]:
    """The reports of an event, each with the JSON of what it says."""
    for first, last, raw in decode(_rows, body):
        yield Known(first, last, decode(_said, raw)), bytes(raw)
