"""A marked text given at every door of a real node leaves no byte anywhere."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest
from tests.processes.nodes import (
    Done,
    Node,
    both_told,
    delivered,
    ended,
    file_launch,
    two_desks,
    until,
    watchword,
)

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.timeout(300)]

WORD: Final = "swordfish"
CANARY: Final = f"TOP SECRET//SI//NOFORN\nThe word is {WORD}."
BAD_TOPIC: Final = f"(S//NF) {WORD}"


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Node, Node]]:
    folder = tmp_path_factory.mktemp("desks")
    first, second = two_desks(folder)
    with ended(first, second):
        for node in (first, second):
            node.up(WATCHWORD_LOG_LEVEL="debug", TMPDIR=str(folder))
        both_told(first, second)
        assert file_launch(first).code == 0
        delivered(first, second)
        yield first, second


def traces() -> list[bytes]:
    """The word as text, in other encodings, and in each phase of base64."""
    inner = [
        b64encode(b"x" * phase + WORD.encode())[phase + 1 : -4] for phase in range(3)
    ]
    return [
        WORD.encode(),
        WORD.encode("utf-16-le"),
        WORD.encode().hex().encode(),
        *inner,
    ]


def assert_nowhere(folder: Path, *, at_least: int = 1) -> None:
    looked = [path for path in folder.rglob("*") if path.is_file()]
    assert len(looked) >= at_least
    for path in looked:
        data = path.read_bytes()
        assert not [trace for trace in traces() if trace in data], path


def assert_refused(done: Done, args: Sequence[str]) -> None:
    assert done.code == 5, (args, done)
    assert "[national-marking]" in done.err, (args, done)
    assert "rule: " in done.err
    for words in (WORD, "NOFORN", "TOP SECRET", "S//NF"):
        assert words not in done.out + done.err, args


def spoken(partner: str, report: str) -> list[tuple[str, ...]]:
    """A command for each door that takes a person's words."""
    file = ("report", "file", "launch", "observed_at=2022-05-04T12:03+09:00")
    under = ("--topic", "missile.ballistic", "--label", "TLP:GREEN")
    days = ("--from", "2026-11-01", "--to", "2026-11-02", "--due", "2030-01-01")
    return [
        (*file, f"text={CANARY}", *under),
        (*file, *under, "--attributed-to", CANARY),
        (*file, "--topic", BAD_TOPIC, "--label", "TLP:GREEN"),
        ("judge", "withdraw", report, "--because", CANARY),
        ("shift", "note", CANARY),
        ("ask", partner, *days, "--says", CANARY),
        ("incident", "open", report, "--harm", "possible", "--says", CANARY),
        ("claim", "check", CANARY),
        ("posture", "set", "open-desks", "push", "--topic", BAD_TOPIC),
    ]


def test_nothing_of_a_marked_text_is_anywhere_after_every_door(
    desks: tuple[Node, Node], tmp_path: Path
) -> None:
    first, second = desks
    partner = "desk-b.example"
    (held,) = first.json("report", "list")
    for args in spoken(partner, held["name"][:12]):
        assert_refused(first.cli(*args), args)
    line = json.dumps({"id": "1", "lang": "en", "text": CANARY, "published": "2022"})
    args = ("read", "-", "--label", "TLP:GREEN")
    assert_refused(first.cli(*args, given=CANARY), args)
    done = first.cli("press", "read", "--jsonl", "-", given=line)
    assert "rule: banner" in done.out
    assert WORD not in done.out + done.err
    imported(first)
    new = tmp_path / "new"
    made = ("init", "--party", "desk-c.example", "--endpoint", "https://h:1")
    assert watchword("--node", str(new), "governance", "init").code == 0
    done = watchword("--node", str(new), *made, "--title", CANARY)
    assert_refused(done, made)
    assert len(first.json("report", "list")) == 1
    for folder in (first.folder, second.folder):
        assert_nowhere(folder, at_least=10)
    assert_nowhere(new)
    first.stop()
    assert_nowhere(first.folder.parent)
    first.up()


def imported(node: Node) -> None:
    """Each row for itself; a refusal quotes nothing of the row."""
    row = {"kind": "launch", "topic": "missile.ballistic", "label": "TLP:GREEN"}
    lines = (
        {**row, "fields": {"text": CANARY}},
        {**row, "fields": {"site": "Sunan"}, "attributed_to": CANARY},
    )
    text = "\n".join(map(json.dumps, lines))
    done = node.cli("report", "import", "-", given=text)
    assert done.code == 5
    assert done.out.count("[national-marking]") == 2
    assert WORD not in done.out + done.err
    bad = json.dumps({**row, "topic": BAD_TOPIC, "fields": {"site": WORD}})
    done = node.cli("report", "import", "-", given=bad)
    assert (done.code, done.out.count("[national-marking]")) == (5, 1), done
    assert WORD not in done.out + done.err
    table = (
        "id,source,kind,topic,attributed_to,observed_at,note\n"
        f'1,a list,launch,missile.ballistic,KR,2022-05-04,"{CANARY}"\n'
        f"2,a list,launch,missile.ballistic,KR,{BAD_TOPIC},fine\n"
    )
    done = node.cli(
        "report", "import", "-", "--format", "csv", "--label", "TLP:GREEN", given=table
    )
    assert done.code == 5, done
    assert WORD not in done.out + done.err


def test_the_node_goes_on_after_all_that(desks: tuple[Node, Node]) -> None:
    first, second = desks
    assert file_launch(first).code == 0
    until(lambda: len(second.json("report", "list")) >= 2)
