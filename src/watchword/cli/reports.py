"""``watchword report``: what this party says it observed."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import typer

from watchword.cli.node import Purpose, call, instant_ns, signer_of
from watchword.cli.persons import withheld
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.persons import WhyNot
from watchword.edge.commands.reports import ReportFile, ReportList
from watchword.errors import UsageError
from watchword.model.field import INSTANTS, POSITIONS, TEXTS, UNITS
from watchword.model.fieldtext import parse_fields
from watchword.model.report import Form, Kind, Status, Urgency
from watchword.wire.codec import encode

app = typer.Typer(help="Filing reports and listing them.", no_args_is_help=True)


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="report")


@app.command("file")
def report_file(
    context: typer.Context,
    kind: Annotated[Kind, typer.Argument(help="What is reported.")],
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="[FIELD=VALUE]...",
            help="What was observed; report fields lists the names.",
        ),
    ] = [],  # noqa: B006 (typer's way to say none)
    *,
    topic: Annotated[str, typer.Option(help="Such as missile.ballistic.")],
    label: Annotated[str, typer.Option(help="Your own label, such as TLP:GREEN.")],
    attributed_to: Annotated[
        str, typer.Option(help="The authority quoted, where it is not you.")
    ] = "",
    urgency: Annotated[
        Urgency, typer.Option(help="The lane it travels in.")
    ] = "routine",
    corrects: Annotated[
        str, typer.Option(help="The earlier report of yours it supersedes.")
    ] = "",
    status: Annotated[
        Status | None, typer.Option(help="By default what the node's profile says.")
    ] = None,
    published: Annotated[
        str, typer.Option(help="Where you have published it yourself.")
    ] = "",
    form: Annotated[
        Form, typer.Option(help="How it was given; oral and others need no field.")
    ] = "electronic",
    said_at: Annotated[
        str, typer.Option(help="When it was said, where that is not now.")
    ] = "",
    derived_from: Annotated[
        list[str],
        typer.Option(metavar="REPORT", help="A report it is made from; once for each."),
    ] = [],  # noqa: B006 (typer's way to say none)
    originator: Annotated[
        list[str],
        typer.Option(metavar="PARTY", help="Another party whose content it contains."),
    ] = [],  # noqa: B006 (typer's way to say none)
    releasable_to: Annotated[
        list[str],
        typer.Option(metavar="PARTY", help="A party it may reach; once for each."),
    ] = [],  # noqa: B006 (typer's way to say none)
    caveat: Annotated[
        list[str], typer.Option(help="A handling note; once for each.")
    ] = [],  # noqa: B006 (typer's way to say none)
    purpose: Annotated[
        list[str], typer.Option(help="What it may be used for; once for each.")
    ] = [],  # noqa: B006 (typer's way to say none)
    language: Annotated[str, typer.Option(help="Of a translation, such as ja.")] = "",
    translator: Annotated[
        str, typer.Option(help="Who translated it: a name on the register.")
    ] = "",
    rights: Annotated[
        str, typer.Option(help="Patents, copyright and trade secrets in it.")
    ] = "",
    need_until: Annotated[
        str, typer.Option(help="After that it is returned or destroyed.")
    ] = "",
    json: Json = False,
) -> None:
    """File a report. Returns when it is durable, and says what goes to whom.

    Values: 470, ~470 (about), 300..400, >=6, <=20; 2026-05-04T12:03+09:00 or
    2026-05-04+09:00; 39.2,125.7 or 39.2,125.7,40 (km).

    Example: watchword report file launch observed_at=2026-05-04T12:03+09:00
    range_km=~470 count=1 --topic missile.ballistic --label TLP:GREEN

    What is made from other reports takes over their originators, caveats,
    recipients and purposes; its label stands at least as high as theirs.
    """
    values = parse_fields(dict(_pair(text) for text in fields))
    command = ReportFile(
        kind=kind,
        topic=topic,
        label=label,
        fields={name: msgspec.Raw(encode(value)) for name, value in values.items()},
        attributed_to=attributed_to,
        urgency=urgency,
        corrects=corrects,
        status=status,
        published=published,
        form=form,
        said_at_ns=instant_ns(said_at) if said_at else None,
        derived_from=tuple(derived_from),
        originators=tuple(originator),
        releasable_to=tuple(releasable_to) or None,
        caveats=tuple(caveat),
        purposes=tuple(purpose),
        language=language,
        translator=translator,
        rights=rights,
        need_until_ns=instant_ns(need_until, end=True) + 1 if need_until else None,
    )
    found = call(context, command)
    if json:
        show_json(found)
        return
    show_lines([f"filed {found['name']}", *went(found)])


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"{text!r} is not FIELD=VALUE", hint="such as range_km=~470")
    return name, value


def went(found: dict[str, Any]) -> list[str]:
    """What went to whom under which article, and what was refused and why."""
    lines: list[str] = []
    for row in found["released"]:
        clauses = sorted({c for ids in row["basis"].values() for c in ids})
        what = ", ".join(row["fields"])
        lines.append(
            f"  to {row['to']}: {what} · {row['agreement']} {' '.join(clauses)}"
        )
    for row in found["refused"]:
        reasons = [
            f"{decision['agreement']} {no['id']} {no['code']}".strip()
            for decision in row["decisions"]
            for no in decision["refusals"]
        ]
        lines.append(f"  not to {row['to']}: {'; '.join(reasons)}")
    return lines


@app.command("list")
def report_list(
    context: typer.Context, purpose: Purpose = "", json: Json = False
) -> None:
    """Every report held, as far as it is open here, and to you."""
    found = call(context, ReportList(purpose=purpose))
    if json:
        show_json(found)
        return
    rows = [
        (
            row["name"][:12],
            row["said_at"][:16],
            row["status"],
            f"{row['attributed_to'] or row['originator']}{_way(row)}",
            row["topic"],
            row["label"],
        )
        for row in found
    ]
    columns = ("name", "said at (UTC)", "status", "who", "topic", "label")
    console().print(table(columns, rows))
    if signer_of(context) is not None:
        show_lines(withheld(call(context, WhyNot(purpose=purpose))))


def _way(row: dict[str, Any]) -> str:
    return f" via {row['via']} under {row['under']}" if row["via"] else ""


@app.command("fields")
def report_fields(json: Json = False) -> None:
    """The fields a report can have, and what each holds."""
    kinds = {
        **{name: f"number, {unit}" for name, unit in UNITS.items()},
        **dict.fromkeys(INSTANTS, "instant"),
        **dict.fromkeys(POSITIONS, "position, degrees"),
        **dict.fromkeys(TEXTS, "text"),
    }
    if json:
        show_json(kinds)
        return
    console().print(table(("field", "holds"), sorted(kinds.items())))
