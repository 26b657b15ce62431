"""Filing many reports at once."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from watchword.edge.commands.reports import ReportFile
from watchword.edge.commands.spilled import unquoted
from watchword.edge.desk import Desk
from watchword.edge.reader import Reader
from watchword.edge.writer import Outcome
from watchword.errors import UsageError, WatchwordError
from watchword.model.time import format_ns
from watchword.node.effects import Hold, Offer, Refuse
from watchword.node.inputs import FileReport
from watchword.wire.codec import encode

MOST_REPORTS: Final = 1000


class ReportImport(msgspec.Struct, frozen=True, kw_only=True, tag="report-import"):
    """File reports, each for itself; answers when all of them are durable.

    Args:
        reports: In the order in which they are filed; at most a thousand.
    """

    reports: tuple[ReportFile, ...]

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """File them; what is refused is said of each, and stops no other.

        Raises:
            UsageError: More than a thousand; nothing was filed.
            StoreError: The store cannot write: import what is missing again.
        """
        if len(self.reports) > MOST_REPORTS:
            raise UsageError(
                f"{len(self.reports)} reports at once",
                hint=f"at most {MOST_REPORTS}; report import sends them by the hundred",
            )
        given = [await _given(report, desk, reader) for report in self.reports]
        units = [[each] for each in given if isinstance(each, FileReport)]
        outcomes = iter(await desk.take_each(units))
        done = [
            each if isinstance(each, WatchwordError) else next(outcomes)
            for each in given
        ]
        pairs = zip(self.reports, done, strict=True)
        rows = [_row(desk, report, each) for report, each in pairs]
        return {"at": format_ns(desk.clock.now_ns()), "reports": rows}


async def _given(
    report: ReportFile, desk: Desk, reader: Reader | None
) -> FileReport | WatchwordError:
    try:
        return await report.given(desk, reader)
    except WatchwordError as error:
        return error


def _row(
    desk: Desk, report: ReportFile, done: Outcome | WatchwordError
) -> dict[str, Any]:
    if isinstance(done, WatchwordError):
        return _refused(unquoted(desk, encode(report), done))
    if done.error is not None:
        return _refused(unquoted(desk, encode(report), done.error))
    effects = done.effects
    return {
        "name": next((each.name for each in effects if isinstance(each, Hold)), None),
        "to": [e.channel.recipient for e in effects if isinstance(e, Offer)],
        "refused_to": [each.recipient for each in effects if isinstance(each, Refuse)],
    }


def _refused(error: WatchwordError) -> dict[str, Any]:
    return {"name": None, "error": error.code, "message": str(error)}
