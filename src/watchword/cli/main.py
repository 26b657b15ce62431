"""``watchword``: the command, its groups, and what becomes of errors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from watchword import __version__
from watchword.cli import (
    agreements,
    alerts,
    approvals,
    backups,
    catalogues,
    claims,
    copies,
    counts,
    couriers,
    demo,
    doctor,
    enquiries,
    flights,
    follow,
    imports,
    incidents,
    inventories,
    items,
    judgements,
    keys,
    ledgers,
    links,
    oddities,
    parties,
    persons,
    pictures,
    postures,
    press,
    proposals,
    readings,
    records,
    releases,
    reports,
    running,
    shifts,
    tasks,
    upgrades,
)
from watchword.cli.node import PERSON, default_home
from watchword.cli.shown import show_error
from watchword.cli.spilled import shown_of
from watchword.edge.home import Home
from watchword.edge.logs import be_quiet
from watchword.errors import UsageError, WatchwordError

MANUAL = """
Partners tell each other what they know of missile launches and nuclear tests,
as far as an agreement goes, and get one picture out of many reports.

Not accredited for classified information. Use public or exercise data only.

\b
WAYS TO BEGIN
  watchword demo
      three desks on this machine exchange the public record of 2022
  watchword agreement state gsomia-2016 --at 2019-11-22T18:00+09:00
      what held of an agreement at an instant, derived from its dated papers
  watchword flight check --apogee 2802 --range 933 --time 39
      can a reported apogee, range and flight time belong to one flight?

\b
A NODE OF YOUR OWN
  watchword governance init        draw the key that speaks for the party
  watchword init --party desk-a.example --endpoint https://HOST:7400
  watchword party export FILE      give it to a partner, take theirs
  watchword party import FILE      compare the twelve words aloud
  watchword up                     run the node
  watchword agreement sign FILE    an agreement begins as a text file
  watchword posture set AGREEMENT push
  watchword report file launch observed_at=... --topic ... --label ...

\b
A DAY AT THE DESK
  watchword count --year 2026      how many, by every rule, side by side
  watchword claim check "at least 18 missile tests" --year 2026
  watchword catalogue list         every event, how it stands, what changed
  watchword tasks                  what waits for a person, and how to settle it
  watchword why REPORT --to PARTY  each rule, passed or failed, with its article
  watchword release, approve       decide; let a holder pass your content on
  watchword ask, answer            what do you hold about this?
  watchword label change, recall   say it of a report wherever it is
  watchword register, dispose      custody begins, and ends
  watchword incident open          loss or compromise, told at once
  watchword history REPORT         everything said about it, in order
  watchword courier pack, unpack   the same in sealed files, where no link may be
  watchword alert list             what somebody has to be told now, and who was
  watchword shift hand-over        leave the desk to another, with what is open
  watchword doctor                 look the node over, and the way to each partner

\b
EXIT CODES
  0  done                          4  nobody known stands behind it
  1  another error                 5  may not go, or marking refused
  2  wrong use                     6  the ledger does not verify
  3  bytes refused                 7  try again later

\b
ENVIRONMENT
  WATCHWORD_NODE  the node's folder, by default ~/.watchword
  WATCHWORD_PERSON  who gives the command, at a node with a register of persons
  WATCHWORD_LISTEN, WATCHWORD_ENDPOINT, WATCHWORD_TITLE, WATCHWORD_CLOCK and
  WATCHWORD_STORE_MAX_MB, WATCHWORD_HEALTH_LISTEN, WATCHWORD_LOG and
  WATCHWORD_LOG_LEVEL have the last word over watchword.toml
"""

NAME = "watchword"

app = typer.Typer(
    name=NAME,
    help=MANUAL,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"watchword {__version__}")
        raise typer.Exit


@app.callback()
def watchword(
    context: typer.Context,
    node: Annotated[
        Path | None, typer.Option("--node", metavar="DIR", help="The node's folder.")
    ] = None,
    person: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="PERSON",
            help="Who gives the command: a name in keys/persons, or a key file.",
        ),
    ] = "",
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say which."),
    ] = False,
) -> None:
    """Hold what stands before the command."""
    be_quiet()
    context.obj = Home(node or default_home())
    context.meta[PERSON] = person


for _group in (agreements, keys, ledgers, links, parties, pictures, postures):
    _group.add_to(app)
for _group in (approvals, items, incidents, enquiries, records, tasks):
    _group.add_to(app)
for _group in (catalogues, counts, claims, flights, judgements, oddities):
    _group.add_to(app)
for _group in (couriers, follow, imports, press, proposals, readings):
    _group.add_to(app)
for _group in (releases, reports, copies, inventories, persons):
    _group.add_to(app)
for _group in (alerts, shifts, doctor, running, backups, upgrades, demo):
    _group.add_to(app)


def main() -> None:
    """Run the command line; end with the documented exit code."""
    as_json = "--json" in sys.argv
    try:
        sys.exit(app(prog_name=NAME, standalone_mode=False))
    except WatchwordError as error:
        shown = shown_of(error, sys.argv[1:])
        sys.exit(show_error(shown, as_json=as_json))
    except typer.Abort:
        sys.stderr.write("watchword: not done\n")
        sys.exit(130)
    except typer.TyperException as error:
        sys.exit(_misused(error, as_json=as_json))
    except BrokenPipeError:
        sys.exit(0)


def _misused(error: typer.TyperException, *, as_json: bool) -> int:
    """What cannot be read as a command: the words of every other wrong use."""
    said = error.format_message()
    if said.startswith("Usage:") and not as_json:
        # A group without a command: this is its help.
        sys.stderr.write(f"{said}\n")
        return UsageError.exit_code
    context = getattr(error, "ctx", None)
    path = "watchword" if context is None else context.command_path
    wrong = UsageError(" ".join(said.split()), hint=f"{path} --help")
    return show_error(shown_of(wrong, sys.argv[1:]), as_json=as_json)
