"""What only a running node sees, and no table holds: since when a thing fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from watchword.edge.alerts import Down
from watchword.edge.traysight import TraySight
from watchword.model.party import PartyId
from watchword.model.time import SECOND_NS
from watchword.node.tasks import Task

FAILING: Final = frozenset({"down", "refused", "undialled"})
"""The states of a link in which nothing passes it; a fork is told as a fork."""


MENDED_NS: Final = 30 * SECOND_NS
"""A store that failed is believed again when it has not for so long."""


class Sight:
    """Since when links are down, the store fails, the picture stands still.

    Attributes:
        store_code: Why the store cannot write, or could not just now; empty:
            it can.
        store_since_ns: Since when.
        stuck_since_ns: Since when the picture lags and has not moved; ``None``:
            it moves, or has nothing to fold.
        tasks: What waited for a person at the last look.
        trays: How each tray stands, by its name.
        proposers: How often each proposer failed, by its name and the word.
    """

    def __init__(self) -> None:
        self._down: dict[str, Down] = {}
        self._folded: int | None = None
        self.store_code = ""
        self.store_since_ns = self._failed_ns = 0
        self.stuck_since_ns: int | None = None
        self.tasks: tuple[Task, ...] = ()
        self.trays: dict[str, TraySight] = {}
        self.proposers: dict[str, Counter[str]] = {}

    @property
    def down(self) -> tuple[Down, ...]:
        """The links that do not work."""
        return tuple(self._down[partner] for partner in sorted(self._down))

    def tray(self, name: str) -> TraySight:
        """How a tray stands, to be kept up to date."""
        return self.trays.setdefault(name, TraySight())

    def fail_proposer(self, name: str, code: str) -> None:
        """A proposer has given no answer that holds."""
        self.proposers.setdefault(name, Counter())[code] += 1

    def see_links(self, live: Mapping[str, Mapping[str, Any]], now_ns: int) -> None:
        """Take in how the links stand now."""
        for partner in [*self._down]:
            if live.get(partner, {}).get("state") not in FAILING:
                del self._down[partner]
        for partner, link in live.items():
            if link.get("state") in FAILING:
                before = self._down.get(partner)
                self._down[partner] = Down(
                    partner=PartyId(partner),
                    since_ns=now_ns if before is None else before.since_ns,
                    code=str(link.get("code") or link.get("state")),
                )

    def fail_store(self, code: str, now_ns: int) -> None:
        """The store could not write."""
        if not self.store_code:
            self.store_since_ns = now_ns
        self.store_code, self._failed_ns = code, now_ns

    def mend_store(self, now_ns: int) -> None:
        """The store has written as much as a large group takes.

        It is believed when nothing has failed for a while: what is nearly full
        takes small things and refuses large ones.
        """
        if now_ns - self._failed_ns > MENDED_NS:
            self.store_code = ""

    def see_picture(self, lag: int, folded: int, now_ns: int) -> None:
        """Take in how far the picture has been folded."""
        if lag == 0 or folded != self._folded:
            self.stuck_since_ns = None
        elif self.stuck_since_ns is None:
            self.stuck_since_ns = now_ns
        self._folded = folded
