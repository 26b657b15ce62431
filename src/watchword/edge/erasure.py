"""Destroying: the content goes, a placeholder stays, and the key is erased.

Rule 1: in the transaction that holds the certificate the ciphertexts go and the
        erasing is noted; only after its commit is the key erased.  Whoever dies
        between the two goes on when the store is opened next.
Rule 2: what was folded from reports goes whole, and the key it was sealed under
        is drawn anew: which row a report had a part in is not asked.
Rule 3: the list of what was erased has the last word over any store beside it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from watchword.agreements.codes import PROTECTION
from watchword.edge.content import PICTURE
from watchword.edge.itemkeys import Erased
from watchword.edge.picturestore import forget_picture
from watchword.edge.store import Store
from watchword.edge.storeview import opened_fields
from watchword.errors import LedgerError
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.report import Urgency
from watchword.wire.envelope import parse_envelope
from watchword.wire.line import LANES, Line, format_line

TELLING: Final = 64
"""A shorter beginning of a payload is that of many others, and says nothing."""

_QUOTED: Final = b'"payload":"'
_decoder: Final = msgspec.json.Decoder(Erased)


class Erasures:
    """Destroys items of a store, and finishes what was left half done.

    Args:
        store: The store; its keys are beside it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._may_wait = True

    def mark(self, gone: Erased) -> None:
        """Within a transaction: take the content out, and note what is to follow."""
        self._may_wait = True
        items = (gone.name, *self._evidence(gone.name))
        for item in items:
            self._store.run(
                "UPDATE quarantine SET evidence = x'', settled = 1 WHERE item = ?",
                (item,),
            )
            self._store.run("DELETE FROM ahead WHERE item = ?", (item,))
            self._store.run(
                "INSERT OR REPLACE INTO erasing VALUES (?, ?)",
                (item, msgspec.json.encode(msgspec.structs.replace(gone, name=item))),
            )
        self._stand_in(gone)
        self._store.run(
            "DELETE FROM disclosure WHERE (name = ?1 AND later = 1)"
            " OR (name = ?1 AND entry ="
            " (SELECT entry FROM statement WHERE name = ?1))",
            (gone.name,),
        )
        self._store.run(
            "UPDATE statement SET envelope = x'', secret = NULL, destroyed = ?"
            " WHERE name = ? AND kind = 'report'",
            (gone.certificate.name, gone.name),
        )
        self.drop_picture()

    def drop_picture(self) -> None:
        """Have the picture folded anew from the reports that are left."""
        forget_picture(self._store)

    def _evidence(self, name: str) -> list[str]:
        """Evidence under keys of its own that bears content of a report."""
        traces = tuple(self._traces(name))
        if not traces:
            return []
        rows = self._store.rows(
            "SELECT digest, evidence FROM quarantine"
            " WHERE item = digest AND length(evidence) > 0"
        )
        content = self._store.content
        opened = ((item, content.open(item, "evidence", data)) for item, data in rows)
        return [item for item, data in opened if _bears(data, traces)]

    def _traces(self, name: str) -> Iterator[bytes]:
        """By what a report's bytes are recognised: payload, and salt of each field."""
        content = self._store.content
        data = self._store.value(
            "SELECT envelope FROM statement WHERE name = ? AND kind = 'report'", (name,)
        )
        if not data or content.keys.erased(name) is not None:
            return
        payload = parse_envelope(content.open(name, "envelope", data)).payload
        yield b64encode(payload)
        for _, text in opened_fields(self._store, name):
            yield text.encode().split(b'"')[1]

    def _stand_in(self, gone: Erased) -> None:
        rows = self._store.rows(
            "SELECT DISTINCT line.origin, line.number, line.entry"
            " FROM offered JOIN line ON line.origin = offered.origin"
            " AND line.number = offered.number"
            " WHERE offered.entry = (SELECT entry FROM statement WHERE name = ?1)"
            " AND line.name = ?1",
            (gone.name,),
        )
        for origin, number, entry in rows:
            self._store.run(
                "UPDATE line SET data = ? WHERE origin = ? AND number = ?",
                (stand_in(origin, number, entry, gone), origin, number),
            )

    def finish(self) -> None:
        """Erase the keys of what has been marked; nothing where there is none.

        Raises:
            StoreError: It is still to be done; ask again.
        """
        if not self._may_wait:
            return  # It is asked after every commit.
        rows = self._store.rows("SELECT said FROM erasing ORDER BY name")
        if rows:
            listed = [_decoder.decode(said) for (said,) in rows]
            self._store.content.keys.erase(listed, PICTURE)
            self._store.run("DELETE FROM erasing")
        self._may_wait = False

    def reconcile(self) -> None:
        """Before anything serves: what is on the list is not in the store.

        A store that was put back from a copy may still have it, and a picture
        that was sealed under a key which has been drawn anew since.
        """
        for gone in self._store.content.keys.all_erased():
            if self.is_there(gone.name):
                with self._store.transaction():
                    self.mark(gone)
        if not self._picture_opens():
            with self._store.transaction():
                self.drop_picture()
        self.finish()

    def _picture_opens(self) -> bool:
        found = self._store.row("SELECT id, body FROM event LIMIT 1")
        try:
            return found is None or bool(self._store.content.open(PICTURE, *found))
        except LedgerError:
            return False

    def is_there(self, name: str) -> bool:
        """Whether content of an item is in the store, held or as evidence."""
        found = self._store.value(
            "SELECT 1 FROM statement"
            " WHERE name = ?1 AND kind = 'report' AND destroyed = ''"
            " UNION SELECT 1 FROM quarantine WHERE item = ?1 AND length(evidence) > 0"
            " UNION SELECT 1 FROM ahead WHERE item = ?1",
            (name,),
        )
        return found is not None


def stand_in(origin: str, number: int, entry: bytes, gone: Erased) -> bytes:
    """The line that takes the place of one whose report is destroyed."""
    sender, agreement, recipient, lane = origin.split("/")
    return format_line(
        Line(
            number=number,
            agreement=AgreementId(agreement),
            sender=PartyId(sender),
            recipient=PartyId(recipient),
            lane=_lane(lane),
            released_at_ns=gone.at_ns,
            salt="",
            envelope=gone.certificate,
            disclosed=(),
            basis={"header": gone.basis.get(AgreementId(agreement), (PROTECTION,))},
            stands_for=entry,
        )
    )


def _lane(text: str) -> Urgency:
    return next(lane for lane in LANES if lane == text)


def _bears(data: bytes, traces: Iterable[bytes]) -> bool:
    payload, *salts = traces
    cut = data.partition(_QUOTED)[2].partition(b'"')[0]
    begins = len(cut) >= TELLING and payload.startswith(cut)
    return begins or payload in data or any(salt in data for salt in salts)
