"""A running node looks into its trays, and has what lies there read.

Rule 1: a proposal is durable before its file is put away: whoever dies between
        the two finds the file again, and the proposal is known.
Rule 2: reading is done by other processes, waiting for disks by threads: the
        loop does neither.
Rule 3: the grammars go first; a proposer that is slow keeps no proposal of
        theirs waiting.
Rule 4: nothing logged or shown says a name of a file or a word of its content.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

import msgspec
import structlog

from watchword.edge.child import ask_child
from watchword.edge.clock import monotonic_ns, system_ns
from watchword.edge.desk import Desk
from watchword.edge.draft import GRAMMAR, Draft
from watchword.edge.proposals import Body, Proposals
from watchword.edge.readingchild import Answered, ReadBy, ReadFile
from watchword.edge.statementfile import Statement
from watchword.edge.tray import (
    Seen,
    Where,
    look,
    put_away,
    read_file,
    remove_marked,
)
from watchword.edge.traysettings import ProposerSettings, Tray
from watchword.errors import EdgeError, MarkingError, StoreError, WatchwordError
from watchword.model.text import printable
from watchword.model.time import SECOND_NS, format_ns

LOOK_S: Final = 1.0
MOST_TRIES: Final = 3
MOST_BEHIND: Final = 100
"""So many files wait for proposers; then the tray waits too."""

Away = Callable[[], None]
"""Puts a file away; raises ``OSError`` where that cannot be done."""

log = structlog.get_logger()


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A file that the grammars have read, and what they made of it."""

    seen: Seen
    statement: Statement
    says: tuple[str, ...]


class TrayWatch:
    """Looks into one tray, again and again.

    Args:
        desk: The running node.
        tray: Its settings.
    """

    def __init__(self, desk: Desk, tray: Tray) -> None:
        self._desk = desk
        self._tray = tray
        self._folder = tray.folder(desk.home.path)
        self._proposals = Proposals(desk.store)
        self._sight = desk.sight.tray(tray.name)
        self._still: dict[str, tuple[Seen, int]] = {}
        self._tries: dict[str, int] = {}
        self._busy: set[str] = set()
        self._left: dict[str, tuple[Seen, Away]] = {}
        self._behind: asyncio.Queue[Taken] = asyncio.Queue(MOST_BEHIND)

    async def run(self) -> None:
        """Look for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._propose_forever())
            while True:
                await self._look()
                await asyncio.sleep(LOOK_S)

    async def _look(self) -> None:
        try:
            found = await asyncio.to_thread(look, self._folder)
        except OSError as error:
            is_gone = isinstance(error, FileNotFoundError | NotADirectoryError)
            self._see("missing" if is_gone else "unreadable")
            return
        self._forget({seen.name for seen in found})
        await self._try_again(found)
        self._see("cannot-move" if self._left else "")
        free = [s for s in found if s.name not in self._busy | self._left.keys()]
        self._sight.files = len(found)
        for seen in free:
            if self._stands_still(seen):
                await self._take(seen)

    def _see(self, trouble: str) -> None:
        if self._sight.see(trouble, system_ns()) and trouble:
            log.warning("tray", tray=self._tray.name, code=trouble)

    def _forget(self, there: set[str]) -> None:
        for kept in (self._still, self._left, self._tries):
            for name in kept.keys() - there:
                del kept[name]

    async def _try_again(self, found: list[Seen]) -> None:
        """What could not be put away, perhaps now; what was changed is read anew."""
        for seen in found:
            before, away = self._left.get(seen.name, (None, None))
            if away is None:
                continue
            del self._left[seen.name]
            if seen == before:
                await self._put(seen, away)

    def _stands_still(self, seen: Seen) -> bool:
        before, since_ns = self._still.get(seen.name, (None, 0))
        if before != seen:
            self._still[seen.name] = seen, monotonic_ns()
            return False
        return monotonic_ns() - since_ns >= self._tray.still_s * SECOND_NS

    async def _take(self, seen: Seen) -> None:
        try:
            data = await asyncio.to_thread(read_file, self._folder, seen)
            if data is None:
                return
            answered = await ask_child(self._asked(seen, data))
        except EdgeError as error:
            await self._not_read(seen, error.code)
            return
        except WatchwordError as error:
            await self._refuse(seen, error.code)
            return
        if answered.refused == MarkingError.code:
            await self._remove(seen, answered.rule)
        elif answered.refused or answered.statement is None:
            await self._refuse(seen, answered.refused or "not-read")
        else:
            await self._keep(seen, answered.statement, answered)

    def _asked(self, seen: Seen, data: bytes) -> ReadFile:
        return ReadFile(
            data=data,
            name=_shown(seen.name),
            authority=self._tray.authority,
            language=self._tray.language or "",
        )

    async def _not_read(self, seen: Seen, code: str) -> None:
        """No fault of the text's, perhaps: once more, and then no more."""
        tries = self._tries[seen.name] = self._tries.get(seen.name, 0) + 1
        log.warning("statement not read", tray=self._tray.name, code=code)
        if tries >= MOST_TRIES:
            await self._refuse(seen, "not-read")

    async def _refuse(self, seen: Seen, code: str) -> None:
        self._count_refused(code)
        says = f"refused: {code}"
        await self._put(seen, self._away(seen, "refused", says))

    async def _remove(self, seen: Seen, rule: str) -> None:
        self._count_refused(MarkingError.code, rule)
        says = (
            "refused: it bore a national classification marking"
            f" (rule: {rule}); nothing of it was kept, and the file was removed"
        )
        at = format_ns(system_ns())[:19].replace(":", "").replace(" ", "T")
        await self._put(seen, lambda: remove_marked(self._folder, seen, says, at))

    def _count_refused(self, code: str, rule: str = "") -> None:
        self._sight.refused[code] += 1
        log.warning("statement refused", tray=self._tray.name, code=code, rule=rule)

    async def _keep(self, seen: Seen, statement: Statement, answered: Answered) -> None:
        try:
            says = self._kept(seen, statement, answered.drafts, GRAMMAR)
        except StoreError:
            return  # It stands where it stood, and is read again.
        self._sight.taken += 1
        self._busy.add(seen.name)
        await self._behind.put(Taken(seen=seen, statement=statement, says=says))

    def _kept(
        self,
        seen: Seen,
        statement: Statement,
        drafts: tuple[Draft, ...],
        made_by: str,
    ) -> tuple[str, ...]:
        """Keep each that is new; a line of each, for the slip."""
        says, known = [], {True: "", False: ", known"}
        for number, draft in enumerate(drafts):
            body = Body(statement=statement, draft=draft, file=_shown(seen.name))
            name, is_new = self._proposals.keep(
                body, made_by, self._tray.name, self._desk.clock.now_ns(), number
            )
            if is_new:
                log.info(
                    "proposal", tray=self._tray.name, id=name[:12], made_by=made_by
                )
            says.append(f"proposal {name[:12]} by {made_by}{known[is_new]}")
        return tuple(says)

    async def _propose_forever(self) -> None:
        while True:
            taken = await self._behind.get()
            says = [*taken.says]
            for proposer in self._desk.config.proposer:
                says += await self._propose(taken, proposer)
            slip = "\n".join(says) or "nothing to propose"
            await self._put(taken.seen, self._away(taken.seen, "done", slip))
            self._busy.discard(taken.seen.name)

    async def _propose(
        self, taken: Taken, proposer: ProposerSettings
    ) -> tuple[str, ...]:
        """What one proposer makes of it; whatever it does, the others go on."""
        asked = ReadBy(proposer=proposer.name, statement=taken.statement)
        try:
            answered = await ask_child(asked, proposer.seconds)
            code = answered.refused
            if not code:
                return self._kept(
                    taken.seen, taken.statement, answered.drafts, proposer.name
                )
        except WatchwordError as error:
            code = error.code
        self._desk.sight.fail_proposer(proposer.name, code)
        log.warning("proposer failed", proposer=proposer.name, code=code)
        return (f"proposer {proposer.name} failed: {code}",)

    def _away(self, seen: Seen, where: Where, says: str) -> Away:
        return lambda: put_away(self._folder, seen, where, says)

    async def _put(self, seen: Seen, away: Away) -> None:
        try:
            await asyncio.to_thread(away)
        except OSError:
            self._left[seen.name] = seen, away


def _shown(name: str) -> str:
    """A file's name as it can be kept: it may be no text at all."""
    return printable(name.encode("utf-8", "replace").decode())


async def watch_trays(desk: Desk) -> None:
    """Look into every tray of a node, for ever."""
    async with asyncio.TaskGroup() as group:
        for tray in desk.config.tray:
            group.create_task(TrayWatch(desk, tray).run())
