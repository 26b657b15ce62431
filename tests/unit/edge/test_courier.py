"""What goes by courier arrives once, whatever becomes of the files on the way."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any, Final

import pytest
from tests.unit.edge.test_commands import NORTH, PACT, SOUTH, Office
from tests.unit.edge.test_commands import raw as plain
from tests.vaults import CANARY_FIELDS, found_in, raw

from watchword.edge import outbox
from watchword.edge.clock import system_ns
from watchword.edge.commands.couriers import CourierPack, CourierStatus, CourierUnpack
from watchword.edge.commands.parties import PartyImport
from watchword.edge.commands.releases import PostureSet
from watchword.edge.config import Config
from watchword.edge.courierfile import TIME_S, ParcelWriter, operational_signers
from watchword.edge.courierpack import Packer, Wanted
from watchword.edge.desk import Desk
from watchword.edge.home import Home
from watchword.edge.keyfiles import new_signer
from watchword.edge.setup import Validity, init_node
from watchword.errors import EdgeError, UnknownAuthorityError, UsageError
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, HOUR_NS
from watchword.trust.keys import Signer
from watchword.wire.line import parse_line
from watchword.wire.parcel import (
    BOX_BYTES,
    MAGIC,
    SEALED_CHUNK_BYTES,
    Lines,
    Opening,
    parcel_bytes,
)

START: Final = len(MAGIC) + BOX_BYTES
PUSHED: Final = {"agreement": PACT, "stance": "push"}
NAMES: Final = (NORTH, SOUTH, PACT, "OPEN", "OFFEN", "launch", "desk", "checkpoint")


def other_than(party: PartyId) -> PartyId:
    return SOUTH if party == NORTH else NORTH


class Couriers(Office):
    """Two desks that no link joins; what they say goes in files."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.folder = path / "bag"
        self.introduce()
        for party in (NORTH, SOUTH):
            self.sign(party)
        self.there_and_back()
        for party in (NORTH, SOUTH):
            self.run(PostureSet(agreement=PACT, stance="push"), party)
        self.there_and_back()

    def there_and_back(self) -> None:
        for sender in (NORTH, SOUTH, NORTH):
            for path in self.pack(sender):
                assert self.unpack(path, other_than(sender))["refused"] == []

    def pack(self, sender: PartyId = NORTH, **wanted: Any) -> list[Path]:  # noqa: ANN401
        made = self.run(
            CourierPack(
                to=other_than(sender), folder=str(self.folder), wanted=Wanted(**wanted)
            ),
            sender,
        )
        return [Path(parcel["file"]) for parcel in made["parcels"]]

    def parts(self, **wanted: Any) -> list[Path]:  # noqa: ANN401
        """As ``pack`` from the north, a file for each batch."""
        packer = Packer(self.desks[NORTH], SOUTH, self.folder, 1)
        made = asyncio.run(packer.pack(Wanted(**wanted)))
        return [Path(parcel["file"]) for parcel in made if parcel["channels"]]

    def unpack(self, path: Path, at: PartyId = SOUTH) -> dict[str, Any]:
        done: dict[str, Any] = self.run(CourierUnpack(file=str(path)), at)
        return done

    def routine(self, path: Path) -> dict[str, Any]:
        """What became of the one channel of a file that is taken."""
        done = self.unpack(path)
        assert done["refused"] == []
        (row,) = done["channels"]
        assert row["lane"] == "routine"
        return dict(row)

    def report(self) -> str:
        return str(self.file(fields=plain(CANARY_FIELDS))["name"])

    def held(self, at: PartyId = SOUTH) -> set[str]:
        rows = self.desks[at].store.rows(
            "SELECT name FROM statement WHERE kind = 'report'"
        )
        return {name for (name,) in rows}

    def status(self, at: PartyId, way: str) -> dict[str, Any]:
        (row,) = (
            row
            for row in self.run(CourierStatus(), at)
            if (row["way"], row["lane"]) == (way, "routine")
        )
        return dict(row)


@pytest.fixture
def couriers(tmp_path: Path) -> Iterator[Couriers]:
    couriers = Couriers(tmp_path)
    yield couriers
    for desk in couriers.desks.values():
        desk.close()


@pytest.fixture
def a_file_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MOST_LINES", 1)


def refusals(done: dict[str, Any]) -> list[str]:
    return [each["error"] for each in done["refused"]]


def test_papers_reports_and_receipts_go_both_ways_in_files(couriers: Couriers) -> None:
    name = couriers.report()
    assert couriers.status(NORTH, "out")["open"] == 1
    (path,) = couriers.pack()
    assert couriers.routine(path)["taken"] == 1
    assert couriers.held() == {name}
    assert couriers.status(NORTH, "out")["open"] == 1
    (back,) = couriers.pack(SOUTH)
    assert couriers.unpack(back, NORTH)["receipts"]["taken"] == 1
    row = couriers.status(NORTH, "out")
    assert (row["open"], row["packed"]) == (0, row["lines"])
    assert row["last"] is not None
    assert couriers.unpack(back, NORTH)["receipts"]["taken"] == 0


def test_where_nothing_was_said_nothing_is_packed(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.introduce()
    made = office.run(CourierPack(to=SOUTH, folder=str(tmp_path / "bag")))
    assert made == {"to": SOUTH, "parcels": []}
    assert not (tmp_path / "bag").exists()
    for desk in office.desks.values():
        desk.close()


def test_a_file_that_comes_again_changes_nothing(couriers: Couriers) -> None:
    couriers.report()
    (path,) = couriers.pack()
    couriers.unpack(path)
    before = couriers.desks[SOUTH].store.value("SELECT count(*) FROM entry")
    row = couriers.routine(path)
    assert (row["taken"], row["repeated"], row["waits"]) == (0, 1, 0)
    assert couriers.desks[SOUTH].store.value("SELECT count(*) FROM entry") == before


@pytest.mark.usefixtures("a_file_a_line")
def test_files_in_the_wrong_order_wait_for_each_other(couriers: Couriers) -> None:
    names = {couriers.report() for _ in range(4)}
    paths = couriers.parts()
    assert len(paths) == 4
    for path in reversed(paths[1:]):
        assert couriers.routine(path)["waits"] == 1
    assert couriers.held() == set()
    row = couriers.routine(paths[0])
    assert (row["taken"], row["taken_that_waited"], row["gaps"]) == (1, 3, [])
    assert couriers.held() == names
    assert couriers.desks[SOUTH].store.rows("SELECT * FROM ahead") == []
    assert couriers.desks[SOUTH].store.rows("SELECT * FROM ahead_checkpoint") == []


@pytest.mark.usefixtures("a_file_a_line")
def test_a_lost_file_is_a_gap_that_is_named_until_it_has_come_again(
    couriers: Couriers,
) -> None:
    names = {couriers.report() for _ in range(3)}
    first, lost, third = couriers.parts()
    couriers.unpack(first)
    taken = couriers.status(SOUTH, "in")["lines"]
    assert couriers.routine(third)["gaps"] == [[taken + 1, taken + 1]]
    row = couriers.status(SOUTH, "in")
    assert (row["waits"], row["gaps"]) == (1, [[taken + 1, taken + 1]])
    lost.unlink()
    # The sender hears of it by telephone, or repeats what it said anyway.
    again = couriers.parts(since=taken)
    assert couriers.routine(again[0])["taken_that_waited"] == 1
    assert couriers.held() == names
    assert couriers.status(SOUTH, "in")["gaps"] == []


def test_on_a_way_without_receipts_what_was_packed_goes_once_more_as_far_as_asked(
    couriers: Couriers,
) -> None:
    def numbers(**wanted: Any) -> tuple[int, int]:  # noqa: ANN401
        packer = Packer(couriers.desks[NORTH], SOUTH, couriers.folder, 10**7)
        (made,) = asyncio.run(packer.pack(Wanted(**wanted)))
        (channel,) = (c for c in made["channels"] if c["origin"].endswith("routine"))
        return channel["first"], channel["last"]

    start = 0
    for _ in range(3):
        couriers.report()
    assert numbers() == (start + 1, start + 3)
    couriers.report()
    assert numbers(again=1) == (start + 3, start + 4)
    assert numbers(again=2) == (start + 3, start + 4)
    assert numbers(again_ns=HOUR_NS) == (1, start + 4)
    assert numbers(since=start) == (start + 1, start + 4)
    assert numbers(everything=True) == (1, start + 4)
    couriers.report()
    assert numbers(again_ns=0) == (start + 5, start + 5)


def test_outside_a_file_says_nothing(couriers: Couriers) -> None:
    couriers.report()
    (one,), (two,) = couriers.pack(), couriers.pack()
    assert one.name != two.name
    for path in (one, two):
        assert len(path.stem) == 26
        assert path.suffix == ".bin"
        stat = path.stat()
        assert (stat.st_mtime, stat.st_mode & 0o777) == (TIME_S, 0o600)
        assert stat.st_size == parcel_bytes(1)
    data, other = one.read_bytes(), two.read_bytes()
    pieces = {data[at : at + 8] for at in range(len(MAGIC), len(data) - 8)}
    assert not any(
        other[at : at + 8] in pieces for at in range(len(MAGIC), len(other) - 8)
    )
    files = data + other + one.name.encode() + two.name.encode()
    assert found_in(files) == []
    assert found_in(files, NAMES) == []


def test_a_cut_file_is_refused_and_what_is_whole_in_it_is_taken(
    couriers: Couriers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_LINES", 10)
    names = {couriers.report() for _ in range(90)}
    (path,) = couriers.pack()
    data = path.read_bytes()
    assert len(data) > START + 2 * SEALED_CHUNK_BYTES
    for length in (START - 1, START, START + 99, START + SEALED_CHUNK_BYTES - 1):
        path.write_bytes(data[:length])
        assert refusals(couriers.unpack(path)) == ["parcel-cut-off"]
        assert couriers.held() == set()
    path.write_bytes(data[: START + SEALED_CHUNK_BYTES])
    assert refusals(couriers.unpack(path)) == ["parcel-cut-off"]
    assert set() < couriers.held() < names
    path.write_bytes(data)
    row = couriers.routine(path)
    assert 0 < row["taken"] < row["lines"]
    assert couriers.held() == names


FLAWS: Final[dict[str, tuple[Callable[[bytes], bytes], str]]] = {
    "nothing": (lambda _: b"", "not-a-parcel"),
    "something else": (lambda _: b"PK\x03\x04" * 9999, "not-a-parcel"),
    "a newer version": (lambda d: b"wwp2" + d[4:], "not-a-parcel"),
    "line ends mended": (lambda d: d.replace(b"\r\n", b"\n"), "not-a-parcel"),
    "a bit in the box": (lambda d: flipped(d, START - 1), "not-for-us"),
    "a bit in a chunk": (lambda d: flipped(d, START + 9), "parcel-damaged"),
    "a bit at the end": (lambda d: flipped(d, len(d) - 1), "parcel-damaged"),
    "more behind it": (lambda d: d + b"x", "parcel-damaged"),
    "twice in one file": (lambda d: d + d, "parcel-damaged"),
}


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize(("spoil", "code"), FLAWS.values(), ids=FLAWS)
def test_a_spoilt_file_is_refused_by_name_and_nothing_of_it_is_taken(
    couriers: Couriers, spoil: Callable[[bytes], bytes], code: str
) -> None:
    couriers.report()
    (path,) = couriers.pack()
    data = path.read_bytes()
    path.write_bytes(spoil(data))
    done = couriers.unpack(path)
    assert refusals(done) == [code]
    assert couriers.held() == set()
    path.write_bytes(data)
    assert couriers.routine(path)["taken"] == 1


def test_a_file_for_another_party_or_of_nobody_known_is_refused(
    couriers: Couriers, tmp_path: Path
) -> None:
    (path,) = couriers.pack(everything=True)
    assert refusals(couriers.unpack(path, NORTH)) == ["not-for-us"]
    # A stranger knows the south; the south does not know the stranger.
    home = Home(tmp_path / "stranger")
    governance = new_signer(home.governance_path)
    config = Config(
        party=PartyId("desk.west"),
        profile="exercise",
        endpoint="https://127.0.0.1:1",
        listen="127.0.0.1:1",
    )
    init_node(home, config, governance, Validity(from_ns=system_ns() - DAY_NS))
    stranger = Desk(home)
    asyncio.run(PartyImport(file=couriers.files[SOUTH]).run(stranger))
    parcel = forged(couriers, PartyId("desk.west"), home.signer())
    assert refusals(couriers.unpack(parcel)) == ["unknown-authority"]
    parcel = forged(couriers, NORTH, home.signer())
    assert refusals(couriers.unpack(parcel)) == ["unknown-authority"]
    parcel = forged(couriers, NORTH, couriers.desks[NORTH].home.signer(), NORTH)
    assert refusals(couriers.unpack(parcel)) == ["not-for-us"]
    stranger.close()


def forged(
    couriers: Couriers, sender: PartyId, signer: Signer, recipient: PartyId = SOUTH
) -> Path:
    """A parcel sealed to the south by whoever has a key."""
    writer = ParcelWriter(
        couriers.folder,
        Opening(parcel="0" * 32, sender=sender, recipient=recipient, made_at_ns=1),
        signer,
        couriers.desks[SOUTH].home.signer().public,
        secrets.token_bytes,
    )
    writer.add(Lines(agreement=PACT, lane="routine", first=1, last=1), b"no batch\n")
    writer.close()
    return writer.path


def test_a_batch_that_is_none_is_refused(
    couriers: Couriers,
) -> None:
    parcel = forged(couriers, NORTH, couriers.desks[NORTH].home.signer())
    assert refusals(couriers.unpack(parcel)) == ["not-json"]


def test_a_parcel_opens_with_the_key_that_was_followed_by_another(
    couriers: Couriers,
) -> None:
    couriers.report()
    (path,) = couriers.pack()
    home = couriers.desks[SOUTH].home
    old = home.signer()
    home.operational_path.rename(home.operational_path.with_name("operational-1.key"))
    new = new_signer(home.operational_path)
    assert operational_signers(home) == (new, old)
    assert couriers.routine(path)["taken"] == 1


@pytest.mark.usefixtures("a_file_a_line")
def test_what_waits_is_sealed_and_ends_with_its_report(couriers: Couriers) -> None:
    couriers.report()
    name = couriers.report()
    _, second = couriers.parts()
    assert couriers.routine(second)["waits"] == 1
    desk = couriers.desks[SOUTH]
    assert found_in(raw(desk.home.path)) == []
    ((item, data),) = desk.store.rows("SELECT item, data FROM ahead")
    assert item == name
    line = parse_line(desk.store.content.open(item, "ahead", data))
    assert line.envelope.name == name


def test_a_parcel_has_room_for_a_batch_or_is_not_begun(
    couriers: Couriers, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="1 MB"):
        couriers.run(CourierPack(to=SOUTH, folder="/", max_mb=0))
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(EdgeError, match="cannot write the parcel"):
        couriers.run(
            CourierPack(
                to=SOUTH, folder=str(tmp_path / "taken"), wanted=Wanted(everything=True)
            )
        )
    assert couriers.unpack(tmp_path / "nowhere.bin")["refused"][0]["error"] == "usage"


def test_for_a_party_without_a_key_nothing_is_packed(couriers: Couriers) -> None:
    store = couriers.desks[NORTH].store
    store.run(
        "DELETE FROM statement WHERE party = ? AND kind = 'designation'", (SOUTH,)
    )
    couriers.desks[NORTH].view.forget()
    with pytest.raises(UnknownAuthorityError):
        couriers.pack()


def test_a_second_history_is_refused_whole_by_courier_too(
    couriers: Couriers, tmp_path: Path
) -> None:
    here = couriers.desks[NORTH]
    copytree(here.home.path, tmp_path / "copy")
    name = couriers.report()
    (path,) = couriers.pack()
    assert couriers.routine(path)["taken"] == 1
    here.close()
    couriers.desks[NORTH] = Desk(Home(tmp_path / "copy"))
    couriers.report()
    (path,) = couriers.pack()
    assert refusals(couriers.unpack(path)) == ["fork"]
    assert couriers.held() == {name}
