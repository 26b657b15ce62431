"""Looking a node's folder over from outside, whether it runs or not."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import apsw

from watchword.edge.config import Config, parse_address
from watchword.edge.finding import Finding, fail, ok, warn
from watchword.edge.home import Home
from watchword.edge.keyfiles import read_secret
from watchword.edge.schema import SCHEMA_VERSION
from watchword.errors import EdgeError, WatchwordError

ENOUGH_BYTES: Final = 1_000_000_000
LEAST_BYTES: Final = 100_000_000
CONNECT_S: Final = 3.0
LISTEN_HINT: Final = "see listen in watchword.toml, and what else runs there"


def check_home(home: Home) -> Iterator[Finding]:
    """Look at the folder, its settings, its key files, the disk and the port."""
    if not home.path.is_dir():
        yield fail("folder", f"there is no {home.path}", "watchword init makes a node")
        return
    yield _folder(home)
    try:
        config = home.config()
    except WatchwordError as error:
        yield fail("settings", str(error), error.hint)
        return
    yield ok("settings", f"{config.party}, profile {config.profile}")
    yield from _key_files(home, config)
    yield _disk(home)
    yield _store(home)
    running = _is_running(home)
    yield ok("process", "the node is up" if running else "the node is not up")
    yield _port(config, running=running)


def _folder(home: Home) -> Finding:
    mode = home.path.stat().st_mode & 0o777
    if mode & 0o077:
        return fail(
            "folder",
            f"others may enter {home.path} (mode {mode:o})",
            f"chmod 700 {home.path}",
        )
    return ok("folder", f"{home.path}, for its owner only")


def _key_files(home: Home, config: Config) -> Iterator[Finding]:
    secrets = [home.operational_path, home.content_key_path, home.tls_key_path]
    secrets += [
        home.path / name
        for notify in config.notify
        for name in (notify.secret_file, notify.password_file)
        if name
    ]
    for path in secrets:
        yield _secret(path)
    if home.governance_path.exists():
        yield warn(
            "keys",
            "the governance key lies in the node's folder",
            "keep it offline: it speaks for the party",
        )


def _secret(path: Path) -> Finding:
    try:
        read_secret(path)
    except WatchwordError as error:
        return fail("keys", str(error), error.hint)
    return ok("keys", f"{path.name}, for its owner only")


def _disk(home: Home) -> Finding:
    free = shutil.disk_usage(home.path).free
    says = f"{free / 1e9:.1f} GB free"
    hint = "where the disk is full nothing is acknowledged"
    if free < LEAST_BYTES:
        return fail("disk", says, hint)
    return warn("disk", says, hint) if free < ENOUGH_BYTES else ok("disk", says)


def _store(home: Home) -> Finding:
    if not home.store_path.exists():
        return fail("store", f"there is no {home.store_path}", "watchword restore")
    try:
        db = apsw.Connection(str(home.store_path), flags=apsw.SQLITE_OPEN_READONLY)
        version = db.pragma("user_version")
        db.close()
    except apsw.Error as error:
        return fail("store", f"the store cannot be read: {error}", "watchword restore")
    if version != SCHEMA_VERSION:
        return fail(
            "store",
            f"it has schema {version}, this version reads {SCHEMA_VERSION}",
            "use the version of Watchword that wrote it, or migrate",
        )
    size = home.store_path.stat().st_size
    return ok("store", f"schema {version}, {size / 1e6:.1f} MB")


def _is_running(home: Home) -> bool:
    try:
        with home.lock():
            return False
    except EdgeError:
        return True


def _port(config: Config, *, running: bool) -> Finding:
    address = parse_address(config.listen)
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    try:
        if running:
            host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104 (to reach it)
            socket.create_connection((host, address[1]), CONNECT_S).close()
        else:
            socket.create_server(address, family=family).close()
    except OSError as error:
        what = "reached" if running else "listened on"
        says = f"{config.listen} cannot be {what}: {error.strerror or error}"
        return fail("port", says, LISTEN_HINT)
    return ok("port", f"{config.listen} {'answers' if running else 'is free'}")
