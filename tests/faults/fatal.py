"""A whole node that kills itself at a named point: run as a process by a test.

``python -m tests.faults.fatal FOLDER`` is ``watchword --node FOLDER up``, with a
SIGKILL of itself wherever the file ``fatal`` in the folder names the point; the
number after the name says at which passing.  Without the file it lives.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from watchword.cli.main import main
from watchword.edge.connection import Connection
from watchword.edge.itemkeys import ItemKeys
from watchword.edge.ledger import Ledger
from watchword.edge.outbox import Outbox
from watchword.edge.picturestore import PictureStore
from watchword.edge.writer import Writer
from watchword.node.inputs import CloseBatch, FileReport, TakeReceipt

ARMED: Final = "fatal"


class Point(NamedTuple):
    """Where a process may end.

    Args:
        owner: Whose method it is.
        method: Its name.
        side: Before it is called, or after it has returned.
        whose: At the sender's node of a report, or at the recipient's.
        of: Only where a group of inputs has one of this kind.
    """

    owner: type
    method: str
    side: Literal["before", "after"]
    whose: Literal["sender", "recipient"]
    of: type | None = None


POINTS: Final = {
    "before the insert": Point(Writer, "commit", "before", "sender", FileReport),
    "after the keys": Point(ItemKeys, "flush", "after", "sender"),
    "after the insert": Point(Ledger, "seal", "after", "sender"),
    "after the commit": Point(Writer, "commit", "after", "sender", FileReport),
    "before the push": Point(Outbox, "batch_of", "after", "sender"),
    "before the receipt is kept": Point(
        Writer, "commit", "before", "sender", TakeReceipt
    ),
    "while the receipt is kept": Point(Ledger, "keep_receipt", "after", "sender"),
    "after the receipt is kept": Point(
        Writer, "commit", "after", "sender", TakeReceipt
    ),
    "in the middle of a frame": Point(
        Connection, "data_received", "before", "recipient"
    ),
    "before the partner's commit": Point(
        Writer, "commit", "before", "recipient", CloseBatch
    ),
    "while the cursor is written": Point(Ledger, "add_line", "after", "recipient"),
    "after the partner's commit": Point(
        Writer, "commit", "after", "recipient", CloseBatch
    ),
    "before the picture's cursor": Point(
        PictureStore, "fold_until", "before", "recipient"
    ),
    "after the picture's cursor": Point(
        PictureStore, "fold_until", "after", "recipient"
    ),
}


class Trap:
    """Kills the process where the file says."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / ARMED
        self._passed = 0

    def pass_by(self, name: str) -> None:
        """A point has been reached."""
        try:
            armed, _, number = self._file.read_text("utf-8").partition(":")
        except FileNotFoundError:
            return
        if armed == name:
            self._passed += 1
            if self._passed >= int(number):
                os.kill(os.getpid(), signal.SIGKILL)


def lay(trap: Trap, name: str, point: Point) -> None:
    """Have a method of the product pass by the trap."""
    method: Callable[..., Any] = getattr(point.owner, point.method)

    @functools.wraps(method)
    def passing(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (whatever it takes)
        meant = point.of is None or has(args[1], point.of)
        if meant and point.side == "before":
            trap.pass_by(name)
        found = method(*args, **kwargs)
        if meant and point.side == "after":
            trap.pass_by(name)
        return found

    setattr(point.owner, point.method, passing)


def has(units: Sequence[Sequence[object]], kind: type) -> bool:
    return any(isinstance(given, kind) for unit in units for given in unit)


def up(folder: Path) -> None:
    """Be that node."""
    trap = Trap(folder)
    for name, point in POINTS.items():
        lay(trap, name, point)
    sys.argv = ["watchword", "--node", str(folder), "up"]
    main()


if __name__ == "__main__":
    up(Path(sys.argv[1]))
