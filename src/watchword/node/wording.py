"""Messages in words: one line each, as a history or a list shows them."""

from __future__ import annotations

from typing import assert_never

from watchword.model.message import (
    Acknowledgement,
    Answer,
    AnyMessage,
    Disposal,
    Enquiry,
    Incident,
    LabelChange,
    Mark,
    OriginatorApproval,
    Recall,
    Record,
    Registered,
    Revocation,
    Word,
)
from watchword.model.time import DAY_NS, MINUTE_NS, format_ns

SHORT = 12
"""How many characters of a name are shown."""


def kind_of_message(message: AnyMessage) -> str:
    """The kind, as the wire calls it."""
    return str(message.__struct_config__.tag)


def brief(at_ns: int, zone: str = "") -> str:
    """An instant to the minute, in UTC unless a zone is given.

    >>> brief(0)
    '1970-01-01T00:00Z'
    """
    text = format_ns(at_ns - at_ns % MINUTE_NS, zone)
    return text[:16] + text[19:]


def in_days(from_ns: int, to_ns: int) -> str:
    """How far two instants are apart, in whole days, as a clause.

    >>> in_days(0, 3 * DAY_NS), in_days(DAY_NS, 0), in_days(0, 1)
    ('in 3 days', '1 day ago', 'within a day')
    """
    days = abs(to_ns - from_ns) // DAY_NS
    if not days:
        return "within a day"
    words = f"{days} day" if days == 1 else f"{days} days"
    return f"in {words}" if to_ns >= from_ns else f"{words} ago"


def message_words(message: AnyMessage) -> str:
    """What a message says, in one line, without who says it and when."""
    said = getattr(message, "says", "")
    return f"{_head(message)} · {said}" if said else _head(message)


def _head(message: AnyMessage) -> str:  # noqa: C901, PLR0911, PLR0912 (one a kind)
    match message:
        case OriginatorApproval():
            return _approval(message)
        case Revocation():
            return f"takes approval {message.approval[:SHORT]} back"
        case LabelChange(marking=marking):
            return " · ".join((f"label is now {marking.label}", *marking.caveats))
        case Recall():
            return f"asks to {message.wants} it{_by(message.due_ns)}"
        case Disposal():
            return _disposal(message)
        case Incident():
            return f"{message.harm}, {message.stage}{_by(message.result_due_ns)}"
        case Registered():
            return f"registered by {message.officer}, from {message.sender}"
        case Acknowledgement():
            return f"acknowledges {message.of[:SHORT]} of {message.to}"
        case Mark():
            return (
                f"marked {message.equivalent}, {message.label} of {message.originator}"
            )
        case Enquiry():
            return _enquiry(message)
        case Answer():
            count = f", {len(message.reports)} reports" if message.reports else ""
            return f"answers {message.enquiry[:SHORT]}: {message.outcome}{count}"
        case Record():
            return _record(message)
        case Word():
            return "has sent every paper made until then"
        case _:
            assert_never(message)


def _by(due_ns: int | None) -> str:
    return "" if due_ns is None else f", due {brief(due_ns)}"


def _approval(message: OriginatorApproval) -> str:
    what = message.report[:SHORT] or f"every {', '.join(message.kinds)}"
    fields = "" if message.fields is None else f", only {', '.join(message.fields)}"
    purpose = f", for {message.purpose}" if message.purpose else ""
    return (
        f"lets {message.holder} pass {what} on to {message.recipient}"
        f" until {brief(message.until_ns)}{fields}{purpose}"
    )


def _disposal(message: Disposal) -> str:
    how = f" by {message.method}" if message.method else ""
    who = f", seen by {' and '.join(message.witnesses)}" if message.witnesses else ""
    return f"{message.outcome}{how}{who}"


def _enquiry(message: Enquiry) -> str:
    return f"asks {message.to} {window_words(message)}{_by(message.due_ns)}"


def window_words(message: Enquiry) -> str:
    """What an enquiry is about, and from when to when."""
    window = f"{brief(message.from_ns)} to {brief(message.to_ns)}"
    return f"about {message.topic or 'anything'}, {window}"


def _record(message: Record) -> str:
    about = f" about {message.about}" if message.about else ""
    items = f": {', '.join(message.items)}" if message.items else ""
    until = f", until {brief(message.until_ns)}" if message.until_ns else ""
    dated = f", dated {brief(message.dated_ns)[:10]}" if message.dated_ns else ""
    review = ", to be reviewed" if message.review else ""
    return f"{message.kind}{about}{items}{dated}{until}{review}"
