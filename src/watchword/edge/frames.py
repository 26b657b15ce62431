"""Bytes of a stream to lines, within bounds that hold while it is read."""

from __future__ import annotations

from typing import Final

from watchword.edge.batch import MAX_BATCH_LINES
from watchword.errors import TooLargeError
from watchword.wire.scan import MAX_LINE_BYTES

MAX_BATCH_BYTES: Final = 64_000_000
CHECKPOINT_BEGINS: Final = b'{"checkpoint":'


class Frames:
    """Cuts what comes into batches: lines up to a checkpoint line.

    Blank lines between two batches say that the link lives; they give nothing.
    """

    def __init__(self) -> None:
        self._rest = bytearray()
        self._lines: list[bytes] = []
        self._octets = 0

    @property
    def rest(self) -> bytes:
        """The beginning of a line that has not ended."""
        return bytes(self._rest[: MAX_LINE_BYTES + 1])

    def take(self, data: bytes) -> list[list[bytes]]:
        """Take some bytes; answer with the batches that are whole now.

        Raises:
            TooLargeError: A line (``line-too-long``) or a batch
                (``batch-too-large``) passes its bound.
        """
        found: list[list[bytes]] = []
        self._rest += data
        *lines, rest = self._rest.split(b"\n")
        for line in lines:
            self._add(bytes(line))
            if line.startswith(CHECKPOINT_BEGINS):
                found.append(self._lines)
                self._lines, self._octets = [], 0
        self._rest = rest
        _check_length(rest)
        return found

    def _add(self, line: bytes) -> None:
        if not line and not self._lines:
            return
        _check_length(line)
        self._lines.append(line)
        self._octets += len(line) + 1
        too_many = len(self._lines) > MAX_BATCH_LINES + 1
        if too_many or self._octets > MAX_BATCH_BYTES:
            raise TooLargeError("a batch without an end", code="batch-too-large")


def _check_length(line: bytes | bytearray) -> None:
    if len(line) > MAX_LINE_BYTES:
        raise TooLargeError("a line is too long", code="line-too-long")
