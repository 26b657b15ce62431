"""A statement as a file: what is known of it first, then its text.

    published: 2022-06-05
    authority: KR_JCS
    language: ko

    합참은 ...

The lines above the empty line may be missing, each of them and all.  A day in
the file's name, such as ``2022-06-05_0930.txt``, is the day of publication where
no line says it; authority and language may be set for the tray.  What nobody
says is not known: the time of the file says nothing.
"""

from __future__ import annotations

import re
from typing import Final, get_args

import msgspec

from watchword.agreements.spill import check_text_marking
from watchword.errors import MalformedError, TooLargeError, UsageError
from watchword.model.text import check_text
from watchword.press.calendar import parse_published
from watchword.press.context import Context
from watchword.press.language import language_of
from watchword.press.reading import Language

MOST_BYTES: Final = 1_000_000
"""A statement is longer by no means; a file that is, is none."""

LONGEST_AUTHORITY: Final = 64

_LINE: Final = re.compile(
    r"(published|authority|language)\s*:\s*(.*?)\s*", re.IGNORECASE
)
_DAY: Final = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A text, and what is known of it.

    Args:
        text: Without the lines above it.
        language: In which language; found from the text where nobody says it.
        published: The day, month or year of publication; empty: not known.
        authority: Who says it, such as ``KR_JCS``; empty: not known.
    """

    text: str
    language: Language
    published: str = ""
    authority: str = ""

    @property
    def context(self) -> Context:
        """As the press room takes it."""
        day = parse_published(self.published) if self.published else None
        return Context(published=day, authority=self.authority)


def parse_statement_file(
    data: bytes, name: str, *, authority: str = "", language: str = ""
) -> Statement:
    """Read a statement out of a file's bytes.

    Args:
        data: The bytes.
        name: The file's name, for a day in it.
        authority: Whose statements the tray takes, where no line says it.
        language: In which language, likewise.

    Raises:
        TooLargeError: It is longer than ``MOST_BYTES``.
        MalformedError: It is not UTF-8 or no text (``not-text``), is empty
            (``no-text``), or a line above it says what cannot be
            (``wrong-header``).  Nothing of it is quoted.
        MarkingError: The text, a line above it or the name bears a national
            classification marking.
    """
    if len(data) > MOST_BYTES:
        raise TooLargeError(f"it is longer than {MOST_BYTES} bytes", code="too-large")
    given = _decoded(data)
    check_text_marking(given, re.sub(r"[_.]", " ", name.rpartition(".")[0]))
    said, text = _split(given)
    if not text.strip():
        raise MalformedError("it has no text", code="no-text")
    day = _DAY.search(name)
    published = said.get("published") or ("" if day is None else day[1])
    try:
        if published:
            parse_published(published)
        spoken = _language(said.get("language") or language, text)
        who = said.get("authority") or authority
        check_text("authority", who, LONGEST_AUTHORITY)
    except ValueError:  # Also of a number with thousands of digits.
        raise MalformedError(
            "a line above the text, or the day in the name, says what cannot be",
            code="wrong-header",
        ) from None
    return Statement(text=text, language=spoken, published=published, authority=who)


def _decoded(data: bytes) -> str:
    try:
        given = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        check_text("it", given, MOST_BYTES)
    except (UnicodeDecodeError, UsageError):
        raise MalformedError(
            "it is no text in UTF-8", hint="save it as UTF-8", code="not-text"
        ) from None
    return given


def _split(given: str) -> tuple[dict[str, str], str]:
    """The lines above the text, where the first is one of them, and the text."""
    said: dict[str, str] = {}
    at = 0
    for line in given.splitlines(keepends=True):
        found = _LINE.fullmatch(line.strip())
        if found is None:
            break
        said[found[1].lower()] = found[2]
        at += len(line)
    return said, given[at:].lstrip("\n") if said else given


def _language(said: str, text: str) -> Language:
    if not said:
        return language_of(text)
    for each in get_args(Language):
        if each == said.lower():
            found: Language = each
            return found
    raise UsageError("no such language")
