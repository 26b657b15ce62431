"""What partners show is held against the copy, and never believed unsigned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.desks import NORTH, NOW, PACT, SOUTH

from watchword.edge.config import Config
from watchword.edge.desk import Desk
from watchword.edge.home import Home
from watchword.edge.keyfiles import new_signer
from watchword.edge.restored import Restored, mark_restored
from watchword.edge.returned import Mark, Returned, Returning
from watchword.edge.setup import Validity, init_node
from watchword.errors import ForkError, LedgerError, StoreError, UsageError
from watchword.ledger.checkpoint import Checkpoint, sign_checkpoint
from watchword.ledger.tree import leaf_hash, root
from watchword.model.time import DAY_NS
from watchword.trust.keys import Signer

ORIGIN = f"{NORTH}/{PACT}/{SOUTH}/routine"
ENTRIES = [bytes([number]) * 32 for number in range(1, 4)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    home = Home(tmp_path / "node")
    config = Config(party=NORTH, endpoint="https://127.0.0.1:1", listen="127.0.0.1:1")
    init_node(
        home, config, new_signer(home.governance_path), Validity(from_ns=NOW - DAY_NS)
    )
    store = home.open_store()
    mark_restored(store, [SOUTH])
    store.close()
    desk = Desk(home)
    yield desk
    desk.close()


def shown(signer: Signer, entries: list[bytes] = ENTRIES) -> Returned:
    tree = root([leaf_hash(entry) for entry in entries])
    point = Checkpoint(origin=ORIGIN, size=len(entries), root=tree)
    note = sign_checkpoint(point, signer).decode()
    mark = Mark(agreement=PACT, lane="routine", checkpoint=note)
    return Returned(logs=(mark,), statements=())


def missing(entries: list[bytes] = ENTRIES) -> dict[str, list[Returning]]:
    return {
        ORIGIN: [
            Returning(number=number, name="lost", entry=entry)
            for number, entry in enumerate(entries, start=1)
        ]
    }


def test_what_is_missing_comes_back_and_gives_the_root_that_was_signed(
    desk: Desk,
) -> None:
    with pytest.raises(StoreError) as refused:
        desk.restored.check()
    assert refused.value.code == "restored"
    desk.restored.settle(SOUTH, shown(desk.home.signer()), missing(), NOW)
    desk.restored.check()
    assert desk.view.frontier(ORIGIN).size == 3
    row = desk.store.row("SELECT receipted FROM log WHERE origin = ?", (ORIGIN,))
    assert row == (3,)
    assert Restored(desk.writer).state is None


def test_entries_that_do_not_give_the_signed_root_are_another_history(
    desk: Desk,
) -> None:
    wrong = missing([*ENTRIES[:2], bytes(32)])
    for given in (wrong, missing(ENTRIES[:2]), {}):
        with pytest.raises(ForkError):
            desk.restored.settle(SOUTH, shown(desk.home.signer()), given, NOW)
        assert desk.view.frontier(ORIGIN).size == 0
        assert desk.restored.waits == (SOUTH,)


def test_a_shorter_log_that_is_another_is_a_fork(desk: Desk) -> None:
    signer = desk.home.signer()
    desk.restored.settle(SOUTH, shown(signer), missing(), NOW)
    mark_restored(desk.store, [SOUTH])
    again = Restored(desk.writer)
    other = shown(signer, [bytes(32)])
    with pytest.raises(ForkError):
        again.settle(SOUTH, other, {}, NOW)
    again.settle(SOUTH, shown(signer, ENTRIES[:2]), {}, NOW)
    assert again.state is None


def test_a_checkpoint_that_this_party_did_not_sign_is_not_believed(desk: Desk) -> None:
    stranger = Signer(b"s" * 32)
    with pytest.raises(LedgerError):
        desk.restored.settle(SOUTH, shown(stranger), missing(), NOW)
    assert desk.restored.waits == (SOUTH,)


def test_only_who_is_waited_for_is_left_out_and_only_with_a_reason(desk: Desk) -> None:
    with pytest.raises(UsageError):
        desk.restored.leave_out(NORTH, "nobody asked", NOW)
    with pytest.raises(UsageError):
        desk.restored.leave_out(SOUTH, " ", NOW)
    desk.restored.leave_out(SOUTH, "closed", NOW)
    assert desk.restored.state is None
