from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.errors import UsageError
from watchword.formats.recognise import FORMATS, recognise
from watchword.formats.source import LeftOut, SourceRow
from watchword.formats.table import Line, Unreadable, header_of, read_lines


def lines(text: str) -> list[Line | Unreadable]:
    return list(read_lines(text.encode(), ("a", "b")))


def test_a_line_is_known_by_the_number_it_begins_on() -> None:
    found = lines('a,b\n1,"two\nlines"\n\n3,4\n')
    assert found == [
        Line(number=2, cells={"a": "1", "b": "two\nlines"}),
        Line(number=5, cells={"a": "3", "b": "4"}),
    ]


def test_a_row_with_a_cell_too_few_or_too_many_is_refused_and_the_rest_read() -> None:
    found = lines("a,b\n1\n1,2,3\n5,6\n")
    assert [type(each) for each in found] == [Unreadable, Unreadable, Line]
    assert found[0] == Unreadable(line=2, says="1 cells under 2 columns")


def test_bytes_that_are_not_utf8_cost_their_row_only() -> None:
    found = list(read_lines(b"a,b\n\xff,2\n3,4\n", ("a", "b")))
    assert found[0] == Unreadable(line=2, says="it is not UTF-8")
    assert found[1] == Line(number=3, cells={"a": "3", "b": "4"})


def test_a_quote_that_is_never_closed_ends_the_file_and_is_said() -> None:
    found = lines('a,b\n1,2\n3,"4\n5,6\n')
    assert found[0] == Line(number=2, cells={"a": "1", "b": "2"})
    assert isinstance(found[1], Unreadable)
    assert found[1].line == 3
    assert "from here on" in found[1].says
    assert len(found) == 2


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert header_of(b"\xef\xbb\xbfa,b\n") == ("a", "b")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a\n1\n", "there is no column b"),
        ("a,b,a\n1,2,3\n", "twice there is a column a"),
        ("", "there is no column a, b"),
    ],
)
def test_a_file_with_another_header_is_refused_whole(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        lines(text)


def test_a_column_that_nobody_knows_is_refused_where_all_are_known() -> None:
    with pytest.raises(UsageError, match="no column is called 'c'"):
        read_lines(b"a,b,c\n", ("a", "b"), ("d",))


@given(st.binary(max_size=300), st.sampled_from(sorted(FORMATS)))
def test_any_bytes_below_a_header_are_rows_or_refused(data: bytes, name: str) -> None:
    form = FORMATS[name]
    header = ",".join(form.columns).encode() + b"\n"
    for row in form.read(header + data):
        assert isinstance(row, SourceRow | LeftOut | Unreadable)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_known_format_or_refused(data: bytes) -> None:
    with suppress(UsageError):
        assert recognise(data).name in FORMATS
