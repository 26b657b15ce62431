"""A proposal is kept once, decided once, and nothing of it can be read beside."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import pytest
from tests.desks import FIELDS, NORTH, NOW, SECRET, MemoryDesk, pair
from tests.stores import failing

from watchword.edge.draft import Draft, Found
from watchword.edge.proposals import (
    Body,
    Proposals,
    count_waiting,
    waiting_since,
)
from watchword.edge.statementfile import Statement
from watchword.errors import StoreError, UsageError
from watchword.node.inputs import FileReport
from watchword.press.text import Span
from watchword.wire.codec import encode

NEEDLE: Final = "needle-in-the-text"


def body(
    text: str = NEEDLE, file: str = "needle-in-the-name.txt", published: str = ""
) -> Body:
    site = Found(field="site", value=msgspec.Raw(encode(NEEDLE)), span=Span(0, 6))
    return Body(
        statement=Statement(
            text=text, language="en", authority="needle-who", published=published
        ),
        draft=Draft(kind="launch", topic="needle.topic", values=(site,)),
        file=file,
    )


def keep(proposals: Proposals, **given: Any) -> str:  # noqa: ANN401
    """The id, where it is new."""
    name, is_new = proposals.keep(body(**given), "grammar", "news", NOW, 0)
    return name if is_new else ""


def filing(desk: MemoryDesk, proposal: str) -> FileReport:
    return FileReport(
        header=desk.header(),
        fields=FIELDS,
        secret=SECRET,
        proposal=proposal,
        person="kim",
    )


@pytest.fixture
def desk() -> MemoryDesk:
    return pair()[0]


def test_the_same_text_is_kept_once_whatever_its_file_is_called(
    desk: MemoryDesk,
) -> None:
    proposals = Proposals(desk.store)
    name = keep(proposals)
    assert name
    assert keep(proposals, file="b.txt") == ""
    assert keep(Proposals(desk.store)) == ""
    assert keep(proposals, text="another") not in ("", name)
    assert proposals.keep(body(), "grammar", "other", NOW, 0) == (name, False)
    for number in (0, 1):
        other, is_new = proposals.keep(body(), "tiny", "news", NOW, number)
        assert is_new
        assert other != name
    assert count_waiting(desk.store) == 4


def test_what_is_kept_is_had_back_and_named_by_its_beginning(desk: MemoryDesk) -> None:
    proposals = Proposals(desk.store)
    name = keep(proposals)
    kept = proposals.named(name[:6])
    assert (kept.id, kept.body, kept.state) == (name, body(), "waiting")
    assert proposals.listed(every=False) == [kept]
    assert waiting_since(desk.store) == [(name, NOW)]
    for wrong in ("zzzz", name[:3], "****", ""):
        with pytest.raises(UsageError):
            proposals.named(wrong)


def test_a_text_of_which_more_is_known_is_proposed_again_once_it_was_discarded(
    desk: MemoryDesk,
) -> None:
    proposals = Proposals(desk.store)
    first = keep(proposals)
    assert keep(proposals, published="2026-05-03") == ""
    proposals.discard(first, "", "its day is missing", NOW)
    assert keep(proposals) == ""
    second = keep(proposals, published="2026-05-03")
    assert second not in ("", first)
    desk.do(filing(desk, second))
    assert keep(proposals, published="2026-05-04") == ""
    states = {each.id: each.state for each in proposals.listed(every=True)}
    assert states == {first: "discarded", second: "filed"}


def test_no_row_says_a_word_of_the_text_and_two_nodes_name_it_otherwise(
    desk: MemoryDesk,
) -> None:
    proposals = Proposals(desk.store)
    name = keep(proposals)
    proposals.discard(name, "kim", f"{NEEDLE} again", NOW)
    keep(proposals, text=f"{NEEDLE} 2")
    rows = desk.store.rows("SELECT * FROM proposal")
    assert len(rows) == 2
    assert "needle" not in repr(rows)
    assert keep(Proposals(pair()[0].store)) != name


def test_filing_ends_it_in_the_same_transaction(desk: MemoryDesk) -> None:
    proposals = Proposals(desk.store)
    name = keep(proposals)
    desk.do(filing(desk, name))
    kept = proposals.named(name)
    assert (kept.state, kept.person, kept.body) == ("filed", "kim", None)
    assert kept.ended_ns == desk.now_ns
    assert desk.view.held(kept.report) is not None
    assert keep(proposals) == ""


def test_what_is_decided_is_not_filed_again(desk: MemoryDesk) -> None:
    proposals = Proposals(desk.store)
    filed, discarded = keep(proposals), keep(proposals, text="another")
    desk.do(filing(desk, filed))
    proposals.discard(discarded, "", "a drill", NOW)
    before = desk.store.value("SELECT max(number) FROM entry")
    for name in (filed, discarded, "nowhere"):
        given = filing(desk, name)
        anew = msgspec.structs.replace(given, secret=bytes(32))
        error = desk.take(anew).error
        assert isinstance(error, UsageError)
        assert error.code == "not-waiting"
        with pytest.raises(UsageError):
            proposals.discard(name, "", "a drill", NOW)
    assert desk.store.value("SELECT max(number) FROM entry") == before


def test_of_two_who_file_it_at_once_one_is_refused(desk: MemoryDesk) -> None:
    name = keep(Proposals(desk.store))
    units = [[filing(desk, name)], [filing(desk, name)]]
    units[1][0] = msgspec.structs.replace(units[1][0], secret=bytes(32))
    first, second = desk.writer.commit(units, desk.now_ns)
    assert first.error is None
    assert second.error is not None
    reports = "SELECT count(*) FROM statement WHERE kind = 'report' AND party = ?"
    assert desk.store.value(reports, (NORTH,)) == 1


def test_where_the_disk_fails_it_still_waits_and_nothing_is_filed(
    desk: MemoryDesk,
) -> None:
    proposals = Proposals(desk.store)
    name = keep(proposals)
    with failing(desk.store, "UPDATE ON proposal"), pytest.raises(StoreError):
        desk.take(filing(desk, name))
    assert proposals.named(name).state == "waiting"
    assert desk.store.value("SELECT count(*) FROM statement WHERE kind = 'report'") == 0
    desk.do(filing(desk, name))
    assert proposals.named(name).state == "filed"
