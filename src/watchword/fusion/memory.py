"""What associating remembers from one time to the next.

Nothing comes out otherwise for it.  A sketch is of the very objects that it was
made of, and a merging is gone on with where it is of all but a few of a block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from watchword.fusion.cluster import Cluster
from watchword.fusion.merging import Merging
from watchword.fusion.said import Said
from watchword.fusion.sketch import Sketch, sketch_of
from watchword.fusion.steps import Steps
from watchword.fusion.thread import Thread, thread_of

MOST_SKETCHES: Final = 6_000
"""Of so many threads it remembers at most, some 25 MB with what they say."""


class Memory:
    """Sketches of threads, and how blocks were merged.

    Args:
        most: How many threads are remembered; 0: none.
    """

    def __init__(self, most: int = MOST_SKETCHES) -> None:
        self._most = most
        self._alone: dict[str, tuple[Thread, Sketch | None]] = {}
        self._mergings: dict[str, Merging] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._alone

    def forget(self) -> None:
        """Remember nothing."""
        self._alone.clear()
        self._mergings.clear()

    def trim(self) -> None:
        """Where it is too much, begin anew."""
        if len(self._alone) > self._most:
            self.forget()

    def alone(self, said: Said) -> tuple[Thread, Sketch | None]:
        """A statement that nothing corrects and that corrects nothing."""
        known = self._alone.get(said.name)
        if known is not None and known[0].members[0] is said:
            return known
        thread = thread_of((said,))
        found = self._alone[said.name] = thread, sketch_of(thread)
        return found

    def merged(self, block: Sequence[Sketch]) -> Steps[Sequence[Cluster]]:
        """The clusters of a block of one grain, in canonical order."""
        merging = self._gone_on_with(block)
        if merging is None:
            merging = Merging()
            yield from merging.all_of(block)
            for each in block:
                self._mergings[each.key[1]] = merging
        return merging.clusters

    def _gone_on_with(self, block: Sequence[Sketch]) -> Merging | None:
        """The merging of most of it, the rest added; ``None``: do all of it."""
        merging = self._mergings.get(block[0].key[1])
        if merging is None:
            return None
        fresh = [each for each in block if not merging.has(each)]
        known = len(block) - len(fresh)
        if len(merging) != known or len(fresh) > known:
            return None
        for each in fresh:
            if not merging.add(each):
                return None  # It is over, and the one that follows is put over it.
            self._mergings[each.key[1]] = merging
        return merging
