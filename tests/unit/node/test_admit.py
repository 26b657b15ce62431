from __future__ import annotations

import msgspec
import pytest
from tests.desks import (
    NORTH,
    NOW,
    PACT,
    SOUTH,
    TEXT,
    MemoryDesk,
    pair,
    sealed_report,
)

from watchword.edge.storeview import StoreView
from watchword.errors import (
    MarkingError,
    TrustError,
    UnknownAuthorityError,
    UsageError,
)
from watchword.model.agreement import AgreementId
from watchword.model.marking import TLP, label_key
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS
from watchword.node.admit import (
    Arrival,
    admit,
    check_key,
    keys_for,
    may_keep,
    party_of,
)
from watchword.wire.envelope import Envelope
from watchword.wire.statement import Statement, format_statement


def arrival(
    statement: Statement,
    envelope: Envelope | None = None,
    agreement: AgreementId | None = None,
    disclosed: tuple[str, ...] = (),
) -> Arrival:
    return Arrival(
        statement=statement,
        payload=format_statement(statement),
        envelope=envelope,
        source=party_of(statement),
        agreement=agreement,
        disclosed=disclosed,
    )


@pytest.fixture
def desks() -> tuple[MemoryDesk, MemoryDesk]:
    return pair()


def test_own_and_partners_reports_come_in_by_one_door(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    statement, disclosed = sealed_report(north.header())
    own = admit(north.view, arrival(statement, disclosed=disclosed), NOW)
    envelope = north.sign(statement)
    given = arrival(statement, envelope, PACT, disclosed)
    theirs = admit(south.view, given, NOW)
    assert own.name == theirs.name == envelope.name
    assert (own.envelope, theirs.envelope) == (None, envelope)
    assert own.disclosed == theirs.disclosed == disclosed


def test_unsigned_is_only_what_this_party_says_itself(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    statement, _ = sealed_report(north.header())
    with pytest.raises(UnknownAuthorityError):
        admit(south.view, arrival(statement), NOW)


def test_each_kind_of_statement_has_its_keys(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    report, _ = sealed_report(north.header())
    assert keys_for(south.view, report) == (north.signer.public,)
    assert keys_for(south.view, north.signature()) == (north.governance.public,)
    assert keys_for(south.view, north.designation()) == (north.governance.public,)
    old = msgspec.structs.replace(north.header(), said_at_ns=NOW - 9 * DAY_NS)
    assert keys_for(south.view, sealed_report(old)[0]) == ()
    stranger = msgspec.structs.replace(
        north.header(), originator=PartyId("desk.elsewhere")
    )
    with pytest.raises(UnknownAuthorityError, match="not been introduced"):
        keys_for(south.view, sealed_report(stranger)[0])


def test_a_label_is_looked_up_as_the_originators_own_in_that_agreement(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, south = desks
    for label, known in (("OPEN", True), ("open", True), ("OFFEN", False)):
        statement, _ = sealed_report(north.header(label))
        given = arrival(statement, north.sign(statement), PACT)
        if known:
            assert admit(south.view, given, NOW).statement == statement
        else:
            with pytest.raises(TrustError) as caught:
                admit(south.view, given, NOW)
            assert caught.value.code == "unknown-label"


def test_the_profiles_labels_are_for_what_is_filed_here(
    desks: tuple[MemoryDesk, MemoryDesk],
) -> None:
    north, _ = desks
    labels = frozenset(label_key(label) for label in TLP)
    view = StoreView(north.store, NORTH, labels)
    statement, _ = sealed_report(north.header("TLP:CLEAR"))
    assert admit(view, arrival(statement), NOW).statement == statement
    given = arrival(statement, north.sign(statement), PACT)
    with pytest.raises(TrustError):
        admit(view, given, NOW)


@pytest.mark.parametrize("label", ["SECRET", "機密", "geheim", "EXERCISE SECRET"])
def test_a_national_marking_stops_at_the_door_before_anything_else(
    desks: tuple[MemoryDesk, MemoryDesk], label: str
) -> None:
    _, south = desks
    stranger = MemoryDesk(PartyId("desk.elsewhere"))
    header = msgspec.structs.replace(stranger.header(label), said_at_ns=NOW + DAY_NS)
    statement, _ = sealed_report(header)
    given = arrival(statement, stranger.sign(statement), PACT, ("not even listed",))
    with pytest.raises(MarkingError) as caught:
        admit(south.view, given, NOW)
    assert caught.value.exit_code == 5
    assert label not in str(caught.value)


def test_what_may_be_kept_hangs_on_a_text_that_was_signed_here() -> None:
    north, south = pair()
    other = AgreementId("other")
    text = TEXT.replace('"pact"', '"other"').replace('"OPEN"', '"SECRET"')
    assert may_keep(south.view, NORTH, "OPEN", None)
    assert may_keep(south.view, NORTH, "VIOLET", other)
    assert not may_keep(south.view, NORTH, "SECRET", other)
    north.agree(text, other)
    assert not may_keep(south.view, NORTH, "SECRET", other)
    south.agree(text, other)
    assert may_keep(south.view, NORTH, "SECRET", other)
    assert may_keep(south.view, NORTH, "SECRET", None)
    assert not may_keep(south.view, NORTH, "SECRET", PACT)
    assert not may_keep(south.view, SOUTH, "SECRET", other)


def test_a_designated_key_has_to_be_one() -> None:
    said = MemoryDesk(NORTH).designation()
    check_key(said)
    with pytest.raises(UsageError):
        check_key(msgspec.structs.replace(said, public="A" * 43 + "="))
