"""``watchword agreement``: texts, papers, what holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer

from watchword.agreements.terms import parse_terms
from watchword.cli.known import (
    is_known_to_node,
    state_found,
    text_known,
    timeline_found,
)
from watchword.cli.node import GovernanceFile, call, governance_of, home_of
from watchword.cli.shown import (
    Json,
    Yes,
    confirm,
    console,
    show_json,
    show_lines,
    table,
)
from watchword.edge.clock import system_ns
from watchword.edge.commands.links import NodeShow
from watchword.edge.commands.papers import AddPaper, AgreementList, AgreementText
from watchword.edge.setup import sign_paper
from watchword.errors import EdgeError, UsageError
from watchword.model.agreement import (
    AgreementId,
    CompletionNote,
    Instrument,
    Lifting,
    Notice,
    Reading,
    ReadingName,
    Signature,
    Suspension,
    Terms,
    Withdrawal,
)
from watchword.model.party import PartyId, parse_party
from watchword.model.time import DAY_NS, Instant, format_ns, parse_instant
from watchword.record.library import agreement_text, shipped_agreements

app = typer.Typer(
    help="Agreements: their texts, the notes about them, what holds when.",
    no_args_is_help=True,
)

NoteKind = Literal[
    "completion-note",
    "notice",
    "suspension",
    "lifting",
    "withdrawal",
    "reading",
]

Agreement = Annotated[str, typer.Argument(help="Its id, such as open-desks.")]


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="agreement")


@app.command("state")
def agreement_state(
    context: typer.Context,
    agreement: Agreement,
    at: Annotated[str, typer.Option(help="At this instant; by default now.")] = "",
    reading: Annotated[str, typer.Option(help="As this party reads the papers.")] = "",
    known: Annotated[
        str, typer.Option(help="With the papers this node knew by then.")
    ] = "",
    json: Json = False,
) -> None:
    """What holds of an agreement at an instant, derived from its dated papers.

    It is never set by hand. Where the papers leave more than one state possible
    the strictest is given and called uncertain. Works on a shipped example with
    no node set up.
    """
    found = state_found(context, agreement, at, known, reading)
    lines = found.pop("lines")
    if json:
        show_json(found)
        return
    show_lines(lines)
    if "reading" in found:
        show_lines([f"as {found['reading']} reads it: {found['state']}"])


@app.command("timeline")
def agreement_timeline(
    context: typer.Context, agreement: Agreement, json: Json = False
) -> None:
    """The life of an agreement: each paper, and the state after it."""
    rows = timeline_found(context, agreement)
    if json:
        show_json(rows)
        return
    body = [
        (
            row["at"].replace("T", " "),
            row["state"],
            row["party"],
            f"{row['paper'] or 'end of the term'} {row['note']}"
            + (f" (without effect: {row['ignored']})" if row["ignored"] else ""),
        )
        for row in rows
    ]
    console().print(table(("when", "state after", "party", "paper"), body))


@app.command("list")
def agreement_list(context: typer.Context, json: Json = False) -> None:
    """Agreements this node knows, and the examples that are shipped."""
    here = home_of(context).config_path.exists()
    known: list[dict[str, Any]] = call(context, AgreementList()) if here else []
    if json:
        show_json({"known": known, "shipped": list(shipped_agreements())})
        return
    for row in known:
        show_lines(row["lines"])
        if row["to_sign"]:
            show_lines([f"  not signed yet by {', '.join(row['to_sign'])}"])
    show_lines([f"shipped examples: {', '.join(shipped_agreements())}"])


@app.command("show")
def agreement_show(
    context: typer.Context, agreement: Agreement, json: Json = False
) -> None:
    """Print the text of an agreement, as it is signed."""
    text = _text(context, agreement)
    show_json({"agreement": agreement, "text": text}) if json else typer.echo(text)


@app.command("copy")
def agreement_copy(
    agreement: Annotated[str, typer.Argument(help="A shipped example.")],
    party: Annotated[
        list[str], typer.Option(help="A party of yours, once for each of the text's.")
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it.")],
    name: Annotated[str, typer.Option("--id", help="Another id for it.")] = "",
    json: Json = False,
) -> None:
    """Write a shipped example with your own parties, ready to be edited.

    The parties are put in the order of the text's own.
    """
    text = agreement_text(agreement)
    terms = parse_terms(text)
    if len(party) != len(terms.parties):
        raise UsageError(
            f"{agreement} has {len(terms.parties)} parties, you named {len(party)}",
            hint="give --party once for each",
        )
    for old, new in zip(terms.parties, party, strict=True):
        text = text.replace(f'"{old}"', f'"{parse_party(new)}"')
    if name:
        text = text.replace(f'id = "{agreement}"', f'id = "{name}"', 1)
    parse_terms(text)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EdgeError(f"cannot write {out}: {error.strerror}") from error
    shown = {"file": str(out), "agreement": name or agreement, "parties": party}
    show_json(shown) if json else show_lines([f"{shown['agreement']} in {out}"])


@app.command("sign")
def agreement_sign(
    context: typer.Context,
    agreement: Annotated[
        str,
        typer.Argument(help="A file, or the id of a text a partner has signed."),
    ],
    governance: GovernanceFile = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Sign a text with the governance key and tell the other parties.

    What you read is what is signed: the whole text, byte for byte. It begins
    when all parties have signed the same.
    """
    text = _text(context, agreement)
    terms = parse_terms(text)
    party = home_of(context).config().party
    _check_party(terms, party)
    if not json:
        show_lines(text.splitlines())
    confirm(f"Sign this text of {terms.id} for {party}?", yes=yes)
    paper = Signature(
        agreement=terms.id,
        party=party,
        note=f"signature-{terms.version}",
        dated=Instant(ns=_now_ns(context)),
        version=terms.version,
        text=text,
    )
    _add(context, paper, governance, json=json)


def _check_party(terms: Terms, party: PartyId) -> None:
    if party not in terms.parties:
        raise UsageError(
            f"{party} is no party of {terms.id}: {', '.join(terms.parties)}",
            hint="edit the parties in the file, or write one with agreement copy",
        )


def _now_ns(context: typer.Context) -> int:
    found = call(context, NodeShow())
    return parse_instant(found["now"]).ns if found["clock"] == "replay" else system_ns()


def _text(context: typer.Context, agreement: str) -> str:
    path = Path(agreement)
    if path.is_file():
        return path.read_text(encoding="utf-8")
    if is_known_to_node(context, agreement):
        found = call(context, AgreementText(agreement=AgreementId(agreement)))
        return str(found["text"])
    return agreement_text(agreement)


@app.command("note")
def agreement_note(
    context: typer.Context,
    agreement: Agreement,
    kind: Annotated[
        Literal[
            "completion-note",
            "notice",
            "suspension",
            "lifting",
            "withdrawal",
            "reading",
        ],
        typer.Argument(help="What the note says."),
    ],
    name: Annotated[
        str, typer.Option(help="Your own name for the note; later ones refer to it.")
    ],
    dated: Annotated[
        str, typer.Option(help="The instant or day it counts from; by default now.")
    ] = "",
    says: Annotated[
        str, typer.Option(help="Reason of a notice, condition of a suspension.")
    ] = "",
    withdraws: Annotated[
        list[str], typer.Option(help="A live note taken back; name every one.")
    ] = [],  # noqa: B006 (typer's way to say none)
    reading: Annotated[
        ReadingName | None, typer.Option("--as", help="The reading asserted.")
    ] = None,
    governance: GovernanceFile = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Make a dated, signed note about an agreement and tell the other parties.

    The state follows from it; see agreement state and agreement timeline. Only
    the party that gave a notice can suspend or withdraw it, and a withdrawal
    names every live note of its party.
    """
    paper = _note(
        kind,
        agreement=AgreementId(agreement),
        party=home_of(context).config().party,
        note=name,
        dated=_dated(context, agreement, dated),
        says=says,
        withdraws=tuple(withdraws),
        reading=reading,
    )
    if not json:
        show_lines([f"{kind} {name} of {paper.party} about {agreement}"])
    confirm("Sign this note?", yes=yes)
    _add(context, paper, governance, json=json)


def _dated(context: typer.Context, agreement: str, text: str) -> Instant:
    """A day is an interval in the agreement's zone; a clock time is exact."""
    if not text:
        return Instant(ns=_now_ns(context))
    known = is_known_to_node(context, agreement)
    zone = text_known(context, agreement).zone if known else ""
    dated = parse_instant(text, zone=zone)
    if dated.precision_ns >= DAY_NS:
        return dated
    return msgspec.structs.replace(dated, precision_ns=1)


def _note(kind: str, **given: Any) -> Instrument:  # noqa: ANN401 (of one of the kinds)
    says, withdraws = given.pop("says"), given.pop("withdraws")
    reading = given.pop("reading")
    match kind:
        case "completion-note":
            return CompletionNote(**given)
        case "notice":
            return Notice(**given, reason=says)
        case "suspension":
            return Suspension(**given, condition=says)
        case "lifting":
            return Lifting(**given)
        case "withdrawal":
            return Withdrawal(**given, withdraws=withdraws)
    if reading is None:
        raise UsageError("a reading needs --as", hint="--as annual-window, say")
    return Reading(**given, reading=reading)


def _add(
    context: typer.Context,
    paper: Instrument,
    governance: Path | None,
    *,
    json: bool,
) -> None:
    envelope = sign_paper(paper, governance_of(context, governance))
    done = call(context, AddPaper(envelope=envelope))
    if json:
        show_json({**msgspec.to_builtins(paper), **done})
        return
    show_lines([f"signed {paper.note} {format_ns(paper.dated.ns)}"])
    show_lines(f"told {partner}" for partner in done["told"])
