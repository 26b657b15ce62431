"""Claims of a text about agreements: checked by the papers of the one it means.

A sentence means an agreement by its name or by its partners.  Where it could be
any, nothing is found true of one of them.  The node's own papers go before the
shipped history, whose rows bear their evidence and source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import typer

from watchword.agreements.terms import parse_terms
from watchword.cli.known import is_known_to_node
from watchword.cli.node import call, home_of
from watchword.edge.commands.papers import (
    AgreementList,
    AgreementText,
    AgreementTimeline,
    tag_of,
)
from watchword.edge.commands.parties import PartyList
from watchword.model.agreement import AgreementId, Terms
from watchword.model.time import datetime_of, format_instant
from watchword.press.claim import Act, Dates, PaperClaim
from watchword.record.library import shipped_agreements, shipped_sources
from watchword.record.named import agreements_named

_TAGS: Final[dict[Act, str]] = {
    "notice": "notice",
    "signature": "signature",
    "suspension": "suspension",
}
"""What is done to an agreement, and the paper that records it."""

_SENTENCE: Final = re.compile(r"[.!?。！？]\s|[。\n]")


def paper_answer(
    context: typer.Context, found: PaperClaim, given: str
) -> dict[str, Any]:
    """What the papers of the agreement that is meant say of it, each cited.

    Args:
        context: Whose node.
        found: The claim.
        given: The text it stands in.
    """
    tag = _TAGS.get(found.act)
    if tag is None:
        return _open(f"no paper records a {found.act}")
    if found.when is None:
        return _open("the text says no day")
    means = _meant(context, given, found)
    if not means:
        return _open("the text does not say which agreement is meant")
    papers = [row for name in means for row in _papers(context, name, tag, found.when)]
    if not papers:
        names = ", ".join(means)
        return _open(f"no {found.act} of those days is among the papers of {names}")
    return {"verdict": "true", "why": "", "agreements": means, "papers": papers}


def _open(why: str) -> dict[str, Any]:
    return {"verdict": "cannot tell", "why": why, "papers": []}


def _meant(context: typer.Context, given: str, found: PaperClaim) -> list[str]:
    """By the sentence; where that names none, by the one before it too."""
    for words in _sentences(given, found):
        named = {*agreements_named(words), *_own_named(context, words)}
        if named:
            return sorted(named)
    return []


def _sentences(given: str, found: PaperClaim) -> Iterator[str]:
    start, end = found.span
    ends = [0, *(each.end() for each in _SENTENCE.finditer(given))]
    before = [at for at in ends if at <= start]
    after = next((at for at in ends if at >= end), len(given))
    yield given[before[-1] : after]
    if len(before) > 1:
        yield given[before[-2] : after]


def _own_named(context: typer.Context, words: str) -> Iterator[str]:
    """Agreements that the node knows, by id, title, or the names of all partners."""
    if not home_of(context).config_path.exists():
        return
    told = words.casefold()
    titles = {row["party"]: row["title"] for row in call(context, PartyList())}
    for row in call(context, AgreementList()):
        agreement, parties = row["agreement"], row["parties"]
        calls = (agreement, _terms(context, agreement).title)
        partners = [(party, titles.get(party) or party) for party in parties]
        if _is_told(told, calls) or (
            len(partners) > 1 and all(_is_told(told, each) for each in partners)
        ):
            yield agreement


def _is_told(told: str, names: Sequence[str]) -> bool:
    return any(name.casefold() in told for name in names)


def _terms(context: typer.Context, agreement: str) -> Terms:
    found = call(context, AgreementText(agreement=AgreementId(agreement)))
    return parse_terms(found["text"])


def _papers(
    context: typer.Context, agreement: str, tag: str, when: Dates
) -> Iterator[dict[str, str]]:
    shipped = list(_shipped(agreement, tag, when))
    if not is_known_to_node(context, agreement):
        yield from shipped
        return
    zone = _terms(context, agreement).zone
    known = {row["note"]: row for row in shipped}
    command = AgreementTimeline(agreement=AgreementId(agreement))
    for row in call(context, command):
        day = datetime_of(row["at_ns"], zone).date()
        if row["paper"] == tag and when.first <= day <= when.last:
            source = known.get(row["note"], {})
            yield {
                "agreement": agreement,
                "party": row["party"],
                "note": row["note"],
                "dated": row["at"],
                "evidence": source.get("evidence", "held"),
                "source": source.get("source", "a paper held by this node"),
            }


def _shipped(agreement: str, tag: str, when: Dates) -> Iterator[dict[str, str]]:
    if agreement not in shipped_agreements():
        return
    for filed in shipped_sources(agreement):
        paper = filed.paper
        day = datetime_of(paper.dated.ns, paper.dated.zone).date()
        if tag_of(paper) == tag and when.first <= day <= when.last:
            yield {
                "agreement": paper.agreement,
                "party": paper.party,
                "note": paper.note,
                "dated": format_instant(paper.dated),
                "evidence": filed.evidence,
                "source": filed.source,
            }
