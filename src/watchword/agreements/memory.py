"""What was decided before on the same grounds, so that it need not be asked again.

It is emptied when it is full, and is never written anywhere: nothing turns on
what it holds but the time that a decision takes.
"""

from __future__ import annotations

from typing import Final, Generic, TypeVar

MOST: Final = 8192
"""So many decisions are remembered, and then none."""

D = TypeVar("D")
Grounds = tuple[object, ...]
Fields = tuple[str, ...]


class Memory(Generic[D]):
    """Decisions, by their grounds; where the rules pass, by the fields too."""

    __slots__ = ("_opened", "_settled")

    def __init__(self) -> None:
        self._settled: dict[Grounds, D | int] = {}
        self._opened: dict[tuple[int, Fields], D] = {}

    def recall(self, grounds: Grounds, fields: Fields) -> D | None:
        """What was decided on these grounds for these fields."""
        found = self._settled.get(grounds)
        if isinstance(found, int):
            return self._opened.get((found, fields))
        return found

    def keep_refused(self, grounds: Grounds, decision: D) -> None:
        """Remember what a rule refused: whatever its fields, it is the same."""
        self._make_room()
        self._settled[grounds] = decision

    def keep(self, grounds: Grounds, fields: Fields, decision: D) -> None:
        """Remember what became of these fields where no rule stood against it."""
        self._make_room()
        number = self._settled.setdefault(grounds, len(self._settled))
        if isinstance(number, int):
            self._opened[number, fields] = decision

    def keep_again(self, grounds: Grounds, fields: Fields, decision: D) -> None:
        """Remember the same decision in the place of the one that was recalled."""
        found = self._settled[grounds]
        if isinstance(found, int):
            self._opened[found, fields] = decision
        else:
            self._settled[grounds] = decision

    def __len__(self) -> int:
        return len(self._settled) + len(self._opened)

    def _make_room(self) -> None:
        if len(self) >= MOST:
            self._settled.clear()
            self._opened.clear()
