"""The record through fusion: what a desk that held all of it would see."""

from __future__ import annotations

from hashlib import sha256

from watchword.fusion.fuse import fuse
from watchword.fusion.said import Said
from watchword.model.report import Report
from watchword.record.statements import Entry, fields_of, header_of, statements


def name_of(entry_id: str) -> str:
    """A stand-in for the statement's name, which only a signer can make."""
    return sha256(entry_id.encode()).hexdigest() if entry_id else ""


def said(entry: Entry) -> Said:
    header = header_of(entry, corrects=name_of(entry.corrects))
    return Said(
        name=name_of(entry.id), report=Report(header=header, fields=fields_of(entry))
    )


def test_what_was_said_of_one_launch_becomes_one_event() -> None:
    launches = [each for each in statements() if each.kind == "launch"]
    groups: dict[str, set[str]] = {}
    for each in launches:
        salvo = each.id[11] if each.id[12] == "-" else "a"
        groups.setdefault(f"{each.event_day} {salvo}", set()).add(name_of(each.id))
    events = fuse([said(each) for each in launches])
    assert {frozenset(event.members) for event in events} == {
        frozenset(members) for members in groups.values()
    }
    assert len(events) == 18 + 1 + 2
