"""The catalogue: its list, one event's page, and what changed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from watchword.edge.commands.judgements import judgement_row
from watchword.edge.desk import Desk
from watchword.edge.reader import Reader
from watchword.edge.shelf import Asked, Shelf, instant_ns, shelf_for
from watchword.edge.versions import Version, versions
from watchword.errors import UsageError
from watchword.fusion.judged import Judged
from watchword.fusion.said import Said
from watchword.model.time import SECOND_NS, format_ns
from watchword.picture.catalogue import SHORTEST, Listed, find
from watchword.picture.changes import ABOUT_THE_STATEMENT, changes
from watchword.picture.count import count
from watchword.picture.countrule import RULES
from watchword.picture.days import Days
from watchword.picture.sorts import ALL
from watchword.picture.weighed import Weighed, weigh
from watchword.picture.words import value_words, when_words, where_words


class CatalogueList(Asked, frozen=True, kw_only=True, tag="catalogue-list"):
    """Every event, with how it stands and which rules take it in."""

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """List them, in the order of time."""
        shelf = await shelf_for(desk, reader, self, "catalogue-list")
        weighed = {each.number: each for each in weigh(shelf.listed)}
        rows = [
            _row(each, weighed.get(each.number), shelf.zone) for each in shelf.listed
        ]
        return {**shelf.head(), "events": rows}


class CatalogueShow(Asked, frozen=True, kw_only=True, tag="catalogue-show"):
    """One event's page: what is held, its names, its versions.

    Args:
        event: Its number, or the beginning of the name of any member it has or
            of what was destroyed.
    """

    event: str

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Answer with the page.

        Raises:
            UsageError: No such event, or several.
        """
        shelf = await shelf_for(desk, reader, self, "catalogue-show")
        gone = _destroyed(shelf, self.event)
        if gone is not None:
            row = {"event": gone, "standing": "destroyed", "versions": []}
            return {**shelf.head(), **row}
        each = find(shelf.listed, self.event)
        weighed = {one.number: one for one in weigh(shelf.listed)}
        return {
            **shelf.head(),
            **_row(each, weighed.get(each.number), shelf.zone),
            "fields": msgspec.to_builtins(each.event.fields),
            "members": [_member_row(said, shelf.zone) for said in each.said],
            "judgements": _judgements(
                shelf, shelf.judged(shelf.as_of_ns), each.event.members
            ),
            "versions": _versions(shelf, each),
        }


class CatalogueChanges(Asked, frozen=True, kw_only=True, tag="catalogue-changes"):
    """What changed between two instants of knowledge, and why.

    Args:
        since: The earlier instant; the later one is ``as_of``.
    """

    since: str

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Tell it, in the order of the later catalogue.

        Raises:
            UsageError: The instants are out of order.
        """
        shelf = await shelf_for(desk, reader, self, "catalogue-changes")
        since_ns = instant_ns(self.since, shelf.zone)
        if since_ns > shelf.until_ns:
            raise UsageError("the later instant lies before the earlier one")
        return {
            **shelf.head(),
            "since": format_ns(since_ns // SECOND_NS * SECOND_NS, shelf.zone),
            "changes": change_rows(
                shelf,
                Version(
                    at_ns=shelf.until_ns,
                    before_ns=since_ns,
                    before=shelf.at(since_ns),
                    after=shelf.listed,
                ),
            ),
        }


def _versions(shelf: Shelf, now: Listed) -> list[dict[str, Any]]:
    """What each new statement, or more of one, changed of it."""
    rows: list[dict[str, Any]] = []
    for version in versions(shelf, now.event.members):
        names = set(now.event.members)
        mine = {e.event.id for e in version.after if names & set(e.event.members)}
        gone = {e.event.id for e in version.before if names & set(e.event.members)}
        for row in change_rows(shelf, version):
            if row["event"] in (gone if row["is_gone"] else mine):
                del row["number"]  # it had another one then
                rows.append({"version": len(rows) + 1, **row})
    return rows


def change_rows(shelf: Shelf, version: Version) -> list[dict[str, Any]]:
    """Changes as plain values, with who said the statements behind them."""
    zone, both = shelf.zone, (*version.before, *version.after)
    listed = {each.event.id: each for each in both}
    said = {one.name: one for each in both for one in each.said}
    judged = shelf.judged(version.at_ns)
    known = shelf.judged(version.before_ns).all
    decided = {name: judged.about(name) for name in judged.all if name not in known}
    return [
        {
            "at": format_ns(version.at_ns, zone),
            "number": listed[change.event].number,
            "when": when_words(listed[change.event].event, zone),
            **msgspec.to_builtins(change),
            "why": [
                {**_member_row(said[name], zone), "says": _says(said[name])}
                for name in (*change.joined, *change.opened, *change.beside)
                if name in said
            ],
            "judgements": [
                _judgement(shelf, judged, name)
                for name in (*change.decided, *change.beside)
                if name in judged.all
            ],
        }
        for change in changes(version.before, version.after, decided)
    ]


def _judgements(
    shelf: Shelf, judged: Judged, names: Collection[str]
) -> list[dict[str, Any]]:
    """All about these reports, the oldest first."""
    return [_judgement(shelf, judged, name) for name in judged.concerning(names)]


def _judgement(shelf: Shelf, judged: Judged, name: str) -> dict[str, Any]:
    """A judgement; what it is about is named as far as whoever asks may see."""
    row = judgement_row(name, judged.all[name], counts=name in judged.counts)
    for part in ("reports", "others"):
        row[part] = list(filter(shelf.may_see, row[part]))
    return row


def _row(each: Listed, weighed: Weighed | None, zone: str) -> dict[str, Any]:
    found = None if weighed is None else weighed.found
    counts = [] if weighed is None else [weighed]
    taken = [
        (rule.name, one.open)
        for rule in RULES
        for one in count(counts, rule, Days(), zone).taken
    ]
    return {
        "number": each.number,
        "event": each.event.id,
        "kind": each.event.kind,
        "when": when_words(each.event, zone),
        "where": where_words(each.event),
        "fired": None if found is None else list(found.number),
        "sorts": sorted(found.sorts) if found and found.sorts != ALL else [],
        "standing": each.standing,
        "outcome": each.outcome,
        "aliases": list(each.event.members[1:]),
        "rules": [rule for rule, why in taken if not why],
        "open": {rule: why for rule, why in taken if why},
    }


def _member_row(said: Said, zone: str) -> dict[str, Any]:
    header = said.report.header
    return {
        "name": said.name,
        "authority": header.authority,
        "party": header.originator,
        "topic": header.topic,
        "said_at": format_ns(header.said_at_ns, zone),
        "corrects": header.corrects,
    }


def _says(said: Said) -> dict[str, str]:
    fields = said.report.fields
    return {
        n: value_words(v) for n, v in fields.items() if n not in ABOUT_THE_STATEMENT
    }


def _destroyed(shelf: Shelf, text: str) -> str | None:
    """The one report destroyed whose name begins so."""
    found = [name for name in shelf.destroyed() if name.startswith(text)]
    return found[0] if len(found) == 1 and len(text) >= SHORTEST else None
