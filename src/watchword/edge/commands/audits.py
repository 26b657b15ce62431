"""What an auditor takes along: who could read, what was held, who read and copied."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.commands.inventory import copies_made, entries_of, inventory
from watchword.edge.commands.persons import register_plain
from watchword.edge.desk import Desk
from watchword.ledger.checkpoint import ledger_origin


class Audit(msgspec.Struct, frozen=True, kw_only=True, tag="audit"):
    """Everything an audit asks for, as of an instant; no content.

    Args:
        as_of_ns: The instant of knowledge; ``None``: now.
    """

    as_of_ns: int | None = None

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Register, inventory, readings and copies, and the signed checkpoint."""
        return {
            **inventory(desk, self.as_of_ns),
            "register": register_plain(desk.store, self.as_of_ns),
            "reads": entries_of(desk, "read", self.as_of_ns),
            "copies": copies_made(desk, self.as_of_ns),
            "checkpoint": desk.store.value(
                "SELECT note FROM checkpoint WHERE origin = ?"
                " ORDER BY size DESC LIMIT 1",
                (ledger_origin(desk.config.party),),
            ),
        }
