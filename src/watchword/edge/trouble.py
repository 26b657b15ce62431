"""What last went wrong on an end of a link, and how long to wait for the next try."""

from __future__ import annotations

from typing import Any, Final

import structlog

from watchword.edge.clock import system_ns
from watchword.edge.sessions import RefusedError
from watchword.errors import EdgeError, WatchwordError
from watchword.model.time import format_ns
from watchword.node.link import Input, State

FIRST_RETRY_S: Final = 0.1
LAST_RETRY_S: Final = 5.0
FORKED_RETRY_S: Final = 60.0

log = structlog.get_logger()


class Trouble:
    """What last went wrong on a link, for who looks at it."""

    def __init__(self) -> None:
        self.says = self.code = ""
        self.refusal = ""
        self.refused_ns: int | None = None
        self.gaps = 0
        self.retry_s = FIRST_RETRY_S

    def clear(self) -> None:
        """It works again; the last refusal stays to be seen."""
        self.says = self.code = ""
        self.retry_s = FIRST_RETRY_S

    def pause_s(self) -> float:
        """How long to wait before the next attempt, longer each time."""
        pause_s, self.retry_s = self.retry_s, min(2 * self.retry_s, LAST_RETRY_S)
        return pause_s

    def note(self, error: Exception, state: State, **who: str) -> Input:
        """Remember it; answer with what the table is told."""
        refused = isinstance(error, RefusedError) or (
            isinstance(error, WatchwordError) and not isinstance(error, EdgeError)
        )
        says = str(error) or type(error).__name__
        if says != self.says:
            log.warning("link", state=str(state), error=says, **who)
        self.says = says
        self.code = error.code if isinstance(error, WatchwordError) else "down"
        if not refused:
            return Input.FAILED
        self.refusal, self.refused_ns = self.code, system_ns()
        if self.code == "fork":
            return Input.FORK
        if self.code == "gap":
            self.gaps += 1
        return Input.REFUSAL

    def status(self) -> dict[str, Any]:
        """The last error, the last refusal and the gaps."""
        return {
            "last_error": self.says,
            "code": self.code,
            "last_refusal": self.refusal,
            "last_refusal_at": instant(self.refused_ns),
            "gaps": self.gaps,
        }


def instant(at_ns: int | None) -> str | None:
    """An instant as it is shown; ``None``: there was none yet."""
    return None if at_ns is None else format_ns(at_ns)
