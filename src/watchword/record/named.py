"""Which shipped agreements a text is about: by their names, or their parties'."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from watchword.agreements.strict_toml import Table, read_table
from watchword.agreements.terms import parse_terms
from watchword.record.library import agreement_text


def agreements_named(text: str) -> tuple[str, ...]:
    """The shipped agreements that some words are about, in alphabetical order.

    By its name, if one is in the words; else the ones between just the parties
    that are named, where these are two or more.

    >>> agreements_named("Seoul gave notice of its pact with Japan")
    ('gsomia-2016',)
    >>> agreements_named("Seoul gave notice of the pact")
    ()
    """
    words = " ".join(text.casefold().split())
    agreements, parties = _names()
    named = [name for name, calls in agreements.items() if _has(words, calls)]
    if named:
        return tuple(sorted(named))
    there = {party for party, names in parties.items() if _has(words, names)}
    if len(there) < 2:
        return ()
    return tuple(sorted(name for name in agreements if _parties_of(name) == there))


@cache
def _names() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    text = files("watchword.record").joinpath("names.toml").read_text("utf-8")
    table = read_table(text)
    table.only(("agreement", "party"))
    return _rows(table, "agreement", "id"), _rows(table, "party", "party")


def _rows(table: Table, kind: str, key: str) -> dict[str, tuple[str, ...]]:
    return {row.one(key, str): row.texts("names") for row in table.tables(kind)}


@cache
def _parties_of(agreement: str) -> frozenset[str]:
    return frozenset(parse_terms(agreement_text(agreement)).parties)


def _has(words: str, names: tuple[str, ...]) -> bool:
    # A name in Latin letters begins a word: "Südkoreas", not "microGSOMIA".
    return any(
        re.search(rf"(?<![^\W\d_]){re.escape(name)}", words)
        if name[0] < "\u0250"
        else name in words
        for name in names
    )
