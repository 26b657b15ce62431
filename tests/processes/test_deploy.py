"""What deploy/ says is what the program does."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from typing import Final

import pytest
from tests.house.house import ROOT
from tests.processes.nodes import ended, new_node, watchword

pytestmark = [pytest.mark.processes, pytest.mark.slow]

UNIT: Final = ROOT / "deploy" / "watchword.service"
CONTAINER: Final = (ROOT / "deploy" / "Containerfile").read_text("utf-8")


def service() -> dict[str, str]:
    read = ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(UNIT.read_text("utf-8"))
    return dict(read["Service"])


def test_the_command_of_the_unit_is_one_of_ours() -> None:
    program, *args = service()["ExecStart"].split()
    assert Path(program).name == "watchword"
    done = watchword(*args, "--help")
    assert done.code == 0
    assert "until SIGTERM" in done.out


def test_the_unit_writes_to_its_own_folder_only() -> None:
    unit = service()
    folder = unit["ExecStart"].split()[2]
    assert unit["ReadWritePaths"] == folder == f"/var/lib/{unit['StateDirectory']}"
    assert unit["ProtectSystem"] == "strict"
    assert unit["NoNewPrivileges"] == "yes"
    assert unit["CapabilityBoundingSet"] == ""
    assert unit["User"] != "root"


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd-analyze")
    program = service()["ExecStart"].split()[0]
    text = UNIT.read_text("utf-8").replace(program, "/bin/true")
    unit = tmp_path / UNIT.name
    unit.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [analyze, "verify", "--man=no", str(unit)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    said = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert [line for line in said if "User watchword" not in line] == []


def test_the_node_says_when_it_is_ready_that_it_lives_and_that_it_ends(
    tmp_path: Path,
) -> None:
    node = new_node(tmp_path / "node", "desk-a.example")
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening, ended(node):
        listening.bind(path)
        listening.settimeout(30)
        node.up(NOTIFY_SOCKET=path)
        told = {listening.recv(100) for _ in range(2)}
        assert told == {b"READY=1", b"WATCHDOG=1"}
        assert node.stop() == 0
        last = b""
        while last != b"STOPPING=1":
            last = listening.recv(100)


def test_what_the_container_copies_and_calls_is_there() -> None:
    for line in re.findall(r"^COPY (.+) \S+$", CONTAINER, re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists(), name
    assert 'ENTRYPOINT ["watchword"]' in CONTAINER
    asked = re.search(r"CMD watchword (\w+)", CONTAINER)
    assert asked is not None
    assert watchword(asked[1], "--help").code == 0
    assert re.search(r"^USER (?!0|root)", CONTAINER, re.MULTILINE)
    version = f"python:{sys.version_info.major}."
    assert CONTAINER.count("FROM ") == CONTAINER.count(f"FROM {version}") == 1
