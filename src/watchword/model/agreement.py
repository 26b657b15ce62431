"""Agreements: the terms that parties signed, and every dated paper about them.

Nothing here has a state.  What holds at an instant is derived from these
papers by ``agreements/state.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal, NewType

import msgspec

from watchword.errors import UsageError
from watchword.model.party import PartyId
from watchword.model.report import Kind, Status
from watchword.model.text import check_text
from watchword.model.time import ExactNs, Instant

AgreementId = NewType("AgreementId", str)

Entry = Literal["completion", "signature"]
CountsFrom = Literal["last-day", "anniversary"]
ReadingName = Literal["terminable-at-will", "annual-window"]
StateName = Literal[
    "DRAFT", "SIGNED", "IN_FORCE", "NOTICE_GIVEN", "NOTICE_SUSPENDED", "TERMINATED"
]
Custody = Literal["delivered", "registered"]
Removal = Literal["unanimous", "all-others", "majority"]
Stance = Literal["push", "on-request", "case-by-case", "halt"]

STANCES: Final[tuple[Stance, ...]] = ("push", "on-request", "case-by-case", "halt")
READINGS: Final[tuple[ReadingName, ...]] = ("terminable-at-will", "annual-window")


_AGREEMENT: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def check_agreement_id(text: str) -> None:
    """Refuse what could not stand in a log's name or a path.

    Raises:
        UsageError: Not 1 to 63 lower-case letters, digits and ``-``.
    """
    if _AGREEMENT.fullmatch(text) is None:
        raise UsageError(
            f"{text[:100]!r} is no name of an agreement",
            hint="lower-case letters, digits and '-', such as open-desks",
        )


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the equivalence table.

    Args:
        name: The row's name, for showing.
        rank: Higher is more sensitive; rows of one agreement differ in it.
        shared: False for a row that lies above what the agreement covers: its
            labels are known, and never go.
        labels: Each party's own labels of this level; the first is the one
            used when this party has to name an equivalent.
    """

    name: str
    rank: int
    shared: bool
    labels: Mapping[PartyId, tuple[str, ...]]


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """An article, in our own words, and the rule of the software it backs.

    Args:
        id: What a refusal prints: ``art-04``, ``par-1``, ``policy-06a``.
        article: The article's number as the text has it.
        rule: The code of the rule it stands behind, such as ``above-ceiling``;
            empty where the article is recorded only.
        says: The obligation, paraphrased.
        evidence: R read, S summary or press, I inferred, M not verified.
    """

    id: str
    article: str
    rule: str
    says: str
    evidence: Literal["R", "S", "I", "M"]


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """How long a term runs and how it can be ended.

    Args:
        years: Length of a term; it is extended by the same unless ended.
        notice_days: How long before the end a notice must arrive.
        counts_from: Whether those days count back from the term's last day or
            from the anniversary after it.
    """

    years: int
    notice_days: int
    counts_from: CountsFrom


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """One leg of a way by a hub, and the agreement that it rests on.

    Args:
        parties: The two at its ends.
        agreement: The agreement that has to permit as well.
    """

    parties: tuple[PartyId, PartyId]
    agreement: AgreementId


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """How the parties handle what they tell each other: the text's own figures.

    Args:
        purposes: What content may be used for; empty: any purpose.
        standing_kinds: Kinds of report for which a standing approval of the
            originator counts; for all others it approves item by item.
        suspended_grant_days: While a notice is suspended a posture opens
            nothing that is released later than so many days after it was
            said; ``None``: no bound.
        receipt: With which receipt custody passes.
        open_days: After so many days without that receipt there is an alarm.
        receipt_minutes: A line that the partner's node has not receipted after
            so many minutes raises an alarm; ``None``: each node's own setting.
        result_days: An incident's result is due so many days after its opening.
        contractors: Parties that are contractors.
        inspection_days: An attestation of a contractor counts so long after
            its inspection.
        freshness_hours: Who has not heard from the other parties for longer
            passes nothing of theirs on; ``None``: no bound.
        removal: Who has to sign a text by which a party leaves: everybody,
            all but the party that leaves, or more than half of the others.
    """

    purposes: tuple[str, ...] = ()
    standing_kinds: tuple[Kind, ...] = ()
    suspended_grant_days: int | None = None
    receipt: Custody = "delivered"
    open_days: int = 7
    receipt_minutes: int | None = None
    result_days: int = 30
    contractors: tuple[PartyId, ...] = ()
    inspection_days: int = 365
    freshness_hours: int | None = None
    removal: Removal = "unanimous"


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """One version of an agreement's text, as read from the signed file.

    Args:
        id: Its name, such as ``open-desks``.
        version: 1, and one more for each amendment.
        title: For showing.
        parties: Who has to sign.
        statuses: Which reports it may carry: ``exercise`` for an exercise.
        binding: Whether the parties hold it to bind them in law.
        zone: IANA zone in which its days begin and end.
        entry: In force on the later completion note, or on the last signature.
        duration: ``None``: it runs until it is ended by another text.
        topics: What it is about; a report's topic must equal one of them or
            begin with one and a dot.  Empty: anything.
        fields: Which fields it may carry; ``None``: any.
        hub: The party every leg must begin or end at; ``None``: none.
        legs: The agreements that the legs rest on, where they rest on some.
        handling: How content is handled.
        levels: The equivalence table.
        clauses: The articles.
        text: The file's own words about itself: sources, what is unverified.
    """

    id: AgreementId
    version: int
    title: str
    parties: tuple[PartyId, ...]
    statuses: tuple[Status, ...]
    binding: bool
    zone: str
    entry: Entry
    duration: Duration | None
    topics: tuple[str, ...]
    fields: tuple[str, ...] | None
    hub: PartyId | None
    levels: tuple[Level, ...]
    clauses: tuple[Clause, ...]
    text: str
    legs: tuple[Leg, ...] = ()
    handling: Handling = Handling()


class Paper(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="statement"
):
    """What every instrument of an agreement bears.

    Args:
        agreement: Which agreement it is about.
        party: Who made it, and whose governance key signs it.
        note: The party's own name for it, by which later papers refer to it.
        dated: The instant or the local day it counts from, as stated.
    """

    agreement: AgreementId
    party: PartyId
    note: str
    dated: Instant

    def __post_init__(self) -> None:
        check_agreement_id(self.agreement)
        if not self.note:
            raise UsageError("a paper has a name of its party's own")
        check_text("note", self.note, 200)


class Signature(Paper, frozen=True, kw_only=True, tag="signature"):
    """The party signs a text; all parties' signatures bear the same text.

    Args:
        version: The version signed.
        text: The agreement file, byte for byte: what people read is signed.
    """

    version: int
    text: str


class CompletionNote(Paper, frozen=True, kw_only=True, tag="completion-note"):
    """The party has completed what its law requires for entry into force."""


class Notice(Paper, frozen=True, kw_only=True, omit_defaults=True, tag="notice"):
    """The party sets out to end the agreement.

    Args:
        reason: Kept and shown, never evaluated.
    """

    reason: str = ""

    def __post_init__(self) -> None:
        super(Notice, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        check_text("reason", self.reason, 4000)


class Suspension(
    Paper, frozen=True, kw_only=True, omit_defaults=True, tag="suspension"
):
    """The party suspends the effect of its own live notices.

    Args:
        condition: Kept and shown, never evaluated.
    """

    condition: str = ""

    def __post_init__(self) -> None:
        super(Suspension, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        check_text("condition", self.condition, 4000)


class Lifting(Paper, frozen=True, kw_only=True, tag="lifting"):
    """The party ends its own suspension: its notice is to take effect."""


class Withdrawal(Paper, frozen=True, kw_only=True, tag="withdrawal"):
    """The party takes back its live notes.

    Args:
        withdraws: The ``note`` of every live note of this party.
    """

    withdraws: tuple[str, ...]


class Reading(Paper, frozen=True, kw_only=True, tag="reading"):
    """How this party reads the papers: its asserted position.

    Args:
        reading: Whether it holds the agreement terminable at will while a
            notice is suspended, or only at the yearly deadline.
    """

    reading: ReadingName


class Dispute(Paper, frozen=True, kw_only=True, omit_defaults=True, tag="dispute"):
    """The party opens a dispute, or says that it is over; it changes no state.

    Args:
        about: Notes of papers, or names of statements, that it is about.
        says: Kept and shown, never evaluated.
        ends: The ``note`` of the dispute that is over; empty: it is opened.
    """

    about: tuple[str, ...] = ()
    says: str = ""
    ends: str = ""

    def __post_init__(self) -> None:
        super(Dispute, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        for word in (*self.about, self.ends):
            check_text("about", word, 200)
        check_text("says", self.says, 4000)


Instrument = (
    Signature
    | CompletionNote
    | Notice
    | Suspension
    | Lifting
    | Withdrawal
    | Reading
    | Dispute
)


class Posture(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="statement",
    tag="posture",
):
    """What a party is willing to tell another under an agreement, by topic.

    Will, not law: it needs no notice period.  The latest one said for the
    longest matching topic holds; where there is none it is ``case-by-case``.

    Args:
        party: Whose will it is; its operational key signs.
        agreement: Under which agreement.
        recipient: Towards whom; empty means every other party.
        topic: Dotted words as in ``Terms.topics``; empty means all.
        stance: The will.
        fields: Only these go by ``push``; ``None``: all that may.
        said_at_ns: When it was said, from which instant it holds.
    """

    party: PartyId
    agreement: AgreementId
    recipient: PartyId | str = ""
    topic: str = ""
    stance: Stance
    fields: tuple[str, ...] | None = None
    said_at_ns: ExactNs


class Approval(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="statement",
    tag="approval",
):
    """The release officer's decision on one report for one recipient.

    Args:
        party: Who decides; its operational key signs.
        agreement: Under which agreement.
        recipient: Who may have it.
        report: Name of the statement.
        fields: Only these; ``None``: all that may go.
        purpose: What it is given for; empty: what the label says.
        said_at_ns: When it was decided.
    """

    party: PartyId
    agreement: AgreementId
    recipient: PartyId
    report: str
    fields: tuple[str, ...] | None = None
    purpose: str = ""
    said_at_ns: ExactNs


def topic_matches(topic: str, scope: str) -> bool:
    """Whether ``topic`` is ``scope`` or lies under it; the empty scope is all.

    >>> topic_matches("missile.ballistic", "missile")
    True
    >>> topic_matches("missilery", "missile")
    False
    """
    return not scope or topic == scope or topic.startswith(scope + ".")
