"""Random walks through the link's tables, with a driver that plays the world."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from watchword.node.link import (
    ENDS_IN,
    TABLES,
    Action,
    Input,
    Machine,
    State,
    Table,
)

FROM_OUTSIDE = {
    Input.WAKE,
    Input.MET,
    Input.IS_FED,
    Input.UNFED,
    Input.CONNECTED,
    Input.SENT,
    Input.RECEIPT,
    Input.GONE,
    Input.REPLACED,
    Input.STOP,
}
UNDER_WAY = {State.CONNECTING, State.SENDING, State.WAITING}


class Driver:
    """Does what a table says as the edge does, and ends it as it may end."""

    def __init__(self, table: Table) -> None:
        self.machine = Machine(table)
        self.begun: set[Action] = {Action.LOOK} if table is TABLES["feeding"] else set()
        self.posted = self.kept = 0

    def tell(self, said: Input) -> None:
        before = self.machine.state
        actions = self.machine.tell(said)
        if self.machine.state is not before:
            self.begun -= {Action.PAUSE, Action.LONG_PAUSE, Action.DRAIN}
            self.begun -= {Action.BEAT, Action.AWAIT_RECEIPT}
        for action in actions:
            self.do(action)

    def do(self, action: Action) -> None:
        if action in {Action.END, Action.HANG_UP}:
            self.begun &= {Action.KEEP}
        self.posted += action is Action.POST
        self.kept += action is Action.KEEP
        if action in ENDS_IN:
            self.begun.add(action)

    def may_come(self, table: Table) -> list[Input]:
        outside = FROM_OUTSIDE & set(table.inputs)
        if table is TABLES["sending"]:
            outside -= {Input.RECEIPT}
            if self.machine.state not in UNDER_WAY:
                outside -= {Input.CONNECTED, Input.SENT}
        return sorted(outside)


@given(st.sampled_from(sorted(TABLES)), st.data())
def test_a_walk_never_stands_still_for_ever_nor_passes_its_window(
    name: str, data: DataObject
) -> None:
    table = TABLES[name]
    driver = Driver(table)
    for _ in range(data.draw(st.integers(1, 60))):
        ways = [("", given) for given in driver.may_come(table)]
        ways += [
            (str(action), given)
            for action in sorted(driver.begun)
            for given in sorted(ENDS_IN[action] & set(table.inputs))
        ]
        action, said = data.draw(st.sampled_from(ways))
        driver.begun.discard(Action(action) if action else Action.END)
        driver.tell(said)
        check(driver, table)


def check(driver: Driver, table: Table) -> None:
    state = driver.machine.state
    # One batch at a time: none is posted before the last is signed or given up.
    assert len(driver.begun & {Action.POST, Action.LOOK}) <= 1
    assert len(driver.begun & {Action.DIAL, Action.READ, Action.COMMIT}) <= 1
    assert driver.kept <= driver.posted
    resting = {
        *(State.IDLE, State.NOTHING_ALLOWED, State.UNDIALLED, State.FED, State.CLOSED),
    }
    assert state in resting or driver.begun, f"{state} waits for nothing"
    left = {Action.LOOK, Action.WRITE, Action.KEEP}
    assert state is not State.CLOSED or not driver.begun - left
    assert state in table.states
