"""Decoding that answers with a value or one documented error."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from watchword.errors import MalformedError, UsageError

T = TypeVar("T")

_encoder = msgspec.json.Encoder()


def encode(value: Any) -> bytes:  # noqa: ANN401 (any value of the model)
    """The bytes of a value; equal values of one type give equal bytes."""
    return _encoder.encode(value)


def decode(decoder: msgspec.json.Decoder[T], data: bytes | msgspec.Raw) -> T:
    """Decode and validate.

    Raises:
        MalformedError: The bytes are no such value.
    """
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UsageError, RecursionError, UnicodeError) as error:
        reason = str(error).splitlines()[0][:200]
        raise MalformedError(f"wrong schema: {reason}", code="wrong-schema") from error
