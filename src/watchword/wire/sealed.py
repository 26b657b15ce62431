"""Sealed fields: one signature, and any part of it may be shown.

The signed payload holds a sorted list of digests, one for each field:

    SHA-256( ["<salt, base64>","apogee_km",{"low":780.0,...}] )

What is disclosed travels beside the envelope as exactly those bytes and is
checked against the list.  The salt is derived from a secret of the item and
the field's name, so the originator can open more later without keeping more.
Decoys hide how many fields there are.  The idea is that of SD-JWT
(RFC 9901, section 4.2).
"""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b, sha256, shake_256
from typing import Final

import msgspec

from watchword.errors import MalformedError, UsageError
from watchword.model.field import KIND_OF_FIELD, Position, Value, check_field
from watchword.model.quantity import Quantity
from watchword.model.time import Instant
from watchword.wire.codec import decode
from watchword.wire.scan import MAX_LINE_BYTES, UNREADABLE, scan

PAD_TO: Final = 8
"""The number of digests is a multiple of this, with at least one decoy."""

SALT_BYTES: Final = 16
DIGEST_BYTES: Final = 32

Row = tuple[str, str, Value | None]
"""Salt, name and value of a disclosure; no value for a name not known here."""

_encoder: Final = msgspec.json.Encoder()
_rows: Final = msgspec.json.Decoder(tuple[str, str, Value])
_row: Final = msgspec.json.Decoder(tuple[str, str, msgspec.Raw])
_values: Final[dict[type, msgspec.json.Decoder[Value]]] = {
    kind: msgspec.json.Decoder(kind) for kind in (Instant, Position, Quantity, str)
}


class Opened(msgspec.Struct, frozen=True, gc=False):
    """A disclosure that has been checked, and what is asked of it again and again.

    Args:
        field: The field's name in it.
        digest: What stands for it in the payload.
        text: The disclosure.
    """

    field: str
    digest: str
    text: str


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A report's fields, committed to.

    Args:
        digests: What goes into the signed payload, sorted.
        opened: What opens each field, in the order in which they were given.
    """

    digests: tuple[str, ...]
    opened: tuple[Opened, ...]

    @property
    def disclosures(self) -> dict[str, str]:
        """The bytes that open each field, by its name."""
        return {each.field: each.text for each in self.opened}


def seal(fields: Mapping[str, Value], secret: bytes) -> Sealed:
    """Commit to every field under salts derived from ``secret``.

    A salt is keyed BLAKE2b of the field's name, decoys are SHAKE-256 of the
    secret: nobody but who has it can tell any of them from random bytes.

    Args:
        fields: What is to be releasable, by name.
        secret: 32 bytes of the item's own; who has them can test guesses.

    Source:
        RFC 7693, section 2.9; FIPS 202, section 6.2.
    """
    keyed = blake2b(key=secret, digest_size=SALT_BYTES)
    rows = [(_salt(keyed, name), name, value) for name, value in fields.items()]
    # What is written has no newline but the one after each row.
    data = _encoder.encode_lines(rows)
    digests = [_base64(sha256(row).digest()) for row in data.split(b"\n")[:-1]]
    texts = data.decode().split("\n")
    opened = tuple(map(Opened, fields, digests, texts))
    drawn = shake_256(secret + b"decoys").digest(
        DIGEST_BYTES * (PAD_TO - len(digests) % PAD_TO)
    )
    digests += [
        _base64(drawn[at : at + DIGEST_BYTES])
        for at in range(0, len(drawn), DIGEST_BYTES)
    ]
    digests.sort()
    return Sealed(digests=tuple(digests), opened=opened)


def _salt(keyed: blake2b, name: str) -> bytes:
    # The key is taken in once, whatever the number of fields.
    hashed = keyed.copy()
    hashed.update(name.encode())
    return hashed.digest()


def digest_of(disclosure: str) -> str:
    """The digest that stands for a disclosure in the payload, base64."""
    return _base64(sha256(disclosure.encode()).digest())


def _base64(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode()


def open_fields(digests: Iterable[str], disclosures: Iterable[str]) -> dict[str, Value]:
    """Read what was disclosed, each piece checked against the signed list.

    A field that this node's vocabulary lacks is left out here; its bytes are
    kept and passed on as they came.

    Raises:
        MalformedError: A piece is not in the list (``bad-disclosure``), is no
            such row, or one name is opened twice.
    """
    _, rows = _opened(digests, tuple(disclosures))
    return {name: value for _, name, value in rows if value is not None}


def open_disclosures(
    digests: Iterable[str], disclosures: Iterable[str]
) -> tuple[Opened, ...]:
    """The same pieces, checked in the same way, each with its field's name.

    Raises:
        MalformedError: As ``open_fields``.
    """
    texts = tuple(disclosures)
    found, rows = _opened(digests, texts)
    return tuple(map(Opened, [name for _, name, _ in rows], found, texts))


def _opened(
    digests: Iterable[str], texts: Sequence[str]
) -> tuple[Sequence[str], Sequence[Row]]:
    """The digest and the row of every piece; what is amiss is said of the first."""
    listed = frozenset(digests)
    # By hand what ``digest_of`` does: it is done for every field of every report.
    found = [
        b2a_base64(sha256(text.encode()).digest(), newline=False).decode()
        for text in texts
    ]
    rows = _read_at_once(texts) if listed.issuperset(found) else None
    if rows is not None and len({name for _, name, _ in rows}) == len(rows):
        return found, rows
    return found, _read_each(listed, found, texts)


def _read_at_once(texts: Sequence[str]) -> Sequence[Row] | None:
    """The rows of pieces that are all in our own form; ``None``: look at each.

    Our own form has no newline, so equal lines as many as there are pieces are
    these pieces, one by one.
    """
    data = "\n".join(texts).encode()
    if len(data) > MAX_LINE_BYTES:
        return None
    try:
        rows = _rows.decode_lines(data)
        if len(rows) != len(texts) or _encoder.encode_lines(rows) != data + b"\n":
            return None
        for _, name, value in rows:
            check_field(name, value)
    except UNREADABLE:
        return None
    return rows


def _read_each(
    listed: Collection[str], digests: Sequence[str], texts: Sequence[str]
) -> Sequence[Row]:
    seen: dict[str, Row] = {}
    for digest, text in zip(digests, texts, strict=True):
        if digest not in listed:
            raise MalformedError(
                "a disclosed field is not in the signed list", code="bad-disclosure"
            )
        data = text.encode()
        scan(data)
        salt, name, raw = decode(_row, data)
        row = salt, name, read_value(name, raw)
        if name in seen:
            raise MalformedError("a field is opened twice", code="bad-disclosure")
        seen[name] = row
    return tuple(seen.values())


def read_value(name: str, raw: msgspec.Raw) -> Value | None:
    """A field's value from its JSON; ``None`` for a name not known here.

    Raises:
        MalformedError: It is not what the name holds.
    """
    kind = KIND_OF_FIELD.get(name)
    if kind is None:
        return None
    value = decode(_values[kind], raw)
    _check_value(name, value)
    return value


def check_values(fields: Mapping[str, Value]) -> None:
    """Refuse what nobody could read back once it is sealed.

    Raises:
        MalformedError: A value is not what its name holds.
    """
    try:
        for name, value in fields.items():
            if name in KIND_OF_FIELD:
                check_field(name, value)
    except UsageError as error:
        raise MalformedError(f"wrong schema: {error}", code="wrong-schema") from error


def _check_value(name: str, value: Value) -> None:
    try:
        check_field(name, value)
    except UsageError as error:
        raise MalformedError(f"wrong schema: {error}", code="wrong-schema") from error


def disclosed_name(disclosure: str) -> str:
    """The field's name in a disclosure that has been checked before."""
    return decode(_row, disclosure.encode())[1]
