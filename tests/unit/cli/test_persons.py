"""The register of persons from the command line: who reads, and with which key."""

from __future__ import annotations

import json
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from watchword.cli.main import app
from watchword.edge.socket import AnsweredError
from watchword.errors import UsageError, WatchwordError

pytestmark = pytest.mark.slow

FILED = ("observed_at=2026-05-04T12:03+09:00", "range_km=~470", "site=needle")


class Desk:
    """A node of one's own, and a command line for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done("governance", "init")
        endpoint = "https://127.0.0.1:1"
        own = ("--party", "desk.one", "--from", "2026-01-01Z")
        self.done("init", *own, "--endpoint", endpoint)

    def done(self, *args: str, who: str = "") -> str:
        """What a command prints that must succeed."""
        found = CliRunner().invoke(app, self._line(args, who), standalone_mode=False)
        assert found.exit_code == 0, f"{args}: {found.output} {found.exception!r}"
        return found.stdout

    def json(self, *args: str, who: str = "") -> Any:  # noqa: ANN401 (JSON)
        return json.loads(self.done(*args, "--json", who=who))

    def refused(self, *args: str, who: str = "", **env: str) -> WatchwordError:
        """The error of a command that must fail."""
        line = self._line(args, who)
        found = CliRunner().invoke(app, line, env=env, standalone_mode=False)
        assert isinstance(found.exception, WatchwordError), found.output
        return found.exception

    def _line(self, args: Sequence[str], who: str) -> list[str]:
        named = ["--as", who] if who else []
        return ["--node", str(self.folder), *named, *args]

    def file(self, *given: str, who: str = "") -> str:
        name = self.json("report", "file", "launch", *given, who=who)["name"]
        return str(name)

    def employ(self, name: str, *given: str, who: str = "") -> None:
        self.done("person", "key", name)
        self.done("person", "add", name, *given, who=who)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk")


def missile(desk: Desk, who: str = "") -> str:
    given = ("--topic", "missile.ballistic", "--label", "TLP:GREEN")
    return desk.file(*FILED, *given, who=who)


ANALYST = ("--role", "analyst", "--clearance", "TLP:GREEN", "--need", "missile")


def test_a_node_says_that_it_asks_nobody_until_it_has_a_register(desk: Desk) -> None:
    missile(desk)
    assert "whoever owns this folder may read" in desk.done("node")
    assert "whoever owns this folder may read" in desk.done("person", "list")
    assert desk.json("person", "list") == []
    assert "nothing is kept from you" in desk.done("why-not")
    assert "1 event, " in desk.done("picture")


def test_from_the_first_person_on_a_command_says_who_gives_it(desk: Desk) -> None:
    missile(desk)
    desk.employ("kim", *ANALYST)
    assert desk.refused("picture").code == "no-person"
    assert "1 event, " in desk.done("picture", who="kim")
    assert "withheld" not in desk.done("picture", who="kim")
    assert desk.refused("node", WATCHWORD_PERSON="nobody").code == "usage"
    assert desk.refused("picture", WATCHWORD_PERSON="governance").code == "role"


def test_a_key_is_drawn_once_and_for_its_owner(desk: Desk) -> None:
    shown = desk.json("person", "key", "kim")
    path = Path(shown["file"])
    assert path == desk.folder / "keys" / "persons" / "kim.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert isinstance(desk.refused("person", "key", "kim"), UsageError)
    for wrong in ("governance", "../kim", "Kim"):
        assert desk.refused("person", "key", wrong).code == "usage"
    away = desk.folder / "lee.key"
    other = desk.json("person", "key", "lee", "--out", str(away))
    given = ("person", "add", "lee", "--role", "operator")
    assert desk.refused(*given).hint.startswith("watchword person key lee")
    desk.done(*given, "--public", other["public"])
    assert "version 1, 1 persons" in desk.done("node", who=str(away))


def test_the_governance_key_adds_and_removes(desk: Desk) -> None:
    desk.employ("kim", *ANALYST)
    desk.employ("lee", "--role", "auditor", "--until", "2099-01-01Z", who="governance")
    shown = desk.done("person", "list", who="lee")
    assert "kim" in shown
    assert "2099-01-01" in shown
    desk.done("person", "remove", "kim", who="governance")
    assert [p["name"] for p in desk.json("person", "list", who="lee")] == ["lee"]
    assert desk.refused("picture", who="kim").code == "not-on-register"
    gone = desk.refused("person", "remove", "kim", who="governance")
    assert "nobody on the register" in str(gone)
    assert isinstance(
        desk.refused("person", "add", "x", "--role", "king", who="governance"),
        UsageError,
    )


def test_what_is_withheld_is_counted_and_explained_without_its_content(
    desk: Desk,
) -> None:
    missile(desk)
    secret = desk.file(*FILED, "--topic", "nuclear.test", "--label", "TLP:RED")
    desk.employ("kim", *ANALYST)
    for command in (("picture",), ("report", "list")):
        shown = desk.done(*command, who="kim")
        assert "1 items withheld from you (clearance 1, need-to-know 1)" in shown
    told = desk.done("why-not", secret[:12], who="kim")
    assert "rule-need-to-know need-to-know" in told
    assert "TLP:RED" not in told
    assert desk.json("why-not", who="kim")["withheld"][0]["name"] == secret
    assert desk.json("picture", who="kim")["withheld"]["items"] == 1


def test_the_register_of_an_earlier_instant_is_shown(desk: Desk) -> None:
    desk.employ("kim", *ANALYST)
    then = desk.json("node", who="kim")["now"]
    desk.employ("lee", "--role", "auditor", who="governance")
    found = desk.json("person", "register", "--as-of", then, who="lee")
    assert [p["name"] for p in found["persons"]] == ["kim"]
    assert "version 2" in desk.done("person", "register", who="lee")
    assert desk.json("audit", "--as-of", then, who="lee")["register"] == found


def test_a_copy_is_written_once_with_its_marking_for_its_owner(
    desk: Desk, tmp_path: Path
) -> None:
    name = missile(desk)
    desk.employ("kim", *ANALYST)
    out = tmp_path / "copy.txt"
    export = ("export", name[:12], "--to", "kim", "--purpose", "study", "--out")
    assert "copy 1 of" in desk.done(*export, str(out), who="kim")
    assert out.read_text("utf-8").splitlines()[1] == "TLP:GREEN  (desk.one)"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert isinstance(desk.refused(*export, str(out), who="kim"), UsageError)
    other = tmp_path / "copy.json"
    desk.done(*export, str(other), "--format", "json", who="kim")
    assert json.loads(other.read_text("utf-8"))["copy"] == 2
    nowhere = tmp_path / "none" / "copy.txt"
    assert desk.refused(*export, str(nowhere), who="kim").code == "edge"


def test_a_copy_that_is_refused_leaves_no_file(desk: Desk, tmp_path: Path) -> None:
    name = missile(desk)
    desk.employ("ops", "--role", "operator", "--role", "analyst")
    out = tmp_path / "copy.txt"
    refused = desk.refused(
        *("export", name, "--to", "ops", "--purpose", "study", "--out", str(out)),
        who="ops",
    )
    assert isinstance(refused, AnsweredError)
    assert refused.code == "clearance"
    assert not out.exists()


def test_the_inventory_and_the_audit_are_shown(desk: Desk, tmp_path: Path) -> None:
    name = missile(desk)
    desk.file("--topic", "missile", "--label", "TLP:RED", "--form", "oral")
    desk.employ("kim", *ANALYST)
    desk.employ("lee", "--role", "auditor", who="governance")
    out = str(tmp_path / "copy.txt")
    desk.done(
        "export", name, "--to", "kim", "--purpose", "study", "--out", out, who="kim"
    )
    desk.done("picture", "--purpose", "study", who="kim")
    shown = desk.done("inventory", who="lee")
    assert "copy 1" in shown
    assert "oral" in shown
    assert "2 items: held 2 · returned 0" in shown
    assert "0 received, 2 own; 0 lines taken, 0 receipted: it adds up" in shown
    audited = desk.done("audit", who="lee")
    assert "register of persons: version 2" in audited
    assert "kim  picture  opened 1, withheld 1  study" in audited
    assert f"kim  copy 1 of {name[:12]} for kim  study" in audited
    assert desk.json("inventory", who="lee")["check"]["reconciles"]
    assert desk.refused("inventory", who="kim").code == "role"


def test_a_derivative_is_filed_from_the_command_line(desk: Desk) -> None:
    source = missile(desk)
    marked = ("--topic", "missile", "--label", "TLP:GREEN", "--purpose", "study")
    desk.employ("kim", *ANALYST)
    made = desk.file(
        *("range_km=400", *marked, "--derived-from", source[:12]),
        *("--language", "de", "--translator", "kim", "--caveat", "eine Notiz"),
        *("--rights", "none", "--releasable-to", "one", "--need-until", "2027-01-01Z"),
        who="kim",
    )
    rows = desk.json("report", "list", "--purpose", "study", who="kim")
    assert {row["name"] for row in rows} == {source, made}
    low = ("range_km=400", "--topic", "missile", "--label", "TLP:CLEAR")
    refused = desk.refused(
        *("report", "file", "launch", *low, "--derived-from", source), who="kim"
    )
    assert refused.code == "derivative-label"
    spoken = desk.file(
        *("--topic", "missile", "--label", "TLP:GREEN", "--form", "oral"),
        *("--said-at", "2026-11-01T12:00Z", "--originator", "one"),
        who="kim",
    )
    desk.employ("lee", "--role", "control-officer", who="governance")
    items = {item["name"]: item for item in desk.json("inventory", who="lee")["items"]}
    assert items[spoken]["said_at"] == "2026-11-01T12:00:00Z"
    assert items[made]["need_until"].startswith("2027-01-02T00:00:00")
