"""TOML read strictly: every key expected, every complaint with its line.

A file that people sign or edit by hand deserves "line 12: ...".  The line is
looked for in the text by the key's name, so inside a multi-line string that
imitates a key it can be wrong; the complaint itself never is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from typing import Final, NoReturn, TypeVar

from watchword.errors import UsageError

LONGEST_TEXT: Final = 100_000
"""Characters: what still fits into one signed line."""

MOST_DOTS: Final = 100

T = TypeVar("T", str, int, bool)

_WORDS: Final[dict[type, str]] = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    list: "a list in [ ]",
    dict: "a table",
}


class Table:
    """One table of a file, which knows where it stands.

    Args:
        text: The whole file.
        values: What the table holds.
        first_line: The line at which the table begins.
        name: Its name for complaints; empty for the file itself.

    Raises:
        UsageError: From every method, when the file is not as asked for.
    """

    def __init__(
        self, text: str, values: dict[str, object], first_line: int = 1, name: str = ""
    ) -> None:
        self._text = text
        self._values = values
        self._first_line = first_line
        self._name = name

    def only(self, known: Collection[str]) -> None:
        """Refuse a key that is not among ``known``."""
        for key in self._values:
            if key not in known:
                self.refuse(key, f"no key is called {key[:60]!r} here")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """Its keys, in the order of the file."""
        return tuple(self._values)

    def one(self, key: str, kind: type[T]) -> T:
        """The value under a key that has to be there."""
        value = self._value(key)
        if not isinstance(value, kind) or type(value) is not kind:
            self.refuse(key, f"{key} is {_WORDS[kind]}")
        return value

    def choice(self, key: str, choices: Collection[str]) -> str:
        """A text that is one of ``choices``."""
        value = self.one(key, str)
        if value not in choices:
            self.refuse(key, f"{key} is one of: {', '.join(choices)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none twice."""
        value = self._value(key)
        if isinstance(value, dict):
            self.refuse(key, f"put the name before '=' in quotes: it begins {key!r}")
        if not isinstance(value, list):
            self.refuse(key, f"{key} is {_WORDS[list]}")
        texts = tuple(text for text in value if isinstance(text, str))
        if len(texts) != len(value):
            self.refuse(key, f"{key} holds texts in quotes and nothing else")
        if len(set(texts)) != len(texts):
            self.refuse(key, f"{key} names something twice")
        return texts

    def table(self, key: str) -> Table:
        """The table ``[key]``."""
        value = self._value(key)
        if not isinstance(value, dict):
            self.refuse(key, f"{key} is {_WORDS[dict]}")
        line = self._first_line if self._name else self.line_of(key)
        return Table(self._text, value, line, key)

    def tables(self, key: str) -> tuple[Table, ...]:
        """Every ``[[key]]`` in the order of the file; none is no mistake."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.refuse(key, f"{key} is written as [[{key}]], once for each")
        lines = _lines(self._text, rf"\s*\[\[\s*{re.escape(key)}\s*\]\]")
        lines += [self._first_line] * len(value)
        return tuple(
            Table(self._text, v, line, key)
            for v, line in zip(value, lines, strict=False)
        )

    def line_of(self, key: str) -> int:
        """The line of a key; the table's own where it is not found."""
        quoted = re.escape(key)
        pattern = rf"\s*(?:\[+\s*(?:\w+\.)?)?[\"']?{quoted}[\"']?\s*[=.\]]"
        lines = [n for n in _lines(self._text, pattern) if n >= self._first_line]
        return lines[0] if lines else self._first_line

    def refuse(self, key: str, why: str) -> NoReturn:
        """Raise a ``UsageError`` that names the line of ``key``."""
        raise UsageError(f"line {self.line_of(key)}: {why}")

    def _value(self, key: str) -> object:
        if key not in self._values:
            inside = f" in [{self._name}]" if self._name else ""
            raise UsageError(f"line {self._first_line}: {key} is missing{inside}")
        return self._values[key]


def read_table(text: str) -> Table:
    """Read a file as its outermost table.

    Raises:
        UsageError: No TOML, too long, too deep, or not to be written as UTF-8.
    """
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"the file has more than {LONGEST_TEXT} characters")
    _check_dots(text)
    try:
        text.encode()
        return Table(text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"not TOML: {error}") from error
    except (ValueError, OverflowError, RecursionError) as error:
        raise UsageError("not TOML: a value is out of bounds") from error


def _check_dots(text: str) -> None:
    """Keys of thousands of dotted parts take the reader minutes: refused before."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            raise UsageError(f"line {number}: more than {MOST_DOTS} dots in one line")


def _lines(text: str, pattern: str) -> list[int]:
    found = re.compile(pattern)
    return [n for n, line in enumerate(text.split("\n"), 1) if found.match(line)]
