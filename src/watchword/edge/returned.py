"""What a node gives back to a partner that was put back from an older copy.

GET /v1/returned                            the caller's logs and papers held here
GET /v1/returned/{agreement}/{lane}?after=N   entries of one of those logs
POST /v1/resume                             from where the caller wants lines again

Nothing goes that the caller did not say itself: its signed checkpoints, the
hashes of its lines, its papers and designations.
"""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.edge.store import Store
from watchword.errors import UsageError
from watchword.ledger.checkpoint import channel_origin
from watchword.model.agreement import AgreementId
from watchword.model.party import PartyId
from watchword.model.report import Urgency
from watchword.wire.codec import encode
from watchword.wire.envelope import Envelope, parse_envelope
from watchword.wire.line import LANES, Channel

MOST_ENTRIES: Final = 2_000
MOST_BYTES: Final = 16_000_000


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """The highest checkpoint held of one of the caller's logs."""

    agreement: AgreementId
    lane: Urgency
    checkpoint: str


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """What is held of a party's own words.

    Args:
        logs: Of each log the highest checkpoint that the party signed.
        statements: Its papers and designations, in the order they came.
    """

    logs: tuple[Mark, ...]
    statements: tuple[Envelope, ...]


class Returning(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a log, and the statement that its line carried."""

    number: int
    name: str
    entry: bytes


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """How far the caller holds one lane of a channel to it."""

    agreement: AgreementId
    lane: Urgency
    number: int


class Resume(msgspec.Struct, frozen=True, kw_only=True):
    """From where a party that was put back wants its partner's lines again.

    Args:
        held: By lane the highest number; of a lane not named it holds nothing.
    """

    held: tuple[Taken, ...]

    def by_channel(self, sender: PartyId, recipient: PartyId) -> dict[Channel, int]:
        """The same, as the sender keeps its channels."""
        return {
            Channel(
                agreement=each.agreement,
                sender=sender,
                recipient=recipient,
                lane=each.lane,
            ): each.number
            for each in self.held
        }


resume_decoder: Final = msgspec.json.Decoder(Resume)
returned_decoder: Final = msgspec.json.Decoder(Returned)
entries_decoder: Final = msgspec.json.Decoder(tuple[Returning, ...])


def answer_returned(
    store: Store, own: PartyId, caller: PartyId, path: str, query: bytes
) -> bytes:
    """Answer either question.

    Raises:
        UsageError: It is neither.
    """
    match path.split("/")[3:]:
        case []:
            return encode(_returned(store, own, caller))
        case [agreement, lane] if lane in LANES:
            origin = channel_origin(caller, AgreementId(agreement), own, _lane(lane))
            return encode(_entries(store, origin, _after(query)))
    raise UsageError("no such path")


def _lane(text: str) -> Urgency:
    return next(lane for lane in LANES if lane == text)


def _after(query: bytes) -> int:
    word, _, number = query.decode("ascii", "replace").partition("=")
    if word != "after" or not number.isdecimal() or len(number) > 18:
        raise UsageError("after=N is missing")
    return int(number)


def _returned(store: Store, own: PartyId, caller: PartyId) -> Returned:
    marks = store.rows(
        "SELECT origin, note, max(size) FROM checkpoint WHERE origin GLOB ?"
        " GROUP BY origin ORDER BY origin",
        (f"{caller}/*/{own}/*",),
    )
    said = store.rows(
        "SELECT envelope FROM statement WHERE party = ?"
        " AND kind IN ('designation', 'instrument') ORDER BY entry",
        (caller,),
    )
    return Returned(
        logs=tuple(
            Mark(
                agreement=AgreementId(origin.split("/")[1]),
                lane=_lane(origin.split("/")[3]),
                checkpoint=note,
            )
            for origin, note, _ in marks
        ),
        statements=tuple(parse_envelope(data) for (data,) in said),
    )


def _entries(store: Store, origin: str, after: int) -> tuple[Returning, ...]:
    rows = store.rows(
        "SELECT number, name, entry FROM line WHERE origin = ? AND number > ?"
        " ORDER BY number LIMIT ?",
        (origin, after, MOST_ENTRIES),
    )
    return tuple(Returning(number=n, name=name, entry=e) for n, name, e in rows)
