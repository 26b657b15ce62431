"""Messages: what parties say to each other about reports, besides reports.

Each is signed by its party's operational key, names the agreement it rests on
and travels in the urgent lane.  Those of ``Protective`` work in every state of
the agreement, for ever; an enquiry and its answer only while it permits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, get_args

import msgspec

from watchword.errors import UsageError
from watchword.model.agreement import AgreementId, check_agreement_id
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import STATEMENT_NAME, TOPIC, Kind
from watchword.model.text import check_text
from watchword.model.time import ExactNs

LONGEST_SAYS: Final = 4000
LONGEST_WORD: Final = 200
MOST_NAMED: Final = 1000

Outcome = Literal["destroyed", "returned", "retained", "lost"]
Answered = Literal["answered", "nothing-held", "declined"]
Stage = Literal["opened", "investigation-opened", "result", "prevention"]
Harm = Literal["loss", "compromise", "possible"]
RecordKind = Literal[
    "assurance",
    "attestation",
    "annex",
    "facility",
    "law-change",
    "rights",
    "security-visit",
    "visit",
]

RECORD_KINDS: Final[tuple[RecordKind, ...]] = get_args(RecordKind)


class Message(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="statement"
):
    """What every message bears.

    Args:
        party: Who says it; its operational key signs.
        agreement: Under which agreement.
        said_at_ns: When.
    """

    party: PartyId
    agreement: AgreementId
    said_at_ns: ExactNs

    def __post_init__(self) -> None:
        check_agreement_id(self.agreement)


class OriginatorApproval(
    Message, frozen=True, kw_only=True, omit_defaults=True, tag="originator-approval"
):
    """The originator lets a holder pass its content on to a third party.

    Either for one report, which is one version, or standing for kinds of
    report that the agreement admits standing approvals for.

    Args:
        holder: Who may pass it on.
        recipient: To whom.
        report: Name of the report; empty for a standing approval.
        kinds: Kinds of report, for a standing approval.
        fields: Only these; ``None``: all that the holder has open.
        until_ns: The first instant at which it no longer holds.
        purpose: What it may be used for; empty: what the label says.
    """

    holder: PartyId
    recipient: PartyId
    report: str = ""
    kinds: tuple[Kind, ...] = ()
    fields: tuple[str, ...] | None = None
    until_ns: ExactNs
    purpose: str = ""

    def __post_init__(self) -> None:
        super(OriginatorApproval, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        if bool(self.report) == bool(self.kinds):
            raise UsageError("an approval is for one report, or standing for kinds")
        if self.report:
            _check_names((self.report,))
        if self.until_ns <= self.said_at_ns:
            raise UsageError("an approval ends after it was given")


class Revocation(
    Message, frozen=True, kw_only=True, omit_defaults=True, tag="revocation"
):
    """The originator takes an approval back, for later releases.

    Args:
        approval: Name of the ``OriginatorApproval``.
    """

    approval: str

    def __post_init__(self) -> None:
        super(Revocation, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        _check_names((self.approval,))


class LabelChange(
    Message, frozen=True, kw_only=True, omit_defaults=True, tag="label-change"
):
    """The originator gives a report another marking; holders alter theirs.

    Args:
        report: Name of the report.
        marking: The marking from now on.
        says: Why; kept and shown.
    """

    report: str
    marking: Marking
    says: str = ""

    def __post_init__(self) -> None:
        super(LabelChange, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        _check_names((self.report,))
        check_text("says", self.says, LONGEST_SAYS)


class Recall(Message, frozen=True, kw_only=True, omit_defaults=True, tag="recall"):
    """The originator asks for its report back, or for its destruction.

    It is a request: the holder answers with a ``Disposal``.

    Args:
        report: Name of the report.
        wants: What is asked for.
        says: Why; kept and shown.
        due_ns: By when an answer is asked for; ``None``: no date.
    """

    report: str
    wants: Literal["return", "destroy"]
    says: str = ""
    due_ns: ExactNs | None = None

    def __post_init__(self) -> None:
        super(Recall, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        _check_names((self.report,))
        check_text("says", self.says, LONGEST_SAYS)


class Disposal(Message, frozen=True, kw_only=True, omit_defaults=True, tag="disposal"):
    """What a holder has done with a report: the certificate.

    Args:
        report: Name of the report.
        outcome: What was done; ``retained`` bears a reason.
        copies: Numbers of the copies it covers, besides the store's own.
        method: How it was done.
        witnesses: The two who did it and saw it.
        says: The reason, where it was retained or lost.
        recall: Name of the ``Recall`` it answers; empty: of its own accord.
    """

    report: str
    outcome: Outcome
    copies: tuple[int, ...] = ()
    method: str = ""
    witnesses: tuple[str, ...] = ()
    says: str = ""
    recall: str = ""

    def __post_init__(self) -> None:
        super(Disposal, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        _check_names((self.report,) if not self.recall else (self.report, self.recall))
        _check_words(("method", self.method), *(("witness", w) for w in self.witnesses))
        check_text("says", self.says, LONGEST_SAYS)
        if self.outcome == "destroyed" and len(set(self.witnesses)) < 2:
            raise UsageError("a certificate of destruction bears two names")
        if self.outcome in ("retained", "lost") and not self.says:
            raise UsageError(f"what is {self.outcome} bears a reason")


class Incident(Message, frozen=True, kw_only=True, omit_defaults=True, tag="incident"):
    """Loss or compromise, or its possibility, and what came of looking into it.

    Args:
        reports: Names of the reports concerned; their originators are told.
        harm: What happened, or may have.
        stage: How far it has come.
        follows: Name of the first message; empty in that one.
        says: What is known, in words that disclose nothing.
        result_due_ns: By when the result is promised.
    """

    reports: tuple[str, ...]
    harm: Harm
    stage: Stage = "opened"
    follows: str = ""
    says: str = ""
    result_due_ns: ExactNs | None = None

    def __post_init__(self) -> None:
        super(Incident, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        if not self.reports:
            raise UsageError("an incident names the reports concerned")
        _check_names((*self.reports, *((self.follows,) if self.follows else ())))
        check_text("says", self.says, LONGEST_SAYS)
        if (self.stage == "opened") == bool(self.follows):
            raise UsageError("the first message of an incident follows none")


class Registered(
    Message, frozen=True, kw_only=True, omit_defaults=True, tag="registered"
):
    """A control officer has registered a report: custody passes with it.

    Args:
        report: Name of the report.
        sender: From whom it came.
        officer: Who registered it.
    """

    report: str
    sender: PartyId
    officer: str

    def __post_init__(self) -> None:
        super(Registered, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        _check_names((self.report,))
        _check_words(("officer", self.officer))


class Acknowledgement(
    Message, frozen=True, kw_only=True, omit_defaults=True, tag="acknowledgement"
):
    """A message was carried out here, or taken note of.

    Args:
        of: Name of the message.
        to: Whose message it was.
        says: What was done.
    """

    of: str
    to: PartyId
    says: str = ""

    def __post_init__(self) -> None:
        super(Acknowledgement, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        _check_names((self.of,))
        check_text("says", self.says, LONGEST_SAYS)


class Mark(Message, frozen=True, kw_only=True, omit_defaults=True, tag="mark"):
    """Whoever took a report in marks it: originator's name and own label.

    It stands beside the originator's label, never in its place.

    Args:
        report: Name of the report.
        originator: Whose it is.
        label: The originator's own label, byte for byte.
        equivalent: The marking party's corresponding label.
        sender: From whom it came.
    """

    report: str
    originator: PartyId
    label: str
    equivalent: str
    sender: PartyId

    def __post_init__(self) -> None:
        super(Mark, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        _check_names((self.report,))
        for label in (self.label, self.equivalent):
            Marking(label=label)


class Enquiry(Message, frozen=True, kw_only=True, omit_defaults=True, tag="enquiry"):
    """A request for information: what do you hold about this?

    Args:
        to: Who is asked.
        topic: Dotted words as in a posture; empty: any.
        from_ns: Reports said from this instant on are asked for.
        to_ns: Up to this one, exclusive.
        due_ns: By when an answer is asked for; after it nothing goes by it.
        says: The question in words.
    """

    to: PartyId
    topic: str = ""
    from_ns: ExactNs
    to_ns: ExactNs
    due_ns: ExactNs
    says: str = ""

    def __post_init__(self) -> None:
        super(Enquiry, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        if self.topic and TOPIC.fullmatch(self.topic) is None:
            raise UsageError(f"no such topic: {self.topic[:80]!r}")
        if self.from_ns >= self.to_ns or self.due_ns <= self.said_at_ns:
            raise UsageError("an enquiry's window and date run forward")
        check_text("says", self.says, LONGEST_SAYS)


class Answer(Message, frozen=True, kw_only=True, omit_defaults=True, tag="answer"):
    """What came of an enquiry.

    Args:
        enquiry: Its name.
        to: Who asked.
        outcome: Reports went, nothing is held, or it is declined.
        reports: Names of the reports that went by it.
        says: Words, kept and shown.
    """

    enquiry: str
    to: PartyId
    outcome: Answered
    reports: tuple[str, ...] = ()
    says: str = ""

    def __post_init__(self) -> None:
        super(Answer, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        _check_names((self.enquiry, *self.reports))
        check_text("says", self.says, LONGEST_SAYS)


class Record(Message, frozen=True, kw_only=True, omit_defaults=True, tag="record"):
    """A paper that can be demanded, kept, shown and exported; people judge it.

    Args:
        kind: What it is.
        about: The party it is about; empty: its own.
        items: What it lists, such as ``clearance``, ``purpose`` and
            ``protection`` of an assurance, or ``a`` to ``o`` of an attestation.
        says: Its words.
        dated_ns: The day that counts: of an inspection, of a law's change.
        until_ns: The first instant at which it no longer holds; ``None``: open.
        review: Whoever reads it later is to be shown it until it is
            acknowledged.
    """

    kind: RecordKind
    about: PartyId | str = ""
    items: tuple[str, ...] = ()
    says: str = ""
    dated_ns: ExactNs | None = None
    until_ns: ExactNs | None = None
    review: bool = False

    def __post_init__(self) -> None:
        super(Record, self).__post_init__()  # noqa: UP008 (msgspec makes anew)
        if len(self.items) > MOST_NAMED:
            raise UsageError(f"a record lists at most {MOST_NAMED} items")
        _check_words(("about", self.about), *(("item", item) for item in self.items))
        check_text("says", self.says, LONGEST_SAYS)


class Word(Message, frozen=True, kw_only=True, omit_defaults=True, tag="word"):
    """All papers of this party that were made until then have been sent.

    An agreement with a limit of freshness asks for one now and then: who has
    not heard from the others for longer passes nothing on.
    """


Protective = (
    OriginatorApproval
    | Revocation
    | LabelChange
    | Recall
    | Disposal
    | Incident
    | Registered
    | Acknowledgement
    | Mark
    | Record
    | Word
)
"""What works in every state of the agreement, for ever."""

Asking = Enquiry | Answer
"""What goes only while the agreement permits."""

AnyMessage = Protective | Asking


def reports_of(message: Message) -> tuple[str, ...]:
    """Names of the reports that a message is about."""
    match message:
        case Incident(reports=reports) | Answer(reports=reports):
            return reports
        case OriginatorApproval(report=report):
            return (report,) if report else ()
        case LabelChange() | Recall() | Disposal() | Registered() | Mark():
            return (message.report,)
        case _:
            return ()


def _check_names(names: Sequence[str]) -> None:
    if len(names) > MOST_NAMED:
        raise UsageError(f"a message names at most {MOST_NAMED} statements")
    if any(STATEMENT_NAME.fullmatch(name) is None for name in names):
        raise UsageError("a statement is named by its 64 hex digits")


def _check_words(*words: tuple[str, str]) -> None:
    for name, word in words:
        check_text(name, word, LONGEST_WORD)
