"""The text of an agreement, as people write and sign it -> ``Terms``.

The signed bytes are the file itself; this is how it reads::

    id = "open-desks"             version = 1          title = "..."
    parties = ["a.example", "b.example"]
    statuses = ["actual", "exercise", "test"]
    binding = true                zone = "UTC"         entry = "signature"
    topics = []                   # empty: anything
    fields = ["site", "count"]    # optional: only these
    hub = "a.example"             # optional: every leg begins or ends there
    text = "what this file says about itself"

    [duration]                    # optional: without it no notice ends it
    years = 1                     notice_days = 30     counts_from = "last-day"

    [handling]                    # optional, and every line of it
    purposes = ["warning"]        standing_kinds = ["launch"]
    receipt = "registered"        open_days = 7        result_days = 30
    suspended_grant_days = 90     freshness_hours = 24
    receipt_minutes = 15          # a line not receipted for longer is an alarm
    contractors = ["c.example"]   inspection_days = 365
    removal = "all-others"

    [[leg]]                       # of a way by a hub: what it rests on
    parties = ["a.example", "b.example"]               agreement = "other"

    [[level]]                     # the table of equivalent labels
    name = "GREEN"                rank = 1             shared = true
    [level.labels]
    "a.example" = ["TLP:GREEN"]   # the first is used to name an equivalent

    [[clause]]                    # one row for each rule that an article backs
    id = "art-1"                  article = "1"        rule = "release"
    says = "..."                  evidence = "R"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, get_args

import msgspec

from watchword.agreements.codes import RELEASE, RULE_CODES
from watchword.agreements.strict_toml import Table, read_table
from watchword.errors import UsageError
from watchword.model.agreement import (
    AgreementId,
    Clause,
    CountsFrom,
    Custody,
    Duration,
    Entry,
    Handling,
    Leg,
    Level,
    Removal,
    Terms,
)
from watchword.model.marking import Marking, label_key
from watchword.model.party import PartyId, parse_party
from watchword.model.report import KINDS, STATUSES, Status
from watchword.model.time import zone_of

Evidence = Literal["R", "S", "I", "M"]

_KEYS: Final = (*Terms.__struct_fields__, "level", "clause", "leg")
_FIGURES: Final = (
    "suspended_grant_days",
    "open_days",
    "receipt_minutes",
    "result_days",
    "inspection_days",
    "freshness_hours",
)
_ID: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_ZONE: Final = re.compile(r"[A-Za-z0-9_+-]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,3}")


def parse_terms(text: str) -> Terms:
    """Read an agreement's file.

    Args:
        text: The file, byte for byte as it is signed.

    Returns:
        The terms; what they mean over time is for ``state.py``.

    Raises:
        UsageError: Anything not understood, with the line where it stands:
            an unknown key, zone or rule, a party or label listed twice, a hub
            that is no party, no clause under which anything could go.
    """
    table = read_table(text)
    table.only([key for key in _KEYS if key not in {"levels", "clauses", "legs"}])
    parties = _parties(table)
    return Terms(
        id=_agreement_id(table),
        version=_whole(table, "version", 1, 1_000_000),
        title=table.one("title", str),
        parties=parties,
        statuses=_statuses(table),
        binding=table.one("binding", bool),
        zone=_zone(table),
        entry=msgspec.convert(table.choice("entry", get_args(Entry)), Entry),
        duration=_duration(table.table("duration")) if table.has("duration") else None,
        topics=table.texts("topics"),
        fields=table.texts("fields") if table.has("fields") else None,
        hub=_hub(table, parties) if table.has("hub") else None,
        levels=_levels(table, parties),
        clauses=_clauses(table),
        text=table.one("text", str),
        legs=_legs(table, parties),
        handling=_handling(table, parties),
    )


def _whole(table: Table, key: str, lowest: int, highest: int) -> int:
    value = table.one(key, int)
    if not lowest <= value <= highest:
        table.refuse(key, f"{key} is {lowest} to {highest}")
    return value


def _agreement_id(table: Table) -> AgreementId:
    name = table.one("id", str)
    if _ID.fullmatch(name) is None:
        table.refuse("id", "id has 1 to 63 lower-case letters, digits and '-'")
    return AgreementId(name)


def _party(table: Table, key: str, name: str) -> PartyId:
    try:
        return parse_party(name)
    except UsageError as error:
        table.refuse(key, str(error))


def _parties(table: Table) -> tuple[PartyId, ...]:
    names = table.texts("parties")
    if len(names) < 2:
        table.refuse("parties", "an agreement has at least two parties")
    return tuple(_party(table, "parties", name) for name in names)


def _hub(table: Table, parties: tuple[PartyId, ...]) -> PartyId:
    hub = _party(table, "hub", table.one("hub", str))
    if hub not in parties:
        table.refuse("hub", f"the hub {hub} is not one of the parties")
    return hub


def _statuses(table: Table) -> tuple[Status, ...]:
    names = table.texts("statuses")
    if not names or any(name not in STATUSES for name in names):
        table.refuse("statuses", f"statuses are among: {', '.join(STATUSES)}")
    return tuple(status for status in STATUSES if status in names)


def _zone(table: Table) -> str:
    name = table.one("zone", str)
    try:
        known = _ZONE.fullmatch(name) is not None and zone_of(name) is not None
    except (UsageError, OSError):
        known = False
    if not known:
        table.refuse(
            "zone", f"no time zone is called {name[:60]!r}, write Europe/Oslo or UTC"
        )
    return name


def _duration(table: Table) -> Duration:
    table.only(Duration.__struct_fields__)
    years = _whole(table, "years", 1, 100)
    return Duration(
        years=years,
        notice_days=_whole(table, "notice_days", 0, 365 * years - 1),
        counts_from=msgspec.convert(
            table.choice("counts_from", get_args(CountsFrom)), CountsFrom
        ),
    )


def _legs(table: Table, parties: tuple[PartyId, ...]) -> tuple[Leg, ...]:
    legs: list[Leg] = []
    for row in table.tables("leg"):
        row.only(Leg.__struct_fields__)
        ends = row.texts("parties")
        if len(ends) != 2 or not set(ends) <= set(parties):
            row.refuse("parties", "a leg has two parties of the agreement")
        name = row.one("agreement", str)
        if _ID.fullmatch(name) is None:
            row.refuse("agreement", f"{name[:60]!r} is no name of an agreement")
        pair = (PartyId(ends[0]), PartyId(ends[1]))
        legs.append(Leg(parties=pair, agreement=AgreementId(name)))
    return tuple(legs)


def _handling(table: Table, parties: tuple[PartyId, ...]) -> Handling:
    if not table.has("handling"):
        return Handling()
    row = table.table("handling")
    row.only(Handling.__struct_fields__)
    contractors = row.texts("contractors") if row.has("contractors") else ()
    if not set(contractors) <= set(parties):
        row.refuse("contractors", "a contractor is one of the parties")
    kinds = row.texts("standing_kinds") if row.has("standing_kinds") else ()
    if not set(kinds) <= set(KINDS):
        row.refuse("standing_kinds", f"kinds are among: {', '.join(KINDS)}")
    words: dict[str, object] = {
        key: row.choice(key, get_args(choices))
        for key, choices in (("receipt", Custody), ("removal", Removal))
        if row.has(key)
    }
    for key in _FIGURES:
        if row.has(key):
            words[key] = _whole(row, key, 1, 36_500)
    purposes = row.texts("purposes") if row.has("purposes") else ()
    listed = {
        "contractors": contractors,
        "standing_kinds": kinds,
        "purposes": purposes,
    }
    return msgspec.convert({**words, **listed}, Handling)


def _levels(table: Table, parties: tuple[PartyId, ...]) -> tuple[Level, ...]:
    levels: list[Level] = []
    ranks: set[int] = set()
    seen: set[tuple[PartyId, str]] = set()
    for row in table.tables("level"):
        row.only(Level.__struct_fields__)
        rank = _whole(row, "rank", 0, 1_000_000)
        if rank in ranks:
            row.refuse("rank", f"two levels have the rank {rank}")
        ranks.add(rank)
        labels = _labels(row.table("labels"), parties, seen)
        name, shared = row.one("name", str), row.one("shared", bool)
        levels.append(Level(name=name, rank=rank, shared=shared, labels=labels))
    return tuple(levels)


def _labels(
    table: Table, parties: tuple[PartyId, ...], seen: set[tuple[PartyId, str]]
) -> Mapping[PartyId, tuple[str, ...]]:
    labels: dict[PartyId, tuple[str, ...]] = {}
    for key in table.keys():  # noqa: SIM118 - a Table is no mapping
        texts = table.texts(key)
        if key not in parties:
            table.refuse(key, f"{key[:60]} is not one of the parties")
        if not texts:
            table.refuse(key, f"{key} has no label here: leave the line out")
        party = PartyId(key)
        for text in texts:
            _check_label(table, key, text)
            if (party, label_key(text)) in seen:
                table.refuse(key, f"{key} has the label {text!r} twice")
            seen.add((party, label_key(text)))
        labels[party] = texts
    return labels


def _check_label(table: Table, key: str, text: str) -> None:
    try:
        Marking(label=text)
    except UsageError as error:
        table.refuse(key, str(error))


def _clauses(table: Table) -> tuple[Clause, ...]:
    clauses: list[Clause] = []
    seen: set[tuple[str, str]] = set()
    for row in table.tables("clause"):
        row.only(Clause.__struct_fields__)
        clause = _clause(row)
        if (clause.id, clause.rule) in seen:
            row.refuse("id", f"clause {clause.id} backs {clause.rule!r} twice")
        seen.add((clause.id, clause.rule))
        clauses.append(clause)
    if all(clause.rule != RELEASE for clause in clauses):
        raise UsageError(
            f'line 1: no clause has rule = "{RELEASE}", so nothing could ever go',
            hint="nothing leaves without a clause: say which article lets it go",
        )
    return tuple(clauses)


def _clause(row: Table) -> Clause:
    name = row.one("id", str)
    if _ID.fullmatch(name) is None:
        row.refuse("id", "a clause's id has lower-case letters, digits and '-'")
    rule = row.one("rule", str) if row.has("rule") else ""
    if rule and rule not in RULE_CODES:
        row.refuse("rule", f"no rule is called {rule[:60]!r}")
    return Clause(
        id=name,
        article=row.one("article", str),
        rule=rule,
        says=row.one("says", str),
        evidence=msgspec.convert(row.choice("evidence", get_args(Evidence)), Evidence),
    )
