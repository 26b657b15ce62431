"""``watchword agreement``: texts, papers, what holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from watchword.agreements.articles import rows_of
from watchword.agreements.terms import parse_terms
from watchword.cli import papers, whatif
from watchword.cli.bar import drawn
from watchword.cli.known import (
    life_of,
    state_found,
    text_of,
    timeline_found,
)
from watchword.cli.node import call, home_of
from watchword.cli.shown import (
    Json,
    console,
    show_json,
    show_lines,
    table,
)
from watchword.edge.commands.papers import AgreementList
from watchword.errors import EdgeError, UsageError
from watchword.model.party import parse_party
from watchword.record.articles import named_tests
from watchword.record.library import agreement_text, shipped_agreements

app = typer.Typer(
    help="Agreements: their texts, the notes about them, what holds when.",
    no_args_is_help=True,
)

Agreement = Annotated[str, typer.Argument(help="Its id, such as open-desks.")]


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line, and the group's papers in it."""
    app.command("sign")(papers.agreement_sign)
    app.command("note")(papers.agreement_note)
    app.command("what-if")(whatif.agreement_what_if)
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
    """The life of an agreement: each paper, and the state after it.

    The bar shows the state over the years, and below it the notes; where the
    parties read the papers differently, a line for each says when it may end.
    """
    rows = timeline_found(context, agreement)
    if json:
        show_json(rows)
        return
    out = console()
    bar, letters = drawn(rows, life_of(context, agreement), out.width)
    for line in bar:
        out.print(line, soft_wrap=True)
    body = [
        (
            letter,
            re.sub(r"\.\d+", "", row["at"].replace("T", " ")),
            row["state"],
            row["party"],
            f"{row['paper'] or 'end of the term'} {row['note']}"
            + (f" (without effect: {row['ignored']})" if row["ignored"] else ""),
        )
        for letter, row in zip(letters, rows, strict=True)
    ]
    out.print(table(("", "when", "state after", "party", "paper"), body))


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
    text = text_of(context, agreement)
    show_json({"agreement": agreement, "text": text}) if json else typer.echo(text)


@app.command("rules")
def agreement_rules(
    context: typer.Context,
    agreement: Annotated[
        str, typer.Argument(help="Its id; by default every shipped example.")
    ] = "",
    json: Json = False,
) -> None:
    """Each article, the rule behind it, and the tests that prove the rule.

    Kind E is enforced, R is recorded for people to judge, O is out of scope.
    """
    names = (agreement,) if agreement else shipped_agreements()
    found = [
        row for name in names for row in rows_of(parse_terms(text_of(context, name)))
    ]
    tests = named_tests()
    if json:
        show_json(
            [
                {**msgspec.to_builtins(row), "tests": tests.get(row.key, ())}
                for row in found
            ]
        )
        return
    body = [
        (
            row.agreement,
            row.article,
            row.id,
            row.kind,
            row.rule,
            len(tests.get(row.key, ())),
        )
        for row in found
    ]
    head = ("agreement", "article", "clause", "kind", "rule", "tests")
    console().print(table(head, body))


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
    own = {
        f'"{old}"': f'"{parse_party(new)}"'
        for old, new in zip(terms.parties, party, strict=True)
    }
    # All at once: a new name may be another's old one.
    text = re.sub("|".join(map(re.escape, own)), lambda found: own[found[0]], text)
    if name:
        text = text.replace(f'id = "{agreement}"', f'id = "{name}"', 1)
    parse_terms(text)
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EdgeError(f"cannot write {out}: {error.strerror}") from error
    shown = {"file": str(out), "agreement": name or agreement, "parties": party}
    show_json(shown) if json else show_lines([f"{shown['agreement']} in {out}"])
