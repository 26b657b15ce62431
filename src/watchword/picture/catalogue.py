"""The catalogue: every event, numbered, under a name that stays.

1. An event's name is that of its first member in canonical order.  The names of
   all members are aliases: whatever becomes of an event, its old name finds it.
2. Every event of the picture is listed.  What it rests on says how it stands:
   what only the side that fired has said is ``claimed``, and what its
   witnesses took back, or an analyst did, is ``withdrawn``; both keep their page.
3. A statement takes an event back by a correction with a count of 0.
4. Real, exercise and test events are never in one catalogue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final, Literal

import msgspec

from watchword.errors import UsageError
from watchword.fusion.said import Said
from watchword.model.event import Event
from watchword.model.report import Status
from watchword.model.time import Instant
from watchword.picture.evidence import Evidence, evidence
from watchword.picture.picture import Picture

Standing = Literal["held", "disputed", "claimed", "withdrawn"]

SHORTEST: Final = 4
UTC: Final = "UTC"


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the catalogue.

    Args:
        number: From 1, in the order of time; it changes as events come in.
        event: The event; its ``id`` does not.
        said: Its members, in canonical order.
    """

    number: int
    event: Event
    said: tuple[Said, ...]

    @property
    def standing(self) -> Standing:
        """How it stands by all its witnesses.

        ``disputed``: some took it back and some did not.
        """
        if self.event.is_withdrawn:
            return "withdrawn"
        found = self.evidence()
        if found is None:
            return "claimed"
        low, high = found.number
        if high == 0:
            return "withdrawn"
        return "held" if low else "disputed"

    @property
    def outcome(self) -> str:
        """What came of it, as its witnesses say; empty: nobody does."""
        found = self._weighed(self.said, own_word=True)
        return " or ".join(sorted(found.outcomes)) if found else ""

    def evidence(self, by: Collection[str] = ()) -> Evidence | None:
        """What chosen witnesses say of it; ``None``: nothing.

        Args:
            by: Authorities or parties; none: all, but for what the side that
                fired says of itself.  Who is named is heard in any case.
        """
        if not by:
            return self._weighed(self.said)
        chosen = [each for each in self.said if _speakers(each) & set(by)]
        return self._weighed(chosen, own_word=True)

    def _weighed(
        self, said: Sequence[Said], *, own_word: bool = False
    ) -> Evidence | None:
        """What an analyst withdrew does not count."""
        gone = self.event.withdrawn
        return evidence(said, own_word=own_word, withdrawn=frozenset(gone))


def catalogue(
    shown: Picture, said: Collection[Said], status: Status
) -> tuple[Listed, ...]:
    """The events of a picture, each with its members.

    Args:
        shown: The picture.
        said: The reports that it was folded from.
        status: Which events: real ones, or those of exercises or tests.
    """
    by_name = {each.name: each for each in said}
    events = (event for event in shown.events if event.status == status)
    return tuple(
        Listed(
            number=number,
            event=event,
            said=tuple(by_name[name] for name in event.members),
        )
        for number, event in enumerate(events, start=1)
    )


def find(listed: Sequence[Listed], text: str) -> Listed:
    """The event of that number, or that has a member whose name begins so.

    Raises:
        UsageError: None, or several.
    """
    if text.isdecimal() and len(text) < SHORTEST:
        if 1 <= int(text) <= len(listed):
            return listed[int(text) - 1]
        raise UsageError(f"there is no number {text}: {len(listed)} events are listed")
    found = [
        each
        for each in listed
        if len(text) >= SHORTEST
        and any(name.startswith(text) for name in each.event.members)
    ]
    if len(found) != 1:
        how_many = "several events have" if found else "no event has"
        raise UsageError(
            f"{how_many} a statement that begins with {text[:64]!r}",
            hint="catalogue list shows the names; four characters or more",
        )
    return found[0]


def speakers_named(listed: Sequence[Listed], texts: Collection[str]) -> frozenset[str]:
    """The authorities and parties that a person means, by a part of their names.

    Raises:
        UsageError: Nobody of such a name has said anything here, or several.
    """
    known = {name for each in listed for said in each.said for name in _speakers(said)}
    return frozenset(_speaker(text, known) for text in texts)


def _speaker(text: str, known: Collection[str]) -> str:
    found = [name for name in known if text.casefold() in name.casefold()]
    if text in known or len(found) == 1:
        return text if text in known else found[0]
    how_many = "means several witnesses" if found else "is a witness of nothing here"
    raise UsageError(
        f"{text[:200]!r} {how_many}", hint="witnesses: " + "; ".join(sorted(known))
    )


def zone_of_record(held: Iterable[Said]) -> str:
    """The zone in which most times were stated; UTC where none was."""
    zones = Counter(
        value.zone or UTC
        for said in held
        for name, value in said.report.fields.items()
        if isinstance(value, Instant) and name.startswith("observed_")
    )
    return min(zones, key=lambda zone: (-zones[zone], zone), default=UTC)


def _speakers(said: Said) -> set[str]:
    header = said.report.header
    return {header.authority, str(header.originator)}
