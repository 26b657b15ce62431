"""The way by a hub: two legs, one approval, nothing in silence."""

from __future__ import annotations

import msgspec
import pytest
from tests.desks import (
    FIELDS,
    MemoryDesk,
    channel,
    line,
    name_held,
    sealed_report,
    taking,
)
from tests.trio import (
    FIRST_LEG,
    HUB,
    LABEL,
    SECOND_LEG,
    SEOUL,
    TISA,
    TOKYO,
    Trio,
    ends,
    held_by,
    lets_go_on,
    quarantined,
    secret,
    settle,
    trio,
    wills,
)

from watchword.agreements.decide import Decision
from watchword.model.agreement import AgreementId
from watchword.model.marking import Marking
from watchword.model.message import (
    Acknowledgement,
    LabelChange,
    Mark,
    OriginatorApproval,
    Revocation,
)
from watchword.model.time import DAY_NS, MINUTE_NS, SECOND_NS
from watchword.node.inputs import Say, Wake
from watchword.node.own import own_report
from watchword.node.release import decisions_for
from watchword.wire.statement import SealedReport


@pytest.fixture
def desks() -> Trio:
    desks = trio()
    for desk in desks.values():
        wills(desk, "push", HUB if desk.party != HUB else "")
    return desks


def under(desk: MemoryDesk, report: str, to: str, name: AgreementId) -> Decision:
    held = own_report(desk.view, report)
    found = decisions_for(desk.view, held, type(HUB)(to), desk.now_ns)
    return next(decision for decision in found if decision.agreement == name)


def codes(decision: Decision) -> list[str]:
    return [no.code for no in decision.refusals]


def filed(desks: Trio) -> str:
    """A report of the first, which the hub has and the third has not."""
    name = desks[SEOUL].report(secret(desks[SEOUL])).effects[0]
    settle(desks)
    assert desks[HUB].view.held(name.name) is not None  # type: ignore[union-attr]
    return name.name  # type: ignore[union-attr]


def test_par4_what_does_not_go_by_the_hub_is_refused(desks: Trio) -> None:
    name = filed(desks)
    assert desks[TOKYO].view.held(name) is None
    decision = under(desks[SEOUL], name, TOKYO, TISA)
    assert "not-through-hub" in codes(decision)
    (no,) = [no for no in decision.refusals if no.code == "not-through-hub"]
    assert (no.id, no.says) == ("par-4", f"{TISA} goes by way of {HUB}")


def test_par4_the_hub_hands_on_nothing_without_its_originators_approval(
    desks: Trio,
) -> None:
    name = filed(desks)
    assert codes(under(desks[HUB], name, TOKYO, TISA)) == ["no-originator-approval"]
    settle(desks)
    assert desks[TOKYO].view.held(name) is None


def test_par4_the_hub_hands_on_with_its_mark_and_its_originator_is_told(
    desks: Trio,
) -> None:
    name = filed(desks)
    desks[SEOUL].do(Say(statement=lets_go_on(desks[SEOUL], name)))
    settle(desks)
    assert quarantined(desks[TOKYO]) == []
    held = desks[TOKYO].view.held(name)
    assert held is not None
    assert held.source == HUB
    assert isinstance(held.statement, SealedReport)
    assert held.statement.header.originator == SEOUL
    assert set(held.fields) >= set(FIELDS)
    assert desks[TOKYO].view.envelope(name) == desks[SEOUL].view.envelope(name)
    marks = [m for _, m in desks[TOKYO].view.messages_about(name) if type(m) is Mark]
    by = {mark.party: mark for mark in marks}
    assert (by[HUB].label, by[HUB].equivalent) == (LABEL, "EXERCISE SECRET")
    assert (by[HUB].originator, by[HUB].sender) == (SEOUL, SEOUL)
    assert (by[TOKYO].label, by[TOKYO].sender) == (LABEL, HUB)
    (told,) = [
        held.statement
        for each in held_by(desks[SEOUL], "acknowledgement")
        if (held := desks[SEOUL].view.held(each)) is not None
    ]
    assert isinstance(told, Acknowledgement)
    assert told.says.startswith(f"{name} went on to {TOKYO} under {TISA}: header")


def test_par4_a_standing_approval_lets_what_it_names_go_on(desks: Trio) -> None:
    approval = lets_go_on(
        desks[SEOUL], "", kinds=("launch",), fields=("range_km", "apogee_km")
    )
    desks[SEOUL].do(Say(statement=approval))
    settle(desks)
    first, second = filed(desks), filed(desks)
    for name in (first, second):
        held = desks[TOKYO].view.held(name)
        assert held is not None
        assert set(held.fields) == {"range_km", "apogee_km"}
    assert quarantined(desks[TOKYO]) == []
    assert held_by(desks[TOKYO], "originator-approval") == held_by(
        desks[SEOUL], "originator-approval"
    )
    assert len(held_by(desks[SEOUL], "acknowledgement")) == 2


def test_par4_an_approval_that_was_taken_back_lets_nothing_more_go_on(
    desks: Trio,
) -> None:
    approval = lets_go_on(desks[SEOUL], "", kinds=("launch",))
    said = name_held(desks[SEOUL].do(Say(statement=approval)))
    settle(desks)
    earlier = filed(desks)
    for desk in desks.values():
        desk.now_ns += SECOND_NS
    desks[SEOUL].do(
        Say(
            statement=Revocation(
                party=SEOUL,
                agreement=TISA,
                said_at_ns=desks[SEOUL].now_ns,
                approval=said,
            )
        )
    )
    settle(desks)
    later = filed(desks)
    assert desks[TOKYO].view.held(earlier) is not None
    assert desks[TOKYO].view.held(later) is None


def test_par4_an_approval_by_a_clock_that_runs_ahead_still_opens_the_way(
    desks: Trio,
) -> None:
    name = filed(desks)
    desks[SEOUL].now_ns += 5 * SECOND_NS
    desks[SEOUL].do(Say(statement=lets_go_on(desks[SEOUL], name)))
    settle(desks)
    assert desks[TOKYO].view.held(name) is not None


@pytest.mark.parametrize(
    ("who", "leg"), [(SEOUL, FIRST_LEG), (TOKYO, SECOND_LEG)], ids=["first", "second"]
)
def test_par3_a_leg_that_is_out_closes_the_way(
    desks: Trio, who: str, leg: AgreementId
) -> None:
    name = filed(desks)
    ends(desks[type(HUB)(who)], leg)
    for desk in desks.values():
        desk.now_ns += 380 * DAY_NS
    settle(desks)
    desks[SEOUL].do(Say(statement=lets_go_on(desks[SEOUL], name)))
    settle(desks)
    end = HUB if leg == FIRST_LEG else TOKYO
    sender = desks[SEOUL] if leg == FIRST_LEG else desks[HUB]
    decision = under(sender, name, end, TISA)
    assert codes(decision) == ["leg-agreement"]
    (no,) = decision.refusals
    assert no.id == "par-3"
    if leg == SECOND_LEG:
        assert desks[TOKYO].view.held(name) is None


def by_hand(
    desks: Trio, *, mark: Mark | None = None, approval: OriginatorApproval | None = None
) -> str:
    """The hub's lines, written by a hub that does as it likes."""
    north = desks[SEOUL]
    statement, disclosed = sealed_report(secret(north))
    report = north.sign(statement)
    on = msgspec.structs.replace(channel(HUB, TOKYO, "urgent"), agreement=TISA)
    number = desks[TOKYO].view.cursor(on).number
    said = []
    if approval is not None:
        said.append(north.sign(msgspec.structs.replace(approval, report=report.name)))
    if mark is not None:
        named = msgspec.structs.replace(mark, report=report.name)
        said.append(desks[HUB].sign(named))
    for envelope in said:
        number += 1
        desks[TOKYO].do(taking(line(envelope, number, on=on), on))
    desks[TOKYO].do(taking(line(report, number + 1, disclosed, on), on))
    return report.name


def mark_by_the_hub(**changes: object) -> Mark:
    mark = Mark(
        party=HUB,
        agreement=TISA,
        said_at_ns=0,
        report="ab" * 32,
        originator=SEOUL,
        label=LABEL,
        equivalent="EXERCISE SECRET",
        sender=SEOUL,
    )
    return msgspec.structs.replace(mark, **changes)


def at(desks: Trio, mark: Mark) -> Mark:
    return msgspec.structs.replace(mark, said_at_ns=desks[HUB].now_ns)


@pytest.mark.parametrize(
    "changes",
    [
        None,
        {"equivalent": "EXERCISE CONFIDENTIAL"},
        {"equivalent": "no label of the hub"},
        {"label": "EXERCISE 군사III급비밀", "equivalent": "EXERCISE CONFIDENTIAL"},
        {"originator": TOKYO, "label": "EXERCISE 極秘"},
    ],
    ids=["stripped", "lowered", "unknown", "another label", "another originator"],
)
def test_par4_a_hub_that_strips_or_lowers_the_label_is_not_believed(
    desks: Trio, changes: dict[str, object] | None
) -> None:
    mark = None if changes is None else at(desks, mark_by_the_hub(**changes))
    approval = lets_go_on(desks[SEOUL], "ab" * 32)
    name = by_hand(desks, mark=mark, approval=approval)
    assert desks[TOKYO].view.held(name) is None
    assert quarantined(desks[TOKYO]) == ["hub-label"]


def test_par4_what_the_hub_hands_on_without_approval_is_not_believed(
    desks: Trio,
) -> None:
    name = by_hand(desks, mark=at(desks, mark_by_the_hub()))
    assert desks[TOKYO].view.held(name) is None
    assert quarantined(desks[TOKYO]) == ["no-originator-approval"]


@pytest.mark.parametrize(
    "changes",
    [
        {"holder": TOKYO},
        {"recipient": SEOUL},
        {"fields": ("site",)},
        {"kinds": ("nuclear_test",)},
    ],
    ids=["another holder", "another recipient", "fewer fields", "another kind"],
)
def test_art06a_an_approval_of_something_else_is_none(
    desks: Trio, changes: dict[str, object]
) -> None:
    named = "" if "kinds" in changes else "ab" * 32
    approval = lets_go_on(desks[SEOUL], named, **changes)
    if not named:
        desks[SEOUL].do(Say(statement=approval))
        settle(desks)
        name = by_hand(desks, mark=at(desks, mark_by_the_hub()))
    else:
        name = by_hand(desks, mark=at(desks, mark_by_the_hub()), approval=approval)
    assert desks[TOKYO].view.held(name) is None
    assert quarantined(desks[TOKYO]) == ["no-originator-approval"]


def test_par4_what_came_before_its_mark_is_taken_up_once_more(desks: Trio) -> None:
    """The hub's clock runs ahead: its mark waits for its instant, and so does this."""
    mark = mark_by_the_hub(said_at_ns=desks[HUB].now_ns + 5 * MINUTE_NS)
    name = by_hand(desks, mark=mark, approval=lets_go_on(desks[SEOUL], "ab" * 32))
    tokyo = desks[TOKYO]
    assert quarantined(tokyo) == ["from-the-future", "hub-label"]
    tokyo.now_ns += 10 * MINUTE_NS
    tokyo.do(Wake())
    assert tokyo.view.held(name) is None  # First what it waits for.
    tokyo.do(Wake())
    assert tokyo.view.held(name) is not None
    assert not tokyo.view.due(2**62)


def test_par4_what_is_never_marked_is_left_to_a_person(desks: Trio) -> None:
    by_hand(desks, approval=lets_go_on(desks[SEOUL], "ab" * 32))
    desks[TOKYO].now_ns += 11 * MINUTE_NS
    desks[TOKYO].do(Wake())
    assert quarantined(desks[TOKYO]) == ["hub-label"]
    assert not desks[TOKYO].view.due(2**62)


def test_art06g_a_change_of_label_goes_on_before_the_content(desks: Trio) -> None:
    name = filed(desks)
    change = LabelChange(
        party=SEOUL,
        agreement=TISA,
        said_at_ns=desks[SEOUL].now_ns,
        report=name,
        marking=Marking(label="EXERCISE 군사III급비밀"),
    )
    desks[SEOUL].do(Say(statement=change))
    settle(desks)
    desks[SEOUL].do(Say(statement=lets_go_on(desks[SEOUL], name)))
    settle(desks)
    assert desks[TOKYO].view.held(name) is not None
    kinds = {type(m) for _, m in desks[TOKYO].view.messages_about(name)}
    assert LabelChange in kinds


def test_par4_mark_and_approval_go_in_the_urgent_lane_before_the_content(
    desks: Trio,
) -> None:
    name = filed(desks)
    desks[SEOUL].do(Say(statement=lets_go_on(desks[SEOUL], name)))
    settle(desks)
    order = [
        (kind, lane.rsplit("/", 1)[1])
        for kind, lane in desks[HUB].store.rows(
            "SELECT kind, origin FROM line JOIN statement"
            " ON statement.name = line.name WHERE origin GLOB ?",
            (f"{HUB}/{TISA}/{TOKYO}/*",),
        )
    ]
    assert sorted(order)[-3:] == [
        ("mark", "urgent"),
        ("originator-approval", "urgent"),
        ("report", "routine"),
    ]
