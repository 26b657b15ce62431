"""The picture: every event, and the statements that are of none."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from watchword.fusion.fuse import fuse
from watchword.fusion.judged import NOTHING_JUDGED, Judged
from watchword.fusion.said import Said, gather
from watchword.model.event import Event


class Picture(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is held true as of an instant.

    Args:
        as_of_ns: The instant; ``None``: all that is held.
        events: By when they began, those without a time last.
        loose: Names of free statements, in canonical order.
        destroyed: Names of reports whose content was destroyed here, in
            canonical order: placeholders, of no event.
    """

    as_of_ns: int | None
    events: tuple[Event, ...]
    loose: tuple[str, ...]
    destroyed: tuple[str, ...] = ()


def picture(
    said: Collection[Said], as_of_ns: int | None, judged: Judged = NOTHING_JUDGED
) -> Picture:
    """The picture that these statements give.

    Which statements were known by then is for the caller's ledger to say; here
    only those are left out that were said after it: a statement from the
    future enters when its time has come.

    Args:
        said: The statements held, in any order, however often.
        as_of_ns: The instant, nanoseconds UTC; ``None`` for all.
        judged: What analysts had decided by then, by the same ledger.

    Raises:
        UsageError: Two different headers came under one name.
    """
    held = tuple(
        each
        for each in gather(said)
        if as_of_ns is None or each.report.header.said_at_ns <= as_of_ns
    )
    return Picture(
        as_of_ns=as_of_ns,
        events=fuse(held, judged),
        loose=tuple(s.name for s in held if s.report.header.kind == "statement"),
    )
