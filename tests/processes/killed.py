"""Destroys a report, and is killed in the middle: run as a process by a test.

``python -m tests.processes.killed FOLDER REPORT before|after``: before the keys
are erased, or after it and before that is noted.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.desks import SOUTH, MemoryDesk
from tests.vaults import CONTENT_KEY, destroy

from watchword.edge.itemkeys import Erased, ItemKeys
from watchword.edge.store import Store


class FatalKeys(ItemKeys):
    """Item keys whose process does not outlive the erasing of one."""

    when = "before"

    def erase(self, gone: Iterable[Erased], renewed: str) -> None:
        if self.when == "after":
            super().erase(gone, renewed)
        os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, report: str, when: str) -> None:
    keys = FatalKeys(folder / "itemkeys.sqlite", CONTENT_KEY)
    keys.when = when
    destroy(MemoryDesk(SOUTH, Store(folder / "store.sqlite", keys)), report)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
