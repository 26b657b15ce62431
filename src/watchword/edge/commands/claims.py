"""Checking a claim against what this node holds."""

from __future__ import annotations

from typing import Any

import msgspec

from watchword.edge.commands.counts import count_row
from watchword.edge.desk import Desk
from watchword.edge.reader import Reader
from watchword.edge.shelf import Asked, Shelf, instant_ns, shelf_for
from watchword.picture.catalogue import speakers_named
from watchword.picture.check import Ground, Record, check
from watchword.picture.claim import Claim
from watchword.picture.claimtext import claim_words
from watchword.picture.days import Day, day_of, format_day
from watchword.picture.weighed import weigh


class ClaimCheck(Asked, frozen=True, kw_only=True, tag="claim-check"):
    """Ask whether a claim is true by what is held.

    Args:
        claim: The claim.
        whole_from: The first local day from which on everything that was seen
            is held; ``None``: the day after this node's ledger began, and
            none where a report has been destroyed since.
        said_on: The day on which it was said, for a claim of a text: it is
            checked as of the end of that day, or where this node's ledger is
            younger, by what is held now of the days until then.  ``as_of`` goes
            before it.
        by: Whose reports, by parts of the names of authorities or parties; none:
            all witnesses.
    """

    claim: Claim
    whole_from: Day | None = None
    said_on: Day | None = None
    by: tuple[str, ...] = ()

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Answer, with what each rule says and the counts behind it.

        From whom something is withheld it is never false for want of reports.

        Raises:
            UsageError: No such instant, zone or witness.
        """
        asked = self._as_of_then(desk)
        shelf = await shelf_for(desk, reader, asked, "claim-check")
        by = speakers_named(shelf.listed, self.by)
        whole_from = self._whole_from(shelf)
        until = day_of(shelf.until_ns, shelf.zone)
        until = until if self.said_on is None else min(until, self.said_on)
        record = Record(
            weighed=weigh(shelf.listed, by),
            zone=shelf.zone,
            until=until,
            whole_from=whole_from,
        )
        checked = check(self.claim, record)
        return {
            **shelf.head(by),
            "until": format_day(until),
            "claim": claim_words(self.claim),
            "verdict": checked.verdict,
            "why": checked.why,
            "whole_from": None if whole_from is None else format_day(whole_from),
            "destroyed": len(shelf.destroyed()),
            "rules": [_ground_row(each, shelf) for each in checked.grounds],
        }

    def _as_of_then(self, desk: Desk) -> ClaimCheck:
        if self.said_on is None or self.as_of:
            return self
        day = format_day(self.said_on)
        end_ns = instant_ns(day, self.zone or "UTC")
        begins_ns = desk.store.value("SELECT min(known_at_ns) FROM entry")
        if begins_ns is None or not begins_ns <= end_ns <= desk.clock.now_ns():
            return self
        return msgspec.structs.replace(self, as_of=day)

    def _whole_from(self, shelf: Shelf) -> int | None:
        if shelf.withheld:
            return None
        if self.whole_from is not None:
            return self.whole_from
        begins_ns = shelf.begins_ns()
        if begins_ns is None or shelf.destroyed():
            return None
        return day_of(begins_ns, shelf.zone) + 1


def _ground_row(ground: Ground, shelf: Shelf) -> dict[str, Any]:
    return {
        "rule": ground.rule.name,
        "means": ground.rule.says,
        "holds": ground.holds,
        "says": ground.says,
        "counts": [count_row(each, shelf.listed, shelf.zone) for each in ground.counts],
    }
