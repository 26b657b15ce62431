"""Two worlds that differ in one withheld value: what a partner may not notice.

What is left of a letter without commitments and signatures, and of a picture
without the names of statements, which are digests.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Any, Final

from tests.sim.machine_acts import River

from watchword.model.party import PartyId

NAME: Final = re.compile(r"\b[0-9a-f]{64}\b")
TWIN_OF: Final = {"position": "position_coarse", "observed_at": "observed_hour"}
COMMITMENTS: Final = ("sig", "root", "cosignature")
"""What of a letter rests on a digest; the names are told apart by ``NAME``."""


def withheld(day: River) -> Iterator[tuple[int, str, PartyId]]:
    """Each filing and field that never went to a party, and the party."""
    for name, fields in day.filed.items():
        for party in day.scene.parties:
            if party != day.owners[name]:
                gone = _disclosed_to(day, party).get(name, set())
                for field in fields:
                    if not {field, TWIN_OF.get(field, field)} & gone:
                        yield day.numbered[name], field, party


def _disclosed_to(day: River, party: PartyId) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for desk in day.desks:
        rows = desk.store.rows(
            "SELECT name, fields FROM offered WHERE recipient = ?", (party,)
        )
        for name, fields in rows:
            found.setdefault(name, set()).update(json.loads(fields))
    return found


def letters(day: River, party: PartyId) -> list[Any]:
    """What came to a party: when, from whom, how long, and what it says."""
    names: dict[str, str] = {}
    found = []
    for letter in day.world.letters:
        if letter.recipient == party:
            rows = [_plain(json.loads(row)) for row in letter.body.splitlines()]
            plain = _renamed(json.dumps(rows, ensure_ascii=False), names)
            found.append((letter.at_ns, letter.sender, len(letter.body), plain))
    return found


def _plain(row: Any) -> Any:  # noqa: ANN401 (JSON)
    match row:
        case {"payload": payload, **more}:
            inner = json.loads(b64decode(payload))
            return {"payload": _plain(inner), **_plain(more)}
        case {"checkpoint": note}:
            return str(note).split("\n")[:2]
        case dict():
            return {
                key: len(value) if key == "sealed" else _plain(value)
                for key, value in row.items()
                if key not in COMMITMENTS
            }
        case list():
            return [_plain(each) for each in row]
    return row


def _renamed(text: str, names: dict[str, str]) -> str:
    """Every name by the turn in which it first came."""
    return NAME.sub(lambda m: names.setdefault(m[0], f"#{len(names)}"), text)


def picture(day: River, party: PartyId) -> list[str]:
    """The events and loose statements a party shows, by who said them when."""
    desk = day.world.desks[party]
    said = {
        each.name: f"{each.report.header.originator} {each.report.header.said_at_ns}"
        for each in desk.pictures.said()
    }
    shown = json.loads(desk.picture_bytes())
    rows = [json.dumps(each, sort_keys=True) for each in shown.pop("events")]
    rows += [json.dumps(shown.pop("loose")), json.dumps(shown, sort_keys=True)]
    return sorted(NAME.sub(lambda m: said.get(m[0], "nothing held"), r) for r in rows)
