"""Papers of an agreement: those the node knows, or the shipped example's."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import typer

from watchword.agreements.alias import party_of
from watchword.agreements.explain import explain_state, state_as_dict
from watchword.agreements.state import state
from watchword.agreements.terms import parse_terms
from watchword.cli.node import call, home_of, instant_ns
from watchword.edge.clock import system_ns
from watchword.edge.commands.papers import (
    AgreementLife,
    AgreementList,
    AgreementShow,
    AgreementText,
    AgreementTimeline,
    life_found,
    timeline_rows,
)
from watchword.model.agreement import AgreementId, Terms
from watchword.model.party import PartyId
from watchword.model.time import format_instant
from watchword.record.library import agreement_text, shipped_papers, shipped_remarks


def is_known_to_node(context: typer.Context, agreement: str) -> bool:
    """Whether there is a node, and it holds papers of that agreement."""
    if not home_of(context).config_path.exists():
        return False
    return any(row["agreement"] == agreement for row in call(context, AgreementList()))


def state_found(
    context: typer.Context, agreement: str, at: str, known: str, reading: str
) -> dict[str, Any]:
    """The state as the node knows it, or of the shipped example.

    Args:
        context: Whose node.
        agreement: Which agreement.
        at: The instant, as typed; empty is now.
        known: The instant of knowledge, as typed; empty is everything.
        reading: A party, or a part of its name; empty: the node's own party,
            without a node the strictest reading.
    """
    if not is_known_to_node(context, agreement):
        terms = parse_terms(agreement_text(agreement))
        return read_by(_shipped_state(terms, at), reading, terms.parties)
    terms = text_known(context, agreement)
    zone = terms.zone
    command = AgreementShow(
        agreement=AgreementId(agreement),
        at_ns=instant_ns(at, zone=zone) if at else None,
        known_ns=instant_ns(known, zone=zone, end=True) if known else None,
    )
    return read_by(call(context, command), reading, terms.parties)


def text_known(context: typer.Context, agreement: str) -> Terms:
    """The newest text the node knows of an agreement."""
    found = call(context, AgreementText(agreement=AgreementId(agreement)))
    return parse_terms(found["text"])


def _shipped_state(terms: Terms, at: str) -> dict[str, Any]:
    at_ns = instant_ns(at, zone=terms.zone) if at else system_ns()
    found = state(terms.id, at_ns, shipped_papers(terms.id))
    lines = list(explain_state(found))
    return {**state_as_dict(found), "lines": lines, "shipped": True}


def read_by(
    found: dict[str, Any], reading: str, parties: Collection[PartyId]
) -> dict[str, Any]:
    """Put the state of one party's reading in front.

    Before anybody has signed there is nothing to read: the state is a draft
    for everyone.

    Raises:
        UsageError: No party of the agreement is called so.
    """
    readings = found["by_reading"]
    party = party_of(reading, parties) if reading else found.get("own", "")
    if not party or (party not in readings and not reading):
        return found
    state_read = readings.get(party, found)["state"]
    return {**found, "reading": party, "state": state_read}


def timeline_found(context: typer.Context, agreement: str) -> list[dict[str, Any]]:
    """The life of an agreement; beside a shipped one what changed nothing."""
    if is_known_to_node(context, agreement):
        rows: list[dict[str, Any]] = call(
            context, AgreementTimeline(agreement=AgreementId(agreement))
        )
        return rows
    shipped = timeline_rows(AgreementId(agreement), shipped_papers(agreement))
    remarks = [
        {
            "at": format_instant(remark.dated),
            "at_ns": remark.dated.ns,
            "paper": "remark",
            "party": "",
            "note": remark.says,
            "state": "",
            "ignored": "",
        }
        for remark in shipped_remarks(agreement)
    ]
    return sorted([*shipped, *remarks], key=lambda row: int(row["at_ns"]))


def life_of(context: typer.Context, agreement: str) -> dict[str, Any]:
    """The stretches of an agreement's life, as the node knows it or as shipped."""
    name = AgreementId(agreement)
    if is_known_to_node(context, agreement):
        found: dict[str, Any] = call(context, AgreementLife(agreement=name))
        return found
    return life_found(name, shipped_papers(agreement), system_ns())


def text_of(context: typer.Context, agreement: str) -> str:
    """The text a person means: a file, one a partner has signed, or shipped.

    Raises:
        UsageError: There is none.
    """
    path = Path(agreement)
    if path.is_file():
        return path.read_text(encoding="utf-8")
    if is_known_to_node(context, agreement):
        found = call(context, AgreementText(agreement=AgreementId(agreement)))
        return str(found["text"])
    return agreement_text(agreement)
