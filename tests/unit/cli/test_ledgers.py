"""``watchword ledger``: prove at one place, check at another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.edge.test_commands import NORTH, PACT, SOUTH, Office
from typer.testing import CliRunner, Result

from watchword.cli.main import app
from watchword.edge.commands.releases import PostureSet
from watchword.edge.forks import keep_fork
from watchword.errors import BadSignatureError, LedgerError, UsageError, WatchwordError
from watchword.ledger.checkpoint import ledger_origin
from watchword.node.effects import Fork
from watchword.wire.introduction import format_party_file
from watchword.wire.line import Channel

ROUTINE = f"{NORTH}/{PACT}/{SOUTH}/routine"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.agree()
    made.run(PostureSet(agreement=PACT, stance="push"))
    made.file()
    made.post()
    for party in (NORTH, SOUTH):
        file = format_party_file(made.files[party])
        (tmp_path / f"{party}.party").write_bytes(file)
    yield made
    for desk in made.desks.values():
        desk.close()


def run(tmp_path: Path, *args: str, at: str = NORTH) -> Result:
    env = {"WATCHWORD_NODE": str(tmp_path / at), "COLUMNS": "200"}
    return CliRunner().invoke(app, ["ledger", *args], env=env)


def told(tmp_path: Path, *args: str, at: str = NORTH) -> Any:  # noqa: ANN401 (JSON)
    done = run(tmp_path, *args, "--json", at=at)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def proved(tmp_path: Path, entry: str, at: str = NORTH) -> Path:
    found = told(tmp_path, "prove", entry, "--out", str(tmp_path / "out"), at=at)
    return Path(found["files"][0])


def parties(tmp_path: Path, *which: str) -> list[str]:
    names = which or (NORTH, SOUTH)
    return [part for n in names for part in ("--party", str(tmp_path / f"{n}.party"))]


def failure(done: Result) -> WatchwordError:
    assert isinstance(done.exception, WatchwordError)
    return done.exception


def test_a_proof_is_checked_where_no_node_is(office: Office, tmp_path: Path) -> None:
    del office
    proof = proved(tmp_path, f"{ROUTINE}:1")
    assert proof.suffix == ".tlog-proof"
    done = run(tmp_path, "check", str(proof), *parties(tmp_path), at="nowhere")
    assert done.exit_code == 0, done.output
    assert f"OK  entry 1 of {ROUTINE}" in done.stdout
    assert f"OK  cosigned by {SOUTH}/witness at " in done.stdout
    assert "its signature holds" in done.stdout
    assert not (tmp_path / "nowhere").exists()


def test_what_a_proof_proves_is_said_when_it_is_made(
    office: Office, tmp_path: Path
) -> None:
    del office
    done = run(tmp_path, "prove", f"{ROUTINE}:1", "--out", str(tmp_path))
    assert f"this is entry 1 of {ROUTINE}" in done.stdout
    assert f"cosigned by {SOUTH}" in done.stdout


def test_a_proof_is_checked_with_the_keys_that_a_node_prints(
    office: Office, tmp_path: Path
) -> None:
    del office
    keys = run(tmp_path, "keys")
    (tmp_path / "keys").write_text(keys.stdout)
    rows = told(tmp_path, "keys")
    assert [row["key"] for row in rows] == keys.stdout.split()
    assert {row["name"] for row in rows} >= {ROUTINE, f"{SOUTH}/witness"}
    proof = proved(tmp_path, f"{ROUTINE}:1")
    found = told(
        tmp_path, "check", str(proof), "--keys", str(tmp_path / "keys"), at="nowhere"
    )
    assert (found["holds"], found["line"]["signature"]) == (True, "not checked")
    assert [row["witness"] for row in found["cosigned"]] == [f"{SOUTH}/witness"]


def test_a_report_is_named_by_its_beginning(office: Office, tmp_path: Path) -> None:
    name = office.desks[NORTH].store.value(
        "SELECT name FROM statement WHERE kind = 'report'"
    )
    assert told(tmp_path, "prove", name[:8], "--out", str(tmp_path))["number"] == 1
    assert (
        told(tmp_path, "prove", name[:8], "--out", str(tmp_path / "south"), at=SOUTH)[
            "line"
        ]
        is None
    )
    for wrong in ("zz", "0000", "abc", f"{ROUTINE}:99", "nowhere:1"):
        assert failure(run(tmp_path, "prove", wrong)).code == "usage"


def test_what_was_received_is_proved_by_its_commitment(
    office: Office, tmp_path: Path
) -> None:
    del office
    proof = proved(tmp_path, f"{ROUTINE}:1", at=SOUTH)
    assert proof.with_suffix(".entry").is_file()
    done = run(tmp_path, "check", str(proof), *parties(tmp_path), at="nowhere")
    assert "only its commitment is proved" in done.stdout


def test_a_check_without_the_witness_says_so(office: Office, tmp_path: Path) -> None:
    del office
    proof = proved(tmp_path, f"{ROUTINE}:1")
    done = run(tmp_path, "check", str(proof), *parties(tmp_path, NORTH))
    assert "no witness whose key is given" in done.stdout
    found = told(tmp_path, "check", str(proof), *parties(tmp_path, NORTH))
    assert list(found["fingerprints"]) == [NORTH]


def test_a_changed_line_or_proof_is_refused(office: Office, tmp_path: Path) -> None:
    del office
    proof = proved(tmp_path, f"{ROUTINE}:1")
    line = proof.with_suffix(".line")
    good = line.read_bytes()
    line.write_bytes(good.replace(b'"number":1', b'"number":2'))
    done = run(tmp_path, "check", str(proof), *parties(tmp_path))
    assert failure(done).code == "bad-proof"
    line.write_bytes(good + b"\n")
    assert run(tmp_path, "check", str(proof), *parties(tmp_path)).exit_code == 0
    text = proof.read_text()
    mark = text.index("\n— ") + 80
    changed = "A" if text[mark] != "A" else "B"
    proof.write_text(text[:mark] + changed + text[mark + 1 :])
    done = run(tmp_path, "check", str(proof), *parties(tmp_path))
    assert isinstance(failure(done), BadSignatureError)


def test_a_check_without_keys_or_line_is_no_check(
    office: Office, tmp_path: Path
) -> None:
    del office
    proof = proved(tmp_path, f"{ROUTINE}:1")
    assert isinstance(failure(run(tmp_path, "check", str(proof))), UsageError)
    line = proof.with_suffix(".line")
    moved = line.rename(tmp_path / "moved")
    done = run(tmp_path, "check", str(proof), *parties(tmp_path))
    assert isinstance(failure(done), UsageError)
    given = ("--entry", str(moved))
    assert run(tmp_path, "check", str(proof), *parties(tmp_path), *given).exit_code == 0
    done = run(tmp_path, "check", str(tmp_path / "no"), *parties(tmp_path), *given)
    assert isinstance(failure(done), UsageError)
    done = run(tmp_path, "check", str(proof), "--keys", str(tmp_path / "none"))
    assert isinstance(failure(done), UsageError)


def test_a_log_is_written_as_tiles(office: Office, tmp_path: Path) -> None:
    del office
    out = tmp_path / "tiles"
    found = told(tmp_path, "tiles", ledger_origin(NORTH), "--out", str(out))
    assert found["files"] == sum(path.is_file() for path in out.rglob("*"))
    assert (out / "checkpoint").read_text().startswith(ledger_origin(NORTH))
    done = run(tmp_path, "tiles", ROUTINE, "--out", str(tmp_path / "more"))
    assert f"3 files of {ROUTINE}" in done.stdout


def test_verify_is_loud_where_a_fork_is_not_settled(
    office: Office, tmp_path: Path
) -> None:
    assert run(tmp_path, "verify").exit_code == 0
    assert "no log has shown" in run(tmp_path, "forks").stdout
    forked(office)
    done = run(tmp_path, "verify")
    assert done.exit_code == LedgerError.exit_code
    assert f"FORK  {ROUTINE}" in done.stdout
    assert run(tmp_path, "verify", "--json").exit_code == LedgerError.exit_code
    shown = run(tmp_path, "forks").stdout
    assert "held here:" in shown
    assert "theirs, signed" in shown
    assert [row["settled"] for row in told(tmp_path, "forks")] == [None]


def forked(office: Office) -> None:
    parts = Channel(agreement=PACT, sender=NORTH, recipient=SOUTH, lane="routine")
    effect = Fork(channel=parts, code="fork", size=1, theirs="theirs, signed")
    assert keep_fork(office.desks[NORTH].store, effect, 0) is not None


def test_a_fork_is_settled_by_a_person_who_says_why(
    office: Office, tmp_path: Path
) -> None:
    forked(office)
    because = ("--because", "a stray copy ran")
    assert run(tmp_path, "trust-again", ROUTINE, *because).exit_code != 0
    done = run(tmp_path, "trust-again", ROUTINE, *because, "--yes")
    assert done.exit_code == 0, done.output
    assert run(tmp_path, "verify").exit_code == 0
    assert "a stray copy ran" in run(tmp_path, "forks").stdout
    for wrong in (ROUTINE, ledger_origin(NORTH), "a/b/c/d"):
        done = run(tmp_path, "trust-again", wrong, *because, "--yes")
        assert failure(done).code == "usage"
