"""What a file says of its text is taken, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.edge.statementfile import MOST_BYTES, parse_statement_file
from watchword.errors import MalformedError, MarkingError, WatchwordError

TEXT = "Nordkorea hat am Sonntag eine Rakete abgefeuert."


def parsed(text: str, name: str = "a.txt", **tray: str) -> tuple[str, ...]:
    found = parse_statement_file(text.encode(), name, **tray)
    return found.text, found.language, found.published, found.authority


def test_a_text_alone_says_nothing_of_its_day_and_its_authority() -> None:
    assert parsed(TEXT) == (TEXT, "de", "", "")


def test_lines_above_the_text_say_what_is_known() -> None:
    head = "Published: 2022-06-05\r\nauthority:KR_JCS\r\nlanguage: KO\r\n\r\n"
    assert parsed(head + TEXT) == (TEXT, "ko", "2022-06-05", "KR_JCS")


def test_a_mark_of_byte_order_before_them_is_no_part_of_them() -> None:
    assert parsed(f"\ufeffpublished: 2022\n\n{TEXT}") == (TEXT, "de", "2022", "")


def test_a_day_in_the_name_is_the_day_where_no_line_says_it() -> None:
    assert parsed(TEXT, "kr_2022-06-05_0930.txt")[2] == "2022-06-05"
    assert parsed(f"published: 2021\n\n{TEXT}", "2022-06-05.txt")[2] == "2021"
    assert parsed(TEXT, "120222-06-055.txt")[2] == ""


def test_what_is_set_for_the_tray_holds_where_no_line_says_it() -> None:
    tray = {"authority": "DE_BMVG", "language": "en"}
    assert parsed(TEXT, **tray)[1:] == ("en", "", "DE_BMVG")
    assert parsed(f"authority: X\nlanguage: de\n\n{TEXT}", **tray)[1:] == (
        "de",
        "",
        "X",
    )


def test_a_line_like_these_further_down_is_text() -> None:
    text = f"{TEXT}\npublished: 2022-06-05"
    assert parsed(text) == (text, "de", "", "")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (TEXT.encode("utf-16"), "a.txt", "not-text"),
        ("합참은".encode("cp949"), "a.txt", "not-text"),
        (b"\x00" + TEXT.encode(), "a.txt", "not-text"),
        (b"\x1b[2J" + TEXT.encode(), "a.txt", "not-text"),
        (b"", "a.txt", "no-text"),
        (b"published: 2022\n\n \n", "a.txt", "no-text"),
        (b"published: 5 June\n\nA text.", "a.txt", "wrong-header"),
        (b"published: 2022-06-31\n\nA text.", "a.txt", "wrong-header"),
        (b"published: " + b"9" * 5000 + b"\n\nA text.", "a.txt", "wrong-header"),
        (b"language: tlh\n\nA text.", "a.txt", "wrong-header"),
        (b"authority: " + b"a" * 65 + b"\n\nA text.", "a.txt", "wrong-header"),
        (b"A text.", "2022-06-31.txt", "wrong-header"),
        (b"a" * (MOST_BYTES + 1), "a.txt", "too-large"),
    ],
)
def test_what_is_no_statement_is_refused_by_a_word(
    data: bytes, name: str, code: str
) -> None:
    with pytest.raises(WatchwordError) as caught:
        parse_statement_file(data, name)
    assert caught.value.code == code
    assert "text." not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"SECRET//NOFORN\n{TEXT}", "a.txt"),
        (f"published: 2022\n\nTOP SECRET\n{TEXT}", "a.txt"),
        (f"authority: ㊙\n\n{TEXT}", "a.txt"),
        (TEXT, "TOP SECRET.txt"),
        (TEXT, "SECRET_NOFORN.txt"),
    ],
)
def test_a_marking_in_the_text_above_it_or_in_the_name_is_refused(
    text: str, name: str
) -> None:
    with pytest.raises(MarkingError) as caught:
        parse_statement_file(text.encode(), name)
    assert "Rakete" not in str(caught.value)


@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_are_a_statement_or_a_documented_error(
    data: bytes, name: str
) -> None:
    try:
        found = parse_statement_file(data, name)
    except (MalformedError, MarkingError):
        return
    assert found.text.strip()
