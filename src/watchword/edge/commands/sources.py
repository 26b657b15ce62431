"""Filing the rows of a public source, so that importing twice changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from watchword.edge.commands.reports import ReportFile, filed
from watchword.edge.commands.spilled import unquoted
from watchword.edge.desk import Desk
from watchword.edge.reader import Reader
from watchword.edge.writer import Outcome
from watchword.errors import UsageError, WatchwordError
from watchword.fusion.said import Said
from watchword.model.field import Value
from watchword.model.time import format_ns
from watchword.model.twin import with_twins
from watchword.node.inputs import FileReport, NoteRead
from watchword.node.step import step
from watchword.wire.codec import encode

MOST_ROWS: Final = 1000

AT_ONCE: Final = 20
"""So many rows are compared before others have their turn."""

FILED: Final = "filed"
CORRECTED: Final = "corrected"
HELD: Final = "held"
REFUSED: Final = "refused"


class ImportedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a source, as the report it becomes.

    Args:
        report: Its field ``source`` is the text by which it is known again.
        corrects: The ``source`` of the row that it corrects; empty: none.
    """

    report: ReportFile
    corrects: str = ""


class _Judged(NamedTuple):
    """A row that is to be filed: its report, as it is given, and what is answered."""

    report: ReportFile
    given: FileReport
    answer: dict[str, Any]


class SourceImport(msgspec.Struct, frozen=True, kw_only=True, tag="source-import"):
    """File rows of public sources that are not held; answers when it is durable.

    A row that is held and says the same is left alone; one that says something
    else corrects the report that it became before.  Each is filed for itself.
    Whoever may not open that report learns nothing of whether it says the same.

    Args:
        rows: At most a thousand, each source once.
        dry_run: Only say what would be done.
    """

    rows: tuple[ImportedRow, ...]
    dry_run: bool = False

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """File them; what is refused is said of each, and stops no other.

        Raises:
            UsageError: More than a thousand, one source twice, or none; nothing
                was filed.
            StoreError: The store cannot write: import again what is missing.
        """
        sources = [_source(row) for row in self.rows]
        _check(sources)
        done: dict[str, dict[str, Any]] = {}
        async with desk.sources.busy:
            # What corrects a row of the same file goes when that row has gone.
            for later in (False, True):
                wave = [row for row in self.rows if bool(row.corrects) == later]
                done |= await self._file(wave, desk, reader)
        rows = [done[source] for source in sources]
        return {"at": format_ns(desk.clock.now_ns()), "rows": rows}

    async def _file(
        self, rows: Sequence[ImportedRow], desk: Desk, reader: Reader | None
    ) -> dict[str, dict[str, Any]]:
        await desk.sources.catch_up()
        await self._note(rows, desk, reader)
        done: dict[str, dict[str, Any]] = {}
        judged: dict[str, _Judged] = {}
        for number, row in enumerate(rows, start=1):
            source = _source(row)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
            try:
                given, answer = await _judged(row, source, desk, reader)
            except WatchwordError as error:
                done[source] = _refused(unquoted(desk, encode(row.report), error))
            else:
                done[source] = answer
                if given is not None:
                    judged[source] = _Judged(row.report, given, answer)
        return done | await self._taken(desk, judged)

    async def _taken(
        self, desk: Desk, judged: Mapping[str, _Judged]
    ) -> dict[str, dict[str, Any]]:
        if self.dry_run:
            outcomes = [_tried(desk, each.given) for each in judged.values()]
        else:
            outcomes = await desk.take_each([[each.given] for each in judged.values()])
        done: dict[str, dict[str, Any]] = {}
        for (source, each), outcome in zip(judged.items(), outcomes, strict=True):
            if outcome.error is None:
                name = {"name": None} if self.dry_run else {}
                done[source] = _answer(each.answer, outcome) | name
            else:
                report = encode(each.report)
                done[source] = _refused(unquoted(desk, report, outcome.error))
        return done

    async def _note(
        self, rows: Sequence[ImportedRow], desk: Desk, reader: Reader | None
    ) -> None:
        """That held reports are compared with rows is a reading of them."""
        found = [desk.sources.find(_source(row)) for row in rows]
        names = [said.name for said in found if said is not None]
        if reader is not None and names:
            sort = reader.sort(desk, names, "")
            read = NoteRead(
                person="",
                command="source-import",
                opened=len(sort.opened),
                withheld=len(sort.withheld),
            )
            await reader.note(desk, read)


def _check(sources: Sequence[str]) -> None:
    if len(sources) > MOST_ROWS:
        raise UsageError(
            f"{len(sources)} rows at once",
            hint=f"at most {MOST_ROWS}; report import sends them in parts",
        )
    if len(set(sources)) < len(sources) or "" in sources:
        raise UsageError("each row has a source of its own")


def _source(row: ImportedRow) -> str:
    raw = row.report.fields.get("source")
    return "" if raw is None else str(msgspec.json.decode(bytes(raw)))


async def _judged(
    row: ImportedRow, source: str, desk: Desk, reader: Reader | None
) -> tuple[FileReport | None, dict[str, Any]]:
    """What is to be filed of a row, and as what; nothing where it is held.

    Raises:
        ReleaseError: It is held, and the person may not open it.
        UsageError: A field that is none, or the row that it corrects is not
            held.
    """
    given = await row.report.given(desk, reader)
    before = desk.sources.find(source)
    if before is not None and reader is not None:
        reader.check(desk, [before.name], "")
    if before is not None and _same(before, given):
        return None, {"name": before.name, "was": HELD}
    if before is not None:
        kept = sorted(before.report.fields.keys() - with_twins(given.fields).keys())
        return _correcting(given, before), {"was": CORRECTED, "stands": kept}
    if not row.corrects:
        return given, {"was": FILED}
    first = desk.sources.find(row.corrects)
    if first is None:
        raise UsageError(f"it corrects {row.corrects!r}, which is not held")
    return _correcting(given, first), {"was": FILED}


def _same(before: Said, given: FileReport) -> bool:
    held, new = before.report.header, given.header
    fields: Mapping[str, Value] = with_twins(given.fields)
    alike = (held.kind, held.status, held.attributed_to, held.topic, held.rights)
    return before.report.fields == fields and alike == (
        *(new.kind, new.status, new.attributed_to, new.topic, new.rights),
    )


def _correcting(given: FileReport, earlier: Said) -> FileReport:
    header = msgspec.structs.replace(given.header, corrects=earlier.name)
    return msgspec.structs.replace(given, header=header)


def _tried(desk: Desk, given: FileReport) -> Outcome:
    """What would become of it: the core is asked, and its effects are not applied."""
    try:
        return Outcome(effects=tuple(step(desk.view, given, desk.clock.now_ns())))
    except WatchwordError as error:
        return Outcome(error=error)


def _answer(answer: dict[str, Any], outcome: Outcome) -> dict[str, Any]:
    done = filed(outcome.effects)
    return {
        **answer,
        "name": done["name"],
        "to": [each["to"] for each in done["released"]],
        "refused_to": [each["to"] for each in done["refused"]],
    }


def _refused(error: WatchwordError) -> dict[str, Any]:
    return {
        "name": None,
        "was": REFUSED,
        "error": error.code,
        "message": str(error),
    }
