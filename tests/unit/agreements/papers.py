"""Agreements and papers that no test owns: two parties, days in Oslo."""

from __future__ import annotations

from typing import Final

from watchword.agreements.standing import Papers
from watchword.model.agreement import (
    AgreementId,
    CompletionNote,
    Instrument,
    Lifting,
    Notice,
    Posture,
    Reading,
    ReadingName,
    Signature,
    Suspension,
    Withdrawal,
)
from watchword.model.party import PartyId
from watchword.model.time import Instant, parse_instant

PACT: Final = AgreementId("pact")
NORTH: Final = PartyId("desk.north")
SOUTH: Final = PartyId("desk.south")
ZONE: Final = "Europe/Oslo"

TEXT: Final = """\
id = "pact"
version = 1
title = "A pact"
parties = ["desk.north", "desk.south"]
statuses = ["actual", "exercise"]
binding = true
zone = "Europe/Oslo"
entry = "completion"
topics = ["missile", "nuclear"]
text = "for tests"

[duration]
years = 1
notice_days = 90
counts_from = "last-day"

[[level]]
name = "high"
rank = 3
shared = false
[level.labels]
"desk.north" = ["HIGH"]

[[level]]
name = "middle"
rank = 2
shared = true
[level.labels]
"desk.north" = ["MIDDLE II", "OLD MIDDLE"]
"desk.south" = ["MITTE"]

[[clause]]
id = "art-1"
article = "1"
rule = "release"
says = "They tell each other."
evidence = "R"

[[clause]]
id = "art-2"
article = "2"
rule = "posture"
says = "If they want to."
evidence = "R"
"""


def instant(text: str) -> Instant:
    """A day of the pact, or an exact instant where the text has a clock."""
    found = parse_instant(text, zone=ZONE)
    if ":" not in text:
        return found
    return Instant(ns=found.ns, zone=found.zone)


def ns(text: str) -> int:
    return instant(text).ns


def signature(
    party: PartyId, dated: str, text: str = TEXT, version: int = 1
) -> Signature:
    return Signature(
        agreement=PACT,
        party=party,
        note=f"signed-{version}",
        dated=instant(dated),
        version=version,
        text=text,
    )


def completion(party: PartyId, dated: str) -> CompletionNote:
    return CompletionNote(
        agreement=PACT, party=party, note="completed", dated=instant(dated)
    )


def notice(party: PartyId, dated: str, note: str = "notice") -> Notice:
    return Notice(agreement=PACT, party=party, note=note, dated=instant(dated))


def suspension(party: PartyId, dated: str, note: str = "suspension") -> Suspension:
    return Suspension(agreement=PACT, party=party, note=note, dated=instant(dated))


def lifting(party: PartyId, dated: str) -> Lifting:
    return Lifting(agreement=PACT, party=party, note="lifting", dated=instant(dated))


def withdrawal(party: PartyId, dated: str, *notes: str) -> Withdrawal:
    return Withdrawal(
        agreement=PACT,
        party=party,
        note="withdrawal",
        dated=instant(dated),
        withdraws=notes,
    )


def reading(party: PartyId, dated: str, name: ReadingName) -> Reading:
    return Reading(
        agreement=PACT,
        party=party,
        note=f"reading-{dated}",
        dated=instant(dated),
        reading=name,
    )


def in_force(text: str = TEXT) -> tuple[Instrument, ...]:
    """Signed and completed by both on 10 March 2020, at noon."""
    when = "2020-03-10T12:00"
    return (
        signature(NORTH, when, text),
        signature(SOUTH, when, text),
        completion(NORTH, when),
        completion(SOUTH, when),
    )


def known(*papers: Instrument, postures: tuple[Posture, ...] = ()) -> Papers:
    return Papers(
        instruments=tuple((f"paper-{n}", paper) for n, paper in enumerate(papers)),
        postures=tuple((f"posture-{n}", said) for n, said in enumerate(postures)),
    )
