"""One event of the picture, and why each of its reports is of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from watchword.edge.asof import Period
from watchword.edge.commands.judgements import judgement_row
from watchword.edge.commands.reports import PictureShow
from watchword.edge.desk import Desk
from watchword.edge.reader import Reader
from watchword.fusion.belonging import belonging
from watchword.fusion.judged import Judged
from watchword.fusion.pair import explain_pair
from watchword.fusion.said import Said
from watchword.model.event import Event
from watchword.model.time import format_ns
from watchword.picture.named import event_named


class PictureOpen(msgspec.Struct, frozen=True, kw_only=True, tag="picture-open"):
    """Open an event of the picture.

    Args:
        event: Its number there, or the beginning of the name of a report of it.
        against: Hold a report against it, by the beginning of its name: why it
            is of this event or not.  Empty: none.
        as_of_ns: The instant of knowledge; ``None``: now.
        period: The stretch of time whose picture has that number.
        purpose: What for; empty: not said.
    """

    event: str
    against: str = ""
    as_of_ns: int | None = None
    period: Period | None = None
    purpose: str = ""

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Answer with the event, and why.

        Raises:
            UsageError: No such event or report, or several.
        """
        asked = PictureShow(
            as_of_ns=self.as_of_ns, period=self.period, purpose=self.purpose
        )
        shown, held_back = await asked.shown(desk, reader, "picture-open")
        number, event = event_named(shown.events, self.event)
        said = desk.pictures.some(event.members, as_of_ns=self.as_of_ns)
        judged = desk.pictures.judged(as_of_ns=self.as_of_ns)
        seen = {name for each in shown.events for name in each.members}
        return {
            "party": desk.config.party,
            "profile": desk.config.profile,
            "as_of_ns": self.as_of_ns,
            "number": number,
            "event": msgspec.to_builtins(event),
            "reports": [_report_row(each) for each in said],
            "why": [
                {**msgspec.to_builtins(each), "judgements": list(each.judgements)}
                for each in belonging(said, judged)
            ],
            "judgements": judgement_rows(judged, event.members, seen),
            "against": self._against(desk, shown.events, event, said),
            **held_back,
        }

    def _against(
        self, desk: Desk, events: Collection[Event], event: Event, said: list[Said]
    ) -> dict[str, Any] | None:
        """What speaks for and against each report of the event."""
        if not self.against:
            return None
        number, home = event_named(list(events), self.against)
        named = (name for name in home.members if name.startswith(self.against))
        name = next(named, home.id)
        (far,) = desk.pictures.some([name], as_of_ns=self.as_of_ns)
        return {
            **_report_row(far),
            "number": number,
            "is_of_it": home.id == event.id,
            "says": [
                {"statement": each.name, "says": list(explain_pair(each, far))}
                for each in said
                if each.name != far.name
            ],
        }


def judgement_rows(
    judged: Judged, members: Collection[str], seen: Collection[str]
) -> list[dict[str, Any]]:
    """The judgements about any of these reports, the oldest first.

    Args:
        judged: What was decided.
        members: The reports.
        seen: Those that whoever asks may see; others are not named.
    """
    counting = set(judged.counts)
    rows = []
    for name in judged.concerning(members):
        row = judgement_row(name, judged.all[name], counts=name in counting)
        for part in ("reports", "others"):
            row[part] = [each for each in row[part] if each in seen]
        rows.append(row)
    return rows


def _report_row(said: Said) -> Mapping[str, Any]:
    header = said.report.header
    return {
        "name": said.name,
        "authority": header.authority,
        "party": header.originator,
        "said_at": format_ns(header.said_at_ns),
        "corrects": header.corrects,
    }
