"""The facts behind a node's alerts, read from its store and from its links."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Final

from cryptography import x509

from watchword.edge.alerts import Alert, Came, Facts, Forked, TrayDown, alerts
from watchword.edge.clock import system_ns
from watchword.edge.custody import open_channels
from watchword.edge.desk import Desk
from watchword.edge.proposals import waiting_since
from watchword.edge.situation import pressing
from watchword.edge.store import Store
from watchword.edge.takenback import taken_back
from watchword.errors import WatchwordError
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, SECOND_NS
from watchword.node.duties import pressing_duties
from watchword.node.tasks import Task
from watchword.trust.authority import Authority, is_designated

MOST_URGENT: Final = 100
NOTED: Final = ("warning", "withdrawn")
"""Kinds of alert that are over when somebody has taken note."""

MOST_QUARANTINED: Final = 1000


def current(desk: Desk, tasks: tuple[Task, ...] | None = None) -> tuple[Alert, ...]:
    """The alerts of a desk now, without those that somebody acknowledged ended.

    Args:
        desk: Whose.
        tasks: What waits for a person, where it was derived just now.
    """
    found = alerts(facts(desk, pressing_tasks(desk) if tasks is None else tasks))
    known = acknowledged(desk.store)
    return tuple(a for a in found if a.kind not in NOTED or a.key not in known)


def pressing_tasks(desk: Desk) -> tuple[Task, ...]:
    """What waits for a person, as far as somebody has to be told of it."""
    at_ns = desk.clock.now_ns()
    return pressing_duties(pressing(desk.store, desk.view, at_ns))


def facts(desk: Desk, tasks: tuple[Task, ...]) -> Facts:
    """Read them."""
    at_ns, store = desk.clock.now_ns(), desk.store
    minutes = desk.config.receipt_minutes
    return Facts(
        party=desk.config.party,
        at_ns=at_ns,
        machine_ns=system_ns(),
        silent_minutes=desk.config.silent_minutes,
        tasks=tasks,
        open=tuple(open_channels(store, desk.view, minutes, at_ns)),
        urgent=tuple(_urgent(desk, at_ns - DAY_NS)),
        forks=forks(store),
        down=desk.sight.down,
        quarantined=quarantined(store),
        proposals=tuple(waiting_since(store)),
        trays=tuple(_trays_down(desk)),
        store_code=desk.sight.store_code,
        store_since_ns=desk.sight.store_since_ns,
        certificate_until_ns=certificate_until_ns(desk),
        key_until_ns=key_until_ns(desk),
    )


def _trays_down(desk: Desk) -> Iterator[TrayDown]:
    for name, tray in sorted(desk.sight.trays.items()):
        if tray.trouble:
            yield TrayDown(name=name, since_ns=tray.since_ns, code=tray.trouble)


def acknowledged(store: Store) -> dict[str, tuple[int, str]]:
    """By key of an alert, when somebody took note of it, and who."""
    rows = store.rows("SELECT key, at_ns, person FROM acknowledged")
    return {key: (at_ns, person) for key, at_ns, person in rows}


def _urgent(desk: Desk, from_ns: int) -> list[Came]:
    party = desk.config.party
    rows = desk.store.rows(
        "SELECT min(log.origin), line.name, min(line.at_ns) FROM log"
        " JOIN line ON line.origin = log.origin AND line.number >"
        " (SELECT max(number) FROM line WHERE line.origin = log.origin) - ?2"
        " JOIN statement ON statement.name = line.name AND kind = 'report'"
        " WHERE log.origin GLOB ?1 AND line.at_ns > ?3 AND party <> ?4"
        " GROUP BY line.name ORDER BY 3",
        (f"*/*/{party}/urgent", MOST_URGENT, from_ns, party),
    )
    back = taken_back(desk.pictures, [name for _, name, _ in rows])
    return [
        Came(
            name=name,
            sender=PartyId(origin.partition("/")[0]),
            at_ns=at_ns,
            back=back.get(name),
        )
        for origin, name, at_ns in rows
    ]


def forks(store: Store) -> tuple[Forked, ...]:
    """Logs of which two histories were shown."""
    rows = store.rows(
        "SELECT origin, min(at_ns), min(code) FROM fork WHERE settled_ns IS NULL"
        " GROUP BY origin ORDER BY origin"
    )
    return tuple(Forked(origin=o, at_ns=at_ns, code=code) for o, at_ns, code in rows)


def quarantined(store: Store) -> dict[tuple[str, str], tuple[int, int]]:
    """What waits in quarantine: by partner and code how often, and since when.

    Of the newest ``MOST_QUARANTINED``: a partner may fill it.
    """
    rows = store.rows(
        "SELECT peer, code, sum(times), min(at_ns) FROM quarantine"
        " WHERE settled = 0 AND id > (SELECT max(id) FROM quarantine) - ?"
        " GROUP BY peer, code",
        (MOST_QUARANTINED,),
    )
    return {(peer, code): (count, at_ns) for peer, code, count, at_ns in rows}


def certificate_until_ns(desk: Desk) -> int | None:
    """When the node's own certificate ends; ``None``: it cannot be read."""
    try:
        data = desk.home.certificate_path.read_bytes()
        ends = x509.load_pem_x509_certificate(data).not_valid_after_utc
    except (OSError, ValueError):
        return None
    return int(ends.timestamp()) * SECOND_NS


def key_until_ns(desk: Desk) -> int | None:
    """When the designation of the key that signs ends, by the node's clock.

    ``None``: the key cannot be read, or nothing designates it now.
    """
    try:
        public = b64encode(desk.home.signer().public).decode()
    except WatchwordError:
        return None
    authority = desk.view.authority(desk.config.party)
    if authority is None:
        return None
    return _until_ns(authority, public, desk.clock.now_ns())


def _until_ns(authority: Authority, public: str, at_ns: int) -> int | None:
    if not is_designated(authority, public, "operational", at_ns):
        return None
    return max(
        said.valid_until_ns
        for said in authority.designations
        if said.public == public and not said.revoked
    )
