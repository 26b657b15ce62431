from __future__ import annotations

import ast
import errno
import io
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import structlog
from tests.house.house import SRC

from watchword.edge.config import Config
from watchword.edge.logs import EVENTS, configure


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def logged(log: str, level: str = "info") -> io.StringIO:
    given = {"party": "desk.north", "endpoint": "", "listen": ""}
    config = msgspec.convert({**given, "log": log, "log_level": level}, Config)
    stream = io.StringIO()
    configure(config, stream)
    with structlog.contextvars.bound_contextvars(partner="desk.south"):
        structlog.get_logger().debug("command", ms=1)
        structlog.get_logger().warning("link", state="down")
    return stream


@pytest.mark.parametrize("log", ["auto", "json"])
def test_what_is_no_terminal_gets_an_object_a_line_with_its_context(log: str) -> None:
    (line,) = logged(log).getvalue().splitlines()
    said = json.loads(line)
    assert said.pop("timestamp").endswith("Z")
    assert said == {
        "event": "link",
        "level": "warning",
        "partner": "desk.south",
        "state": "down",
    }


def test_text_is_for_people() -> None:
    (line,) = logged("text").getvalue().splitlines()
    assert "link" in line
    assert "partner" in line
    assert not line.startswith("{")


class FullDisk(io.StringIO):
    """Takes nothing while it is full."""

    is_full = True

    def write(self, text: str) -> int:
        if self.is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(text)


def test_a_log_that_cannot_be_written_stops_nobody() -> None:
    given = {"party": "desk.north", "endpoint": "", "listen": ""}
    stream = FullDisk()
    configure(msgspec.convert({**given, "log": "json"}, Config), stream)
    structlog.get_logger().error("link", state="down")
    stream.is_full = False
    structlog.get_logger().error("link", state="up")
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["state"] == "up"


def test_the_level_says_what_is_left_out() -> None:
    assert len(logged("json", "debug").getvalue().splitlines()) == 2
    assert logged("json", "error").getvalue() == ""


def events_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "log"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def test_every_event_that_is_logged_is_described() -> None:
    found = {event for path in SRC.rglob("*.py") for event in events_in(path)}
    assert found
    assert found - set(EVENTS) == set()
