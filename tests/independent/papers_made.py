"""The plain values of a pact as what the code reads: a text, and papers."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tests.independent.pact import Fact, Pact

from watchword.model.agreement import (
    AgreementId,
    CompletionNote,
    Dispute,
    Instrument,
    Lifting,
    Notice,
    Reading,
    Signature,
    Suspension,
    Withdrawal,
)
from watchword.model.party import PartyId
from watchword.model.time import DAY_NS, Instant


def text_of(pact: Pact, version: int) -> str:
    """The agreement's file of one version."""
    held = pact.versions[version - 1]
    lines = [
        f'id = "{pact.id}"',
        f"version = {version}",
        f'title = "{pact.id}"',
        f"parties = {json.dumps(held.parties)}",
        'statuses = ["exercise"]',
        "binding = true",
        f'zone = "{pact.zone}"',
        f'entry = "{pact.entry}"',
        "topics = []",
        'text = "drawn at random"',
        *([f'hub = "{held.hub}"'] if held.hub else []),
        "[handling]",
        f'removal = "{held.removal}"',
    ]
    if pact.years is not None:
        lines += [
            "[duration]",
            f"years = {pact.years}",
            f"notice_days = {pact.notice_days}",
            f'counts_from = "{pact.counts_from}"',
        ]
    for row in pact.rows:
        lines += [
            "[[level]]",
            f'name = "{row.name}"',
            f"rank = {row.rank}",
            f"shared = {json.dumps(row.shared)}",
            "[level.labels]",
            *(
                f'"{party}" = {json.dumps(labels, ensure_ascii=False)}'
                for party, labels in row.labels.items()
                if party in held.parties
            ),
        ]
    lines += [
        "[[clause]]",
        'id = "art-1"',
        'article = "1"',
        'rule = "release"',
        'says = "They tell each other."',
        'evidence = "R"',
    ]
    return "\n".join(lines) + "\n"


def papers_of(pact: Pact, facts: Iterable[Fact]) -> tuple[Instrument, ...]:
    return tuple(_paper(pact, fact) for fact in facts)


def _paper(pact: Pact, fact: Fact) -> Instrument:  # noqa: PLR0911 - one case a kind
    agreement, party, note = AgreementId(pact.id), PartyId(fact.party), fact.note
    # A day is written as a day, however long the clocks made it.
    dated = Instant(ns=fact.begin_ns, precision_ns=DAY_NS if fact.day else 1)
    match fact.kind:
        case "signature":
            return Signature(
                agreement=agreement,
                party=party,
                note=note,
                dated=dated,
                version=fact.version,
                text=text_of(pact, fact.version),
            )
        case "completion-note":
            return CompletionNote(
                agreement=agreement, party=party, note=note, dated=dated
            )
        case "notice":
            return Notice(agreement=agreement, party=party, note=note, dated=dated)
        case "suspension":
            return Suspension(agreement=agreement, party=party, note=note, dated=dated)
        case "lifting":
            return Lifting(agreement=agreement, party=party, note=note, dated=dated)
        case "withdrawal":
            return Withdrawal(
                agreement=agreement,
                party=party,
                note=note,
                dated=dated,
                withdraws=fact.withdraws,
            )
        case "reading":
            return Reading(
                agreement=agreement,
                party=party,
                note=note,
                dated=dated,
                reading="annual-window"
                if fact.reading == "annual-window"
                else "terminable-at-will",
            )
        case "dispute":
            return Dispute(agreement=agreement, party=party, note=note, dated=dated)
