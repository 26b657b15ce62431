"""The end of a report's content here, on this party's own signed word.

Rule 1: only an own ``Disposal`` destroys; nothing a partner says does.
Rule 2: what is destroyed is never kept again, however often it comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from watchword.errors import TrustError
from watchword.model.message import Disposal, Outcome
from watchword.node.effects import Effect, Erase
from watchword.node.messages import basis_under
from watchword.node.view import View
from watchword.wire.line import Line
from watchword.wire.statement import Statement

ENDING: Final[tuple[Outcome, ...]] = ("destroyed", "returned")
"""The outcomes after which this party holds the content no longer."""


def erase(view: View, name: str, disposal: Disposal) -> Iterator[Effect]:
    """Carry out an own certificate, once it is held and told.

    Args:
        view: What the node holds.
        name: The certificate's name.
        disposal: What it says.
    """
    if disposal.party == view.party and disposal.outcome in ENDING:
        yield Erase(
            report=disposal.report,
            certificate=name,
            basis={
                agreement: basis_under(view, agreement, disposal)
                for agreement in view.agreements()
            },
        )


def check_stands_in(line: Line, statement: Statement) -> None:
    """Refuse a line that stands for another without the sender's certificate.

    Raises:
        TrustError: It bears something else (``unexpected-statement``).
    """
    if not line.stands_for:
        return
    if (
        not isinstance(statement, Disposal)
        or statement.party != line.sender
        or statement.outcome not in ENDING
    ):
        raise TrustError(
            "a line stands for another without its sender's certificate",
            code="unexpected-statement",
        )
