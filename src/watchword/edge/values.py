"""What was disclosed of a report, read back; equal values are one object."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import msgspec

from watchword.fusion.said import Said, gather
from watchword.model.field import KIND_OF_FIELD, Value
from watchword.model.report import Header, Report
from watchword.wire.codec import decode

MOST_VALUES: Final = 20_000
LONGEST: Final = 400
"""A longer text is mostly said once."""

_row: Final = msgspec.json.Decoder(tuple[str, str, msgspec.Raw])
_decoders: Final[Mapping[str, msgspec.json.Decoder[Value]]] = {
    name: msgspec.json.Decoder(kind) for name, kind in KIND_OF_FIELD.items()
}


class Values:
    """Reads disclosures that were checked when they were taken.

    Witnesses of one launch say much the same: what was read lately is at hand.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Value] = {}

    def forget(self) -> None:
        """Remember nothing."""
        self._known.clear()

    def said(self, name: str, header: Header, texts: Collection[str]) -> Said:
        """A stored report as fusion sees it.

        It was scanned, and its fields checked against the list that was signed,
        when it was taken; what has been sealed since is what it was.

        Args:
            name: The statement's name.
            header: Its header.
            texts: The disclosures of the fields open here; one field may have
                been opened with several values.
        """
        read: dict[str, str] = {}
        for text in texts:
            field, raw = self._read(text)
            if field in read:
                return self._said_twice(name, header, texts)
            read[field] = raw
        return _said(name, header, [(f, self._value(f, read[f])) for f in sorted(read)])

    def _said_twice(self, name: str, header: Header, texts: Collection[str]) -> Said:
        """What is told of a field twice, differently.

        It counts as it would had each value come by itself.
        """
        read = sorted((self._read(text), text) for text in texts)
        values = [(field, self._value(field, raw)) for (field, raw), _ in read]
        return gather(_said(name, header, [value]) for value in values)[0]

    @staticmethod
    def _read(text: str) -> tuple[str, str]:
        """Its field's name and value, as they stand in it."""
        # As every encoder of ours writes it; a salt of other signs is read slowly.
        parts = text.split('"', 4)
        if parts[0] == "[" and parts[2] == "," and "\\" not in parts[1]:
            field, rest = parts[3], parts[4]
            if field in _decoders and rest[0] == "," and rest[-1] == "]":
                return field, rest[1:-1]
        _salt, field, raw = decode(_row, text.encode())
        return field, bytes(raw).decode()

    def _value(self, field: str, raw: str) -> Value | None:
        known = self._known.get((field, raw))
        if known is not None:
            return known
        decoder = _decoders.get(field)
        if decoder is None:
            return None
        value = decode(decoder, raw.encode())
        if len(raw) <= LONGEST:
            if len(self._known) >= MOST_VALUES:
                self._known.clear()
            self._known[field, raw] = value
        return value


def _said(
    name: str, header: Header, values: Iterable[tuple[str, Value | None]]
) -> Said:
    fields = {field: value for field, value in values if value is not None}
    return Said(name=name, report=Report(header=header, fields=fields))
