from __future__ import annotations

from types import NoneType

import msgspec
import pytest
from tests.desks import (
    FIELDS,
    NORTH,
    NOW,
    PACT,
    SOUTH,
    MemoryDesk,
    carry,
    channel,
    evidence_kept,
    line,
    pair,
    sealed_report,
    taking,
    units_for,
)
from tests.stores import failing

from watchword.edge.verify import verify_ledger
from watchword.edge.writer import Writer
from watchword.errors import GapError, LedgerError, StoreError, UsageError
from watchword.ledger.checkpoint import ledger_origin, parse_checkpoint
from watchword.ledger.note import parse_note
from watchword.model.agreement import Approval
from watchword.model.time import MINUTE_NS
from watchword.node.effects import Hold, Offer, Refuse
from watchword.node.inputs import CloseBatch, FileReport, Input, Say, TakeReceipt
from watchword.node.step import step


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


def filing(desk: MemoryDesk, label: str = "OPEN") -> FileReport:
    return FileReport(header=desk.header(label), fields=FIELDS, secret=desk.draw(32))


def entries(desk: MemoryDesk) -> list[str]:
    rows = desk.store.rows("SELECT kind FROM entry ORDER BY number")
    return [kind for (kind,) in rows]


def checkpoint_sizes(desk: MemoryDesk, origin: str) -> list[int]:
    rows = desk.store.rows(
        "SELECT size FROM checkpoint WHERE origin = ? ORDER BY size", (origin,)
    )
    return [size for (size,) in rows]


def test_a_refused_unit_leaves_the_others_of_its_group_intact(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    before = len(entries(north))
    units: list[list[Input]] = [
        [filing(north)],
        [filing(north), filing(north, "VIOLET")],
        [filing(north)],
    ]
    first, bad, last = north.writer.commit(units, NOW)
    assert first.error is None
    assert last.error is None
    assert bad.error is not None
    assert bad.error.code == "unknown-label"
    assert bad.effects == ()
    assert entries(north)[before:] == ["statement", "release"] * 2
    assert north.outbox.open_lines(SOUTH) == 2
    assert verify_ledger(north.store, north.view)["verified"]


def test_a_refused_line_leaves_evidence_and_what_came_before_it_in_the_unit_goes(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    statement, disclosed = sealed_report(north.header())
    good = taking(line(north.sign(statement), 1, disclosed))
    gap = taking(line(north.sign(statement), 3, disclosed))
    before = len(entries(south))
    refused, filed = south.writer.commit([[good, gap], [filing(south, "OFFEN")]], NOW)
    assert isinstance(refused.error, GapError)
    assert filed.error is None
    assert entries(south)[before:] == ["quarantine", "statement", "release"]
    assert evidence_kept(south.store) == [(NORTH, "gap", gap.data)]
    assert south.view.cursor(channel()).number == 0
    assert south.view.held(statement.header.corrects) is None
    assert verify_ledger(south.store, south.view)["verified"]


def test_an_input_that_is_refused_when_half_of_it_is_done_leaves_nothing(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    salts: list[int] = []

    def draw(size: int) -> bytes:
        """Salts, but none for the second line of a group, however often asked."""
        salts.append(size)
        if len(salts) in {2, 4}:
            raise LedgerError("as if it could not be")
        return north.draw(size)

    writer = Writer(north.store, NORTH, north.signer, draw)
    before = entries(north)
    outcomes = writer.commit([[filing(north)] for _ in range(3)], NOW)
    assert [type(each.error) for each in outcomes] == [NoneType, LedgerError, NoneType]
    assert entries(north) == [*before, *["statement", "release"] * 2]
    assert north.outbox.open_lines(SOUTH) == 2
    assert verify_ledger(north.store, writer.view)["verified"]


def test_one_checkpoint_is_signed_for_each_log_that_a_group_commit_grew(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    log, own = f"{NORTH}/pact/{SOUTH}/routine", ledger_origin(NORTH)
    before = checkpoint_sizes(north, own)
    north.writer.commit([[filing(north)] for _ in range(5)], NOW)
    assert checkpoint_sizes(north, log) == [5]
    assert checkpoint_sizes(north, own) == [*before, before[-1] + 10]
    north.writer.commit([[filing(north)]], NOW)
    assert checkpoint_sizes(north, log) == [5, 6]
    note = north.store.value(
        "SELECT note FROM checkpoint WHERE origin = ? AND size = 6", (log,)
    )
    mark = parse_checkpoint(parse_note(note.encode()).text)
    assert mark.root == north.view.log_root(channel(), 6)


def test_a_commit_in_which_nothing_happened_signs_nothing(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    before = north.store.rows("SELECT * FROM checkpoint")
    assert north.writer.commit([], NOW) == []
    (outcome,) = north.writer.commit([[filing(north, "VIOLET")]], NOW)
    assert outcome.error is not None
    assert north.store.rows("SELECT * FROM checkpoint") == before


def test_when_the_store_fails_the_whole_group_failed(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    before = entries(north)
    with failing(north.store, "INSERT ON line"), pytest.raises(StoreError):
        north.writer.commit([[filing(north, "CLOSED")], [filing(north)]], NOW)
    assert entries(north) == before
    north.writer.commit([[filing(north)]], NOW)
    assert entries(north) == [*before, "statement", "release"]
    assert verify_ledger(north.store, north.view)["verified"]


def test_the_ledgers_time_never_goes_back(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    (later,) = north.writer.commit([[filing(north)]], NOW + MINUTE_NS)
    (earlier,) = north.writer.commit([[filing(north)]], NOW)
    assert later.error is None
    assert earlier.error is None
    times = [t for (t,) in north.store.rows("SELECT known_at_ns FROM entry")]
    assert times == sorted(times)
    assert times[-1] == NOW + MINUTE_NS


def test_a_decision_about_an_unknown_report_is_not_kept(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    before = entries(north)
    approval = Approval(
        party=NORTH,
        agreement=PACT,
        recipient=SOUTH,
        report="ab" * 32,
        said_at_ns=NOW,
    )
    outcome = north.take(Say(statement=approval))
    assert isinstance(outcome.error, UsageError)
    assert entries(north) == before


def test_fields_that_are_opened_later_unite_with_those_held() -> None:
    north, south = pair()
    statement, disclosed = sealed_report(north.header())
    envelope = north.sign(statement)
    numbers = [(1, disclosed[:1]), (2, disclosed[1:]), (3, disclosed), (4, ())]
    for number, shown in numbers:
        south.do(taking(line(envelope, number, shown)))
    held = south.view.held(envelope.name)
    assert held is not None
    assert set(held.fields) == set(FIELDS)
    kinds = [kind for kind in entries(south) if kind in ("statement", "disclosure")]
    assert kinds[-2:] == ["statement", "disclosure"]
    assert len(south.pictures.said()) == 1


def test_an_own_report_is_signed_on_its_way_in_and_its_secret_kept(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    outcome = north.report()
    hold, offer = outcome.effects
    assert isinstance(hold, Hold)
    assert isinstance(offer, Offer)
    secret = north.store.value(
        "SELECT secret FROM statement WHERE name = ?", (hold.name,)
    )
    assert hold.secret is not None
    assert hold.secret not in secret
    assert north.store.content.open(hold.name, "secret", secret) == hold.secret
    assert north.view.envelope(hold.name).signatures[0].keyid == north.signer.key_id


def test_a_release_is_entered_with_the_clauses_and_what_opened_each_field(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    _, offer = north.report().effects
    assert isinstance(offer, Offer)
    body = msgspec.json.decode(
        north.store.value("SELECT body FROM entry ORDER BY number DESC LIMIT 1")
    )
    ((posture, _),) = north.view.papers(PACT).postures
    assert (body["name"], body["number"]) == (offer.name, 1)
    assert set(body["basis"]) == set(body["opened_by"]) == {"header", *offer.fields}
    assert all(names == [posture] for names in body["opened_by"].values())
    papers = {name for name, _ in north.view.papers(PACT).instruments}
    assert set(body["rests_on"]) == papers


def test_custody_passes_with_the_receipt_and_never_back(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    north.report()
    (first,) = carry(north, south)
    north.report()
    (second,) = carry(north, south)
    assert north.outbox.open_lines(SOUTH) == 0
    north.do(TakeReceipt(peer=SOUTH, envelope=first.given[0]))
    assert north.outbox.open_lines(SOUTH) == 0
    log = f"{NORTH}/pact/{SOUTH}/routine"
    assert north.store.value("SELECT receipted FROM log WHERE origin = ?", (log,)) == 2
    assert second.given[0] != first.given[0]


def test_the_senders_checkpoint_is_kept_with_the_lines(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    north.report()
    unit = next(units_for(north, south))
    south.do(*unit)
    closing = unit[-1]
    assert isinstance(closing, CloseBatch)
    log = f"{NORTH}/pact/{SOUTH}/routine"
    assert south.store.rows(
        "SELECT size, note FROM checkpoint WHERE origin = ?", (log,)
    ) == [(1, closing.checkpoint)]


def test_what_was_refused_and_approved_in_one_group_is_refused_no_more(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    north.will("case-by-case")
    filed = filing(north)
    (hold,) = (e for e in step(north.view, filed, NOW) if isinstance(e, Hold))
    approval = Approval(
        party=NORTH,
        agreement=PACT,
        recipient=SOUTH,
        report=hold.name,
        said_at_ns=NOW,
    )
    outcomes = north.writer.commit([[filed], [Say(statement=approval)]], NOW)
    assert [outcome.error for outcome in outcomes] == [None, None]
    assert any(isinstance(effect, Refuse) for effect in outcomes[0].effects)
    assert any(isinstance(effect, Offer) for effect in outcomes[1].effects)
    assert north.store.rows("SELECT * FROM refusal") == []
    offered = north.store.rows("SELECT entry, name, recipient FROM offered")
    entry = north.store.value(
        "SELECT entry FROM statement WHERE name = ?", (hold.name,)
    )
    assert (entry, hold.name, SOUTH) in offered
