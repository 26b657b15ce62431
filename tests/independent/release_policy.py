"""The rules of release as a Cedar policy, and facts as what it is asked about.

Cedar has no names for parts of an expression and no loops, so the text is put
together here: the papers of a kind stand in numbered slots, and what the rules
share is a function that writes an expression.  Each ``forbid`` is one rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from tests.independent.release_facts import (
    CONDITIONS,
    DAY_NS,
    HOUR_NS,
    PARTIES,
    REPORT,
    SHAPES,
    TOPICS,
    Facts,
    shape,
)

ORIGINATORS: Final = 4
SLOTS: Final = {
    "notices": 2,
    "legs": 2,
    "postures": 3,
    "decisions": 2,
    "approvals": 3,
    "revocations": 2,
    "assurances": 2,
    "attestations": 2,
    "enquiries": 2,
    "answers": 1,
}


def every(parts: Iterable[str]) -> str:
    return "(" + (" && ".join(parts) or "true") + ")"


def some(parts: Iterable[str]) -> str:
    return "(" + (" || ".join(parts) or "false") + ")"


def slots(kind: str, where: str = "context") -> list[tuple[str, str]]:
    """Whether there is such a paper, and the paper, for each slot."""
    names = [f"{kind}{n}" for n in range(SLOTS[kind])]
    return [(f"{where} has {name}", f"{where}.{name}") for name in names]


def any_of(kind: str, test: Callable[[str], str], where: str = "context") -> str:
    return some(f"({there} && {test(it)})" for there, it in slots(kind, where))


KNOWN: Final = some(
    f"(context.history.signed has {p} && "
    f"context.history.signed.{p}.begins <= context.at)"
    for p in ("p0", "p1", "p2", "p3")
)
PUBLISHED: Final = (
    "(context.report.published && context.report.originator == principal)"
)


def _entered(history: str) -> str:
    """Signed by all, and completed by all where the text asks for that."""
    return every(
        f'(!{history}.members.contains(Party::"desk.{p}") || ('
        f"{history}.signed has {p} && {history}.signed.{p}.certain <= context.at && "
        f'({history}.entry == "signature" || ({history}.completed has {p} && '
        f"{history}.completed.{p} <= context.at))))"
        for p in ("p0", "p1", "p2", "p3")
    )


def _by_window(history: str) -> str:
    """The sender says that it ends at the yearly deadline only.

    Whoever is no party goes by the strictest reading of those who are.
    """

    def asserts(p: str) -> str:
        said = f"{history}.readings.{p}"
        return (
            f"({history}.readings has {p} && (if {said} has second && "
            f"{said}.second <= context.at then {said}.second_window else "
            f"({said}.first <= context.at && {said}.first_window)))"
        )

    each = ("p0", "p1", "p2", "p3")
    own = some(f'(principal == Party::"desk.{p}" && {asserts(p)})' for p in each)
    all_ = every(
        f'(!{history}.members.contains(Party::"desk.{p}") || {asserts(p)})'
        for p in each
    )
    return f"(if {history}.members.contains(principal) then {own} else {all_})"


class Notice:
    """What became of one notice: expressions about its instants."""

    def __init__(self, it: str, by_window: str) -> None:
        """Write them for the paper ``it``."""
        names_it = f"{it}.withdraws.contains({it}.note)"
        names_both = f"{names_it} && {it}.withdraws.contains({it}.suspension)"
        withdrawn = f"{it} has withdrawn && {it}.withdrawn"
        self.given = f"({it}.given <= context.at)"
        self.suspended = (
            f"({it} has suspended && {it}.suspended < {it}.ends && "
            f"!({withdrawn} < {it}.suspended && {names_it}))"
        )
        # Taken back while it runs, while it is suspended, and after that.
        running = (
            f"({withdrawn} < {it}.ends && {names_it} && "
            f"!({it} has suspended && {it}.suspended < {it}.withdrawn))"
        )
        resting = (
            f"({self.suspended} && {withdrawn} > {it}.suspended && {names_both} && "
            f"!({it} has lifted && {it}.lifted < {it}.withdrawn))"
        )
        lifted = f"({self.suspended} && {it} has lifted && !{resting})"
        again = (
            f"({lifted} && {withdrawn} > {it}.lifted && "
            f"{it}.withdrawn < {it}.lift_ends && {names_it})"
        )
        by_then = f"{it} has withdrawn && {it}.withdrawn <= context.at"
        unchecked = f"(!{self.suspended} && !{running} && {it}.ends <= context.at)"
        later = f"(!{again} && {it}.lift_ends <= context.at)"
        at_will = f"({it}.lifted <= context.at)"
        after = f"({lifted} && (if {by_window} then {later} else {at_will}))"
        self.ended = f"({unchecked} || {after})"
        self.live = (
            f"({self.given} && !({by_then} && ({running} || {resting} || {again})))"
        )
        self.rests = (
            f"({self.suspended} && {it}.suspended <= context.at && "
            f"!({resting} && {it}.withdrawn <= context.at) && "
            f"!({lifted} && {it}.lifted <= context.at))"
        )


def _notices(history: str) -> list[tuple[str, Notice]]:
    window = _by_window(history)
    return [(there, Notice(it, window)) for there, it in slots("notices", history)]


def permits(history: str) -> str:
    """In force, noticed, or noticed and suspended, as the sender reads it."""
    over = some(f"({there} && {n.ended})" for there, n in _notices(history))
    return f"({_entered(history)} && !{over})"


def _suspended() -> str:
    """NOTICE_SUSPENDED as the sender reads it: a live note, and none that runs."""
    notes = _notices("context.history")
    live = some(f"({there} && {n.live})" for there, n in notes)
    rest = every(f"(!({there}) || !{n.live} || {n.rests})" for there, n in notes)
    return f"({live} && {rest} && {permits('context.history')})"


SUSPENDED: Final = _suspended()


def _too_old(said: str) -> str:
    days = "context.text.suspended_days"
    old = f"context.at - {said} > {days} * {DAY_NS}"
    return f"(context.text has suspended_days && {old} && {SUSPENDED})"


def _needed(n: int) -> str:
    who = f"context.originators{n}"
    return f"(context has originators{n} && {who} != principal && {who} != resource)"


def _valid(it: str, who: str) -> str:
    revoked = any_of(
        "revocations",
        lambda r: (
            f"({r}.party == {who} && {r}.approval == {it}.name && "
            f"{r}.said <= context.at)"
        ),
    )
    standing = (
        f"({KNOWN} && {it}.kinds.contains(context.report.kind) && "
        "context.text.standing_kinds.contains(context.report.kind) && "
        f"!{_too_old(f'{it}.said')})"
    )
    return every(
        (
            f"{it}.party == {who}",
            f"{it}.holder == principal",
            f"{it}.recipient == resource",
            f"{it}.agreement == context.agreement",
            f"{it}.said <= context.at",
            f"context.at < {it}.until",
            f"!{revoked}",
            f"({it}.report == context.report.name || {standing})",
        )
    )


def approved(test: Callable[[str], str]) -> str:
    """Of each originator that has to approve there is a valid approval like this."""
    return every(
        f"(!{_needed(n)} || "
        + any_of(
            "approvals",
            lambda it, n=n: f"({_valid(it, f'context.originators{n}')} && {test(it)})",  # type: ignore[misc]
        )
        + ")"
        for n in range(ORIGINATORS)
    )


def _own(it: str) -> str:
    return every(
        (
            f"{it}.party == principal",
            f"{it}.recipient == resource",
            f"{it}.report == context.report.name",
            f"{it}.agreement == context.agreement",
            f"{it}.said <= context.at",
        )
    )


DECIDED: Final = any_of("decisions", _own)


def _matches(it: str) -> str:
    return (
        f"({it}.party == principal && {it}.said <= context.at && "
        f"context.report.topic in {it}.topic && "
        f"({it}.to_all || {it}.recipient == resource))"
    )


def _nearer(one: str, other: str) -> str:
    """Longer topic, then this very recipient, then the later word."""
    return (
        f"(if {one}.topic == {other}.topic then "
        f"(if {one}.to_all == {other}.to_all then {one}.said > {other}.said "
        f"else {other}.to_all) else {one}.topic in {other}.topic)"
    )


def holding(test: Callable[[str], str]) -> str:
    """The posture that holds is like this."""
    return some(
        every(
            (
                there,
                _matches(it),
                *(
                    f"!({also} && {_matches(other)} && {_nearer(other, it)})"
                    for also, other in slots("postures")
                    if other != it
                ),
                test(it),
            )
        )
        for there, it in slots("postures")
    )


def _stance(name: str) -> Callable[[str], str]:
    return lambda it: f'{it}.stance == "{name}"'


def _pushes_fresh(it: str) -> str:
    return f'({it}.stance == "push" && !{_too_old(f"{it}.said")})'


def _asked(it: str) -> str:
    declined = any_of(
        "answers",
        lambda a: (
            f"({a}.party == principal && {a}.enquiry == {it}.name && "
            f'{a}.outcome == "declined" && {a}.said <= context.at)'
        ),
    )
    return every(
        (
            f"{it}.party == resource",
            f"{it}.to == principal",
            f"{it}.agreement == context.agreement",
            f"context.report.topic in {it}.topic",
            f"{it}.begins <= context.report.said",
            f"context.report.said < {it}.until",
            f"{it}.said <= context.at",
            f"context.at < {it}.due",
            f"!{declined}",
        )
    )


ENQUIRED: Final = any_of("enquiries", _asked)


def _serves(purpose: str) -> str:
    fits = approved(lambda it: f"{it}.purpose == {purpose}")
    marked = f"context.report.purposes.contains({purpose})"
    return f'({purpose} == "" || {marked} || {fits})'


def _fresh(p: str) -> str:
    """This party was heard from within the hours that the text names."""
    party = f'Party::"desk.{p}"'
    aside = f"!context.history.members.contains({party})"
    return (
        f"({aside} || principal == {party} || resource == {party} || "
        f"(context.words has {p} && context.words.{p} <= context.at && "
        f"context.at - context.words.{p} <= "
        f"context.text.freshness_hours * {HOUR_NS}))"
    )


def _assured(it: str) -> str:
    return (
        f"({it}.party == resource && {it}.said <= context.at && "
        f'{it}.items.containsAll(["clearance", "purpose", "protection"]) && '
        f"(!({it} has until) || context.at < {it}.until))"
    )


def _attested(it: str) -> str:
    days = f"context.text.inspection_days * {DAY_NS}"
    asked = ", ".join(f'"{letter}"' for letter in CONDITIONS)
    return (
        f"({it}.about == resource && {it}.said <= context.at && "
        f"context.history.members.contains({it}.party) && "
        f"!context.text.contractors.contains({it}.party) && "
        f"{it}.items.containsAll([{asked}]) && {it} has dated && "
        f"{it}.dated <= context.at && context.at < {it}.dated + {days} && "
        f"(!({it} has until) || context.at < {it}.until))"
    )


def _leg_stands(it: str) -> str:
    return (
        f"(!({it}.members.contains(principal) && {it}.members.contains(resource) && "
        f"principal != resource) || {permits(it)})"
    )


LABEL: Final = "{party: context.report.originator, label: context.report.label}"
TEXT: Final = "context.text"

RULES: Final[dict[str, str]] = {
    "no-agreement": f"!{KNOWN}",
    "agreement-not-in-force": (
        f"{KNOWN} && !{PUBLISHED} && !{permits('context.history')}"
    ),
    "not-a-party": (
        f"{KNOWN} && !(context.history.members.contains(principal) && "
        "context.history.members.contains(resource) && principal != resource)"
    ),
    "not-through-hub": (
        f"{KNOWN} && {TEXT} has hub && {TEXT}.hub != principal && "
        f"{TEXT}.hub != resource"
    ),
    "leg-agreement": (
        f"{KNOWN} && !{PUBLISHED} && !"
        + every(f"(!({there}) || {_leg_stands(it)})" for there, it in slots("legs"))
    ),
    "out-of-scope": (
        f"{KNOWN} && !{PUBLISHED} && !{TEXT}.topics.isEmpty() && "
        f"!(context.report.topic in {TEXT}.topics)"
    ),
    "wrong-status": f"{KNOWN} && !{TEXT}.statuses.contains(context.report.status)",
    "unknown-label": (
        f"{KNOWN} && !{PUBLISHED} && !{TEXT}.shared.contains({LABEL}) && "
        f"!{TEXT}.above.contains({LABEL})"
    ),
    "above-ceiling": f"{KNOWN} && !{PUBLISHED} && {TEXT}.above.contains({LABEL})",
    "not-releasable-to": (
        "context.report has releasable && !context.report.releasable.contains(resource)"
    ),
    "no-originator-approval": f"!{approved(lambda _: 'true')}",
    "purpose": (
        f"!{PUBLISHED} && principal != context.report.originator && "
        "!context.report.purposes.isEmpty() && !"
        + every(
            (
                _serves("context.purpose"),
                *(
                    f"(!({there} && {_own(it)}) || {_serves(f'{it}.purpose')})"
                    for there, it in slots("decisions")
                ),
            )
        )
    ),
    "no-assurance": (
        f"{KNOWN} && !{PUBLISHED} && {TEXT}.assurance && "
        f"!{any_of('assurances', _assured)}"
    ),
    "contractor": (
        f"{KNOWN} && !{PUBLISHED} && {TEXT}.contractors.contains(resource) && "
        f"!{any_of('attestations', _attested)}"
    ),
    "stale-instruments": (
        f"{KNOWN} && {TEXT} has freshness_hours && "
        "principal != context.report.originator && !"
        + every(_fresh(p) for p in ("p0", "p1", "p2", "p3"))
    ),
    "not-held": "!context.held",
    "grant-expired": (
        f"{KNOWN} && !{PUBLISHED} && !{DECIDED} && "
        + holding(lambda it: f'({it}.stance == "push" && {_too_old(f"{it}.said")})')
    ),
    "posture": (
        f"{holding(_stance('halt'))} || !({PUBLISHED} || {DECIDED} || "
        f"{holding(_stance('push'))} || ({holding(_stance('on-request'))} && "
        f"{ENQUIRED}))"
    ),
}
"""By the code of each rule when it refuses."""


def _covers(it: str) -> str:
    return f"({it}.all_fields || {it}.fields.contains(context.field))"


FIELD_RULES: Final[dict[str, str]] = {
    "field-not-covered": (
        f"!{PUBLISHED} && {TEXT} has fields && !{TEXT}.fields.contains(context.field)"
    ),
    "posture": "!"
    + some(
        (
            PUBLISHED,
            holding(lambda it: f"({_pushes_fresh(it)} && {_covers(it)})"),
            any_of("decisions", lambda it: f"({_own(it)} && {_covers(it)})"),
            "("
            + holding(lambda it: f'({it}.stance == "on-request" && {_covers(it)})')
            + f" && {ENQUIRED})",
        )
    ),
    "no-originator-approval": f"!{approved(_covers)}",
}
"""The same for one field of a report that may go."""


def policy() -> str:
    """One permit, and a forbid for each rule."""
    rules = [("release", *rule) for rule in RULES.items()]
    rules += [("carry", *rule) for rule in FIELD_RULES.items()]
    forbids = (
        f'@id("{code}")\nforbid (principal, action == Action::"{action}", resource)\n'
        f"when {{ {condition} }};\n"
        for action, code, condition in rules
    )
    return '@id("permit")\npermit (principal, action, resource);\n' + "\n".join(forbids)


def entities() -> list[dict[str, Any]]:
    """All that does not change: topics, each under its wider ones, and texts."""
    above = {topic: chain[1:] for chain in TOPICS.values() for topic in chain[:1]}
    above |= {"missile": ("",), "maritime": ("",), "": ()}
    topics = [
        {
            "uid": _uid("Topic", topic),
            "attrs": {},
            "parents": [_uid("Topic", wider) for wider in chain],
        }
        for topic, chain in above.items()
    ]
    texts = [
        {"uid": _uid("Text", str(n)), "attrs": _text(n), "parents": []}
        for n in range(SHAPES)
    ]
    return topics + texts


def question(facts: Facts, field: str | None = None) -> dict[str, Any]:
    """The facts of one request, as Cedar takes them."""
    context = _context(facts)
    if field is not None:
        context["field"] = field
    return {
        "principal": {"type": "Party", "id": facts["sender"]},
        "action": {"type": "Action", "id": "release" if field is None else "carry"},
        "resource": {"type": "Party", "id": facts["recipient"]},
        "context": context,
    }


def _uid(kind: str, name: str) -> dict[str, str]:
    return {"type": kind, "id": name}


def _party(name: str) -> dict[str, Any]:
    return {"__entity": _uid("Party", name)}


def _topic(name: str) -> dict[str, Any]:
    return {"__entity": _uid("Topic", name)}


def _given(**values: Any) -> dict[str, Any]:  # noqa: ANN401 (any value of JSON)
    """Without what is not there."""
    return {key: value for key, value in values.items() if value is not None}


def _numbered(kind: str, found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    assert len(found) <= SLOTS.get(kind, ORIGINATORS), kind
    return {f"{kind}{n}": it for n, it in enumerate(found)}


def _fields(names: tuple[str, ...] | None) -> dict[str, Any]:
    return {"all_fields": names is None, "fields": list(names or ())}


def _context(facts: Facts) -> dict[str, Any]:
    report = facts["report"]
    # Each once: the originator, and whoever else's content it contains.
    origins = list(dict.fromkeys((report["originator"], *report["originators"])))
    found = {
        "at": facts["at_ns"],
        "agreement": "pact",
        "purpose": facts["purpose"],
        "held": facts["held"],
        "history": _history(facts["history"]),
        "text": {"__entity": _uid("Text", str(facts["shape"]))},
        "report": _given(
            name=REPORT,
            kind=report["kind"],
            status=report["status"],
            originator=_party(report["originator"]),
            topic=_topic(report["topic"]),
            label=report["label"],
            releasable=None
            if report["releasable"] is None
            else [_party(p) for p in report["releasable"]],
            purposes=list(report["purposes"]),
            published=report["published"],
            said=report["said_ns"],
        ),
        "words": {_slot(p): ns for p, ns in facts["words"].items()},
        **_numbered("originators", [_party(p) for p in origins]),
        **_numbered("legs", [_history(leg) for leg in facts["legs"]]),
    }
    for kind, write in _WRITTEN.items():
        found |= _numbered(kind, [write(it) for it in facts[kind]])
    return found


def _slot(party: str) -> str:
    return party.removeprefix("desk.")


def _text(number: int) -> dict[str, Any]:
    text = shape(number)
    members = text["members"]
    return _given(
        hub=None if text["hub"] is None else _party(text["hub"]),
        topics=[_topic(t) for t in text["topics"]],
        statuses=list(text["statuses"]),
        fields=None if text["fields"] is None else list(text["fields"]),
        shared=[{"party": _party(p), "label": "LOW"} for p in members],
        above=[{"party": _party(p), "label": "HIGH"} for p in members],
        assurance=text["assurance"],
        contractors=[_party(p) for p in text["contractors"]],
        inspection_days=text["inspection_days"],
        freshness_hours=text["freshness_hours"],
        standing_kinds=list(text["standing_kinds"]),
        suspended_days=text["suspended_days"],
    )


def _history(history: Facts) -> dict[str, Any]:
    return {
        "members": [_party(p) for p in history["members"]],
        "entry": history["entry"],
        "signed": {
            _slot(p): {"begins": begins, "certain": certain}
            for p, (begins, certain) in history["signed"].items()
        },
        "completed": {_slot(p): ns for p, ns in history["completed"].items()},
        "readings": {_slot(p): _readings(r) for p, r in history["readings"].items()},
        **_numbered("notices", [_notice(n) for n in history["notices"]]),
    }


def _readings(said: Sequence[tuple[int, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (when, reading) in zip(("first", "second"), said, strict=False):
        found |= {name: when, f"{name}_window": reading == "annual-window"}
    return found


def _notice(notice: Facts) -> dict[str, Any]:
    return _given(
        note=notice["note"],
        given=notice["given_ns"],
        ends=notice["ends_ns"],
        suspended=notice.get("suspended_ns"),
        suspension=notice.get("suspension"),
        lifted=notice.get("lifted_ns"),
        lift_ends=notice.get("lift_ends_ns"),
        withdrawn=notice.get("withdrawn_ns"),
        withdraws=list(notice.get("withdraws", ())),
    )


_WRITTEN: Final[dict[str, Callable[[Facts], dict[str, Any]]]] = {
    "postures": lambda it: {
        "party": _party(it["party"]),
        "to_all": not it["recipient"],
        "recipient": _party(it["recipient"]),
        "topic": _topic(it["topic"]),
        "stance": it["stance"],
        "said": it["said_ns"],
        **_fields(it["fields"]),
    },
    "decisions": lambda it: {
        "agreement": it["agreement"],
        "party": _party(it["party"]),
        "recipient": _party(it["recipient"]),
        "report": it["report"],
        "purpose": it["purpose"],
        "said": it["said_ns"],
        **_fields(it["fields"]),
    },
    "approvals": lambda it: {
        "name": it["name"],
        "agreement": it["agreement"],
        "party": _party(it["party"]),
        "holder": _party(it["holder"]),
        "recipient": _party(it["recipient"]),
        "report": it["report"],
        "kinds": list(it["kinds"]),
        "purpose": it["purpose"],
        "said": it["said_ns"],
        "until": it["until_ns"],
        **_fields(it["fields"]),
    },
    "revocations": lambda it: {
        "party": _party(it["party"]),
        "approval": it["approval"],
        "said": it["said_ns"],
    },
    "assurances": lambda it: _given(
        party=_party(it["party"]),
        items=list(it["items"]),
        said=it["said_ns"],
        until=it["until_ns"],
    ),
    "attestations": lambda it: _given(
        party=_party(it["party"]),
        about=_party(it["about"]),
        items=list(it["items"]),
        said=it["said_ns"],
        dated=it["dated_ns"],
        until=it["until_ns"],
    ),
    "enquiries": lambda it: {
        "name": it["name"],
        "agreement": it["agreement"],
        "party": _party(it["party"]),
        "to": _party(it["to"]),
        "topic": _topic(it["topic"]),
        "begins": it["from_ns"],
        "until": it["to_ns"],
        "said": it["said_ns"],
        "due": it["due_ns"],
    },
    "answers": lambda it: {
        "party": _party(it["party"]),
        "enquiry": it["enquiry"],
        "outcome": it["outcome"],
        "said": it["said_ns"],
    },
}

assert len(PARTIES) == ORIGINATORS
