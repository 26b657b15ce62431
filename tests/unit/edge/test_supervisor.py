from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from watchword.edge.supervisor import tell


@pytest.mark.parametrize("kind", ["path", "abstract"])
def test_whoever_listens_is_told(tmp_path: Path, kind: str) -> None:
    name = str(tmp_path / "notify") if kind == "path" else f"\0ww-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(name)
        listening.settimeout(5)
        shown = name.replace("\0", "@")
        assert tell("READY=1", {"NOTIFY_SOCKET": shown})
        assert listening.recv(100) == b"READY=1"


def test_where_nobody_listens_nothing_happens(tmp_path: Path) -> None:
    assert not tell("READY=1", {})
    assert not tell("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "gone")})
    assert not tell("READY=1", {"NOTIFY_SOCKET": "elsewhere"})
