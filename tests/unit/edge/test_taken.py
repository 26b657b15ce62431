"""What was taken is at hand for who folds it, and for nobody else."""

from __future__ import annotations

import pytest
from tests.desks import MemoryDesk, name_held, pair
from tests.unit.fusion.told import told
from tests.vaults import destroy

from watchword.edge.content import Content
from watchword.edge.picturestore import PictureStore
from watchword.edge.taken import OVERHEAD, Taken

HEADER = told("KR_JCS").report.header
TEXTS = ('["c2FsdA==","site","Sunan"]',)


def test_it_is_given_away_once_and_by_its_own_entry_only() -> None:
    taken = Taken()
    taken.put("a", 7, HEADER, TEXTS)
    assert "a" in taken
    assert taken.pop("a", 7) == (HEADER, TEXTS)
    assert taken.pop("a", 7) is None
    taken.put("a", 7, HEADER, TEXTS)
    assert taken.pop("a", 8) is None
    assert "a" not in taken


def test_where_it_is_too_much_it_begins_anew() -> None:
    one = OVERHEAD + len(TEXTS[0])
    taken = Taken(most_bytes=2 * one)
    for name in "abc":
        taken.put(name, 1, HEADER, TEXTS)
    assert [name in taken for name in "abc"] == [False, False, True]
    assert taken.pop("c", 1) is not None
    for _ in range(3):
        taken.put("d", 1, HEADER, TEXTS)
    assert "c" not in taken
    taken.put("e", 1, HEADER, TEXTS)
    assert "d" in taken


@pytest.fixture
def north() -> MemoryDesk:
    return pair()[0]


def test_what_was_just_taken_is_folded_without_being_opened(
    north: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    really = Content.open

    def noted(content: Content, item: str, place: str, data: bytes) -> bytes:
        opened.append(item)
        return really(content, item, place, data)

    north.pictures.picture()
    names = [name_held(north.report()) for _ in range(3)]
    monkeypatch.setattr(Content, "open", noted)
    north.pictures.fold()
    assert not set(opened) & set(names)
    monkeypatch.undo()
    shown = north.pictures.picture()
    assert shown == PictureStore(north.store).picture()
    assert {n for e in shown.events for n in e.members} == set(names)


def test_what_is_destroyed_is_at_hand_no_longer(north: MemoryDesk) -> None:
    name = name_held(north.report())
    assert north.pictures.remembers(name)
    destroy(north, name)
    assert not north.pictures.remembers(name)
    assert name not in north.store.taken
