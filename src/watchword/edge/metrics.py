"""What a node measures of itself, for Prometheus: counts, instants, no content.

Labels are parties, agreements, lanes and documented words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
from prometheus_client import (
    CollectorRegistry,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from watchword import __version__
from watchword.edge.alertfacts import certificate_until_ns, current, key_until_ns
from watchword.edge.clock import system_ns
from watchword.edge.desk import Desk
from watchword.edge.linkstate import NOTHING_ALLOWED, WORKING, partner_rows
from watchword.edge.proposals import count_waiting
from watchword.model.time import SECOND_NS, parse_instant

Sample = tuple[str, tuple[str, ...], float]
"""A gauge's name, the values of its labels, and its value."""


class Gauge(msgspec.Struct, frozen=True):
    """A gauge: its name, what it says, the names of its labels."""

    name: str
    says: str
    labels: tuple[str, ...] = ()


GAUGES: Final = (
    Gauge(
        "watchword_up",
        "1, with whose node it is and its version.",
        ("party", "version"),
    ),
    Gauge("watchword_ready", "1 where readyz answers 200."),
    Gauge(
        "watchword_link_last_sent_timestamp_seconds",
        "When something was last sent to a partner.",
        ("partner",),
    ),
    Gauge(
        "watchword_link_last_receipted_timestamp_seconds",
        "When a partner last signed for having something.",
        ("partner",),
    ),
    Gauge(
        "watchword_link_lag_seconds",
        "Age of the oldest line that a partner has not receipted.",
        ("partner",),
    ),
    Gauge(
        "watchword_link_open_lines",
        "Lines that a partner has not receipted.",
        ("partner",),
    ),
    Gauge(
        "watchword_link_overdue_lines",
        "Lines in lanes not receipted within the agreement's limit.",
        ("partner",),
    ),
    Gauge("watchword_link_received_lines", "Lines taken from a partner.", ("partner",)),
    Gauge(
        "watchword_link_gaps",
        "Gaps that a partner has reported on our lanes.",
        ("partner",),
    ),
    Gauge("watchword_link_connected", "1 where the link works.", ("partner",)),
    Gauge(
        "watchword_link_nothing_allowed",
        "1 where it works and nothing may go on it.",
        ("partner",),
    ),
    Gauge(
        "watchword_link_feeds_open",
        "Feeds that a partner holds open here.",
        ("partner",),
    ),
    Gauge(
        "watchword_link_forked_logs",
        "Logs of a partner of which two histories were shown.",
        ("partner",),
    ),
    Gauge(
        "watchword_link_refused",
        "The last word by which a partner refused: 1 while it does.",
        ("partner", "code"),
    ),
    Gauge(
        "watchword_refused_lines",
        "What came from a partner and was not admitted, by word; of the newest 10000.",
        ("partner", "code"),
    ),
    Gauge(
        "watchword_quarantine_waiting",
        "What is in quarantine and not settled; of the newest 10000.",
    ),
    Gauge("watchword_ledger_entries", "Entries of the own ledger."),
    Gauge("watchword_picture_lag_entries", "Entries that are not in the picture yet."),
    Gauge(
        "watchword_picture_lag_seconds",
        "Age of the oldest of them, by the node's clock.",
    ),
    Gauge("watchword_store_bytes", "Size of the store on disk, without its log."),
    Gauge("watchword_store_failed", "1 where the store cannot write."),
    Gauge(
        "watchword_certificate_expiry_seconds", "Until the node's TLS certificate ends."
    ),
    Gauge(
        "watchword_key_expiry_seconds", "Until the operational key's designation ends."
    ),
    Gauge("watchword_alerts", "Alerts now.", ("kind",)),
    Gauge("watchword_proposals_waiting", "Proposals that wait for a person."),
    Gauge(
        "watchword_tray_usable", "1 where texts can be taken out of a tray.", ("tray",)
    ),
    Gauge("watchword_tray_files", "Files that stand in a tray.", ("tray",)),
    Gauge(
        "watchword_tray_taken",
        "Texts read out of a tray since the node is up.",
        ("tray",),
    ),
    Gauge(
        "watchword_tray_refused",
        "Files of a tray refused since the node is up, by word.",
        ("tray", "code"),
    ),
    Gauge(
        "watchword_proposer_failed",
        "Times since the node is up that a proposer gave no answer that holds.",
        ("proposer", "code"),
    ),
)
"""Every gauge; a value that is not known is left out."""

COMMIT_SECONDS: Final = "watchword_commit_seconds"
GROUP_UNITS: Final = "watchword_commit_units"

HISTOGRAMS: Final = (
    Gauge(COMMIT_SECONDS, "How long a commit took; its count is the count of commits."),
    Gauge(GROUP_UNITS, "How many units one commit took."),
)

MOST_QUARANTINED: Final = 10_000
"""A partner may fill the quarantine; asking must stay cheap."""

REFUSING: Final = ("refused", "forked")

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_UNITS: Final = (1, 2, 4, 8, 16, 32, 64)


class Meter(Collector):
    """Measures one running node.

    Args:
        desk: The node.
    """

    def __init__(self, desk: Desk) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._desk = desk
        self.ready = False
        self._registry = CollectorRegistry(auto_describe=False)
        says = {each.name: each.says for each in HISTOGRAMS}
        self._seconds = Histogram(
            COMMIT_SECONDS,
            says[COMMIT_SECONDS],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._units = Histogram(
            GROUP_UNITS, says[GROUP_UNITS], buckets=_UNITS, registry=self._registry
        )
        self._registry.register(self)

    def committed(self, units: int, took_ns: int) -> None:
        """A group has been committed."""
        self._seconds.observe(took_ns / SECOND_NS)
        self._units.observe(units)

    def text(self) -> bytes:
        """Everything, in the text format of Prometheus."""
        return generate_latest(self._registry)

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing: what is measured is only known when it is asked for."""
        return ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge, as it stands now."""
        families = {
            gauge.name: GaugeMetricFamily(gauge.name, gauge.says, labels=gauge.labels)
            for gauge in GAUGES
        }
        for name, labels, value in samples(self._desk, ready=self.ready):
            families[name].add_metric(labels, value)
        yield from families.values()


def samples(desk: Desk, *, ready: bool) -> Iterator[Sample]:
    """What is known now of a node."""
    yield "watchword_up", (desk.config.party, __version__), 1
    yield "watchword_ready", (), float(ready)
    for row in partner_rows(desk):
        yield from _link(row)
    yield from _store(desk)
    yield from _ends(desk)
    yield from _trays(desk)
    counts: dict[str, int] = {}
    for alert in current(desk, desk.sight.tasks):
        counts[alert.kind] = counts.get(alert.kind, 0) + 1
    for kind in sorted(counts):
        yield "watchword_alerts", (kind,), counts[kind]


def _link(row: dict[str, Any]) -> Iterator[Sample]:
    who = (str(row["partner"]),)
    for key in ("last_sent", "last_receipted"):
        if row[key] is not None:
            at_s = parse_instant(row[key]).ns / SECOND_NS
            yield f"watchword_link_{key}_timestamp_seconds", who, at_s
    yield "watchword_link_lag_seconds", who, row["lag_s"]
    yield "watchword_link_open_lines", who, row["open"]
    yield "watchword_link_overdue_lines", who, row["overdue"]
    yield "watchword_link_received_lines", who, row["lines"]
    yield "watchword_link_gaps", who, row["gaps"]
    works = row["link"].get("state") in WORKING
    yield "watchword_link_connected", who, float(works)
    nothing = row["state"] == NOTHING_ALLOWED
    yield "watchword_link_nothing_allowed", who, float(nothing)
    yield "watchword_link_feeds_open", who, row["feeds_open"]
    yield "watchword_link_forked_logs", who, len(row["forked"])
    refused = row["last_refusal"]
    if refused is not None:
        now = row["link"].get("state") in REFUSING
        yield "watchword_link_refused", (*who, str(refused["code"])), float(now)


def _store(desk: Desk) -> Iterator[Sample]:
    rows = desk.store.rows(
        "SELECT peer, code, sum(times), sum(1 - settled) FROM quarantine"
        " WHERE id > (SELECT max(id) FROM quarantine) - ? GROUP BY peer, code"
        " ORDER BY 1, 2",
        (MOST_QUARANTINED,),
    )
    for peer, code, times, _ in rows:
        yield "watchword_refused_lines", (peer, code), times
    yield "watchword_quarantine_waiting", (), sum(row[3] for row in rows)
    entries = int(desk.store.value("SELECT max(number) FROM entry") or 0)
    yield "watchword_ledger_entries", (), entries
    lag = desk.pictures.lag()
    yield "watchword_picture_lag_entries", (), lag
    yield "watchword_picture_lag_seconds", (), _lag_s(desk, entries - lag)
    if desk.store.path is not None:
        yield "watchword_store_bytes", (), desk.store.path.stat().st_size
    yield "watchword_store_failed", (), float(bool(desk.sight.store_code))


def _trays(desk: Desk) -> Iterator[Sample]:
    yield "watchword_proposals_waiting", (), count_waiting(desk.store)
    for name, tray in sorted(desk.sight.trays.items()):
        yield "watchword_tray_usable", (name,), float(not tray.trouble)
        yield "watchword_tray_files", (name,), tray.files
        yield "watchword_tray_taken", (name,), tray.taken
        for code, times in sorted(tray.refused.items()):
            yield "watchword_tray_refused", (name, code), times
    for name, failed in sorted(desk.sight.proposers.items()):
        for code, times in sorted(failed.items()):
            yield "watchword_proposer_failed", (name, code), times


def _lag_s(desk: Desk, folded: int) -> float:
    at_ns = desk.store.value(
        "SELECT known_at_ns FROM entry WHERE number = ?", (folded + 1,)
    )
    return 0.0 if at_ns is None else max(desk.clock.now_ns() - at_ns, 0) / SECOND_NS


def _ends(desk: Desk) -> Iterator[Sample]:
    for name, until_ns, now_ns in (
        ("certificate", certificate_until_ns(desk), system_ns()),
        ("key", key_until_ns(desk), desk.clock.now_ns()),
    ):
        if until_ns is not None:
            left_s = (until_ns - now_ns) / SECOND_NS
            yield f"watchword_{name}_expiry_seconds", (), left_s
