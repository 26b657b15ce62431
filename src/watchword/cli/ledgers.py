"""``watchword ledger``: is what is stored what was signed, and can others see it?"""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Annotated, Any

import typer

from watchword.cli.node import call
from watchword.cli.proofs import check_proof_file
from watchword.cli.shown import (
    Json,
    Yes,
    confirm,
    console,
    show_json,
    show_lines,
    table,
    working,
)
from watchword.edge.commands.ledgers import (
    LedgerForks,
    LedgerKeys,
    LedgerProve,
    LedgerTiles,
    LedgerTrustAgain,
    LedgerVerify,
)
from watchword.errors import EdgeError, LedgerError

app = typer.Typer(help="The ledger and its proofs.", no_args_is_help=True)

Log = Annotated[
    str, typer.Argument(metavar="LOG", help="Its name, such as ledger verify shows.")
]


def add_to(parent: typer.Typer) -> None:
    """Put the group on the command line."""
    app.command("check")(check_proof_file)
    parent.add_typer(app, name="ledger")


@app.command("verify")
def ledger_verify(context: typer.Context, json: Json = False) -> None:
    """Recompute every log from its entries and check every signature.

    Exit code 6 where something does not fit, or where two histories of a log
    were shown and nobody has settled it; nothing is repaired.
    """
    with working("verifying"):
        found = call(context, LedgerVerify())
    if json:
        show_json(found)
    else:
        _show_verified(found)
    if found["forks"]:
        raise typer.Exit(LedgerError.exit_code)


def _show_verified(found: dict[str, Any]) -> None:
    rows = [
        (
            log["log"],
            log["entries"],
            log["last_signed"],
            log["cosigned"] or "",
            log["receipted"] or "",
        )
        for log in found["logs"]
    ]
    columns = ("log", "entries", "signed to", "cosigned to", "receipted to")
    console().print(table(columns, rows))
    show_lines([f"{found['statements']} statements, every name and signature holds"])
    if found["destroyed"]:
        show_lines([f"{found['destroyed']} destroyed, each by a signed certificate"])
    show_lines(["verified"])
    _show_open(found["forks"])


def _show_open(forks: list[dict[str, Any]]) -> None:
    for fork in forks:
        says = (
            "nothing more of it is taken or sent"
            if fork["stops"]
            else "its lines are sent again"
        )
        console().print(
            f"{fork['code'].upper()}  {fork['log']}  {fork['at']}  {says}",
            style="bold red",
            markup=False,
        )
    if forks:
        show_lines(["watchword ledger forks shows what both sides have signed"])


@app.command("prove")
def ledger_prove(
    context: typer.Context,
    entry: Annotated[
        str,
        typer.Argument(
            metavar="ENTRY",
            help="The beginning of a statement's name, or LOG:NUMBER.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to; by default here."),
    ] = None,
    json: Json = False,
) -> None:
    """Write a proof that a line is in its channel's log.

    Beside NAME.tlog-proof goes NAME.line, the line itself as it was sent, or
    NAME.entry where only what the log holds of it is here. ledger check needs
    both, and the public keys.
    """
    found = call(context, LedgerProve(entry=entry))
    stem = (found["statement"] or found["log"].replace("/", "-"))[:12]
    folder = out or Path()
    name = f"{stem}-{found['number']}"
    paths = [folder / f"{name}.tlog-proof"]
    _write(paths[0], found["proof"].encode())
    if found["line"] is None:
        paths.append(folder / f"{name}.entry")
        _write(paths[1], b64decode(found["entry"]))
    else:
        paths.append(folder / f"{name}.line")
        _write(paths[1], found["line"].encode())
    if json:
        show_json({**found, "files": [str(path) for path in paths]})
        return
    show_lines(
        [
            f"{paths[0]}",
            f"{paths[1]}",
            f"proves: this is entry {found['number']} of {found['log']},",
            f"  in its tree of {found['size']}, signed by its sender",
            _cosigned_words(found["cosigned_by"]),
            f"watchword ledger check {paths[0]} --party FILE checks it anywhere",
        ]
    )


def _cosigned_words(witnesses: list[str]) -> str:
    if witnesses:
        return f"  and cosigned by {', '.join(witnesses)}"
    return "  and cosigned by nobody yet: so far it is its sender's word alone"


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise EdgeError(f"cannot write {path}: {error.strerror}") from error


@app.command("keys")
def ledger_keys(context: typer.Context, json: Json = False) -> None:
    """The public keys of logs and witnesses, one verifier key a line.

    In a file they are what ledger check --keys takes, and any client of C2SP.
    """
    found = call(context, LedgerKeys())
    if json:
        show_json(found)
        return
    for row in found:
        typer.echo(row["key"])


@app.command("tiles")
def ledger_tiles(
    context: typer.Context,
    log: Log,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to.")],
    json: Json = False,
) -> None:
    """Write a log as files: checkpoint, tiles and entries, as C2SP names them.

    Any client of tlog-tiles can read it there. Of a channel that is commitments
    only; the own ledger's entries say in clear who was given what by which rule.
    """
    with working("writing"):
        found = call(context, LedgerTiles(log=log, folder=str(out.absolute())))
    if json:
        show_json(found)
        return
    show_lines([f"{found['files']} files of {log} in {found['folder']}"])


@app.command("forks")
def ledger_forks(context: typer.Context, json: Json = False) -> None:
    """What shows that a log has two histories: both sides, as signed."""
    found = call(context, LedgerForks())
    if json:
        show_json(found)
        return
    if not found:
        show_lines(["no log has shown two histories"])
        return
    for fork in found:
        _show_fork(fork)


def _show_fork(fork: dict[str, Any]) -> None:
    settled = fork["settled"]
    style = "dim" if settled else "bold red"
    head = f"{fork['code'].upper()}  {fork['log']}  {fork['at']}"
    console().print(head, style=style, markup=False)
    show_lines(["held here:", *fork["ours"].splitlines()])
    show_lines(["shown by the other side:", *fork["theirs"].splitlines()])
    if settled:
        show_lines([f"settled {settled}: {fork['because']}"])


@app.command("trust-again")
def ledger_trust_again(
    context: typer.Context,
    log: Log,
    because: Annotated[
        str, typer.Option("--because", metavar="TEXT", help="Why; it is entered.")
    ],
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Settle a fork: go on with the history of a log that is held here.

    First speak to the partner, over a way on which you know their voice. The
    evidence stays; where the other history is shown again, it stops again.
    """
    confirm(f"Trust {log} again?", yes=yes)
    found = call(context, LedgerTrustAgain(log=log, because=because))
    if json:
        show_json(found)
        return
    show_lines([f"{log} is trusted again: {because}"])
