"""What changed in a catalogue between two instants of knowledge, and why.

Versions are kept nowhere: they are the answers that the ledger gives as of one
instant and as of a later one.

1. The reason of every change is a statement: a report that was not held before,
   or of which more is open, or an analyst's judgement about the event's reports.
2. Where none of these is of the event, it is one that changed an event beside
   it: a report that fits better took a member along, or left it in doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import msgspec

from watchword.fusion.hull import finest
from watchword.fusion.said import Said
from watchword.fusion.window import touches
from watchword.model.event import Combined
from watchword.model.time import Instant
from watchword.picture.catalogue import Listed
from watchword.picture.words import counted, value_words

NOTHING = "–"
NO_COMMON = "≠"

Decided = Mapping[str, Collection[str]]
"""By the name of a judgement the reports that it is about."""

NOTHING_DECIDED: Final[Decided] = {}

ABOUT_THE_STATEMENT = ("note", "source", "stated_on", "text")
"""Fields that say nothing of the event: they come with every statement."""


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """What its witnesses say of one field, before and after, in words.

    Args:
        field: Its name.
        before: What they said together; a dash where nobody said anything.
        after: What they say together.
        by: The new statements that speak of it.
    """

    field: str
    before: str
    after: str
    by: tuple[str, ...]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What changed of one event.

    Args:
        event: Its name now; of what is gone, the name it had.
        was: The names of the events before that it has members of.
        joined: New members, in canonical order.
        corrected: Those of them that correct an earlier one.
        opened: Members of which more is open.
        left: Members that are of it no more.
        decided: New judgements about reports that it has, or had.
        beside: Where none of these is there, the statements, reports and
            judgements, that changed the events beside it.
        fields: The fields that come to something else.
        standing: How it stood and stands, where that differs; empty: not at all.
        is_gone: No event has any of its members any more.
    """

    event: str
    was: tuple[str, ...]
    joined: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    standing: tuple[str, str] = ("", "")
    is_gone: bool = False

    @property
    def own(self) -> tuple[str, ...]:
        """The statements that changed it and are about it."""
        return (*self.joined, *self.opened, *self.decided)


def changes(
    before: Sequence[Listed],
    after: Sequence[Listed],
    decided: Decided = NOTHING_DECIDED,
) -> tuple[Change, ...]:
    """What changed of each event, in the order of the later catalogue.

    What is gone comes last: its content was destroyed, or is open no more.

    Args:
        before: The earlier catalogue.
        after: The later one.
        decided: The judgements made in between, the oldest first.
    """
    owner = {name: each for each in before for name in each.event.members}
    found = []
    for each in after:
        shared = [owner[name] for name in each.event.members if name in owner]
        earlier = list({one.event.id: one for one in shared}.values())
        change = _change(earlier, each, decided)
        if change is not None:
            found.append(change)
    held = {name for each in after for name in each.event.members}
    for each in before:
        if held.isdisjoint(each.event.members):
            gone = each.event.id
            found.append(Change(event=gone, was=(gone,), is_gone=True))
    said = {one.name: one for each in (*before, *after) for one in each.said}
    return tuple(
        change if change.own or change.is_gone else _with_beside(change, found, said)
        for change in found
    )


def _with_beside(
    change: Change, found: Sequence[Change], said: Mapping[str, Said]
) -> Change:
    """The same with what changed the events beside it."""
    mine = [said[n] for n in (change.event, *change.was, *change.left) if n in said]

    def is_beside(other: Change) -> bool:
        if not {*change.was, change.event}.isdisjoint((*other.was, other.event)):
            return True
        new = [said[n] for n in (*other.joined, *other.opened)]
        return any(touches(one, far) for one in mine for far in new)

    names = (name for other in found if is_beside(other) for name in other.own)
    return msgspec.structs.replace(change, beside=tuple(dict.fromkeys(names)))


def _change(earlier: Sequence[Listed], now: Listed, decided: Decided) -> Change | None:
    if len(earlier) == 1 and _as_it_was(earlier[0], now):
        return None
    known = {said.name: said for each in earlier for said in each.said}
    members = set(now.event.members)
    joined = [said for said in now.said if said.name not in known]
    opened = tuple(
        said.name
        for said in now.said
        if said.name in known and said.report != known[said.name].report
    )
    corrected = [s for s in joined if s.report.header.corrects in members]
    reasons = {said.name for said in joined} | set(opened)
    concerned = members | known.keys()
    return Change(
        event=now.event.id,
        was=tuple(each.event.id for each in earlier),
        joined=_names(joined),
        corrected=_names(corrected),
        opened=opened,
        left=tuple(name for name in known if name not in members),
        decided=tuple(n for n, about in decided.items() if concerned & set(about)),
        fields=_fields(earlier, now, reasons),
        standing=_standing(earlier, now),
    )


def _as_it_was(before: Listed, now: Listed) -> bool:
    return before.said == now.said and before.event.withdrawn == now.event.withdrawn


def _names(said: Sequence[Said]) -> tuple[str, ...]:
    return tuple(each.name for each in said)


def _standing(earlier: Sequence[Listed], now: Listed) -> tuple[str, str]:
    before = " and ".join(dict.fromkeys(each.standing for each in earlier))
    return (before, now.standing) if before != now.standing else ("", "")


def _fields(
    earlier: Sequence[Listed], now: Listed, reasons: set[str]
) -> tuple[FieldChange, ...]:
    before = _words(earlier)
    after = _words([now])
    by = {each.field: each for each in now.event.fields}
    return tuple(
        FieldChange(
            field=field,
            before=before.get(field, NOTHING),
            after=after.get(field, NOTHING),
            by=_speakers(by.get(field), reasons),
        )
        for field in sorted(before.keys() | after.keys())
        if before.get(field) != after.get(field)
    )


def _speakers(combined: Combined | None, reasons: set[str]) -> tuple[str, ...]:
    witnesses = () if combined is None else combined.witnesses
    names = (witness.statement for witness in witnesses)
    return tuple(name for name in names if name in reasons)


def _words(listed: Sequence[Listed]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for each in listed:
        for combined in each.event.fields:
            if combined.field in ABOUT_THE_STATEMENT:
                continue
            found.setdefault(combined.field, []).append(together_words(combined))
    return {field: " and ".join(words) for field, words in found.items()}


def together_words(combined: Combined) -> str:
    """What the witnesses say together; else what each says, side by side."""
    said = [witness.value for witness in counted(combined)]
    times = [value for value in said if isinstance(value, Instant)]
    if combined.together is not None and times:
        ordered = sorted(finest(times), key=lambda time: (time.ns, time.precision_ns))
        ends = (value_words(ordered[0]), value_words(ordered[-1]))
        return "..".join(dict.fromkeys(ends))
    if combined.together is not None:
        return value_words(combined.together)
    sign = NO_COMMON if combined.verdict == "disagree" else "|"
    return f" {sign} ".join(dict.fromkeys(map(value_words, said)))
