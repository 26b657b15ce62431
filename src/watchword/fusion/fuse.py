"""From reports to events: associate, then combine every field."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from watchword.fusion.associate import associate
from watchword.fusion.combine import combine
from watchword.fusion.judged import NOTHING_JUDGED, Judged
from watchword.fusion.said import Said
from watchword.fusion.thread import uncounted
from watchword.model.event import Event, Witnessed
from watchword.model.field import KIND_OF_FIELD
from watchword.model.time import Instant

_TIMES = ("observed_at", "observed_until", "observed_hour", "stated_on")


def fuse(said: Collection[Said], judged: Judged = NOTHING_JUDGED) -> tuple[Event, ...]:
    """The events these reports are of, sorted by ``event_order``.

    Free statements are of no event and are left out; so are fields of a newer
    vocabulary, which this version cannot read.

    Raises:
        UsageError: Two different headers came under one name.
    """
    groups = associate(said, judged)
    found = (
        event_of(group, judged.withdrawn)
        for group in groups
        if group[0].report.header.kind != "statement"
    )
    return tuple(sorted(found, key=event_order))


def event_order(event: Event) -> tuple[bool, int, str]:
    """Sorts events by when they began, those without a time last, then by id."""
    start_ns = begins_ns(event)
    return start_ns is None, start_ns or 0, event.id


def begins_ns(event: Event) -> int | None:
    """The earliest start any witness that counts gives; ``None``: no time.

    The finest kind of time that is known decides, as for the association.
    """
    combined = {each.field: each for each in event.fields}
    for field in _TIMES:
        if field in combined:
            witnesses = combined[field].witnesses
            counted = [w for w in witnesses if not w.superseded] or witnesses
            return min(w.value.ns for w in counted if isinstance(w.value, Instant))
    return None


def event_of(group: Sequence[Said], withdrawn: Collection[str] = ()) -> Event:
    """The event of a group that ``associate`` made, no free statement in it.

    Args:
        group: Its members, in canonical order.
        withdrawn: Names of statements that do not count, of any event.
    """
    header = group[0].report.header
    gone = uncounted(group, withdrawn)
    names = {field for each in group for field in each.report.fields}
    return Event(
        id=group[0].name,
        kind=header.kind,
        status=header.status,
        members=tuple(each.name for each in group),
        fields=tuple(
            combine(field, _witnesses(field, group, gone), withdrawn)
            for field in sorted(names & KIND_OF_FIELD.keys())
        ),
        topics=tuple(sorted({each.report.header.topic for each in group})),
        withdrawn=tuple(each.name for each in group if each.name in withdrawn),
    )


def _witnesses(
    field: str, group: Sequence[Said], gone: frozenset[tuple[str, str]]
) -> tuple[Witnessed, ...]:
    return tuple(
        Witnessed(
            authority=each.report.header.authority,
            party=each.report.header.originator,
            statement=each.name,
            value=each.report.fields[field],
            superseded=(each.name, field) in gone,
        )
        for each in group
        if field in each.report.fields
    )
