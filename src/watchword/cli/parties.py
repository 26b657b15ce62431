"""``watchword party``: first contact."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Annotated

import typer

from watchword.cli.node import call, home_of
from watchword.cli.shown import (
    Json,
    Yes,
    confirm,
    console,
    show_json,
    show_lines,
    table,
)
from watchword.edge.commands.parties import PartyExport, PartyImport, PartyList
from watchword.edge.fingerprint import fingerprint_words
from watchword.errors import EdgeError, UsageError
from watchword.node.parties import check_party_file
from watchword.wire.codec import encode
from watchword.wire.introduction import parse_party_file

app = typer.Typer(help="Who is known here, and first contact.", no_args_is_help=True)


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    parent.add_typer(app, name="party")


@app.command("export")
def party_export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where to; - is standard output.")],
    json: Json = False,
) -> None:
    """Write this party's file, to be given to a partner by any way.

    It holds public keys only. Then read its fingerprint to them aloud, over a
    way on which you know their voice.
    """
    data = encode(call(context, PartyExport())) + b"\n"
    shown = check_party_file(parse_party_file(data.rstrip()))
    words = fingerprint_words(b64decode(shown.governance))
    if str(file) == "-":
        typer.echo(data.decode(), nl=False)
        return
    try:
        file.write_bytes(data)
    except OSError as error:
        raise EdgeError(f"cannot write {file}: {error.strerror}") from error
    if json:
        show_json({"file": str(file), "party": shown.party, "fingerprint": words})
        return
    show_lines([f"{shown.party} in {file}", f"fingerprint  {words}"])


@app.command("import")
def party_import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The partner's file.")],
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Take in a partner's file, after comparing its fingerprint.

    Everything in it is signed by the governance key it names. That this key is
    the partner's is what the twelve words are for: have them read to you.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from error
    parsed = parse_party_file(data.strip())
    shown = check_party_file(parsed)
    if shown.party == home_of(context).config().party:
        raise UsageError(
            f"{file} is this party's own file", hint="import the one the partner gave"
        )
    words = fingerprint_words(b64decode(shown.governance))
    if not json:
        show_lines(
            [
                f"party        {shown.party}  {shown.title}",
                f"endpoint     {shown.endpoint}",
                f"fingerprint  {words}",
            ]
        )
    confirm("Has the partner read these very words to you?", yes=yes)
    call(context, PartyImport(file=parsed))
    if json:
        show_json({"party": shown.party, "fingerprint": words, "imported": True})
        return
    show_lines([f"{shown.party} is known here now"])


@app.command("list")
def party_list(context: typer.Context, json: Json = False) -> None:
    """Every party known here, with endpoint and fingerprint."""
    parties = call(context, PartyList())
    if json:
        show_json(parties)
        return
    rows = [(p["party"], p["endpoint"], p["fingerprint"]) for p in parties]
    console().print(table(("party", "endpoint", "fingerprint"), rows))
