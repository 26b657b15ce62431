"""Two real nodes as processes, what they acknowledged, and what they published."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple

import msgspec
from tests.faults.fatal import ARMED
from tests.faults.oracle import Acknowledged, Published, check
from tests.faults.proxy import FAIR, Mood, Proxy
from tests.processes.nodes import (
    END_S,
    Node,
    both_told,
    delivered,
    ended,
    environment,
    introduce,
    new_node,
    two_desks,
)

from watchword.cli.processes import free_address
from watchword.edge.commands.links import Delivered
from watchword.edge.commands.reports import ReportFile
from watchword.errors import EdgeError
from watchword.model.fieldtext import parse_fields
from watchword.model.party import PartyId
from watchword.model.report import Urgency
from watchword.wire.codec import encode

ROOT = Path(__file__).parents[2]


class FatalNode(Node):
    """A node whose process ends at a named point once it is armed."""

    def launch(self, **env: str) -> None:
        path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", **env}
        with (self.folder / "node.log").open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.fatal", str(self.folder)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=ROOT,
                env=environment(path),
            )

    def arm(self, point: str, passing: int) -> None:
        """End at this passing of the point."""
        (self.folder / ARMED).write_text(f"{point}:{passing}", "utf-8")

    def disarm(self) -> None:
        (self.folder / ARMED).unlink(missing_ok=True)

    @property
    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def buried(self) -> int:
        """How a process ended that did so by itself."""
        process = self.process
        assert process is not None
        code = process.wait(END_S)
        if process.stdout is not None:
            process.stdout.close()
        self.process = None
        return code


class Running:
    """Two nodes with an agreement in force; both push.

    Attributes:
        said: What the nodes have answered for.
        unanswered: How many filings were not answered.
    """

    def __init__(self, first: Node, second: Node) -> None:
        self.first, self.second = first, second
        self.said: list[Acknowledged] = []
        self.published = Published()
        self.unanswered = 0
        self._filed = 0

    @property
    def nodes(self) -> dict[PartyId, Node]:
        return {node.home.config().party: node for node in (self.first, self.second)}

    def file(self, node: Node, urgency: Urgency = "routine") -> bool:
        """File a report; whether it was answered."""
        self._filed += 1
        fields = parse_fields({"count": str(self._filed), "range_km": "~470"})
        command = ReportFile(
            kind="launch",
            topic="missile.ballistic",
            label="TLP:GREEN",
            fields={name: msgspec.Raw(encode(v)) for name, v in fields.items()},
            urgency=urgency,
        )
        try:
            answer = node.ask(command)
        except EdgeError:
            self.unanswered += 1
            return False
        party = node.home.config().party
        self.said.append(Acknowledged(party, answer["name"], None))
        return True

    def deliver(self, within_s: float = 30) -> None:
        """Wait until everything is receipted."""
        for node in (self.first, self.second):
            answer = node.ask(Delivered(timeout_s=within_s))
            assert answer["delivered"], node.json("link", "status")

    def check_at_rest(self) -> None:
        """Stop both, ask the oracle of their stores, and start them again.

        Raises:
            LostError: It says what is wrong.
        """
        for node in self.nodes.values():
            assert node.stop() == 0
        self.check()
        for node in self.nodes.values():
            node.launch()
        for node in self.nodes.values():
            node.wait_ready()

    def check(self) -> None:
        """Ask the oracle; both are down."""
        with ExitStack() as opened:
            stores = {
                party: node.home.open_store() for party, node in self.nodes.items()
            }
            for store in stores.values():
                opened.callback(store.close)
            self.published.gather(*stores.values())
            check(stores, self.said, self.published, delivered=True)


@contextmanager
def running(folder: Path, kind: type[Node] = Node) -> Iterator[Running]:
    """Both are up, and have delivered what they had to say."""
    first, second = (kind(node.folder) for node in two_desks(folder))
    with ended(first, second):
        for node in (first, second):
            node.launch()
        for node in (first, second):
            node.wait_ready()
        both_told(first, second)
        delivered(first, second)
        yield Running(first, second)


@contextmanager
def proxied(folder: Path, rng: Random) -> Iterator[tuple[Running, Links]]:
    """The same, where each reaches the other through a proxy only."""
    with ExitStack() as opened:
        proxies, nodes = [], []
        for name in ("desk-a.example", "desk-b.example"):
            listen = free_address()
            proxy = opened.enter_context(Proxy(listen, rng).listening())
            proxies.append(proxy)
            where = f"https://{proxy.address}"
            nodes.append(
                new_node(folder / name[:6], name, "--listen", listen, endpoint=where)
            )
        first, second = nodes
        opened.enter_context(ended(first, second))
        come_together(first, second, folder / "ours.toml")
        yield Running(first, second), Links(*proxies)


def come_together(first: Node, second: Node, text: Path) -> None:
    """Two nodes get to know each other, sign, push and deliver."""
    introduce(first, second)
    parties = (
        arg for n in (first, second) for arg in ("--party", n.home.config().party)
    )
    first.json("agreement", "copy", "open-desks", *parties, "--out", str(text))
    for node in (first, second):
        node.json("agreement", "sign", str(text), "--yes")
        node.json("posture", "set", "open-desks", "push")
        node.up()
    both_told(first, second)
    delivered(first, second)


class Links(NamedTuple):
    """The proxies before both nodes."""

    to_first: Proxy
    to_second: Proxy

    def be(self, mood: Mood) -> None:
        for proxy in self:
            proxy.be(mood)

    def clear_up(self) -> None:
        """Fair from now on; what hangs is cut off."""
        self.be(FAIR)
        for proxy in self:
            proxy.cut()
