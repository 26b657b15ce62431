"""What was fired, as far as counting tells it apart.

1. A class decides (``weapon_class``); where none is given, or one that is not
   in the table, the topic under which the report was filed does.
2. A topic that leaves it open, such as ``missile``, leaves it open.
3. Words in neither table say nothing: every sort stays possible.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from watchword.model.field import Value

Sort = Literal["ballistic", "cruise", "artillery", "space", "other"]
Sorts = frozenset[Sort]

ALL: Final[Sorts] = frozenset({"ballistic", "cruise", "artillery", "space", "other"})
_BALLISTIC: Final[Sorts] = frozenset({"ballistic"})
_CRUISE: Final[Sorts] = frozenset({"cruise"})
_ARTILLERY: Final[Sorts] = frozenset({"artillery"})
_SPACE: Final[Sorts] = frozenset({"space"})

OF_CLASS: Final[dict[str, Sorts]] = {
    **dict.fromkeys(
        ("srbm", "mrbm", "irbm", "icbm", "slbm", "hgv", "ballistic"), _BALLISTIC
    ),
    "cruise": _CRUISE,
    **dict.fromkeys(("artillery", "rocket artillery"), _ARTILLERY),
    **dict.fromkeys(("slv", "space launcher"), _SPACE),
}
"""By ``weapon_class``, in small letters."""

OF_TOPIC: Final[dict[str, Sorts]] = {
    "missile.ballistic": _BALLISTIC,
    "missile.cruise": _CRUISE,
    "missile": _BALLISTIC | _CRUISE,
    "artillery": _ARTILLERY,
    "space": _SPACE,
}
"""By topic; the longest that the report's begins with counts."""

OWN_WORD: Final = "claim"
"""The topic of what the side that fired says of itself: no sensor stands behind it."""


def sorts_of(weapon_class: Value | None, topic: str) -> Sorts:
    """What one statement leaves possible.

    >>> sorted(sorts_of(None, "missile"))
    ['ballistic', 'cruise']
    """
    named = str(weapon_class or "").casefold()
    return OF_CLASS.get(named) or _of_topic(topic)


def is_own_word(topic: str) -> bool:
    """Whether it is what the side that fired says of itself."""
    return topic == OWN_WORD or topic.startswith(OWN_WORD + ".")


def common(said: Iterable[Sorts]) -> Sorts:
    """What all leave possible; where nothing is, what any of them does."""
    each = list(said)
    both = ALL.intersection(*each)
    return both or frozenset().union(*each)


def _of_topic(topic: str) -> Sorts:
    words = topic.split(".")
    for size in range(len(words), 0, -1):
        found = OF_TOPIC.get(".".join(words[:size]))
        if found is not None:
            return found
    return ALL
