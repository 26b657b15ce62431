"""A registered person at a desk: what it may open here, and noting that it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from watchword.agreements.case import Refusal
from watchword.edge.desk import Desk
from watchword.errors import ReleaseError
from watchword.model.person import Person
from watchword.node.inputs import NoteRead
from watchword.node.item import Opening, scales_of, why_not_open


class Sorted(msgspec.Struct, frozen=True, kw_only=True):
    """Reports, by whether a person may open them.

    Args:
        opened: Names of those that it may.
        withheld: The others, each with every reason.
    """

    opened: tuple[str, ...]
    withheld: Mapping[str, tuple[Refusal, ...]]

    def summary(self) -> dict[str, Any]:
        """How many were withheld and for which reasons; nothing of what they say."""
        codes = Counter(
            code
            for refusals in self.withheld.values()
            for code in {refusal.code for refusal in refusals}
        )
        return {"items": len(self.withheld), "codes": dict(sorted(codes.items()))}


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who has been let in at a door.

    Args:
        person: The entry on the register that counts now.
    """

    person: Person

    def sort(self, desk: Desk, names: Iterable[str], purpose: str) -> Sorted:
        """Ask of each report whether this person may open it."""
        opening = Opening(
            person=self.person,
            at_ns=desk.clock.now_ns(),
            purpose=purpose,
            scales=scales_of(desk.view),
        )
        opened: list[str] = []
        withheld: dict[str, tuple[Refusal, ...]] = {}
        for name in names:
            refusals = why_not_open(desk.view, opening, name)
            if refusals:
                withheld[name] = refusals
            else:
                opened.append(name)
        return Sorted(opened=tuple(opened), withheld=withheld)

    def check(self, desk: Desk, names: Iterable[str], purpose: str) -> None:
        """Refuse where a report may not be opened.

        Raises:
            ReleaseError: It names every reason; its code is the first one's.
        """
        for name, refusals in self.sort(desk, names, purpose).withheld.items():
            reasons = ", ".join(f"{no.id} {no.code}" for no in refusals)
            raise ReleaseError(
                f"{name[:12]} is not for {self.person.name}: {reasons}",
                hint=f"watchword why-not {name[:12]}",
                code=refusals[0].code,
            )

    async def note(self, desk: Desk, read: NoteRead) -> None:
        """Enter it in the ledger; whoever cannot be noted reads nothing.

        Raises:
            StoreError: It could not be entered.
        """
        await desk.submit(msgspec.structs.replace(read, person=self.person.name))


def refusal_rows(refusals: Sequence[Refusal]) -> list[dict[str, str]]:
    """Reasons, as plain values."""
    rows: list[dict[str, str]] = msgspec.to_builtins(refusals)
    return rows
