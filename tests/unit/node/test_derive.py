"""What is made from reports bears what they bear."""

from __future__ import annotations

from typing import Any, Final

import pytest
from msgspec.structs import replace
from tests.desks import (
    FIELDS,
    NORTH,
    PACT,
    SOUTH,
    TEXT,
    MemoryDesk,
    carry,
    exchange,
    name_held,
)
from tests.persons import enrol, person

from watchword.errors import ReleaseError, UsageError, WatchwordError
from watchword.model.marking import Marking
from watchword.model.message import Disposal, LabelChange, Outcome
from watchword.model.party import PartyId
from watchword.model.report import Form, Header, Publication
from watchword.node.effects import Hold, Offer
from watchword.node.inputs import KnowParty, Say
from watchword.node.markings import header_of

SHARED_TEXT: Final = TEXT.replace("shared = false", "shared = true")
MARKED: Final = Marking(
    label="CLOSED",
    releasable_to=(NORTH, SOUTH),
    caveats=("eyes only",),
    purposes=("warning", "study"),
)


@pytest.fixture
def south() -> MemoryDesk:
    return told()[0]


@pytest.fixture
def source(south: MemoryDesk) -> str:
    """A report of north's, as south holds it, marked in every way."""
    (name,) = south.store.row(
        "SELECT name FROM statement WHERE kind = 'report' AND source = ?", (NORTH,)
    ) or ("",)
    return str(name)


def told() -> tuple[MemoryDesk, MemoryDesk]:
    north, south = MemoryDesk(NORTH), MemoryDesk(SOUTH)
    for one, other in ((north, south), (south, north)):
        one.do(KnowParty(file=other.file()))
        one.agree(SHARED_TEXT)
    exchange(north, south)
    north.will("push")
    north.report(replace(north.header(), marking=MARKED))
    carry(north, south)
    return south, north


def derived(south: MemoryDesk, *sources: str, **given: Any) -> Header:  # noqa: ANN401
    """A summary that has everything right, but for what is given."""
    marking = Marking(
        label="ZU",
        releasable_to=(NORTH, SOUTH),
        caveats=("eyes only",),
        purposes=("warning",),
    )
    header = replace(
        south.header("ZU"),
        marking=marking,
        derived_from=sources,
        originators=(NORTH,),
    )
    return replace(header, **given)


def code_of(south: MemoryDesk, header: Header) -> str:
    with pytest.raises(WatchwordError) as refused:
        south.report(header)
    assert refused.value.exit_code in {2, 5}
    return refused.value.code


def test_art04c_a_summary_of_two_reports_bears_label_and_originators_of_both(
    south: MemoryDesk, source: str
) -> None:
    own = name_held(south.report(south.header("OFFEN")))
    filed = name_held(south.report(derived(south, source, own)))
    header = header_of(south.view, filed)
    assert header is not None
    assert header.originators == (NORTH,)
    assert header.derived_from == (source, own)


def test_art04c_its_label_stands_as_high_as_the_highest_source(
    south: MemoryDesk, source: str
) -> None:
    low = replace(derived(south).marking, label="OFFEN")
    own = name_held(south.report(south.header("OFFEN")))
    assert (
        code_of(south, derived(south, own, source, marking=low)) == "derivative-label"
    )
    lower = derived(south, own, originators=(), marking=Marking(label="OFFEN"))
    south.report(lower)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"caveats": ()}, "derivative-label"),
        ({"releasable_to": None}, "derivative-label"),
        (
            {"releasable_to": (NORTH, SOUTH, PartyId("desk.west"))},
            "derivative-label",
        ),
        ({"purposes": ()}, "purpose"),
        ({"purposes": ("warning", "sale")}, "purpose"),
    ],
)
def test_art04c_caveats_recipients_and_purposes_are_no_wider(
    south: MemoryDesk, source: str, wrong: dict[str, Any], code: str
) -> None:
    marking = replace(derived(south).marking, **wrong)
    assert code_of(south, derived(south, source, marking=marking)) == code


def test_art06c_a_warning_is_not_made_into_public_affairs(
    south: MemoryDesk, source: str
) -> None:
    marking = replace(derived(south).marking, purposes=("public-affairs",))
    assert code_of(south, derived(south, source, marking=marking)) == "purpose"


def test_art04c_every_originator_is_named_through_every_step(
    south: MemoryDesk, source: str
) -> None:
    assert code_of(south, derived(south, source, originators=())) == (
        "derivative-originators"
    )
    first = name_held(south.report(derived(south, source)))
    assert code_of(south, derived(south, first, originators=())) == (
        "derivative-originators"
    )
    south.report(derived(south, first))


def test_art04c_what_another_originated_is_not_published(
    south: MemoryDesk, source: str
) -> None:
    public = Publication(where="a page")
    for sources in ((source,), ()):
        header = derived(south, *sources, publication=public)
        assert code_of(south, header) == "derivative-originators"


def test_art04c_the_label_in_force_counts(south: MemoryDesk) -> None:
    own = name_held(south.report(south.header("OFFEN")))
    change = LabelChange(
        party=SOUTH,
        agreement=PACT,
        said_at_ns=south.now_ns,
        report=own,
        marking=Marking(label="ZU"),
    )
    south.do(Say(statement=change))
    low = derived(south, own, originators=(), marking=Marking(label="OFFEN"))
    assert code_of(south, low) == "derivative-label"


@pytest.mark.parametrize("outcome", ["destroyed", "returned", "lost"])
def test_art04c_nothing_is_made_from_what_is_gone(
    south: MemoryDesk, source: str, outcome: Outcome
) -> None:
    south.do(Say(statement=disposal(south, source, outcome)))
    assert code_of(south, derived(south, source)) == "not-held"
    assert code_of(south, derived(south, "ab" * 32)) == "not-held"


def test_what_is_retained_can_still_be_used(south: MemoryDesk, source: str) -> None:
    south.do(Say(statement=disposal(south, source, "retained")))
    south.report(derived(south, source))


def disposal(south: MemoryDesk, report: str, outcome: Outcome) -> Disposal:
    return Disposal(
        party=SOUTH,
        agreement=PACT,
        said_at_ns=south.now_ns,
        report=report,
        outcome=outcome,
        method="shredded",
        witnesses=("kim", "lee"),
        says="no need",
    )


def test_a_drill_is_not_made_into_the_real_thing(
    south: MemoryDesk, source: str
) -> None:
    assert code_of(south, derived(south, source, status="test")) == "wrong-status"


def test_what_its_originator_has_published_binds_nobody() -> None:
    south, north = told()
    public = replace(north.header("CLOSED"), publication=Publication(where="a page"))
    name = name_held(north.report(public))
    carry(north, south)
    south.report(replace(south.header("OFFEN"), derived_from=(name,)))


def translation(south: MemoryDesk, source: str, **given: Any) -> Header:  # noqa: ANN401
    marking = replace(
        derived(south).marking,
        caveats=("eyes only", "enthält, was NORTH mitgeteilt hat"),
    )
    told: dict[str, Any] = {
        "marking": marking,
        "language": "de",
        "translator": "kim",
        **given,
    }
    return derived(south, source, **told)


def test_art15_a_translation_keeps_originator_and_label(
    south: MemoryDesk, source: str
) -> None:
    enrol(south, person("kim"))
    filed = name_held(south.report(translation(south, source)))
    header = header_of(south.view, filed)
    assert header is not None
    assert (header.originators, header.marking.label) == ((NORTH,), "ZU")
    assert (header.language, header.translator) == ("de", "kim")


def test_art15_a_translation_without_a_translator_on_the_register_is_refused(
    south: MemoryDesk, source: str
) -> None:
    south.report(translation(south, source, translator="anybody"))
    enrol(south, person("kim", until_ns=south.now_ns), person("lee"))
    assert code_of(south, translation(south, source)) == "translation"
    assert code_of(south, translation(south, source, translator="ada")) == "translation"
    south.report(translation(south, source, translator="lee"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": ""},
        {"translator": ""},
        {"marking": replace(MARKED, label="ZU", purposes=("warning",))},
        {"derived_from": ()},
    ],
)
def test_art15_a_translation_names_source_language_and_translator_and_bears_a_note(
    south: MemoryDesk, source: str, wrong: dict[str, Any]
) -> None:
    assert code_of(south, translation(south, source, **wrong)) == "translation"


def test_art15_a_translation_keeps_the_level(south: MemoryDesk) -> None:
    own = name_held(south.report(south.header("OFFEN")))
    higher = translation(
        south, own, originators=(), marking=Marking(label="ZU", caveats=("a note",))
    )
    assert code_of(south, higher) == "translation"


@pytest.mark.parametrize("form", ["oral", "visual", "documentary"])
def test_art02a_what_was_only_spoken_is_registered_without_content(
    south: MemoryDesk, form: Form
) -> None:
    south.will("push")
    header = replace(south.header("OFFEN"), form=form, originators=(NORTH,))
    outcome = south.report(header, fields={})
    # It goes like any other, with nothing in it: whose words they were may know.
    offers = [e for e in outcome.effects if isinstance(e, Offer)]
    assert {offer.fields for offer in offers} == {()}
    assert NORTH in {offer.channel.recipient for offer in offers}
    name = next(e.name for e in outcome.effects if isinstance(e, Hold))
    held = header_of(south.view, name)
    assert held is not None
    assert (held.form, held.originators, held.said_at_ns) == (
        form,
        (NORTH,),
        south.now_ns,
    )


def test_art02a_an_electronic_report_without_content_is_refused(
    south: MemoryDesk,
) -> None:
    with pytest.raises(UsageError, match="has a field"):
        south.report(south.header("OFFEN"), fields={})
    south.report(replace(south.header("OFFEN"), form="oral"), fields=FIELDS)


def test_a_refused_derivative_leaves_nothing_behind(
    south: MemoryDesk, source: str
) -> None:
    entries = south.store.value("SELECT count(*) FROM entry")
    with pytest.raises(ReleaseError):
        south.report(derived(south, source, originators=()))
    assert south.store.value("SELECT count(*) FROM entry") == entries
