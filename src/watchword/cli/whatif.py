"""``watchword agreement what-if``: what would change if a note were made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from watchword.cli.known import is_known_to_node
from watchword.cli.node import call
from watchword.cli.shown import Json, show_json, show_lines
from watchword.edge.commands.whatif import AgreementWhatIf, Note, NoteWord, what_if_of
from watchword.model.agreement import AgreementId
from watchword.record.library import shipped_papers


def agreement_what_if(
    context: typer.Context,
    agreement: Annotated[str, typer.Argument(help="Its id, such as open-desks.")],
    note: Annotated[NoteWord, typer.Option(help="What the note would say.")],
    party: Annotated[str, typer.Option(help="Who would make it.")],
    dated: Annotated[str, typer.Option(help="The instant or day it would count from.")],
    withdraws: Annotated[
        list[str],
        typer.Option(help="A note it takes back; by default every live one."),
    ] = [],  # noqa: B006 (typer's way to say none)
    at: Annotated[
        str, typer.Option(help="Asked about this instant; by default when it counts.")
    ] = "",
    json: Json = False,
) -> None:
    """What would change if a note were made; nothing is signed or told.

    The state before and after under each party's reading, the wills that would
    stop or start to let reports go, the reports held that would lose or gain
    their way, enquiries and approvals that would lapse, and what would be
    overdue by then. Works on a shipped example with no node set up; then there
    is no desk that anything would go from.

    Example: watchword agreement what-if open-desks --note notice --party desk-a
    --dated 2027-03-01 --at 2028-01-01
    """
    given = Note(word=note, party=party, dated=dated, withdraws=tuple(withdraws), at=at)
    name = AgreementId(agreement)
    found = (
        call(context, AgreementWhatIf(agreement=name, note=given))
        if is_known_to_node(context, agreement)
        else what_if_of(name, given, shipped_papers(agreement))
    )
    show_json(found) if json else show_lines(_lines(found))


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"if {found['party']} made a {found['note']}, asked about {found['at']}"
    if found["ignored"]:
        yield f"it would be without effect, for {found['ignored']}"
    yield from _state("without it", found["lines_before"])
    yield from _state("with it", found["lines_after"])
    yield from _flows(found["flows"])
    yield from _reports(found["reports"])
    yield from _section(
        "would lapse",
        [
            f"{row['kind']} {row['name'][:12]} of {row['party']} to {row['towards']}"
            for row in found["lapses"]
        ],
    )
    yield from _section(
        "overdue by then", [f"{row['who']}: {row['what']}" for row in found["overdue"]]
    )


def _section(title: str, rows: list[str]) -> Iterator[str]:
    if rows:
        yield f"{title}:"
        yield from (f"  {row}" for row in rows)


def _state(title: str, lines: list[str]) -> Iterator[str]:
    head, *rest = lines
    yield f"{title + ':':13}{head}"
    yield from (f"{'':13}{line.strip()}" for line in rest)


def _flows(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    for runs, title in ((False, "would stop"), (True, "would start")):
        yield from _section(
            title,
            [
                f"{row['stance']} of {row['topic'] or 'every topic'}"
                f" to {row['recipient']} under {row['agreement']}"
                for row in rows
                if row["runs"] is runs
            ],
        )


def _reports(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    said = []
    for row in rows:
        head = f"{row['report'][:12]} to {row['recipient']}:"
        if row["after"]:
            said.append(f"{head} may go under {', '.join(row['after'])}")
        elif row["by_hub"]:
            said.append(f"{head} only by the hub of {', '.join(row['by_hub'])}")
        else:
            said.append(f"{head} may go no longer")
    yield from _section("reports held", said)
