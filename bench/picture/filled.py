"""A store that is filled as a node fills it, for folding alone to be measured.

Each report is sealed, entered and kept by the node's own ``Applier``, in
transactions of a group's size.  No partner is there, so none is asked whether
it may have the report, and nobody's signature over it is checked.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from bench.exchange.reports import reports
from watchword.edge.apply import Applier
from watchword.edge.commands.reports import ReportFile
from watchword.edge.itemkeys import ItemKeys
from watchword.edge.lastlines import LastLines
from watchword.edge.ledger import Ledger
from watchword.edge.picturestore import PictureStore
from watchword.edge.store import Store
from watchword.edge.storeview import Recent, StoreView
from watchword.errors import UsageError
from watchword.model.field import Value
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import Instant, parse_instant
from watchword.model.twin import with_twins
from watchword.node.effects import Hold
from watchword.trust.keys import Signer
from watchword.trust.signed import sign_payload
from watchword.wire.envelope import name_of
from watchword.wire.sealed import read_value, seal
from watchword.wire.statement import SealedReport, format_statement

OWN: Final = PartyId("desk.north")
PARTNER: Final = PartyId("desk.south")
BEGINS_NS: Final = parse_instant("2026-01-01T00:00Z").ns
APART_NS: Final = 2_000_000
"""From one report to the next, as at 500 a second."""

SHIFT_HOURS: Final = 16_007
"""Nearly two years: a million reports then lie no denser than those of 2022, and
the history that is asked of reaches back to 1708."""

A_GROUP: Final = 64
"""So many units the writer commits at once."""


class Filled:
    """A store, its picture, and the reports put in it so far.

    Args:
        place: The folder for its files.
    """

    def __init__(self, place: Path) -> None:
        self.store = Store(place / "store.sqlite", ItemKeys(place / "keys.sqlite"))
        self.pictures = PictureStore(self.store)
        self.now_ns = BEGINS_NS
        self.count = 0
        self._view = StoreView(self.store, OWN, frozenset())
        self._signer = Signer(sha256(b"bench picture").digest())
        self._ledger = Ledger(self.store, self._view, self._signer, LastLines())
        self._applier = Applier(
            self.store, self._view, self._ledger, self._signer, self._drawn
        )

    def _drawn(self, size: int) -> bytes:
        return sha256(b"%d" % self.count).digest()[:size]

    def add(self, count: int) -> None:
        """Put in so many more, the next ones of the list."""
        found = [*reports(self.count, count, shift_hours=SHIFT_HOURS)]
        for begin in range(0, count, A_GROUP):
            self._commit(found[begin : begin + A_GROUP])

    def _commit(self, group: list[ReportFile]) -> None:
        self._view.recent = Recent()
        with self.store.transaction():
            for each in group:
                self._applier.apply(self._hold(each), self.now_ns)
                self.now_ns += APART_NS
                self.count += 1
            self._ledger.seal()
        self._view.committed()
        self._view.recent = None

    def _hold(self, given: ReportFile) -> Hold:
        sealed = seal(with_twins(_fields(given)), self._drawn(32))
        header = Header(
            kind=given.kind,
            status="exercise",
            originator=PARTNER,
            attributed_to=given.attributed_to,
            said_at_ns=self.now_ns,
            topic=given.topic,
            marking=Marking(label=given.label),
            urgency=given.urgency,
        )
        said = SealedReport(header=header, sealed=sealed.digests)
        payload = format_statement(said)
        return Hold(
            name=name_of(payload),
            statement=said,
            payload=payload,
            envelope=sign_payload(payload, self._signer),
            opened=sealed.opened,
            source=PARTNER,
            secret=None,
        )

    def happened_ns(self, number: int) -> int:
        """When the launch began that one of the reports tells of."""
        (given,) = reports(number, 1, shift_hours=SHIFT_HOURS)
        at = _fields(given)["observed_at"]
        if not isinstance(at, Instant):
            raise UsageError("a launch has an instant")
        return at.ns

    def close(self) -> None:
        """Close its files."""
        self.store.close()


def _fields(given: ReportFile) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, raw in given.fields.items():
        value = read_value(name, msgspec.Raw(raw))
        if value is None:
            raise UsageError(f"no field is called {name!r}")
        found[name] = value
    return found
