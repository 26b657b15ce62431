from __future__ import annotations

import msgspec
from tests.desks import NORTH, NOW, SOUTH, MemoryDesk, sealed_report

from watchword.edge.placeholder import format_placeholder, parse_placeholder
from watchword.model.marking import Marking


def test_a_placeholder_has_who_what_when_and_the_label_and_nothing_else() -> None:
    desk = MemoryDesk(NORTH)
    header = msgspec.structs.replace(
        desk.header(),
        originators=(SOUTH,),
        attributed_to="a ministry",
        rights="all of them",
        marking=Marking(label="OPEN", caveats=("handle with care",)),
    )
    statement, _ = sealed_report(header)
    data = format_placeholder(statement)
    assert data is not None
    for word in (b"ministry", b"all of them", b"care", b"ballistic"):
        assert word not in data
    again = parse_placeholder(data, NORTH, NOW).header
    assert (again.kind, again.status, again.originator) == (
        header.kind,
        header.status,
        NORTH,
    )
    assert (again.originators, again.said_at_ns) == ((SOUTH,), NOW)
    assert again.marking == Marking(label="OPEN")


def test_of_what_is_no_report_no_placeholder_is_kept() -> None:
    assert format_placeholder(MemoryDesk(NORTH).designation()) is None
