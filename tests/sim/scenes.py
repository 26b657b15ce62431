"""Who has a desk, and under which agreements: the shipped ones, and another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from watchword.agreements.terms import parse_terms
from watchword.model.party import PartyId
from watchword.record.library import agreement_text

OPEN_DESKS: Final = (PartyId("desk-a.example"), PartyId("desk-b.example"))
CIRCLE: Final = (*OPEN_DESKS, *(PartyId(f"{n}.circle") for n in ("ani", "beso", "eka")))
EXERCISE: Final = tuple(
    PartyId(f"exercise.{place}") for place in ("seoul", "tokyo", "washington")
)
PUBLIC: Final = "ღია"
INNER: Final = "შიდა წრე"
CLOSED: Final = "დახურული"

_HEAD: Final = """\
id = "{name}"
version = 1
title = "წრე: {size} სადგური, ცენტრის გარეშე"
parties = [{parties}]
statuses = ["actual", "exercise"]
binding = false
zone = "Asia/Tbilisi"
entry = "signature"
topics = ["missile", "nuclear"]
{fields}
text = "წრის წევრები ერთმანეთს ატყობინებენ."

[duration]
years = 1
notice_days = 30
counts_from = "last-day"
"""
_LEVEL: Final = """
[[level]]
name = "{label}"
rank = {rank}
shared = {shared}
[level.labels]
"""
_CLAUSE: Final = """
[[clause]]
id = "{id}"
article = "{article}"
rule = "{rule}"
says = "წესი."
evidence = "R"
"""
CLAUSES: Final = (
    ("muxli-1", "release"),
    ("muxli-2", "posture"),
    ("muxli-3", "above-ceiling"),
    ("muxli-4", "out-of-scope"),
    ("muxli-5", "agreement-not-in-force"),
)


def circle_text(
    parties: Sequence[PartyId],
    *,
    name: str = "circle",
    fields: Sequence[str] = (),
    handling: str = "",
) -> str:
    """An agreement of any number of desks, in another script, without a hub."""
    listed = f"fields = [{_quoted(fields)}]" if fields else ""
    head = _HEAD.format(
        name=name, size=len(parties), parties=_quoted(parties), fields=listed
    )
    rows = ((CLOSED, 3, "false"), (INNER, 2, "true"), (PUBLIC, 1, "true"))
    levels = [
        _LEVEL.format(label=label, rank=rank, shared=shared)
        + "".join(f'"{party}" = ["{label}"]\n' for party in parties)
        for label, rank, shared in rows
    ]
    clauses = [_CLAUSE.format(id=i, article=i[-1], rule=rule) for i, rule in CLAUSES]
    return "".join((head, handling, *levels, *clauses))


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """Who has a desk, and what may be said there.

    Args:
        parties: With a desk.
        texts: The agreements, by name.
        labels: Every label anybody knows, an unknown one among them.
        profile: Labels that the desks' profiles accept.
    """

    parties: tuple[PartyId, ...]
    texts: Mapping[str, str]
    labels: tuple[str, ...]
    profile: frozenset[str] = frozenset()

    def own_label(self, party: PartyId) -> str:
        """A label of the party that may be shared."""
        terms = map(parse_terms, self.texts.values())
        levels = (level for each in terms for level in each.levels if level.shared)
        return next(lv.labels[party][0] for lv in levels if party in lv.labels)

    def __repr__(self) -> str:
        return f"Scene({', '.join(self.texts)})"


HANDLING: Final = """
[handling]
standing_kinds = ["launch", "nuclear_test"]
suspended_grant_days = 2
contractors = ["eka.circle"]
inspection_days = 30
freshness_hours = 48
"""
CARRIED: Final = ("site", "weapon", "range_km", "apogee_km", "position", "observed_at")
CIRCLES: Final = Scene(
    parties=CIRCLE,
    texts={
        "circle": circle_text(CIRCLE, fields=CARRIED, handling=HANDLING),
        "open-desks": agreement_text("open-desks"),
    },
    labels=(PUBLIC, INNER, CLOSED, "TLP:GREEN", "TLP:RED", "სხვა"),
    profile=frozenset({"სხვა"}),
)
OPEN_CIRCLE: Final = Scene(
    parties=CIRCLE[1:5],
    texts={"circle": circle_text(CIRCLE[1:5])},
    labels=(PUBLIC, INNER),
)
"""Nothing in it is ever withheld but by will: everybody may know everything."""

THREE: Final = Scene(
    parties=EXERCISE,
    texts={
        name: agreement_text(name)
        for name in (
            "gsomia-2016",
            "tisa-2014",
            "fictional-leg-1987",
            "fictional-leg-2007",
        )
    },
    labels=("EXERCISE 군사II급비밀", "EXERCISE 極秘", "SECRET", "EXERCISE 군사I급비밀"),
)
