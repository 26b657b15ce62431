"""``watchword key rotate``, ``sign``, ``revoke`` and ``list``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from watchword.cli.node import GovernanceFile, call, governance_of, home_of, instant_ns
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
from watchword.edge.commands.keys import KeyList, KeyRotate
from watchword.edge.commands.papers import AddPaper
from watchword.edge.keyfiles import read_signer
from watchword.edge.setup import DAYS, draw_next
from watchword.errors import UsageError
from watchword.model.designation import Designation, Purpose
from watchword.model.time import DAY_NS, format_ns
from watchword.trust.signed import sign_payload
from watchword.wire.envelope import Envelope, format_envelope, parse_envelope
from watchword.wire.statement import format_statement, parse_statement

Tls = Annotated[
    bool, typer.Option("--tls", help="The certificate of the node, not the key.")
]


def add_to(key_app: typer.Typer) -> None:
    """Put the commands into the group ``key``."""
    key_app.command("rotate")(rotate)
    key_app.command("sign")(sign)
    key_app.command("revoke")(revoke)
    key_app.command("list")(key_list)


def rotate(
    context: typer.Context,
    tls: Tls = False,
    days: Annotated[
        int, typer.Option(min=1, max=36500, help="For how many days it holds.")
    ] = DAYS,
    request: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what governance has to sign, there."),
    ] = None,
    signed: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Take what governance has signed."),
    ] = None,
    now: Annotated[
        bool, typer.Option("--now", help="Do not wait for partners to know the key.")
    ] = False,
    wait_s: Annotated[
        float, typer.Option("--wait", min=0, help="Seconds to wait for partners.")
    ] = 10.0,
    governance: GovernanceFile = None,
    json: Json = False,
) -> None:
    """Draw a new key, have it designated, and use it once every partner knows it.

    The node runs on meanwhile, no connection breaks, and the key before holds
    to its own end. Where governance is kept offline: --request here, key sign
    there, --signed here. Who is still waited for is told again and again; the
    key comes into use by itself when the last has signed for it.
    """
    purpose: Purpose = "tls" if tls else "operational"
    home = home_of(context)
    if signed is not None:
        envelope = _read(signed)
    else:
        designation = draw_next(home, home.config(), purpose, days)
        if request is not None:
            request.write_bytes(format_statement(designation))
            _say_requested(request, json=json)
            return
        signer = governance_of(context, governance)
        envelope = sign_payload(format_statement(designation), signer)
    command = KeyRotate(purpose=purpose, envelope=envelope, now=now, wait_s=wait_s)
    _show_rotated(call(context, command), json=json)


def _read(path: Path) -> Envelope:
    try:
        return parse_envelope(path.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error


def _say_requested(path: Path, *, json: bool) -> None:
    if json:
        show_json({"request": str(path)})
        return
    show_lines(
        [
            f"to be signed  {path}",
            "next: key sign FILE --out SIGNED where the governance key is,",
            "      then key rotate --signed SIGNED here",
        ]
    )


def _show_rotated(found: dict[str, Any], *, json: bool) -> None:
    if json:
        show_json(found)
        return
    state = "in use" if found["in_use"] else "designated, not in use yet"
    show_lines([f"{found['purpose']} key {found['public'][:16]}  {state}"])
    show_lines(f"told {partner}" for partner in found["told"])
    show_lines(f"waits for {partner}" for partner in found["waits_for"])
    if not found["in_use"]:
        show_lines(["it comes into use by itself when they have signed for it"])


def sign(
    request: Annotated[
        Path, typer.Argument(metavar="FILE", help="What rotate --request has written.")
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the result goes.")],
    governance: Annotated[
        Path, typer.Option(metavar="FILE", help="The governance key.")
    ],
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Sign a designation where the governance key is kept; no node is needed."""
    try:
        payload = request.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {request}: {error.strerror}") from error
    envelope = sign_payload(payload, read_signer(governance))
    said = parse_statement(envelope)
    if not isinstance(said, Designation):
        raise UsageError(f"{request} designates no key", hint="key rotate --request")
    if not json:
        show_lines(_words(said))
    confirm("Sign this designation?", yes=yes)
    out.write_bytes(format_envelope(envelope))
    if json:
        show_json({**msgspec.to_builtins(said), "signed": str(out)})
        return
    show_lines([f"signed  {out}"])


def _words(said: Designation) -> list[str]:
    return [
        f"party    {said.party}",
        f"purpose  {said.purpose}",
        f"key      {said.public}",
        f"from     {format_ns(said.valid_from_ns)}",
        f"until    {format_ns(said.valid_until_ns)}",
    ]


def revoke(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="Its id, or the beginning of it.")],
    since: Annotated[
        str, typer.Option("--from", help="Since when nothing it signed counts.")
    ] = "now",
    yes: Yes = False,
    governance: GovernanceFile = None,
    json: Json = False,
) -> None:
    """End a key that may be in other hands, from an instant on and for ever.

    What was said before that instant stays; what it signs of later is refused,
    here and by every partner. Rotate first: the key in use is not revoked.
    """
    signer = governance_of(context, governance)
    row = _own(call(context, KeyList()), home_of(context).config().party, key)
    if row["use"] == "in use" and not row["revoked"]:
        raise UsageError(
            f"{row['key_id'][:12]} is the key in use",
            hint="key rotate first; then revoke this one",
        )
    from_ns = instant_ns(since)
    confirm(f"End {row['purpose']} key {row['key_id'][:12]} for ever?", yes=yes)
    said = Designation(
        party=row["party"],
        purpose=row["purpose"],
        public=row["public"],
        valid_from_ns=from_ns,
        valid_until_ns=from_ns + DAY_NS,
        said_at_ns=system_ns(),
        revoked=True,
    )
    envelope = sign_payload(format_statement(said), signer)
    done = call(context, AddPaper(envelope=envelope))
    if json:
        show_json({**msgspec.to_builtins(said), **done})
        return
    show_lines(
        [f"{row['purpose']} key {row['key_id'][:12]} ended {format_ns(from_ns)}"]
    )
    show_lines(f"told {partner}" for partner in done["told"])


def _own(rows: list[dict[str, Any]], party: str, key: str) -> dict[str, Any]:
    found = {
        row["key_id"]: row
        for row in rows
        if row["party"] == party and key and row["key_id"].startswith(key)
    }
    if len(found) != 1:
        raise UsageError(
            f"{len(found)} own keys begin with {key!r}", hint="key list shows their ids"
        )
    return next(iter(found.values()))


def key_list(context: typer.Context, json: Json = False) -> None:
    """Every key designated by any party known here: dates, use, and what ends soon."""
    rows = call(context, KeyList())
    if json:
        show_json(rows)
        return
    shown = [
        (
            row["party"],
            row["purpose"],
            row["key_id"][:12],
            row["valid_from"][:16],
            "revoked" if row["revoked"] else row["valid_until"][:16],
            row["use"],
            f"ends in {row['ends_in_days']} days" if row["warning"] else "",
        )
        for row in rows
    ]
    columns = ("party", "purpose", "key", "from", "until", "use", "warning")
    console().print(table(columns, shown))
