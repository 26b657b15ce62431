"""Taking a copy out of the node: numbered, marked, for somebody and something.

Source:
    Article 14 of the agreement of 2016, as the example text paraphrases it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from watchword.agreements.access import misses_purpose
from watchword.errors import ReleaseError, UsageError
from watchword.model.report import LONGEST_NAME, Header
from watchword.model.text import check_text
from watchword.node.effects import Effect, Enter
from watchword.node.inputs import MakeCopy
from watchword.node.item import item_of, laws_of, outcome_of, own_label, scales_of
from watchword.node.markings import header_of
from watchword.node.view import View

NO_MARKING: Final = "no-marking"


def make_copy(view: View, given: MakeCopy, at_ns: int) -> Iterator[Effect]:
    """Give a copy its number; the entry is durable before anybody has it.

    Raises:
        UsageError: No such report is held, or recipient or purpose is missing.
        ReleaseError: It is gone (``not-held``), bears no own label
            (``no-marking``), or its label names other purposes (``purpose``).
    """
    header = _held_header(view, given, at_ns)
    marking = item_of(view, given.report, header).marking
    own = own_label(view, given.report, header, marking)
    if own is None and header.publication is None:
        raise ReleaseError(
            f"{given.report[:12]} bears no label of this party: nothing leaves without",
            code=NO_MARKING,
        )
    _check_purpose(view, given, header)
    yield Enter(
        kind="copy",
        body={
            "report": given.report,
            "number": view.copies(given.report) + 1,
            "recipient": given.recipient,
            "purpose": given.purpose,
            "person": given.person,
            "label": marking.label,
            "own_label": own or "",
            "at_ns": at_ns,
        },
    )


def _held_header(view: View, given: MakeCopy, at_ns: int) -> Header:
    for name, text in (("recipient", given.recipient), ("purpose", given.purpose)):
        check_text(name, text, LONGEST_NAME)
        if not text.strip():
            raise UsageError(f"a copy has a {name}")
    header = header_of(view, given.report)
    if header is None:
        raise UsageError(f"no report is called {given.report[:16]}")
    gone = outcome_of(view, given.report, at_ns)
    if gone is not None:
        raise ReleaseError(f"{given.report[:12]} is {gone}", code="not-held")
    return header


def _check_purpose(view: View, given: MakeCopy, header: Header) -> None:
    item = item_of(view, given.report, header)
    for law in laws_of(view, given.report, scales_of(view)):
        refusal = misses_purpose(item, law, given.purpose)
        if refusal is not None:
            raise ReleaseError(
                f"{given.report[:12]} · {refusal.id} {refusal.code} · {refusal.says}",
                code="purpose",
            )
