"""What changed in a catalogue between two instants of knowledge, and why.

Versions are kept nowhere: they are the answers that the ledger gives as of one
instant and as of a later one.  The reason of every change is a statement: one
that was not held before, or of which more is open.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from watchword.fusion.hull import finest
from watchword.fusion.said import Said
from watchword.model.event import Combined
from watchword.model.time import Instant
from watchword.picture.catalogue import Listed
from watchword.picture.words import counted, value_words

NOTHING = "–"
NO_COMMON = "≠"

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
    fields: tuple[FieldChange, ...] = ()
    standing: tuple[str, str] = ("", "")
    is_gone: bool = False


def changes(before: Sequence[Listed], after: Sequence[Listed]) -> tuple[Change, ...]:
    """What changed of each event, in the order of the later catalogue.

    What is gone comes last: its content was destroyed, or is open no more.
    """
    owner = {name: each for each in before for name in each.event.members}
    found = []
    for each in after:
        shared = [owner[name] for name in each.event.members if name in owner]
        earlier = list({one.event.id: one for one in shared}.values())
        change = _change(earlier, each)
        if change is not None:
            found.append(change)
    held = {name for each in after for name in each.event.members}
    for each in before:
        if held.isdisjoint(each.event.members):
            gone = each.event.id
            found.append(Change(event=gone, was=(gone,), is_gone=True))
    return tuple(found)


def _change(earlier: Sequence[Listed], now: Listed) -> Change | None:
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
    return Change(
        event=now.event.id,
        was=tuple(each.event.id for each in earlier),
        joined=_names(joined),
        corrected=_names(corrected),
        opened=opened,
        left=tuple(name for name in known if name not in members),
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
