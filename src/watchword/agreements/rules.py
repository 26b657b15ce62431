"""The rules of release: one function each, all of them always asked.

1. A rule answers ``None`` or the refusal; it never looks at another rule.
2. A rule that needs the text says nothing where none is known: ``no-agreement``
   has said it.
3. What the originator has published itself needs no agreement's permission:
   force, scope, label, ceiling, assurance and will are satisfied by the
   publication.  Parties, way, status and the approvals of others whose content
   it contains are not, and ``halt`` stays a halt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from watchword.agreements import rules_said as said
from watchword.agreements import rules_text as text
from watchword.agreements.case import Case, Refusal

Rule = Callable[[Case], Refusal | None]

REGISTRY: Final[Mapping[str, Rule]] = {
    "no-agreement": text.rule_agreement,
    "agreement-not-in-force": text.rule_in_force,
    "not-a-party": text.rule_parties,
    "not-through-hub": text.rule_hub,
    "leg-agreement": text.rule_leg,
    "out-of-scope": text.rule_scope,
    "wrong-status": text.rule_status,
    "unknown-label": text.rule_label,
    "above-ceiling": text.rule_ceiling,
    "not-releasable-to": said.rule_releasable_to,
    "no-originator-approval": said.rule_originator,
    "purpose": said.rule_purpose,
    "no-assurance": said.rule_assurance,
    "contractor": said.rule_contractor,
    "stale-instruments": said.rule_freshness,
    "not-held": said.rule_held,
    "grant-expired": said.rule_grant,
    "posture": said.rule_posture,
}
"""Every rule, by the code it refuses with; its docstring names its article."""

RULES: Final[tuple[Rule, ...]] = tuple(REGISTRY.values())
