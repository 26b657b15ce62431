"""A node put back from a copy: whom it waits for, and going on without one."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.desk import Desk
from watchword.model.party import PartyId


class RestoredShow(msgspec.Struct, frozen=True, kw_only=True, tag="restored"):
    """Whether this node was put back, and who has not been asked yet."""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Say how far asking has come."""
        state = desk.restored.state
        return {
            "restored": state is not None,
            "waits_for": [] if state is None else list(state.waits),
            "without": {} if state is None else dict(state.without),
            "lost": {} if state is None else dict(state.lost),
            "errors": dict(desk.restored.errors),
        }


class RestoredSettle(msgspec.Struct, frozen=True, kw_only=True, tag="restored-settle"):
    """Go on without asking a partner.

    Args:
        without: The partner that cannot be reached.
        because: Why, for the ledger.
    """

    without: PartyId
    because: str

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Leave it out; say who is still waited for."""
        desk.leave_out(self.without, self.because)
        return await RestoredShow().run(desk)
