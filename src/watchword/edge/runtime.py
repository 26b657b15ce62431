"""A running node: one writer with group commit, links, folding, the socket."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any, Final

import structlog

from watchword.edge.askback import ask_back
from watchword.edge.checkin import LOG_PAGES, check_in_forever
from watchword.edge.clock import monotonic_ns, system_ns
from watchword.edge.database import Database
from watchword.edge.desk import Desk
from watchword.edge.home import Home
from watchword.edge.intake import Intake, Waiting
from watchword.edge.links import Links
from watchword.edge.linkstatus import link_status
from watchword.edge.outbox import Outbox
from watchword.edge.peers import Peers
from watchword.edge.server import LinkServer
from watchword.edge.sessions import FAILURES
from watchword.edge.socket import serve_commands
from watchword.edge.supervisor import tell
from watchword.edge.trays import watch_trays
from watchword.edge.watch import Watch
from watchword.edge.writer import Outcome, Unit
from watchword.errors import EdgeError, StoreError, WatchwordError
from watchword.model.designation import Designation, Purpose
from watchword.model.party import PartyId
from watchword.model.person import Register
from watchword.node.effects import Hold, KeepReceipt, Know
from watchword.node.inputs import Input, Wake
from watchword.node.receive import wants_waking

WAKE_S: Final = 0.5
MEET_S: Final = 0.02
"""Who is introduced so soon after another waits for more: they are met at once."""

RETRY_STORE_S: Final = 1.0
ASK_AGAIN_S: Final = 0.5

GATHER_S: Final = 0.025
"""How long folding waits after a commit: what comes meanwhile is decided at once."""

QUIET_S: Final = 0.003
LATE_NS: Final = 9_000_000
"""Then it waits until nothing was given to the writer for ``QUIET_S``, but not longer
than this."""

FOLD_NS: Final = 250_000
"""So long folding goes on before others have their turn ..."""

BEHIND_NS: Final = 100_000_000
LONG_FOLD_NS: Final = 1_000_000
"""... or so long, where for ``BEHIND_NS`` the picture never was whole."""

COLLECT_AFTER: Final = (50_000, 20, 100)
"""How many new objects, and how many rounds of each generation, between two."""

PAUSE_S: Final = 0.0005
CALM_NS: Final = 2_500_000
"""Between slices the others have so long; where they take no longer than this the
loop is calm, and folding goes on ..."""

OTHERS_NS: Final = 20_000_000
"""... and after so long under any load."""

log = structlog.get_logger()

Ready = Callable[[Register | None], None]
"""What is done once the node is ready; it is told who may read here."""


class Runtime(Desk):
    """A desk that is open: others reach it, and it reaches others.

    Args:
        home: The node's folder.
        ready: Called once everything listens, with the register of persons.
    """

    def __init__(self, home: Home, ready: Ready) -> None:
        super().__init__(home)
        self._ready = ready
        self._intake = Intake()
        self._fold = asyncio.Event()
        self._stop = asyncio.Event()
        self._receipted = asyncio.Condition()
        self._grown = asyncio.Event()
        self._is_met = True
        self._meeting: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.outbox = Outbox(self.store, self.config.party, self.writer.last_lines)
        self.peers = Peers(lambda: self.view, system_ns)
        self.links = Links(self)
        self.server = LinkServer(self)
        self.watch = Watch(self)
        self._failure = ""

    async def run(self) -> None:
        """Serve until SIGTERM or SIGINT, then end in order.

        Raises:
            EdgeError: It cannot listen, or a part of it failed.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        commands = await serve_commands(self)
        self._start(self._write_forever())
        self._start(self._fold_forever())
        self._start(self._wake_forever())
        self._check_in()
        self._start(self.watch.run())
        if self.config.tray:
            self._start(watch_trays(self))
        try:
            async with self.server.serving(), self.watch.health.serving():
                if self.restored.state is None:
                    self.links.start()
                else:
                    self._start(self._ask_back_forever())
                _settle_memory()
                self._ready(self.view.register())
                tell("READY=1")
                await self._stop.wait()
                tell("STOPPING=1")
                await self.links.stop()
        finally:
            commands.close()
            await self._end()
        if self._failure:
            raise EdgeError(
                f"a part of the node failed: {self._failure}",
                hint="nothing acknowledged is lost; start it again and report this",
            )

    def _check_in(self) -> None:
        """Where the store is a file of SQLite's: no commit waits for its log."""
        database = self.store.database
        if isinstance(database, Database) and database.path is not None:
            database.set_pragma("wal_autocheckpoint", str(LOG_PAGES))
            self._start(check_in_forever(database.path))

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(self._over)
        return task

    def _over(self, task: asyncio.Task[None]) -> None:
        # A background task that fails takes the node down: it must be seen.
        if not task.cancelled() and task.exception() is not None:
            self._failure = repr(task.exception())
            log.error("task failed", error=self._failure)
            self._stop.set()

    def later(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Have something done beside."""
        return self._start(work)

    async def _end(self) -> None:
        if self._meeting is not None:
            self._meeting.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(OSError):
            self.home.socket_path.unlink()
        self.close()

    async def submit(self, *unit: Input) -> Outcome:
        """Put a unit into the next group commit; return when it is durable.

        Raises:
            WatchwordError: It was refused, or the store cannot write.
        """
        outcome = await self.take(unit)
        if outcome.error is not None:
            raise outcome.error
        return outcome

    async def take(self, unit: Unit) -> Outcome:
        """As ``submit``, and a refusal is an outcome.

        Raises:
            StoreError: The store cannot write; nothing was taken.
        """
        self.restored.check()
        return await self._intake.put(unit)

    async def take_each(self, units: Sequence[Unit]) -> list[Outcome]:
        """As of a desk, within the group commit.

        Raises:
            StoreError: The store cannot write; it may have taken the first ones.
        """
        self.restored.check()
        return list(await asyncio.gather(*map(self._intake.put, units)))

    async def grown(self, after: int, timeout_s: float) -> bool:
        """Wait until the ledger has entries after a number, or the time is over."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while self.view.last_entry() <= after:
                    await self._grown.wait()
        return self.view.last_entry() > after

    async def _write_forever(self) -> None:
        while True:
            self._write(await self._intake.group())
            # Whoever was answered goes first; the next group fills meanwhile.
            await asyncio.sleep(0)

    def _write(self, group: list[Waiting]) -> None:
        began_ns = monotonic_ns()
        try:
            units = [unit for unit, _ in group]
            outcomes = self.writer.commit(units, self.clock.now_ns())
        except StoreError as error:
            self._store_failed(error)
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
            return
        self.watch.meter.committed(len(group), monotonic_ns() - began_ns)
        self.store_error = ""
        # Partners first, then who watches here, then who gave it.
        for outcome in outcomes:
            self._react(outcome)
        self._grown.set()
        self._grown = asyncio.Event()
        for (_, future), outcome in zip(group, outcomes, strict=True):
            if not future.done():
                future.set_result(outcome)
        self._rotate(outcomes)
        self._fold.set()

    def _rotate(self, outcomes: list[Outcome]) -> None:
        try:
            self._keys_changed(self.rotation.after(outcomes, self.clock.now_ns()))
        except WatchwordError as error:
            # The key before goes on; the next receipt brings it up again.
            log.error("key not changed", error=str(error))  # noqa: TRY400

    def _keys_changed(self, purposes: Iterable[Purpose]) -> None:
        for purpose in purposes:
            log.info("key in use", purpose=purpose)
            if purpose == "tls":
                self.server.show_anew()
                self.links.sessions.show_anew()

    @property
    def runs(self) -> bool:
        """Partners are reached."""
        return True

    def use_next(self, purpose: Purpose) -> None:
        """Bring a key that waits into use, whoever knows it."""
        super().use_next(purpose)
        self._keys_changed((purpose,))

    def _store_failed(self, error: StoreError) -> None:
        if str(error) != self.store_error:
            log.error("store cannot write, nothing is acknowledged", error=str(error))
        self.store_error = str(error)
        self.sight.fail_store(error.code, system_ns())

    def _react(self, outcome: Outcome) -> None:
        for effect in outcome.effects:
            if isinstance(effect, Know):
                self._meet()
            elif isinstance(effect, Hold):
                if isinstance(effect.statement, Designation):
                    self._meet()
            elif isinstance(effect, KeepReceipt):
                self.later(self._tell_receipted())
        self.links.react(outcome.effects)

    def _meet(self) -> None:
        """Somebody has a key or a certificate that was not known before."""
        self.peers.forget()
        if self._meeting is None:
            self._meet_now()
            self._meeting = asyncio.get_running_loop().call_later(MEET_S, self._met)
        else:
            self._is_met = False

    def _met(self) -> None:
        self._meeting = None
        if not self._is_met:
            self._meet()

    def _meet_now(self) -> None:
        self._is_met = True
        if self.restored.state is None:
            self.links.meet()
        self.server.trust_anew()

    async def _ask_back_forever(self) -> None:
        """After a restore: ask every partner, again and again, until all are."""
        while self.restored.state is not None:
            await asyncio.gather(*(self._ask_back(p) for p in self.restored.waits))
            with contextlib.suppress(StoreError):
                self.restored.end_if_done(self.clock.now_ns())
            if self.restored.state is not None:
                await asyncio.sleep(ASK_AGAIN_S)
        self._go_on()

    async def _ask_back(self, partner: PartyId) -> None:
        try:
            await ask_back(self, self.restored, partner, self.clock.now_ns())
        except FAILURES as error:
            says = str(error) or type(error).__name__
            if self.restored.errors.get(partner) != says:
                log.warning("not asked yet", partner=partner, error=says)
            self.restored.errors[partner] = says

    def leave_out(self, partner: PartyId, because: str) -> None:
        """After a restore: go on without asking a partner."""
        super().leave_out(partner, because)
        self._go_on()

    def _go_on(self) -> None:
        """After a restore, when all have been asked: as after any start."""
        if self.restored.state is None:
            self.links.start()
            self._meet_now()
            self._fold.set()

    async def _fold_forever(self) -> None:
        self._fold.set()
        while True:
            await self._fold.wait()
            self._fold.clear()
            began_ns = monotonic_ns()
            await asyncio.sleep(GATHER_S)
            await self._until_quiet()
            try:
                while self.pictures.fold_until(_in(_slice_ns(began_ns))):
                    await self._others_first()
            except StoreError as error:
                self._store_failed(error)
                self._fold.set()
                await asyncio.sleep(RETRY_STORE_S)

    async def _until_quiet(self) -> None:
        is_over = _in(LATE_NS)
        given = -1
        while given != self._intake.count and not is_over():
            given = self._intake.count
            await asyncio.sleep(QUIET_S)

    async def _others_first(self) -> None:
        """Receiving and acknowledging go before folding."""
        is_over = _in(OTHERS_NS)
        is_calm = False
        while not is_calm and not is_over():
            calm = _in(CALM_NS)
            await asyncio.sleep(PAUSE_S)
            is_calm = not calm()

    async def _wake_forever(self) -> None:
        while True:
            await asyncio.sleep(WAKE_S)
            tell("WATCHDOG=1")
            self._look_for_room()
            with contextlib.suppress(WatchwordError):
                if wants_waking(self.view, self.clock.now_ns()):
                    await self.submit(Wake())

    def _look_for_room(self) -> None:
        """After the store has failed: go on by itself once it can write again."""
        if not self.store_error:
            return
        try:
            self.store.probe()
        except StoreError as error:
            self._store_failed(error)
            return
        log.info("the store can write again")
        self.store_error = ""
        self._fold.set()

    async def _tell_receipted(self) -> None:
        async with self._receipted:
            self._receipted.notify_all()

    async def delivered(self, timeout_s: float) -> bool:
        """Wait until every line is receipted, or until the time is over."""
        async with self._receipted:
            try:
                await asyncio.wait_for(
                    self._receipted.wait_for(lambda: not self._open()), timeout_s
                )
            except TimeoutError:
                return False
        return True

    def _open(self) -> int:
        return sum(self.outbox.open_lines(p) for p in self.view.partners())

    def link_status(self) -> dict[str, Any]:
        """What each link is doing now."""
        return link_status(self)


def _settle_memory() -> None:
    """Look for garbage among what comes from now on only, and less often.

    What a start has loaded stays; going through all of it again and again would
    hold the loop for tens of milliseconds.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def _slice_ns(began_ns: int) -> int:
    """How long folding goes on at once, when it is at it since an instant."""
    is_behind = monotonic_ns() - began_ns > BEHIND_NS
    return LONG_FOLD_NS if is_behind else FOLD_NS


def _in(delay_ns: int) -> Callable[[], bool]:
    """Says, when it is asked, whether so much time has passed since now."""
    end_ns = monotonic_ns() + delay_ns
    return lambda: monotonic_ns() >= end_ns


async def serve(home: Home, ready: Ready) -> None:
    """Open a node and run it until it is told to end.

    Args:
        home: Its folder.
        ready: Called once everything listens, with the register of persons.

    Raises:
        EdgeError: It cannot listen, or its store cannot be opened.
    """
    await Runtime(home, ready).run()
