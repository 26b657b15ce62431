"""Two envelopes: the hub carries what it cannot read, the third opens it."""

from __future__ import annotations

import json
from base64 import b64decode

import msgspec
import pytest
from tests.desks import (
    MemoryDesk,
    channel,
    everything_stored,
    line,
    name_held,
    sealed_report,
    taking,
)
from tests.trio import (
    FIRST_LEG,
    HUB,
    LABEL,
    SECOND_LEG,
    SEOUL,
    TISA,
    TOKYO,
    Trio,
    ends,
    held_by,
    quarantined,
    secret,
    settle,
    trio,
)

from watchword.edge.verify import verify_ledger
from watchword.edge.writer import Outcome
from watchword.errors import UsageError
from watchword.model.agreement import Approval
from watchword.model.field import Value
from watchword.model.message import Acknowledgement, Mark, Recall
from watchword.model.party import PartyId
from watchword.model.sealed import SealedLine
from watchword.model.time import DAY_NS
from watchword.node.effects import Offer, Refuse
from watchword.node.inputs import ReleaseSealed, Say
from watchword.trust.seal import seal_to
from watchword.wire.enclosed import Enclosed, format_enclosed

CANARY = "canary on the coast"
FIELDS: dict[str, Value] = {"site": CANARY, "note": "canary in a note"}


@pytest.fixture
def desks() -> Trio:
    return trio()


def decision(
    desk: MemoryDesk, report: str, fields: tuple[str, ...] | None = ("site",)
) -> ReleaseSealed:
    return ReleaseSealed(
        approval=Approval(
            party=desk.party,
            agreement=TISA,
            recipient=TOKYO,
            report=report,
            fields=fields,
            said_at_ns=desk.now_ns,
        ),
        via=HUB,
        until_ns=desk.now_ns + DAY_NS,
        seed=desk.draw(32),
    )


def filed(desks: Trio) -> str:
    """A report that neither of the others is to have by itself."""
    return name_held(desks[SEOUL].report(secret(desks[SEOUL]), FIELDS))


def sent(desks: Trio, report: str) -> Outcome:
    outcome = desks[SEOUL].do(decision(desks[SEOUL], report))
    settle(desks)
    return outcome


def lines_to(sender: MemoryDesk, recipient: PartyId) -> set[str]:
    """All that was written to a party, and what is base64 in it, as text."""
    found = set()
    for (data,) in sender.store.rows(
        "SELECT data FROM line WHERE origin GLOB ?",
        (f"{sender.party}/*/{recipient}/*",),
    ):
        payload = json.loads(data)["envelope"]["payload"]
        found |= {data.decode(), b64decode(payload).decode()}
    return found


def test_art12_the_hub_never_holds_what_the_third_party_reads(desks: Trio) -> None:
    name = filed(desks)
    sent(desks, name)
    assert b"canary" not in everything_stored(desks[HUB].store)
    assert name.encode() not in everything_stored(desks[HUB].store)
    held = desks[TOKYO].view.held(name)
    assert held is not None
    assert held.source == HUB
    assert set(held.fields) == {"site"}
    (said,) = desks[TOKYO].pictures.said()
    assert said.report.fields["site"] == CANARY
    assert quarantined(desks[TOKYO]) == []


def test_art12_the_outer_envelope_discloses_neither_label_nor_topic(
    desks: Trio,
) -> None:
    name = filed(desks)
    before = lines_to(desks[SEOUL], HUB), lines_to(desks[HUB], TOKYO)
    sent(desks, name)
    after = lines_to(desks[SEOUL], HUB), lines_to(desks[HUB], TOKYO)
    for told, earlier in zip(after, before, strict=True):
        written = "\n".join(told - earlier)
        assert '"sealed"' in written
        for word in (LABEL, "missile", CANARY, name):
            assert word not in written


def test_art12_what_was_sealed_bears_the_marking_of_its_originator(
    desks: Trio,
) -> None:
    name = filed(desks)
    sent(desks, name)
    marks = [m for _, m in desks[TOKYO].view.messages_about(name) if type(m) is Mark]
    (mark,) = marks
    assert (mark.party, mark.label, mark.originator) == (TOKYO, LABEL, SEOUL)
    assert desks[TOKYO].view.envelope(name) == desks[SEOUL].view.envelope(name)


def test_par4_the_originator_is_told_that_it_went_on_sealed(desks: Trio) -> None:
    outcome = sent(desks, filed(desks))
    (offer,) = [e for e in outcome.effects if isinstance(e, Offer)]
    (told,) = held_by(desks[SEOUL], "acknowledgement")
    held = desks[SEOUL].view.held(told)
    assert held is not None
    assert isinstance(held.statement, Acknowledgement)
    assert held.statement.of == offer.name
    assert held.statement.says == f"went on sealed to {TOKYO} under {TISA}"


def test_what_was_sealed_is_noted_as_gone_to_who_can_open_it(desks: Trio) -> None:
    name = filed(desks)
    sent(desks, name)
    assert desks[SEOUL].view.offered(name, TOKYO) == {"header", "site"}
    assert desks[SEOUL].view.offered(name, HUB) == frozenset()
    for desk in desks.values():
        assert verify_ledger(desk.store, desk.view)["verified"]
    said = Recall(
        party=SEOUL,
        agreement=TISA,
        said_at_ns=desks[SEOUL].now_ns,
        report=name,
        wants="destroy",
    )
    desks[SEOUL].do(Say(statement=said))
    settle(desks)
    assert len(held_by(desks[TOKYO], "recall")) == 1


def test_par3_a_leg_that_is_out_holds_the_sealed_line_where_it_is(desks: Trio) -> None:
    name = filed(desks)
    ends(desks[SEOUL], FIRST_LEG)
    for desk in desks.values():
        desk.now_ns += 380 * DAY_NS
    outcome = sent(desks, name)
    (refused,) = [e for e in outcome.effects if isinstance(e, Refuse)]
    assert [no.code for no in refused.decisions[0].refusals] == ["leg-agreement"]
    assert desks[TOKYO].view.held(name) is None


def test_par3_the_hub_answers_for_the_leg_that_its_originator_knows_nothing_of(
    desks: Trio,
) -> None:
    name = filed(desks)
    ends(desks[TOKYO], SECOND_LEG)
    for desk in desks.values():
        desk.now_ns += 380 * DAY_NS
    settle(desks)
    sent(desks, name)
    (row,) = desks[HUB].store.rows("SELECT body FROM entry WHERE kind = 'refusal'")
    assert b"leg-agreement" in row[0]
    assert b"canary" not in everything_stored(desks[HUB].store)
    assert desks[TOKYO].view.held(name) is None


def test_par4_the_hub_carries_nothing_after_the_originators_own_date(
    desks: Trio,
) -> None:
    name = filed(desks)
    desks[SEOUL].do(decision(desks[SEOUL], name))
    desks[HUB].now_ns += 2 * DAY_NS
    settle(desks)
    assert desks[TOKYO].view.held(name) is None
    (row,) = desks[HUB].store.rows("SELECT body FROM entry WHERE kind = 'refusal'")
    assert b"no-originator-approval" in row[0]


def test_another_partys_report_is_not_sealed(desks: Trio) -> None:
    name = filed(desks)
    sent(desks, name)
    given = decision(desks[TOKYO], name)
    with pytest.raises(UsageError, match="own report"):
        desks[TOKYO].do(given)
    with pytest.raises(UsageError, match="speaks for"):
        desks[HUB].do(given)


def by_hand(desks: Trio, box: bytes, **changes: object) -> Outcome:
    said = SealedLine(
        party=SEOUL,
        agreement=TISA,
        said_at_ns=desks[SEOUL].now_ns,
        holder=HUB,
        recipient=TOKYO,
        until_ns=desks[SEOUL].now_ns + DAY_NS,
        box=box,
    )
    envelope = desks[SEOUL].sign(msgspec.structs.replace(said, **changes))
    on = msgspec.structs.replace(channel(HUB, TOKYO, "urgent"), agreement=TISA)
    number = desks[TOKYO].view.cursor(on).number + 1
    return desks[TOKYO].do(taking(line(envelope, number, on=on), on))


def test_a_box_for_another_key_is_kept_as_evidence(desks: Trio) -> None:
    by_hand(desks, seal_to(desks[HUB].signer.public, b"{}", bytes(32)))
    assert quarantined(desks[TOKYO]) == ["cannot-open"]


@pytest.mark.parametrize("data", [b"", b"{}", b"no json", b"\xff"])
def test_a_box_with_anything_in_it_stops_nothing(desks: Trio, data: bytes) -> None:
    by_hand(desks, seal_to(desks[TOKYO].signer.public, data, bytes(32)))
    (code,) = quarantined(desks[TOKYO])
    assert code in {"not-json", "not-utf8", "wrong-schema"}


def test_a_box_with_a_report_of_somebody_else_is_not_believed(desks: Trio) -> None:
    statement, disclosed = sealed_report(secret(desks[HUB], "EXERCISE SECRET"))
    inner = Enclosed(
        envelope=desks[HUB].sign(statement),
        disclosed=disclosed,
        basis={"header": ("par-1",)},
        released_at_ns=desks[HUB].now_ns,
    )
    by_hand(
        desks, seal_to(desks[TOKYO].signer.public, format_enclosed(inner), bytes(32))
    )
    assert quarantined(desks[TOKYO]) == ["unexpected-statement"]


@pytest.mark.parametrize(
    "changes", [{"holder": TOKYO, "recipient": HUB}, {"recipient": PartyId("d.e")}]
)
def test_a_sealed_line_by_another_way_than_it_names(
    desks: Trio, changes: dict[str, object]
) -> None:
    by_hand(desks, b"box", **changes)
    assert quarantined(desks[TOKYO]) == ["wrong-channel"]


def test_a_sealed_line_leads_from_one_by_another_to_a_third() -> None:
    with pytest.raises(UsageError, match="to a third"):
        SealedLine(
            party=SEOUL,
            agreement=TISA,
            said_at_ns=0,
            holder=HUB,
            recipient=SEOUL,
            until_ns=1,
            box=b"",
        )
    with pytest.raises(UsageError, match="ends after"):
        SealedLine(
            party=SEOUL,
            agreement=TISA,
            said_at_ns=1,
            holder=HUB,
            recipient=TOKYO,
            until_ns=1,
            box=b"",
        )
