"""Three parties, a hub, legs that rest on other agreements, and rules of handling.

What north reports goes to west, the hub, and from there to south.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace
from tests.unit.agreements.papers import NORTH, SOUTH, TEXT, instant, ns

from watchword.agreements.case import Request
from watchword.agreements.decide import Decision, decide
from watchword.agreements.standing import Papers
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Instrument,
    Posture,
    Signature,
)
from watchword.model.marking import Marking
from watchword.model.message import (
    AnyMessage,
    Enquiry,
    OriginatorApproval,
    Record,
    Revocation,
    Word,
)
from watchword.model.party import PartyId
from watchword.model.report import Header
from watchword.model.time import DAY_NS, HOUR_NS

WEST: Final = PartyId("desk.west")
TRIO: Final = AgreementId("trio")
FIRST: Final = AgreementId("leg-first")
SECOND: Final = AgreementId("leg-second")
AT: Final = ns("2020-05-01T00:00")
BEFORE: Final = AT - DAY_NS
NAME: Final = "a" * 64
OTHER: Final = "b" * 64
APPROVAL: Final = "c" * 64
ENQUIRY: Final = "d" * 64
NAMES: Final = {OriginatorApproval: APPROVAL, Enquiry: ENQUIRY}

HUB: Final = 'hub = "desk.west"\n'
LEGS: Final = "".join(
    f'[[leg]]\nparties = ["{one}", "desk.west"]\nagreement = "{name}"\n'
    for one, name in ((NORTH, FIRST), (SOUTH, SECOND))
)
ASKS: Final = """
[[clause]]
id = "art-7"
article = "7"
rule = "no-assurance"
says = "The recipient assures first."
evidence = "R"
"""


def trio_text(
    *, hub: str = HUB, handling: str = "", legs: str = "", more: str = ""
) -> str:
    """The text; ``handling`` is the body of its table."""
    text = TEXT.replace('id = "pact"', f'id = "{TRIO}"')
    text = text.replace('"desk.south"]', '"desk.south", "desk.west"]', 1)
    text = text.replace('entry = "completion"', 'entry = "signature"')
    text = text.replace('text = "for tests"', f'{hub}text = "for tests"')
    south = '"desk.south" = ["MITTE"]\n'
    text = text.replace(south, f'{south}"desk.west" = ["MID"]\n')
    table = f"[handling]\n{handling}\n" if handling else ""
    return f"{text}\n{table}{legs}{more}"


def leg_text(name: AgreementId, one: PartyId) -> str:
    text = TEXT.replace('id = "pact"', f'id = "{name}"')
    text = text.replace('entry = "completion"', 'entry = "signature"')
    other = SOUTH if one == NORTH else NORTH
    return text.replace(other, WEST)


def signed(
    name: AgreementId, text: str, *parties: PartyId, dated: str = "2020-03-10T12:00"
) -> tuple[Instrument, ...]:
    return tuple(
        Signature(
            agreement=name,
            party=party,
            note="signed",
            dated=instant(dated),
            version=1,
            text=text,
        )
        for party in parties
    )


def in_force(text: str) -> tuple[Instrument, ...]:
    return signed(TRIO, text, NORTH, SOUTH, WEST)


def push(party: PartyId, at_ns: int = BEFORE) -> Posture:
    return Posture(party=party, agreement=TRIO, stance="push", said_at_ns=at_ns)


def papers(
    *said: AnyMessage | Approval | Posture,
    text: str | None = None,
    more: tuple[Instrument, ...] = (),
) -> Papers:
    """Everybody pushes under the text, unless a posture of its own is given."""
    wills = [s for s in said if isinstance(s, Posture)]
    wills = wills or [push(party) for party in (NORTH, SOUTH, WEST)]
    return Papers(
        instruments=tuple(
            (f"paper-{n}", paper)
            for n, paper in enumerate((*in_force(text or trio_text()), *more))
        ),
        postures=tuple((f"will-{n}", s) for n, s in enumerate(wills)),
        approvals=tuple(
            (f"decision-{n}", s) for n, s in enumerate(said) if isinstance(s, Approval)
        ),
        messages=tuple(
            (NAMES.get(type(s), f"message-{n}"), s)
            for n, s in enumerate(said)
            if isinstance(s, AnyMessage)
        ),
    )


def header(**changes: object) -> Header:
    plain = Header(
        kind="launch",
        status="exercise",
        originator=NORTH,
        said_at_ns=BEFORE,
        topic="missile.ballistic",
        marking=Marking(label="MIDDLE II"),
    )
    return replace(plain, **changes)


def onward(**changes: object) -> Request:
    """West asks to pass on to south what north reported."""
    asked = Request(
        report=header(),
        name=NAME,
        fields=("count", "site"),
        sender=WEST,
        recipient=SOUTH,
        agreement=TRIO,
        at_ns=AT,
    )
    return replace(asked, **changes)


def first_hand(**changes: object) -> Request:
    """North asks to tell west."""
    return onward(sender=NORTH, recipient=WEST, **changes)


def leave(**changes: object) -> OriginatorApproval:
    """North lets west pass the report on to south."""
    said = OriginatorApproval(
        party=NORTH,
        agreement=TRIO,
        said_at_ns=BEFORE,
        holder=WEST,
        recipient=SOUTH,
        report=NAME,
        until_ns=AT + DAY_NS,
    )
    return replace(said, **changes)


def standing_leave(**changes: object) -> OriginatorApproval:
    return replace(leave(report="", kinds=("launch",)), **changes)


def revoked(party: PartyId = NORTH, at_ns: int = AT) -> Revocation:
    return Revocation(party=party, agreement=TRIO, said_at_ns=at_ns, approval=APPROVAL)


def decision(party: PartyId = WEST, **changes: object) -> Approval:
    said = Approval(
        party=party, agreement=TRIO, recipient=SOUTH, report=NAME, said_at_ns=BEFORE
    )
    return replace(said, **changes)


def assurance(party: PartyId, **changes: object) -> Record:
    said = Record(
        party=party,
        agreement=TRIO,
        said_at_ns=BEFORE,
        kind="assurance",
        items=("clearance", "protection", "purpose"),
    )
    return replace(said, **changes)


def attestation(**changes: object) -> Record:
    """North attests that west keeps the fifteen conditions."""
    said = Record(
        party=NORTH,
        agreement=TRIO,
        said_at_ns=BEFORE,
        kind="attestation",
        about=WEST,
        items=tuple("abcdefghijklmno"),
        dated_ns=BEFORE,
    )
    return replace(said, **changes)


def enquiry(**changes: object) -> Enquiry:
    """West asks north."""
    said = Enquiry(
        party=WEST,
        agreement=TRIO,
        said_at_ns=BEFORE,
        to=NORTH,
        topic="missile",
        from_ns=BEFORE,
        to_ns=AT,
        due_ns=AT + DAY_NS,
    )
    return replace(said, **changes)


def word(party: PartyId, hours_ago: int) -> Word:
    return Word(party=party, agreement=TRIO, said_at_ns=AT - hours_ago * HOUR_NS)


def codes(found: Decision) -> list[str]:
    return [refusal.code for refusal in found.refusals]


def answer(asked: Request, known: Papers) -> list[str]:
    """The codes of the refusals; none: it may go."""
    return codes(decide(asked, known))


def going(found: Decision) -> dict[str, str]:
    """What opened each field that goes."""
    return {basis.field: basis.by for basis in found.fields}
