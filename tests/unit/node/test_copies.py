"""A copy has a number, both labels, a recipient and a purpose, or there is none."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from tests.desks import (
    NORTH,
    PACT,
    SOUTH,
    TEXT,
    MemoryDesk,
    carry,
    exchange,
    name_held,
    pair,
)

from watchword.errors import ReleaseError, UsageError, WatchwordError
from watchword.model.marking import Marking
from watchword.model.message import Disposal, LabelChange
from watchword.model.report import Publication
from watchword.node.effects import Enter
from watchword.node.inputs import KnowParty, MakeCopy, Say


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


@pytest.fixture
def south(desks: tuple[MemoryDesk, MemoryDesk]) -> MemoryDesk:
    return desks[1]


@pytest.fixture
def report(desks: tuple[MemoryDesk, MemoryDesk]) -> str:
    north, south = desks
    marking = Marking(label="OPEN", purposes=("warning",))
    name = name_held(north.report(replace(north.header(), marking=marking)))
    carry(north, south)
    return name


def copied(desk: MemoryDesk, report: str, **given: Any) -> dict[str, Any]:  # noqa: ANN401
    wanted = MakeCopy(report=report, recipient="kim", purpose="warning", person="lee")
    outcome = desk.do(replace(wanted, **given))
    (entered,) = outcome.effects
    assert isinstance(entered, Enter)
    return dict(entered.body)


def test_art14_copies_are_numbered_marked_and_entered(
    south: MemoryDesk, report: str
) -> None:
    first, second = copied(south, report), copied(south, report, recipient="ada")
    assert [first["number"], second["number"]] == [1, 2]
    assert (first["label"], first["own_label"]) == ("OPEN", "OFFEN")
    assert (first["recipient"], first["purpose"]) == ("kim", "warning")
    kinds = south.store.rows("SELECT kind FROM entry ORDER BY number DESC LIMIT 2")
    assert kinds == [("copy",), ("copy",)]


def test_art14_each_report_numbers_its_own_copies(
    south: MemoryDesk, report: str
) -> None:
    copied(south, report)
    own = name_held(south.report(south.header("OFFEN")))
    assert copied(south, own)["number"] == 1


def test_art14_two_copies_of_one_commit_have_two_numbers(
    south: MemoryDesk, report: str
) -> None:
    wanted = MakeCopy(report=report, recipient="kim", purpose="warning")
    outcomes = south.writer.commit([[wanted], [wanted]], south.now_ns)
    bodies = [e.body for o in outcomes for e in o.effects if isinstance(e, Enter)]
    assert [body["number"] for body in bodies] == [1, 2]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"purpose": "sale"}, "purpose"),
        ({"purpose": " "}, "usage"),
        ({"recipient": ""}, "usage"),
        ({"recipient": "a\x1b[2J"}, "usage"),
    ],
)
def test_art14_without_recipient_or_for_another_purpose_there_is_no_copy(
    south: MemoryDesk, report: str, wrong: dict[str, Any], code: str
) -> None:
    with pytest.raises(WatchwordError) as refused:
        copied(south, report, **wrong)
    assert refused.value.code == code


def changed(north: MemoryDesk, report: str, label: str) -> None:
    change = LabelChange(
        party=NORTH,
        agreement=PACT,
        said_at_ns=north.now_ns,
        report=report,
        marking=Marking(label=label, purposes=("warning",)),
    )
    north.do(Say(statement=change))


def test_art14_a_copy_bears_the_labels_that_are_in_force(
    desks: tuple[MemoryDesk, MemoryDesk], report: str
) -> None:
    north, south = desks
    changed(north, report, "CLOSED")
    carry(north, south)
    body = copied(south, report)
    assert (body["label"], body["own_label"]) == ("CLOSED", "ZU")


def test_art14_what_bears_no_own_label_is_not_copied() -> None:
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    for one, other in ((north, south), (south, north)):
        one.do(KnowParty(file=other.file()))
        one.agree(TEXT.replace('"desk.south" = ["ZU"]', ""))
    exchange(north, south)
    north.will("push")
    report = name_held(north.report())
    changed(north, report, "CLOSED")
    carry(north, south)
    with pytest.raises(ReleaseError) as refused:
        copied(south, report)
    assert refused.value.code == "no-marking"


def test_art14_what_is_public_bears_its_originators_label_alone(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    public = replace(north.header("UNHEARD"), publication=Publication(where="a page"))
    name = name_held(north.report(public))
    carry(north, south)
    body = copied(south, name)
    assert (body["label"], body["own_label"]) == ("UNHEARD", "")


def test_art14_what_is_gone_is_not_copied(south: MemoryDesk, report: str) -> None:
    gone = Disposal(
        party=SOUTH,
        agreement=PACT,
        said_at_ns=south.now_ns,
        report=report,
        outcome="returned",
    )
    south.do(Say(statement=gone))
    with pytest.raises(ReleaseError) as refused:
        copied(south, report)
    assert refused.value.code == "not-held"
    with pytest.raises(UsageError):
        copied(south, "ab" * 32)
