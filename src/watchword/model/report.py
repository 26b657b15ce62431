"""A report: what one party says it observed, or what it says another said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal

import msgspec

from watchword.model.field import KIND_OF_FIELD, Value, check_field
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.time import ExactNs

Kind = Literal["launch", "nuclear_test", "seismic_event", "statement"]
Status = Literal["actual", "exercise", "test"]
Urgency = Literal["urgent", "routine"]

LineNumber = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
"""A line's number in its lane: 1, 2, 3 ..."""

KINDS: Final[tuple[Kind, ...]] = (
    "launch",
    "nuclear_test",
    "seismic_event",
    "statement",
)
STATUSES: Final[tuple[Status, ...]] = ("actual", "exercise", "test")


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """Where the originator itself made the content public.

    Args:
        where: An address or a title.
    """

    where: str


class Header(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every recipient of any field learns; signed in the clear.

    Args:
        kind: What sort of thing is reported.
        status: Real, drill or technical check; travels with everything.
        originator: The party that signs and whose agreements bind it.
        attributed_to: The authority that said it, where that is not the
            originator: a ministry, an agency, a research database.
        said_at_ns: When the statement was made, exact.
        topic: Dotted words that an agreement's scope is matched against,
            such as ``missile.ballistic``.
        marking: The originator's label.
        urgency: Which lane it travels in.
        corrects: Name of the earlier statement of the same originator that
            this one supersedes.
        publication: Where the originator published it itself, if it did.
    """

    kind: Kind
    status: Status
    originator: PartyId
    attributed_to: str = ""
    said_at_ns: ExactNs
    topic: str
    marking: Marking
    urgency: Urgency = "routine"
    corrects: str = ""
    publication: Publication | None = None

    @property
    def authority(self) -> str:
        """Who is the witness: the one quoted, or the originator itself."""
        return self.attributed_to or self.originator


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A header and the fields that are open here, by name.

    What was withheld is simply absent: neither value nor name is known.

    Raises:
        UsageError: A field does not hold what its name says.
    """

    header: Header
    fields: Mapping[str, Value]

    def __post_init__(self) -> None:
        for name, value in self.fields.items():
            if name in KIND_OF_FIELD:
                check_field(name, value)
