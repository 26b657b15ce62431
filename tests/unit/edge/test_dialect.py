from __future__ import annotations

import re
from pathlib import Path

import pytest

from watchword.edge.dialect import columns, say, tables_said

SRC = Path(__file__).parents[3] / "src"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT a FROM t WHERE b = ?", "SELECT a FROM t WHERE b = %s"),
        ("SELECT x'00ff', x''", r"SELECT '\x00ff'::bytea, '\x'::bytea"),
        ("SELECT CAST(t.a AS BLOB)", "SELECT as_blob(t.a)"),
        ("SELECT CAST(a AS TEXT)", "SELECT as_text(a)"),
        ("SELECT max(CAST(a AS INTEGER))", "SELECT max(CAST(a AS BIGINT))"),
        ("WHERE log.origin GLOB ?", "WHERE glob(log.origin, %s)"),
        ("a CROSS JOIN b ON a.c = b.c", "a JOIN b ON a.c = b.c"),
        ("WHERE a LIKE 'b%'", "WHERE a LIKE 'b%%'"),
        (
            "INSERT OR IGNORE INTO about VALUES (?, ?)",
            "INSERT INTO about VALUES (%s, %s) ON CONFLICT DO NOTHING",
        ),
        (
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            (
                "INSERT INTO meta VALUES (%s, %s)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            ),
        ),
    ],
)
def test_a_statement_is_said_in_postgresqls_words(sql: str, said: str) -> None:
    assert say(sql).sql == said


def test_arguments_go_where_their_numbers_stand() -> None:
    said = say("SELECT ?2 WHERE a = ?1 OR b = ?2")
    assert said.sql == "SELECT %s WHERE a = %s OR b = %s"
    assert said.ordered(("one", "two")) == ("two", "one", "two")
    assert say("SELECT ?, ?").ordered(("one", "two")) == ("one", "two")


def test_every_name_is_ordered_by_its_bytes_and_every_number_has_64_bits() -> None:
    tables = tables_said().partition("CREATE TABLE")[2]
    assert not re.search(r"\bTEXT\b(?! COLLATE \"C\")", tables)
    assert not re.search(r"\b(INTEGER|BLOB|ROWID)\b", tables)


def test_what_is_replaced_has_a_key_to_be_replaced_by() -> None:
    code = "\n".join(p.read_text("utf-8") for p in SRC.rglob("*.py"))
    replaced = set(re.findall(r"INSERT OR REPLACE INTO (\w+)", code))
    assert {table for table in replaced if table in columns()} >= {"meta", "event"}
    for table in replaced & columns().keys():
        assert any(column.is_key for column in columns()[table])
        assert not all(column.is_key for column in columns()[table])
