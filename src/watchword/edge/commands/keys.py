"""The node's keys: taking a new one into use, and how each stands."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import msgspec

from watchword.edge.clock import monotonic_ns, system_ns
from watchword.edge.desk import Desk
from watchword.errors import UsageError
from watchword.model.designation import Designation, Purpose
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, SECOND_NS, format_ns
from watchword.node.effects import Offer
from watchword.node.inputs import AddSigned
from watchword.trust.authority import Authority, is_designated
from watchword.trust.base64text import parse_base64
from watchword.trust.keys import key_id
from watchword.wire.envelope import Envelope

LOOK_S: Final = 0.05
WARN_DAYS: Final = 60
"""From so many days before its end on a key in use is warned of."""


class KeyRotate(msgspec.Struct, frozen=True, kw_only=True, tag="key-rotate"):
    """Have the key that waits in keys/next designated, and use it when all know it.

    Args:
        purpose: What the key is for.
        envelope: Its designation, signed by the governance key; ``None``: it has
            been taken in before.
        now: Do not wait for partners that have not signed for it.
        wait_s: How long to wait at most before answering.
    """

    purpose: Purpose
    envelope: Envelope | None = None
    now: bool = False
    wait_s: float = 10.0

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Take the designation in; say whether the key is in use, or who is waited for.

        Raises:
            UsageError: No key waits, or none that is designated.
        """
        if not desk.home.keys.waits(self.purpose):
            raise UsageError("no key waits to be used", hint="key rotate draws one")
        public = desk.home.keys.next_public(self.purpose)
        told = await self._take_in(desk)
        rotation = desk.rotation
        if self._waits(desk, public) and not rotation.designation(self.purpose):
            raise UsageError(
                "the key that waits has no designation",
                hint="key rotate --request FILE writes what governance has to sign",
            )
        over_ns = monotonic_ns() + int(self.wait_s * SECOND_NS)
        while (  # noqa: ASYNC110 (a partner's signature sets it, commits away)
            not self.now
            and desk.runs
            and self._waits(desk, public)
            and monotonic_ns() < over_ns
        ):
            await asyncio.sleep(LOOK_S)
        if self.now and self._waits(desk, public):
            desk.use_next(self.purpose)
        waiting = self._waits(desk, public)
        return {
            "purpose": self.purpose,
            "public": public,
            "told": told,
            "in_use": not waiting,
            "waits_for": list(rotation.waits_for(self.purpose)) if waiting else [],
        }

    def _waits(self, desk: Desk, public: str) -> bool:
        keys = desk.home.keys
        return keys.waits(self.purpose) and keys.next_public(self.purpose) == public

    async def _take_in(self, desk: Desk) -> list[str]:
        if self.envelope is None:
            return []
        outcome = await desk.submit(AddSigned(envelope=self.envelope))
        return [e.channel.recipient for e in outcome.effects if isinstance(e, Offer)]


class KeyList(msgspec.Struct, frozen=True, kw_only=True, tag="key-list"):
    """Every key that was ever designated, whose, for what, and how it stands."""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """List them by party, in the order in which they were designated."""
        rows = desk.store.rows("SELECT party FROM party ORDER BY party")
        return [row for (party,) in rows for row in _rows_of(desk, party)]


def _rows_of(desk: Desk, party: str) -> list[dict[str, Any]]:
    authority = desk.view.authority(PartyId(party))
    said = () if authority is None else authority.designations
    return [_row(desk, authority, each) for each in said if authority is not None]


def _row(desk: Desk, authority: Authority, said: Designation) -> dict[str, Any]:
    now_ns = system_ns() if said.purpose == "tls" else desk.clock.now_ns()
    holds = is_designated(authority, said.public, said.purpose, now_ns)
    days = (said.valid_until_ns - now_ns) // DAY_NS if holds else None
    return {
        "party": said.party,
        "purpose": said.purpose,
        "public": said.public,
        "key_id": said.public[:32]
        if said.purpose == "tls"
        else key_id(parse_base64(said.public)),
        "valid_from": format_ns(said.valid_from_ns),
        "valid_until": format_ns(said.valid_until_ns),
        "revoked": said.revoked,
        "holds": holds,
        "use": _use(desk, said),
        "ends_in_days": days,
        "warning": days is not None and days < WARN_DAYS,
    }


def _use(desk: Desk, said: Designation) -> str:
    """What this node does with it; empty: it is a partner's."""
    if said.party != desk.config.party:
        return ""
    keys = desk.home.keys
    if keys.waits(said.purpose) and keys.next_public(said.purpose) == said.public:
        return "next"
    return "in use" if keys.public(said.purpose) == said.public else "replaced"
