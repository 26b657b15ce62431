"""What an export holds: events, and on its cover whose they are and for whom.

There is no way to a file that leaves the cover out.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from watchword.model.event import Event


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """What stands with the events, in every format.

    Args:
        source: Whose picture it is, and as of which entry of its ledger.
        statuses: Exercise, actual or test; all that are in it, sorted.
        labels: Every label of a report in it, sorted.
        caveats: Handling notes of all.
        releasable_to: The parties that all of it may reach; ``None``: the
            labels say nothing.
        purposes: What all of it may be used for; empty: not said.
        rights: Licences and rights in it, in words, sorted.
        rule: Which events are in it, and which are not.
        as_of: The instant of knowledge, as text.
        made_at: When the export was made.
        recipient: For whom.
        purpose: What for.
        made_by: Who made it; empty: the node has no register of persons.
    """

    source: str
    statuses: tuple[str, ...]
    labels: tuple[str, ...]
    caveats: tuple[str, ...] = ()
    releasable_to: tuple[str, ...] | None = None
    purposes: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    rule: str
    as_of: str
    made_at: str
    recipient: str
    purpose: str
    made_by: str = ""

    def marking(self) -> str:
        """All that says how it is to be handled, in one line."""
        reach = self.releasable_to
        parts = (
            *(status.upper() for status in self.statuses),
            *self.labels,
            *self.caveats,
            "" if reach is None else f"releasable to {', '.join(reach) or 'nobody'}",
            f"for {', '.join(self.purposes)} only" if self.purposes else "",
        )
        return " · ".join(part for part in parts if part)

    def lines(self) -> Mapping[str, str]:
        """The cover as short texts by name, for formats that hold no more."""
        return {
            "marking": self.marking(),
            "as_of": self.as_of,
            "source": self.source,
            "rule": self.rule,
            "rights": "; ".join(self.rights),
            "made_at": self.made_at,
            "made_by": self.made_by,
            "recipient": self.recipient,
            "purpose": self.purpose,
        }


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """Events and their cover.

    Args:
        cover: What stands with them.
        events: In the picture's order.
        labels: The label of each report in it, by its name.
    """

    cover: Cover
    events: tuple[Event, ...]
    labels: Mapping[str, str] = {}
