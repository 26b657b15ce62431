"""``watchword person`` and ``why-not``: who may read here, what is withheld."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from watchword.cli.node import (
    GovernanceFile,
    Purpose,
    call,
    governance_of,
    home_of,
    instant_ns,
)
from watchword.cli.papers import now_ns
from watchword.cli.shown import Json, console, show_json, show_lines, table
from watchword.edge.commands.papers import AddPaper
from watchword.edge.commands.persons import RegisterShow, WhyNot
from watchword.edge.keyfiles import new_signer, read_signer
from watchword.edge.setup import DAYS
from watchword.errors import UsageError
from watchword.model.person import (
    GOVERNANCE,
    ROLES,
    Person,
    Register,
    Role,
    check_person,
)
from watchword.model.time import DAY_NS, format_ns
from watchword.trust.signed import sign_payload
from watchword.wire.envelope import Envelope, check_envelope
from watchword.wire.statement import format_statement, parse_statement

app = typer.Typer(
    help="The register of persons who may read at this node.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="Such as kim.desk.")]


def add_to(parent: typer.Typer) -> None:
    """Put the group and ``why-not`` on the command line."""
    parent.add_typer(app, name="person")
    parent.command("why-not")(why_not)


@app.command("key")
def person_key(
    context: typer.Context,
    name: Name,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where; by default in keys/persons."),
    ] = None,
    json: Json = False,
) -> None:
    """Draw a person's key, best on that person's own machine.

    The register takes its public part; the file stays with the person.
    """
    check_person(name)
    if name == GOVERNANCE:
        raise UsageError(
            "the governance key is no person's", hint="watchword governance init"
        )
    path = out or home_of(context).person_key_path(name)
    public = b64encode(new_signer(path).public).decode()
    if json:
        show_json({"file": str(path), "public": public})
        return
    show_lines([f"key of {name}  {path}", f"public  {public}"])


@app.command("add")
def person_add(
    context: typer.Context,
    name: Name,
    role: Annotated[list[str], typer.Option(help=f"{', '.join(ROLES)}; once each.")],
    clearance: Annotated[
        str, typer.Option(help="The highest own label, or level, it reaches.")
    ] = "",
    need: Annotated[
        list[str],
        typer.Option(metavar="TOPIC", help="What the duties need; once for each."),
    ] = [],  # noqa: B006 (typer's way to say none)
    public: Annotated[
        str, typer.Option(metavar="KEY", help="By default that of keys/persons.")
    ] = "",
    since: Annotated[
        str, typer.Option("--from", help="First instant the entry counts.")
    ] = "",
    until: Annotated[
        str, typer.Option(help="First instant it counts no more; two years on.")
    ] = "",
    authority: Annotated[str, typer.Option(help="Who granted the clearance.")] = "",
    facility: Annotated[str, typer.Option(help="Where the person works.")] = "",
    governance: GovernanceFile = None,
    json: Json = False,
) -> None:
    """Put a person on the register, or change its entry.

    The governance key signs the whole register anew. From the first one on
    every command to this node says who gives it, with --as.
    """
    key = public or _public_of(context, name)
    from_ns = instant_ns(since) if since else now_ns(context)
    person = Person(
        name=name,
        public=key,
        roles=_roles(role),
        clearance=clearance,
        need=tuple(sorted(set(need))),
        valid_from_ns=from_ns,
        valid_until_ns=instant_ns(until) if until else from_ns + DAYS * DAY_NS,
        authority=authority,
        facility=facility,
    )
    _sign(context, governance, add=person, json=json)


def _roles(words: list[str]) -> tuple[Role, ...]:
    if set(words) - set(ROLES):
        raise UsageError(f"a role is one of: {', '.join(ROLES)}")
    return tuple(role for role in ROLES if role in words)


def _public_of(context: typer.Context, name: str) -> str:
    path = home_of(context).person_key_path(name)
    if not path.exists():
        raise UsageError(
            f"no key of {name} in {path}",
            hint=f"watchword person key {name}, or --public KEY",
        )
    return b64encode(read_signer(path).public).decode()


@app.command("remove")
def person_remove(
    context: typer.Context,
    name: Name,
    governance: GovernanceFile = None,
    json: Json = False,
) -> None:
    """Take a person off the register: at once, and for whatever is held."""
    _sign(context, governance, remove=name, json=json)


def _sign(
    context: typer.Context,
    governance: Path | None,
    *,
    add: Person | None = None,
    remove: str = "",
    json: bool,
) -> None:
    found = call(context, RegisterShow())
    before = _register(found)
    if remove and (before is None or before.named(remove) is None):
        raise UsageError(f"nobody on the register is called {remove[:63]!r}")
    gone = remove if add is None else add.name
    kept = [p for p in (before.persons if before else ()) if p.name != gone]
    persons = [*kept, add] if add is not None else kept
    signer = governance_of(context, governance)
    register = Register(
        party=home_of(context).config().party,
        version=1 + (before.version if before else 0),
        persons=tuple(sorted(persons, key=lambda person: person.name)),
        said_at_ns=now_ns(context),
    )
    envelope = sign_payload(format_statement(register), signer)
    call(context, AddPaper(envelope=envelope))
    if json:
        show_json({"version": register.version, "persons": len(register.persons)})
        return
    show_lines(
        [
            (
                f"register version {register.version}, {len(register.persons)} persons,"
                f" from {format_ns(register.said_at_ns)}"
            )
        ]
    )


def _register(found: dict[str, Any] | None) -> Register | None:
    """What was signed; what it says beside that is for showing."""
    if found is None:
        return None
    envelope = check_envelope(msgspec.convert(found["signed"], Envelope))
    register = parse_statement(envelope)
    return register if isinstance(register, Register) else None


@app.command("list")
def person_list(context: typer.Context, json: Json = False) -> None:
    """Who is on the register, with roles, clearance and need."""
    found = call(context, RegisterShow())
    if json:
        show_json([] if found is None else found["persons"])
        return
    _show(found)


@app.command("register")
def person_register(
    context: typer.Context,
    as_of: Annotated[str, typer.Option(help="As it stood then.")] = "",
    json: Json = False,
) -> None:
    """The register as it stands or stood, with what the governance key signed."""
    as_of_ns = instant_ns(as_of, end=True) if as_of else None
    found = call(context, RegisterShow(as_of_ns=as_of_ns))
    if json:
        show_json(found)
        return
    _show(found)


def _show(found: dict[str, Any] | None) -> None:
    if found is None:
        show_lines(["no register of persons: whoever owns this folder may read"])
        return
    rows = [
        (
            person["name"],
            ", ".join(person["roles"]),
            person.get("clearance", ""),
            ", ".join(person.get("need", ())),
            person["valid_from"][:10],
            person["valid_until"][:10],
            person.get("authority", ""),
            person.get("facility", ""),
        )
        for person in found["persons"]
    ]
    columns = ("person", "roles", "clearance", "need", "from", "until", "granted by")
    console().print(table((*columns, "facility"), rows))
    show_lines([f"version {found['version']} of {found['said_at']}"])


def why_not(
    context: typer.Context,
    report: Annotated[
        str, typer.Argument(help="Beginning of a report's name; none: all held.")
    ] = "",
    purpose: Purpose = "",
    json: Json = False,
) -> None:
    """What is kept from you here, and under which clause; nothing of what it says."""
    found = call(context, WhyNot(report=report, purpose=purpose))
    if json:
        show_json(found)
        return
    if not found["withheld"]:
        show_lines(["nothing is kept from you"])
    for row in found["withheld"]:
        show_lines([row["name"][:12]])
        show_lines(
            f"  {no['id']} {no['code']} · {no['says']}" for no in row["refusals"]
        )


def withheld(found: dict[str, Any] | None) -> list[str]:
    """How much is kept from whoever asks; no line where nothing is."""
    if not found or not found["items"]:
        return []
    reasons = ", ".join(f"{code} {count}" for code, count in found["codes"].items())
    return [f"{found['items']} items withheld from you ({reasons}): watchword why-not"]
