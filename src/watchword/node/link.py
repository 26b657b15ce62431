"""The link as a table: in which state, on which input, to which state, doing what.

Three ends have a table each.  ``SENDING``: one lane of one channel, dialled by
the sender.  ``FEEDING``: the same lines, where the recipient dialled and holds a
feed open.  ``READING``: the recipient's end of such a feed.

Rule 1: whatever comes in whatever state has a cell; where it is not written
        below, nothing changes and nothing is done.
Rule 2: nothing is forgotten but a connection.  A line is done with only by a
        receipt that is durable here (``kept``); every other way leads back to it.
Rule 3: a state that waits for nobody has begun something that ends in an input
        (``ENDS_IN``), so none is a trap; ``closed`` is the end.

The tables decide; ``edge/dialer.py``, ``edge/feed.py`` and ``edge/feedreader.py``
do what they say.  docs/reference/link.md is drawn from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class State(StrEnum):
    """How one end of a link stands; the words are shown to operators."""

    IDLE = "idle"
    NOTHING_ALLOWED = "nothing-allowed"
    UNDIALLED = "undialled"
    FED = "fed"
    LOOKING = "looking"
    CONNECTING = "connecting"
    SENDING = "sending"
    WAITING = "waiting-for-receipt"
    DOWN = "down"
    REFUSED = "refused"
    FORKED = "forked"
    DRAINING = "draining"
    WRITING = "writing"
    CAUGHT_UP = "caught-up"
    FULL = "window-full"
    ENDING = "ending"
    DIALLING = "dialling"
    STREAMING = "streaming"
    COMMITTING = "committing"
    CLOSED = "closed"


class Input(StrEnum):
    """What an end of a link is told."""

    WAKE = "wake"
    MET = "met"
    LINES = "lines"
    NOTHING = "nothing"
    WITHHELD = "withheld"
    NOT_TO_DIAL = "not-to-dial"
    IS_FED = "is-fed"
    UNFED = "unfed"
    CONNECTED = "connected"
    SENT = "sent"
    RECEIPT = "receipt"
    KEPT = "kept"
    UNKEPT = "unkept"
    GAP = "gap"
    REFUSAL = "refusal"
    FORK = "fork"
    FAILED = "failed"
    TIME = "time"
    WRITTEN = "written"
    WINDOW_FULL = "window-full"
    OVERDUE = "overdue"
    GONE = "gone"
    REPLACED = "replaced"
    OPENED = "opened"
    BATCH = "batch"
    COMMITTED = "committed"
    STOP = "stop"


class Action(StrEnum):
    """What is to be done, in the order in which a cell names it."""

    LOOK = "look"
    POST = "post"
    KEEP = "keep"
    REWIND = "rewind"
    PAUSE = "pause"
    LONG_PAUSE = "long-pause"
    DRAIN = "drain"
    WRITE = "write"
    BEAT = "beat"
    AWAIT_RECEIPT = "await-receipt"
    DIAL = "dial"
    READ = "read"
    COMMIT = "commit"
    ANSWER = "answer"
    HANG_UP = "hang-up"
    END = "end"


Cell = tuple[State, tuple[Action, ...]]
Rows = Mapping[State, Mapping[Input, Cell]]


class Table(NamedTuple):
    """One end of a link.

    Args:
        begins: The state before anything was told.
        inputs: What it can be told.
        cells: For every state and input where it goes and what is done.
    """

    begins: State
    inputs: tuple[Input, ...]
    cells: Mapping[tuple[State, Input], Cell]

    @property
    def states(self) -> tuple[State, ...]:
        """The states of this end, in the order in which they are written."""
        return tuple(dict.fromkeys(state for state, _ in self.cells))


class Machine:
    """One end of one link: asks its table, remembers the state.

    Args:
        table: Which end it is.
    """

    def __init__(self, table: Table) -> None:
        self._cells = table.cells
        self.state = table.begins

    def tell(self, given: Input) -> tuple[Action, ...]:
        """Take an input; answer with what is to be done."""
        self.state, actions = self._cells[self.state, given]
        return actions


ENDS_IN: Final[Mapping[Action, frozenset[Input]]] = {
    Action.LOOK: frozenset(
        {
            *(Input.LINES, Input.NOTHING, Input.WITHHELD, Input.NOT_TO_DIAL),
            *(Input.IS_FED, Input.WINDOW_FULL, Input.FORK, Input.FAILED),
        }
    ),
    Action.POST: frozenset(
        {Input.RECEIPT, Input.GAP, Input.REFUSAL, Input.FORK, Input.FAILED}
    ),
    Action.KEEP: frozenset({Input.KEPT, Input.UNKEPT, Input.FORK}),
    Action.PAUSE: frozenset({Input.TIME}),
    Action.LONG_PAUSE: frozenset({Input.TIME}),
    Action.DRAIN: frozenset({Input.TIME}),
    Action.WRITE: frozenset({Input.WRITTEN, Input.OVERDUE}),
    Action.BEAT: frozenset({Input.TIME, Input.OVERDUE}),
    Action.AWAIT_RECEIPT: frozenset({Input.TIME}),
    Action.DIAL: frozenset({Input.OPENED, Input.REFUSAL, Input.FORK, Input.FAILED}),
    Action.READ: frozenset({Input.BATCH, Input.REFUSAL, Input.FAILED}),
    Action.COMMIT: frozenset(
        {Input.COMMITTED, Input.REFUSAL, Input.FORK, Input.FAILED}
    ),
}
"""In what the actions end that take their time; the others are done at once."""

_LOOK: Final[Cell] = (State.LOOKING, (Action.LOOK,))
_DOWN: Final[Cell] = (State.DOWN, (Action.PAUSE,))
_REFUSED: Final[Cell] = (State.REFUSED, (Action.PAUSE,))
_FORKED: Final[Cell] = (State.FORKED, (Action.LONG_PAUSE,))
_CLOSED: Final[Cell] = (State.CLOSED, (Action.END,))
_DRAINING: Final[Cell] = (State.DRAINING, (Action.DRAIN,))
_FED: Final[Cell] = (State.FED, ())

_QUIET: Final[Mapping[Input, Cell]] = {
    Input.WAKE: _LOOK,
    Input.MET: _LOOK,
    Input.IS_FED: _FED,
    Input.UNKEPT: _DOWN,
    Input.FORK: _FORKED,
    Input.STOP: _CLOSED,
}
_LATER: Final[Mapping[Input, Cell]] = {
    Input.MET: _LOOK,
    Input.TIME: _LOOK,
    Input.IS_FED: _FED,
    Input.STOP: _CLOSED,
}
_UNDER_WAY: Final[Mapping[Input, Cell]] = {
    # The next lines go while the receipt for the last is made durable.
    Input.RECEIPT: (State.LOOKING, (Action.KEEP, Action.LOOK)),
    Input.GAP: (State.REFUSED, (Action.REWIND, Action.PAUSE)),
    Input.REFUSAL: _REFUSED,
    Input.FORK: (State.FORKED, (Action.HANG_UP, Action.LONG_PAUSE)),
    Input.FAILED: _DOWN,
    Input.UNKEPT: (State.DOWN, (Action.HANG_UP, Action.PAUSE)),
    Input.STOP: _DRAINING,
}

_SENDING: Final[Rows] = {
    State.IDLE: _QUIET,
    State.NOTHING_ALLOWED: _QUIET,
    State.UNDIALLED: _QUIET,
    State.FED: {Input.UNFED: _LOOK, Input.STOP: _CLOSED},
    State.LOOKING: {
        Input.LINES: (State.CONNECTING, (Action.POST,)),
        Input.NOTHING: (State.IDLE, ()),
        Input.WITHHELD: (State.NOTHING_ALLOWED, ()),
        Input.NOT_TO_DIAL: (State.UNDIALLED, ()),
        Input.IS_FED: _FED,
        Input.FAILED: _DOWN,
        Input.UNKEPT: (State.DOWN, (Action.HANG_UP, Action.PAUSE)),
        Input.FORK: (State.FORKED, (Action.HANG_UP, Action.LONG_PAUSE)),
        Input.STOP: _CLOSED,
    },
    State.CONNECTING: {
        **_UNDER_WAY,
        Input.CONNECTED: (State.SENDING, ()),
        Input.STOP: _CLOSED,
    },
    State.SENDING: {**_UNDER_WAY, Input.SENT: (State.WAITING, ())},
    State.WAITING: _UNDER_WAY,
    State.DOWN: _LATER,
    State.REFUSED: _LATER,
    State.FORKED: _LATER,
    State.DRAINING: {
        Input.RECEIPT: (State.DRAINING, (Action.KEEP, Action.DRAIN)),
        Input.KEPT: _CLOSED,
        Input.UNKEPT: _CLOSED,
        Input.GAP: _CLOSED,
        Input.REFUSAL: _CLOSED,
        Input.FORK: _CLOSED,
        Input.FAILED: _CLOSED,
        Input.TIME: _CLOSED,
    },
    State.CLOSED: {},
}

_DROPPED: Final[Cell] = (State.CLOSED, (Action.HANG_UP,))

_FEEDING: Final[Rows] = {
    State.LOOKING: {
        Input.LINES: (State.WRITING, (Action.WRITE,)),
        Input.NOTHING: (State.CAUGHT_UP, (Action.BEAT,)),
        Input.WINDOW_FULL: (State.FULL, (Action.AWAIT_RECEIPT,)),
        Input.FAILED: _CLOSED,
        Input.GONE: _CLOSED,
        Input.REPLACED: _CLOSED,
        Input.STOP: _CLOSED,
    },
    State.WRITING: {
        Input.WRITTEN: _LOOK,
        Input.OVERDUE: _DROPPED,
        Input.GONE: _CLOSED,
        Input.REPLACED: _DROPPED,
        Input.STOP: (State.ENDING, (Action.DRAIN,)),
    },
    State.CAUGHT_UP: {
        Input.WAKE: _LOOK,
        Input.TIME: (State.CAUGHT_UP, (Action.BEAT,)),
        Input.OVERDUE: _DROPPED,
        Input.GONE: _CLOSED,
        Input.REPLACED: _CLOSED,
        Input.STOP: _CLOSED,
    },
    State.FULL: {
        Input.RECEIPT: _LOOK,
        Input.TIME: _DROPPED,
        Input.GONE: _CLOSED,
        Input.REPLACED: _CLOSED,
        Input.STOP: _CLOSED,
    },
    State.ENDING: {
        Input.WRITTEN: _CLOSED,
        Input.OVERDUE: _DROPPED,
        Input.TIME: _DROPPED,
        Input.GONE: _CLOSED,
        Input.REPLACED: _DROPPED,
    },
    State.CLOSED: {},
}

_HUNG_UP: Final[Mapping[Input, Cell]] = {
    Input.REFUSAL: (State.REFUSED, (Action.HANG_UP, Action.PAUSE)),
    Input.FORK: (State.FORKED, (Action.HANG_UP, Action.LONG_PAUSE)),
    Input.FAILED: (State.DOWN, (Action.HANG_UP, Action.PAUSE)),
    Input.STOP: (State.CLOSED, (Action.HANG_UP, Action.END)),
}
_DIAL: Final[Cell] = (State.DIALLING, (Action.DIAL,))
_REDIAL: Final[Mapping[Input, Cell]] = {
    Input.TIME: _DIAL,
    Input.MET: _DIAL,
    Input.STOP: _CLOSED,
}

_READING: Final[Rows] = {
    State.IDLE: {Input.MET: _DIAL, Input.STOP: _CLOSED},
    State.DIALLING: {**_HUNG_UP, Input.OPENED: (State.STREAMING, (Action.READ,))},
    State.STREAMING: {**_HUNG_UP, Input.BATCH: (State.COMMITTING, (Action.COMMIT,))},
    State.COMMITTING: {
        **_HUNG_UP,
        Input.COMMITTED: (State.STREAMING, (Action.ANSWER, Action.READ)),
    },
    State.DOWN: _REDIAL,
    State.REFUSED: _REDIAL,
    State.FORKED: _REDIAL,
    State.CLOSED: {},
}


def _table(begins: State, rows: Rows) -> Table:
    inputs = tuple(
        given for given in Input if any(given in row for row in rows.values())
    )
    return Table(
        begins=begins,
        inputs=inputs,
        cells={
            (state, given): row.get(given, (state, ()))
            for state, row in rows.items()
            for given in inputs
        },
    )


SENDING: Final = _table(State.IDLE, _SENDING)
FEEDING: Final = _table(State.LOOKING, _FEEDING)
READING: Final = _table(State.IDLE, _READING)

TABLES: Final[Mapping[str, Table]] = {
    "sending": SENDING,
    "feeding": FEEDING,
    "reading": READING,
}
