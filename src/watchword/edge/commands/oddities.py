"""What looks like a source's own error in the picture that whoever asks may see."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.commands.reports import PictureShow
from watchword.edge.desk import Desk
from watchword.edge.reader import Reader
from watchword.fusion.oddity import oddities
from watchword.model.event import Event


class OddityList(msgspec.Struct, frozen=True, kw_only=True, tag="oddity-list"):
    """Ask for them; nothing is repaired.

    Args:
        as_of_ns: The instant of knowledge; ``None``: now.
        purpose: What for; empty: not said.
    """

    as_of_ns: int | None = None
    purpose: str = ""

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """List them, each with the numbers that its events have in the picture."""
        asked = PictureShow(as_of_ns=self.as_of_ns, purpose=self.purpose)
        shown = await asked.run(desk, reader)
        events = msgspec.convert(shown["events"], list[Event])
        numbers = {each.id: number for number, each in enumerate(events, start=1)}
        rows = [
            {
                **msgspec.to_builtins(each),
                "numbers": [numbers[event] for event in each.events],
            }
            for each in oddities(events)
        ]
        held_back = {"withheld": shown["withheld"]} if "withheld" in shown else {}
        return {"oddities": rows, **held_back}
