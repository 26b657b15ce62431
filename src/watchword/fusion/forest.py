"""What joined threads into clusters, and how far it had come at any score.

A *bond* is a pair by which two clusters became one.  The bonds with a lower
score than some pair's show what was joined when that pair's turn came.
"""

from __future__ import annotations

from collections.abc import Collection

from watchword.fusion.sketch import Score, Sketch, can_meet


class Forest:
    """The bonds of a block, none of them superfluous."""

    def __init__(self) -> None:
        self._bonds: dict[Sketch, list[Score]] = {}

    def bind(self, score: Score) -> None:
        """A pair made one cluster of two."""
        for end in score[6:]:
            self._bonds.setdefault(end, []).append(score)

    def has(self, one: Sketch, other: Sketch) -> bool:
        """Whether this very pair is a bond."""
        return any(one in bond[6:] for bond in self._bonds.get(other, ()))

    def joined(self, sketch: Sketch, before: Score) -> Collection[Sketch]:
        """What was joined with it, itself among it, before a pair had its turn."""
        found = {sketch: None}
        waiting = [sketch]
        while waiting:
            for bond in self._bonds.get(waiting.pop(), ()):
                if bond < before:
                    for end in bond[6:]:
                        if end not in found:
                            found[end] = None
                            waiting.append(end)
        return found

    def kept_apart(self, score: Score) -> bool:
        """Whether two of what a pair would have joined cannot be of one event.

        What was joined by then is at least what the bonds say, so that this is
        never said wrongly.
        """
        mine = self.joined(score[6], score)
        theirs = self.joined(score[7], score)
        return any(not can_meet(one, other) for one in mine for other in theirs)
