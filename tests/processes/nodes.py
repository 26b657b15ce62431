"""Real nodes: processes that a test starts, asks, stops and kills."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any, Final, NamedTuple

from typer.testing import CliRunner

from watchword.cli.main import app
from watchword.cli.processes import free_address
from watchword.edge.clock import monotonic_ns
from watchword.edge.commands.dispatch import Command
from watchword.edge.home import Home
from watchword.edge.socket import Caller
from watchword.model.time import SECOND_NS

READY_S: Final = 30
END_S: Final = 20
COMMAND_S: Final = 60
GLANCE_S: Final = 0.02

BALLISTIC: Final = ("--topic", "missile.ballistic")


class Done(NamedTuple):
    """What became of a command."""

    code: int
    out: str
    err: str


def until(is_so: Callable[[], bool], within_s: float = 20) -> None:
    """Look again and again until it is so; fail when the time is over."""
    nobody_sets_it = Event()
    over_ns = monotonic_ns() + int(within_s * SECOND_NS)
    while not is_so():
        assert monotonic_ns() < over_ns, f"not within {within_s} s: {is_so}"
        nobody_sets_it.wait(GLANCE_S)


def environment(given: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's own, without what would change a node's settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("WATCHWORD_")}
    return {**kept, "COLUMNS": "100", **(given or {})}


def watchword(
    *args: str,
    cwd: Path | None = None,
    given: str = "",
    prefix: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    timeout_s: float = COMMAND_S,
) -> Done:
    """Run a command line to its end."""
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "watchword", *args],
        check=False,
        capture_output=True,
        cwd=cwd,
        env=environment(env),
        input=given,
        text=True,
        timeout=timeout_s,
    )
    return Done(done.returncode, done.stdout, done.stderr)


class Node:
    """A node in a folder, and its process while there is one.

    ``prefix`` goes before every command, such as ``ip netns exec NAME``.
    """

    def __init__(self, folder: Path, *prefix: str) -> None:
        self.folder = folder
        self.prefix = prefix
        self.process: subprocess.Popen[str] | None = None

    @property
    def home(self) -> Home:
        return Home(self.folder)

    def cli(self, *args: str, given: str = "") -> Done:
        """A command for this node."""
        node = ("--node", str(self.folder))
        return watchword(*node, *args, given=given, prefix=self.prefix)

    def words(self, *args: str, given: str = "") -> str:
        """What a command that must succeed prints; run within this process."""
        line = ["--node", str(self.folder), *args]
        done = CliRunner().invoke(app, line, input=given, standalone_mode=False)
        assert done.exit_code == 0, f"{args}: {done.output} {done.exception!r}"
        return done.stdout

    def json(self, *args: str) -> Any:  # noqa: ANN401 (JSON)
        """What a command that must succeed answers with."""
        return json.loads(self.words(*args, "--json"))

    def ask(self, command: Command) -> Any:  # noqa: ANN401 (JSON)
        """As the command line does, without a process for it."""
        return Caller(self.home).call(command)

    def launch(self, **env: str) -> None:
        """Start the process; ``wait_ready`` says when it answers."""
        with (self.folder / "node.log").open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [
                    *self.prefix,
                    *(sys.executable, "-m", "watchword"),
                    *("--node", str(self.folder), "up"),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=environment(env),
            )

    def wait_ready(self) -> str:
        """The line that says it is ready."""
        assert self.process is not None
        assert self.process.stdout is not None
        readable, _, _ = select.select([self.process.stdout], [], [], READY_S)
        line = self.process.stdout.readline() if readable else ""
        assert line.endswith("ready\n"), self.log()
        return line

    def up(self, **env: str) -> str:
        """Start the process and wait until it is ready."""
        self.launch(**env)
        return self.wait_ready()

    def stop(self) -> int:
        """End it in order; the exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def _end(self, by: signal.Signals) -> int:
        process = self.process
        assert process is not None
        process.send_signal(by)
        try:
            code = process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        if process.stdout is not None:
            process.stdout.close()
        self.process = None
        return code

    def log(self) -> str:
        """What it has written about itself."""
        return (self.folder / "node.log").read_text("utf-8")


@contextmanager
def ended(*nodes: Node) -> Iterator[None]:
    """Whatever happens in the block, no process outlives it."""
    try:
        yield
    finally:
        for node in nodes:
            if node.process is not None:
                with suppress(subprocess.TimeoutExpired):
                    node.stop()


def new_node(
    folder: Path,
    party: str,
    *options: str,
    prefix: Sequence[str] = (),
    endpoint: str = "",
) -> Node:
    """``governance init`` and ``init``: a party's node, not yet running."""
    node = Node(folder, *prefix)
    node.json("governance", "init")
    where = endpoint or f"https://{free_address()}"
    node.json("init", "--party", party, "--endpoint", where, *options)
    return node


def introduce(*nodes: Node) -> None:
    """Give each node's file to every other."""
    for node in nodes:
        node.json("party", "export", str(node.folder / "own.party"))
    for node in nodes:
        for other in nodes:
            if other is not node:
                file = str(other.folder / "own.party")
                node.json("party", "import", file, "--yes")


def delivered(*nodes: Node) -> None:
    """Wait until partners have signed for all that each node has to say."""
    for node in nodes:
        until(lambda node=node: _nothing_open(node))  # type: ignore[misc]


def _nothing_open(node: Node) -> bool:
    rows = node.json("link", "status")
    return bool(rows) and not any(row["open"] for row in rows)


def two_desks(folder: Path, *options: str) -> tuple[Node, Node]:
    """Two nodes that know each other, have signed and push; neither is up."""
    names = ("desk-a.example", "desk-b.example")
    first, second = (new_node(folder / n[:6], n, *options) for n in names)
    introduce(first, second)
    text = folder / "ours.toml"
    parties = (arg for name in names for arg in ("--party", name))
    first.json("agreement", "copy", "open-desks", *parties, "--out", str(text))
    for node in (first, second):
        node.json("agreement", "sign", str(text), "--yes")
        node.json("posture", "set", "open-desks", "push")
    return first, second


def dials(node: Node, what: str) -> None:
    """Set what a node dials its partners for, while it is down."""
    path = node.home.config_path
    text = path.read_text("utf-8")
    assert 'dial = "send"' in text
    path.write_text(text.replace('dial = "send"', f'dial = "{what}"'), "utf-8")


def both_told(*nodes: Node) -> None:
    """Wait until each has the other's signature, and the agreement holds."""
    for node in nodes:
        until(lambda node=node: in_force(node, "open-desks"))  # type: ignore[misc]


def in_force(node: Node, agreement: str) -> bool:
    """Whether it holds there, as that node reads it."""
    return bool(node.json("agreement", "state", agreement)["state"] == "IN_FORCE")


def file_launch(node: Node, *fields: str, label: str = "TLP:GREEN") -> Done:
    """File a report of a launch, by the command line."""
    given = fields or ("observed_at=2026-05-04T12:03+09:00", "range_km=~470")
    return node.cli("report", "file", "launch", *given, *BALLISTIC, "--label", label)
