"""An analyst's judgement: what it may say of the reports held here.

It is this party's own word about its own picture: it goes to nobody, and no
partner's is taken.
"""

from __future__ import annotations

from typing import Final

from watchword.errors import UsageError
from watchword.model.judgement import Judgement
from watchword.node.view import View
from watchword.wire.statement import SealedReport

_HINT: Final = "report list shows the names"


def check_judgement(view: View, judgement: Judgement) -> None:
    """Refuse a judgement that could mean nothing.

    Raises:
        UsageError: It names what is not held here; reports that can never be
            of one event, or of which one corrects the other; or undoes what is
            no judgement of this party.
    """
    if judgement.verdict == "undone":
        _check_undoes(view, judgement)
        return
    reports = {name: _report(view, name) for name in judgement.reports}
    others = {name: _report(view, name) for name in judgement.others}
    if judgement.verdict == "same":
        _check_one_kind(list(reports.values()))
    for one, mine in reports.items():
        for far, theirs in others.items():
            if mine.header.corrects == far or theirs.header.corrects == one:
                raise UsageError(
                    f"{one[:12]} and {far[:12]} correct each other: they stay together",
                    hint="withdraw the one that is wrong",
                )


def _report(view: View, name: str) -> SealedReport:
    held = view.held(name)
    if held is None or not isinstance(held.statement, SealedReport):
        raise UsageError(f"no report is called {name[:16]}", hint=_HINT)
    return held.statement


def _check_one_kind(reports: list[SealedReport]) -> None:
    kinds = {(each.header.kind, each.header.status) for each in reports}
    if len(kinds) > 1:
        said = " and ".join(sorted(f"{kind} ({status})" for kind, status in kinds))
        raise UsageError(f"{said} are never one event")
    if next(iter(kinds))[0] == "statement":
        raise UsageError("free statements are of no event")


def _check_undoes(view: View, judgement: Judgement) -> None:
    held = view.held(judgement.undoes)
    if held is None or not isinstance(held.statement, Judgement):
        raise UsageError(
            f"no judgement is called {judgement.undoes[:16]}",
            hint="watchword judge list shows them",
        )
