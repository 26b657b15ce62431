"""A node of one's own with the shipped record, to try things on."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import msgspec

from watchword.edge.commands.reports import ReportFile
from watchword.edge.config import Config
from watchword.edge.desk import Desk
from watchword.edge.home import Home
from watchword.edge.keyfiles import new_signer
from watchword.edge.setup import Validity, init_node
from watchword.model.party import PartyId
from watchword.model.time import format_ns
from watchword.record.nuclear import nuclear_tests
from watchword.record.staging import KEYS_DAYS, KEYS_FROM_NS, first_act
from watchword.record.statements import Entry, fields_of, statements
from watchword.wire.codec import encode

PARTY: Final = PartyId("exercise.reader")
LABEL: Final = "TLP:CLEAR"
"""The record is public statements; nobody else's agreement is needed here."""


def exercise_node(folder: str | Path) -> Path:
    """Make a node in a folder and file every statement of the shipped record.

    The six nuclear tests of 2006 to 2017 are there from the beginning, second
    hand from a public catalogue; ``whole_from`` for them is 2006-10-09.

    Its clock is a scenario's: each statement is filed at its instant in 2022, so
    that ``as_of`` shows what was known by then.  All of it is an exercise.

    Raises:
        UsageError: There is a node in that folder.
        EdgeError: It cannot be written.
    """
    home = Home(Path(folder))
    config = Config(
        party=PARTY,
        title="EXERCISE reader",
        profile="exercise",
        endpoint="https://127.0.0.1:1",
        listen="127.0.0.1:1",
        clock="replay",
        replay_from=format_ns(first_act().begins_ns),
    )
    validity = Validity(from_ns=KEYS_FROM_NS, days=KEYS_DAYS)
    home.make()
    init_node(home, config, new_signer(home.governance_path), validity)
    with home.lock(), ThreadPoolExecutor(1) as pool:
        # In a notebook this thread has a loop of its own that runs.
        pool.submit(asyncio.run, _file(home)).result()
    return home.path


async def _file(home: Home) -> None:
    desk = Desk(home)
    names: dict[str, str] = {}
    try:
        for test in nuclear_tests(LABEL):
            await test.run(desk)
        for entry in statements():
            desk.advance(max(entry.said_at_ns, desk.clock.now_ns()))
            done = await _report(entry, names).run(desk)
            names[entry.id] = done["name"]
    finally:
        desk.close()


def _report(entry: Entry, names: dict[str, str]) -> ReportFile:
    fields = fields_of(entry)
    return ReportFile(
        kind=entry.kind,
        topic=entry.topic,
        label=LABEL,
        fields={name: msgspec.Raw(encode(value)) for name, value in fields.items()},
        attributed_to=entry.authority,
        urgency=entry.urgency,
        corrects=names.get(entry.corrects, ""),
    )
