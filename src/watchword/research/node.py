"""A node's folder, opened to read: ``watchword.open(path).picture().events()``.

It asks beside a running node over its socket, and without one as a command
does, holding the folder's lock for as long as the answer takes.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any

import msgspec
import structlog

from watchword.edge.commands.dispatch import Command
from watchword.edge.commands.exports import PictureRead
from watchword.edge.home import Home
from watchword.edge.keyfiles import read_signer
from watchword.edge.logs import be_quiet
from watchword.edge.socket import Caller
from watchword.errors import UsageError
from watchword.formats.sheet import Cover, Sheet
from watchword.model.time import ns_of, parse_instant
from watchword.research.events import Events


class HeldPicture:
    """What a node held true, as far as it is open to whoever reads.

    Args:
        sheet: The events and their cover.
        loose: Names of the statements that are of no event.
        destroyed: Names of reports whose content was destroyed.
    """

    def __init__(
        self, sheet: Sheet, loose: tuple[str, ...] = (), destroyed: tuple[str, ...] = ()
    ) -> None:
        self.sheet = sheet
        self.loose = loose
        self.destroyed = destroyed

    @property
    def cover(self) -> Cover:
        """Its marking, the instant it is as of, whose it is and what is left out."""
        return self.sheet.cover

    def events(self) -> Events:
        """The events, in the order in which they happened."""
        return Events(self.sheet)

    def __repr__(self) -> str:
        return f"<{self.cover.source}: {len(self.sheet.events)} events>"


class Node:
    """One node's folder.

    Args:
        path: The folder.
        person: Who reads, at a node with a register of persons: a name in
            ``keys/persons``, or a key file.

    Raises:
        UsageError: There is no node there, or no such key.
    """

    def __init__(self, path: str | PathLike[str], person: str = "") -> None:
        if not structlog.is_configured():
            be_quiet()
        home = Home(Path(path).expanduser())
        self._party = home.config().party
        signer = read_signer(home.person_key_path(person)) if person else None
        self._caller = Caller(home, signer)

    def picture(
        self, *, as_of: str | datetime | int | None = None, purpose: str = ""
    ) -> HeldPicture:
        """What this node holds true, or held by an instant.

        Args:
            as_of: ``2022-06-12Z``, whose last instant is meant, an aware
                ``datetime``, or nanoseconds UTC; ``None``: now.
            purpose: What for, where the label asks for it.

        Raises:
            WatchwordError: The node refuses; the words are its own.
        """
        command = PictureRead(as_of_ns=_ns(as_of), purpose=purpose)
        found = self._ask(command)
        return HeldPicture(
            msgspec.convert(found["sheet"], Sheet),
            tuple(found["loose"]),
            tuple(found["destroyed"]),
        )

    def _ask(self, command: Command) -> Any:  # noqa: ANN401 (what JSON gives)
        # In a notebook this thread has a loop of its own that runs.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(self._caller.call, command).result()

    def __repr__(self) -> str:
        return f"<the node of {self._party}>"


def _ns(as_of: str | datetime | int | None) -> int | None:
    if as_of is None or isinstance(as_of, int):
        return as_of
    if isinstance(as_of, str):
        return parse_instant(as_of).end_ns - 1
    if as_of.tzinfo is None:
        raise UsageError(
            "as_of is a datetime without a zone", hint="datetime(..., tzinfo=UTC)"
        )
    return ns_of(as_of)
