"""Sealing a report to a third party past a hub that is not to read it.

Rule 1: the originator answers every rule for the third party itself: only the
        way is the hub's.
Rule 2: randomness is an argument; the box is the same for the same seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from watchword.agreements.decide import Decision, decide_under
from watchword.errors import TooLargeError, UnknownAuthorityError, UsageError
from watchword.model.party import PartyId
from watchword.model.sealed import SealedLine
from watchword.node.admit import Arrival, admit
from watchword.node.effects import Effect, Hold, Inside, Offer, Refuse
from watchword.node.inputs import ReleaseSealed
from watchword.node.own import own_report
from watchword.node.relay import Messages, companions
from watchword.node.release import lane_of, request_for, standings_with
from watchword.node.view import Held, View
from watchword.trust.authority import newest_operational_key
from watchword.trust.seal import seal_to
from watchword.wire.enclosed import Enclosed, format_enclosed
from watchword.wire.line import Channel
from watchword.wire.scan import MAX_LINE_BYTES
from watchword.wire.statement import Statement, format_statement

LARGEST_BOX: Final = MAX_LINE_BYTES * 9 // 16 - 4096
"""Bytes grow by a third in base64, and a box is in it twice."""


def release_sealed(view: View, given: ReleaseSealed, at_ns: int) -> Iterator[Effect]:
    """Hold the decision; seal what it lets go, and hand it to the hub.

    Raises:
        UsageError: It is not an own report that is held here.
        UnknownAuthorityError: No key of the recipient is known.
        TooLargeError: It would not fit on a line.
    """
    approval = given.approval
    if approval.party != view.party:
        raise UsageError(f"this node speaks for {view.party} only")
    held = own_report(view, approval.report)
    if held.source != view.party:
        raise UsageError("only an own report is sealed past a hub")
    own = _hold(view, approval, at_ns)
    yield own
    decision = _decide(view, held, given, own.name, at_ns)
    if not decision.permitted:
        yield Refuse(
            name=held.name, recipient=approval.recipient, decisions=(decision,)
        )
        return
    said = Messages(view.messages_about(held.name))
    yield from companions(view, held, approval.recipient, decision, said)
    yield from _seal(view, held, given, decision)


def _decide(
    view: View, held: Held, given: ReleaseSealed, name: str, at_ns: int
) -> Decision:
    approval = given.approval
    request = request_for(view, held, approval.recipient, at_ns)
    if request is None:
        raise UsageError("only a report is sealed")
    asked = msgspec.structs.replace(
        request, agreement=approval.agreement, via=given.via
    )
    fresh = (name, approval)
    return decide_under(asked, standings_with(view, approval.agreement, at_ns, fresh))


def _seal(
    view: View, held: Held, given: ReleaseSealed, decision: Decision
) -> Iterator[Effect]:
    approval, at_ns = given.approval, decision.at_ns
    basis = {row.field: row.basis for row in decision.fields}
    fields = tuple(field for field in basis if field != "header")
    inner = Enclosed(
        envelope=view.envelope(held.name),
        disclosed=tuple(held.fields[field] for field in fields),
        basis=basis,
        released_at_ns=at_ns,
    )
    data = format_enclosed(inner)
    if len(data) > LARGEST_BOX:
        raise TooLargeError("sealed it would not fit on a line", code="line-too-long")
    sealed = SealedLine(
        party=view.party,
        agreement=approval.agreement,
        said_at_ns=at_ns,
        holder=given.via,
        recipient=approval.recipient,
        until_ns=given.until_ns,
        box=seal_to(_key_of(view, approval.recipient, at_ns), data, given.seed),
    )
    own = _hold(view, sealed, at_ns)
    yield own
    yield Offer(
        channel=Channel(
            agreement=approval.agreement,
            sender=view.party,
            recipient=given.via,
            lane=lane_of(held),
        ),
        name=own.name,
        fields=(),
        basis={"header": basis["header"]},
        released_at_ns=at_ns,
        decision=decision,
        inside=Inside(
            name=held.name, recipient=approval.recipient, fields=fields, basis=basis
        ),
    )


def _key_of(view: View, party: PartyId, at_ns: int) -> bytes:
    authority = view.authority(party)
    key = None if authority is None else newest_operational_key(authority, at_ns)
    if key is None:
        raise UnknownAuthorityError(
            f"no key of {party} is known to seal to", hint="party import takes its file"
        )
    return key


def _hold(view: View, statement: Statement, at_ns: int) -> Hold:
    arrival = Arrival(
        statement=statement,
        payload=format_statement(statement),
        envelope=None,
        source=view.party,
    )
    return admit(view, arrival, at_ns)
