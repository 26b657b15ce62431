"""What is drawn on the river: every kind of act, and how a day begins."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from tests.sim.days import (
    ALL_FIELDS,
    Act,
    Will,
    crashes,
    cuts,
    numbers,
    often,
    some_fields,
)
from tests.sim.machine_acts import (
    Again,
    Alarm,
    Amended,
    Approved,
    Asked,
    Disposed,
    Filed,
    Heartbeat,
    InRegister,
    LetGo,
    Note,
    Noted,
    Passed,
    Recalled,
    Recorded,
    Relabelled,
    Replied,
    Revoked,
    posture,
)
from tests.sim.machine_scene import PURPOSES

from watchword.model.agreement import Stance
from watchword.sim.link import Weather

DAY_S: Final = 86_400.0
kinds_of_report: Final = st.sampled_from(("launch", "launch", "nuclear_test"))
most_fields: Final = st.sampled_from((None, None)) | some_fields
purposes_of: Final = st.sampled_from(((), (), (), PURPOSES[:1], PURPOSES[:2]))
purpose: Final = st.sampled_from(("", *PURPOSES, "archive"))
names_of: Final = st.sampled_from((None, None, None, None, (0, 1), (0, 1, 2), (2,)))
few: Final = st.integers(0, 5)

kept_fields: Final = st.sets(st.sampled_from(ALL_FIELDS), min_size=1).map(
    lambda found: tuple(sorted(found))
)
plain_filings: Final = st.builds(
    Filed,
    who=few,
    kept=kept_fields,
    label=st.sampled_from((1, 1, 2)),
    urgency=st.sampled_from(("urgent", "routine")),
    purposes=purposes_of,
    kind=kinds_of_report,
)
"""Nothing in them keeps them back."""

odd_filings: Final = st.builds(
    Filed,
    who=few,
    kept=st.just(()) | kept_fields,
    label=st.sampled_from((1, 2, 3, 0, 4)),
    topic=st.sampled_from(("missile.ballistic",) * 3 + ("nuclear", "maritime")),
    status=st.sampled_from(("exercise",) * 4 + ("actual",)),
    urgency=st.sampled_from(("urgent", "routine")),
    published=st.sampled_from((False,) * 3 + (True,)),
    named=names_of,
    purposes=purposes_of,
    corrects=st.sampled_from((None, None, 0, 1)),
    kind=kinds_of_report,
)
filings: Final = plain_filings | odd_filings
derivatives: Final = st.builds(
    Filed,
    who=few,
    kept=st.sets(st.sampled_from(ALL_FIELDS), max_size=3).map(
        lambda f: tuple(sorted(f))
    ),
    label=st.sampled_from((1, 2, 3)),
    purposes=purposes_of,
    made_from=st.tuples(few) | st.tuples(few, few),
    kind=kinds_of_report,
)
wills: Final = st.builds(
    Will,
    who=few,
    agreement=few,
    towards=st.none() | few,
    topic=st.sampled_from(("", "", "missile", "nuclear")),
    stance=st.sampled_from(
        ("push", "push", "on-request", "on-request", "case-by-case", "halt")
    ),
    fields=most_fields,
)
own_decisions: Final = st.builds(
    LetGo,
    report=few,
    by=st.none(),
    towards=few,
    agreement=few,
    fields=most_fields,
    purpose=purpose,
)
passing_on: Final = st.builds(
    LetGo,
    report=few,
    by=few,
    towards=few,
    agreement=few,
    fields=most_fields,
    purpose=purpose,
)
of_an_item: Final = st.builds(
    Approved,
    report=few,
    by=st.sampled_from((None,) * 7 + (0, 1, 2)),
    holder=few,
    astray=st.sampled_from((False,) * 7 + (True,)),
    agreement=few,
    fields=most_fields,
    days=st.sampled_from((1, 30, 400)),
    purpose=purpose,
)
standing: Final = st.builds(
    Approved,
    report=few,
    by=st.none(),
    holder=few,
    astray=st.just(False),  # noqa: FBT003 (a strategy's)
    agreement=few,
    fields=most_fields,
    days=st.sampled_from((1, 60, 900)),
    standing=st.sampled_from((("launch",), ("launch", "nuclear_test"))),
    purpose=purpose,
)
revocations: Final = st.builds(Revoked, few)
label_changes: Final = st.builds(
    Relabelled,
    report=few,
    by=st.sampled_from((None,) * 9 + (0, 1, 2)),
    agreement=few,
    label=few,
    named=names_of,
    purposes=purposes_of,
    everywhere=st.booleans(),
)
recalls: Final = st.builds(Recalled, report=few, agreement=few, destroy=st.booleans())
disposals: Final = st.builds(
    Disposed,
    report=few,
    by=few,
    agreement=few,
    outcome=st.sampled_from(("destroyed", "destroyed", "returned", "retained", "lost")),
    answers=st.booleans(),
)
alarms: Final = st.builds(
    Alarm,
    report=few,
    also=st.none() | few,
    by=few,
    agreement=few,
    harm=st.sampled_from(("loss", "compromise", "possible")),
    stage=st.just("opened"),
    first=st.just(0),
)
follow_ups: Final = st.builds(
    Alarm,
    report=st.just(0),
    also=st.none(),
    by=st.just(0),
    agreement=st.just(0),
    harm=st.just("loss"),
    stage=st.sampled_from(("investigation-opened", "result", "prevention")),
    first=few,
)
registrations: Final = st.builds(InRegister, report=few, by=few, agreement=few)
acknowledgements: Final = st.builds(Noted, message=numbers, by=few)
enquiries: Final = st.builds(
    Asked,
    who=few,
    towards=few,
    agreement=few,
    topic=st.sampled_from(("", "", "missile", "nuclear")),
    back_days=st.sampled_from((1, 400)),
    due_hours=st.sampled_from((1, 48, 10_000)),
)
answers: Final = st.builds(
    Replied,
    enquiry=few,
    outcome=st.sampled_from(("answered", "nothing-held", "declined", "declined")),
)
assurances: Final = st.builds(
    Recorded,
    who=few,
    agreement=few,
    kind=st.just("assurance"),
    about=st.just(0),
    lacking=st.sampled_from((0, 0, 0, 1)),
    days=st.sampled_from((None, 1, 60, 500)),
)
other_records: Final = st.builds(
    Recorded,
    who=few,
    agreement=few,
    kind=st.sampled_from(("attestation", "law-change", "visit", "annex")),
    about=few,
    lacking=st.just(0),
    days=st.none(),
)
words: Final = st.builds(Heartbeat, who=few, agreement=few)
notes: Final = st.builds(
    Note,
    who=few,
    agreement=few,
    kind=st.sampled_from(("notice", "suspension", "lifting", "withdrawal", "reading")),
    by_day=st.booleans(),
)
notices: Final = st.builds(
    Note, who=few, agreement=few, kind=st.just("notice"), by_day=st.booleans()
)
suspensions: Final = st.builds(
    Note,
    who=few,
    agreement=few,
    kind=st.just("suspension"),
    by_day=st.just(False),  # noqa: FBT003 (a strategy's)
)
disputes: Final = st.builds(
    Note,
    who=few,
    agreement=few,
    kind=st.just("dispute"),
    by_day=st.just(False),  # noqa: FBT003 (a strategy's)
)
amendments: Final = st.builds(
    Amended,
    agreement=few,
    days=st.sampled_from((10, 200)),
    only=st.none() | few,
)
again: Final = st.builds(Again, report=few, by=few, towards=few)
times: Final = st.builds(
    Passed,
    st.sampled_from((60.0, 4000.0, DAY_S, 20 * DAY_S, 45 * DAY_S, 366 * DAY_S)),
)

weathers: Final = st.builds(
    Weather,
    latest_s=st.sampled_from((0.2, 20.0, 3600.0)),
    loss=st.sampled_from((0.0, 0.2, 0.5)),
    again=st.sampled_from((0.0, 0.3)),
)


@st.composite
def beginnings(draw: st.DrawFn) -> list[Act]:
    """What has been settled before the day: wills, assurances, approvals."""
    acts: list[Act] = []
    fields = draw(st.sampled_from((None, None, ("site", "range_km", "weapon"))))
    stance: Stance = draw(st.sampled_from(("push", "push", "push", "on-request")))
    if draw(st.integers(0, 7)):
        acts += [posture(who, stance, fields, a) for who in range(3) for a in range(4)]
    if draw(st.integers(0, 3)):
        acts += [
            Recorded(
                who=who,
                agreement=0,
                kind="assurance",
                about=0,
                lacking=0,
                days=draw(st.sampled_from((None, 30, 500))),
            )
            for who in (0, 1)
        ]
    if draw(st.booleans()):
        acts.append(draw(standing))
    if stance == "on-request":
        acts += [draw(plain_filings), draw(enquiries)]
    return acts


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    """Reports, and perhaps the way to one of the agreement's states."""
    acts: list[Act] = [draw(plain_filings) for _ in range(draw(st.integers(1, 3)))]
    agreement = draw(st.sampled_from((0, 0, 2, 2, 1, 3)))
    notice = Note(who=draw(few), agreement=agreement, kind="notice")
    suspension = Note(who=notice.who, agreement=agreement, kind="suspension")
    way = draw(st.sampled_from(("fresh", "notice", "suspended", "ended")))
    if way == "fresh":
        return acts
    if way == "notice":
        return [*acts, notice]
    if way == "suspended":
        days = draw(st.sampled_from((45, 45, 20)))
        return [*acts, notice, suspension, Passed(days * DAY_S), draw(plain_filings)]
    late = draw(st.one_of(label_changes, alarms, disposals, recalls))
    return [*acts, notice, Passed(400 * DAY_S), late]


befores: Final = st.builds(list.__add__, beginnings(), histories())

anything: Final[st.SearchStrategy[Act]] = st.one_of(
    *often(filings, 4),
    *often(own_decisions, 2),
    *often(passing_on, 2),
    *often(of_an_item, 2),
    derivatives,
    wills,
    standing,
    revocations,
    label_changes,
    recalls,
    disposals,
    alarms,
    follow_ups,
    registrations,
    acknowledgements,
    enquiries,
    answers,
    assurances,
    other_records,
    words,
    notes,
    disputes,
    amendments,
    again,
    times,
    cuts,
    crashes,
)
