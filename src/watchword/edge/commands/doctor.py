"""Looking a node over from inside: keys, certificate, clock, agreements, partners."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from watchword.agreements.state import PERMITTING
from watchword.edge.alertfacts import certificate_until_ns, forks, key_until_ns
from watchword.edge.alerts import SOON_NS
from watchword.edge.clock import system_ns
from watchword.edge.desk import Desk
from watchword.edge.finding import Finding, fail, ok, warn
from watchword.edge.partnercheck import check_partners
from watchword.edge.readiness import UNSETTLED, certificate_flaw, key_flaw
from watchword.edge.traycheck import check_trays
from watchword.model.time import MINUTE_NS, format_ns

AHEAD_NS: Final = 2 * MINUTE_NS
NEWEST: Final = 100
ROTATE: Final = "see the how-to on operating a node: keys are replaced before they end"


class Doctor(msgspec.Struct, frozen=True, kw_only=True, tag="doctor"):
    """Look over what only the node itself can see.

    Args:
        partners: Try the way to every partner as well.
    """

    partners: bool = True

    async def run(self, desk: Desk) -> list[Finding]:
        """Say what was found, a line each."""
        found = [*_keys(desk), *_clock(desk), *_agreements(desk), *_logs(desk)]
        found += await check_trays(desk)
        if self.partners:
            found += await check_partners(desk)
        return found


def _keys(desk: Desk) -> Iterator[Finding]:
    for check, flaw, until_ns, now_ns in (
        ("operational key", key_flaw(desk), key_until_ns(desk), desk.clock.now_ns()),
        (
            "certificate",
            certificate_flaw(desk),
            certificate_until_ns(desk),
            system_ns(),
        ),
    ):
        if flaw:
            yield fail(check, flaw, ROTATE)
        elif until_ns is None:
            yield fail(check, "nobody knows when it ends", ROTATE)
        else:
            says = f"designated, until {format_ns(until_ns)[:10]}"
            soon = until_ns <= now_ns + SOON_NS
            yield warn(check, says, ROTATE) if soon else ok(check, says)


def _clock(desk: Desk) -> Iterator[Finding]:
    now_ns = system_ns()
    if desk.store.path is not None:
        written_ns = desk.store.path.stat().st_mtime_ns
        if written_ns > now_ns + AHEAD_NS:
            yield fail(
                "clock",
                f"the machine's clock stands before the store's last write,"
                f" {format_ns(written_ns)[:19]}",
                "set the clock: signatures bear its time",
            )
    if desk.clock.mode != "system":
        yield warn("clock", "the node runs on a replay clock", "for rehearsals only")
        return
    known_ns = desk.store.value("SELECT max(known_at_ns) FROM entry") or 0
    said_ns = _partners_said_ns(desk) or 0
    if known_ns > now_ns + AHEAD_NS:
        yield fail(
            "clock",
            f"the ledger's last entry is of {format_ns(known_ns)[:19]}, which is yet"
            " to come",
            "set the clock: the ledger's time never goes back",
        )
    elif said_ns > now_ns + AHEAD_NS:
        yield warn(
            "clock",
            f"a partner has said something at {format_ns(said_ns)[:19]}, which is yet"
            " to come here",
            "one of the two clocks is wrong",
        )
    else:
        yield ok("clock", f"{format_ns(now_ns)[:19]} UTC")


def _partners_said_ns(desk: Desk) -> int | None:
    said_ns: int | None = desk.store.value(
        "SELECT max(said_at_ns) FROM log JOIN line ON line.origin = log.origin"
        " AND line.number >"
        " (SELECT max(number) FROM line WHERE line.origin = log.origin) - ?2"
        " JOIN statement ON statement.name = line.name"
        " WHERE log.origin GLOB ?1",
        (f"*/*/{desk.config.party}/*", NEWEST),
    )
    return said_ns


def _agreements(desk: Desk) -> Iterator[Finding]:
    names = tuple(desk.view.agreements())
    if not names:
        yield warn(
            "agreement", "no agreement is known", "watchword agreement sign FILE"
        )
    for name in names:
        state = desk.view.standings(name, desk.clock.now_ns())[0].state.state
        hint = f"watchword agreement timeline {name}"
        says = f"{name} {state}"
        yield (
            ok("agreement", says)
            if state in PERMITTING
            else warn("agreement", says, hint)
        )


def _logs(desk: Desk) -> Iterator[Finding]:
    for fork in forks(desk.store):
        yield fail(
            "log",
            f"{fork.origin}: two histories were shown",
            "nothing more of it is taken; talk to the partner, keep the evidence",
        )
    if desk.store.meta(UNSETTLED) is not None:
        yield warn(
            "restored",
            "partners have not told yet what is missing since the copy",
            "let it reach every partner",
        )
    lag = desk.pictures.lag()
    says = f"{lag} entries behind the ledger"
    yield ok("picture", says) if lag < 1000 else warn("picture", says)
