"""The text of an agreement, read strictly."""

from __future__ import annotations

import pytest
from tests.unit.agreements.papers import NORTH, SOUTH, TEXT

from watchword.agreements.terms import parse_terms
from watchword.errors import UsageError


def test_an_agreement_is_read_as_it_is_written() -> None:
    terms = parse_terms(TEXT)
    assert terms.parties == (NORTH, SOUTH)
    assert terms.fields is None
    assert terms.hub is None
    assert terms.levels[1].labels[SOUTH] == ("MITTE",)
    assert [clause.rule for clause in terms.clauses] == ["release", "posture"]


def test_optional_keys_are_read_when_they_are_there() -> None:
    text = TEXT.replace("topics", 'hub = "desk.south"\nfields = ["site"]\ntopics')
    terms = parse_terms(text)
    assert terms.hub == SOUTH
    assert terms.fields == ("site",)


def test_without_a_duration_there_is_none() -> None:
    head, _, tail = TEXT.partition("[duration]")
    _, _, tail = tail.partition('counts_from = "last-day"')
    assert parse_terms(head + tail).duration is None


WRONG = {
    "unknown key": ("binding = true", "binding = true\ncolour = 1", "line 7"),
    "unknown table": ("[duration]", "[unheard]\na = 1\n[duration]", "line 12"),
    "unknown key in a level": ("rank = 3", "rank = 3\nhue = 1", "line 20"),
    "unknown key in a clause": ('article = "2"', 'article = "2"\nb = 1', "line 42"),
    "wrong type": ("binding = true", 'binding = "yes"', "line 6"),
    "a truth is no number": ("version = 1", "version = true", "line 2"),
    "version zero": ("version = 1", "version = 0", "line 2"),
    "no such zone": ("Europe/Oslo", "Europe/Atlantis", "line 7"),
    "a folder is no zone": ("Europe/Oslo", "Europe", "line 7"),
    "a path is no zone": ("Europe/Oslo", "../etc/passwd", "line 7"),
    "ranks twice": ("rank = 2", "rank = 3", "line 26"),
    "party ill-formed": ('s = ["desk.north"', 's = ["Desk North"', "line 4"),
    "one party": (', "desk.south"]', "]", "line 4"),
    "party twice": ('"desk.south"]', '"desk.north"]', "line 4"),
    "hub no party": ("topics", 'hub = "desk.west"\ntopics', "line 9"),
    "label twice": ('"OLD MIDDLE"', '"high"', "line 29"),
    "label of no party": ('"desk.south" = ["M', '"desk.west" = ["M', "line 30"),
    "label empty": ('["MITTE"]', '[" "]', "line 30"),
    "labels none": ('["MITTE"]', "[]", "line 30"),
    "party without quotes": ('"desk.south" = [', "desk.south = [", "quotes"),
    "unknown rule": ('rule = "posture"', 'rule = "mood"', "line 42"),
    "evidence unknown": ('evidence = "R"\n\n', 'evidence = "X"\n\n', "line 37"),
    "no clause to go under": ('rule = "release"', 'rule = ""', "nothing could ever"),
    "id ill-formed": ('id = "pact"', 'id = "Pact 1"', "line 1"),
    "clause ill-formed": ('id = "art-2"', 'id = "Art 2"', "line 40"),
    "clause twice": (
        '"art-2"\narticle = "2"\nrule = "posture"',
        '"art-1"\narticle = "2"\nrule = "release"',
        "line 40",
    ),
    "notice as long as the term": ("days = 90", "days = 365", "line 14"),
    "status unknown": ('"exercise"]', '"rumour"]', "line 5"),
    "no status": ('["actual", "exercise"]', "[]", "line 5"),
    "entry unknown": ('"completion"', '"handshake"', "line 8"),
    "list of numbers": ('["missile", "nuclear"]', "[1]", "line 9"),
    "text for a list": ('["missile", "nuclear"]', '"missile"', "line 9"),
    "level no list": ('[[level]]\nname = "high"', '[level]\nname = "high"', "TOML"),
    "duration no table": ("[duration]", "[[duration]]", "duration is a table"),
    "missing key": ('title = "A pact"\n', "", "title is missing"),
    "missing key in a row": ('name = "high"\n', "", "line 17"),
    "no TOML": ("version = 1", "version = = 1", "line 2"),
}


@pytest.mark.parametrize(("old", "new", "says"), WRONG.values(), ids=WRONG)
def test_what_is_not_understood_is_refused_with_its_line(
    old: str, new: str, says: str
) -> None:
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    with pytest.raises(UsageError, match=says):
        parse_terms(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a = " + "[" * 50_000,
        "a = " + "{a=" * 20_000,
        "x" * 100_001,
        "a" + ".a" * 40_000 + " = 1",
        "n = " + "9" * 5_000,
        "d = 9999-99-99",
        'a = "\ud800"',
        'version = "\x00"',
        "level = 3",
        "level = [1]",
    ],
    ids=range(11),
)
def test_any_text_gives_terms_or_one_error(text: str) -> None:
    with pytest.raises(UsageError):
        parse_terms(text)


def test_spellings_of_one_label_are_one_label() -> None:
    with pytest.raises(UsageError, match="twice"):
        parse_terms(TEXT.replace('"OLD MIDDLE"', '"middle Ⅱ"'))
