"""A report: what one party says it observed, or what it says another said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

import msgspec

from watchword.errors import UsageError
from watchword.model.field import KIND_OF_FIELD, Value, check_field
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.text import check_text
from watchword.model.time import ExactNs

Kind = Literal["launch", "nuclear_test", "seismic_event", "statement"]
Status = Literal["actual", "exercise", "test"]
Urgency = Literal["urgent", "routine"]
Form = Literal[
    "electronic", "documentary", "equipment", "magnetic", "oral", "technology", "visual"
]

LineNumber = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
"""A line's number in its lane: 1, 2, 3 ..."""

KINDS: Final[tuple[Kind, ...]] = (
    "launch",
    "nuclear_test",
    "seismic_event",
    "statement",
)
STATUSES: Final[tuple[Status, ...]] = ("actual", "exercise", "test")


LONGEST_NAME: Final = 200
TOPIC: Final = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)*")
STATEMENT_NAME: Final = re.compile(r"[0-9a-f]{64}")


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """Where the originator itself made the content public.

    Args:
        where: An address or a title.

    Raises:
        UsageError: It is empty, too long, or steers a screen.
    """

    where: str

    def __post_init__(self) -> None:
        if not self.where:
            raise UsageError("a publication says where")
        check_text("publication", self.where, 2000)


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
        form: How the content was given; what is not electronic may have no
            field here, and is registered all the same.
        derived_from: Names of the reports that this one is made from.
        originators: The other parties whose content it contains, sorted.
        language: Of a translation, such as ``ja``.
        translator: Who made the translation.
        rights: Patents, copyright and trade secrets in it, in words.
        need_until_ns: After that it is returned or destroyed.

    Raises:
        UsageError: A text is too long or steers a screen, the topic is no
            dotted words, or ``corrects`` is no name.
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
    form: Form = "electronic"
    derived_from: tuple[str, ...] = ()
    originators: tuple[PartyId, ...] = ()
    language: str = ""
    translator: str = ""
    rights: str = ""
    need_until_ns: ExactNs | None = None

    def __post_init__(self) -> None:
        check_text("attributed_to", self.attributed_to, LONGEST_NAME)
        if TOPIC.fullmatch(self.topic) is None or len(self.topic) > LONGEST_NAME:
            raise UsageError(
                f"no such topic: {self.topic[:80]!r}",
                hint="dotted lower-case words, such as missile.ballistic",
            )
        if self.corrects and STATEMENT_NAME.fullmatch(self.corrects) is None:
            raise UsageError("corrects names a statement by its 64 hex digits")
        for name in self.derived_from:
            if STATEMENT_NAME.fullmatch(name) is None:
                raise UsageError("derived_from names statements by their 64 hex digits")
        if self.language or self.translator or self.rights:
            check_text("language", self.language, LONGEST_NAME)
            check_text("translator", self.translator, LONGEST_NAME)
            check_text("rights", self.rights, 4000)

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
