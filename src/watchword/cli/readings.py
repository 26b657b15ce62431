"""``watchword read``: a statement becomes a report that a person has confirmed."""

from __future__ import annotations

import sys
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from watchword.agreements.spill import check_text_marking
from watchword.cli.marked import show_marked
from watchword.cli.node import call
from watchword.cli.periods import AsOf
from watchword.cli.shown import Json, show_json, show_lines
from watchword.cli.textclaims import Asked, checked, claim_row, show_claims
from watchword.edge.commands.reports import ReportFile
from watchword.edge.statementfile import MOST_BYTES
from watchword.errors import UsageError
from watchword.model.fieldtext import format_value
from watchword.picture.days import Day, parse_days
from watchword.press.calendar import parse_published
from watchword.press.context import Context
from watchword.press.labels import labels_of
from watchword.press.language import language_of
from watchword.press.proposal import Proposal, proposal_of
from watchword.press.read import claims_in, read
from watchword.press.reading import Language, Reading
from watchword.wire.codec import encode


def add_to(parent: typer.Typer) -> None:
    """Put the command on the command line."""
    parent.command("read")(read_text)


def read_text(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text; - reads it.")],
    *,
    label: Annotated[
        str, typer.Option(help="Your own label of the report, such as TLP:GREEN.")
    ] = "",
    published: Annotated[
        str, typer.Option(help="When it was published: 2022-06-05, 2022-06 or 2022.")
    ] = "",
    authority: Annotated[str, typer.Option(help="Who says it, such as KR_JCS.")] = "",
    lang: Annotated[
        Language | None, typer.Option(help="By default what the text looks like.")
    ] = None,
    claims: Annotated[
        bool, typer.Option("--claims", help="Check its claims by what the node holds.")
    ] = False,
    whole_from: Annotated[
        str, typer.Option(help="All that was seen from this day on is held.")
    ] = "",
    as_of: AsOf = "",
    yes: Annotated[bool, typer.Option("--yes", help="File it without asking.")] = False,
    json: Json = False,
) -> None:
    """Read a statement, show what was found and where, and file it as a report.

    In a terminal it asks first. With --json nothing is filed unless --yes is
    given too. What the text does not say is absent; nothing is guessed.
    Claims are shown too, and checked with --claims as of the day on which the
    text was published: by what was held by then, or where this node is younger,
    by what happened until then. --as-of asks what was held at another time.

    Example: watchword read statement.txt --published 2022-06-05
    --authority KR_JCS --label TLP:GREEN

    Example: watchword read article.txt --published 2022-06-12 --claims
    """
    given = _given(file)
    known = Context(
        published=parse_published(published) if published else None,
        authority=authority,
    )
    language = lang or language_of(given)
    reading = read(given, language, known)
    proposal = proposal_of(reading)
    rows = _claims(context, given, reading, known, whole_from, as_of, check=claims)
    if not json:
        _show(given, reading, proposal)
        show_claims(rows)
    filed = None
    if proposal is not None and _confirmed(yes=yes, json=json):
        filed = _file(context, proposal, given, label, authority)
    if json:
        show_json({**_as_json(reading, proposal, filed), "claims": rows})
    elif filed is not None:
        show_lines([f"filed {filed['name']}"])


def _claims(
    context: typer.Context,
    given: str,
    reading: Reading,
    known: Context,
    whole_from: str,
    as_of: str,
    *,
    check: bool,
) -> list[dict[str, Any]]:
    found = claims_in(given, reading.language, known)
    rows = [claim_row(each, given) for each in found]
    if not check:
        return rows
    asked = Asked(
        as_of=as_of,
        said_on=_published(known),
        whole_from=parse_days(whole_from).first if whole_from else None,
    )
    answers = checked(context, found, given, reading, asked)
    return [{**row, "answer": each} for row, each in zip(rows, answers, strict=True)]


def _published(known: Context) -> Day | None:
    """The last day on which it may have been published."""
    said = known.published
    if said is None:
        return None
    month = said.month or 12
    last = said.day or monthrange(said.year, month)[1]
    return date(said.year, month, last).toordinal()


def _given(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        if len(data) > MOST_BYTES:
            raise UsageError(f"{file} is longer than {MOST_BYTES} bytes")
        given = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {file}: {_plain(error)}") from None
    check_text_marking(given)
    return given


def _plain(error: Exception) -> str:
    """Without the bytes, which the error of a codec quotes."""
    return str(error) if isinstance(error, OSError) else "it is not UTF-8"


def _confirmed(*, yes: bool, json: bool) -> bool:
    if yes:
        return True
    if json or not sys.stdin.isatty():
        return False
    return typer.confirm("File this report?", default=False)


def _file(
    context: typer.Context,
    proposal: Proposal,
    given: str,
    label: str,
    authority: str,
) -> dict[str, Any]:
    if not label:
        raise UsageError("a report has a label", hint="--label TLP:GREEN")
    fields = {
        name: msgspec.Raw(encode(value))
        for name, value in proposal.fields(given).items()
    }
    command = ReportFile(
        kind=proposal.kind,
        topic=proposal.topic,
        label=label,
        fields=fields,
        attributed_to=authority,
    )
    found: dict[str, Any] = call(context, command)
    return found


def _show(given: str, reading: Reading, proposal: Proposal | None) -> None:
    what = "no report" if proposal is None else f"{proposal.kind} · {proposal.topic}"
    kind = reading.other_type or reading.event_type
    about = f"{reading.language} · {kind} · {what}"
    show_marked(given, about, _values(proposal), _unread(reading))


def _values(proposal: Proposal | None) -> list[dict[str, Any]]:
    return [
        {
            "field": each.field,
            "value": format_value(each.value),
            "span": list(each.span),
        }
        for each in (() if proposal is None else proposal.values)
    ]


def _unread(reading: Reading) -> list[dict[str, Any]]:
    return [{"span": list(each.span), "reason": each.reason} for each in reading.unread]


def _as_json(
    reading: Reading, proposal: Proposal | None, filed: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "language": reading.language,
        "labels": labels_of(reading),
        "kind": None if proposal is None else proposal.kind,
        "values": _values(proposal),
        "unread": _unread(reading),
        "filed": None if filed is None else filed["name"],
    }
