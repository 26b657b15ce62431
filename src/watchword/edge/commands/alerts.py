"""Alerts: what somebody has to be told now, whether it was, and taking note."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.alertfacts import acknowledged, current
from watchword.edge.alerts import Alert
from watchword.edge.clock import system_ns
from watchword.edge.desk import Desk
from watchword.edge.knock import knock_of, told
from watchword.edge.notify import Notifier, Row
from watchword.edge.reader import Reader
from watchword.errors import UsageError
from watchword.model.time import format_ns
from watchword.node.inputs import NoteShift


class AlertList(msgspec.Struct, frozen=True, kw_only=True, tag="alert-list"):
    """Every alert of now, and who was told."""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """List them, what is urgent first."""
        notifier, known = _notifier(desk), acknowledged(desk.store)
        return [_row(notifier, known, alert) for alert in current(desk)]


class AlertTest(msgspec.Struct, frozen=True, kw_only=True, tag="alert-test"):
    """Tell everybody whom the settings name that this is a test."""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """Say for each whether it went.

        Raises:
            UsageError: The settings name nobody.
        """
        notifier = _notifier(desk)
        if not notifier.settings:
            raise UsageError(
                "nobody is told of anything",
                hint="[[notify]] in watchword.toml names who; see docs/how-to",
            )
        knock = knock_of(desk.config.party, (), system_ns(), test=True)
        rows = []
        for notify in notifier.settings:
            error = await notifier.send(notify, knock)
            rows.append(
                {"target": notify.name, "kind": notify.kind, "error": error or None}
            )
        return rows


class AlertAcknowledge(
    msgspec.Struct, frozen=True, kw_only=True, tag="alert-acknowledge"
):
    """Take note of an alert: nobody is told of it again until it recurs.

    Args:
        alert: Its id, as the list shows it.
    """

    alert: str

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Enter in the ledger who took note, then keep it.

        Raises:
            UsageError: There is no such alert now.
        """
        found = [a for a in current(desk) if a.id == self.alert]
        if not found:
            raise UsageError(
                f"there is no alert {self.alert[:20]!r} now",
                hint="watchword alert list",
            )
        person = "" if reader is None else reader.person.name
        noted = {"alert": found[0].id, "kind": found[0].kind, "about": found[0].about}
        await desk.submit(NoteShift(what="acknowledged", person=person, body=noted))
        desk.store.run(
            "INSERT OR REPLACE INTO acknowledged VALUES (?, ?, ?)",
            (found[0].key, desk.clock.now_ns(), person),
        )
        return {"acknowledged": found[0].id, "kind": found[0].kind, "person": person}


def _notifier(desk: Desk) -> Notifier:
    """One that knows who was told, by what is stored."""
    return Notifier(desk.home, desk.store, desk.config.party, desk.config.notify)


def _row(
    notifier: Notifier, known: dict[str, tuple[int, str]], alert: Alert
) -> dict[str, Any]:
    noted = known.get(alert.key)
    return {
        **msgspec.to_builtins(told(alert)),
        "hint": alert.hint,
        "acknowledged": None
        if noted is None
        else {"at": format_ns(noted[0]), "person": noted[1]},
        "told": {n: _told(row) for n, row in notifier.rows_of(alert).items()},
    }


def _told(row: Row) -> dict[str, Any]:
    delivered = row.delivered_ns
    return {
        "delivered": None if delivered is None else format_ns(delivered),
        "tries": row.tries,
        "error": row.error or None,
    }
