"""Tokens in withheld fields are found nowhere at a partner or at the hub."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from tests.listeners import taking
from tests.processes.nodes import (
    Node,
    delivered,
    ended,
    in_force,
    introduce,
    new_node,
    until,
)
from tests.processes.watching import health, watch
from tests.sim.machine_scene import BANKS, BY_FERRY, EAST, FERRY, RIVER, WEST
from tests.sim.machine_tokens import answered, files_of, forms, found_in, spoken

from watchword.model.party import PartyId

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(400)]

TOKENS: Final = {
    "site": "canary-site-4711",
    "note": "canary-note-4712",
    "weapon": "canary-weapon-4713",
    "apogee_km": "987.1254714",
}
TO_FERRY: Final = ("site", "weapon")
TO_WEST: Final = ("site",)
ASKED: Final = (
    ("picture",),
    ("report", "list"),
    ("report", "list", "--json"),
    ("picture", "--json"),
    ("quarantine",),
    ("tasks",),
    ("node",),
    ("link", "status"),
    ("link", "status", "--json"),
    ("link", "status", "--by-channel"),
    ("link", "open", "--json"),
    ("alert", "list", "--json"),
    ("alert", "test"),
    ("shift", "hand-over", "--to", "lee", "--by", "kim", "--json"),
    ("shift", "show"),
    ("doctor", "--json"),
    ("ledger", "verify"),
    ("agreement", "state", BY_FERRY),
    ("why", "LATEST", "--to", EAST),
    ("history", "LATEST"),
    ("release", "LATEST", "--to", EAST),
    ("report", "file", "launch", "site", "--topic", "missile", "--label", "x"),
)
"""What a node is asked, and told, that it may answer or refuse."""


def begin(folder: Path, *, pushing: bool = True) -> dict[PartyId, Node]:
    """Two banks and the ferry, its texts signed; none of them is up."""
    nodes = {party: new_node(folder / party, party) for party in BANKS}
    introduce(*nodes.values())
    for name, text in RIVER.texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        for party, node in nodes.items():
            if f'"{party}"' in text.partition("parties")[2].partition("\n")[0]:
                node.json("agreement", "sign", str(folder / name), "--yes")
    if pushing:
        fields = ",".join(TO_FERRY)
        nodes[EAST].json("posture", "set", BY_FERRY, "push", "--fields", fields)
        nodes[FERRY].json("posture", "set", BY_FERRY, "push")
    return nodes


def up(nodes: dict[PartyId, Node]) -> None:
    """Start them, and wait until every agreement holds where it counts."""
    for node in nodes.values():
        node.up()
    for node in nodes.values():
        until(lambda node=node: in_force(node, BY_FERRY))  # type: ignore[misc]
    for leg in RIVER.texts:
        if leg.endswith("-leg"):
            until(lambda leg=leg: in_force(nodes[FERRY], leg))  # type: ignore[misc]


def file_tokens(node: Node, *options: str) -> None:
    """A report with a token in every field."""
    values = [f"{name}={token}" for name, token in TOKENS.items()]
    node.json(
        *("report", "file", "launch", *values, "--topic", "missile.ballistic"),
        *("--label", "წყალი", "--status", "exercise"),
        *options,
    )


def tell(nodes: dict[PartyId, Node], *options: str) -> None:
    """East files a report; the ferry may pass on a part of what it gets."""
    up(nodes)
    nodes[EAST].json(
        *("approve", "--standing", "launch", "--holder", FERRY, "--to", WEST),
        *("--until", "2100-01-01", "--fields", ",".join(TO_WEST)),
        *("--agreement", BY_FERRY),
    )
    delivered(*nodes.values())
    file_tokens(nodes[EAST], *options)
    delivered(*nodes.values())
    until(lambda: bool(nodes[WEST].json("report", "list")))


def heard(node: Node) -> list[bytes]:
    """Everything that is to be had of a node: answers, errors, files, log."""
    answers = [answered(node, *words) for words in ASKED]
    return [*answers, spoken(node), *files_of(node.folder)]


def test_a_token_is_found_in_every_form() -> None:
    token = TOKENS["note"]
    for form in forms(token):
        assert found_in([b"before " + form + b" after"], [token]) == {token}
    assert found_in([b"canary-note"], [token]) == set()


def test_withheld_fields_are_found_nowhere_at_a_partner_and_at_the_hub(
    tmp_path: Path,
) -> None:
    nodes = begin(tmp_path)
    with ended(*nodes.values()):
        tell(nodes)
        for party, open_there in ((FERRY, TO_FERRY), (WEST, TO_WEST)):
            rows = nodes[party].json("report", "list")
            assert [set(row["fields"]) for row in rows] == [set(open_there)]
            withheld = {TOKENS[name] for name in TOKENS if name not in open_there}
            assert found_in(heard(nodes[party]), withheld) == set()
            out = tmp_path / f"copy for {party}"
            nodes[party].json(
                *("export", rows[0]["name"], "--to", "the office"),
                *("--purpose", "warning", "--out", str(out)),
            )
            assert found_in([out.read_bytes()], TOKENS.values()) == (
                {*TOKENS.values()} - withheld
            )
            assert nodes[party].stop() == 0
            assert found_in(files_of(nodes[party].folder), withheld) == set()
        every = [str(nodes[EAST].json("report", "list")).encode()]
        assert found_in(every, TOKENS.values()) == set(TOKENS.values())


def test_what_is_told_measured_and_logged_of_a_report_is_no_word_of_it(
    tmp_path: Path,
) -> None:
    nodes = begin(tmp_path)
    with taking() as (hook, taken), ended(*nodes.values()):
        places = {party: watch(node, hook) for party, node in nodes.items()}
        tell(nodes, "--urgency", "urgent")
        until(lambda: len([said for said in taken if b"warning" in said]) >= 2)
        for party, node in nodes.items():
            answered(node, "alert", "test")
            answered(node, "shift", "hand-over", "--to", "lee", "--by", "kim")
            shown = answered(node, "shift", "show", "--json")
            listed = answered(node, "alert", "list", "--json")
            paths = ("metrics", "readyz", "livez", "elsewhere")
            outside = [health(places[party], path)[1] for path in paths]
            assert b"watchword_link_open_lines" in outside[0]
            logged = node.log().encode()
            said = [*outside, *taken, shown, listed, logged]
            # Neither what is withheld there, nor what is open, nor the label.
            words = (*TOKENS.values(), "წყალი", "missile.ballistic")
            assert found_in(said, words) == set()
        names = {row["name"] for row in nodes[WEST].json("report", "list")}
        assert found_in(taken, names) == names


def test_art13_destroyed_fields_are_found_nowhere_nor_in_a_restored_backup(
    tmp_path: Path,
) -> None:
    nodes = begin(tmp_path / "desks")
    west, copy, paper = nodes[WEST], tmp_path / "copy", tmp_path / "paper.txt"
    open_there = [TOKENS[name] for name in TO_WEST]
    with ended(*nodes.values()):
        tell(nodes)
        assert found_in(heard(west), open_there) == set(open_there)
        name = west.json("report", "list")[0]["name"]
        west.json("backup", str(copy), "--keys", str(tmp_path / "apart"))
        west.json(
            *("export", name, "--to", "night desk", "--purpose", "warning"),
            *("--out", str(paper)),
        )
        # A copy bears what is open to its holder, and not a token more.
        assert found_in([paper.read_bytes()], TOKENS.values()) == set(open_there)
        west.json(
            *("dispose", name, "--outcome", "destroyed", "--method", "shredded"),
            *("--witness", "Ani", "--witness", "Eka"),
        )
        paper.unlink()
        delivered(west)
        assert found_in(heard(west), TOKENS.values()) == set()
        refused = west.cli(
            *("export", name, "--to", "x", "--purpose", "y", "--out", str(paper))
        )
        assert refused.code == 5
        assert not paper.exists()
        assert west.stop() == 0
        assert found_in(files_of(west.folder), TOKENS.values()) == set()

        for lost in west.folder.glob("store.sqlite*"):
            lost.unlink()
        done = west.cli("restore", str(copy), "--keys", str(tmp_path / "apart"))
        assert done.code == 0, done
        west.up()
        assert [row["fields"] for row in west.json("report", "list")] == [{}]
        assert found_in(heard(west), TOKENS.values()) == set()
        for folder in (west.folder, copy, tmp_path / "apart"):
            assert found_in(files_of(folder), TOKENS.values()) == set()


def test_art13_what_the_hub_destroyed_is_gone_from_what_it_passed_on_as_well(
    tmp_path: Path,
) -> None:
    nodes = begin(tmp_path)
    ferry = nodes[FERRY]
    with ended(*nodes.values()):
        tell(nodes)
        (name,) = {row["name"] for row in ferry.json("report", "list")}
        ferry.json(
            *("dispose", name, "--outcome", "destroyed", "--method", "shredded"),
            *("--witness", "Ani", "--witness", "Eka"),
        )
        delivered(ferry)
        assert found_in(heard(ferry), TOKENS.values()) == set()
        assert ferry.stop() == 0
        assert found_in(files_of(ferry.folder), TOKENS.values()) == set()
        for party, fields in ((EAST, TOKENS), (WEST, TO_WEST)):
            shown = [str(nodes[party].json("report", "list")).encode()]
            assert found_in(shown, TOKENS.values()) == {TOKENS[f] for f in fields}


def test_what_is_sealed_past_the_hub_is_found_nowhere_there(tmp_path: Path) -> None:
    nodes = begin(tmp_path, pushing=False)
    east, ferry, west = (nodes[party] for party in (EAST, FERRY, WEST))
    with ended(*nodes.values()):
        up(nodes)
        file_tokens(east)
        east.json(
            *("release", "LATEST", "--to", WEST, "--via", FERRY, "--sealed"),
            *("--fields", ",".join(TO_FERRY)),
        )
        until(lambda: bool(west.json("report", "list")))
        assert found_in(heard(ferry), TOKENS.values()) == set()
        assert ferry.stop() == 0
        assert found_in(files_of(ferry.folder), TOKENS.values()) == set()
        rows = west.json("report", "list")
        assert [set(row["fields"]) for row in rows] == [set(TO_FERRY)]
