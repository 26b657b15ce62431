"""Reports that were told of as urgent and count no more.

Rule 1: taken back is what its sender corrects to a count of 0, or an analyst here
        withdrew; where either is undone it counts again.
Rule 2: only reports that something corrects or that were judged are read.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal

import msgspec

from watchword.edge.picturestore import PictureStore
from watchword.fusion.judged import Judged
from watchword.fusion.said import Said
from watchword.picture.evidence import evidence

By = Literal["by-sender", "by-analyst"]

BY_SENDER: Final[By] = "by-sender"
BY_ANALYST: Final[By] = "by-analyst"


class TakenBack(msgspec.Struct, frozen=True, kw_only=True):
    """That a report does not count any more.

    Args:
        since_ns: When that was said.
        by: By whom.
        through: The reports that correct it.
    """

    since_ns: int
    by: By
    through: tuple[str, ...]


def taken_back(pictures: PictureStore, names: Collection[str]) -> dict[str, TakenBack]:
    """Those of these reports that were taken back, by their names."""
    judged = pictures.judged()
    found: dict[str, TakenBack] = {}
    for name in names:
        through = pictures.corrections(name)
        if not through and name not in judged.withdrawn:
            continue
        back = _taken_back(pictures.some([name, *through]), judged)
        if back is not None:
            found[name] = back
    return found


def _taken_back(said: list[Said], judged: Judged) -> TakenBack | None:
    """Whether nothing of a report is left, its corrections heard."""
    if not said:
        return None  # destroyed: of what it said nothing is known
    names = [each.name for each in said]
    left = evidence(said, own_word=True, withdrawn=judged.withdrawn)
    if left is None:
        decided = (judged.all[name] for name in judged.counts)
        since = [
            each.said_at_ns
            for each in decided
            if each.verdict == "withdrawn" and not set(names).isdisjoint(each.reports)
        ]
        return _of(max(since), BY_ANALYST, names)
    if left.number[1] == 0:
        return _of(said[-1].report.header.said_at_ns, BY_SENDER, names)
    return None


def _of(since_ns: int, by: By, names: list[str]) -> TakenBack:
    return TakenBack(since_ns=since_ns, by=by, through=tuple(names[1:]))
