"""Decisions and states in words, and as plain values."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from tests.unit.agreements.papers import (
    NORTH,
    PACT,
    in_force,
    known,
    notice,
    ns,
    suspension,
)
from tests.unit.agreements.test_decide import ASK, PUBLISHED, PUSH, about, will

from watchword.agreements.decide import decide
from watchword.agreements.explain import (
    decision_as_dict,
    explain_decision,
    explain_state,
    state_as_dict,
)
from watchword.agreements.state import state

PARTLY = known(*in_force(), postures=(will("push", ("site",)),))


def test_a_release_says_what_goes_under_what() -> None:
    lines = explain_decision(decide(ASK, PARTLY))
    assert lines[0].startswith("may go under pact (IN_FORCE)")
    assert "  site: art-1 posture push" in lines
    assert any(line.startswith("  count: stays · art-2 posture") for line in lines)


def test_a_publication_is_told_as_such() -> None:
    lines = explain_decision(decide(PUBLISHED, known(*in_force())))
    assert "  header: publication published by its originator" in lines


def test_a_refusal_says_every_rule_in_a_line() -> None:
    lines = explain_decision(decide(about(topic="maritime"), known(*in_force())))
    assert lines[0].startswith("may not go")
    assert [line.split()[1] for line in lines[1:]] == ["out-of-scope", "posture"]


@pytest.mark.parametrize("papers", [PUSH, PARTLY, known(*in_force())])
def test_a_decision_is_plain_json(papers: object) -> None:
    decision = decide(ASK, papers)  # type: ignore[arg-type]
    plain = json.loads(json.dumps(decision_as_dict(decision)))
    assert plain["permitted"] is decision.permitted
    assert [f["field"] for f in plain["fields"]] == [f.field for f in decision.fields]
    assert [r["code"] for r in plain["refusals"]] == [r.code for r in decision.refusals]
    assert [w["code"] for w in plain["withheld"]] == [
        w.refusal.code for w in decision.withheld
    ]


SUSPENDED = (
    *in_force(),
    notice(NORTH, "2020-06-01T00:00"),
    suspension(NORTH, "2020-06-02T00:00"),
    suspension(NORTH, "2020-06-03T00:00", "again"),
)


def test_a_state_is_told_with_its_notes_and_what_may_end_it() -> None:
    lines = explain_state(state(PACT, ns("2020-07-01T00:00"), SUSPENDED))
    assert lines[0] == "pact  notice suspended since 2020-06-02T00:00:00+02:00"
    assert "  desk.north: notice suspended, may end any time" in lines
    assert "  live note suspension of desk.north" in lines
    assert any("without effect: again" in line for line in lines)


def test_a_running_notice_is_told_with_its_end() -> None:
    lines = explain_state(state(PACT, ns("2020-06-01T12:00"), SUSPENDED))
    assert "  desk.north: notice given, ends 2021-03-10T00:00:00+01:00" in lines


def test_a_state_is_plain_json_with_its_four_keys() -> None:
    found = state(PACT, ns("2020-07-01T00:00"), SUSPENDED)
    plain = json.loads(json.dumps(state_as_dict(found)))
    assert plain["state"] == "NOTICE_SUSPENDED"
    assert plain["by_reading"][NORTH]["may_end"] == "at will"
    assert plain["readings_differ"] is False
    assert plain["uncertain"] is False
    assert plain["ignored"][0]["note"] == "again"


def test_a_draft_without_a_text_is_plain_too() -> None:
    found = state(PACT, 0, ())
    assert state_as_dict(found)["version"] is None
    assert explain_state(replace(found, uncertain=True)) == ("pact  draft · uncertain",)
