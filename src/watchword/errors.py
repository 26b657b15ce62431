"""Every error Watchword raises on purpose, in one place.

The tree is cut by the question "what should the caller do now?", not by the
module that happened to notice:

    WatchwordError            .code is the documented word, str() one line
      UsageError              fix the call, the file or the command line
      WireError               drop the bytes
        MalformedError        they are not what they claim to be
        TooLargeError         they pass a bound before they are understood
        UnknownVersionError   a newer node wrote them: upgrade, then ask again
      TrustError              do not act on the content; keep it as evidence
        BadSignatureError
        UnknownAuthorityError no designation covers this key at this instant
      ReleaseError            do not send; .refusals lists every rule
      MarkingError            refuse, and keep nothing of the content
      LedgerError             stop, keep the evidence
        GapError              ask for the missing numbers
        ForkError             two histories, both signed
      FusionError             keep the reports, publish no estimate
      EdgeError               retry later
        StoreError            nothing was acknowledged
        LinkError             the other side could not be reached or said no

Every code is documented in ``docs/reference/errors.md``, which a test holds
against this file.
"""

from __future__ import annotations

from typing import ClassVar


class WatchwordError(Exception):
    """Base of the tree; ``str(error)`` is one line fit for an operator.

    Args:
        message: What is wrong, in one line.
        hint: What to try next; empty when there is nothing useful.
        code: The documented word for the cause, when finer than the class.
    """

    code: str = "watchword"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        if code:
            self.code = code


class UsageError(WatchwordError, ValueError):
    """The caller asked for something that cannot be right."""

    code = "usage"
    exit_code = 2


class WireError(WatchwordError):
    """Bytes that give no value."""

    code = "wire"
    exit_code = 3


class MalformedError(WireError):
    """The bytes are not what they claim to be."""

    code = "malformed"


class TooLargeError(WireError):
    """The bytes pass a bound on size, depth or number."""

    code = "too-large"


class UnknownVersionError(WireError):
    """A newer schema than this node knows."""

    code = "unknown-version"


class TrustError(WatchwordError):
    """Nobody we know stands behind the content."""

    code = "trust"
    exit_code = 4


class BadSignatureError(TrustError):
    """A signature of a known key does not fit the bytes."""

    code = "bad-signature"


class UnknownAuthorityError(TrustError):
    """No designation covers the signing key at that instant."""

    code = "unknown-authority"


class ReleaseError(WatchwordError):
    """The content may not go; the reasons are in ``str(error)``."""

    code = "refused"
    exit_code = 5


class MarkingError(WatchwordError):
    """A marking no agreement here knows; nothing of the content is kept."""

    code = "national-marking"
    exit_code = 5


class LedgerError(WatchwordError):
    """What was said and what is stored do not fit."""

    code = "ledger"
    exit_code = 6


class GapError(LedgerError):
    """A number arrived before the numbers below it.

    Args:
        expected: The number that should have come.
        given: The number that came.
    """

    code = "gap"

    def __init__(self, expected: int, given: int) -> None:
        super().__init__(f"expected number {expected}, was given {given}")
        self.expected = expected
        self.given = given


class ForkError(LedgerError):
    """Two signed checkpoints of one log that do not fit together.

    Args:
        ours: The checkpoint or root computed here.
        theirs: The checkpoint they signed.
    """

    code = "fork"

    def __init__(self, ours: str, theirs: str) -> None:
        super().__init__("two histories of one log do not fit together")
        self.ours = ours
        self.theirs = theirs


class FusionError(WatchwordError):
    """Reports could not be turned into an estimate."""

    code = "fusion"


class EdgeError(WatchwordError):
    """The world outside did not do its part; try again later."""

    code = "edge"
    exit_code = 7


class StoreError(EdgeError):
    """The store cannot write; nothing was acknowledged."""

    code = "store"


class LinkError(EdgeError):
    """The other node could not be reached, or refused."""

    code = "link"
