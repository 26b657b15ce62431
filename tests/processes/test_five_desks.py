"""Five desks, no hub, other scripts: nothing is changed but files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from tests.processes.nodes import (
    Node,
    delivered,
    ended,
    file_launch,
    in_force,
    introduce,
    new_node,
    until,
)

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(300)]

GEORGIAN: Final = ("tbilisi.example", "batumi.example")
AMHARIC: Final = ("addis.example", "gondar.example", "harar.example")
PARTIES: Final = (*GEORGIAN, *AMHARIC)
OPEN: Final = dict.fromkeys(GEORGIAN, "ღია") | dict.fromkeys(AMHARIC, "ክፍት")
CLOSED: Final = dict.fromkeys(GEORGIAN, "საიდუმლო") | dict.fromkeys(AMHARIC, "ምስጢር")


def text() -> str:
    """An agreement of five, as somebody would write it."""

    def labels(of: dict[str, str]) -> str:
        return "\n".join(f'"{party}" = ["{label}"]' for party, label in of.items())

    return f"""\
id = "khuti"
version = 1
title = "ხუთი დაკვირვების პუნქტი · አምስት ጣቢያዎች"
parties = [{", ".join(f'"{party}"' for party in PARTIES)}]
statuses = ["exercise"]
binding = false
zone = "Asia/Tbilisi"
entry = "signature"
topics = ["missile"]
text = "ხუთივე ეუბნება ერთმანეთს, რაც დაინახა."

[[level]]
name = "დახურული"
rank = 2
shared = false
[level.labels]
{labels(CLOSED)}

[[level]]
name = "ღია"
rank = 1
shared = true
[level.labels]
{labels(OPEN)}

[[clause]]
id = "muxli-1"
article = "მუხლი 1"
rule = "release"
says = "თითოეული ეუბნება დანარჩენებს."
evidence = "R"

[[clause]]
id = "muxli-2"
article = "መ. 2"
rule = "above-ceiling"
says = "ምስጢር የሆነ አይላክም።"
evidence = "R"
"""


@pytest.fixture
def desks(tmp_path: Path) -> dict[str, Node]:
    options = ("--profile", "exercise", "--title", "საცდელი · ልምምድ")
    found = {p: new_node(tmp_path / p, p, *options) for p in PARTIES}
    introduce(*found.values())
    paper = tmp_path / "ხუთი.toml"
    paper.write_text(text(), encoding="utf-8")
    for node in found.values():
        node.json("agreement", "sign", str(paper), "--yes")
        node.json("posture", "set", "khuti", "push")
    return found


def test_five_desks_with_a_text_of_their_own_hold_one_picture(
    desks: dict[str, Node],
) -> None:
    tbilisi, addis = desks["tbilisi.example"], desks["addis.example"]
    with ended(*desks.values()):
        for node in desks.values():
            node.launch()
        for node in desks.values():
            assert node.wait_ready().startswith("EXERCISE · ")
        for node in desks.values():
            until(lambda node=node: in_force(node, "khuti"))  # type: ignore[misc]
        tells_all(tbilisi, "tbilisi.example")
        tells_all(addis, "addis.example", "observed_at=2026-05-04T07:04+04:00")
        for node in desks.values():
            until(lambda node=node: said(node) == 2)  # type: ignore[misc]
        (picture,) = {str(events(node)) for node in desks.values()}
        keeps_what_is_closed(tbilisi)
        assert file_launch(tbilisi, label=OPEN["addis.example"]).code == 4
        delivered(*desks.values())
        others = [node for node in desks.values() if node is not tbilisi]
        assert {str(events(node)) for node in others} == {picture}
        for node in desks.values():
            assert node.json("ledger", "verify")["verified"]


def tells_all(node: Node, party: str, *fields: str) -> None:
    given = fields or ("observed_at=2026-05-04T07:03+04:00",)
    filed = file_launch(node, *given, "site=ბათუმი · ጎንደር", label=OPEN[party])
    assert filed.code == 0, filed
    for other in PARTIES:
        line = f"to {other}: observed_at, observed_hour, site · khuti muxli-1"
        assert (line in filed.out) == (other != party)


def keeps_what_is_closed(node: Node) -> None:
    filed = file_launch(node, "count=7", label=CLOSED["tbilisi.example"])
    assert filed.code == 0, filed
    assert filed.out.count("khuti muxli-2 above-ceiling") == len(PARTIES) - 1
    assert "  to " not in filed.out


def events(node: Node) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = node.json("picture")["events"]
    return found


def said(node: Node) -> int:
    """How many reports of one and the same event the picture has taken in."""
    found = events(node)
    return len(found[0]["members"]) if len(found) == 1 else 0
