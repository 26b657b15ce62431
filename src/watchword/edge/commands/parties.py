"""Who is known, and taking in who a party is."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import msgspec

from watchword.edge.desk import Desk
from watchword.edge.fingerprint import fingerprint_words
from watchword.model.designation import Designation
from watchword.model.time import format_ns
from watchword.node.inputs import KnowParty
from watchword.wire.envelope import parse_envelope
from watchword.wire.introduction import PartyFile
from watchword.wire.statement import parse_statement


class PartyImport(msgspec.Struct, frozen=True, kw_only=True, tag="party-import"):
    """Take in a party's file, after its fingerprint has been compared."""

    file: PartyFile

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Keep it, and tell the party our papers."""
        await desk.submit(KnowParty(file=self.file))
        return {"parties": await PartyList().run(desk)}


class PartyList(msgspec.Struct, frozen=True, kw_only=True, tag="party-list"):
    """Every introduced party, this one included."""

    async def run(self, desk: Desk) -> list[dict[str, Any]]:
        """List them with fingerprint and designations."""
        rows = desk.store.rows(
            "SELECT party, title, endpoint, governance FROM party ORDER BY party"
        )
        return [
            {
                "party": party,
                "title": title,
                "endpoint": endpoint,
                "fingerprint": fingerprint_words(b64decode(governance)),
                "designations": designations_of(desk, party),
            }
            for party, title, endpoint, governance in rows
        ]


def designations_of(desk: Desk, party: str) -> list[dict[str, Any]]:
    """What a party's governance key has designated, as plain values."""
    rows = desk.store.rows(
        "SELECT envelope FROM statement WHERE kind = 'designation' AND party = ?"
        " ORDER BY said_at_ns, name",
        (party,),
    )
    found = (parse_statement(parse_envelope(data)) for (data,) in rows)
    return [
        {
            "purpose": said.purpose,
            "public": said.public,
            "valid_from": format_ns(said.valid_from_ns),
            "valid_until": format_ns(said.valid_until_ns),
            "revoked": said.revoked,
        }
        for said in found
        if isinstance(said, Designation)
    ]


class PartyExport(msgspec.Struct, frozen=True, kw_only=True, tag="party-export"):
    """This party's file, to be given to a partner."""

    async def run(self, desk: Desk) -> dict[str, Any]:
        """Put it together from what the governance key has signed."""
        introduction = desk.store.value(
            "SELECT envelope FROM party WHERE party = ?", (desk.config.party,)
        )
        rows = desk.store.rows(
            "SELECT envelope FROM statement WHERE kind = 'designation' AND party = ?"
            " ORDER BY said_at_ns, name",
            (desk.config.party,),
        )
        file = PartyFile(
            introduction=parse_envelope(introduction),
            designations=tuple(parse_envelope(data) for (data,) in rows),
        )
        plain: dict[str, Any] = msgspec.to_builtins(file)
        return plain
