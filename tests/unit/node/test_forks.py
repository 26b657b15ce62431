"""Two histories of one log: kept, shown, and not trusted until a person says so."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from tests.desks import (
    NORTH,
    NOW,
    SOUTH,
    MemoryDesk,
    carry,
    channel,
    pair,
    units_for,
)

from watchword.edge.forks import fork_rows
from watchword.edge.store import Store
from watchword.edge.verify import verify_ledger
from watchword.edge.writer import Outcome
from watchword.errors import BadSignatureError, UsageError
from watchword.ledger.checkpoint import Checkpoint, format_checkpoint, sign_checkpoint
from watchword.ledger.cosignature import (
    check_cosignature,
    cosign,
    cosigned_at_s,
)
from watchword.ledger.note import format_signature_line
from watchword.ledger.tree import EMPTY, leaf_hash
from watchword.model.receipt import Receipt
from watchword.model.time import SECOND_NS
from watchword.node.inputs import CloseBatch, Input, TakeReceipt, TrustAgain
from watchword.node.receive import origin_of
from watchword.wire.statement import format_statement, parse_statement

ORIGIN = f"{NORTH}/pact/{SOUTH}/routine"


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


@pytest.fixture
def north(desks: tuple[MemoryDesk, MemoryDesk]) -> MemoryDesk:
    return desks[0]


@pytest.fixture
def south(desks: tuple[MemoryDesk, MemoryDesk]) -> MemoryDesk:
    return desks[1]


def twin_of(north: MemoryDesk, south: MemoryDesk) -> MemoryDesk:
    """North gone back to the time before it first reported, with its keys."""
    twin, _ = pair()
    twin.draw(9)  # Its salts are others from here on.
    assert twin.signer == north.signer
    assert south.party == SOUTH
    return twin


def exchanged(north: MemoryDesk, south: MemoryDesk, reports: int) -> None:
    for _ in range(reports):
        north.report()
    carry(north, south)


def offer(sender: MemoryDesk, south: MemoryDesk) -> Outcome:
    return south.take(*next(units_for(sender, south)))


def carry_urgent(north: MemoryDesk, south: MemoryDesk) -> None:
    """The urgent lane goes first."""
    outcome = south.do(*next(units_for(north, south)))
    north.do(TakeReceipt(peer=SOUTH, envelope=outcome.given[0]))


def forks(store: Store) -> list[tuple[str, str]]:
    return [(row["log"], row["code"]) for row in fork_rows(store, open_only=True)]


def entered(store: Store, kind: str) -> list[dict[str, Any]]:
    rows = store.rows("SELECT body FROM entry WHERE kind = ? ORDER BY number", (kind,))
    return [msgspec.json.decode(body) for (body,) in rows]


def closing(text: str) -> CloseBatch:
    return CloseBatch(peer=NORTH, channel=channel(), checkpoint=text, now_ns=NOW)


def last_receipt(north: MemoryDesk) -> Receipt:
    _, envelope = north.view.last_receipt(channel())
    assert envelope is not None
    said = parse_statement(envelope)
    assert isinstance(said, Receipt)
    return said


def shown_fork(north: MemoryDesk, south: MemoryDesk) -> MemoryDesk:
    """South holds two of north's reports; north's twin says others."""
    exchanged(north, south, 2)
    twin = twin_of(north, south)
    twin.report()
    twin.report()
    outcome = offer(twin, south)
    assert outcome.error is not None
    assert outcome.error.code == "fork"
    return twin


def test_a_replayed_number_with_other_bytes_under_a_signed_checkpoint_is_a_fork(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    shown_fork(north, south)
    assert forks(south.store) == [(ORIGIN, "fork")]
    (row,) = fork_rows(south.store)
    assert row["ours"] != row["theirs"]
    assert all(row[side].startswith(f"{ORIGIN}\n2\n") for side in ("ours", "theirs"))
    assert south.view.forked(channel())
    (said,) = entered(south.store, "fork")
    assert said["log"] == ORIGIN


def test_a_longer_history_that_began_otherwise_is_a_fork(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    exchanged(north, south, 2)
    twin = twin_of(north, south)
    for _ in range(5):
        twin.report()
    assert offer(twin, south).error is not None
    assert forks(south.store) == [(ORIGIN, "fork")]
    (row,) = fork_rows(south.store)
    assert row["theirs"].startswith(f"{ORIGIN}\n5\n")


def test_other_bytes_without_a_checkpoint_over_them_stop_nothing(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    exchanged(north, south, 1)
    twin = twin_of(north, south)
    twin.report()
    lying, close = next(units_for(twin, south))
    true = north.store.value("SELECT note FROM checkpoint WHERE origin = ?", (ORIGIN,))
    cases: list[Sequence[Input]] = [(lying,), (lying, closing(true))]
    for unit in cases:
        outcome = south.take(*unit)
        assert outcome.error is not None
        assert outcome.error.code == "fork"
    assert isinstance(close, CloseBatch)
    assert forks(south.store) == []
    exchanged(north, south, 1)
    assert south.view.cursor(channel()).number == 2


def test_a_checkpoint_that_a_stranger_signed_is_no_evidence(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    exchanged(north, south, 1)
    twin = twin_of(north, south)
    twin.report()
    lying, _ = next(units_for(twin, south))
    mark = Checkpoint(origin=ORIGIN, size=1, root=leaf_hash(b"other"))
    outcome = south.take(lying, closing(sign_checkpoint(mark, south.signer).decode()))
    assert outcome.error is not None
    assert forks(south.store) == []


def test_nothing_more_of_a_forked_log_is_taken_and_other_channels_go_on(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    shown_fork(north, south)
    north.report()
    for _ in range(2):
        outcome = offer(north, south)
        assert outcome.error is not None
        assert outcome.error.code == "fork"
    assert len(fork_rows(south.store)) == 1
    south.report(south.header("OFFEN"))
    carry(south, north)
    north.report(north.header(urgency="urgent"))
    urgent = channel(lane="urgent")
    before = south.view.cursor(urgent).number
    carry_urgent(north, south)
    assert south.view.cursor(urgent).number == before + 1


def test_a_fork_shown_again_is_kept_once(north: MemoryDesk, south: MemoryDesk) -> None:
    twin = shown_fork(north, south)
    offer(twin, south)
    assert len(fork_rows(south.store)) == len(entered(south.store, "fork")) == 1


def test_a_node_that_starts_again_still_does_not_trust(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    shown_fork(north, south)
    again = MemoryDesk(SOUTH, south.store)
    assert again.view.forked(channel())


def test_a_person_trusts_a_log_again_and_says_why(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    twin = shown_fork(north, south)
    south.do(TrustAgain(channel=channel(), because="a stray copy ran"))
    assert forks(south.store) == []
    (row,) = fork_rows(south.store)
    assert row["because"] == "a stray copy ran"
    assert entered(south.store, "trust-again") == [
        {"log": ORIGIN, "because": "a stray copy ran"}
    ]
    exchanged(north, south, 1)
    assert south.view.cursor(channel()).number == 3
    assert offer(twin, south).error is not None
    assert forks(south.store) == [(ORIGIN, "fork")]


@pytest.mark.parametrize("because", ["", "  ", "nothing is wrong"])
def test_trust_is_not_given_without_a_fork_or_a_reason(
    north: MemoryDesk, south: MemoryDesk, because: str
) -> None:
    if because.strip() == "":
        shown_fork(north, south)
    with pytest.raises(UsageError):
        south.do(TrustAgain(channel=channel(), because=because))


def test_verify_names_the_forks_that_nobody_settled(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    shown_fork(north, south)
    assert [row["log"] for row in verify_ledger(south.store, south.view)["forks"]] == [
        ORIGIN
    ]
    south.do(TrustAgain(channel=channel(), because="we spoke"))
    assert verify_ledger(south.store, south.view)["forks"] == []


def receipt(south: MemoryDesk, number: int, root: bytes, **said: Any) -> TakeReceipt:  # noqa: ANN401 (any of a receipt's)
    statement = Receipt(
        party=SOUTH,
        sender=NORTH,
        agreement=channel().agreement,
        lane="routine",
        number=number,
        root=b64encode(root).decode(),
        said_at_ns=NOW,
    )
    said_so = msgspec.structs.replace(statement, **said)
    return TakeReceipt(peer=SOUTH, envelope=south.sign(said_so))


def test_a_receipt_over_another_history_stops_what_we_send(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    north.report()
    given = receipt(south, 1, leaf_hash(b"other"))
    assert north.take(given).error is not None
    assert forks(north.store) == [(ORIGIN, "fork")]
    (row,) = fork_rows(north.store)
    assert row["ours"].startswith(f"{ORIGIN}\n1\n")
    assert msgspec.json.decode(row["theirs"])["payload"]
    assert north.outbox.next_batch(SOUTH) is None
    assert north.outbox.open_lines(SOUTH) == 1
    assert north.take(given).error is not None
    assert len(fork_rows(north.store)) == 1
    north.do(TrustAgain(channel=channel(), because="a fault of theirs, mended"))
    carry(north, south)
    assert north.outbox.open_lines(SOUTH) == 0


def test_a_receipt_for_more_than_we_hold_shows_that_our_log_shrank(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    north.report()
    assert north.take(receipt(south, 2, leaf_hash(b"other"))).error is not None
    assert forks(north.store) == [(ORIGIN, "shrank")]
    assert north.outbox.next_batch(SOUTH) is None


def test_a_forged_receipt_stops_nothing(north: MemoryDesk) -> None:
    north.report()
    assert north.take(receipt(north, 1, leaf_hash(b"other"))).error is not None
    assert forks(north.store) == []


def test_a_later_receipt_for_less_is_kept_and_the_lines_go_on(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    exchanged(north, south, 2)
    root = north.view.log_root(channel(), 1)
    assert root is not None
    north.do(receipt(south, 1, root, said_at_ns=NOW + SECOND_NS))
    assert forks(north.store) == [(ORIGIN, "shrank")]
    assert not north.view.forked(channel())
    assert north.outbox.open_lines(SOUTH) == 0
    north.do(receipt(south, 1, root, said_at_ns=NOW + 2 * SECOND_NS))
    assert len(fork_rows(north.store)) == 1
    exchanged(north, south, 1)
    north.do(TrustAgain(channel=channel(), because="their disk was replaced"))
    assert forks(north.store) == []


def test_what_stops_is_kept_beside_what_does_not(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    exchanged(north, south, 2)
    root = north.view.log_root(channel(), 1)
    assert root is not None
    north.do(receipt(south, 1, root, said_at_ns=NOW + SECOND_NS))
    assert north.take(receipt(south, 9, root)).error is not None
    assert forks(north.store) == [(ORIGIN, "shrank"), (ORIGIN, "shrank")]
    assert north.view.forked(channel())


def test_a_receipt_that_came_late_shows_nothing(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    exchanged(north, south, 2)
    root = north.view.log_root(channel(), 1)
    assert root is not None
    north.do(receipt(south, 1, root, said_at_ns=NOW - SECOND_NS))
    assert fork_rows(north.store) == []


def text_at(desk: MemoryDesk, number: int) -> str:
    root = desk.view.log_root(channel(), number)
    assert root is not None
    return format_checkpoint(Checkpoint(origin=ORIGIN, size=number, root=root))


def test_the_recipient_cosigns_what_it_takes_and_both_keep_it(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    exchanged(north, south, 2)
    said = last_receipt(north)
    publics = (south.signer.public,)
    line = check_cosignature(text_at(north, 2), said.cosignature, SOUTH, publics)
    assert cosigned_at_s(line) == NOW // SECOND_NS
    kept = "SELECT origin, size, witness, line FROM cosignature WHERE origin = ?"
    assert north.store.rows(kept, (ORIGIN,)) == south.store.rows(kept, (ORIGIN,))
    assert north.store.rows(kept, (ORIGIN,)) == [(ORIGIN, 2, SOUTH, said.cosignature)]


def test_an_older_checkpoint_is_receipted_and_not_cosigned(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    north.report()
    first = list(next(units_for(north, south)))
    exchanged(north, south, 1)
    outcome = south.do(*first)
    said = parse_statement(outcome.given[0])
    assert isinstance(said, Receipt)
    assert (said.number, said.cosignature) == (2, "")
    assert b"cosignature" not in format_statement(said)
    north.do(TakeReceipt(peer=SOUTH, envelope=outcome.given[0]))


def test_a_receipt_of_an_older_node_has_no_cosignature_and_counts(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    north.report()
    root = north.view.log_root(channel(), 1)
    assert root is not None
    north.do(receipt(south, 1, root))
    assert north.outbox.open_lines(SOUTH) == 0
    assert (
        north.store.rows("SELECT * FROM cosignature WHERE origin = ?", (ORIGIN,)) == []
    )


def test_a_cosignature_of_another_tree_or_key_is_refused(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    north.report()
    root = north.view.log_root(channel(), 1)
    assert root is not None
    other = format_checkpoint(
        Checkpoint(origin=origin_of(channel()), size=1, root=EMPTY.append(root).root())
    )
    stray = other.replace("\n1\n", "\n2\n")
    lines = [
        format_signature_line(cosign(stray, SOUTH, south.signer, 1)),
        format_signature_line(cosign(text_at(north, 1), SOUTH, north.signer, 1)),
        format_signature_line(cosign(text_at(north, 1), NORTH, south.signer, 1)),
    ]
    for line in lines:
        outcome = north.take(receipt(south, 1, root, cosignature=line))
        assert isinstance(outcome.error, BadSignatureError)
        assert outcome.error.code == "bad-cosignature"
    outcome = north.take(receipt(south, 1, root, cosignature="no line"))
    assert outcome.error is not None
    assert outcome.error.code == "malformed"
    assert north.outbox.open_lines(SOUTH) == 1
