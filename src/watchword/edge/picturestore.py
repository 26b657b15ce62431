"""The picture, folded behind the ledger and following its own cursor.

A report is acknowledged before it is folded.  Folding goes in small steps, so
that whoever waits for the same thread waits for one of them at most.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Final

import msgspec

from watchword.edge.asof import AsOf, Period, shown, within
from watchword.edge.folding import FOLDED, UNFINISHED, Folding, Pauses
from watchword.edge.picturetables import LARGEST, PictureTables
from watchword.edge.saids import MOST_BYTES, Saids
from watchword.edge.store import Store
from watchword.errors import StoreError
from watchword.fusion.judged import Judged
from watchword.fusion.said import Said, canonical_key
from watchword.picture.picture import Picture, picture

MOST_ENTRIES: Final = 2000
"""How many entries one slice takes at most: events are decided once a slice."""

FORM: Final = "picture_form"
"""Of ``meta``: what the rows of the picture are like."""

PRESENT_FORM: Final = 3
"""Events as their reports and since when each is so, reaches wherever they ever
were; else all is folded anew."""

MILLISECOND_NS: Final = 1_000_000

_TABLES: Final = ("event", "reach", "correction")


class PictureStore:
    """The events of a store, and folding new entries into them.

    Args:
        store: Where ledger, statements and events are kept.
        most_bytes: How much of the reports read last is remembered.
    """

    def __init__(self, store: Store, *, most_bytes: int = MOST_BYTES) -> None:
        self._store = store
        self._saids = Saids(store, most_bytes)
        self._tables = PictureTables(store)
        self._slice: tuple[Folding, Pauses] | None = None
        self._cursor = 0
        self._is_current = False
        store.watch(self)

    def forget(self) -> None:
        """The picture was dropped: keep nothing of it, or of reports, in memory."""
        self._slice, self._cursor = None, 0
        self._saids.forget()
        self._tables.forget()

    def remembers(self, name: str) -> bool:
        """Whether a report is open in memory now."""
        return name in self._saids

    def lag(self) -> int:
        """How many entries of the ledger are not folded yet."""
        last = self._store.value("SELECT max(number) FROM entry") or 0
        return int(last) - self._folded()

    def lag_ms(self, now_ns: int) -> float:
        """How old the oldest entry is that is not folded yet; 0: none is left."""
        known_at_ns = self._store.value(
            "SELECT known_at_ns FROM entry WHERE number > ? ORDER BY number LIMIT 1",
            (self._folded(),),
        )
        if known_at_ns is None:
            return 0.0
        return max(0, now_ns - int(known_at_ns)) / MILLISECOND_NS

    def _folded(self) -> int:
        return int(self._store.meta(FOLDED) or 0)

    def fold(self, most: int = MOST_ENTRIES) -> int:
        """Fold the next entries, or finish those begun; how many they are.

        Raises:
            StoreError: It is still to be done.
        """
        begun = self._begun(most)
        if begun is None:
            return 0
        self._go_on(begun, lambda: False)
        return begun[0].count

    def fold_until(self, is_over: Callable[[], bool]) -> bool:
        """Fold until it is said to be over; whether something is left.

        Args:
            is_over: Asked after each small step.

        Raises:
            StoreError: It is still to be done.
        """
        while (begun := self._begun(MOST_ENTRIES)) is not None:
            if self._go_on(begun, is_over):
                return True
            if is_over():
                return self.lag() > 0
        return False

    def _begun(self, most: int) -> tuple[Folding, Pauses] | None:
        if self._slice is None:
            self._begin_anew_if_needed()
        folded = self._folded()
        if folded != self._cursor:
            # Somebody else has folded: what is remembered may be out of date.
            self.forget()
            self._cursor = folded
        if self._slice is None:
            held = self._store, self._tables, self._saids
            found = Folding(*held, after=folded, most=most)
            self._slice = (found, found.steps()) if found.count else None
        return self._slice

    def _begin_anew_if_needed(self) -> None:
        is_old = not self._is_current and self._store.meta(FORM) != PRESENT_FORM
        if is_old or self._store.meta(UNFINISHED):
            with self._store.transaction():
                forget_picture(self._store)
                self._store.set_meta(FORM, PRESENT_FORM)
        self._is_current = True

    def _go_on(
        self, begun: tuple[Folding, Pauses], is_over: Callable[[], bool]
    ) -> bool:
        """Whether the slice is to be gone on with."""
        try:
            for _ in begun[1]:
                if is_over():
                    return True
        except BaseException:
            # What was read for it is further on than what is folded.
            self.forget()
            raise
        self._slice, self._cursor = None, begun[0].until
        return False

    def said(self, *, as_of_ns: int | None = None) -> list[Said]:
        """Every report held, as open as it was known by an instant.

        What has been destroyed since is not among them: ``destroyed`` names it.
        """
        until = self._entry_by(as_of_ns)
        names = self._store.rows(
            "SELECT name FROM statement WHERE kind = 'report' AND entry <= ?", (until,)
        )
        return self.some((name for (name,) in names), as_of_ns=as_of_ns)

    def some(self, names: Iterable[str], *, as_of_ns: int | None = None) -> list[Said]:
        """Those of these reports that are held, as open as they were known then."""
        until = self._entry_by(as_of_ns)
        found = (self._saids.read(name, until) for name in names)
        return sorted((s for s in found if s is not None), key=canonical_key)

    def judged(self, *, as_of_ns: int | None = None) -> Judged:
        """What analysts had decided by an instant."""
        return self._saids.judgements.until(self._entry_by(as_of_ns))

    def destroyed(self, *, as_of_ns: int | None = None) -> tuple[str, ...]:
        """Names of the reports known by an instant that are destroyed by now."""
        rows = self._store.rows(
            "SELECT name FROM statement WHERE destroyed <> '' AND entry <= ?"
            " ORDER BY said_at_ns, name",
            (self._entry_by(as_of_ns),),
        )
        return tuple(name for (name,) in rows)

    def _entry_by(self, as_of_ns: int | None) -> int:
        if as_of_ns is None:
            return LARGEST
        # The ledger's time never goes back, so halves tell; it has no index.
        first, last = 0, int(self._store.value("SELECT max(number) FROM entry") or 0)
        while first < last:
            middle = (first + last + 1) // 2
            if self._known_at_ns(middle) <= as_of_ns:
                first = middle
            else:
                last = middle - 1
        return first

    def _known_at_ns(self, number: int) -> int:
        sql = "SELECT known_at_ns FROM entry WHERE number = ?"
        return int(self._store.value(sql, (number,)))

    def picture(self, as_of_ns: int | None = None) -> Picture:
        """What this node holds, or held by an instant.

        As of an instant is the longest prefix of the ledger known by then; what
        was destroyed since is a placeholder there too.
        """
        gone = self.destroyed(as_of_ns=as_of_ns)
        judged = self.judged(as_of_ns=as_of_ns)
        if as_of_ns is not None:
            shown = picture(self.said(as_of_ns=as_of_ns), as_of_ns, judged)
            return msgspec.structs.replace(shown, destroyed=gone)
        if not self._caught_up():
            shown = picture(self.said(), None, judged)
            return msgspec.structs.replace(shown, destroyed=gone)
        return Picture(
            as_of_ns=None,
            events=self._tables.events(judged.withdrawn),
            loose=self._tables.loose(),
            destroyed=gone,
        )

    def period(self, period: Period, *, as_of_ns: int | None = None) -> Picture:
        """The events of a stretch of time, as this node holds, or held, them.

        It reads what reaches there, and no more, however long the ledger is.
        """
        judged = self.judged(as_of_ns=as_of_ns)
        if not self._caught_up():
            return within(period, self.said(as_of_ns=as_of_ns), as_of_ns, judged)
        groups = self._as_of(as_of_ns).groups(period)
        return shown(period, groups, as_of_ns, judged)

    def said_of(self, period: Period, *, as_of_ns: int | None = None) -> list[Said]:
        """The reports of a stretch of time, with all that touches them."""
        if not self._caught_up():
            return self.said(as_of_ns=as_of_ns)
        return self._as_of(as_of_ns).said(period)

    def _as_of(self, as_of_ns: int | None) -> AsOf:
        """Whatever is folded, as it was known by an instant."""
        until = self._entry_by(as_of_ns)
        judged = self._saids.judgements.until(until)
        return AsOf(self._tables, self._saids, until, as_of_ns, judged)

    def touching(
        self, names: Collection[str], *, as_of_ns: int | None = None
    ) -> list[Said]:
        """The blocks of these reports, as they were known by an instant."""
        if not self._caught_up():
            return self.said(as_of_ns=as_of_ns)
        until = self._entry_by(as_of_ns)
        judged = self._saids.judgements.until(until)
        return AsOf(self._tables, self._saids, until, as_of_ns, judged).touching(names)

    def corrections(self, name: str) -> tuple[str, ...]:
        """Names of the folded reports that correct one, and those, and so on."""
        found: dict[str, None] = {}
        fresh = [name]
        while fresh:
            later = self._tables.corrections(fresh)
            fresh = [each for each in later if each != name and each not in found]
            found.update(dict.fromkeys(fresh))
        return tuple(found)

    def neighbours(self, names: Collection[str]) -> set[str]:
        """Names of the reports that may ever have touched these."""
        if not self._caught_up():
            return set(names)
        reaches = self._tables.reaches(names).values()
        return {name for reach in reaches for name in self._tables.near(reach)}

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The reports of each event, by name; what they say is not read."""
        if not self._caught_up():
            shown = picture(self.said(), None, self.judged())
            return tuple(event.members for event in shown.events)
        return self._tables.groups()

    def _caught_up(self) -> bool:
        """Fold what is left; a store that cannot write stops no reader."""
        try:
            while self.fold():
                pass
        except StoreError:
            return False
        return True


def forget_picture(store: Store) -> None:
    """Drop the picture of a store, wherever it is kept; it is folded anew.

    Within a transaction it is dropped with what else that does.
    """
    for table in _TABLES:
        store.run(f"DELETE FROM {table}")  # noqa: S608 (names are ours)
    store.run("DELETE FROM meta WHERE key = ?", (UNFINISHED,))
    store.set_meta(FOLDED, 0)
    store.tell_watchers()
