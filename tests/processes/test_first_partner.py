"""The page for taking on a partner, typed as it stands, on two machines."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from tests.house.house import ROOT
from tests.processes.nodes import Node, ended, until
from tests.processes.test_two_machines import cabled

from watchword.cli.processes import free_address

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(240)]

PAGE: Final = (ROOT / "docs" / "how-to" / "first-partner.md").read_text("utf-8")
DESKS: Final = ("north", "south")
ADDRESSES: Final = ("192.0.2.1", "192.0.2.2")


def typed() -> list[tuple[str, list[str]]]:
    """At which desk, and the words of each command of the page."""
    blocks = re.findall(r"^```console\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    found = [line.partition("$ watchword ") for line in lines]
    return [(desk, shlex.split(command)) for desk, _, command in found]


class Walk:
    """Two people who type what the page says, and carry files between them."""

    def __init__(self, folder: Path, prefixes: Mapping[str, tuple[str, ...]]) -> None:
        self.folder = folder
        self.nodes = {
            desk: Node(folder / desk / "node", *prefix)
            for desk, prefix in prefixes.items()
        }

    def type(self, desk: str, words: list[str]) -> str:
        node = self.nodes[desk]
        if words == ["up"]:
            node.up()
            return ""
        here = [self.file(desk, word) for word in words]
        shown = node.words(*here, given="y\n")
        self.carry(desk)
        return shown

    def file(self, desk: str, word: str) -> str:
        # The folder in which the person types.
        named = word.endswith((".party", ".toml"))
        return str(self.folder / desk / word) if named else word

    def carry(self, desk: str) -> None:
        """The files go by any way."""
        for file in (self.folder / desk).glob("*.party"):
            for other in DESKS:
                if not (self.folder / other / file.name).exists():
                    shutil.copy(file, self.folder / other)

    def go(self, commands: list[tuple[str, list[str]]]) -> dict[str, str]:
        """Everything in order; what each desk's last picture showed."""
        shown = {}
        for desk, words in commands:
            self.wait_for_what_the_page_waits_for(desk, words)
            out = self.type(desk, words)
            if words == ["picture"]:
                shown[desk] = out
        return shown

    def wait_for_what_the_page_waits_for(self, desk: str, words: list[str]) -> None:
        node = self.nodes[desk]
        if words[:2] == ["agreement", "show"]:
            until(lambda: node.json("agreement", "list")["known"] != [])
        elif words[:2] == ["posture", "set"]:
            until(lambda: self.in_force(node))
        elif words == ["picture"]:
            until(lambda: both_in_one(node))

    @staticmethod
    def in_force(node: Node) -> bool:
        found = node.json("agreement", "state", "open-desks")
        return bool(found["state"] == "IN_FORCE")


def both_in_one(node: Node) -> bool:
    events = node.json("picture")["events"]
    said = {w["party"] for e in events for f in e["fields"] for w in f["witnesses"]}
    return len(events) == 1 and said == {f"{desk}.example" for desk in DESKS}


def walked(walk: Walk, commands: list[tuple[str, list[str]]]) -> None:
    for desk in DESKS:
        (walk.folder / desk).mkdir()
    with ended(*walk.nodes.values()):
        shown = walk.go(commands)
        for desk in DESKS:
            assert "1 event, " in shown[desk]
            assert walk.nodes[desk].stop() == 0


def test_the_page_leads_two_people_on_one_machine_to_each_others_report(
    tmp_path: Path,
) -> None:
    places = {f"{address}:7400": free_address() for address in ADDRESSES}
    commands = [
        (desk, [elsewhere(w, places) for w in words]) for desk, words in typed()
    ]
    walked(Walk(tmp_path, dict.fromkeys(DESKS, ())), commands)


def elsewhere(word: str, places: dict[str, str]) -> str:
    for address, place in places.items():
        word = word.replace(address, place)
    return word


@pytest.fixture
def machines() -> Iterator[tuple[str, str]]:
    with cabled(ADDRESSES) as names:
        yield names


def test_the_page_leads_two_people_on_two_machines_to_each_others_report(
    machines: tuple[str, str], tmp_path: Path
) -> None:
    prefixes = {
        desk: ("ip", "netns", "exec", machine)
        for desk, machine in zip(DESKS, machines, strict=True)
    }
    walked(Walk(tmp_path, prefixes), typed())
