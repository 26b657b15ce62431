"""CNS and CSIS beside each other: writes docs/reference/cns-csis.md.

``python tools/cns_csis.py`` matches the launch days of both lists, which it
reads beside the checkout, puts the review of ``cns_csis.csv`` to what is not of
the same day, and writes the page.  A day without a review, and a review without
its day, end it with 1.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from watchword.picture.daylists import How, Listed, Matched, match_days

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "reference" / "cns-csis.md"
REVIEW: Final = Path(__file__).with_suffix(".csv")
LAUNCHES: Final = ROOT.parent / "shared" / "data" / "launches"
LAUNCH: Final = "Missile Provocation"
"""What CSIS files a launch under."""

SAYS: Final[Mapping[How, str]] = {
    "same day": "both",
    "same month": "both, one knows the month",
    "a day apart": "both, a day apart",
    "first only": "CNS only",
    "second only": "CSIS only",
}

HEAD: Final = """\
<!-- Written by tools/cns_csis.py: change it, or tools/cns_csis.csv, not this page. -->

# CNS and CSIS, day by day

Two open lists of North Korea's launches, 1984 to 2026: the missiles of the James
Martin Center (CNS) and the provocations of CSIS Beyond Parallel.
Every launch day of both is here, matched or named as only in one, with the reason.
Days are Korea's.
CNS counts ballistic missiles and satellite launches; CSIS files cruise, anti-ship
and anti-aircraft missiles and rockets among launches as well, which is most of
what only it has.

The matching is `watchword.picture.daylists`: the same day; else the one day within
a month, where a list knows no more; else one day apart where nothing else lies
beside either.
The reasons were given by hand, from the words of both lists and the notes on the
data; nothing in either list was repaired.
"""

WITHIN: Final = """\
## Errors within days that both have

Found in the sources and left as they are; association has to live with them.

| row | what is wrong |
|---|---|
| CNS-20170704-01 | the clock time is 12 hours late |
| CNS-20220524-01 | apogee and range are swapped: JCS gave 360 km far, 540 km high |
| CNS-20220129-01 | the description swaps range and apogee, the columns are right |
| CNS-20220928-01, -02 | the description says morning; it was 18:10 in Korea |
| CNS-20190509-01 | the Japanese version lacks the apogee |
| CNS-20230712-01 | the Japanese version lacks the outcome |
| CNS-20230830-01, -02 | the Japanese version lacks the outcome |
| CNS-20190909-03 | no clock time, so which local day it was is not certain |
| CSIS-20220105-01 | a missile launch whose title says a nuclear detonation device |
| CSIS-20220605-01 | the link bears a date in March |
"""


class Review(NamedTuple):
    """A person's word on one day.

    Attributes:
        reason: In a few words, the same for the same reason.
        words: What else there is to say.
    """

    reason: str
    words: str


def matched(folder: Path) -> tuple[Matched, ...]:
    """The launch days of both lists, CNS first."""
    return match_days(cns_days(folder), csis_days(folder))


def cns_days(folder: Path) -> list[Listed]:
    """The days of CNS: Korea's where a clock time is known, else as written."""
    rows = _rows(folder / "dprk_launches.csv")
    return _listed((row["date_kst"] or row["date_utc"], row["id"]) for row in rows)


def csis_days(folder: Path) -> list[Listed]:
    """The days that CSIS files as missile provocations."""
    rows = _rows(folder / "dprk_provocations.csv")
    launches = [row for row in rows if row["type"] == LAUNCH]
    return _listed((row["date_local"], row["id"]) for row in launches)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _listed(rows: Iterator[tuple[str, str]]) -> list[Listed]:
    days: dict[str, list[str]] = defaultdict(list)
    for day, name in rows:
        days[day].append(name)
    return [Listed(day=day, rows=tuple(names)) for day, names in days.items()]


def reviews() -> dict[tuple[str, str], Review]:
    """The reviews by list and day."""
    return {
        (row["list"], row["day"]): Review(row["reason"], row["words"])
        for row in _rows(REVIEW)
    }


def key_of(match: Matched) -> tuple[str, str]:
    """Under what its review stands."""
    both = match.first is not None and match.second is not None
    return ("both" if both else SAYS[match.how].split()[0], match.day)


def page(found: Sequence[Matched], said: Mapping[tuple[str, str], Review]) -> str:
    """The whole page.

    Raises:
        KeyError: A day that is not the same in both has no review.
    """
    apart = [match for match in found if match.how != "same day"]
    parts = (HEAD, _counts(found, said), _table(apart, said), WITHIN, _same(found))
    return "\n".join(parts)


def _counts(found: Sequence[Matched], said: Mapping[tuple[str, str], Review]) -> str:
    hows = Counter(match.how for match in found)
    lines = ["## In short", "", "| | days |", "|---|---|"]
    lines += [f"| {SAYS[how]} | {hows[how]} |" for how in SAYS]
    for how in ("first only", "second only"):
        here = [match for match in found if match.how == how]
        reasons = Counter(said[key_of(match)].reason for match in here)
        lines += [
            "",
            f"## {SAYS[how]}, by reason",
            "",
            "| reason | days |",
            "|---|---|",
        ]
        lines += [f"| {reason} | {n} |" for reason, n in reasons.most_common()]
    return "\n".join([*lines, ""])


def _table(apart: Sequence[Matched], said: Mapping[tuple[str, str], Review]) -> str:
    lines = ["## Not of the same day in both", ""]
    lines += ["| CNS | CSIS | | reason | |", "|---|---|---|---|---|"]
    for match in apart:
        review = said[key_of(match)]
        days = (_day(match.first), _day(match.second))
        cells = (*days, SAYS[match.how], review.reason, review.words)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _day(listed: Listed | None) -> str:
    return "" if listed is None else f"{listed.day} ({', '.join(listed.rows)})"


def _same(found: Sequence[Matched]) -> str:
    lines = ["## The same day in both", "", "| day | CNS | CSIS |", "|---|---|---|"]
    for match in found:
        if match.how == "same day" and match.first and match.second:
            rows = ", ".join(match.second.rows)
            lines.append(f"| {match.day} | {_missiles(match.first)} | {rows} |")
    return "\n".join([*lines, ""])


def _missiles(listed: Listed) -> str:
    first, count = listed.rows[0], len(listed.rows)
    return first if count == 1 else f"{first} and {count - 1} more"


def main() -> int:
    """Write the page; 1: days and reviews do not fit each other."""
    found, said = matched(LAUNCHES), reviews()
    wanted = {key_of(match) for match in found if match.how != "same day"}
    for listed, day in sorted(wanted ^ said.keys()):
        sys.stderr.write(f"{listed} {day}: a day without a review, or the reverse\n")
    if wanted != said.keys():
        return 1
    PAGE.write_text(page(found, said), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
