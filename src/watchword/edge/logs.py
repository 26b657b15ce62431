"""What a running node logs: one event a line, with its context, never content."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Final, TextIO

import structlog

from watchword.edge.config import Config

EVENTS: Final[Mapping[str, str]] = {
    "alert": "there is a new alert: `id`, `kind`, `who`, `about`, `count`, `code`",
    "command": "a command was answered: `command`, `person`, `error`, `ms`; `debug`",
    "feed": "a feed to a partner ended by an error: `partner`, `error`",
    "feed dropped": "a partner did not sign in time for what its feed gave it:"
    " `partner`, `lane`",
    "health listens": "where `/livez`, `/readyz` and `/metrics` answer: `address`",
    "link": "a link does not work: `partner`, `state`, `error`; once for each cause",
    "links were cut, what was on its way will be sent again": "the node ends, and"
    " not every partner has signed yet",
    "look failed": "alerts could not be derived: `code`",
    "key in use": "a key that waited signs from now on: `purpose`",
    "key not changed": "a key that waits could not be brought into use: `error`",
    "knock delivered": "somebody was told: `target`, `alerts`",
    "knock not delivered": "somebody could not be told, and will be: `target`, `error`",
    "not asked yet": "a node that was put back could not ask a partner: `partner`,"
    " `error`",
    "proposal": "a text gave a proposal: `tray`, `id`, `made_by`",
    "proposer failed": "a proposer gave no answer that holds: `proposer`, `code`",
    "statement not read": "a file could not be read just now, and is tried again:"
    " `tray`, `code`",
    "statement refused": "a file in a tray was refused: `tray`, `code`; `rule` where"
    " it bore a national marking",
    "tray": "nothing can be taken out of a tray: `tray`, `code`",
    "store cannot write, nothing is acknowledged": "what the store says: `error`",
    "the store can write again": "it could not before",
    "task failed": "a part of the node failed, and it ends: `error`",
}
"""Every event, and what stands beside it."""


class Lines:
    """Writes each event on a line of its own, where that can be done.

    A disk that is full takes no log either, and the node goes on.

    Args:
        stream: Where to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        """Write one event."""
        with suppress(OSError):
            print(line, file=self._stream, flush=True)

    debug = info = warning = error = critical = msg


def configure(config: Config, stream: TextIO) -> None:
    """Have this process log as the settings say.

    Args:
        config: ``log`` and ``log_level``.
        stream: Where to.
    """
    text = config.log == "text" or (config.log == "auto" and stream.isatty())
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=stream.isatty())
        if text
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[config.log_level.upper()]
        ),
        logger_factory=lambda *_: Lines(stream),
    )


def be_quiet() -> None:
    """Log nothing: what is no running node answers its caller, and that is all."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.ReturnLoggerFactory(),
    )
