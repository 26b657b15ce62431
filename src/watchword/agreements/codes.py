"""The words of the rules: what a clause can stand behind, and why one refuses.

A clause of an agreement names one of these as its ``rule``; a refusal prints
the clause's id, or ``rule-<code>`` where the agreement has no clause for it.
"""

from __future__ import annotations

from typing import Final

RELEASE: Final = "release"
"""The clause under which content goes: the basis of every field that leaves."""

PROTECTION: Final = "protection"
"""The clause that survives the end: what protective messages cite."""

REFUSAL_CODES: Final[dict[str, str]] = {
    "no-agreement": "no text of that agreement is known here",
    "agreement-not-in-force": "the agreement is not in force at that instant",
    "not-a-party": "sender and recipient are two parties of the agreement",
    "not-through-hub": "every leg begins or ends at the agreement's hub",
    "out-of-scope": "the topic lies outside what the agreement is about",
    "wrong-status": "actual, exercise and test go only where the agreement says",
    "unknown-label": "the label is one of the originator's own in the table",
    "above-ceiling": "the label lies above what the agreement covers",
    "not-releasable-to": "the originator's marking names the recipient",
    "no-originator-approval": "each originator has approved of passing it on",
    "posture": "the sender is willing: a posture, or a release decision",
    "field-not-covered": "the agreement lists the fields it carries",
    "purpose": "it serves no other purpose than its label names",
    "no-assurance": "the recipient has given assurance, and it has not run out",
    "contractor": "an attestation of a contractor's conditions is current",
    "leg-agreement": "the agreement that the leg rests on permits as well",
    "grant-expired": "while a notice is suspended no grant lives long",
    "stale-instruments": "who passes on has heard from the others of late",
    "not-held": "it has not been destroyed or returned",
}
"""Each reason for a refusal, and what it asks for."""

ACCESS_CODES: Final[dict[str, str]] = {
    "not-on-register": "whoever opens it is on the register at that time",
    "clearance": "the clearance reaches the label, and has not run out",
    "need-to-know": "the duties of whoever opens it need it",
}
"""Why a person is refused: a rule of the receiver about its own people."""

DUTY_CODES: Final[dict[str, str]] = {
    "authority": "keys speak for a party by its governance key's word",
    "derivative": "what is made from a report bears its label and originators",
    "marking": "the receiver adds the originator's name and its own label",
    "control": "every item is listed with what became of it",
    "label-change": "the originator's change of label is carried out",
    "end-of-need": "what is needed no longer is returned or destroyed",
    "custody": "custody passes with the receipt that the agreement asks for",
    "storage": "content at rest is under a key of the item",
    "transmission": "who carries it cannot read it",
    "destruction": "the item's key is erased, a certificate stays",
    "copies": "every copy is numbered, with recipient and purpose",
    "translation": "a translation bears label, originator and translator",
    "incident": "loss or compromise is told at once, in every state",
    "dispute": "a dispute relaxes nothing",
    "amendment": "a new version takes the signatures that the text asks for",
    "term": "it runs on unless a notice comes in time",
    "record": "kept as a signed record: people judge it",
}
"""What a clause can stand behind besides a refusal of release."""

RULE_CODES: Final = frozenset(
    {RELEASE, PROTECTION, *REFUSAL_CODES, *ACCESS_CODES, *DUTY_CODES}
)
