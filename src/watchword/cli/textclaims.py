"""Claims of a text, checked: by the node's record, and by the papers known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import typer
from rich.text import Text as Shown

from watchword.cli.node import call
from watchword.cli.paperclaims import paper_answer
from watchword.cli.shown import console
from watchword.edge.commands.claims import ClaimCheck
from watchword.picture.claim import Amount, Claim, FirstSince, Nth
from watchword.picture.days import Day, Days, day_words
from watchword.press.claim import (
    AnyClaim,
    CountClaim,
    Dates,
    FirstClaim,
    NthClaim,
    PaperClaim,
)
from watchword.press.reading import Reading


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


class Asked(NamedTuple):
    """As of when claims are checked.

    Attributes:
        as_of: As the node would have answered then; empty: not asked.
        said_on: The day on which the text was published; ``None``: not known.
        whole_from: The day from which on all that was seen is held.
    """

    as_of: str = ""
    said_on: Day | None = None
    whole_from: Day | None = None


def checked(
    context: typer.Context,
    claims: Sequence[AnyClaim],
    given: str,
    reading: Reading,
    asked: Asked,
) -> list[dict[str, Any]]:
    """Each claim's answer.

    Args:
        context: Of the command.
        claims: As the text has them.
        given: The text.
        reading: The report in the same text, for when the one was.
        asked: As of when.
    """
    return [
        paper_answer(context, each, given)
        if isinstance(each, PaperClaim)
        else _counted(context, each, reading, asked)
        for each in claims
    ]


def _counted(
    context: typer.Context, found: AnyClaim, reading: Reading, asked: Asked
) -> dict[str, Any]:
    claim = claim_of(found, reading)
    if claim is None:
        raise AssertionError(found)
    command = ClaimCheck(
        claim=claim,
        as_of=asked.as_of,
        said_on=None if asked.as_of else asked.said_on,
        whole_from=asked.whole_from,
    )
    answer: dict[str, Any] = call(context, command)
    return answer


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
    when = f" · as of {answer['as_of']}" if "as_of" in answer else ""
    out.print(Shown(f"  {answer['verdict'].upper()}{under}{why}{when}"))
    words = {True: "true", False: "false", None: "cannot tell"}
    for rule in rules:
        line = f"    {words[rule['holds']]:<12}{rule['rule']:<24}{rule['says']}"
        out.print(Shown(line), soft_wrap=True)
    for paper in answer.get("papers", []):
        line = f"    {paper['agreement']} · {paper['party']} · {paper['note']}"
        line += f" · {paper['dated']} · {paper['evidence']}: {paper['source']}"
        out.print(Shown(line), soft_wrap=True)
