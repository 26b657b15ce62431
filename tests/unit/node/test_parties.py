from __future__ import annotations

from base64 import b64encode

import msgspec
import pytest
from tests.desks import (
    NORTH,
    NOW,
    SOUTH,
    MemoryDesk,
    name_held,
    signer_of,
)

from watchword.errors import (
    BadSignatureError,
    TrustError,
    UnknownAuthorityError,
    UsageError,
    WatchwordError,
)
from watchword.model.party import PartyId
from watchword.node.effects import Hold, Know, Offer
from watchword.node.inputs import KnowParty
from watchword.trust.signed import sign_payload
from watchword.wire.envelope import Signed
from watchword.wire.introduction import (
    Introduction,
    PartyFile,
    format_introduction,
    introduction_of,
)


@pytest.fixture
def north() -> MemoryDesk:
    return MemoryDesk(NORTH)


@pytest.fixture
def south() -> MemoryDesk:
    return MemoryDesk(SOUTH)


def introduced(desk: MemoryDesk, **changes: str) -> PartyFile:
    who = msgspec.structs.replace(introduction_of(desk.file()), **changes)
    return PartyFile(
        introduction=sign_payload(format_introduction(who), desk.governance),
        designations=desk.file().designations,
    )


def test_a_party_is_known_from_its_file(north: MemoryDesk, south: MemoryDesk) -> None:
    assert north.view.authority(SOUTH) is None
    know, hold = north.do(KnowParty(file=south.file())).effects
    assert isinstance(know, Know)
    assert isinstance(hold, Hold)
    authority = north.view.authority(SOUTH)
    assert authority is not None
    assert authority.designations == (south.designation(),)
    assert north.view.partners() == (SOUTH,)


def test_it_is_told_our_papers_and_keys_once(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    paper = name_held(north.agree())
    told = [
        effect
        for effect in north.do(KnowParty(file=south.file())).effects
        if isinstance(effect, Offer)
    ]
    own_key = north.file().designations[0].name
    assert [offer.name for offer in told] == [paper, own_key]
    assert {offer.channel.lane for offer in told} == {"urgent"}
    assert all(offer.basis == {"header": ("closed-list",)} for offer in told)
    again = north.do(KnowParty(file=south.file())).effects
    assert not [effect for effect in again if isinstance(effect, Offer)]


def test_a_newer_introduction_takes_the_place_of_the_old(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    north.do(KnowParty(file=south.file()))
    moved = introduced(south, endpoint="https://elsewhere:1")
    north.do(KnowParty(file=moved))
    assert north.store.rows("SELECT party, endpoint FROM party ORDER BY party") == [
        (NORTH, "https://127.0.0.1:1"),
        (SOUTH, "https://elsewhere:1"),
    ]


def test_another_governance_key_is_a_matter_for_people(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    north.do(KnowParty(file=south.file()))
    south.governance = signer_of("an impostor")
    who = introduced(south, governance=b64encode(south.governance.public).decode())
    file = msgspec.structs.replace(who, designations=())
    with pytest.raises(TrustError) as caught:
        north.do(KnowParty(file=file))
    assert caught.value.code == "governance-changed"
    assert "speak" in caught.value.hint


def test_what_the_governance_key_did_not_sign_is_refused(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    file = south.file()
    by_operational = south.sign(south.designation())
    forged = Signed(keyid=south.governance.key_id, sig=bytes(64))
    cases: list[tuple[PartyFile, type[WatchwordError]]] = [
        (
            msgspec.structs.replace(file, designations=(by_operational,)),
            UnknownAuthorityError,
        ),
        (
            msgspec.structs.replace(
                file,
                introduction=msgspec.structs.replace(
                    file.introduction, signatures=(forged,)
                ),
            ),
            BadSignatureError,
        ),
    ]
    for wrong, kind in cases:
        with pytest.raises(kind):
            north.do(KnowParty(file=wrong))
    assert north.view.partners() == ()


def test_a_party_designates_for_itself_only(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    said = msgspec.structs.replace(south.designation(), party=NORTH)
    file = msgspec.structs.replace(south.file(), designations=(south.govern(said),))
    with pytest.raises(TrustError) as caught:
        north.do(KnowParty(file=file))
    assert caught.value.code == "wrong-party"


@pytest.mark.parametrize("name", ["", "Desk South", "desk/south", "*", "desk.south/x"])
def test_a_name_that_is_no_partys_is_refused(
    north: MemoryDesk, south: MemoryDesk, name: str
) -> None:
    file = msgspec.structs.replace(introduced(south, party=name), designations=())
    with pytest.raises(UsageError):
        north.do(KnowParty(file=file))


@pytest.mark.parametrize(
    "governance", ["", "???", "AAAA", b64encode(bytes(32)).decode(), "é"]
)
def test_a_governance_key_that_is_none_is_refused(
    north: MemoryDesk, south: MemoryDesk, governance: str
) -> None:
    with pytest.raises(WatchwordError):
        north.do(KnowParty(file=introduced(south, governance=governance)))
    assert north.view.partners() == ()


def test_a_designated_key_that_can_be_nobodys_is_refused(
    north: MemoryDesk, south: MemoryDesk
) -> None:
    # A point of small order, and base64 with a stray bit at its end.
    small = b64encode(b"\x01" + bytes(31)).decode()
    stray = south.designation().public[:-2] + "1="
    for public in (small, stray):
        said = msgspec.structs.replace(south.designation(), public=public)
        file = msgspec.structs.replace(south.file(), designations=(south.govern(said),))
        with pytest.raises(UsageError):
            north.do(KnowParty(file=file))
    assert north.view.authority(SOUTH) is None


def test_an_introduction_says_who_and_where(north: MemoryDesk) -> None:
    who = introduction_of(north.file())
    assert who == Introduction(
        party=PartyId("desk.north"),
        title="Desk.North",
        endpoint="https://127.0.0.1:1",
        governance=b64encode(north.governance.public).decode(),
        said_at_ns=who.said_at_ns,
    )
    assert who.said_at_ns < NOW
