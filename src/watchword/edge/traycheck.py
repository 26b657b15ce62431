"""Whether trays and proposers can be used, as the node sees them."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from watchword.edge.desk import Desk
from watchword.edge.draft import GROUP
from watchword.edge.finding import Finding, fail, ok, warn
from watchword.edge.proposals import count_waiting
from watchword.edge.readingchild import is_installed

_OF_A_TRAY: Final = os.R_OK | os.W_OK | os.X_OK


async def check_trays(desk: Desk) -> list[Finding]:
    """A line for each tray and proposer, and one for what waits."""
    found: list[Finding] = []
    for tray in desk.config.tray:
        folder = tray.folder(desk.home.path)
        flaw = await asyncio.to_thread(_flaw, folder)
        stands = _stands(desk, tray.name)
        found.append(replace(flaw, check=stands.check) if flaw else stands)
    found += [_proposer(desk, proposer.name) for proposer in desk.config.proposer]
    waiting = count_waiting(desk.store)
    if waiting:
        says = f"{waiting} wait for a person"
        found.append(warn("proposals", says, "watchword proposal list"))
    return found


def _flaw(folder: Path) -> Finding | None:
    if not folder.is_dir():
        return fail("", f"there is no folder {folder}", "see path in watchword.toml")
    if not os.access(folder, _OF_A_TRAY):
        hint = "give it to whoever runs the node"
        return fail("", "files in it cannot be read and put away", hint)
    return None


def _stands(desk: Desk, name: str) -> Finding:
    check, seen = f"tray {name}", desk.sight.trays.get(name)
    if seen is not None and seen.trouble:
        return fail(check, seen.trouble, "watchword proposal trays")
    if seen is not None and seen.refused:
        count = sum(seen.refused.values())
        return warn(check, f"{count} files were refused", "see refused/ in it")
    return ok(check, "is looked into" if desk.runs else "can be looked into")


def _proposer(desk: Desk, name: str) -> Finding:
    check = f"proposer {name}"
    if not is_installed(name):
        return fail(
            check,
            f"no entry point of {GROUP} is called so",
            "install it where Watchword is installed",
        )
    failed = desk.sight.proposers.get(name)
    if failed:
        words = ", ".join(f"{code} {times}" for code, times in failed.items())
        return warn(check, f"gave no answer that holds: {words}")
    return ok(check, "is installed")
