"""A node's settings: TOML in its folder, overridden by the environment.

watchword.toml            environment
party = "desk.example"    -
title = "Desk"            WATCHWORD_TITLE
profile = "open"          -
endpoint = "https://..."  WATCHWORD_ENDPOINT
listen = "0.0.0.0:7400"   WATCHWORD_LISTEN
clock = "system"          WATCHWORD_CLOCK
store_max_mb = 10000      WATCHWORD_STORE_MAX_MB
store = "postgresql://…"  WATCHWORD_STORE
health_listen = "..."     WATCHWORD_HEALTH_LISTEN
log = "auto"              WATCHWORD_LOG
log_level = "info"        WATCHWORD_LOG_LEVEL
receipt_minutes = 15      -
silent_minutes = 15       -
[[notify]]                -
[[tray]]                  -
[[proposer]]              -
dial = "send"             WATCHWORD_DIAL
[partner."x.example"]     -
dial = "both"             -
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec

from watchword.edge.notifysettings import Notify, check_notify, named
from watchword.edge.traysettings import ProposerSettings, Tray, check_trays
from watchword.errors import UsageError
from watchword.model.marking import TLP, label_key
from watchword.model.party import PartyId, parse_party
from watchword.model.report import Status
from watchword.model.time import parse_instant

Profile = Literal["open", "exercise"]
Dial = Literal["send", "receive", "both", "none"]

_FROM_ENVIRONMENT: Final = (
    "title",
    "endpoint",
    "listen",
    "clock",
    "store_max_mb",
    "store",
    "health_listen",
    "log",
    "log_level",
    "dial",
)
MOST_MINUTES: Final = 525_600


class PartnerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is set for one partner.

    Args:
        dial: As for the whole node.
    """

    dial: Dial


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a node is told about itself.

    Args:
        party: Whose node it is.
        title: For showing, in any script.
        profile: ``open``: TLP labels, actual reports; ``exercise``: everything
            filed here is an exercise.
        endpoint: Where partners reach it, ``https://host:port``.
        listen: ``host:port`` to listen on.
        clock: ``system``, or ``replay`` from the instant in ``replay_from``.
        replay_from: Where a replay clock begins.
        store_max_mb: The store never grows beyond; ``None``: no bound.
        store: ``postgresql://role@host/database`` where the store is kept in
            PostgreSQL; empty: in ``store.sqlite``. No password here.
        store_password_file: A file in the node's folder, for its owner only, with
            the role's password; empty: ``.pgpass``, or none is asked for.
        health_listen: ``host:port`` for plain HTTP with ``/livez``, ``/readyz``
            and ``/metrics``; empty: none. Whoever reaches it may read it, so
            leave it on loopback or on a network of its own.
        log: ``json``: an object a line; ``text``: for people; ``auto``: text on
            a terminal, else JSON.
        log_level: The least that is logged: ``debug``, ``info``, ``warning`` or
            ``error``.
        receipt_minutes: A line not receipted for longer is an alarm, where the
            agreement names no limit of its own.
        silent_minutes: A link that does not work for longer is an alarm.
        notify: Who is told of alerts; see below.
        tray: Folders whose texts are read into proposals; see below.
        proposer: Programs of others that may offer reports too; see below.
        dial: What this node dials its partners for: ``send`` posts its lines,
            ``receive`` holds a feed of theirs open, ``both``, or ``none``.
        partner: Settings for one partner, by its name; see below.
    """

    party: PartyId
    title: str = ""
    profile: Profile = "open"
    endpoint: str
    listen: str
    clock: Literal["system", "replay"] = "system"
    replay_from: str = ""
    store_max_mb: float | None = None
    store: str = ""
    store_password_file: str = ""
    health_listen: str = ""
    log: Literal["auto", "json", "text"] = "auto"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    receipt_minutes: int = 15
    silent_minutes: int = 15
    notify: tuple[Notify, ...] = ()
    tray: tuple[Tray, ...] = ()
    proposer: tuple[ProposerSettings, ...] = ()
    dial: Dial = "send"
    partner: Mapping[PartyId, PartnerSettings] = {}

    def sends_to(self, partner: PartyId) -> bool:
        """Whether this node dials a partner to post lines to it."""
        return self._dial(partner) in ("send", "both")

    def receives_from(self, partner: PartyId) -> bool:
        """Whether this node dials a partner to read its feed."""
        return self._dial(partner) in ("receive", "both")

    def _dial(self, partner: PartyId) -> Dial:
        own = self.partner.get(partner)
        return self.dial if own is None else own.dial

    @property
    def labels(self) -> frozenset[str]:
        """Label keys accepted without an agreement."""
        return frozenset(label_key(label) for label in TLP)

    @property
    def status(self) -> Status:
        """The status of what is filed here, unless it says ``test``."""
        return "exercise" if self.profile == "exercise" else "actual"


_SELDOM: Final = (
    "store",
    "store_password_file",
    "health_listen",
    "log",
    "log_level",
    "receipt_minutes",
    "silent_minutes",
    "notify",
    "tray",
    "proposer",
)
"""What most nodes have no need of: written only where it is set."""


def parse_config(text: str, environment: Mapping[str, str]) -> Config:
    """Read the file's text; the environment has the last word.

    Raises:
        UsageError: Not TOML, an unknown key, or a value of the wrong kind.
    """
    try:
        values = tomllib.loads(text)
        for key in _FROM_ENVIRONMENT:
            given = environment.get(f"WATCHWORD_{key.upper()}")
            if given is not None:
                values[key] = given
        config = msgspec.convert(values, Config, strict=False)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"watchword.toml: {error}") from error
    check_config(config)
    return config


def check_config(config: Config) -> None:
    """Refuse settings with which no node could run.

    Raises:
        UsageError: A name, an address, an instant or a bound that is none.
    """
    parse_party(config.party)
    if not config.endpoint.startswith("https://"):
        raise UsageError(
            f"{config.endpoint!r} is no endpoint", hint="write https://host:port"
        )
    parse_address(config.endpoint.removeprefix("https://").rstrip("/"))
    parse_address(config.listen)
    if config.clock == "replay":
        parse_instant(config.replay_from)
    most_mb = config.store_max_mb
    if most_mb is not None and not 0 < most_mb < 1e9:
        raise UsageError("watchword.toml: store_max_mb is above 0 and below 1e9")
    _check_store(config)
    _check_watch(config)


def _check_store(config: Config) -> None:
    if not config.store:
        return
    parts = urlsplit(config.store)
    if parts.scheme != "postgresql":
        raise UsageError(
            "watchword.toml: store is no postgresql://role@host/database",
            hint="leave it out where the store is store.sqlite",
        )
    if parts.password is not None or "password" in parts.query:
        raise UsageError(
            "watchword.toml: store has a password in it",
            hint="put it into a file, and name that as store_password_file",
        )
    if config.store_max_mb is not None:
        raise UsageError(
            "watchword.toml: store_max_mb does not bound a store in PostgreSQL",
            hint="leave it out, and bound the database's disk",
        )


def _check_watch(config: Config) -> None:
    if config.health_listen:
        parse_address(config.health_listen)
    for minutes in (config.receipt_minutes, config.silent_minutes):
        if not 1 <= minutes <= MOST_MINUTES:
            raise UsageError(f"watchword.toml: minutes are 1 to {MOST_MINUTES}")
    for notify in named(config.notify):
        check_notify(notify)
    check_trays(config.tray, config.proposer)
    for partner in config.partner:
        parse_party(partner)


def parse_address(text: str) -> tuple[str, int]:
    """Read ``host:port``.

    Raises:
        UsageError: Not such a text.
    """
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65_535 or not host:
        raise UsageError(f"{text!r} is no address", hint="write host:port")
    return host.strip("[]"), int(port)


def format_config(config: Config) -> str:
    """The text that ``parse_config`` reads back; later settings, where they are set."""
    values = {k: v for k, v in msgspec.to_builtins(config).items() if v is not None}
    usual = {each.name: each.default for each in msgspec.structs.fields(Config)}
    for key in _SELDOM:
        if getattr(config, key) == usual[key]:
            del values[key]
    listed = {key: values.pop(key, ()) for key in ("notify", "tray", "proposer")}
    partners = values.pop("partner")
    lines = _toml_lines(values)
    for key, entries in listed.items():
        for each in entries:
            known = {k: v for k, v in each.items() if v is not None}
            lines += ["", f"[[{key}]]", *_toml_lines(known)]
    for partner, own in partners.items():
        lines += ["", f"[partner.{_quoted(partner)}]", *_toml_lines(own)]
    return "\n".join(lines) + "\n"


def _toml_lines(values: Mapping[str, str | float | Sequence[str]]) -> list[str]:
    return [f"{key} = {_quoted(value)}" for key, value in values.items()]


def _quoted(value: str | float | Sequence[str]) -> str:
    # A JSON string is a TOML basic string, escapes and all; so is a list.
    return msgspec.json.encode(value).decode()
