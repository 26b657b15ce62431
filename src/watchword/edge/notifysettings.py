"""Who is told of alerts, and how: one ``[[notify]]`` of ``watchword.toml`` each.

[[notify]]                        [[notify]]
kind = "webhook"                  kind = "mail"
url = "https://..."               host = "mail.example"
secret_file = "keys/hook"         from = "node@desk.example"
what = ["warning", "fork"]        to = ["duty@desk.example"]
"""

from __future__ import annotations

import re
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec

from watchword.edge.alerts import AlertKind
from watchword.errors import UsageError

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_ADDRESS: Final = re.compile(r"[^\s<>@,;\"]{1,64}@[^\s<>@,;\"]{1,255}")


class Notify(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One who is told.

    Args:
        kind: ``webhook``: a signed POST of JSON; ``mail``: a message.
        name: For showing and for the count of tries; by default the kind and
            its place.
        what: Kinds of alert; empty: every kind.
        url: Webhook: where to, ``https://`` unless it is this machine.
        secret_file: Webhook: a file, for its owner only, with the secret of the
            HMAC; a path in the node's folder, or a whole one.
        ca: A file with the only certificates that are trusted there; empty:
            those of the machine.
        host: Mail: the server.
        port: Mail: its port.
        security: Mail: ``starttls``, ``tls`` from the first byte, or ``none``,
            which is for this machine only.
        user: Mail: who logs in; empty: nobody.
        password_file: Mail: a file, for its owner only, with the password.
        sender: Mail: the address it comes from, written ``from``.
        to: Mail: to whom.
    """

    kind: Literal["webhook", "mail"]
    name: str = ""
    what: tuple[AlertKind, ...] = ()
    url: str = ""
    secret_file: str = ""
    ca: str = ""
    host: str = ""
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_file: str = ""
    sender: str = msgspec.field(default="", name="from")
    to: tuple[str, ...] = ()

    def wants(self, kind: AlertKind) -> bool:
        """Whether alerts of a kind are told here.

        Who is told of a warning is told that it counts no more.
        """
        if kind == "withdrawn" and "warning" in self.what:
            return True
        return not self.what or kind in self.what


def named(settings: tuple[Notify, ...]) -> tuple[Notify, ...]:
    """Each with a name; those without get their kind and place.

    Raises:
        UsageError: Two have one name.
    """
    found = tuple(
        each
        if each.name
        else msgspec.structs.replace(each, name=f"{each.kind}-{number}")
        for number, each in enumerate(settings, start=1)
    )
    if len({each.name for each in found}) < len(found):
        raise UsageError("watchword.toml: two [[notify]] have the same name")
    return found


def check_notify(notify: Notify) -> None:
    """Refuse settings by which nobody could be told, or others would listen.

    Raises:
        UsageError: A place or an address that is none, or no TLS to another
            machine.
    """
    if notify.kind == "webhook":
        _check_webhook(notify)
    else:
        _check_mail(notify)


def _check_webhook(notify: Notify) -> None:
    parts = urlsplit(notify.url)
    safe = parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in LOOPBACK
    )
    if not safe or not parts.hostname:
        raise UsageError(
            f"watchword.toml: {notify.url!r} is no address for a webhook",
            hint="write https://host/path; http:// is for this machine only",
        )
    if not notify.secret_file:
        raise UsageError(
            "watchword.toml: a webhook has a secret_file",
            hint="whoever gets a knock has to know that it is yours",
        )


def _check_mail(notify: Notify) -> None:
    if not notify.host or not 0 < notify.port < 65_536 or not notify.to:
        raise UsageError("watchword.toml: mail has host, port, from and to")
    for address in (notify.sender, *notify.to):
        if _ADDRESS.fullmatch(address) is None:
            raise UsageError(f"watchword.toml: {address[:80]!r} is no mail address")
    if notify.security == "none" and notify.host not in LOOPBACK:
        raise UsageError(
            "watchword.toml: mail to another machine goes by TLS",
            hint='security = "starttls" or "tls"',
        )
    if bool(notify.user) != bool(notify.password_file):
        raise UsageError("watchword.toml: mail has user and password_file, or neither")
