"""What was decided before on the same grounds."""

from __future__ import annotations

from watchword.agreements.memory import MOST, Memory


def test_what_a_rule_refused_is_the_same_for_all_fields() -> None:
    memory = Memory[str]()
    memory.keep_refused(("a",), "no")
    assert memory.recall(("a",), ("site",)) == "no"
    assert memory.recall(("a",), ()) == "no"
    assert memory.recall(("b",), ()) is None


def test_what_may_go_is_remembered_by_its_fields() -> None:
    memory = Memory[str]()
    memory.keep(("a",), ("site",), "yes")
    memory.keep(("b",), ("site",), "another")
    memory.keep(("a",), (), "bare")
    assert memory.recall(("a",), ("site",)) == "yes"
    assert memory.recall(("a",), ()) == "bare"
    assert memory.recall(("b",), ("site",)) == "another"
    assert memory.recall(("b",), ()) is None


def test_it_is_emptied_when_it_is_full() -> None:
    memory = Memory[str]()
    for number in range(MOST + 1):
        memory.keep_refused((number,), "no")
    assert len(memory) == 1
    assert memory.recall((0,), ()) is None
    assert memory.recall((MOST,), ()) == "no"
