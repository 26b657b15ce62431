"""Telling: a webhook's POST or a mail, once for each alert, until it has gone.

Rule 1: an alert is told to each who wants its kind once; after it was over and
        is back, again, but not sooner than ``QUIET_NS`` after the last time.
Rule 2: what could not be told is tried again, later each time, for ever.
Rule 3: that the store fails is told all the same: then memory has to do.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import ssl
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import aiohttp
import aiosmtplib
import msgspec
import structlog

from watchword.edge.alerts import Alert
from watchword.edge.clock import system_ns
from watchword.edge.home import Home
from watchword.edge.keyfiles import read_secret
from watchword.edge.knock import Knock, knock_of, mail_of
from watchword.edge.notifysettings import Notify, named
from watchword.edge.store import Store
from watchword.errors import EdgeError, LinkError, StoreError, WatchwordError
from watchword.model.party import PartyId
from watchword.model.time import MINUTE_NS, SECOND_NS
from watchword.wire.codec import encode

TIMEOUT_S: Final = 10.0
FIRST_RETRY_NS: Final = 15 * SECOND_NS
LAST_RETRY_NS: Final = 30 * MINUTE_NS
QUIET_NS: Final = 5 * MINUTE_NS

log = structlog.get_logger()


class Row(msgspec.Struct, kw_only=True):
    """How far the telling of one alert to one who is told has come.

    Args:
        seen_ns: When it was first derived.
        delivered_ns: When it was told; ``None``: not yet.
        tries: How often it was tried in vain.
        next_ns: Not before.
        error: Why the last try failed.
    """

    seen_ns: int
    delivered_ns: int | None = None
    tries: int = 0
    next_ns: int
    error: str = ""


class Notifier:
    """Tells everybody whom the settings name.

    Args:
        home: Where secrets lie.
        store: Where it is kept who was told.
        party: Whose node it is.
        settings: Who is told.
    """

    def __init__(
        self, home: Home, store: Store, party: PartyId, settings: tuple[Notify, ...]
    ) -> None:
        self._home = home
        self._store = store
        self._party = party
        self.settings = named(settings)
        self._rows = _load(store)
        self._gone: dict[tuple[str, str], int] = {}

    def rows_of(self, alert: Alert) -> dict[str, Row]:
        """By the name of who is told, how far it has come."""
        names = (notify.name for notify in self.settings)
        return {
            n: self._rows[alert.key, n] for n in names if (alert.key, n) in self._rows
        }

    async def round(self, alerts: Sequence[Alert], known: frozenset[str]) -> None:
        """Tell what is new, and try again what is due.

        Args:
            alerts: The alerts now.
            known: Keys of those that somebody acknowledged: not told any more.
        """
        now_ns = system_ns()
        self._see(alerts, known, now_ns)
        work = (self._tell(notify, alerts, known, now_ns) for notify in self.settings)
        await asyncio.gather(*work)

    def _see(self, alerts: Sequence[Alert], known: frozenset[str], now_ns: int) -> None:
        wanted = {
            (alert.key, notify.name)
            for alert in alerts
            for notify in self.settings
            if notify.wants(alert.kind)
        }
        for key in [key for key in self._rows if key not in wanted]:
            row = self._rows.pop(key)
            if row.delivered_ns is not None:
                self._gone[key] = row.delivered_ns
            self._drop(key)
        for key in sorted(wanted - self._rows.keys()):
            if key[0] not in known:
                quiet_ns = self._gone.pop(key, now_ns - QUIET_NS) + QUIET_NS
                self._keep(key, Row(seen_ns=now_ns, next_ns=max(now_ns, quiet_ns)))

    async def _tell(
        self,
        notify: Notify,
        alerts: Sequence[Alert],
        known: frozenset[str],
        now_ns: int,
    ) -> None:
        due = [
            alert
            for alert in alerts
            if alert.key not in known
            and (row := self._rows.get((alert.key, notify.name))) is not None
            and row.delivered_ns is None
            and row.next_ns <= now_ns
        ]
        if not due:
            return
        error = await self.send(notify, knock_of(self._party, due, now_ns))
        for alert in due:
            self._note((alert.key, notify.name), error)

    def _note(self, key: tuple[str, str], error: str) -> None:
        row, now_ns = self._rows.get(key), system_ns()
        if row is None:
            return
        if not error:
            self._keep(key, msgspec.structs.replace(row, delivered_ns=now_ns, error=""))
            return
        wait_ns = min(FIRST_RETRY_NS << min(row.tries, 20), LAST_RETRY_NS)
        self._keep(
            key,
            msgspec.structs.replace(
                row, tries=row.tries + 1, next_ns=now_ns + wait_ns, error=error
            ),
        )

    async def send(self, notify: Notify, knock: Knock) -> str:
        """Send one knock; why it could not go, or nothing."""
        try:
            async with asyncio.timeout(2 * TIMEOUT_S):
                if notify.kind == "webhook":
                    await self._post(notify, knock)
                else:
                    await self._mail(notify, knock)
        except (
            WatchwordError,
            aiohttp.ClientError,
            aiosmtplib.SMTPException,
            OSError,
            ValueError,
        ) as error:
            says = f"{type(error).__name__}: {error}"[:200]
            log.warning("knock not delivered", target=notify.name, error=says)
            return says
        log.info("knock delivered", target=notify.name, alerts=len(knock.alerts))
        return ""

    async def _post(self, notify: Notify, knock: Knock) -> None:
        body = encode(knock)
        secret = read_secret(self._path(notify.secret_file)).strip()
        headers = {"content-type": "application/json", **signed(body, secret)}
        secure = notify.url.startswith("https://")
        connector = aiohttp.TCPConnector(ssl=self._context(notify) if secure else True)
        async with (
            aiohttp.ClientSession(
                connector=connector, timeout=aiohttp.ClientTimeout(total=TIMEOUT_S)
            ) as session,
            session.post(
                notify.url, data=body, headers=headers, allow_redirects=False
            ) as response,
        ):
            if response.status // 100 != 2:
                raise LinkError(f"the webhook answers {response.status}")

    async def _mail(self, notify: Notify, knock: Knock) -> None:
        password = None
        if notify.password_file:
            password = read_secret(self._path(notify.password_file)).decode().strip()
        context = None if notify.security == "none" else self._context(notify)
        await aiosmtplib.send(
            mail_of(knock, notify, system_ns()),
            hostname=notify.host,
            port=notify.port,
            username=notify.user or None,
            password=password,
            use_tls=notify.security == "tls",
            start_tls=notify.security == "starttls",
            tls_context=context,
            timeout=TIMEOUT_S,
            local_hostname=self._party,
        )

    def _path(self, name: str) -> Path:
        return self._home.path / name  # A whole path stays as it is.

    def _context(self, notify: Notify) -> ssl.SSLContext:
        if not notify.ca:
            return ssl.create_default_context()
        try:
            return ssl.create_default_context(cafile=str(self._path(notify.ca)))
        except (OSError, ssl.SSLError) as error:
            raise EdgeError(f"cannot use {notify.ca}: {error}") from error

    def _keep(self, key: tuple[str, str], row: Row) -> None:
        self._rows[key] = row
        with contextlib.suppress(StoreError):
            self._store.run(
                "INSERT OR REPLACE INTO notified VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*key, *msgspec.structs.astuple(row)),
            )

    def _drop(self, key: tuple[str, str]) -> None:
        with contextlib.suppress(StoreError):
            self._store.run("DELETE FROM notified WHERE key = ? AND target = ?", key)


def _load(store: Store) -> dict[tuple[str, str], Row]:
    rows: list[Any] = store.rows(
        "SELECT key, target, seen_ns, delivered_ns, tries, next_ns, error FROM notified"
    )
    return {
        (key, target): Row(
            seen_ns=seen_ns,
            delivered_ns=delivered_ns,
            tries=tries,
            next_ns=next_ns,
            error=error,
        )
        for key, target, seen_ns, delivered_ns, tries, next_ns, error in rows
    }


def signed(body: bytes, secret: bytes) -> dict[str, str]:
    """The headers by which a webhook knows whose knock it is, and when it left."""
    at = str(system_ns() // SECOND_NS)
    mac = hmac.new(secret, at.encode() + b"." + body, sha256).hexdigest()
    return {"x-watchword-at": at, "x-watchword-signature": f"sha256={mac}"}
