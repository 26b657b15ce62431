"""Virtual time: what is to happen, and a clock that jumps to the next of it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count

Deed = Callable[[], None]


class Agenda:
    """What is to happen when; of two at one instant the one planned first.

    Args:
        begins_ns: The first instant, nanoseconds UTC.

    Attributes:
        now_ns: The world's instant.
    """

    def __init__(self, begins_ns: int) -> None:
        self.now_ns = begins_ns
        self._heap: list[tuple[int, int, Deed, bool]] = []
        self._ticket = count()

    def at(self, at_ns: int, deed: Deed, *, for_ever: bool = False) -> None:
        """Plan something; at once, where the instant has passed.

        Args:
            at_ns: When.
            deed: What.
            for_ever: It comes again and again: a world is at rest beside it.
        """
        heapq.heappush(self._heap, (at_ns, next(self._ticket), deed, for_ever))

    def after(self, delay_ns: int, deed: Deed) -> None:
        """Plan something from now."""
        self.at(self.now_ns + delay_ns, deed)

    def run(self, until_ns: int) -> bool:
        """Let everything happen up to an instant, that instant included.

        Returns:
            Whether nothing is planned any more but what comes for ever.
        """
        while self._heap and self._heap[0][0] <= until_ns:
            at_ns, _, deed, _ = heapq.heappop(self._heap)
            self.now_ns = max(self.now_ns, at_ns)
            deed()
        return all(for_ever for *_, for_ever in self._heap)

    def advance(self, to_ns: int) -> None:
        """Set the clock forward, once everything before has happened."""
        self.now_ns = max(self.now_ns, to_ns)
