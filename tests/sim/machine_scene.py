"""Two banks of a river and the ferry between them: every rule has a clause.

``bond`` binds the banks directly and asks for assurances and registered
receipts; ``ferry`` goes by a hub and rests on an agreement for each leg.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tests.sim.scenes import Scene

from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId

EAST: Final = PartyId("east.bank")
WEST: Final = PartyId("west.bank")
FERRY: Final = PartyId("ferry.river")
BANKS: Final = (EAST, WEST, FERRY)

BOND: Final = AgreementId("bond")
BY_FERRY: Final = AgreementId("ferry")
EAST_LEG: Final = AgreementId("east-leg")
WEST_LEG: Final = AgreementId("west-leg")

PURPOSES: Final = ("warning", "planning", "archive")
"""The last is one that no text names."""

CARRIED: Final = ("site", "weapon", "range_km", "position", "observed_at")
"""What the ferry carries; the bond carries anything."""

_LABELS: Final[Mapping[PartyId, tuple[tuple[str, ...], ...]]] = {
    EAST: (("ქვა",), ("წყალი ღრმა", "წყალი"), ("ხიდი",)),
    WEST: (("Ⅲ πέτρα",), ("νερό",), ("γέφυρα", "γέφυρα Ⅱ")),
    FERRY: (("камінь",), ("вода",), ("міст",)),
}
"""Each party's own, from the level that is never shared downwards."""

LABELS: Final = tuple(
    label for rows in _LABELS.values() for labels in rows for label in labels
)
LABELS_OF: Final[Mapping[PartyId, tuple[str, ...]]] = {
    party: tuple(label for labels in rows for label in labels)
    for party, rows in _LABELS.items()
}
UNLISTED: Final = "ნისლი"
"""A label that every desk's profile accepts, and no text has."""

_FEW: Final = ("release", "release", "agreement-not-in-force", "protection")
_WORDS: Final = (
    *_FEW,
    *("no-originator-approval", "no-assurance", "posture", "out-of-scope"),
    *("label-change", "end-of-need", "destruction", "incident", "custody"),
    *("marking", "record", "authority", "grant-expired", "purpose", "leg-agreement"),
)
"""What the clauses stand behind; the other rules refuse by their own word."""

_HEAD: Final = """\
id = "{name}"
version = {version}
title = "{name} of a river"
parties = [{parties}]
statuses = ["exercise", "test"]
binding = true
zone = "{zone}"
entry = "{entry}"
topics = [{topics}]
{more}
text = "{text}"

[duration]
years = 1
notice_days = 30
counts_from = "last-day"

[handling]
purposes = ["warning", "planning"]
standing_kinds = [{standing}]
suspended_grant_days = {grant_days}
receipt = "{receipt}"
"""
_LEVEL: Final = """
[[level]]
name = "level {rank}"
rank = {rank}
shared = {shared}
[level.labels]
"""
_CLAUSE: Final = """
[[clause]]
id = "{id}"
article = ""
rule = "{rule}"
says = ""
evidence = "R"
"""
_LEG: Final = """
[[leg]]
parties = ["{end}", "ferry.river"]
agreement = "{agreement}"
"""


def rank_of(party: PartyId, label: str) -> int:
    """3 is never shared, 0 stands in no table."""
    rows = [3 - row for row, own in enumerate(_LABELS[party]) if label in own]
    return next(iter(rows), 0)


def bond_text(version: int = 1, grant_days: int = 40) -> str:
    """The direct agreement; an amendment alters the days of its grants."""
    return _text(
        name=BOND,
        version=version,
        parties=(EAST, WEST),
        zone="Europe/Kyiv",
        entry="completion",
        standing=("launch",),
        grant_days=grant_days,
        receipt="registered",
        without=frozenset(),
    )


def ferry_text(version: int = 1, grant_days: int = 25) -> str:
    """The agreement by way of a hub."""
    legs = ((EAST, EAST_LEG), (WEST, WEST_LEG))
    text = _text(
        name=BY_FERRY,
        version=version,
        parties=BANKS,
        zone="Asia/Tbilisi",
        topics=("missile", "nuclear"),
        more=f'hub = "{FERRY}"\nfields = [{_quoted(CARRIED)}]',
        standing=("launch", "nuclear_test"),
        grant_days=grant_days,
    )
    return text + "".join(_LEG.format(end=e, agreement=a) for e, a in legs)


def leg_text(end: PartyId, agreement: AgreementId) -> str:
    """What a leg of the way by the hub rests on."""
    return _text(name=agreement, parties=(end, FERRY))


def _text(
    *,
    name: AgreementId,
    parties: Sequence[PartyId],
    version: int = 1,
    zone: str = "UTC",
    entry: str = "signature",
    topics: Sequence[str] = (),
    more: str = "",
    standing: Sequence[str] = (),
    grant_days: int = 60,
    receipt: str = "delivered",
    without: frozenset[str] = frozenset({"no-assurance"}),
) -> str:
    head = _HEAD.format(
        name=name,
        version=version,
        parties=_quoted(parties),
        zone=zone,
        entry=entry,
        topics=_quoted(topics),
        more=more,
        text=f"{name}, version {version}",
        standing=_quoted(standing),
        grant_days=grant_days,
        receipt=receipt,
    )
    return "".join((head, *_levels(parties), *_clauses(name, without)))


def _levels(parties: Sequence[PartyId]) -> list[str]:
    return [
        _LEVEL.format(rank=rank, shared="false" if rank == 3 else "true")
        + "".join(f'"{p}" = [{_quoted(_LABELS[p][3 - rank])}]\n' for p in parties)
        for rank in (3, 2, 1)
    ]


def _clauses(name: AgreementId, without: frozenset[str]) -> list[str]:
    """One article a word, but two of them let content go."""
    words = (
        _FEW
        if name not in (BOND, BY_FERRY)
        else [w for w in _WORDS if w not in without]
    )
    rows = [(f"{name}-{number}", word) for number, word in enumerate(words, 1)]
    return [_CLAUSE.format(id=i, rule=word) for i, word in rows]


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


TEXT_OF: Final = {BOND: bond_text, BY_FERRY: ferry_text}
"""The agreements that are amended."""

RIVER: Final = Scene(
    parties=BANKS,
    texts={
        BOND: bond_text(),
        EAST_LEG: leg_text(EAST, EAST_LEG),
        BY_FERRY: ferry_text(),
        WEST_LEG: leg_text(WEST, WEST_LEG),
    },
    labels=(*LABELS, UNLISTED),
    profile=frozenset({UNLISTED}),
)
