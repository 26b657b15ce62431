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
    "no-originator-approval": "only the originator's own reports go",
    "posture": "the sender is willing: a posture, or a release decision",
    "field-not-covered": "the agreement lists the fields it carries",
}
"""Each reason for a refusal, and what it asks for."""

RULE_CODES: Final = frozenset({RELEASE, PROTECTION, *REFUSAL_CODES})
