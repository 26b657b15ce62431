"""Tokens that are looked for in raw bytes, in every form that bytes take."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

from tests.processes.nodes import Node
from typer.testing import CliRunner

from watchword.cli.main import app


def forms(token: str) -> set[bytes]:
    """A token as text, in hexadecimal, and in base64 wherever it begins."""
    data = token.encode()
    packed = {b64encode(b"\0" * shift + data)[4:-4] for shift in range(3)}
    return {data, data.hex().encode(), data.hex().upper().encode(), *packed}


def found_in(places: Iterable[bytes], tokens: Iterable[str]) -> set[str]:
    """Those tokens that are somewhere in these bytes."""
    everything = b"\n".join(places)
    return {t for t in tokens if any(form in everything for form in forms(t))}


def files_of(*folders: Path) -> list[bytes]:
    """Names and bytes of every file: store, WAL, keys, configuration, log."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*"))]
    plain = [path for path in paths if path.is_file()]
    return [str(path.name).encode() + b"\n" + path.read_bytes() for path in plain]


def spoken(node: Node) -> bytes:
    """What its process has printed and nobody has read yet."""
    assert node.process is not None
    assert node.process.stdout is not None
    descriptor = node.process.stdout.fileno()
    os.set_blocking(descriptor, False)
    try:
        return os.read(descriptor, 1_000_000)
    except BlockingIOError:
        return b""


def answered(node: Node, *words: str) -> bytes:
    """What a command prints, refused or not; run within this process."""
    line = ["--node", str(node.folder), *words]
    done = CliRunner().invoke(app, line, standalone_mode=False)
    return f"{done.output}\n{done.exception!s}\n{done.exception!r}".encode()
