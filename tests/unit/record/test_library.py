"""The shipped agreements and their history: the golden fixture."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from watchword.agreements.case import Request
from watchword.agreements.decide import decide
from watchword.agreements.equivalence import equivalent, level_of
from watchword.agreements.standing import Papers
from watchword.agreements.state import AgreementState, state
from watchword.agreements.terms import parse_terms
from watchword.errors import UsageError
from watchword.model.agreement import (
    AgreementId,
    CompletionNote,
    Instrument,
    Lifting,
    Notice,
    Posture,
    Withdrawal,
)
from watchword.model.marking import Marking
from watchword.model.message import Record
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import Instant, parse_instant
from watchword.record.library import (
    agreement_text,
    read_history,
    shipped_agreements,
    shipped_papers,
    shipped_remarks,
    shipped_sources,
)

GSOMIA = AgreementId("gsomia-2016")
TISA = AgreementId("tisa-2014")
SEOUL = PartyId("exercise.seoul")
TOKYO = PartyId("exercise.tokyo")
WASHINGTON = PartyId("exercise.washington")
PAPERS = shipped_papers(GSOMIA)
HISTORY = 'agreement = "open-desks"\n'


def kst(text: str) -> int:
    return parse_instant(text, zone="Asia/Seoul").ns


def at(text: str, papers: tuple[Instrument, ...] = PAPERS) -> AgreementState:
    return state(GSOMIA, kst(text), papers)


def without(*notes: str) -> tuple[Instrument, ...]:
    return tuple(paper for paper in PAPERS if paper.note not in notes)


def noted(text: str) -> Notice:
    return Notice(
        agreement=GSOMIA, party=SEOUL, note="noted", dated=Instant(ns=kst(text))
    )


STATES = {
    "2012-06-29T12:00": "DRAFT",
    "2016-11-22T23:59:59": "DRAFT",
    "2016-11-24T00:00": "IN_FORCE",
    "2016-12-16T12:00": "IN_FORCE",
    "2017-11-23T00:00": "IN_FORCE",
    "2018-11-23T00:00": "IN_FORCE",
    "2019-08-22T23:59:59": "IN_FORCE",
    "2019-08-24T00:00": "NOTICE_GIVEN",
    "2019-10-31T12:00": "NOTICE_GIVEN",
    "2019-11-22T17:59": "NOTICE_GIVEN",
    "2019-11-22T17:59:59.999999999": "NOTICE_GIVEN",
    "2019-11-22T18:00": "NOTICE_SUSPENDED",
    "2019-11-22T23:59:59": "NOTICE_SUSPENDED",
    "2019-11-23T00:00": "NOTICE_SUSPENDED",
    "2020-08-23T23:59:59": "NOTICE_SUSPENDED",
    "2020-08-24T00:00": "NOTICE_SUSPENDED",
    "2022-06-12T12:00": "NOTICE_SUSPENDED",
    "2022-06-13T12:00": "NOTICE_SUSPENDED",
    "2023-03-16T12:00": "NOTICE_SUSPENDED",
    "2023-03-17T12:00": "NOTICE_SUSPENDED",
    "2023-03-20T23:59:59": "NOTICE_SUSPENDED",
    "2023-03-22T00:00": "IN_FORCE",
    "2023-12-19T12:00": "IN_FORCE",
    "2024-07-28T12:00": "IN_FORCE",
}


@pytest.mark.parametrize(("when", "expected"), STATES.items(), ids=STATES)
def test_each_day_of_the_history_has_its_state(when: str, expected: str) -> None:
    found = at(when)
    assert (found.state, found.uncertain) == (expected, False)


UNCERTAIN = {
    "2016-11-23T00:00": "DRAFT",
    "2016-11-23T12:00": "DRAFT",
    "2019-08-23T00:00": "NOTICE_GIVEN",
    "2019-08-23T23:59:59": "NOTICE_GIVEN",
    "2023-03-21T00:00": "NOTICE_SUSPENDED",
    "2023-03-21T23:59:59": "NOTICE_SUSPENDED",
}


@pytest.mark.parametrize(("when", "expected"), UNCERTAIN.items(), ids=UNCERTAIN)
def test_inside_a_day_the_stricter_state_rules(when: str, expected: str) -> None:
    found = at(when)
    assert (found.state, found.uncertain) == (expected, True)


READINGS_DIFFER = {
    "2019-11-23T00:00": False,
    "2020-08-23T23:59:59.999999999": False,
    "2020-08-24T00:00": True,
    "2020-11-23T00:00": True,
    "2023-03-16T12:00": True,
    "2023-03-21T12:00": True,
    "2023-03-21T23:59:59.999999999": True,
    "2023-03-22T00:00": False,
    "2024-07-28T12:00": False,
}


@pytest.mark.parametrize(
    ("when", "expected"), READINGS_DIFFER.items(), ids=READINGS_DIFFER
)
def test_readings_differ_from_august_2020_to_march_2023(
    when: str, *, expected: bool
) -> None:
    assert at(when).readings_differ is expected


def test_while_suspended_it_may_end_at_will_or_next_november() -> None:
    found = at("2022-06-12T12:00").by_reading
    assert (found[SEOUL].reading, found[SEOUL].may_end) == (
        "terminable-at-will",
        "at will",
    )
    assert (found[TOKYO].reading, found[TOKYO].may_end) == (
        "annual-window",
        kst("2022-11-23T00:00"),
    )


def test_it_is_suspended_since_six_in_the_evening() -> None:
    assert at("2022-06-12T12:00").since_ns == kst("2019-11-22T18:00")


def test_the_notice_of_23_august_takes_effect_at_the_end_of_the_term() -> None:
    effect = at("2019-09-01T00:00").by_reading[TOKYO]
    assert effect.ends_at_ns == kst("2019-11-23T00:00")


VECTORS = {
    "2019-08-24T00:00": "2019-11-23T00:00",
    "2019-08-24T23:59:59": "2019-11-23T00:00",
    "2019-08-25T00:00": "2020-11-23T00:00",
}


@pytest.mark.parametrize(("given", "ends"), VECTORS.items(), ids=VECTORS)
def test_a_notice_is_timely_up_to_24_august(given: str, ends: str) -> None:
    papers = (*PAPERS[:4], noted(given))
    before = state(GSOMIA, kst(ends) - 1, papers)
    assert before.state == "NOTICE_GIVEN"
    assert before.by_reading[SEOUL].ends_at_ns == kst(ends)
    assert state(GSOMIA, kst(ends), papers).state == "TERMINATED"


def test_who_has_missed_the_second_note_holds_it_ended_and_learns_otherwise() -> None:
    ignorant = without("suspension-2019-11-22")
    assert at("2019-11-22T23:59:59", ignorant).state == "NOTICE_GIVEN"
    assert at("2019-11-23T00:00", ignorant).state == "TERMINATED"
    assert at("2019-11-23T00:00").state == "NOTICE_SUSPENDED"


def test_the_summit_changes_nothing_and_the_note_does() -> None:
    assert any(r.dated.ns == kst("2023-03-16") for r in shipped_remarks(GSOMIA))
    assert at("2023-12-19T00:00", without("withdrawal-2023-03-21")).state == (
        "NOTICE_SUSPENDED"
    )


def test_a_withdrawal_of_one_of_the_two_notes_would_not_have_done() -> None:
    half = tuple(
        replace(paper, withdraws=paper.withdraws[:1])
        if isinstance(paper, Withdrawal)
        else paper
        for paper in PAPERS
    )
    found = at("2024-01-01T00:00", half)
    assert found.state == "NOTICE_SUSPENDED"
    assert "suspension-2019-11-22" in found.ignored[0].reason


def test_a_lifting_in_2021_would_have_been_read_in_two_ways() -> None:
    lifting = Lifting(
        agreement=GSOMIA,
        party=SEOUL,
        note="l",
        dated=Instant(ns=kst("2021-08-24T10:00")),
    )
    found = at("2021-09-01T00:00", (*PAPERS, lifting))
    assert found.state_under(SEOUL) == "TERMINATED"
    assert found.by_reading[TOKYO].ends_at_ns == kst("2021-11-23T00:00")


def test_one_notification_alone_leaves_it_signed() -> None:
    papers = tuple(
        paper
        for paper in PAPERS
        if not (isinstance(paper, CompletionNote) and paper.party == TOKYO)
    )
    assert at("2017-01-01T00:00", papers).state == "SIGNED"


def test_the_arrangement_of_2014_is_in_effect_when_the_papers_have_arrived() -> None:
    papers = shipped_papers(TISA)
    states = [
        state(TISA, kst(when), papers).state
        for when in (
            "2014-12-26T00:00",
            "2014-12-27T00:00",
            "2014-12-28T23:59",
            "2014-12-29T12:00",
            "2014-12-30T00:00",
            "2030-01-01T00:00",
        )
    ]
    assert states == ["DRAFT", "SIGNED", "SIGNED", "SIGNED", "IN_FORCE", "IN_FORCE"]


@pytest.mark.parametrize("name", shipped_agreements())
def test_each_shipped_agreement_can_be_read(name: str) -> None:
    terms = parse_terms(agreement_text(name))
    assert terms.id == name
    assert all(clause.says.endswith(".") for clause in terms.clauses)


@pytest.mark.parametrize("name", [GSOMIA, TISA])
def test_an_id_names_an_article_only_where_its_text_was_read(name: str) -> None:
    for clause in parse_terms(agreement_text(name)).clauses:
        assert clause.id.startswith(("art-", "par-")) == (clause.evidence == "R")


@pytest.mark.parametrize("name", [GSOMIA, TISA])
def test_the_examples_of_the_world_carry_no_actual_report(name: str) -> None:
    terms = parse_terms(agreement_text(name))
    assert "actual" not in terms.statuses
    assert "xercise" in terms.title
    assert all(party.startswith("exercise.") for party in terms.parties)


def test_the_agreement_of_2016_has_all_its_articles() -> None:
    terms = parse_terms(agreement_text(GSOMIA))
    articles = {clause.article.split("(")[0].split(".")[0] for clause in terms.clauses}
    assert articles == {str(n) for n in range(1, 22)}


def test_two_labels_of_one_side_have_one_equivalent_and_keep_their_own() -> None:
    terms = parse_terms(agreement_text(GSOMIA))
    equivalents = {
        equivalent(terms, label, TOKYO, SEOUL) for label in ("極秘", "特定秘密")
    }
    assert equivalents == {"EXERCISE 군사II급비밀"}


def test_the_printed_numeral_is_the_typed_one() -> None:
    terms = parse_terms(agreement_text(GSOMIA))
    level = level_of(terms, "군사Ⅱ급비밀", SEOUL)
    assert level is not None
    assert level.name == "SECRET"


LEGS = tuple(AgreementId(f"fictional-leg-{year}") for year in (1987, 2007))


def assurance(agreement: AgreementId, party: PartyId) -> Record:
    return Record(
        party=party,
        agreement=agreement,
        said_at_ns=kst("2022-01-01T00:00"),
        kind="assurance",
        items=("clearance", "protection", "purpose"),
    )


def asked(
    agreement: AgreementId,
    to: PartyId,
    topic: str,
    label: str,
    papers: Sequence[AgreementId] = (GSOMIA, TISA, *LEGS),
) -> list[str]:
    said = kst("2022-05-04T12:03")
    header = Header(
        kind="launch",
        status="exercise",
        originator=SEOUL,
        said_at_ns=said,
        topic=topic,
        marking=Marking(label=label),
    )
    decision = decide(
        Request(
            report=header,
            name="report",
            fields=("site",),
            sender=SEOUL,
            recipient=to,
            agreement=agreement,
            at_ns=said,
        ),
        Papers(
            instruments=tuple(
                (f"{p.agreement} {p.note}", p)
                for name in papers
                for p in shipped_papers(name)
            ),
            messages=(("assurance", assurance(GSOMIA, TOKYO)),),
            postures=(
                (
                    "posture",
                    Posture(
                        party=SEOUL,
                        agreement=agreement,
                        stance="push",
                        said_at_ns=kst("2022-01-01T00:00"),
                    ),
                ),
            ),
        ),
    )
    failed = [f"{refusal.id} {refusal.code}" for refusal in decision.refusals]
    return failed or [basis.basis[0] for basis in decision.fields]


THIRD = "EXERCISE 군사III급비밀"


def test_art04a_a_report_goes_under_its_own_label() -> None:
    assert asked(GSOMIA, TOKYO, "missile.ballistic", THIRD) == ["art-04", "art-04"]


def test_art04a_a_label_above_the_table_is_refused() -> None:
    failed = asked(GSOMIA, TOKYO, "missile.ballistic", "EXERCISE 군사I급비밀")
    assert failed == ["policy-04 above-ceiling"]


def test_art04a_a_label_of_the_other_side_is_refused() -> None:
    failed = asked(GSOMIA, TOKYO, "missile.ballistic", "極秘")
    assert failed == ["art-04 unknown-label"]


def test_par1_another_matter_is_out_of_scope_though_not_for_the_bilateral() -> None:
    failed = asked(TISA, WASHINGTON, "maritime", THIRD)
    assert failed == ["par-1 out-of-scope"]
    assert asked(GSOMIA, TOKYO, "maritime", THIRD) == ["art-04", "art-04"]


def test_par4_the_third_participant_is_reached_by_way_of_the_hub() -> None:
    assert asked(TISA, TOKYO, "nuclear", THIRD) == ["par-4 not-through-hub"]
    assert asked(TISA, WASHINGTON, "nuclear", THIRD) == ["par-1", "par-1"]


@pytest.mark.parametrize("missing", LEGS)
def test_par3_without_the_agreement_of_a_leg_the_way_is_shut(
    missing: AgreementId,
) -> None:
    papers = [name for name in (TISA, *LEGS) if name != missing]
    expected = ["par-3 leg-agreement"] if missing == LEGS[0] else ["par-1", "par-1"]
    assert asked(TISA, WASHINGTON, "nuclear", THIRD, papers) == expected


def test_every_paper_says_how_it_is_known() -> None:
    for name in shipped_agreements():
        assert all(filed.source for filed in shipped_sources(name))
        assert all(remark.source for remark in shipped_remarks(name))


def test_an_agreement_without_a_history_has_no_papers() -> None:
    assert shipped_papers("open-desks") == ()
    assert shipped_remarks("open-desks") == ()


@pytest.mark.parametrize("name", ["", "unheard-of", "../desks", "gsomia-2016.toml"])
def test_what_is_not_shipped_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="shipped"):
        agreement_text(name)


def test_a_real_start_is_two_lines_away() -> None:
    text = agreement_text("open-desks")
    text = text.replace("desk-a.example", "north.org").replace(
        "desk-b.example", "s.net"
    )
    terms = parse_terms(text)
    assert terms.parties == ("north.org", "s.net")
    assert all(set(level.labels) == set(terms.parties) for level in terms.levels)


ROW = """
[[paper]]
statement = "{kind}"
party = "desk-a.example"
note = "n"
{more}
evidence = "R"
source = "s"
"""


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("lifting", 'dated = "2020-01-01"'),
        ("notice", 'effective_at = "2020-01-01T10:00"'),
        ("suspension", 'dated = "2020-01-01"'),
        ("dispute", 'dated = "2020-01-01"\nabout = ["n"]\nsays = "who reads it"'),
        ("dispute", 'dated = "2020-01-01"\nends = "d-1"'),
    ],
)
def test_every_kind_of_paper_can_be_told(kind: str, more: str) -> None:
    history = HISTORY + ROW.format(kind=kind, more=more)
    (filed,), remarks = read_history(history, agreement_text("open-desks"))
    assert filed.paper.__struct_config__.tag == kind
    assert (filed.paper.dated.precision_ns == 1) == ("effective_at" in more)
    assert remarks == ()


@pytest.mark.parametrize(
    "history",
    [
        "",
        'agreement = "gsomia-2016"',
        HISTORY + "colour = 1",
        HISTORY + ROW.format(kind="speech", more='dated = "2020-01-01"'),
        HISTORY + ROW.format(kind="lifting", more='dated = "2020-13-01"'),
        HISTORY + ROW.format(kind="lifting", more='dated = "2020-01-01"\nhue = 1'),
        HISTORY + ROW.format(kind="lifting", more=""),
        HISTORY + ROW.format(kind="reading", more='dated = "2020-01-01"'),
    ],
    ids=range(8),
)
def test_a_history_that_is_not_understood_is_refused(history: str) -> None:
    with pytest.raises(UsageError):
        read_history(history, agreement_text("open-desks"))
