"""``watchword agreement sign`` and ``note``: dated papers under the governance key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import typer

from watchword.agreements.terms import parse_terms
from watchword.cli.known import (
    is_known_to_node,
    text_known,
    text_of,
)
from watchword.cli.node import GovernanceFile, call, governance_of, home_of
from watchword.cli.shown import (
    Json,
    Yes,
    confirm,
    show_json,
    show_lines,
)
from watchword.edge.clock import system_ns
from watchword.edge.commands.links import NodeShow
from watchword.edge.commands.papers import AddPaper
from watchword.edge.setup import sign_paper
from watchword.errors import UsageError
from watchword.model.agreement import (
    AgreementId,
    CompletionNote,
    Dispute,
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
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, Instant, format_ns, parse_instant

NoteKind = Literal[
    "completion-note",
    "notice",
    "suspension",
    "lifting",
    "withdrawal",
    "reading",
    "dispute",
]


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
    text = text_of(context, agreement)
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
        dated=Instant(ns=now_ns(context)),
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


def now_ns(context: typer.Context) -> int:
    """Now, by the clock that the node's statements go by."""
    found = call(context, NodeShow())
    return parse_instant(found["now"]).ns if found["clock"] == "replay" else system_ns()


def agreement_note(
    context: typer.Context,
    agreement: Annotated[str, typer.Argument(help="Its id, such as open-desks.")],
    kind: Annotated[
        NoteKind,
        typer.Argument(help="What the note says."),
    ],
    name: Annotated[
        str, typer.Option(help="Your own name for the note; later ones refer to it.")
    ],
    dated: Annotated[
        str, typer.Option(help="The instant or day it counts from; by default now.")
    ] = "",
    says: Annotated[
        str, typer.Option(help="Reason, condition, or what a dispute is about.")
    ] = "",
    withdraws: Annotated[
        list[str], typer.Option(help="A live note taken back; name every one.")
    ] = [],  # noqa: B006 (typer's way to say none)
    reading: Annotated[
        ReadingName | None, typer.Option("--as", help="The reading asserted.")
    ] = None,
    about: Annotated[
        list[str], typer.Option(help="Of a dispute: a note or a report it is about.")
    ] = [],  # noqa: B006 (typer's way to say none)
    ends: Annotated[
        str, typer.Option(metavar="NAME", help="The dispute that this note ends.")
    ] = "",
    governance: GovernanceFile = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Make a dated, signed note about an agreement and tell the other parties.

    The state follows from it; see agreement state and agreement timeline. Only
    the party that gave a notice can suspend or withdraw it, and a withdrawal
    names every live note of its party. A dispute changes no state and relaxes
    nothing: it is on record until a note says that it has ended.
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
        about=tuple(about),
        ends=ends,
    )
    if not json:
        show_lines([f"{kind} {name} of {paper.party} about {agreement}"])
    confirm("Sign this note?", yes=yes)
    _add(context, paper, governance, json=json)


def _dated(context: typer.Context, agreement: str, text: str) -> Instant:
    """A day is an interval in the agreement's zone; a clock time is exact."""
    if not text:
        return Instant(ns=now_ns(context))
    known = is_known_to_node(context, agreement)
    zone = text_known(context, agreement).zone if known else ""
    dated = parse_instant(text, zone=zone)
    if dated.precision_ns >= DAY_NS:
        return dated
    return msgspec.structs.replace(dated, precision_ns=1)


def _note(  # noqa: PLR0911 (one a kind)
    kind: str,
    **given: Any,  # noqa: ANN401 (of one of the kinds)
) -> Instrument:
    says, withdraws = given.pop("says"), given.pop("withdraws")
    reading, about = given.pop("reading"), given.pop("about")
    ends = given.pop("ends")
    match kind:
        case "dispute":
            return Dispute(**given, about=about, says=says, ends=ends)
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
