"""A node's settings: TOML in its folder, overridden by the environment.

watchword.toml            environment
party = "desk.example"    -
title = "Desk"            WATCHWORD_TITLE
profile = "open"          -
endpoint = "https://..."  WATCHWORD_ENDPOINT
listen = "0.0.0.0:7400"   WATCHWORD_LISTEN
clock = "system"          WATCHWORD_CLOCK
store_max_mb = 10000      WATCHWORD_STORE_MAX_MB
dial = "send"             WATCHWORD_DIAL
[partner."x.example"]     -
dial = "both"             -
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

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
    "dial",
)


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
    """The text that ``parse_config`` reads back."""
    values = {k: v for k, v in msgspec.to_builtins(config).items() if v is not None}
    partners = values.pop("partner")
    lines = [f"{key} = {_toml(value)}" for key, value in values.items()]
    for partner, own in partners.items():
        lines += [f"\n[partner.{_toml(partner)}]", f"dial = {_toml(own['dial'])}"]
    return "\n".join(lines) + "\n"


def _toml(value: str | float) -> str:
    # A JSON string is a TOML basic string, escapes and all.
    return msgspec.json.encode(value).decode()
