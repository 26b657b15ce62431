"""A draft: a report as it was read, by the grammar of a language or by a proposer.

A *proposer* is somebody else's program, such as a model, under an entry point of
the group ``watchword.proposers``: a function that is given one statement as a
mapping with ``text``, ``language``, ``published`` and ``authority`` (absent is
``None``), and gives back any number of mappings, each a report:

    {"kind": "launch", "topic": "missile.ballistic", "values": [
        {"field": "range_km", "value": "~470", "span": [31, 36]}]}

``value`` is written as on the command line, see the reference of fields; ``span``
is where in the text it was read from, in characters.  Nothing is taken without
one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from watchword.errors import MalformedError, UsageError
from watchword.model.field import KIND_OF_FIELD, Value
from watchword.model.fieldtext import format_value, parse_field
from watchword.model.report import Kind
from watchword.model.text import check_text
from watchword.press.proposal import Proposal
from watchword.press.reading import Unread
from watchword.press.text import Span
from watchword.wire.codec import encode
from watchword.wire.sealed import read_value

GROUP: Final = "watchword.proposers"
GRAMMAR: Final = "grammar"
"""Who made what the grammars read; no proposer is called so."""

MOST_DRAFTS: Final = 20
"""So many reports of one text are taken from one proposer."""

RESERVED: Final = frozenset({"text", "source"})
"""Fields that the node fills in itself."""

LONGEST_TOPIC: Final = 64


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One value, and where in the text it was read.

    Args:
        field: Its name in a report.
        value: Its JSON, as a report has it.
        span: Where it stands, in characters.
    """

    field: str
    value: msgspec.Raw
    span: Span

    @property
    def read(self) -> Value:
        """The value.

        Raises:
            MalformedError: It is not what the field holds.
        """
        value = read_value(self.field, self.value)
        if value is None:
            raise MalformedError("no field is called so", code="wrong-schema")
        return value


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it was read, before anything is kept; or claims alone.

    Args:
        kind: What is reported; ``None``: the text reports nothing.
        topic: What agreements' scopes are matched against.
        values: What was read.
        unread: What could not be.
        claims: What the text says that can be checked, as the press room has it.
    """

    kind: Kind | None
    topic: str = ""
    values: tuple[Found, ...] = ()
    unread: tuple[Unread, ...] = ()
    claims: tuple[msgspec.Raw, ...] = ()


def draft_of(proposal: Proposal) -> Draft:
    """What the grammars found, as a draft."""
    values = tuple(
        Found(field=each.field, value=msgspec.Raw(encode(each.value)), span=each.span)
        for each in proposal.values
    )
    return Draft(kind=proposal.kind, topic=proposal.topic, values=values)


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    field: str
    value: str
    span: Span


class _Given(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Kind
    topic: str
    values: tuple[_Value, ...]


def drafts_given(given: Iterable[Any]) -> list[Draft]:
    """What a proposer has given back, read.

    Raises:
        MalformedError: It is not as this module says.
    """
    drafts: list[Draft] = []
    for each in given:
        if len(drafts) == MOST_DRAFTS:
            raise MalformedError("it gives back too many reports", code="wrong-schema")
        try:
            drafts.append(_draft(msgspec.convert(each, _Given)))
        except (msgspec.ValidationError, UsageError) as error:
            raise MalformedError("it is no report", code="wrong-schema") from error
    return drafts


def _draft(given: _Given) -> Draft:
    values = tuple(
        Found(
            field=each.field,
            value=msgspec.Raw(encode(parse_field(each.field, each.value))),
            span=each.span,
        )
        for each in given.values
    )
    return Draft(kind=given.kind, topic=given.topic, values=values)


def check_draft(draft: Draft, text: str) -> None:
    """Refuse what could not be filed, or does not say where it stands.

    Raises:
        MalformedError: A field that is none, twice or the node's own, a value
            that is none, a span that is not in the text, or no value.
        UsageError: A topic that is no line of text.
    """
    check_text("a topic", draft.topic, LONGEST_TOPIC)
    if not draft.topic.isprintable() or (draft.kind and not draft.topic):
        raise MalformedError("a topic is words with dots", code="wrong-schema")
    names = [each.field for each in draft.values]
    if len(set(names)) < len(names) or set(names) & RESERVED:
        raise MalformedError("a field is twice or reserved", code="wrong-schema")
    if draft.kind is not None and not names:
        raise MalformedError("a report has a value", code="wrong-schema")
    for span in (*(v.span for v in draft.values), *(u.span for u in draft.unread)):
        if not 0 <= span[0] < span[1] <= len(text):
            raise MalformedError("a span is not in the text", code="wrong-schema")
    for each in draft.values:
        if each.field not in KIND_OF_FIELD:
            raise MalformedError("a field is none", code="wrong-schema")
        _ = each.read


def shown(values: Iterable[Found]) -> list[Mapping[str, Any]]:
    """Values as people read them, each with its span."""
    return [
        {
            "field": each.field,
            "value": format_value(each.read),
            "span": list(each.span),
        }
        for each in values
    ]
