"""Which command is whose: one table, asked at every door of a node with a register.

A role lets a person give a command.  It opens no content: a command that reads
shows what clearance and need of whoever gives it allow, whatever the role.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from watchword.errors import ReleaseError
from watchword.model.person import ROLES, Person, Role


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """What a command is to whoever gives it.

    Args:
        roles: Whose it is; any of them will do.
        reads: It shows content, as far as the person may open it.
    """

    roles: frozenset[Role]
    reads: bool = False


_EVERYBODY: Final = Duty(roles=frozenset(ROLES))
_READING: Final = Duty(
    roles=frozenset({"analyst", "control-officer", "duty-officer", "release-officer"}),
    reads=True,
)


def _of(*roles: Role) -> Duty:
    return Duty(roles=frozenset(roles))


_TALKING: Final = _of("control-officer", "duty-officer", "release-officer")
_SHIFT: Final = _of("analyst", "control-officer", "duty-officer", "release-officer")
_CUSTODY: Final = _of("control-officer", "release-officer")
_FILING: Final = _of("analyst", "control-officer", "duty-officer")
_RECORDS: Final = _of("auditor", "control-officer", "duty-officer", "release-officer")

DUTIES: Final[Mapping[str, Duty]] = {
    "acknowledge": _TALKING,
    "agreement-life": _EVERYBODY,
    "agreement-what-if": _of("auditor", "release-officer"),
    "alert-acknowledge": _TALKING,
    "alert-list": _EVERYBODY,
    "alert-test": _of("control-officer", "duty-officer", "operator"),
    "answer": _TALKING,
    "approval-list": _RECORDS,
    "approval-revoke": _of("release-officer"),
    "approve": _of("release-officer"),
    "ask": _TALKING,
    "backup": _of("operator"),
    "dispose": _CUSTODY,
    "doctor": _EVERYBODY,
    "enquiry-list": _RECORDS,
    "history": _RECORDS,
    "incident-follow": _TALKING,
    "incident-list": _RECORDS,
    "incident-open": _TALKING,
    "judge": _of("analyst"),
    "judgement-list": _of("analyst", "auditor", "duty-officer", "release-officer"),
    "judgement-undo": _of("analyst"),
    "key-list": _EVERYBODY,
    "key-rotate": _of("operator"),
    "label-change": _of("release-officer"),
    "recall": _of("release-officer"),
    "record-add": _CUSTODY,
    "record-list": _RECORDS,
    "register": _of("control-officer"),
    "tasks": _RECORDS,
    "add-signed": _of("operator", "release-officer"),
    "agreement-list": _EVERYBODY,
    "agreement-state": _EVERYBODY,
    "agreement-text": _EVERYBODY,
    "agreement-timeline": _EVERYBODY,
    "audit": _of("auditor"),
    "catalogue-changes": _READING,
    "catalogue-list": _READING,
    "catalogue-show": _READING,
    "claim-check": _READING,
    "clock-advance": _of("operator"),
    "count": _READING,
    "courier-pack": _of("duty-officer", "operator"),
    "courier-status": _EVERYBODY,
    "courier-unpack": _of("duty-officer", "operator"),
    "delivered": _EVERYBODY,
    "export": _READING,
    "inventory": _of("auditor", "control-officer"),
    "ledger-follow": _of("auditor", "operator"),
    "ledger-forks": _of("auditor", "control-officer", "operator"),
    "ledger-keys": _EVERYBODY,
    "ledger-prove": _of("auditor", "operator", "release-officer"),
    "ledger-tiles": _of("auditor", "operator"),
    # Whom to believe again is not for whoever runs the machine.
    "ledger-trust-again": _of("control-officer", "release-officer"),
    "ledger-verify": _of("auditor", "operator"),
    "link-open": _EVERYBODY,
    "link-status": _EVERYBODY,
    "node": _EVERYBODY,
    "party-export": _EVERYBODY,
    "party-import": _of("operator"),
    "party-list": _EVERYBODY,
    "person-register": _of("auditor", "control-officer", "operator"),
    "oddity-list": _READING,
    "picture": _READING,
    "picture-export": _READING,
    "picture-open": _READING,
    "picture-read": _READING,
    "posture-set": _of("release-officer"),
    # A proposal has no label yet: whoever may file it reads it.
    "proposal-discard": _FILING,
    "proposal-file": _FILING,
    "proposal-list": _FILING,
    "proposal-show": _FILING,
    "quarantine": _of("auditor", "control-officer", "operator"),
    "refusals": _of("auditor", "release-officer"),
    "release": _of("release-officer"),
    # It shows nothing of a report but its name; of sources the filer opens
    # them first.
    "report-file": _FILING,
    "report-import": _FILING,
    "source-import": _FILING,
    "report-list": _READING,
    "shift-hand-over": _SHIFT,
    "shift-note": _SHIFT,
    "shift-show": _RECORDS,
    "shift-take-over": _SHIFT,
    "restored": _EVERYBODY,
    "restored-settle": _of("operator"),
    "tray-list": _EVERYBODY,
    "why": _of("auditor", "release-officer"),
    "why-not": _EVERYBODY,
}
"""By the command's name on the socket; what is not listed is nobody's."""


def check_duty(person: Person, command: str) -> None:
    """Refuse a command that is none of a person's duties.

    Raises:
        ReleaseError: It is not (``role``).
    """
    duty = DUTIES.get(command)
    if duty is not None and duty.roles & set(person.roles):
        return
    whose = "nobody" if duty is None else ", ".join(sorted(duty.roles))
    raise ReleaseError(
        f"{command} is no duty of {person.name}",
        hint=f"it is for: {whose}",
        code="role",
    )
