"""Base64 with exactly one spelling for each value.

The standard library also takes stray bits in the last character; two texts
for one key would be two names of it.
"""

from __future__ import annotations

from base64 import b64decode, b64encode

from watchword.errors import MalformedError


def parse_base64(text: str) -> bytes:
    """Read standard base64 with padding.

    Raises:
        MalformedError: Another alphabet, no padding, or stray bits at the end.

    Source:
        RFC 4648, sections 4 and 3.5.

    >>> parse_base64("YWI=")
    b'ab'
    """
    try:
        value = b64decode(text, validate=True)
    except ValueError as error:
        raise MalformedError("this is no base64") from error
    if format_base64(value) != text:
        raise MalformedError("this base64 is not in its one canonical form")
    return value


def format_base64(value: bytes) -> str:
    """The text that ``parse_base64`` reads back."""
    return b64encode(value).decode("ascii")
