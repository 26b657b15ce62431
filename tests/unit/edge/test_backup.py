"""A copy put back brings nothing back to life that was destroyed since."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from tests.desks import NORTH, NOW, PACT, TEXT
from tests.vaults import CANARY_FIELDS, found_in, raw

from watchword.edge.backup import restore
from watchword.edge.commands.backups import Backup
from watchword.edge.commands.dispatch import Command, respond
from watchword.edge.commands.ledgers import LedgerVerify
from watchword.edge.commands.reports import PictureShow, ReportList
from watchword.edge.config import Config
from watchword.edge.desk import Answer, Desk
from watchword.edge.home import Home
from watchword.edge.keyfiles import new_signer
from watchword.edge.setup import Validity, init_node, sign_paper
from watchword.errors import EdgeError, LedgerError, UsageError
from watchword.model.agreement import Signature
from watchword.model.marking import Marking
from watchword.model.message import Disposal
from watchword.model.report import Header
from watchword.model.time import DAY_NS, Instant
from watchword.node.effects import Hold
from watchword.node.inputs import AddSigned, FileReport, Input, Say

pytestmark = pytest.mark.slow

CONFIG = Config(
    party=NORTH,
    endpoint="https://127.0.0.1:1",
    listen="127.0.0.1:1",
    clock="replay",
    replay_from="2022-05-04T12:00Z",
)


class Place(NamedTuple):
    """A node that has signed the pact, and where its copies go."""

    home: Home
    copy: Path
    apart: Path

    def do(self, given: Input) -> str:
        """Have it taken; the name of what is held."""
        desk = Desk(self.home)
        try:
            outcome = asyncio.run(desk.submit(given))
        finally:
            desk.close()
        return next(e.name for e in outcome.effects if isinstance(e, Hold))

    def ask(self, command: Command) -> Any:  # noqa: ANN401 (JSON)
        desk = Desk(self.home)
        try:
            data = asyncio.run(respond(desk, command, None))
        finally:
            desk.close()
        answered = msgspec.json.decode(data, type=Answer)
        assert answered.error == "", answered
        return msgspec.json.decode(answered.result)

    def file(self, secret: bytes = bytes(32)) -> str:
        header = Header(
            kind="launch",
            status="exercise",
            originator=NORTH,
            said_at_ns=NOW,
            topic="missile.ballistic",
            marking=Marking(label="OPEN"),
        )
        given = FileReport(header=header, fields=CANARY_FIELDS, secret=secret)
        return self.do(given)

    def destroy(self, name: str) -> str:
        return self.do(
            Say(
                statement=Disposal(
                    party=NORTH,
                    agreement=PACT,
                    said_at_ns=NOW,
                    report=name,
                    outcome="destroyed",
                    witnesses=("A. One", "B. Two"),
                )
            )
        )

    def back_up(self) -> dict[str, Any]:
        found: dict[str, Any] = self.ask(
            Backup(folder=str(self.copy), keys_folder=str(self.apart))
        )
        return found

    def lose(self, *names: str) -> None:
        """The disk with these files is gone."""
        for name in names:
            (self.home.path / name).unlink()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    home = Home(tmp_path / "node")
    governance = new_signer(home.governance_path)
    init_node(home, CONFIG, governance, Validity(from_ns=NOW - DAY_NS))
    place = Place(home, tmp_path / "copy", tmp_path / "apart")
    paper = Signature(
        agreement=PACT,
        party=NORTH,
        note="signed",
        dated=Instant(ns=NOW - DAY_NS),
        version=1,
        text=TEXT,
    )
    place.do(AddSigned(envelope=sign_paper(paper, governance)))
    return place


def test_what_is_copied_is_put_back_as_it_was(place: Place) -> None:
    name = place.file()
    before = place.ask(PictureShow())
    assert place.back_up()["erased"] == 0
    assert {p.name for p in place.copy.iterdir()} == {"store.sqlite"}
    assert {p.name for p in place.apart.iterdir()} == {"itemkeys.sqlite", "erased.json"}
    assert found_in(raw(place.copy) + raw(place.apart)) == []
    place.lose("store.sqlite", "itemkeys.sqlite")
    assert restore(place.home, place.copy, place.apart)["verified"]
    assert place.ask(PictureShow()) == before
    (row,) = place.ask(ReportList())
    assert (row["name"], row["fields"]["site"]) == (name, "canary-site")
    assert not [*place.home.path.glob("*.part*")]


def assert_destroyed(place: Place, name: str) -> None:
    (row,) = place.ask(ReportList())
    assert (row["name"], row["fields"]) == (name, {})
    assert row["destroyed"]
    shown = place.ask(PictureShow())
    assert (shown["events"], shown["destroyed"]) == ([], [name])
    assert place.ask(LedgerVerify())["destroyed"] == 1
    desk = Desk(place.home)
    try:
        with pytest.raises(LedgerError) as caught:
            desk.store.content.keys.key_of(name)
        assert caught.value.code == "destroyed"
    finally:
        desk.close()
    assert found_in(raw(place.home.path)) == []


def test_art13_a_copy_made_before_does_not_bring_back_what_was_destroyed(
    place: Place,
) -> None:
    """The store was lost; the item keys, with their list, were not."""
    name = place.file()
    place.back_up()
    place.destroy(name)
    place.lose("store.sqlite")
    found = restore(place.home, place.copy, place.apart)
    assert found["destroyed"] == 1
    assert_destroyed(place, name)


def test_art13_the_newest_list_counts_where_all_was_lost(place: Place) -> None:
    name = place.file()
    place.back_up()
    old = {
        path: path.read_bytes()
        for folder in (place.copy, place.apart)
        for path in folder.iterdir()
    }
    place.destroy(name)
    assert place.back_up()["erased"] == 1
    newest = place.home.path.parent / "newest.json"
    newest.write_bytes((place.apart / "erased.json").read_bytes())
    for path, data in old.items():
        path.write_bytes(data)
    place.lose("store.sqlite", "itemkeys.sqlite")
    assert restore(place.home, place.copy, place.apart, [newest])["destroyed"] == 1
    assert_destroyed(place, name)


def test_a_store_put_back_by_hand_is_set_right_before_it_serves(place: Place) -> None:
    name = place.file()
    place.back_up()
    place.destroy(name)
    place.home.store_path.write_bytes((place.copy / "store.sqlite").read_bytes())
    assert_destroyed(place, name)


def test_a_picture_that_was_sealed_under_an_erased_key_is_folded_anew(
    place: Place,
) -> None:
    kept = place.file()
    shown = place.ask(PictureShow())
    place.back_up()
    place.destroy(place.file(bytes([1]) * 32))
    place.lose("store.sqlite")
    restore(place.home, place.copy, place.apart)
    assert place.ask(PictureShow()) == shown
    assert place.ask(ReportList())[0]["name"] == kept


def test_keys_newer_than_the_copy_stay_and_those_missing_come_back(
    place: Place,
) -> None:
    first = place.file()
    place.back_up()
    second = place.file(bytes([1]) * 32)
    place.lose("store.sqlite")
    restore(place.home, place.copy, place.apart)
    desk = Desk(place.home)
    try:
        found = desk.store.content.keys.rows("SELECT name FROM key ORDER BY id")
    finally:
        desk.close()
    assert found == [(first,), (second,)]


def test_nothing_is_put_back_over_a_store(place: Place) -> None:
    place.back_up()
    with pytest.raises(UsageError, match="already") as caught:
        restore(place.home, place.copy, place.apart)
    assert "itemkeys.sqlite" in caught.value.hint


def test_the_nodes_own_keys_come_first(place: Place) -> None:
    place.back_up()
    place.lose("store.sqlite", "itemkeys.sqlite", "keys/content.key")
    with pytest.raises(UsageError, match=r"content\.key is missing"):
        restore(place.home, place.copy, place.apart)


def test_a_copy_under_another_content_key_is_not_put_back(place: Place) -> None:
    place.file()
    place.back_up()
    place.lose("store.sqlite", "itemkeys.sqlite", "keys/content.key")
    place.home.content_key()
    with pytest.raises(LedgerError) as caught:
        restore(place.home, place.copy, place.apart)
    assert caught.value.code == "key-missing"
    assert not place.home.store_path.exists()


def test_a_changed_copy_is_not_put_back(place: Place) -> None:
    place.file()
    place.back_up()
    copied = place.copy / "store.sqlite"
    copied.write_bytes(copied.read_bytes().replace(b"disclosed", b"disclosod"))
    place.lose("store.sqlite")
    with pytest.raises(LedgerError):
        restore(place.home, place.copy, place.apart)
    assert not place.home.store_path.exists()


@pytest.mark.parametrize("what", ["store.sqlite", "itemkeys.sqlite", "erased.json"])
def test_a_copy_that_lacks_a_file_is_refused(place: Place, what: str) -> None:
    place.back_up()
    for folder in (place.copy, place.apart):
        (folder / what).unlink(missing_ok=True)
    place.lose("store.sqlite")
    with pytest.raises(UsageError, match="cannot read"):
        restore(place.home, place.copy, place.apart)
    assert not place.home.store_path.exists()


def test_a_list_that_is_none_is_refused(place: Place) -> None:
    place.back_up()
    place.lose("store.sqlite")
    wrong = place.copy / "list"
    wrong.write_text("[1]", encoding="utf-8")
    with pytest.raises(UsageError, match="no list"):
        restore(place.home, place.copy, place.apart, [wrong])


def test_a_copy_that_cannot_be_written_is_said(place: Place) -> None:
    place.copy.write_text("a file", encoding="utf-8")
    desk = Desk(place.home)
    try:
        with pytest.raises(EdgeError, match="cannot write"):
            asyncio.run(
                Backup(folder=str(place.copy), keys_folder=str(place.apart)).run(desk)
            )
    finally:
        desk.close()


def test_what_comes_in_while_it_is_copied_is_whole_in_the_copy(place: Place) -> None:
    desk = Desk(place.home)

    async def both() -> None:
        command = Backup(folder=str(place.copy), keys_folder=str(place.apart))
        copying = asyncio.create_task(command.run(desk))
        await asyncio.sleep(0)
        await desk.submit(
            FileReport(
                header=Header(
                    kind="launch",
                    status="exercise",
                    originator=NORTH,
                    said_at_ns=NOW,
                    topic="missile.ballistic",
                    marking=Marking(label="OPEN"),
                ),
                fields=CANARY_FIELDS,
                secret=bytes(32),
            )
        )
        await copying

    try:
        asyncio.run(both())
    finally:
        desk.close()
    place.lose("store.sqlite", "itemkeys.sqlite")
    assert restore(place.home, place.copy, place.apart)["verified"]
