"""docs/reference/link.md: the link's tables, drawn from the tables themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from inspect import cleandoc
from typing import Final

from watchword.node import link
from watchword.node.link import TABLES, Action, Input, State, Table

Tabulate = Callable[[Sequence[str], Iterable[Sequence[str]]], str]

TITLES: Final = {
    "sending": "Sending, dialled by the sender",
    "feeding": "Sending, dialled by the recipient",
    "reading": "Receiving, dialled by the recipient",
}

STATES: Final = {
    State.IDLE: "nothing is to be done",
    State.NOTHING_ALLOWED: "the link works, and the last decision for the partner was"
    " that nothing may go: see `watchword refusals`",
    State.UNDIALLED: "lines wait for the partner to dial, because `dial` says so",
    State.FED: "the partner holds a feed open, and this end keeps quiet",
    State.LOOKING: "the log is asked for the next lines",
    State.CONNECTING: "a connection is made or taken",
    State.SENDING: "a batch is on its way",
    State.WAITING: "the partner has the batch and has not signed for it",
    State.DOWN: "the partner was not reached; it is tried again",
    State.REFUSED: "the partner, or this node, said no; it is tried again",
    State.FORKED: "two histories are signed; a person has to speak to the partner",
    State.DRAINING: "the node ends, and waits a moment for what is on its way",
    State.WRITING: "lines are written, until little of them is unread",
    State.CAUGHT_UP: "the partner has been given everything",
    State.FULL: "as much is out without a receipt as may be",
    State.ENDING: "the node ends, and a write is given a moment more",
    State.DIALLING: "the feed is being opened",
    State.STREAMING: "lines are read",
    State.COMMITTING: "a batch is checked and made durable, cursor and all",
    State.CLOSED: "over",
}

INPUTS: Final = {
    Input.WAKE: "something was put on the channel, or decided against",
    Input.MET: "the partner dialled, or has a key, certificate or address that is new",
    Input.LINES: "there are lines to send",
    Input.NOTHING: "there are none",
    Input.WITHHELD: "there are none, and the last decision was a refusal",
    Input.NOT_TO_DIAL: "there are lines, and this node is not to dial",
    Input.IS_FED: "the partner holds a feed open",
    Input.UNFED: "that feed has ended",
    Input.CONNECTED: "there is a connection",
    Input.SENT: "the batch has been written",
    Input.RECEIPT: "a receipt came that covers the lines",
    Input.KEPT: "it is durable",
    Input.UNKEPT: "it could not be made durable, or does not fit",
    Input.GAP: "the partner wants lines that come before",
    Input.REFUSAL: "no, with a documented word",
    Input.FORK: "no: two histories",
    Input.FAILED: "cut, timed out, or the store cannot",
    Input.TIME: "a pause is over, or it is time for a sign of life",
    Input.WRITTEN: "little of what was written is unread",
    Input.WINDOW_FULL: "as much is out without a receipt as may be",
    Input.OVERDUE: "the partner does not read, or does not sign",
    Input.GONE: "the partner ended the connection",
    Input.REPLACED: "the partner opened a newer feed of the same lane",
    Input.OPENED: "the feed is open",
    Input.BATCH: "lines and their checkpoint have come",
    Input.COMMITTED: "they are durable here",
    Input.STOP: "the node ends, or the certificate counts no more",
}

ACTIONS: Final = {
    Action.LOOK: "ask the log for the next lines",
    Action.POST: "send them",
    Action.KEEP: "check the receipt and commit it, beside what comes next",
    Action.REWIND: "go back to the number that the partner wants",
    Action.PAUSE: "wait, from 0.1 s up to 5 s",
    Action.LONG_PAUSE: "wait 60 s",
    Action.DRAIN: "wait a moment, at most 1 s",
    Action.WRITE: "write a batch into the feed",
    Action.BEAT: "after 10 s write a blank line",
    Action.AWAIT_RECEIPT: "wait for a receipt, at most 60 s",
    Action.DIAL: "open the feed after the own cursor",
    Action.READ: "read up to a checkpoint line",
    Action.COMMIT: "take the batch, all or nothing",
    Action.ANSWER: "post the newest receipt",
    Action.HANG_UP: "end the connection at once",
    Action.END: "end what is under way",
}


def parts(tabulate: Tabulate) -> Iterator[str]:
    """The page below its title."""
    yield from cleandoc(link.__doc__ or "").replace("``", "`").split("\n\n")
    for name, table in TABLES.items():
        yield f"## {TITLES[name]}"
        yield f"It begins in `{table.begins}`."
        yield "```mermaid\n" + _diagram(table) + "\n```"
        yield tabulate(("state", "input", "to", "does"), _rows(table))
    yield "## The words"
    for title, words in (("state", STATES), ("input", INPUTS), ("action", ACTIONS)):
        yield tabulate(
            (title, "means"), ((f"`{w}`", says) for w, says in words.items())
        )


def _changes(table: Table) -> Iterator[tuple[State, Input, State, tuple[Action, ...]]]:
    for (state, given), (to, actions) in table.cells.items():
        if to is not state or actions:
            yield state, given, to, actions


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    for state, given, to, actions in _changes(table):
        does = ", ".join(f"`{action}`" for action in actions)
        yield f"`{state}`", f"`{given}`", f"`{to}`", does


def _diagram(table: Table) -> str:
    arrows: dict[tuple[State, State], list[str]] = {}
    for state, given, to, _ in _changes(table):
        arrows.setdefault((state, to), []).append(given)
    lines = ["stateDiagram-v2", f"    [*] --> {_id(table.begins)}"]
    lines += [f"    {_id(state)} : {state}" for state in table.states]
    lines += [
        f"    {_id(state)} --> {_id(to)} : {', '.join(given)}"
        for (state, to), given in arrows.items()
    ]
    return "\n".join([*lines, f"    {_id(State.CLOSED)} --> [*]"])


def _id(state: State) -> str:
    return state.name.lower()
