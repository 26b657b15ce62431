"""Agreements drawn at random, against an oracle that knows only the texts."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace as changed
from random import Random
from typing import TypeVar

import pytest
from tests.independent.pact import Fact, Pact
from tests.independent.pacts_made import History, instants, make_pact
from tests.independent.papers_made import papers_of, text_of
from tests.independent.state_oracle import Answer, answer

from watchword.agreements.case import Request
from watchword.agreements.decide import decide
from watchword.agreements.equivalence import equivalent
from watchword.agreements.life import Life
from watchword.agreements.standing import Papers
from watchword.agreements.state import AgreementState, state
from watchword.agreements.terms import parse_terms
from watchword.model.agreement import AgreementId, Instrument, Posture
from watchword.model.marking import Marking
from watchword.model.message import Mark
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.wire.envelope import Envelope, Signed
from watchword.wire.statement import SealedReport, format_statement, parse_statement

RUNS = int(os.environ.get("WATCHWORD_RUNS", "500"))
AT_EACH = 12

T = TypeVar("T", SealedReport, Mark)


def drawing(seed: int, run: int) -> Random:
    """Each run can be had again by itself."""
    return Random(f"{seed} {run}")  # noqa: S311 - nothing is kept secret by it


def drawn(rng: Random) -> list[tuple[Pact, list[Fact]]]:
    """One agreement; or two between the same parties, each with its own hub."""
    pact = make_pact(rng, "pact")
    both = [pact]
    if rng.random() < 0.25:
        both = [_with_hub(p, rng) for p in (pact, changed(pact, id="other-pact"))]
    return [(p, History(rng, p).facts) for p in both]


def _with_hub(pact: Pact, rng: Random) -> Pact:
    hub = rng.choice(pact.versions[0].parties)
    versions = tuple(
        changed(v, hub=hub if hub in v.parties else None) for v in pact.versions
    )
    return changed(pact, versions=versions)


def said(state_found: AgreementState, expected: Answer) -> dict[str, object]:
    """What both can say, by name: in a draft nobody reads anything yet."""
    asked = set(expected.by_party)
    return {
        "state": state_found.state,
        "by_party": {
            party: effect.state
            for party, effect in state_found.by_reading.items()
            if party in asked or effect.state != "DRAFT"
        },
        "uncertain": state_found.uncertain,
        "differ": state_found.readings_differ,
    }


def gave_up(found: AgreementState) -> bool:
    """Too many days are open to look at every order: then nothing may go.

    It is the one answer that has ended and does not say since when.
    """
    over = found.state == "TERMINATED" and found.since_ns is None
    assert not over or found.uncertain
    return over


@pytest.mark.slow
def test_art21c_every_answer_about_a_made_agreement_is_the_oracles(seed: int) -> None:
    met: Counter[str] = Counter()
    for run in range(RUNS):
        rng = drawing(seed, run)
        made = drawn(rng)
        papers = [paper for pact, facts in made for paper in papers_of(pact, facts)]
        rng.shuffle(papers)
        for pact, facts in made:
            life = Life(AgreementId(pact.id), papers)
            for at_ns in instants(rng, pact, facts, AT_EACH):
                found = state(AgreementId(pact.id), at_ns, papers)
                assert life.at(at_ns) == found, (seed, run, at_ns)
                if gave_up(found):
                    met["gave up"] += 1
                    continue
                expected = answer(pact, facts, at_ns)
                where = (f"seed {seed}, run {run}", at_ns, pact, facts)
                assert said(found, expected) == {
                    "state": expected.state,
                    "by_party": expected.by_party,
                    "uncertain": expected.uncertain,
                    "differ": expected.differ,
                }, where
                _check_sending(rng, pact, papers, expected, at_ns, where)
                met.update(_features(expected))
    print(f"seed {seed}: {dict(met)}")  # noqa: T201 - shown with -s, and on failure
    assert met["gave up"] <= RUNS // 20, met
    if RUNS >= 500:
        rare = [f for f in FEATURES if met[f] < RUNS // 100]
        assert rare == [], met


FEATURES = (
    "DRAFT",
    "SIGNED",
    "IN_FORCE",
    "NOTICE_GIVEN",
    "NOTICE_SUSPENDED",
    "TERMINATED",
    "uncertain",
    "differ",
    "amended",
    "parties part",
)


def _features(expected: Answer) -> list[str]:
    found: list[str] = [expected.state]
    found += ["uncertain"] * expected.uncertain + ["differ"] * expected.differ
    found += ["amended"] * any(world.version > 1 for world in expected.worlds)
    found += ["parties part"] * (len(set(expected.by_party.values())) > 1)
    return found


def _check_sending(  # noqa: PLR0917
    rng: Random,
    pact: Pact,
    papers: list[Instrument],
    expected: Answer,
    at_ns: int,
    where: object,
) -> None:
    """Whoever is willing may send where the oracle lets it, and nowhere else."""
    everyone = sorted({p for version in pact.versions for p in version.parties})
    sender, recipient = rng.sample(everyone, 2)
    label = next(row.labels[sender][0] for row in pact.rows if row.rank == 0)
    push = Posture(
        party=PartyId(sender),
        agreement=AgreementId(pact.id),
        stance="push",
        said_at_ns=0,
    )
    decision = decide(
        Request(
            report=_header(sender, label, at_ns),
            name="a" * 64,
            fields=("site",),
            sender=PartyId(sender),
            recipient=PartyId(recipient),
            agreement=AgreementId(pact.id),
            at_ns=at_ns,
        ),
        Papers(
            instruments=tuple((f"paper-{n}", p) for n, p in enumerate(papers)),
            postures=(("push", push),),
        ),
    )
    may = expected.may_send(pact, sender, recipient)
    assert decision.permitted is may, (sender, recipient, decision, where)


def _header(originator: str, label: str, at_ns: int) -> Header:
    return Header(
        kind="launch",
        status="exercise",
        originator=PartyId(originator),
        said_at_ns=at_ns,
        topic="missile",
        marking=Marking(label=label),
    )


def test_art04b_every_equivalent_is_the_tables_and_the_original_stays(
    seed: int,
) -> None:
    several = 0
    for run in range(RUNS):
        rng = drawing(seed, run)
        pact = make_pact(rng, "pact")
        terms = parse_terms(text_of(pact, 1))
        parties = pact.versions[0].parties
        for row in pact.rows:
            for party in parties:
                own = row.labels.get(party, ())
                several += len(own) > 1
                for label in own:
                    for other in parties:
                        named = equivalent(terms, label, PartyId(party), PartyId(other))
                        theirs = row.labels.get(other, ())
                        assert named == (theirs[0] if theirs else None), (seed, run)
                    assert _travelled(rng, row.labels, party, label) == label.encode()
    assert RUNS < 500 or several > RUNS, "the tables could have been inverted"


def _travelled(rng: Random, labels: object, originator: str, label: str) -> bytes:
    """The label after a way by several desks, each of which marks it as its own."""
    report = SealedReport(header=_header(originator, label, 0), sealed=())
    assert isinstance(labels, dict)
    for hop in range(rng.randint(1, 4)):
        report = _through(report)
        desk = rng.choice(sorted(labels))
        mark = _through(
            Mark(
                party=PartyId(desk),
                agreement=AgreementId("pact"),
                said_at_ns=hop,
                report="a" * 64,
                originator=report.header.originator,
                label=report.header.marking.label,
                equivalent=labels[desk][0],
                sender=PartyId(originator),
            )
        )
        assert mark.label.encode() == label.encode()
        assert mark.equivalent.encode() == labels[desk][0].encode()
    return report.header.marking.label.encode()


def _through(said_: T) -> T:
    """What a partner reads of it."""
    signed = (Signed(keyid="k", sig=b"s"),)
    envelope = Envelope(
        payload=format_statement(said_), payload_type="t", signatures=signed
    )
    read = parse_statement(envelope)
    assert isinstance(read, type(said_))
    return read
