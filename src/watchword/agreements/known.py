"""Everything known under one agreement, ready to say what holds at any instant.

What the papers come to is derived once: the life of the agreement, and of those
its legs rest on, and the index of what was said.  Another instant, or the turn
of a term, asks them again and derives nothing anew.
"""

from __future__ import annotations

from watchword.agreements.index import index_of
from watchword.agreements.life import Life
from watchword.agreements.standing import Footing, Papers, Standing, standing_of
from watchword.model.agreement import AgreementId


def prepare(agreement: AgreementId, at_ns: int, papers: Papers) -> tuple[Standing, ...]:
    """Make ready what holds under an agreement at an instant.

    For many instants make one ``Known``.

    Returns:
        One standing; more on the day of an amendment whose instant is not
        known: what goes has to pass each of them.

    Raises:
        UsageError: ``at_ns`` is outside the years 1700 to 2249.
    """
    return Known(agreement, papers).standings(at_ns)


class Known:
    """The papers of one agreement, followed and sorted.

    Args:
        agreement: Which.
        papers: Its papers, and those of the agreements that its legs rest on.
    """

    def __init__(self, agreement: AgreementId, papers: Papers) -> None:
        self._agreement = agreement
        self._instruments = papers.instruments
        self._lives: dict[AgreementId, Life] = {}
        self._said = index_of(
            agreement, papers.postures, papers.approvals, papers.messages
        )

    def standings(self, at_ns: int) -> tuple[Standing, ...]:
        """What ``prepare`` answers.

        Raises:
            UsageError: ``at_ns`` is outside the years 1700 to 2249.
        """
        main = self._footing(self._agreement, at_ns)
        texts = (main.state.terms, *main.state.other_terms)
        names = {leg.agreement for terms in texts if terms for leg in terms.legs}
        below = {name: self._footing(name, at_ns) for name in sorted(names)}
        return tuple(standing_of(terms, main, below, self._said) for terms in texts)

    def _footing(self, agreement: AgreementId, at_ns: int) -> Footing:
        if agreement not in self._lives:
            papers = (paper for _, paper in self._instruments)
            self._lives[agreement] = Life(agreement, papers)
        holds = self._lives[agreement].at(at_ns)
        counted = frozenset(holds.counted)
        rests_on = tuple(name for name, p in self._instruments if p in counted)
        return Footing(state=holds, rests_on=rests_on)
