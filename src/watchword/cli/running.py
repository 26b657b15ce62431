"""``watchword init`` and ``watchword up``: a node's folder, and running it."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer
import uvloop

from watchword.cli.node import GovernanceFile, call, governance_of, home_of, instant_ns
from watchword.cli.shown import Json, show_json, show_lines
from watchword.edge.commands.links import (
    ClockAdvance,
    NodeShow,
    QuarantineList,
    register_words,
)
from watchword.edge.config import Config, check_config
from watchword.edge.logs import configure
from watchword.edge.runtime import serve
from watchword.edge.setup import DAYS, Validity, init_node
from watchword.model.party import parse_party
from watchword.model.person import Register

DEFAULT_PORT = 7400


def add_to(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("init")(init)
    app.command("up")(up)
    app.command("node")(node)
    app.command("quarantine")(quarantine)
    app.command("clock", hidden=True)(clock)


def init(
    context: typer.Context,
    party: Annotated[str, typer.Option(help="Name, such as desk-a.example.")],
    endpoint: Annotated[
        str, typer.Option(help="Where partners reach this node, https://HOST:PORT.")
    ],
    listen: Annotated[
        str, typer.Option(help="HOST:PORT to listen on; by default the endpoint's.")
    ] = "",
    title: Annotated[str, typer.Option(help="For showing, in any script.")] = "",
    profile: Annotated[
        Literal["open", "exercise"],
        typer.Option(help="open: TLP labels, public data; exercise: all says so."),
    ] = "open",
    replay_from: Annotated[
        str, typer.Option(help="Run on a replay clock that begins here.")
    ] = "",
    since: Annotated[
        str, typer.Option("--from", help="First instant the node's key holds.")
    ] = "now",
    days: Annotated[
        int, typer.Option(min=1, max=36500, help="For how many days it holds.")
    ] = DAYS,
    governance: GovernanceFile = None,
    json: Json = False,
) -> None:
    """Make a node: its folder, keys, certificate and empty store.

    The governance key designates the node's operational key and its TLS
    certificate; make it first with governance init.
    """
    address = endpoint.removeprefix("https://").rstrip("/")
    config = Config(
        party=parse_party(party),
        title=title,
        profile=profile,
        endpoint=endpoint,
        listen=listen or address,
        clock="replay" if replay_from else "system",
        replay_from=replay_from,
    )
    check_config(config)
    home = home_of(context)
    validity = Validity(from_ns=instant_ns(since), days=days)
    init_node(home, config, governance_of(context, governance), validity)
    if json:
        show_json({"node": str(home.path), "party": party, "endpoint": endpoint})
        return
    show_lines(
        [
            f"{party} has a node in {home.path}, profile {profile}",
            "next: party export FILE, party import FILE, up",
        ]
    )


def up(context: typer.Context, json: Json = False) -> None:
    """Run the node until SIGTERM or Ctrl-C.

    It listens for partners, sends what waits, and answers the other commands
    over a local socket.
    """
    home = home_of(context)
    config = home.config()
    configure(config, sys.stderr)

    def ready(register: Register | None) -> None:
        if json:
            version = None if register is None else register.version
            shown = {"party": config.party, "listen": config.listen, "ready": True}
            show_json({**shown, "register": version})
            return
        exercise = "EXERCISE · " if config.profile == "exercise" else ""
        show_lines([f"{exercise}{config.party}  {config.listen}  ready"])
        if register is None:
            show_lines([register_words(register)])

    with home.lock():
        uvloop.run(serve(home, ready))


def node(context: typer.Context, json: Json = False) -> None:
    """Whose node this is and how it stands."""
    found = call(context, NodeShow())
    if json:
        show_json(found)
        return
    show_lines(f"{key:12} {value}" for key, value in found.items())


def quarantine(context: typer.Context, json: Json = False) -> None:
    """What came in and could not be admitted, kept as evidence."""
    found = call(context, QuarantineList())
    if json:
        show_json(found)
        return
    if not found:
        show_lines(["nothing is in quarantine"])
    show_lines(
        f"{row['id']:4} {row['at']}  {row['peer']}  {row['code']} x{row['times']}"
        f"  {row['says']}" + (" (settled)" if row["settled"] else "")
        for row in found
    )


def clock(context: typer.Context, to: str, json: Json = False) -> None:
    """Set a replay clock forward."""
    found = call(context, ClockAdvance(to_ns=instant_ns(to)))
    show_json(found) if json else show_lines([str(found["now"])])
