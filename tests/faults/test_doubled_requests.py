"""Group 6, whole requests: a partner that posts twice, at once and out of turn."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
from tests.processes.nodes import delivered
from tests.processes.test_link_tls import one_open, post, waiting

pytestmark = [
    pytest.mark.faults,
    pytest.mark.processes,
    pytest.mark.slow,
    pytest.mark.timeout(300),
]

TIMES: Final = 8


def test_one_batch_posted_many_times_at_once_is_taken_once(tmp_path: Path) -> None:
    with one_open(tmp_path) as link, ThreadPoolExecutor(TIMES) as beside:
        said = waiting(link.partner)
        posts = [beside.submit(post, link, said.path, said.body) for _ in range(TIMES)]
        answers = [done.result(60) for done in posts]
        assert {answer.status for answer in answers} == {200}
        assert all("payload" in json.loads(answer.body) for answer in answers)
        assert len(link.node.json("report", "list")) == len(said.lines)
        link.partner.up()
        delivered(link.partner)
        assert len(link.node.json("report", "list")) == len(said.lines)
        assert link.node.json("ledger", "verify")["verified"]


def test_a_batch_whose_lines_are_swapped_is_refused_whole_and_passes_as_it_was(
    tmp_path: Path,
) -> None:
    with one_open(tmp_path) as link:
        said = waiting(link.partner)
        swapped = b"\n".join([*reversed(said.lines), said.checkpoint]) + b"\n"
        assert post(link, said.path, swapped).code == "gap"
        assert link.node.json("report", "list") == []
        assert post(link, said.path, said.body).status == 200
        assert len(link.node.json("report", "list")) == len(said.lines)
        assert link.node.json("ledger", "verify")["verified"]
