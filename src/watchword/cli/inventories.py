"""``watchword inventory`` and ``audit``: what is held, and who read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from watchword.cli.node import call, instant_ns
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.audits import Audit
from watchword.edge.commands.inventory import InventoryShow

AsOf = Annotated[str, typer.Option(help="With what this node knew then.")]


def add_to(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("inventory")(inventory)
    app.command("audit")(audit)


def inventory(context: typer.Context, as_of: AsOf = "", json: Json = False) -> None:
    """Every item ever received or filed: held, returned, destroyed or lost.

    With its labels, originator, sender, copies and where they are. The last
    line says whether the sums fit the lines that were taken.
    """
    found = call(context, InventoryShow(as_of_ns=_as_of_ns(as_of)))
    if json:
        show_json(found)
        return
    _show(found)


def _as_of_ns(as_of: str) -> int | None:
    return instant_ns(as_of, end=True) if as_of else None


def _show(found: dict[str, Any]) -> None:
    rows = [row for item in found["items"] for row in _rows(item)]
    columns = ("item", "form", "originator", "from", "label", "own label", "now")
    console().print(table((*columns, "where", "registered by"), rows, whole=1))
    sums = " · ".join(f"{outcome} {n}" for outcome, n in found["sums"].items())
    show_lines([f"{len(found['items'])} items: {sums}", _adds_up(found["check"])])


def _adds_up(check: dict[str, Any]) -> str:
    fits = "it adds up" if check["reconciles"] else "IT DOES NOT ADD UP"
    lines = f"{check['lines_taken']} lines taken, {check['lines_receipted']} receipted"
    items = f"{check['items_received']} received, {check['items_own']} own"
    return f"{items}; {lines}: {fits}"


def _rows(item: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    yield (
        item["name"][:12],
        item["form"],
        ", ".join([item["originator"], *item["originators"]]),
        item["sender"],
        item["label_in_force"],
        item["own_label"],
        item["outcome"],
        item["location"],
        item["registered_by"],
    )
    for copy in item["copies"]:
        what = f"for {copy['recipient']}, {copy['purpose']}"
        head = f"  copy {copy['number']}"
        yield (head, "", "", "", what, "", copy["outcome"], copy["location"], "")


def audit(context: typer.Context, as_of: AsOf = "", json: Json = False) -> None:
    """What an auditor takes along: register, inventory, readings and copies.

    As of an instant it is what this node knew then; --json has all of it, with
    the signed register and the ledger's checkpoint. No content is in it.
    """
    found = call(context, Audit(as_of_ns=_as_of_ns(as_of)))
    if json:
        show_json(found)
        return
    _show(found)
    register = found["register"]
    version = "none" if register is None else f"version {register['version']}"
    show_lines([f"register of persons: {version}"])
    show_lines(
        f"{row['at'][:19]}  {row['person']}  {row['command']}  opened {row['opened']},"
        f" withheld {row['withheld']}  {row['purpose']}".rstrip()
        for row in found["reads"]
    )
    show_lines(
        f"{row['at'][:19]}  {row['person'] or '-'}  copy {row['number']} of"
        f" {row['report'][:12]} for {row['recipient']}  {row['purpose']}"
        for row in found["copies"]
    )
