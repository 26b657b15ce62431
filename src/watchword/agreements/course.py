"""The course of one agreement: its papers, one after the other.

1. One world, one reading: every paper has an exact instant here, and the
   reading of a lifted suspension is given.  ``state.py`` puts several together.
2. A paper that changes nothing is kept aside with the reason why.
3. What takes effect by itself, the end of a term, takes effect before a paper
   that comes at the same instant.
4. After the end nothing changes any more: what follows is a new agreement.

Source:
    Articles 21.1 to 21.4 of the agreement of 2016 as the example text
    ``record/agreements/gsomia-2016.toml`` paraphrases them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from watchword.agreements.calendar import day_start_ns, end_if_noticed, local_day
from watchword.agreements.terms import parse_terms
from watchword.agreements.worlds import Placed
from watchword.errors import UsageError
from watchword.model.agreement import (
    AgreementId,
    CompletionNote,
    Dispute,
    Instrument,
    Lifting,
    Notice,
    Reading,
    ReadingName,
    Signature,
    StateName,
    Suspension,
    Terms,
    Withdrawal,
)
from watchword.model.party import PartyId


class Ignored(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that changed nothing, and why."""

    paper: Instrument
    reason: str


class LiveNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice that was not taken back.

    Args:
        paper: The notice.
        ends_at_ns: When it ends the agreement, unless it is suspended.
        suspended: Its effect is suspended by the party that gave it.
    """

    paper: Notice
    ends_at_ns: int
    suspended: bool = False


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How far the papers have brought an agreement.

    Args:
        agreement: Which.
        reading: The reading under which liftings are taken.
        signed: Who has signed each text.
        completed: Who has completed what its law requires.
        terms: The text that all have signed.
        entered: The local day of its entry into force.
        notices: What was given and not taken back.
        suspensions: The live notes that suspend some of them.
        ended: It is over.
        since_ns: When the present state began; ``None`` for the first draft.
        counted: The papers that brought it here.
        ignored: The others.
    """

    agreement: AgreementId
    reading: ReadingName
    signed: Mapping[str, frozenset[PartyId]] = {}
    completed: frozenset[PartyId] = frozenset()
    terms: Terms | None = None
    entered: date | None = None
    notices: tuple[LiveNotice, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    ended: bool = False
    since_ns: int | None = None
    counted: tuple[Instrument, ...] = ()
    ignored: tuple[Ignored, ...] = ()

    @property
    def state(self) -> StateName:
        """What it is called."""
        if self.terms is None:
            return "DRAFT"
        if self.ended or self.entered is None:
            return "TERMINATED" if self.ended else "SIGNED"
        if not self.notices:
            return "IN_FORCE"
        suspended = all(notice.suspended for notice in self.notices)
        return "NOTICE_SUSPENDED" if suspended else "NOTICE_GIVEN"

    @property
    def ends_at_ns(self) -> int | None:
        """When it ends by the notices that run; ``None``: by none."""
        return min(
            (n.ends_at_ns for n in self.notices if not n.suspended), default=None
        )

    @property
    def live_notes(self) -> tuple[Notice | Suspension, ...]:
        """The notes a withdrawal would have to name."""
        return (*(notice.paper for notice in self.notices), *self.suspensions)


def run(
    agreement: AgreementId, reading: ReadingName, papers: Iterable[Placed], to_ns: int
) -> Course:
    """Follow placed papers up to an instant, which they do not pass."""
    course = Course(agreement=agreement, reading=reading)
    for at_ns, paper in papers:
        course = follow(course, at_ns, paper)
    return advance(course, to_ns)


def advance(course: Course, to_ns: int) -> Course:
    """Let the time pass: a running notice takes effect at the end of its term."""
    ends_ns = course.ends_at_ns
    if course.ended or ends_ns is None or ends_ns > to_ns:
        return course
    return replace(course, ended=True, since_ns=ends_ns)


def follow(course: Course, at_ns: int, paper: Instrument) -> Course:
    """Let the time pass to a paper, and then the paper take effect."""
    after, reason = step(course, at_ns, paper)
    if reason:
        ignored = Ignored(paper=paper, reason=reason)
        return replace(after, ignored=(*after.ignored, ignored))
    return replace(after, counted=(*after.counted, paper))


def step(course: Course, at_ns: int, paper: Instrument) -> tuple[Course, str]:
    """The same without keeping a list of the papers; with why it changed nothing.

    The reason is empty for a paper that counts.
    """
    before = advance(course, at_ns)
    after = _take(before, at_ns, paper)
    if isinstance(after, str):
        return before, after
    if after is before or after.state == before.state:
        return after, ""
    return replace(after, since_ns=at_ns), ""


def _take(course: Course, at_ns: int, paper: Instrument) -> Course | str:  # noqa: C901, PLR0911 - one case a kind of paper
    match paper:
        case Reading() | Dispute():
            return course
        case _ if course.ended:
            return "the agreement had ended: what follows is a new agreement"
        case Signature():
            return _sign(course, at_ns, paper)
        case _ if course.terms and paper.party not in course.terms.parties:
            return "not from a party of the agreement"
        case CompletionNote():
            completed = course.completed | {paper.party}
            return _enter(replace(course, completed=completed), at_ns)
        case _ if course.entered is None:
            return "the agreement was not in force"
        case Notice():
            return _give(course, at_ns, paper)
        case Suspension():
            return _suspend(course, paper)
        case Lifting():
            return _lift(course, at_ns, paper)
        case Withdrawal():
            return _withdraw(course, paper)


def _sign(course: Course, at_ns: int, paper: Signature) -> Course | str:
    terms = terms_of(paper.text)
    if isinstance(terms, str):
        return f"the text signed cannot be read: {terms}"
    if (terms.id, terms.version) != (course.agreement, paper.version):
        return "the text signed is of another agreement or version"
    held = course.terms
    if held is not None and terms.version != held.version + 1:
        return f"version {terms.version} does not follow version {held.version}"
    signers = {*terms.parties, *(held.parties if held else ())}
    if paper.party not in signers:
        return "not from a party of the agreement"
    by = course.signed.get(paper.text, frozenset()) | {paper.party}
    course = replace(course, signed={**course.signed, paper.text: by})
    if _is_agreed(held, terms, by):
        notices = tuple(n for n in course.notices if n.paper.party in terms.parties)
        course = replace(course, terms=terms, notices=notices)
    return _enter(course, at_ns)


def _is_agreed(held: Terms | None, terms: Terms, by: frozenset[PartyId]) -> bool:
    """Whether enough have signed a text for it to take effect.

    A text by which a party leaves takes the signatures that the text held so
    far asks for; whoever comes new always signs.
    """
    if held is None:
        return by.issuperset(terms.parties)
    leaving = set(held.parties) - set(terms.parties)
    staying = set(held.parties) - leaving
    if not leaving or held.handling.removal == "unanimous":
        return by.issuperset({*held.parties, *terms.parties})
    if not by.issuperset(set(terms.parties) - staying):
        return False
    if held.handling.removal == "all-others":
        return by.issuperset(staying)
    return 2 * len(by & staying) > len(staying)


def _enter(course: Course, at_ns: int) -> Course:
    terms = course.terms
    if terms is None or course.entered is not None:
        return course
    if terms.entry == "completion" and not course.completed.issuperset(terms.parties):
        return course
    return replace(course, entered=local_day(at_ns, terms.zone))


def _give(course: Course, at_ns: int, paper: Notice) -> Course | str:
    ends_ns = end_noticed_ns(course, at_ns)
    if ends_ns is None:
        return "the agreement has no term that a notice could end"
    notice = LiveNotice(paper=paper, ends_at_ns=ends_ns)
    return replace(course, notices=(*course.notices, notice))


def _suspend(course: Course, paper: Suspension) -> Course | str:
    if not any(_is_of(n, paper.party, suspended=False) for n in course.notices):
        return "no notice of this party was running"
    notices = tuple(
        replace(n, suspended=True) if n.paper.party == paper.party else n
        for n in course.notices
    )
    return replace(course, notices=notices, suspensions=(*course.suspensions, paper))


def _lift(course: Course, at_ns: int, paper: Lifting) -> Course | str:
    ends_ns = end_noticed_ns(course, at_ns)
    if not any(_is_of(n, paper.party, suspended=True) for n in course.notices):
        return "no notice of this party was suspended"
    if course.reading == "terminable-at-will" or ends_ns is None:
        return replace(course, ended=True)
    notices = tuple(
        replace(n, suspended=False, ends_at_ns=ends_ns)
        if _is_of(n, paper.party, suspended=True)
        else n
        for n in course.notices
    )
    suspensions = tuple(s for s in course.suspensions if s.party != paper.party)
    return replace(course, notices=notices, suspensions=suspensions)


def _withdraw(course: Course, paper: Withdrawal) -> Course | str:
    live = [note.note for note in course.live_notes if note.party == paper.party]
    if not live:
        return "no note of this party was live"
    missing = [note for note in live if note not in paper.withdraws]
    if missing:
        return f"it does not name every live note of the party: {', '.join(missing)}"
    return replace(
        course,
        notices=tuple(n for n in course.notices if n.paper.party != paper.party),
        suspensions=tuple(s for s in course.suspensions if s.party != paper.party),
    )


def _is_of(notice: LiveNotice, party: PartyId, *, suspended: bool) -> bool:
    return notice.paper.party == party and notice.suspended == suspended


def end_noticed_ns(course: Course, at_ns: int) -> int | None:
    """When the agreement would end by a notice that arrives at ``at_ns``.

    ``None``: it is not in force, or has no term.
    """
    terms = course.terms
    if terms is None or terms.duration is None or course.entered is None:
        return None
    day = local_day(at_ns, terms.zone)
    end = end_if_noticed(course.entered, terms.duration, day)
    return day_start_ns(end, terms.zone)


@lru_cache(maxsize=256)
def terms_of(text: str) -> Terms | str:
    """The terms of a text, or why there are none; remembered, as it is asked often."""
    try:
        return parse_terms(text)
    except UsageError as error:
        return str(error)
