"""Reads one statement in a process of its own: ``python -m`` this module.

Rule 1: it is given one object of JSON on standard input, and answers with one
        on standard output; nobody else writes there, and nothing is logged.
Rule 2: it gets neither the node's settings nor its keys, and leaves no core.
Rule 3: what it says is not believed: the node checks it.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import entry_points
from typing import Any, Final

import msgspec

from watchword.agreements.spill import marking_rule
from watchword.edge.draft import (
    GRAMMAR,
    GROUP,
    Draft,
    check_draft,
    draft_of,
    drafts_given,
)
from watchword.edge.statementfile import Statement, parse_statement_file
from watchword.errors import MarkingError, UsageError, WatchwordError
from watchword.press.proposal import proposal_of
from watchword.press.read import claims_in, read
from watchword.wire.codec import encode

NICE: Final = 10
"""By so much the node goes first."""


class ReadFile(msgspec.Struct, frozen=True, kw_only=True, tag="file"):
    """Read a file's bytes by the grammars.

    Args:
        data: The bytes.
        name: The file's name.
        authority: Of the tray.
        language: Of the tray.
    """

    data: bytes
    name: str
    authority: str = ""
    language: str = ""


class ReadBy(msgspec.Struct, frozen=True, kw_only=True, tag="by"):
    """Have a proposer read a statement.

    Args:
        proposer: Its name in the group of entry points.
        statement: What it is given.
    """

    proposer: str
    statement: Statement


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it.

    Args:
        refused: The documented word; empty: it was read.
        rule: The rule that found a national marking.
        statement: The statement, as it was read out of a file.
        drafts: The reports in it, or its claims alone.
    """

    refused: str = ""
    rule: str = ""
    statement: Statement | None = None
    drafts: tuple[Draft, ...] = ()


def answer(asked: ReadFile | ReadBy) -> Answered:
    """Read, in this process."""
    try:
        if isinstance(asked, ReadBy):
            drafts = drafts_by(asked.proposer, asked.statement)
            return Answered(drafts=tuple(drafts))
        statement = parse_statement_file(
            asked.data,
            asked.name,
            authority=asked.authority,
            language=asked.language,
        )
        return Answered(statement=statement, drafts=tuple(drafts_in(statement)))
    except MarkingError as error:
        return Answered(refused=error.code, rule=_rule(asked))
    except WatchwordError as error:
        return Answered(refused=error.code)


def drafts_in(statement: Statement) -> Iterable[Draft]:
    """What the grammars find: a report, or claims alone, or nothing."""
    reading = read(statement.text, statement.language, statement.context)
    found = claims_in(statement.text, statement.language, statement.context)
    claims = tuple(msgspec.Raw(encode(each)) for each in found)
    proposal = proposal_of(reading)
    if proposal is None and not claims:
        return
    draft = Draft(kind=None) if proposal is None else draft_of(proposal)
    yield msgspec.structs.replace(draft, unread=reading.unread, claims=claims)


def drafts_by(proposer: str, statement: Statement) -> list[Draft]:
    """What a proposer makes of a statement.

    Raises:
        UsageError: None of that name is installed (``no-proposer``).
        MalformedError: It gives back what is no report.
    """
    drafts = drafts_given(_loaded(proposer)(_plain(statement)))
    for each in drafts:
        check_draft(each, statement.text)
    return drafts


def _plain(statement: Statement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "language": statement.language,
        "published": statement.published or None,
        "authority": statement.authority or None,
    }


def is_installed(proposer: str) -> bool:
    """Whether an entry point of that name is there; it is not loaded."""
    return bool(entry_points(group=GROUP, name=proposer)) and proposer != GRAMMAR


def _loaded(proposer: str) -> Callable[[dict[str, Any]], Iterable[Any]]:
    found = tuple(entry_points(group=GROUP, name=proposer))
    if len({each.value for each in found}) != 1:
        raise UsageError(f"no proposer is called {proposer!r}", code="no-proposer")
    loaded: Callable[[dict[str, Any]], Iterable[Any]] = found[0].load()
    return loaded


def _rule(asked: ReadFile | ReadBy) -> str:
    if isinstance(asked, ReadBy):
        return ""
    given = asked.data.decode("utf-8-sig", errors="replace")
    return marking_rule(given) or "name"


def main() -> None:
    """Answer one question, and end."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICE)
    given = sys.stdin.buffer.read()
    # Whatever a proposer prints goes nowhere.
    out = os.dup(1)
    os.dup2(2, 1)
    asked = msgspec.json.decode(given, type=ReadFile | ReadBy)
    with os.fdopen(out, "wb") as answered:
        answered.write(encode(answer(asked)))


if __name__ == "__main__":
    main()
