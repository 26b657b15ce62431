"""``watchword governance`` and ``watchword key``."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from watchword.cli import rotations
from watchword.cli.node import GovernanceFile, call, governance_of, home_of, instant_ns
from watchword.cli.shown import Json, show_json, show_lines
from watchword.edge.clock import system_ns
from watchword.edge.commands.papers import AddPaper
from watchword.edge.fingerprint import fingerprint_words
from watchword.edge.keyfiles import new_signer
from watchword.edge.setup import DAYS
from watchword.model.designation import Designation, certificate_pin
from watchword.model.time import DAY_NS, format_ns
from watchword.trust.signed import sign_payload
from watchword.wire.statement import format_statement

governance_app = typer.Typer(
    help="The key that speaks for the party; it can be kept offline.",
    no_args_is_help=True,
)
key_app = typer.Typer(
    help="Keys that the governance key designates.", no_args_is_help=True
)


def add_to(app: typer.Typer) -> None:
    """Put the groups on the command line."""
    app.add_typer(governance_app, name="governance")
    rotations.add_to(key_app)
    app.add_typer(key_app, name="key")


@governance_app.command("init")
def governance_init(
    context: typer.Context,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where; by default in the node's folder."),
    ] = None,
    json: Json = False,
) -> None:
    """Draw the party's governance key and show its fingerprint as words.

    It signs agreements and notes, and designates the keys that work for the
    party. Keep a copy where the node is not; nothing can replace it.
    """
    home = home_of(context)
    if out is None:
        home.make()
    path = out or home.governance_path
    words = fingerprint_words(new_signer(path).public)
    if json:
        show_json({"file": str(path), "fingerprint": words})
        return
    show_lines([f"governance key  {path}", f"fingerprint     {words}"])


@key_app.command("designate")
def key_designate(
    context: typer.Context,
    purpose: Annotated[
        Literal["operational", "tls"], typer.Argument(help="What the key is for.")
    ] = "operational",
    since: Annotated[
        str, typer.Option("--from", help="First instant it holds.")
    ] = "now",
    days: Annotated[
        int, typer.Option(min=1, max=36500, help="For how many days it holds.")
    ] = DAYS,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="End it instead, from that instant.")
    ] = False,
    governance: GovernanceFile = None,
    json: Json = False,
) -> None:
    """Designate the node's present key anew, for longer, or end it.

    Partners with whom an agreement is shared are told over its channel.
    """
    signer = governance_of(context, governance)
    from_ns = instant_ns(since)
    home = home_of(context)
    certificate = home.certificate_path.read_text() if purpose == "tls" else ""
    designation = Designation(
        party=home.config().party,
        purpose=purpose,
        public=certificate_pin(certificate)
        if certificate
        else b64encode(home.signer().public).decode(),
        certificate=certificate,
        valid_from_ns=from_ns,
        valid_until_ns=from_ns + days * DAY_NS,
        said_at_ns=system_ns(),
        revoked=revoke,
    )
    envelope = sign_payload(format_statement(designation), signer)
    done = call(context, AddPaper(envelope=envelope))
    if json:
        show_json({**msgspec.to_builtins(designation), **done})
        return
    until = "ended" if revoke else f"until {format_ns(designation.valid_until_ns)}"
    show_lines([f"{purpose} key designated from {format_ns(from_ns)}, {until}"])
    show_lines(f"told {partner}" for partner in done["told"])
