"""The link's tables: total, without traps, and true to their rules."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from watchword.node.link import (
    ENDS_IN,
    FEEDING,
    READING,
    SENDING,
    TABLES,
    Action,
    Input,
    Machine,
    State,
    Table,
)

ALL = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
WAITS_FOR_OTHERS = {
    State.IDLE,
    State.NOTHING_ALLOWED,
    State.UNDIALLED,
    State.FED,
    State.CLOSED,
}


def told(table: Table, given: Iterable[Input]) -> Machine:
    machine = Machine(table)
    for each in given:
        machine.tell(each)
    return machine


def reachable(table: Table, start: State) -> set[State]:
    found, fresh = {start}, [start]
    while fresh:
        state = fresh.pop()
        for given in table.inputs:
            to = table.cells[state, given][0]
            if to not in found:
                found.add(to)
                fresh.append(to)
    return found


@ALL
def test_every_state_handles_every_input(table: Table) -> None:
    assert set(table.cells) == {(s, i) for s in table.states for i in table.inputs}


@ALL
def test_every_state_can_be_reached_and_led_to_nowhere_else(table: Table) -> None:
    assert reachable(table, table.begins) == set(table.states)


@ALL
def test_no_state_is_a_trap_but_the_end(table: Table) -> None:
    ending = {State.CLOSED, State.DRAINING, State.ENDING}
    work = set(table.states) - ending - {table.begins}
    for state in table.states:
        assert State.CLOSED in reachable(table, state)
        if state not in ending and table is not FEEDING:
            assert work <= reachable(table, state)


@ALL
def test_closed_is_the_end_whatever_comes(table: Table) -> None:
    for given in table.inputs:
        assert table.cells[State.CLOSED, given] == (State.CLOSED, ())


@ALL
def test_a_state_that_waits_for_nobody_is_left_by_all_that_its_action_ends_in(
    table: Table,
) -> None:
    for to, actions in table.cells.values():
        # What is kept is kept beside: no state waits for it.
        for action in set(actions) - {Action.KEEP}:
            for given in ENDS_IN.get(action, frozenset()) & set(table.inputs):
                cell = table.cells[to, given]
                assert cell != (to, ()), (to, action, given)


@ALL
def test_whatever_enters_a_state_that_waits_for_nobody_has_begun_something(
    table: Table,
) -> None:
    for (state, _), (to, actions) in table.cells.items():
        enters = to is not state and to not in WAITS_FOR_OTHERS
        goes_on = {state, to} <= {State.CONNECTING, State.SENDING, State.WAITING}
        if enters and not goes_on:
            assert any(action in ENDS_IN for action in actions), (state, to)


@ALL
def test_when_the_node_ends_every_state_ends(table: Table) -> None:
    for state in table.states:
        to, _ = table.cells[state, Input.STOP]
        assert to in {State.CLOSED, State.DRAINING, State.ENDING}


def test_a_receipt_is_kept_beside_the_next_lines_and_its_failure_goes_back() -> None:
    under_way = [Input.WAKE, Input.LINES, Input.CONNECTED, Input.SENT]
    machine = told(SENDING, under_way)
    assert machine.tell(Input.RECEIPT) == (Action.KEEP, Action.LOOK)
    assert machine.tell(Input.LINES) == (Action.POST,)
    assert machine.tell(Input.KEPT) == ()
    assert machine.tell(Input.UNKEPT) == (Action.HANG_UP, Action.PAUSE)
    idle = told(SENDING, [*under_way, Input.RECEIPT, Input.NOTHING])
    assert idle.tell(Input.UNKEPT) == (Action.PAUSE,)
    assert idle.state is State.DOWN


def test_nothing_is_kept_but_on_a_receipt() -> None:
    keeping = {i for (_, i), (_, acts) in SENDING.cells.items() if Action.KEEP in acts}
    assert keeping == {Input.RECEIPT}


def test_a_batch_is_posted_only_when_none_is_under_way() -> None:
    posting = {s for (s, _), (_, acts) in SENDING.cells.items() if Action.POST in acts}
    assert posting == {State.LOOKING}


def test_an_end_that_is_fed_sends_nothing_until_the_feed_ends() -> None:
    for given in SENDING.inputs:
        to, actions = SENDING.cells[State.FED, given]
        assert given is Input.UNFED or (actions in {(), (Action.END,)})
        assert to in {State.FED, State.LOOKING, State.CLOSED}


def test_new_lines_do_not_shorten_a_pause_and_a_partner_that_dials_does() -> None:
    down = [Input.WAKE, Input.LINES, Input.FAILED]
    assert told(SENDING, [*down, Input.WAKE]).state is State.DOWN
    assert told(SENDING, [*down, Input.MET]).state is State.LOOKING
    assert told(SENDING, [*down, Input.TIME]).state is State.LOOKING


def test_a_gap_goes_back_and_waits() -> None:
    machine = told(SENDING, [Input.WAKE, Input.LINES, Input.CONNECTED])
    assert machine.tell(Input.GAP) == (Action.REWIND, Action.PAUSE)
    assert machine.state is State.REFUSED


def test_a_feed_writes_nothing_while_its_window_is_full() -> None:
    machine = told(FEEDING, [Input.WINDOW_FULL])
    for given in (Input.WAKE, Input.LINES, Input.NOTHING, Input.WRITTEN):
        assert machine.tell(given) == ()
        assert machine.state is State.FULL
    assert machine.tell(Input.RECEIPT) == (Action.LOOK,)


def test_who_does_not_read_or_sign_loses_the_connection_and_nothing_else() -> None:
    for before in ([Input.LINES], [Input.NOTHING]):
        machine = told(FEEDING, before)
        assert machine.tell(Input.OVERDUE) == (Action.HANG_UP,)
        assert machine.state is State.CLOSED
    assert told(FEEDING, [Input.WINDOW_FULL]).tell(Input.TIME) == (Action.HANG_UP,)


def test_a_reader_reads_on_only_after_it_has_committed() -> None:
    machine = told(READING, [Input.MET, Input.OPENED, Input.BATCH])
    assert machine.state is State.COMMITTING
    assert machine.tell(Input.COMMITTED) == (Action.ANSWER, Action.READ)
    for (state, _), (_, actions) in READING.cells.items():
        if Action.READ in actions:
            assert state in {State.DIALLING, State.COMMITTING}
