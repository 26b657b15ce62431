"""Taking a copy of a report out of the node: numbered, marked and noted."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.commands.named import report_named
from watchword.edge.copytext import copy_text
from watchword.edge.desk import Desk
from watchword.edge.reader import Reader
from watchword.errors import UsageError
from watchword.model.fieldtext import format_value
from watchword.model.time import format_ns
from watchword.node.effects import Enter
from watchword.node.inputs import MakeCopy
from watchword.node.item import item_of
from watchword.node.own import own_report
from watchword.wire.sealed import open_fields
from watchword.wire.statement import SealedReport


class ReportExport(msgspec.Struct, frozen=True, kw_only=True, tag="export"):
    """Take a copy, for somebody and for something.

    Its number is in the ledger before anybody has it.

    Args:
        report: The beginning of the report's name.
        to: For whom: a name on the register, an office, a place.
        purpose: What for.
    """

    report: str
    to: str
    purpose: str

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Number it; answer with the copy, as plain values and as text.

        Raises:
            UsageError: The recipient is a partner.
            ReleaseError: The person may not open it, it bears no marking, is
                gone, or serves other purposes.
        """
        if self.to in desk.view.partners():
            raise UsageError(
                f"{self.to} is a partner: a copy is for the own people",
                hint=f"watchword release {self.report[:12]} --to {self.to}",
            )
        name = report_named(desk, self.report)
        if reader is not None:
            reader.check(desk, [name], self.purpose)
        outcome = await desk.submit(
            MakeCopy(
                report=name,
                recipient=self.to,
                purpose=self.purpose,
                person="" if reader is None else reader.person.name,
            )
        )
        (entered,) = (e for e in outcome.effects if isinstance(e, Enter))
        copy = copy_plain(desk, name, entered)
        return {**copy, "text": copy_text(copy)}


def copy_plain(desk: Desk, name: str, entered: Enter) -> dict[str, Any]:
    """A copy as plain values: the marking first, then what was signed."""
    held = own_report(desk.view, name)
    if not isinstance(held.statement, SealedReport):
        raise AssertionError(name)  # noqa: TRY004 (``own_report`` gives reports)
    body, header = entered.body, held.statement.header
    marking = item_of(desk.view, name, header).marking
    fields = open_fields(held.statement.sealed, tuple(held.fields.values()))
    plain: dict[str, Any] = msgspec.to_builtins(header)
    return {
        "status": header.status,
        "label": marking.label,
        "originator": header.originator,
        "originators": list(header.originators),
        "own_label": body["own_label"],
        "party": desk.config.party,
        "caveats": list(marking.caveats),
        "releasable_to": marking.releasable_to,
        "purposes": list(marking.purposes),
        "copy": body["number"],
        "recipient": body["recipient"],
        "purpose": body["purpose"],
        "made_at": format_ns(body["at_ns"]),
        "made_by": body["person"],
        "report": name,
        "header": plain,
        "fields": {field: format_value(value) for field, value in fields.items()},
        "signed": msgspec.to_builtins(desk.view.envelope(name)),
        "disclosed": sorted(held.fields.values()),
    }
