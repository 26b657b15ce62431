"""A judgement: what a party's analyst decides about which reports belong together.

It changes no report.  It says how this party's picture reads them, and can be
undone by a later one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, get_args

import msgspec

from watchword.errors import UsageError
from watchword.model.party import PartyId
from watchword.model.report import STATEMENT_NAME
from watchword.model.text import check_text
from watchword.model.time import ExactNs

Verdict = Literal["same", "apart", "withdrawn", "undone"]

VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
LONGEST_BECAUSE: Final = 4000
LONGEST_PERSON: Final = 200
MOST_REPORTS: Final = 1000


class Judgement(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="statement",
    tag="judgement",
):
    """An analyst's decision, signed by the party.

    Args:
        party: Whose picture it is for; its operational key signs.
        said_at_ns: When; of two that contradict each other the later counts.
        verdict: ``same``: all ``reports`` are of one event.  ``apart``: none of
            ``reports`` is of one event with any of ``others``.  ``withdrawn``:
            what ``reports`` say happened did not, or is not to be counted.
            ``undone``: the judgement ``undoes`` no longer counts.
        reports: Names of reports, sorted.
        others: Names of the reports they are apart from, sorted.
        undoes: Name of an earlier judgement of this party.
        because: Why, for whoever reads it later.
        person: Which person decided; empty: the node asks nobody.

    Raises:
        UsageError: What its verdict needs is not there, or what it does not
            is; or a text is too long, or steers a screen.
    """

    party: PartyId
    said_at_ns: ExactNs
    verdict: Verdict
    reports: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    undoes: str = ""
    because: str
    person: str = ""

    def __post_init__(self) -> None:
        _check_names(self.reports)
        _check_names(self.others)
        if not self.because:
            raise UsageError("a judgement says why", hint="--because")
        check_text("because", self.because, LONGEST_BECAUSE)
        check_text("person", self.person, LONGEST_PERSON)
        if self._shape() not in _SHAPES[self.verdict]:
            raise UsageError(_NEEDS[self.verdict])
        if set(self.reports) & set(self.others):
            raise UsageError("no report is apart from itself")
        if self.undoes and STATEMENT_NAME.fullmatch(self.undoes) is None:
            raise UsageError("a judgement is named by 64 hexadecimal digits")

    def _shape(self) -> tuple[int, int, bool]:
        """How many reports and others, 2 standing for more; whether it undoes."""
        return min(len(self.reports), 2), min(len(self.others), 1), bool(self.undoes)


_SHAPES: Final[dict[Verdict, frozenset[tuple[int, int, bool]]]] = {
    "same": frozenset({(2, 0, False)}),
    "apart": frozenset({(1, 1, False), (2, 1, False)}),
    "withdrawn": frozenset({(1, 0, False), (2, 0, False)}),
    "undone": frozenset({(0, 0, True)}),
}
_NEEDS: Final[dict[Verdict, str]] = {
    "same": "the same event needs two reports or more",
    "apart": "apart needs reports, and others that they are apart from",
    "withdrawn": "withdrawn needs the reports, and nothing else",
    "undone": "undone needs the judgement that it undoes, and nothing else",
}


def _check_names(names: Sequence[str]) -> None:
    if len(names) > MOST_REPORTS:
        raise UsageError(f"a judgement names {MOST_REPORTS} reports at most")
    if list(names) != sorted(set(names)):
        raise UsageError("reports are named once each, sorted")
    for name in names:
        if STATEMENT_NAME.fullmatch(name) is None:
            raise UsageError("a report is named by 64 hexadecimal digits")
