"""Three desks and a hub: the shipped arrangement, its legs signed as well."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Final

import msgspec
from msgspec.structs import replace
from tests.desks import NOW, MemoryDesk, carry

from watchword.agreements.terms import parse_terms
from watchword.model.agreement import (
    AgreementId,
    CompletionNote,
    Notice,
    Posture,
    Stance,
    Suspension,
)
from watchword.model.marking import Marking
from watchword.model.message import OriginatorApproval
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import DAY_NS, Instant
from watchword.node.inputs import KnowParty, Say
from watchword.record.library import agreement_text

SEOUL: Final = PartyId("exercise.seoul")
TOKYO: Final = PartyId("exercise.tokyo")
HUB: Final = PartyId("exercise.washington")
TISA: Final = AgreementId("tisa-2014")
FIRST_LEG: Final = AgreementId("fictional-leg-1987")
SECOND_LEG: Final = AgreementId("fictional-leg-2007")
LABEL: Final = "EXERCISE 군사II급비밀"

Trio = Mapping[PartyId, MemoryDesk]


def trio() -> Trio:
    """Everybody knows everybody, and every agreement is in force."""
    desks = {party: MemoryDesk(party) for party in (SEOUL, TOKYO, HUB)}
    for one, other in permutations(desks.values(), 2):
        one.do(KnowParty(file=other.file()))
    for name in (TISA, FIRST_LEG, SECOND_LEG):
        text = agreement_text(name)
        terms = parse_terms(text)
        for party in terms.parties:
            desks[party].agree(text, name)
            if terms.entry == "completion":
                desks[party].add(
                    CompletionNote(
                        agreement=name,
                        party=party,
                        note="completed",
                        dated=Instant(ns=NOW - DAY_NS),
                    )
                )
    settle(desks)
    return desks


def settle(desks: Trio) -> None:
    """Send all that waits, until nothing does."""
    while any(
        one.outbox.open_lines(other) for one in desks.values() for other in desks
    ):
        for one, other in permutations(desks.values(), 2):
            carry(one, other)


def wills(desk: MemoryDesk, stance: Stance, to: PartyId | str = "") -> None:
    desk.do(
        Say(
            statement=Posture(
                party=desk.party,
                agreement=TISA,
                recipient=to,
                stance=stance,
                said_at_ns=desk.now_ns,
            )
        )
    )


def secret(desk: MemoryDesk, label: str = LABEL) -> Header:
    return replace(desk.header(), marking=Marking(label=label))


def lets_go_on(desk: MemoryDesk, name: str, **changes: object) -> OriginatorApproval:
    """Its approval that the hub hands one report to the third; changed in parts."""
    bears: dict[str, object] = {
        "party": desk.party,
        "agreement": TISA,
        "said_at_ns": desk.now_ns,
        "holder": HUB,
        "recipient": TOKYO if desk.party == SEOUL else SEOUL,
        "report": name,
        "until_ns": desk.now_ns + 90 * DAY_NS,
    }
    return msgspec.convert({**bears, **changes}, OriginatorApproval)


def ends(desk: MemoryDesk, agreement: AgreementId, *, suspended: bool = False) -> None:
    """A notice so long ago that the agreement is over; or one that is suspended."""
    dated = Instant(ns=NOW - DAY_NS // 2)
    desk.add(Notice(agreement=agreement, party=desk.party, note="notice", dated=dated))
    if suspended:
        desk.add(
            Suspension(agreement=agreement, party=desk.party, note="held", dated=dated)
        )


def held_by(desk: MemoryDesk, kind: str) -> list[str]:
    rows = desk.store.rows("SELECT name FROM statement WHERE kind = ?", (kind,))
    return [name for (name,) in rows]


def quarantined(desk: MemoryDesk) -> list[str]:
    rows = desk.store.rows("SELECT code FROM quarantine ORDER BY id")
    return [code for (code,) in rows]
