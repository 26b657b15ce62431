"""What somebody has to be told now: derived anew each time, from facts.

Rule 1: an alert says a code, counts, parties and ids; never what a report, a
        label or a message says.
Rule 2: it is over when the facts no longer give it; being told ends nothing.
Rule 3: the same facts give the same alerts, each with the same key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Final, Literal, get_args

import msgspec

from watchword.edge.custody import OpenChannel
from watchword.edge.takenback import TakenBack
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, MINUTE_NS
from watchword.node.tasks import Task, TaskKind

AlertKind = Literal[
    "agreement",
    "certificate",
    "custody",
    "due",
    "fork",
    "key",
    "link-silent",
    "proposal",
    "quarantine",
    "release",
    "store",
    "tray",
    "warning",
    "withdrawn",
]

ALERT_KINDS: Final[tuple[AlertKind, ...]] = get_args(AlertKind)

MEANINGS: Final[Mapping[AlertKind, str]] = {
    "agreement": "a notice, a dispute or differing readings of an agreement",
    "certificate": "the node's TLS certificate ends within thirty days",
    "custody": "a partner has not receipted a line within the agreement's limit, or"
    " its control officer has not registered a report",
    "due": "an answer, a return, a result or a review is due within a day",
    "fork": "two signed histories of one log: nothing more of it is taken",
    "key": "the node's operational key ends within thirty days",
    "link-silent": "a link has been down or refused for longer than silent_minutes",
    "proposal": "what a text offers waits for a person to file or discard it",
    "quarantine": "something came that could not be admitted",
    "release": "a report waits for a person to let it go",
    "store": "the store cannot write, so nothing is acknowledged",
    "tray": "nothing can be taken out of a tray, or put away",
    "warning": "a partner's urgent report has come",
    "withdrawn": "a partner's urgent report counts no more: its sender took it back"
    " (`by-sender`) or an analyst here withdrew it (`by-analyst`)",
}
"""What each kind means."""

FIRST: Final[tuple[AlertKind, ...]] = (
    "warning",
    "withdrawn",
    "fork",
    "store",
    "custody",
)
"""The kinds that stand first."""

SOON_NS: Final = 30 * DAY_NS
WARNING_NS: Final = DAY_NS
"""For how long an urgent report that came is an alert, unless acknowledged."""

REGISTRATION: Final = "registration"

_BY_TASK: Final[Mapping[TaskKind, AlertKind]] = {
    "agreement": "agreement",
    "answer": "due",
    "incident": "due",
    "recall": "due",
    "release": "release",
    "nobody-asked": "release",
    "review": "due",
}


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One of them.

    Args:
        kind: What sort.
        who: The party it is about; empty: this node alone.
        about: A statement's name, an agreement's id or a log's origin.
        since_ns: Since when.
        count: Of how many things.
        code: The documented word, where there is one.
        hint: The command that shows more.
    """

    kind: AlertKind
    who: str = ""
    about: str = ""
    since_ns: int
    count: int = 1
    code: str = ""
    hint: str = ""

    @property
    def key(self) -> str:
        """By which it is known from one look to the next."""
        return f"{self.kind} {self.who} {self.about}"

    @property
    def id(self) -> str:
        """Eight characters of the key's digest, for people to type."""
        return sha256(self.key.encode()).hexdigest()[:8]


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """A partner's urgent report.

    Args:
        name: Its name.
        sender: From whom it came.
        at_ns: When.
        back: That it counts no more; ``None``: it does.
    """

    name: str
    sender: PartyId
    at_ns: int
    back: TakenBack | None = None


class Forked(msgspec.Struct, frozen=True, kw_only=True):
    """A log of which two histories were shown."""

    origin: str
    at_ns: int
    code: str


class Down(msgspec.Struct, frozen=True, kw_only=True):
    """A link that does not work, and since when.

    Args:
        partner: To whom.
        since_ns: On the machine's clock.
        code: Why, as the link says.
    """

    partner: PartyId
    since_ns: int
    code: str


class TrayDown(msgspec.Struct, frozen=True, kw_only=True):
    """A tray that cannot be used, since when by the machine's clock, and why."""

    name: str
    since_ns: int
    code: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All that alerts are derived from.

    Args:
        party: Whose node.
        at_ns: The instant by the node's clock.
        machine_ns: The instant by the machine's, for links and certificates.
        silent_minutes: The limit for a link that does not work.
        tasks: What waits for a person.
        open: Lanes with lines that are not receipted.
        urgent: Urgent reports that came lately.
        forks: Logs that forked.
        down: Links that do not work.
        quarantined: How many things are in quarantine and not settled, by
            partner and code, and since when.
        proposals: Ids of proposals that wait, each with since when.
        trays: Trays that cannot be used.
        store_code: Why the store cannot write; empty: it can.
        certificate_until_ns: When the certificate ends; ``None``: not known.
        key_until_ns: When the operational key does.
    """

    party: PartyId
    at_ns: int
    machine_ns: int
    silent_minutes: int
    tasks: tuple[Task, ...] = ()
    open: tuple[OpenChannel, ...] = ()
    urgent: tuple[Came, ...] = ()
    forks: tuple[Forked, ...] = ()
    down: tuple[Down, ...] = ()
    quarantined: Mapping[tuple[str, str], tuple[int, int]] = {}
    proposals: tuple[tuple[str, int], ...] = ()
    trays: tuple[TrayDown, ...] = ()
    store_code: str = ""
    store_since_ns: int = 0
    certificate_until_ns: int | None = None
    key_until_ns: int | None = None


def alerts(facts: Facts) -> tuple[Alert, ...]:
    """Derive them; what is urgent first, then the oldest first."""
    found = [
        *_store(facts),
        *_tasks(facts),
        *_unregistered(facts),
        *_links(facts),
        *_texts(facts),
        *_ends(facts),
    ]
    return tuple(sorted(found, key=_rank))


def _rank(alert: Alert) -> tuple[int, int, str]:
    first = FIRST.index(alert.kind) if alert.kind in FIRST else len(FIRST)
    return first, alert.since_ns, alert.key


def _store(facts: Facts) -> Iterator[Alert]:
    if facts.store_code:
        yield Alert(
            kind="store",
            since_ns=facts.store_since_ns,
            code=facts.store_code,
            hint="watchword doctor",
        )
    for (peer, code), (count, since_ns) in sorted(facts.quarantined.items()):
        yield Alert(
            kind="quarantine",
            who=peer,
            about=code,
            since_ns=since_ns,
            count=count,
            code=code,
            hint="watchword quarantine",
        )


def _tasks(facts: Facts) -> Iterator[Alert]:
    for task in facts.tasks:
        kind = _BY_TASK.get(task.kind)
        if kind is None or (kind != "agreement" and task.who != facts.party):
            continue
        if kind == "due" and not _is_pressing(task, facts.at_ns):
            continue
        yield Alert(
            kind=kind,
            who=task.who,
            about=task.about,
            since_ns=task.since_ns,
            code=task.kind,
            hint="watchword tasks",
        )


def _unregistered(facts: Facts) -> Iterator[Alert]:
    """Reports whose receipt by a control officer is overdue, a count a partner."""
    late: dict[PartyId, list[int]] = {}
    for task in facts.tasks:
        if task.kind == "receipt" and task.is_overdue(facts.at_ns):
            late.setdefault(task.who, []).append(task.since_ns)
    for partner, since in late.items():
        yield Alert(
            kind="custody",
            who=partner,
            about=REGISTRATION,
            since_ns=min(since),
            count=len(since),
            hint="watchword tasks",
        )


def _is_pressing(task: Task, at_ns: int) -> bool:
    """Due within a day; what has no date is pressing from the first."""
    return task.due_ns is None or task.due_ns <= at_ns + DAY_NS


def _links(facts: Facts) -> Iterator[Alert]:
    yield from _urgent(facts)
    for fork in facts.forks:
        yield Alert(
            kind="fork",
            who=fork.origin.partition("/")[0],
            about=fork.origin,
            since_ns=fork.at_ns,
            code=fork.code,
            hint="watchword ledger verify",
        )
    for channel in facts.open:
        if channel.is_overdue(facts.at_ns):
            yield Alert(
                kind="custody",
                who=channel.partner,
                about=f"{channel.agreement}/{channel.lane}",
                since_ns=channel.since_ns,
                count=channel.lines,
                hint=f"watchword link open --to {channel.partner}",
            )
    for link in facts.down:
        if facts.machine_ns - link.since_ns > facts.silent_minutes * MINUTE_NS:
            yield Alert(
                kind="link-silent",
                who=link.partner,
                since_ns=link.since_ns,
                code=link.code,
                hint="watchword link status",
            )


def _urgent(facts: Facts) -> Iterator[Alert]:
    """What takes a report back is no warning of its own beside it."""
    through = {n for c in facts.urgent if c.back is not None for n in c.back.through}
    for came in facts.urgent:
        if came.at_ns <= facts.at_ns - WARNING_NS or came.name in through:
            continue
        back = came.back
        yield Alert(
            kind="warning" if back is None else "withdrawn",
            who=came.sender,
            about=came.name,
            since_ns=came.at_ns if back is None else back.since_ns,
            code="" if back is None else back.by,
            hint=f"watchword picture {came.name[:12]}",
        )


def _texts(facts: Facts) -> Iterator[Alert]:
    for name, since_ns in facts.proposals:
        yield Alert(
            kind="proposal",
            about=name,
            since_ns=since_ns,
            hint="watchword proposal list",
        )
    for tray in facts.trays:
        yield Alert(
            kind="tray",
            about=tray.name,
            since_ns=tray.since_ns,
            code=tray.code,
            hint="watchword proposal trays",
        )


def _ends(facts: Facts) -> Iterator[Alert]:
    ends: tuple[tuple[AlertKind, int | None, int], ...] = (
        ("certificate", facts.certificate_until_ns, facts.machine_ns),
        ("key", facts.key_until_ns, facts.at_ns),
    )
    for kind, until_ns, now_ns in ends:
        if until_ns is not None and until_ns <= now_ns + SOON_NS:
            yield Alert(
                kind=kind,
                since_ns=until_ns - SOON_NS,
                code="ended" if until_ns <= now_ns else "ends-soon",
                hint="watchword doctor",
            )
