"""Being told: once, signed, by TLS, again after it was over, and never content."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest
from tests.listeners import certified, hooked, posted

from watchword.edge.alerts import ALERT_KINDS, Alert
from watchword.edge.clock import system_ns
from watchword.edge.home import Home
from watchword.edge.keyfiles import write_secret
from watchword.edge.knock import MOST_ALERTS, knock_of
from watchword.edge.notify import QUIET_NS, Notifier
from watchword.edge.notifysettings import Notify, check_notify, named
from watchword.edge.store import Store
from watchword.errors import UsageError
from watchword.model.party import PartyId

DESK: Final = PartyId("desk.north")
HOOK_FILE: Final = "hook.secret"
MAIL_FILE: Final = "mail.secret"
SECRET: Final = b"a secret of the hook"
NOBODY: Final[frozenset[str]] = frozenset()


def alert(about: str = "a", **given: Any) -> Alert:  # noqa: ANN401
    return Alert(**{"kind": "release", "about": about, "since_ns": 1, **given})


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "node")
    home.make()
    write_secret(home.path / "hook.secret", SECRET + b"\n")
    write_secret(home.path / "mail.secret", b"open sesame\n")
    return home


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    store = Store(home.store_path)
    yield store
    store.close()


def webhook(url: str, **given: Any) -> Notify:  # noqa: ANN401
    return Notify(kind="webhook", url=url, secret_file=HOOK_FILE, **given)


def mail(port: int, **given: Any) -> Notify:  # noqa: ANN401
    said = {"host": "127.0.0.1", "sender": "node@desk.north", "security": "none"}
    return Notify(
        **{"kind": "mail", "port": port, "to": ("duty@desk.north",), **said, **given}
    )


def test_a_webhook_is_told_once_and_can_check_whose_notice_it_is(
    home: Home, store: Store
) -> None:
    async def told() -> None:
        async with hooked() as hook:
            notifier = Notifier(home, store, DESK, (webhook(hook.url),))
            for _ in range(3):
                await notifier.round([alert(who="desk.south", count=2)], NOBODY)
            (got,) = hook.got
            at, said = (
                got.headers["x-watchword-at"],
                got.headers["x-watchword-signature"],
            )
            mac = hmac.new(SECRET, at.encode() + b"." + got.body, sha256).hexdigest()
            assert said == f"sha256={mac}"
            knock = json.loads(got.body)
            assert (knock["party"], knock["test"]) == (DESK, False)
            (row,) = knock["alerts"]
            assert (row["kind"], row["who"], row["count"]) == (
                "release",
                "desk.south",
                2,
            )

    asyncio.run(told())


def test_who_was_told_is_known_after_a_start(home: Home, store: Store) -> None:
    async def told() -> None:
        async with hooked() as hook:
            for _ in range(2):
                notifier = Notifier(home, store, DESK, (webhook(hook.url),))
                await notifier.round([alert()], NOBODY)
            assert len(hook.got) == 1

    asyncio.run(told())


def test_what_was_over_and_is_back_is_told_again_but_not_at_once(
    home: Home, store: Store
) -> None:
    async def told() -> None:
        async with hooked() as hook:
            notifier = Notifier(home, store, DESK, (webhook(hook.url),))
            await notifier.round([alert()], NOBODY)
            await notifier.round([], NOBODY)
            assert store.rows("SELECT 1 FROM notified") == []
            await notifier.round([alert()], NOBODY)
            assert len(hook.got) == 1
            (next_ns,) = store.rows("SELECT next_ns FROM notified")[0]
            assert system_ns() < next_ns <= system_ns() + QUIET_NS
            store.run("UPDATE notified SET next_ns = 0")
            after = Notifier(home, store, DESK, (webhook(hook.url),))
            await after.round([alert()], NOBODY)
            assert len(hook.got) == 2

    asyncio.run(told())


@pytest.mark.parametrize("status", [500, 404, 307])
def test_what_is_not_taken_is_tried_again_later_each_time(
    home: Home, store: Store, status: int
) -> None:
    async def told() -> None:
        async with hooked() as hook:
            hook.status = status
            notifier = Notifier(home, store, DESK, (webhook(hook.url),))
            waits = []
            for _ in range(3):
                before_ns = system_ns()
                await notifier.round([alert()], NOBODY)
                (row,) = notifier.rows_of(alert()).values()
                waits.append(row.next_ns - before_ns)
                row.next_ns = 0
            assert waits == sorted(waits)
            assert row.tries == 3
            assert str(status) in row.error
            assert len(hook.got) == 3
            hook.status = 200
            await notifier.round([alert()], NOBODY)
            (row,) = notifier.rows_of(alert()).values()
            assert row.delivered_ns is not None
            assert row.error == ""

    asyncio.run(told())


def test_what_somebody_took_note_of_is_told_to_nobody(home: Home, store: Store) -> None:
    async def told() -> None:
        async with hooked() as hook:
            notifier = Notifier(home, store, DESK, (webhook(hook.url),))
            await notifier.round([alert()], frozenset({alert().key}))
            assert hook.got == []

    asyncio.run(told())


def test_each_is_told_of_the_kinds_it_wants(home: Home, store: Store) -> None:
    async def told() -> None:
        async with hooked() as first, hooked() as second:
            notifier = Notifier(
                home,
                store,
                DESK,
                (webhook(first.url, what=("fork",)), webhook(second.url)),
            )
            await notifier.round([alert()], NOBODY)
            assert (len(first.got), len(second.got)) == (0, 1)
            await notifier.round([alert(), alert(kind="fork")], NOBODY)
            assert (len(first.got), len(second.got)) == (1, 2)

    asyncio.run(told())


def test_one_that_cannot_be_reached_keeps_nobody_from_being_told(
    home: Home, store: Store
) -> None:
    async def told() -> None:
        async with hooked() as hook:
            gone = webhook("http://127.0.0.1:9/alerts")
            notifier = Notifier(home, store, DESK, (gone, webhook(hook.url)))
            await notifier.round([alert()], NOBODY)
            assert len(hook.got) == 1
            rows = notifier.rows_of(alert())
            assert rows["webhook-1"].delivered_ns is None
            assert rows["webhook-1"].error
            assert rows["webhook-2"].delivered_ns is not None

    asyncio.run(told())


def test_a_store_that_cannot_write_keeps_nobody_from_being_told_once(
    home: Home, store: Store
) -> None:
    async def told() -> None:
        async with hooked() as hook:
            notifier = Notifier(home, store, DESK, (webhook(hook.url),))
            store.run("PRAGMA query_only = 1")
            for _ in range(2):
                await notifier.round([alert(kind="store", code="store-full")], NOBODY)
            assert len(hook.got) == 1

    asyncio.run(told())


def test_a_webhook_goes_by_tls_to_the_certificate_that_is_pinned_and_no_other(
    home: Home, store: Store, tmp_path: Path
) -> None:
    async def told() -> None:
        tls, other = certified(tmp_path / "tls"), certified(tmp_path / "other")
        async with hooked(tls) as hook:
            for ca, count in ((other, 0), (None, 0), (tls, 1)):
                path = "" if ca is None else str(ca / "ca.pem")
                way = webhook(hook.url, ca=path)
                notifier = Notifier(home, store, DESK, (way,))
                error = await notifier.send(way, knock_of(DESK, [alert()], system_ns()))
                assert bool(error) is (count == 0)
                assert len(hook.got) == count

    asyncio.run(told())


def test_mail_goes_by_starttls_after_a_login(
    home: Home, store: Store, tmp_path: Path
) -> None:
    async def told() -> None:
        tls = certified(tmp_path / "tls")
        async with posted(tls, login=True) as box:
            way = mail(
                box.port,
                security="starttls",
                ca=str(tls / "ca.pem"),
                user="node",
                password_file=MAIL_FILE,
            )
            notifier = Notifier(home, store, DESK, (way,))
            for _ in range(2):
                await notifier.round([alert(who="desk.south", code="posture")], NOBODY)
            assert notifier.rows_of(alert(who="desk.south"))["mail-1"].error == ""
            (envelope,) = box.mails
            assert envelope.rcpt_tos == ["duty@desk.north"]
            assert isinstance(envelope.content, bytes)
            got = message_from_bytes(envelope.content, policy=default)
            assert got["Subject"] == "watchword desk.north: 1 new, release"
            assert "release x1  desk.south a posture" in got.get_content()

    asyncio.run(told())


def test_mail_is_never_sent_in_the_clear_where_tls_is_asked_for(
    home: Home, store: Store, tmp_path: Path
) -> None:
    async def told() -> None:
        tls = certified(tmp_path / "tls")
        async with posted() as plain, posted(tls) as box:
            for port, ca in ((plain.port, str(tls / "ca.pem")), (box.port, "")):
                way = mail(port, security="starttls", ca=ca)
                notifier = Notifier(home, store, DESK, (way,))
                assert await notifier.send(way, knock_of(DESK, [alert()], system_ns()))
            assert plain.mails == box.mails == []

    asyncio.run(told())


def test_a_mail_that_is_refused_is_tried_again(home: Home, store: Store) -> None:
    async def told() -> None:
        async with posted() as box:
            box.refuses = True
            notifier = Notifier(home, store, DESK, (mail(box.port),))
            await notifier.round([alert()], NOBODY)
            (row,) = notifier.rows_of(alert()).values()
            assert "451" in row.error
            box.refuses, row.next_ns = False, 0
            await notifier.round([alert()], NOBODY)
            assert len(box.mails) == 1

    asyncio.run(told())


def test_a_secret_that_others_may_read_is_not_used(home: Home, store: Store) -> None:
    async def told() -> None:
        async with hooked() as hook:
            (home.path / "hook.secret").chmod(0o644)
            notifier = Notifier(home, store, DESK, (webhook(hook.url),))
            await notifier.round([alert()], NOBODY)
            assert hook.got == []
            (row,) = notifier.rows_of(alert()).values()
            assert "others may read" in row.error

    asyncio.run(told())


def test_of_very_many_alerts_a_notice_names_some_and_counts_the_rest() -> None:
    many = [alert(str(number)) for number in range(MOST_ALERTS + 7)]
    knock = knock_of(DESK, many, 1)
    assert (len(knock.alerts), knock.more) == (MOST_ALERTS, 7)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "webhook", "secret_file": "s"},
        {"kind": "webhook", "secret_file": "s", "url": "http://hook.example/x"},
        {"kind": "webhook", "secret_file": "s", "url": "ftp://127.0.0.1/x"},
        {"kind": "webhook", "url": "https://hook.example/x"},
        {"kind": "mail"},
        {"kind": "mail", "host": "m", "sender": "a@b", "to": ("x",)},
        {"kind": "mail", "host": "m", "sender": "a@b\nBcc: c@d", "to": ("a@b",)},
        {"kind": "mail", "host": "m", "sender": "a@b", "to": ("a@b",), "user": "u"},
        {
            "kind": "mail",
            "host": "m",
            "sender": "a@b",
            "to": ("a@b",),
            "security": "none",
        },
        {"kind": "mail", "host": "m", "sender": "a@b", "to": ("a@b",), "port": 0},
    ],
)
def test_settings_by_which_nobody_could_be_told_are_refused(
    wrong: dict[str, Any],
) -> None:
    with pytest.raises(UsageError):
        check_notify(Notify(**wrong))


def test_two_ways_of_one_name_are_refused() -> None:
    ways = (webhook("https://h/", name="x"), webhook("https://i/", name="x"))
    with pytest.raises(UsageError):
        named(ways)


def test_every_kind_of_alert_can_be_asked_for() -> None:
    assert all(Notify(kind="mail", what=(kind,)).wants(kind) for kind in ALERT_KINDS)
    assert not Notify(kind="mail", what=("fork",)).wants("store")
