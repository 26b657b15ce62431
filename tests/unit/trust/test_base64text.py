from __future__ import annotations

import pytest

from watchword.errors import MalformedError
from watchword.trust.base64text import format_base64, parse_base64


@pytest.mark.parametrize(
    ("value", "text"), [(b"", ""), (b"\xff", "/w=="), (b"\xfb\xef\xbe", "++++")]
)
def test_bytes_have_one_text_and_come_back(value: bytes, text: str) -> None:
    assert format_base64(value) == text
    assert parse_base64(text) == value


@pytest.mark.parametrize(
    "text",
    ["/w", "/w=", "/x==", "_w==", "/w==\n", " /w==", "/w==/w==", "=", "é===", "A"],
)
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(MalformedError):
        parse_base64(text)
