"""The log of shifts: notes, handing over with what is open, and taking over."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from watchword.edge.alertfacts import current
from watchword.edge.commands.duties import check_duty
from watchword.edge.custody import open_channels
from watchword.edge.desk import Desk
from watchword.edge.knock import told
from watchword.edge.reader import Reader
from watchword.edge.situation import situation
from watchword.errors import ReleaseError, UsageError
from watchword.model.person import check_person
from watchword.model.time import format_ns
from watchword.node.duties import duties
from watchword.node.inputs import NoteShift
from watchword.node.tasks import Task

MOST_TASKS: Final = 300


class ShiftNote(msgspec.Struct, frozen=True, kw_only=True, tag="shift-note"):
    """Enter a note in the log of shifts.

    Args:
        says: The note.
        by: Who, where the node has no register of persons.
    """

    says: str
    by: str = ""

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Enter it.

        Raises:
            UsageError: It is empty, too long, or nobody says who writes.
            MarkingError: It bears a national marking.
        """
        if not self.says.strip():
            raise UsageError("a note says something")
        person = _who(reader, self.by)
        return await _enter(desk, NoteShift(what="note", person=person, says=self.says))


class ShiftHandOver(msgspec.Struct, frozen=True, kw_only=True, tag="shift-hand-over"):
    """Hand the desk over, with a list of what is open.

    Args:
        to: Who takes over: a name on the register, where there is one.
        says: Words for whoever takes over.
        by: Who hands over, where the node has no register of persons.
    """

    to: str
    says: str = ""
    by: str = ""

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Enter it; it waits until that person takes over.

        Raises:
            UsageError: That person is not on the register now.
            ReleaseError: It is none of that person's duties (``role``).
        """
        person = _who(reader, self.by)
        _check_successor(desk, person, self.to)
        body = {"to": self.to, "open": _open(desk)}
        given = NoteShift(what="hand-over", person=person, body=body, says=self.says)
        return await _enter(desk, given)


class ShiftTakeOver(msgspec.Struct, frozen=True, kw_only=True, tag="shift-take-over"):
    """Take the desk over, as handed over last.

    Args:
        by: Who takes over, where the node has no register of persons.
    """

    by: str = ""

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Enter it.

        Raises:
            UsageError: Nothing is handed over.
            ReleaseError: It is handed over to somebody else (``role``).
        """
        person = _who(reader, self.by)
        waiting = _waiting(desk)
        if waiting is None:
            raise UsageError(
                "nothing is handed over", hint="watchword shift hand-over --to PERSON"
            )
        if waiting["to"] != person:
            raise ReleaseError(
                f"the desk is handed over to {waiting['to']}",
                hint="that person takes over, or it is handed over again",
                code="role",
            )
        body = {"hand_over": waiting["number"]}
        return await _enter(desk, NoteShift(what="take-over", person=person, body=body))


class ShiftShow(msgspec.Struct, frozen=True, kw_only=True, tag="shift-show"):
    """The log of shifts.

    Args:
        last: How many entries, the newest.
    """

    last: int = 20

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Say who is on duty, what waits to be taken over, and the entries."""
        waiting = _waiting(desk)
        return {
            "on_duty": _on_duty(desk),
            "handed_over_to": None if waiting is None else waiting["to"],
            "entries": _entries(desk, max(self.last, 1))[::-1],
        }


def _who(reader: Reader | None, by: str) -> str:
    """Who gives the command: by the register, or else by their own word.

    Raises:
        UsageError: Nobody says who.
    """
    if reader is not None:
        if by not in ("", reader.person.name):
            raise UsageError(f"{reader.person.name} gives this command, not {by[:63]}")
        return reader.person.name
    if not by:
        raise UsageError(
            "say who: this node has no register of persons", hint="--by NAME"
        )
    check_person(by)
    return by


def _check_successor(desk: Desk, person: str, to: str) -> None:
    check_person(to)
    if to == person:
        raise UsageError("a desk is handed over to somebody else")
    register = desk.view.register()
    if register is None:
        return
    found = register.named(to)
    if found is None or not found.counts_at(desk.clock.now_ns()):
        raise UsageError(f"{to} is not on the register", hint="watchword person list")
    check_duty(found, "shift-take-over")


async def _enter(desk: Desk, given: NoteShift) -> dict[str, Any]:
    await desk.submit(given)
    return _entries(desk, 1)[0]


def _entries(desk: Desk, most: int) -> list[dict[str, Any]]:
    """The newest first."""
    rows = desk.store.rows(
        "SELECT number, known_at_ns, body FROM entry INDEXED BY entry_shift"
        " WHERE kind = 'shift' ORDER BY number DESC LIMIT ?",
        (most,),
    )
    return [
        {"number": number, "at": format_ns(at_ns), **msgspec.json.decode(body)}
        for number, at_ns, body in rows
    ]


def _newest(desk: Desk, what: str) -> dict[str, Any] | None:
    row = desk.store.row(
        "SELECT number, body FROM entry INDEXED BY entry_shift WHERE kind = 'shift'"
        " AND json_extract(CAST(body AS TEXT), '$.what') = ?"
        " ORDER BY number DESC LIMIT 1",
        (what,),
    )
    return None if row is None else {"number": row[0], **msgspec.json.decode(row[1])}


def _waiting(desk: Desk) -> dict[str, Any] | None:
    """The last hand-over, if nobody has taken it over."""
    given, taken = _newest(desk, "hand-over"), _newest(desk, "take-over")
    if given is None or (taken is not None and taken["number"] > given["number"]):
        return None
    return given


def _on_duty(desk: Desk) -> str | None:
    taken = _newest(desk, "take-over")
    return None if taken is None else str(taken["person"])


def _open(desk: Desk) -> dict[str, Any]:
    """What is open now: codes, counts, parties and ids, never content."""
    now_ns = desk.clock.now_ns()
    found = duties(situation(desk.store, desk.view, desk.pictures, now_ns))
    tasks = [task for task in found if task.is_near(now_ns)]
    minutes = desk.config.receipt_minutes
    return {
        "tasks": [_task(task, now_ns) for task in tasks[:MOST_TASKS]],
        "more_tasks": max(len(tasks) - MOST_TASKS, 0),
        "alerts": [msgspec.to_builtins(told(alert)) for alert in current(desk)],
        "links_down": [down.partner for down in desk.sight.down],
        "overdue": [
            {
                "partner": channel.partner,
                "agreement": channel.agreement,
                "lane": channel.lane,
                "lines": channel.lines,
                "since": format_ns(channel.since_ns),
            }
            for channel in open_channels(desk.store, desk.view, minutes, now_ns)
            if channel.is_overdue(now_ns)
        ],
    }


def _task(task: Task, now_ns: int) -> dict[str, Any]:
    return {
        "kind": task.kind,
        "who": task.who,
        "about": task.about,
        "due": None if task.due_ns is None else format_ns(task.due_ns),
        "overdue": task.is_overdue(now_ns),
    }
