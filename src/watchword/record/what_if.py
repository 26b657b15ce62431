"""The second act's script: what if a note had not come?  All of it is data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from watchword.agreements.terms import parse_terms
from watchword.errors import UsageError
from watchword.model.agreement import AgreementId, Posture, Stance
from watchword.model.field import UNITS, Value
from watchword.model.party import PartyId
from watchword.model.quantity import parse_quantity
from watchword.model.report import Kind
from watchword.model.time import ns_of, parse_instant
from watchword.record.library import agreement_text

_FILE: Final = "what_if.toml"
_SCHEMA: Final = 1
_INSTANTS: Final = ("observed_at", "observed_until")


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file, every key known."""


class Willing(_Strict, frozen=True, kw_only=True):
    """A posture of the exercise, said when it begins."""

    party: PartyId
    agreement: AgreementId
    recipient: PartyId
    topic: str
    stance: Stance
    fields: tuple[str, ...] | None = None


class Standing(_Strict, frozen=True, kw_only=True):
    """The originator's standing approval."""

    party: PartyId
    holder: PartyId
    recipient: PartyId
    kinds: tuple[Kind, ...]
    until: str
    fields: tuple[str, ...]


class Said(_Strict, frozen=True, kw_only=True):
    """One public statement, and how the exercise files it."""

    id: str
    desk: PartyId
    authority: str
    said_at: datetime
    topic: str
    label: str
    source: str
    fields: Mapping[str, str]

    def values(self) -> dict[str, Value]:
        """What it says, by the names of ``model.field``.

        Raises:
            UsageError: A value cannot be read.
        """
        return {name: _value(name, text) for name, text in self.fields.items()}


class Without(_Strict, frozen=True, kw_only=True):
    """From when on papers of the true history are left out."""

    from_: datetime = msgspec.field(name="from")


class Instants(_Strict, frozen=True, kw_only=True):
    """When each thing of the act happens."""

    asked: datetime
    willing: datetime
    last: datetime
    ended: datetime
    approved: datetime
    protected: datetime
    signed: datetime


class WhatIf(_Strict, frozen=True, kw_only=True):
    """The whole of ``what_if.toml``.

    Args:
        schema: Version of the file's form.
        begins: When the desks open.
        agreement: The agreement whose term ends.
        anew: The name of the agreement that is newly signed.
        without: What has not come.
        instants: When things happen.
        posture: What the desks are willing to tell at first.
        approval: The standing approval given after the end.
        statement: What is filed.
    """

    schema: int
    begins: datetime
    agreement: AgreementId
    anew: AgreementId
    without: Without
    instants: Instants
    posture: tuple[Willing, ...]
    approval: Standing
    statement: tuple[Said, ...]

    def postures(self) -> tuple[Posture, ...]:
        """The wills of the beginning."""
        said_at_ns = ns_of(self.begins)
        return tuple(
            Posture(
                party=will.party,
                agreement=will.agreement,
                recipient=will.recipient,
                topic=will.topic,
                stance=will.stance,
                fields=will.fields,
                said_at_ns=said_at_ns,
            )
            for will in self.posture
        )

    def text_anew(self) -> str:
        """The text of the agreement that ended, under the new name."""
        old = agreement_text(self.agreement)
        text = old.replace(f'id = "{self.agreement}"', f'id = "{self.anew}"', 1)
        parse_terms(text)
        return text


@cache
def what_if() -> WhatIf:
    """The act as shipped.

    Raises:
        UsageError: The file was edited into something else.
    """
    text = files("watchword.record").joinpath(_FILE).read_text("utf-8")
    try:
        read = msgspec.convert(tomllib.loads(text), WhatIf)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"{_FILE}: {error}") from error
    if read.schema != _SCHEMA:
        raise UsageError(f"{_FILE}: schema {read.schema} is not {_SCHEMA}")
    return read


def _value(name: str, text: str) -> Value:
    if name in _INSTANTS:
        return parse_instant(text)
    return parse_quantity(text, UNITS[name]) if name in UNITS else text
