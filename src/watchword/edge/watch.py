"""A running node looks at itself: what fails, what waits, who is to be told."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

import structlog

from watchword.edge.alertfacts import acknowledged, current, pressing_tasks
from watchword.edge.alerts import WARNING_NS, Alert
from watchword.edge.clock import monotonic_ns, system_ns
from watchword.edge.desk import Desk
from watchword.edge.health import HealthServer
from watchword.edge.metrics import Meter
from watchword.edge.notify import Notifier
from watchword.errors import StoreError, WatchwordError
from watchword.model.time import SECOND_NS
from watchword.node.tasks import Task

LOOK_S: Final = 2.0
LONGEST_NS: Final = 60 * SECOND_NS
"""Tasks are derived anew after so long, though nothing was entered."""

SHARE: Final = 50
"""Deriving tasks takes at most one part in so many of the time."""

PROBE: Final = "probe"
PROBE_BYTES: Final = 256_000

log = structlog.get_logger()


class Watch:
    """Looks every few seconds, and has what is new told.

    Args:
        desk: The running node.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.notifier = Notifier(
            desk.home, desk.store, desk.config.party, desk.config.notify
        )
        self.meter = Meter(desk)
        self.health = HealthServer(desk, self.meter)
        self._entries = -1
        self._derived_ns = 0
        self._not_before_ns = 0
        self._told: set[str] = set()

    async def run(self) -> None:
        """Look and tell, for ever."""
        while True:
            try:
                await self.look()
            except WatchwordError as error:
                # The store cannot even be read: that is in its own log line.
                log.warning("look failed", code=error.code)
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        """Look once."""
        self._see()
        found = current(self._desk, self._pressing())
        self._log(found)
        known = frozenset(self._known(found))
        await self.notifier.round(found, known)

    def _see(self) -> None:
        desk, now_ns = self._desk, system_ns()
        desk.sight.see_links(desk.link_status(), now_ns)
        if desk.sight.store_code:
            self._try_store(now_ns)
        lag = desk.pictures.lag()
        desk.sight.see_picture(lag, self._last_entry() - lag, now_ns)

    def _try_store(self, now_ns: int) -> None:
        """Write as much as a large group takes: a full store has room for less."""
        store = self._desk.store
        try:
            store.set_meta(PROBE, bytes(PROBE_BYTES))
            store.run("DELETE FROM meta WHERE key = ?", (PROBE,))
        except StoreError as error:
            self._desk.sight.fail_store(error.code, now_ns)
        else:
            self._desk.sight.mend_store(now_ns)

    def _last_entry(self) -> int:
        return int(self._desk.store.value("SELECT max(number) FROM entry") or 0)

    def _pressing(self) -> tuple[Task, ...]:
        began_ns, entries = monotonic_ns(), self._last_entry()
        stale = entries != self._entries or began_ns - self._derived_ns > LONGEST_NS
        if stale and began_ns >= self._not_before_ns:
            self._desk.sight.tasks = pressing_tasks(self._desk)
            self._entries = entries
            self._derived_ns = monotonic_ns()
            took_ns = self._derived_ns - began_ns
            self._not_before_ns = self._derived_ns + SHARE * took_ns
        return self._desk.sight.tasks

    def _log(self, found: tuple[Alert, ...]) -> None:
        for alert in found:
            if alert.key not in self._told:
                log.warning(
                    "alert",
                    id=alert.id,
                    kind=alert.kind,
                    who=alert.who,
                    about=alert.about,
                    count=alert.count,
                    code=alert.code,
                )
        self._told = {alert.key for alert in found}

    def _known(self, found: tuple[Alert, ...]) -> list[str]:
        """Keys that somebody acknowledged; what is over is forgotten."""
        store, keys = self._desk.store, {alert.key for alert in found}
        old_ns = self._desk.clock.now_ns() - 2 * WARNING_NS
        known = acknowledged(store)
        for key, (at_ns, _) in known.items():
            # A warning that was acknowledged is found no more, and yet not over.
            if key not in keys and (at_ns < old_ns or not key.startswith("warning ")):
                with contextlib.suppress(StoreError):
                    store.run("DELETE FROM acknowledged WHERE key = ?", (key,))
        return [*known]
