"""A look: what is derived, what is forgotten, what is told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.edge.test_commands import NORTH, PACT, SOUTH, Office

from watchword.edge.alertfacts import acknowledged, current
from watchword.edge.commands.alerts import AlertAcknowledge, AlertList
from watchword.edge.commands.releases import PostureSet, ReleaseReport
from watchword.edge.watch import Watch
from watchword.model.time import DAY_NS


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    office.agree()
    yield office
    for desk in office.desks.values():
        desk.close()


def look(office: Office) -> None:
    asyncio.run(Watch(office.desks[NORTH]).look())


def test_what_was_acknowledged_is_forgotten_when_it_is_over(office: Office) -> None:
    desk = office.desks[NORTH]
    name = str(office.file()["name"])
    (row,) = office.run(AlertList())
    office.run(AlertAcknowledge(alert=row["id"]))
    look(office)
    (row,) = office.run(AlertList())
    assert row["acknowledged"] is not None
    office.run(ReleaseReport(report=name, to=SOUTH))
    look(office)
    assert acknowledged(desk.store) == {}


def test_an_acknowledged_warning_is_remembered_while_it_would_be_one(
    office: Office,
) -> None:
    desk = office.desks[NORTH]
    office.run(PostureSet(agreement=PACT, stance="push"), SOUTH)
    office.file(SOUTH, urgency="urgent")
    office.post()
    (row,) = office.run(AlertList())
    office.run(AlertAcknowledge(alert=row["id"]))
    look(office)
    assert len(acknowledged(desk.store)) == 1
    assert current(desk) == ()
    desk.store.run("UPDATE acknowledged SET at_ns = at_ns - ?", (3 * DAY_NS,))
    look(office)
    assert acknowledged(desk.store) == {}


def test_a_store_that_failed_is_tried_at_the_next_look(office: Office) -> None:
    desk = office.desks[NORTH]
    desk.sight.fail_store("store-full", 1)
    look(office)
    assert desk.sight.store_code == ""
    assert desk.store.meta("probe") is None
    desk.store.run("PRAGMA query_only = 1")
    desk.sight.fail_store("store-full", 1)
    look(office)
    assert desk.sight.store_code == "store-read-only"
    assert [alert.kind for alert in current(desk)] == ["store"]
