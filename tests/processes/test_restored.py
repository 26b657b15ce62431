"""A node put back from a copy that is older than what it said since."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
import pytest
from tests.processes.nodes import (
    Node,
    both_told,
    delivered,
    ended,
    file_launch,
    two_desks,
    until,
)

from watchword.edge.commands.reports import ReportFile
from watchword.edge.restored import KEY
from watchword.wire.codec import encode

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(240)]

FROM_A: Final = "desk-a.example/open-desks/desk-b.example"


class Desks:
    """Two desks: the first is copied, says more, destroys, and loses its disk."""

    def __init__(self, folder: Path) -> None:
        self.copy, self.apart = folder / "copy", folder / "apart"
        self.first, self.second = self.both = two_desks(folder / "desks")

    def begin(self) -> None:
        for node in self.both:
            node.up()
        both_told(*self.both)
        self.doomed = self.file(self.first, "doomed")
        self.file(self.first, "before")
        delivered(*self.both)
        self.first.json("backup", str(self.copy), "--keys", str(self.apart))
        for place in ("after one", "after two"):
            self.file(self.first, place)
        self.file(self.second, "from the partner")
        witness = ("--witness", "A. One", "--witness", "B. Two")
        self.first.json(
            "dispose", self.doomed, "--outcome", "destroyed", "--method", "x", *witness
        )
        delivered(*self.both)

    @staticmethod
    def file(node: Node, place: str) -> str:
        given = ReportFile(
            kind="launch",
            topic="missile.ballistic",
            label="TLP:GREEN",
            fields={"site": msgspec.Raw(encode(place))},
        )
        return str(node.ask(given)["name"])

    def lose_and_put_back(self) -> None:
        self.first.kill()
        for lost in self.first.folder.glob("store.sqlite*"):
            lost.unlink()
        found = self.first.json("restore", str(self.copy), "--keys", str(self.apart))
        assert found["waits_for"] == ["desk-b.example"]


def sites(node: Node) -> list[str]:
    rows = node.json("report", "list")
    return sorted(row["fields"]["site"] for row in rows if "site" in row["fields"])


def log_of(node: Node, origin: str) -> dict[str, int]:
    logs = node.json("ledger", "verify")["logs"]
    return next(log for log in logs if log["log"] == origin)


@pytest.fixture
def desks(tmp_path: Path) -> Desks:
    return Desks(tmp_path)


def test_a_node_put_back_signs_nothing_before_its_partner_has_been_asked(
    desks: Desks,
) -> None:
    first, second = desks.both
    with ended(*desks.both):
        desks.begin()
        assert second.stop() == 0
        desks.lose_and_put_back()
        first.up()
        until(lambda: "connect" in str(first.json("restored")["errors"]).lower())
        refused = file_launch(first, "site=too early")
        assert refused.code == 7
        assert "[restored]" in refused.err
        assert "before" in sites(first)
        assert "doomed" not in sites(first)
        assert first.json("restored")["waits_for"] == ["desk-b.example"]
        said = log_of(first, f"{FROM_A}/routine")["last_signed"]
        second.up()
        until(lambda: not first.json("restored")["restored"])
        assert log_of(first, f"{FROM_A}/routine")["last_signed"] > said
        desks.file(first, "after all")
        desks.file(second, "from the partner again")
        delivered(*desks.both)
        until(lambda: "from the partner again" in sites(first))
        expected = ["after all", "before", "from the partner"]
        assert sites(first) == [*expected, "from the partner again"]
        assert "doomed" not in str(first.json("picture"))
        assert set(sites(second)) > {*expected, "after one", "after two"}
        for node in desks.both:
            assert node.json("ledger", "verify")["verified"]
            # The partner's next line showed what was missing; it was sent again.
            assert {row["code"] for row in node.json("quarantine")} <= {"gap"}
        lanes = (f"{FROM_A}/{lane}" for lane in ("routine", "urgent"))
        for origin in lanes:
            ours, theirs = (log_of(node, origin) for node in desks.both)
            assert ours["entries"] == theirs["entries"]


def test_without_asking_a_second_history_begins_and_is_found_out(
    desks: Desks,
) -> None:
    first, second = desks.both
    with ended(*desks.both):
        desks.begin()
        desks.lose_and_put_back()
        store = first.home.open_store()
        store.run("DELETE FROM meta WHERE key = ?", (KEY,))
        store.close()
        first.up()
        assert file_launch(first, "site=another history").code == 0
        until(lambda: "fork" in str(first.json("link", "status")))
        assert "another history" not in sites(second)


def test_a_person_goes_on_without_a_partner_and_says_why(desks: Desks) -> None:
    first, second = desks.both
    with ended(*desks.both):
        desks.begin()
        assert second.stop() == 0
        desks.lose_and_put_back()
        first.up()
        given = ("restored", "--without", "desk-b.example", "--yes")
        silent = first.cli(*given)
        assert silent.code == 2
        assert "say why" in silent.err
        done = first.json(*given, "--because", "the desk was closed for good")
        assert not done["restored"]
        assert file_launch(first, "site=alone").code == 0
        history = first.home.open_store()
        noted = history.value("SELECT body FROM entry WHERE kind = 'restored'")
        history.close()
        assert "closed for good" in noted.decode()
