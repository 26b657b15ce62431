"""The first exchange, as the README has it: two people, two folders, two ways."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from tests.processes.nodes import (
    Done,
    Node,
    delivered,
    ended,
    file_launch,
    in_force,
    new_node,
    until,
)

from watchword.cli.processes import free_address

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(180)]

NAMES: Final = ("desk-a.example", "desk-b.example")
ADDRESSES: Final = ("10.77.0.1", "10.77.0.2")
WORDS: Final = re.compile(r"^fingerprint +((?:[a-z]+ ?){12})$", re.MULTILINE)


class Person:
    """One of the two, at a machine of their own."""

    def __init__(self, folder: Path, party: str, endpoint: str, *prefix: str) -> None:
        self.party = party
        self.node = Node(folder, *prefix)
        self.own_words = fingerprint(self.node.words("governance", "init"))
        self.node.words("init", "--party", party, "--endpoint", endpoint)
        self.file = folder / f"{party}.party"

    def export(self) -> None:
        shown = self.node.words("party", "export", str(self.file))
        assert fingerprint(shown) == self.own_words

    def take_in(self, other: Person) -> None:
        shown = self.node.words("party", "import", str(other.file), given="y\n")
        assert fingerprint(shown) == other.own_words
        assert f"{other.party} is known here now" in shown


def fingerprint(shown: str) -> str:
    found = WORDS.search(shown)
    assert found is not None, shown
    return found[1]


def walk(first: Person, second: Person, text: Path) -> None:
    """From two empty folders to each other's first report."""
    for person in (first, second):
        person.export()
    for one, other in ((first, second), (second, first)):
        one.take_in(other)
        assert one.node.up().startswith(f"{one.party}  ")
    a, b = first.node, second.node
    parties = ("--party", first.party, "--party", second.party)
    a.words("agreement", "copy", "open-desks", *parties, "--out", str(text))
    signed = a.words("agreement", "sign", str(text), given="y\n")
    assert f"told {second.party}" in signed
    until(lambda: second.party in to_sign(b))
    assert not in_force(a, "open-desks")
    b.words("agreement", "sign", "open-desks", given="y\n")
    until(lambda: in_force(a, "open-desks") and in_force(b, "open-desks"))
    for node in (a, b):
        assert to_sign(node) == []
        node.words("posture", "set", "open-desks", "push", "--topic", "missile")
    tell_each_other(a, b)


def to_sign(node: Node) -> list[str]:
    rows = node.json("agreement", "list")["known"]
    return [party for row in rows for party in row["to_sign"]]


def tell_each_other(a: Node, b: Node) -> None:
    filed = file_launch(a, "observed_at=2026-05-04T12:03+09:00", "range_km=~470")
    assert filed.code == 0
    assert "to desk-b.example: observed_at" in filed.out
    assert "open-desks art-1" in filed.out
    delivered(a)
    until(lambda: "~470 km" in b.words("picture"))
    back = file_launch(b, "observed_at=2026-05-04T12:05+09:00", "apogee_km=~780")
    assert back.code == 0
    delivered(b)
    for node in (a, b):
        until(lambda node=node: both_in_one(node))  # type: ignore[misc]
        assert "verified" in node.words("ledger", "verify")


def both_in_one(node: Node) -> bool:
    """One event, of which each of the two has said something."""
    events = node.json("picture")["events"]
    said = {w["party"] for e in events for f in e["fields"] for w in f["witnesses"]}
    return len(events) == 1 and said == set(NAMES)


def test_two_people_on_one_machine_reach_each_others_first_report(
    tmp_path: Path,
) -> None:
    first, second = (
        Person(tmp_path / name, name, f"https://{free_address()}") for name in NAMES
    )
    with ended(first.node, second.node):
        walk(first, second, tmp_path / "ours.toml")
        assert [node.stop() for node in (first.node, second.node)] == [0, 0]


@pytest.fixture
def machines() -> Iterator[tuple[str, str]]:
    with cabled(ADDRESSES) as names:
        yield names


@contextmanager
def cabled(addresses: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Two network namespaces with a cable between them."""
    if shutil.which("ip") is None:
        pytest.skip("there is no ip: apt-get install iproute2")
    if os.geteuid() != 0:
        pytest.skip("only root makes network namespaces")
    names = (f"ww{os.getpid()}a", f"ww{os.getpid()}b")
    if ip("netns", "add", names[0]).returncode:
        pytest.skip("network namespaces are not allowed here")
    try:
        assert not ip("netns", "add", names[1]).returncode
        assert not plug(names, addresses)
        yield names
    finally:
        for name in names:
            ip("netns", "del", name)


def ip(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["ip", *args], check=False, capture_output=True, text=True, timeout=20
    )


def plug(names: tuple[str, str], addresses: tuple[str, str]) -> str:
    """Put an end of a cable into each; what went wrong, if anything."""
    cable = ("link", "add", "eth0", "netns", names[0], "type", "veth")
    done = [ip(*cable, "peer", "name", "eth0", "netns", names[1])]
    for name, address in zip(names, addresses, strict=True):
        done.append(ip("-n", name, "addr", "add", f"{address}/24", "dev", "eth0"))
        done.append(ip("-n", name, "link", "set", "eth0", "up"))
    return "".join(one.stderr for one in done)


def test_two_people_on_two_machines_reach_each_others_first_report(
    machines: tuple[str, str], tmp_path: Path
) -> None:
    first, second = (
        Person(
            tmp_path / name, name, f"https://{address}:7400", "ip", "netns", "exec", m
        )
        for name, address, m in zip(NAMES, ADDRESSES, machines, strict=True)
    )
    with ended(first.node, second.node):
        walk(first, second, tmp_path / "ours.toml")
        assert [node.stop() for node in (first.node, second.node)] == [0, 0]


@pytest.fixture
def node(tmp_path: Path) -> Node:
    return new_node(tmp_path / "node", "desk-a.example")


def refused(done: Done, code: int, *words: str) -> None:
    """One line and a hint for an operator, and the documented exit code."""
    assert done.code == code, done
    assert done.out == ""
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err
    assert len(done.err.splitlines()) <= 2


def test_a_partys_own_file_is_not_imported(node: Node, tmp_path: Path) -> None:
    file = str(tmp_path / "own.party")
    node.words("party", "export", file)
    refused(
        node.cli("party", "import", file, "--yes"), 2, "own file", "the partner gave"
    )


def test_a_file_that_is_none_is_not_imported(node: Node, tmp_path: Path) -> None:
    refused(node.cli("party", "import", str(tmp_path / "none"), "--yes"), 2, "none")
    config = str(node.home.config_path)
    refused(node.cli("party", "import", config, "--yes"), 3, "[not-json]")


def test_no_at_the_prompt_imports_nothing(node: Node, tmp_path: Path) -> None:
    other = new_node(tmp_path / "other", "desk-b.example")
    file = str(tmp_path / "other.party")
    other.words("party", "export", file)
    for answer in ("n\n", ""):
        done = node.cli("party", "import", file, given=answer)
        assert done.code == 130
        assert "not done" in done.err
    assert [row["party"] for row in node.json("party", "list")] == ["desk-a.example"]


def test_a_text_signed_before_the_partner_is_known_reaches_it_later(
    tmp_path: Path,
) -> None:
    first, second = (
        Person(tmp_path / name, name, f"https://{free_address()}") for name in NAMES
    )
    text = tmp_path / "ours.toml"
    parties = (arg for name in NAMES for arg in ("--party", name))
    first.node.words("agreement", "copy", "open-desks", *parties, "--out", str(text))
    signed = first.node.json("agreement", "sign", str(text), "--yes")
    assert signed["told"] == []
    for person in (first, second):
        person.export()
    with ended(first.node, second.node):
        for one, other in ((first, second), (second, first)):
            one.take_in(other)
            one.node.up()
        until(lambda: NAMES[1] in to_sign(second.node))


def test_a_text_of_other_parties_is_not_signed(node: Node, tmp_path: Path) -> None:
    text = tmp_path / "theirs.toml"
    parties = ("--party", "desk-x.example", "--party", "desk-y.example")
    node.words("agreement", "copy", "open-desks", *parties, "--out", str(text))
    done = node.cli("agreement", "sign", str(text), "--yes")
    refused(done, 2, "desk-a.example is no party", "agreement copy")


def test_parties_may_stand_in_either_order(node: Node, tmp_path: Path) -> None:
    text = tmp_path / "swapped.toml"
    parties = (arg for name in reversed(NAMES) for arg in ("--party", name))
    node.words("agreement", "copy", "open-desks", *parties, "--out", str(text))
    assert 'parties = ["desk-b.example", "desk-a.example"]' in text.read_text("utf-8")


@pytest.mark.parametrize(
    ("label", "code", "words"),
    [
        ("PURPLE", 4, ("[unknown-label]", "agreement show")),
        ("군사II급비밀", 5, ("[national-marking]", "public and exercise data only")),
    ],
)
def test_a_report_under_a_label_nobody_knows_is_refused(
    node: Node, label: str, code: int, words: tuple[str, ...]
) -> None:
    refused(file_launch(node, label=label), code, *words)
    assert node.json("report", "list") == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--endpoint", "http://10.0.0.1:7400"), ("no endpoint", "https://host:port")),
        (("--endpoint", "https://10.0.0.1"), ("no address", "host:port")),
        (("--endpoint", "https://10.0.0.1:7400/x"), ("no address", "host:port")),
        (("--endpoint", "https://h:1", "--listen", "here"), ("'here' is no address",)),
        (("--endpoint", "https://h:1", "--replay-from", "soon"), ("'soon'",)),
        (("--endpoint", "https://h:1", "--party", "Desk A"), ("no name of a party",)),
    ],
)
def test_a_node_that_could_not_run_is_not_made(
    tmp_path: Path, options: tuple[str, ...], words: tuple[str, ...]
) -> None:
    node = Node(tmp_path / "node")
    node.words("governance", "init")
    refused(node.cli("init", "--party", "desk-a.example", *options), 2, *words)
    assert not node.home.config_path.exists()
    node.words("init", "--party", "desk-a.example", "--endpoint", "https://h:1")


def test_a_folder_has_one_node_and_one_process(node: Node) -> None:
    again = ("--party", "desk-a.example", "--endpoint", "https://h:1")
    refused(node.cli("init", *again), 2, "a node in", "already")
    with ended(node):
        node.up()
        refused(node.cli("up"), 7, "another process", "up already?")
        assert node.json("node")["party"] == "desk-a.example"


@pytest.mark.parametrize("key", ["operational.key", "tls.key"])
def test_a_key_that_others_may_read_is_not_used(node: Node, key: str) -> None:
    path = node.folder / "keys" / key
    path.chmod(0o644)
    refused(node.cli("up"), 2, f"others may read {path}", f"chmod 600 {path}")


def test_a_governance_key_that_others_may_read_signs_nothing(
    node: Node, tmp_path: Path
) -> None:
    text = tmp_path / "ours.toml"
    parties = (arg for name in NAMES for arg in ("--party", name))
    node.words("agreement", "copy", "open-desks", *parties, "--out", str(text))
    node.home.governance_path.chmod(0o644)
    done = node.cli("agreement", "sign", str(text), "--yes")
    assert done.code == 2
    assert "others may read" in done.err
    assert node.json("agreement", "list")["known"] == []


def test_two_nodes_on_one_port_say_so(node: Node, tmp_path: Path) -> None:
    taken = node.json("node")["endpoint"]
    other = new_node(tmp_path / "other", "desk-b.example", endpoint=taken)
    with ended(node):
        node.up()
        refused(other.cli("up"), 7, "cannot listen on", "another node")


def test_without_a_node_the_words_say_what_to_do(tmp_path: Path) -> None:
    nowhere = Node(tmp_path / "nowhere")
    refused(nowhere.cli("picture"), 2, "no node in", "watchword init")
    no_key = ("--party", "desk-a.example", "--endpoint", "https://h:1")
    refused(nowhere.cli("init", *no_key), 2, "no governance key", "governance init")
    assert not nowhere.folder.exists()
