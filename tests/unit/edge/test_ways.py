"""``release --via``: the shipped exercise's desks, their lines carried by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from itertools import count, permutations
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from watchword.edge.commands.dispatch import Command
from watchword.edge.commands.releases import PostureSet, ReleaseReport, Why
from watchword.edge.commands.reports import ReportFile, ReportList
from watchword.edge.desk import Desk
from watchword.edge.home import Home
from watchword.edge.outbox import Outbox
from watchword.errors import ReleaseError, UsageError
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.time import MINUTE_NS
from watchword.node.inputs import CloseBatch, Input, TakeLine, TakeReceipt
from watchword.record.staging import stage
from watchword.wire.codec import encode
from watchword.wire.line import Channel, parse_checkpoint_line

SEOUL, TOKYO, HUB = (
    PartyId(f"exercise.{place}") for place in ("seoul", "tokyo", "washington")
)
Office = Mapping[PartyId, Desk]
SITE: Final = "the second airfield"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("exercise")
    ports = count(20_000)
    staged = stage(Path(folder), lambda: f"127.0.0.1:{next(ports)}")
    desks = {each.party: Desk(Home(each.folder)) for each in staged}
    settle(desks)
    for desk in desks.values():
        desk.advance(desk.clock.now_ns() + MINUTE_NS)
    # The direct way is closed by will: what comes, comes by the hub.
    halt = PostureSet(
        agreement=AgreementId("gsomia-2016"),
        stance="halt",
        to=TOKYO,
        topic="missile.ballistic",
    )
    run(desks[SEOUL], halt)
    yield desks
    for desk in desks.values():
        desk.close()


def settle(desks: Office) -> None:
    """Carry all that waits, until nothing does."""
    while any(carry(one, other) for one, other in permutations(desks.values(), 2)):
        pass


def carry(sender: Desk, recipient: Desk) -> bool:
    batch = Outbox(sender.store, sender.config.party).next_batch(recipient.config.party)
    if batch is None:
        return False
    *lines, last = batch.body.rstrip(b"\n").split(b"\n")
    channel = Channel(
        agreement=AgreementId(batch.agreement),
        sender=sender.config.party,
        recipient=recipient.config.party,
        lane="urgent" if batch.lane == "urgent" else "routine",
    )
    unit: list[Input] = [
        TakeLine(peer=channel.sender, channel=channel, data=data) for data in lines
    ]
    close = CloseBatch(
        peer=channel.sender,
        channel=channel,
        checkpoint=parse_checkpoint_line(last),
        now_ns=recipient.clock.now_ns(),
    )
    outcome = asyncio.run(recipient.submit(*unit, close))
    receipt = TakeReceipt(peer=channel.recipient, envelope=outcome.given[0])
    asyncio.run(sender.submit(receipt))
    return True


def run(desk: Desk, command: Command) -> Any:  # noqa: ANN401 (plain JSON)
    answer = asyncio.run(command.run(desk))
    return msgspec.json.decode(encode(answer))


def filed(office: Office, topic: str = "missile.ballistic") -> str:
    command = ReportFile(
        kind="launch",
        topic=topic,
        label="EXERCISE 군사II급비밀",
        fields={"site": msgspec.Raw(encode(SITE)), "note": msgspec.Raw(b'"a note"')},
        status="exercise",
    )
    name = run(office[SEOUL], command)["name"]
    settle(office)
    return str(name)


def way_of(desk: Desk, name: str) -> dict[str, str]:
    (row,) = [row for row in run(desk, ReportList()) if row["name"] == name]
    return {"via": row["via"], "under": row["under"]}


def test_par4_why_shows_the_way_by_the_hub(office: Office) -> None:
    found = run(office[SEOUL], Why(report=filed(office), to="tokyo"))
    (way,) = [way for way in found["routes"] if way["via"] is not None]
    assert way["open"]
    assert way["says"] == f"via {HUB} under tisa-2014"
    assert way["says"] in [each["says"] for each in found["routes"]]


def test_par4_a_release_by_the_hub_reaches_the_third_and_says_by_whom(
    office: Office,
) -> None:
    name = filed(office)
    command = ReleaseReport(report=name, to="tokyo", via="washington", fields=("site",))
    done = run(office[SEOUL], command)
    assert (done["via"], done["under"], done["to"]) == (HUB, "tisa-2014", TOKYO)
    settle(office)
    assert way_of(office[TOKYO], name) == {"via": HUB, "under": "tisa-2014"}
    assert way_of(office[SEOUL], name) == {"via": "", "under": ""}
    assert way_of(office[HUB], name) == {"via": "", "under": ""}


def test_art12_a_sealed_release_passes_the_hub_unread(office: Office) -> None:
    name = filed(office)
    command = ReleaseReport(
        report=name, to="tokyo", via="washington", fields=("site",), sealed=True
    )
    run(office[SEOUL], command)
    settle(office)
    assert way_of(office[TOKYO], name) == {"via": HUB, "under": "tisa-2014"}


def test_a_way_that_no_agreement_leads_is_refused(office: Office) -> None:
    name = filed(office)
    with pytest.raises(UsageError, match="by way of"):
        run(office[SEOUL], ReleaseReport(report=name, to="washington", via="tokyo"))


@pytest.mark.parametrize("sealed", [False, True])
def test_par1_what_is_out_of_scope_is_not_released_by_the_hub(
    office: Office, *, sealed: bool
) -> None:
    name = filed(office, "maritime")
    command = ReleaseReport(report=name, to="tokyo", via="washington", sealed=sealed)
    with pytest.raises(ReleaseError, match="par-1 out-of-scope"):
        run(office[SEOUL], command)
