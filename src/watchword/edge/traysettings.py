"""Trays and proposers: a ``[[tray]]`` or ``[[proposer]]`` of ``watchword.toml`` each.

[[tray]]                          [[proposer]]
name = "jcs"                      name = "tiny"
path = "/srv/statements/jcs"      seconds = 30
authority = "KR_JCS"
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from watchword.edge.draft import GRAMMAR
from watchword.errors import UsageError
from watchword.press.reading import Language

LONGEST_WAIT_S: Final = 3600
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


class Tray(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A folder whose texts are read into proposals.

    Args:
        name: For showing, in logs and metrics too: small letters, digits, ``-``.
        path: The folder, whole or from the node's folder on.
        authority: Who says what lies there, where a file does not say it.
        language: In which language, likewise; empty: found from each text.
        still_s: A file is read when it has stood still for so long.
    """

    name: str
    path: str
    authority: str = ""
    language: Language | None = None
    still_s: float = 2.0

    def folder(self, home: Path) -> Path:
        """The folder, where the node's own is ``home``."""
        return home / Path(self.path).expanduser()


class ProposerSettings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Somebody else's program that may propose reports too.

    Args:
        name: Of its entry point in the group ``watchword.proposers``.
        seconds: It is ended when it takes longer for a statement.
    """

    name: str
    seconds: float = 60.0


def check_trays(trays: Iterable[Tray], proposers: Iterable[ProposerSettings]) -> None:
    """Refuse what could not be looked into, or told apart.

    Raises:
        UsageError: A name or a time that is none, or the same twice.
    """
    trays, proposers = tuple(trays), tuple(proposers)
    for names in ([t.name for t in trays], [p.name for p in proposers]):
        for name in names:
            if _NAME.fullmatch(name) is None or name == GRAMMAR:
                raise UsageError(
                    f"watchword.toml: {name[:40]!r} is no name of a tray or proposer",
                    hint="small letters, digits, - _ .",
                )
        if len(set(names)) < len(names):
            raise UsageError("watchword.toml: two trays or proposers have one name")
    if len({t.path.rstrip("/") for t in trays}) < len(trays) or not all(
        t.path for t in trays
    ):
        raise UsageError("watchword.toml: each tray has a path of its own")
    for seconds in (*(t.still_s for t in trays), *(p.seconds for p in proposers)):
        if not 0 < seconds <= LONGEST_WAIT_S:
            raise UsageError(
                f"watchword.toml: seconds are above 0, to {LONGEST_WAIT_S}"
            )
