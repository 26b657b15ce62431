"""The logs: verify, prove, show keys and forks, write tiles."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from pathlib import Path
from typing import Any

import msgspec

from watchword.edge.commands.named import SHORTEST
from watchword.edge.desk import Desk
from watchword.edge.forks import fork_rows
from watchword.edge.prove import Proof, prove, write_tiles
from watchword.edge.reader import Reader
from watchword.edge.verify import verify_steps
from watchword.errors import UsageError
from watchword.ledger.cosignature import witness_verifier
from watchword.ledger.prooffile import format_proof
from watchword.ledger.verifier import Verifier, format_verifier
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.node.inputs import TrustAgain
from watchword.trust.authority import operational_keys
from watchword.wire.line import LANES, Channel


class LedgerVerify(msgspec.Struct, frozen=True, kw_only=True, tag="ledger-verify"):
    """Recompute every log and signature from what is stored."""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Verify some rows at a time; the first thing that does not fit is an error."""
        steps = verify_steps(desk.store, desk.view)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found: dict[str, Any] = end.value
                return found
            await asyncio.sleep(0)


class LedgerProve(msgspec.Struct, frozen=True, kw_only=True, tag="ledger-prove"):
    """Prove that an entry is in its log.

    Args:
        entry: The beginning of a statement's name, or the log's name, a colon
            and the number.
    """

    entry: str

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """The proof file and what it is checked with.

        At a node with a register the line of a report stays here: a copy is the
        way out for content.

        Raises:
            UsageError: None, or several.
            LedgerError: No signed checkpoint covers it yet.
        """
        origin, number = entry_named(desk, self.entry)
        found = prove(desk.store, desk.view.tiles, origin, number)
        kept = reader is None or not _is_report(desk, found.name)
        return _proof_plain(found, found.line if kept else None)


def _is_report(desk: Desk, name: str) -> bool:
    kind = desk.store.value("SELECT kind FROM statement WHERE name = ?", (name,))
    return kind in (None, "report", "sealed")


def _proof_plain(found: Proof, line: bytes | None) -> dict[str, Any]:
    return {
        "log": found.origin,
        "number": found.number,
        "size": found.size,
        "statement": found.name,
        "cosigned_by": list(found.witnesses),
        "proof": format_proof(found.proof).decode(),
        "entry": b64encode(found.entry).decode(),
        "line": None if line is None else line.decode(),
    }


def entry_named(desk: Desk, text: str) -> tuple[str, int]:
    """The log and the number that a person means.

    Raises:
        UsageError: None, or several.
    """
    origin, colon, number = text.rpartition(":")
    if colon and number.isascii() and number.isdecimal():
        return origin, int(number)
    found = _lines_named(desk, text)
    if len(found) == 1:
        return found[0]
    hint = ", ".join(f"{origin}:{number}" for origin, number in found[:8])
    raise UsageError(
        f"{'several lines bear' if found else 'no line bears'} {text[:64]!r}",
        hint=f"one of {hint}" if found else "four characters of a name, or LOG:NUMBER",
    )


def _lines_named(desk: Desk, text: str) -> list[tuple[str, int]]:
    if len(text) < SHORTEST or not set(text) <= set("0123456789abcdef"):
        return []
    # What was sent is found by its statement; of the rest all is searched.
    sent = desk.store.rows(
        "SELECT DISTINCT origin, number FROM offered WHERE entry IN"
        " (SELECT entry FROM statement WHERE name BETWEEN ?1 AND ?1 || 'g')"
        " ORDER BY 1, 2",
        (text,),
    )
    return sent or desk.store.rows(
        "SELECT origin, number FROM line WHERE name BETWEEN ?1 AND ?1 || 'g'"
        " ORDER BY 1, 2",
        (text,),
    )


class LedgerTiles(msgspec.Struct, frozen=True, kw_only=True, tag="ledger-tiles"):
    """Write a log as tiles that any client of C2SP reads.

    Args:
        log: Its name.
        folder: Where to, an absolute path.
    """

    log: str
    folder: str

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Write file after file; what comes in meanwhile goes first."""
        tiles, written = desk.view.tiles, 0
        for _ in write_tiles(desk.store, tiles, self.log, Path(self.folder)):
            written += 1
            await asyncio.sleep(0)
        return {"log": self.log, "folder": self.folder, "files": written}


class LedgerKeys(msgspec.Struct, frozen=True, kw_only=True, tag="ledger-keys"):
    """The public keys of every log and witness known here, as verifier keys."""

    async def run(self, desk: Desk) -> list[dict[str, str]]:
        """Those that count now."""
        origins = [o for (o,) in desk.store.rows("SELECT origin FROM log ORDER BY 1")]
        parties = (desk.config.party, *desk.view.partners())
        logs = [
            (PartyId(origin.split("/")[0]), Verifier(name=origin, public=public))
            for origin in origins
            for public in _publics(desk, PartyId(origin.split("/")[0]))
        ]
        witnesses = [
            (party, witness_verifier(party, public))
            for party in parties
            for public in _publics(desk, party)
        ]
        return [
            {"party": party, "name": key.name, "key": format_verifier(key)}
            for party, key in (*logs, *witnesses)
        ]


def _publics(desk: Desk, party: PartyId) -> tuple[bytes, ...]:
    authority = desk.view.authority(party)
    return () if authority is None else operational_keys(authority, desk.clock.now_ns())


class LedgerForks(msgspec.Struct, frozen=True, kw_only=True, tag="ledger-forks"):
    """What shows that a log has two histories: both sides, as signed."""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """List it, settled or not."""
        return fork_rows(desk.store)


class LedgerTrustAgain(
    msgspec.Struct, frozen=True, kw_only=True, tag="ledger-trust-again"
):
    """Settle a fork: go on with the history that is held here.

    Args:
        log: Its name.
        because: Why; it is entered in the ledger.
    """

    log: str
    because: str

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Settle it.

        Raises:
            UsageError: It is no channel's log, is trusted, or no reason is given.
        """
        channel = channel_of(self.log)
        await desk.submit(TrustAgain(channel=channel, because=self.because))
        return {"log": self.log, "because": self.because}


def channel_of(origin: str) -> Channel:
    """The channel whose log has that name.

    Raises:
        UsageError: It is no channel's.
    """
    parts = origin.split("/")
    lanes = {str(lane): lane for lane in LANES}
    if len(parts) != 4 or parts[3] not in lanes:
        raise UsageError(
            f"{origin[:80]!r} is no channel's log",
            hint="SENDER/AGREEMENT/RECIPIENT/LANE, as ledger forks shows it",
        )
    return Channel(
        sender=PartyId(parts[0]),
        agreement=AgreementId(parts[1]),
        recipient=PartyId(parts[2]),
        lane=lanes[parts[3]],
    )
