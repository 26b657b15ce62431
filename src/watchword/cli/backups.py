"""``watchword backup`` and ``watchword restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from watchword.cli.node import call, home_of
from watchword.cli.shown import Json, Yes, confirm, show_json, show_lines
from watchword.edge.backup import restore
from watchword.edge.commands.backups import Backup
from watchword.edge.commands.restored import RestoredSettle, RestoredShow
from watchword.model.party import PartyId

KeysFolder = Annotated[
    Path | None,
    typer.Option(
        "--keys",
        metavar="DIR",
        help="Where the copy of the item keys is; by default DIR/keys.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("backup")(backup)
    app.command("restore")(put_back)
    app.command("restored")(restored)


def backup(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to.")],
    keys: KeysFolder = None,
    json: Json = False,
) -> None:
    """Copy the store, and apart from it the item keys with the list of erased ones.

    The node may run meanwhile. Keep the two copies in different places, and only
    the newest copy of the keys: an older one may still have what was destroyed
    since. The keys in keys/ and watchword.toml are not in it.
    """
    where, apart = _folders(folder, keys)
    found = call(context, Backup(folder=str(where), keys_folder=str(apart)))
    if json:
        show_json(found)
        return
    lines = [f"the store is copied to {where}", f"the item keys are copied to {apart}"]
    show_lines([*lines, f"{found['erased']} on the list of erased keys"])


def put_back(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the copy is.")],
    keys: KeysFolder = None,
    erased: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A newer erased.json; may be given again."),
    ] = None,
    json: Json = False,
) -> None:
    """Put a copy back into a node's folder that has no store, and verify it.

    Everything on any list of erased keys is destroyed in it before the node can
    serve: on the copy's, on that of the item keys still in the folder, and on
    those given.
    """
    where, apart = _folders(folder, keys)
    found = restore(home_of(context), where, apart, erased or ())
    if json:
        show_json(found)
        return
    show_lines(
        [
            f"{found['statements']} statements, every name and signature holds",
            f"{found['destroyed']} destroyed",
            "restored",
        ]
    )
    show_lines(f"to be asked  {partner}" for partner in found["waits_for"])
    if found["waits_for"]:
        show_lines(["it signs nothing before; up asks them, restored says how it goes"])


def restored(
    context: typer.Context,
    without: Annotated[
        str, typer.Option(metavar="PARTY", help="Go on without asking this partner.")
    ] = "",
    because: Annotated[
        str, typer.Option(metavar="TEXT", help="Why; it goes into the ledger.")
    ] = "",
    yes: Yes = False,
    json: Json = False,
) -> None:
    """After restore: who has not shown yet what it holds of this node's logs.

    A copy is older than what was said, so a node put back signs nothing until
    its partners have shown their highest checkpoints. Leave one out only where
    it cannot be reached and has taken nothing since the copy: otherwise a second
    history begins, and it will refuse all of it.
    """
    if without:
        confirm(f"Go on without asking {without}?", yes=yes)
        command = RestoredSettle(without=PartyId(without), because=because)
        found = call(context, command)
    else:
        found = call(context, RestoredShow())
    if json:
        show_json(found)
        return
    if not found["restored"]:
        show_lines(["nothing is waited for: the node signs and sends"])
        return
    errors = found["errors"]
    show_lines(f"waits for {p}  {errors.get(p, '')}" for p in found["waits_for"])


def _folders(folder: Path, keys: Path | None) -> tuple[Path, Path]:
    return folder.absolute(), (keys or folder / "keys").absolute()
