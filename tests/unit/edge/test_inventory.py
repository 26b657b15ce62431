"""Every item ever held, what became of it, and that the sums fit."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.desks import FIELDS
from tests.people import Staff, employed
from tests.unit.edge.test_commands import NORTH, PACT, SOUTH, raw

from watchword.edge.clock import system_ns
from watchword.edge.commands.audits import Audit
from watchword.edge.commands.copies import ReportExport
from watchword.edge.commands.inventory import InventoryShow
from watchword.edge.commands.releases import PostureSet
from watchword.edge.commands.reports import ReportFile
from watchword.model.marking import Marking
from watchword.model.message import Disposal, LabelChange, Outcome, Record, Registered
from watchword.model.time import DAY_NS, format_ns
from watchword.node.inputs import Say

LEE: Final = employed("lee", "control-officer", "auditor", facility="the annex")


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    staff = Staff(tmp_path)
    staff.office.run(PostureSet(agreement=PACT, stance="push"))
    yield staff
    staff.close()


def sent(staff: Staff, **given: Any) -> str:  # noqa: ANN401
    """A report of north's that south has received."""
    name = str(staff.office.file(**given)["name"])
    staff.office.post()
    return name


def said(staff: Staff, message: Any) -> None:  # noqa: ANN401
    asyncio.run(staff.office.desks[SOUTH].submit(Say(statement=message)))


def disposed(staff: Staff, name: str, outcome: Outcome, *copies: int) -> None:
    said(
        staff,
        Disposal(
            party=SOUTH,
            agreement=PACT,
            said_at_ns=system_ns(),
            report=name,
            outcome=outcome,
            copies=copies,
            method="burnt",
            witnesses=("kim", "lee"),
            says="for the test",
        ),
    )


def listed(staff: Staff, **given: Any) -> dict[str, Any]:  # noqa: ANN401
    found: dict[str, Any] = staff.office.run(InventoryShow(**given), SOUTH)
    return found


def test_art06f_every_item_received_has_one_of_four_outcomes(staff: Staff) -> None:
    names = [sent(staff) for _ in range(5)]
    outcomes: tuple[Outcome, ...] = ("returned", "destroyed", "lost", "retained")
    for name, outcome in zip(names, outcomes, strict=False):
        disposed(staff, name, outcome)
    found = listed(staff)
    assert [(i["name"], i["outcome"]) for i in found["items"]] == [
        *zip(names, ("returned", "destroyed", "lost", "held", "held"), strict=True)
    ]
    assert found["sums"] == {"held": 2, "returned": 1, "destroyed": 1, "lost": 1}


def test_art06f_the_sums_reconcile_to_the_lines_taken_and_receipted(
    staff: Staff,
) -> None:
    for _ in range(3):
        sent(staff)
    staff.office.file(SOUTH)
    check = listed(staff)["check"]
    assert check["reconciles"]
    assert check["items_received"] == check["items_on_lines"] == 3
    assert check["items_own"] == 1
    # Papers and postures of the agreement came on lines of their own.
    assert check["lines_taken"] == check["lines_receipted"] > 3


def test_art06f_an_item_that_a_line_brought_and_nobody_holds_is_missed(
    staff: Staff,
) -> None:
    name = sent(staff)
    store = staff.office.desks[SOUTH].store
    store.run("DELETE FROM statement WHERE name = ?", (name,))
    check = listed(staff)["check"]
    assert not check["reconciles"]
    assert check["missing"] == [name]


def test_art06f_an_item_nobody_brought_does_not_add_up(staff: Staff) -> None:
    name = sent(staff)
    store = staff.office.desks[SOUTH].store
    store.run("UPDATE line SET name = '' WHERE name = ?", (name,))
    assert not listed(staff)["check"]["reconciles"]


def test_art06f_each_item_has_labels_originator_sender_place_and_officer(
    staff: Staff,
) -> None:
    until_ns = system_ns() + DAY_NS
    name = sent(staff, need_until_ns=until_ns)
    said(
        staff,
        Registered(
            party=SOUTH,
            agreement=PACT,
            said_at_ns=system_ns(),
            report=name,
            sender=NORTH,
            officer="lee",
        ),
    )
    said(
        staff,
        Record(
            party=SOUTH,
            agreement=PACT,
            said_at_ns=system_ns(),
            kind="facility",
            says="the cellar",
        ),
    )
    (item,) = listed(staff)["items"]
    assert (item["label"], item["own_label"]) == ("OPEN", "OFFEN")
    assert (item["originator"], item["sender"]) == (NORTH, NORTH)
    assert (item["agreements"], item["registered_by"]) == ([PACT], "lee")
    assert (item["location"], item["form"]) == ("the cellar", "electronic")
    assert item["need_until"] == format_ns(until_ns)


def test_art06f_the_label_in_force_stands_beside_the_first(staff: Staff) -> None:
    name = sent(staff)
    change = LabelChange(
        party=NORTH,
        agreement=PACT,
        said_at_ns=system_ns(),
        report=name,
        marking=Marking(label="CLOSED"),
    )
    asyncio.run(staff.office.desks[NORTH].submit(Say(statement=change)))
    staff.office.post()
    (item,) = listed(staff)["items"]
    assert (item["label"], item["label_in_force"]) == ("OPEN", "CLOSED")
    assert item["own_label"] == "ZU"


def test_art14_copies_stand_in_the_inventory_and_a_certificate_covers_them(
    staff: Staff,
) -> None:
    name = sent(staff)
    staff.enrol(LEE, at=SOUTH)
    for to in ("lee", "the map room"):
        copy = ReportExport(report=name, to=to, purpose="study")
        staff.office.run(copy, SOUTH)
    disposed(staff, name, "destroyed", 1)
    found = staff.ask(InventoryShow(), "lee", at=SOUTH)
    (item,) = found["items"]
    shown = [
        (c["number"], c["recipient"], c["purpose"], c["location"], c["outcome"])
        for c in item["copies"]
    ]
    assert shown == [
        (1, "lee", "study", "the annex", "destroyed"),
        (2, "the map room", "study", "the map room", "held"),
    ]


def test_art14_a_copy_bears_both_labels_first_and_last(staff: Staff) -> None:
    name = sent(staff, caveats=("eyes only",), purposes=("warning",))
    copy = ReportExport(report=name, to="lee", purpose="warning")
    found = staff.office.run(copy, SOUTH)
    lines = found["text"].splitlines()
    marking = [
        "EXERCISE",
        "OPEN  (desk.north)",
        "OFFEN  (desk.south)",
        "eyes only",
        "for warning only",
        f"copy 1 of {name[:16]}",
    ]
    assert lines[: len(marking)] == marking
    assert lines[-len(marking) :] == marking
    assert "for      lee" in lines
    assert "  site: the airfield" in lines
    assert f"statement {name}" in lines
    assert found["signed"]["signatures"]
    assert found["disclosed"]


def test_art14_a_copy_of_a_derivative_names_every_originator(staff: Staff) -> None:
    source = sent(staff)
    made = ReportFile(
        kind="launch",
        topic="missile.ballistic",
        label="OFFEN",
        fields=raw(FIELDS),
        derived_from=(source,),
        language="de",
        translator="lee",
        caveats=("enthält Mitteilungen von desk.north",),
        releasable_to=(),
    )
    name = staff.office.run(made, SOUTH)["name"]
    copy = ReportExport(report=name, to="lee", purpose="study")
    text = staff.office.run(copy, SOUTH)["text"]
    assert "contains what desk.north originated" in text
    assert "translated into de by lee" in text
    assert "releasable to nobody" in text


def test_art14_a_copy_is_for_the_own_people(staff: Staff) -> None:
    name = sent(staff)
    desk = staff.office.desks[SOUTH]
    copy = ReportExport(report=name, to=NORTH, purpose="study")
    assert staff.knock(copy, None, at=SOUTH).error == "usage"
    assert desk.store.value("SELECT count(*) FROM entry WHERE kind = 'copy'") == 0


def test_art02a_an_oral_disclosure_is_in_the_inventory_and_in_the_audit(
    staff: Staff,
) -> None:
    spoken_ns = system_ns() - DAY_NS // 2
    oral = ReportFile(
        kind="launch",
        topic="missile.ballistic",
        label="OFFEN",
        fields={},
        form="oral",
        originators=("north",),
        said_at_ns=spoken_ns,
    )
    filed = staff.office.run(oral, SOUTH)
    assert filed["released"] == []
    (item,) = listed(staff)["items"]
    assert item["name"] == filed["name"]
    assert (item["form"], item["label"]) == ("oral", "OFFEN")
    assert (item["originator"], item["originators"]) == (SOUTH, [NORTH])
    assert item["said_at"] == format_ns(spoken_ns)
    assert staff.office.run(Audit(), SOUTH)["items"] == [item]


def test_art06f_as_of_an_instant_it_is_what_was_known_then(staff: Staff) -> None:
    name = sent(staff)
    store = staff.office.desks[SOUTH].store
    then = int(store.value("SELECT max(known_at_ns) FROM entry"))
    disposed(staff, name, "destroyed")
    sent(staff)
    found = listed(staff, as_of_ns=then)
    assert [(i["name"], i["outcome"]) for i in found["items"]] == [(name, "held")]
    assert found["check"]["reconciles"]


def test_what_is_derived_takes_over_what_its_sources_ask_for(staff: Staff) -> None:
    first = sent(
        staff,
        caveats=("eyes only",),
        purposes=("warning", "study"),
        releasable_to=("north", "south"),
    )
    second = sent(staff, purposes=("study",))
    made = ReportFile(
        kind="launch",
        topic="missile.ballistic",
        label="OFFEN",
        fields=raw(FIELDS),
        derived_from=(first, second),
        caveats=("summary",),
    )
    name = staff.office.run(made, SOUTH)["name"]
    copy = staff.office.run(ReportExport(report=name, to="lee", purpose="study"), SOUTH)
    assert copy["caveats"] == ["summary", "eyes only"]
    assert copy["purposes"] == ["study"]
    assert copy["releasable_to"] == (NORTH, SOUTH)
    assert copy["originators"] == [NORTH]
