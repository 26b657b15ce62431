"""Claims of a text, checked: by the node's record, and by the papers known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import typer
from rich.text import Text as Shown

from watchword.cli.node import call
from watchword.cli.shown import console
from watchword.edge.commands.claims import ClaimCheck
from watchword.model.agreement import Instrument, Notice, Signature, Suspension
from watchword.model.time import datetime_of, format_instant
from watchword.picture.claim import Amount, Claim, FirstSince, Nth
from watchword.picture.days import Day, Days, day_words
from watchword.press.claim import (
    Act,
    AnyClaim,
    CountClaim,
    Dates,
    FirstClaim,
    NthClaim,
    PaperClaim,
)
from watchword.press.reading import Reading
from watchword.record.library import shipped_agreements, shipped_sources

_PAPERS: Final[dict[Act, type[Instrument]]] = {
    "notice": Notice,
    "signature": Signature,
    "suspension": Suspension,
}


def days_of(dates: Dates) -> Days:
    """The press room's days as the picture has them."""
    return Days(dates.first.toordinal(), dates.last.toordinal())


def claim_of(found: AnyClaim, reading: Reading) -> Claim | None:
    """What counting can check; ``None``: it is about a paper."""
    match found:
        case CountClaim():
            return Amount(
                subject=found.subject,
                low=found.low,
                high=found.high,
                period=days_of(found.within),
            )
        case FirstClaim():
            since = days_of(found.since)
            at = None if found.possible else _at(found.subject, reading)
            if at is not None and at.first <= since.last:
                at = None
            return FirstSince(subject=found.subject, since=since, at=at)
        case NthClaim():
            within = days_of(found.within)
            at = _at(found.subject, reading)
            if at is not None and not within.holds(at):
                at = None
            return Nth(subject=found.subject, nth=found.nth, within=within, at=at)
        case PaperClaim():
            return None


def _at(subject: str, reading: Reading) -> Days | None:
    """When the reported one was, where the text reports one."""
    is_test = reading.event_type == "nuclear_test"
    is_same = is_test if subject == "nuclear tests" else reading.event_type == "launch"
    if not is_same or subject == "meetings" or reading.local_date is None:
        return None
    day = reading.local_date.day.toordinal()
    return Days(day, day)


def checked(
    context: typer.Context,
    claims: Sequence[AnyClaim],
    reading: Reading,
    as_of: str,
    whole_from: Day | None,
) -> list[dict[str, Any]]:
    """Each claim's answer.

    Args:
        context: Of the command.
        claims: As the text has them.
        reading: The report in the same text, for when the one was.
        as_of: As the node would have answered then; empty: now.
        whole_from: The day from which on all that was seen is held.
    """
    return [_checked(context, each, reading, as_of, whole_from) for each in claims]


def _checked(
    context: typer.Context,
    found: AnyClaim,
    reading: Reading,
    as_of: str,
    whole_from: Day | None,
) -> dict[str, Any]:
    claim = claim_of(found, reading)
    if claim is None:
        return paper_answer(found) if isinstance(found, PaperClaim) else {}
    command = ClaimCheck(
        claim=claim,
        as_of=as_of,
        whole_from=whole_from,
    )
    answer: dict[str, Any] = call(context, command)
    return answer


def paper_answer(found: PaperClaim) -> dict[str, Any]:
    """What the shipped history of agreements says of it, the entries cited."""
    kind = _PAPERS.get(found.act)
    if kind is None or found.when is None:
        why = "no day" if kind else f"no paper records a {found.act}"
        return {"verdict": "cannot tell", "why": why, "papers": []}
    entries = list(_entries(kind, found.when))
    if not entries:
        why = f"no {found.act} of those days is in the shipped history"
        return {"verdict": "cannot tell", "why": why, "papers": []}
    return {"verdict": "true", "why": "", "papers": entries}


def _entries(kind: type[Instrument], when: Dates) -> Iterator[dict[str, str]]:
    for name in shipped_agreements():
        for filed in shipped_sources(name):
            paper = filed.paper
            day = datetime_of(paper.dated.ns, paper.dated.zone).date()
            if isinstance(paper, kind) and when.first <= day <= when.last:
                yield {
                    "agreement": paper.agreement,
                    "party": paper.party,
                    "note": paper.note,
                    "dated": format_instant(paper.dated),
                    "evidence": filed.evidence,
                    "source": filed.source,
                }


def claim_row(found: AnyClaim, given: str) -> dict[str, Any]:
    """A claim as plain values, with the words it was read from."""
    speaker = found.speaker
    row: dict[str, Any] = {
        "says": says(found),
        "words": given[slice(*found.span)],
        "span": list(found.span),
        "speaker": None if speaker is None else given[slice(*speaker)],
    }
    if isinstance(found, FirstClaim):
        row["possible"] = found.possible
        when = found.when
        row["when"] = None if when is None else given[slice(*when)]
    return row


def says(found: AnyClaim) -> str:
    """A claim in one line of English, whatever the language of the text."""
    match found:
        case CountClaim(low=low, high=high):
            many = f"exactly {low}" if low == high else ""
            many = many or (f"at least {low}" if high is None else f"at most {high}")
            return f"{many} {found.subject}, {_days(found.within)}"
        case FirstClaim():
            may = "possible: " if found.possible else ""
            return f"{may}the first of the {found.subject} since {_days(found.since)}"
        case NthClaim():
            return f"number {found.nth} of the {found.subject}, {_days(found.within)}"
        case PaperClaim():
            when = "" if found.when is None else f", {_days(found.when)}"
            return f"{found.act} under an agreement{when}"


def _days(dates: Dates) -> str:
    return day_words(days_of(dates))


def show_claims(rows: Sequence[dict[str, Any]]) -> None:
    """Each claim, the words it was read from, and its answer where asked."""
    out = console()
    for number, row in enumerate(rows, 1):
        said = f" · by {row['speaker']}" if row["speaker"] else ""
        when = f" · {row['when']}" if row.get("when") else ""
        out.print(Shown(f"\nclaim {number} · {row['says']}{when}{said}", style="bold"))
        out.print(Shown(f"  “{row['words']}”"))
        answer = row.get("answer")
        if answer:
            _show_answer(answer)


def _show_answer(answer: dict[str, Any]) -> None:
    out = console()
    rules = answer.get("rules", [])
    holding = [rule for rule in rules if rule["holds"]]
    under = f" · under {len(holding)} of {len(rules)} rules" if rules else ""
    why = f" · {answer['why']}" if answer["why"] else ""
    out.print(Shown(f"  {answer['verdict'].upper()}{under}{why}"))
    words = {True: "true", False: "false", None: "cannot tell"}
    for rule in rules:
        line = f"    {words[rule['holds']]:<12}{rule['rule']:<24}{rule['says']}"
        out.print(Shown(line), soft_wrap=True)
    for paper in answer.get("papers", []):
        line = f"    {paper['agreement']} · {paper['party']} · {paper['note']}"
        line += f" · {paper['dated']} · {paper['evidence']}: {paper['source']}"
        out.print(Shown(line), soft_wrap=True)
