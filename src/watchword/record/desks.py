"""The exercise: who files whose statements, under which label, with what will.

All of it is data (``desks.toml``); this file reads it and answers.  It knows
no authority, label or place by name.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

from watchword.errors import UsageError
from watchword.model.agreement import AgreementId, Posture, Stance
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.report import Urgency
from watchword.model.time import ns_of

_FILE: Final = "desks.toml"
_SCHEMA: Final = 1


class Filing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a desk files what is not known to the minute.

    Args:
        same_day_without_clock: Local clock time on the day of the launch.
        later_day: Local clock time on a later day of publication.
        day_unknown: Where no day of publication is known: an exact instant.
    """

    same_day_without_clock: str
    later_day: str
    day_unknown: datetime


class Quoted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An authority whose statements a desk files.

    Args:
        name: As the record's table and ``attributed_to`` have it.
        urgency: The lane of its first word of a launch.
    """

    name: str
    urgency: Urgency


class LabelRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A label, and what a statement must say to get it; empty means anything.

    Args:
        label: The label.
        outcome: The outcomes it is for.
        weapon_class: The classes it is for.
    """

    label: str
    outcome: tuple[str, ...] = ()
    weapon_class: tuple[str, ...] = ()

    def fits(self, *, outcome: str, weapon_class: str) -> bool:
        """Whether every condition is met."""
        return (not self.outcome or outcome in self.outcome) and (
            not self.weapon_class or weapon_class in self.weapon_class
        )


class Desk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One desk of the exercise.

    Args:
        party: Its name.
        minutes_after: How long after the last observed minute it files.
        authority: Whose statements it files.
        label: Its rules for labels, the first that fits counts.
    """

    party: PartyId
    minutes_after: int
    authority: tuple[Quoted, ...]
    label: tuple[LabelRule, ...]

    def marking_of(self, *, outcome: str, weapon_class: str) -> Marking:
        """The label for a statement that says this.

        Raises:
            UsageError: No rule fits.
        """
        for rule in self.label:
            if rule.fits(outcome=outcome, weapon_class=weapon_class):
                return Marking(label=rule.label)
        raise UsageError(f"{_FILE}: {self.party} has no label for this statement")


class _Willing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    party: PartyId
    agreement: AgreementId
    recipient: PartyId
    topic: str
    stance: Stance
    fields: tuple[str, ...] | None = None


class Exercise(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of ``desks.toml``.

    Args:
        schema: Version of the file's form.
        postures_said_at: When every posture was said.
        filing: When a desk files.
        desk: The desks.
        posture: What they are willing to share.
    """

    schema: int
    postures_said_at: datetime
    filing: Filing
    desk: tuple[Desk, ...]
    posture: tuple[_Willing, ...]


@cache
def exercise() -> Exercise:
    """The exercise as shipped.

    Raises:
        UsageError: The file was edited into something else.
    """
    text = files("watchword.record").joinpath(_FILE).read_text("utf-8")
    return parse_exercise(text)


def parse_exercise(text: str) -> Exercise:
    """Read an exercise from TOML.

    Raises:
        UsageError: No TOML, a name missing or unknown, another schema, or an
            instant without an offset.
    """
    try:
        read = msgspec.convert(tomllib.loads(text), Exercise)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"{_FILE}: {error}") from error
    if read.schema != _SCHEMA:
        raise UsageError(f"{_FILE}: schema {read.schema} is not {_SCHEMA}")
    if None in (read.postures_said_at.tzinfo, read.filing.day_unknown.tzinfo):
        raise UsageError(f"{_FILE}: an instant needs an offset, such as +09:00")
    return read


def desks() -> tuple[PartyId, ...]:
    """The parties of the exercise, in the file's order."""
    return tuple(desk.party for desk in exercise().desk)


def desk_of(authority: str) -> tuple[Desk, Quoted]:
    """The desk that files this authority's statements.

    Raises:
        UsageError: None does.
    """
    for desk in exercise().desk:
        for quoted in desk.authority:
            if quoted.name == authority:
                return desk, quoted
    raise UsageError(f"{_FILE}: no desk files the statements of {authority!r}")


def postures() -> tuple[Posture, ...]:
    """What each desk is willing to share, said before the first launch."""
    said_at_ns = ns_of(exercise().postures_said_at)
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
        for will in exercise().posture
    )
