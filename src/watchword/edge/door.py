"""Who asks: every command that comes to a node is signed by a registered person.

Rule 1: the node speaks first, with a nonce that nobody has signed over; a
        request is signed over it, the party, the time and the command's bytes,
        so that none can be used twice, later, or at another node.
Rule 2: the register counts as it stands when the request comes; a key that is
        not on it is nobody's.
Rule 3: the party's governance key, which signs the register, is let in as an
        operator: it can mend a register that locks everybody out, and reads
        nothing.
Rule 4: a node whose register was never set asks nobody: whoever owns its
        folder may read.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from hashlib import sha256
from typing import Final

import msgspec
import structlog
from structlog.contextvars import bind_contextvars, reset_contextvars

from watchword.edge.clock import monotonic_ns, system_ns
from watchword.edge.commands.dispatch import Command, parse_command, respond, tag_of
from watchword.edge.commands.duties import check_duty
from watchword.edge.commands.spilled import unquoted
from watchword.edge.desk import Answer, Desk
from watchword.edge.reader import Reader
from watchword.errors import BadSignatureError, TrustError, WatchwordError
from watchword.model.party import PartyId
from watchword.model.person import GOVERNANCE, Person, Register
from watchword.model.time import SECOND_NS
from watchword.trust.base64text import parse_base64
from watchword.trust.keys import Signer, verify
from watchword.wire.codec import decode, encode

NONCE_BYTES: Final = 32
LATE_NS: Final = 120 * SECOND_NS
"""How far the clocks of both ends may differ."""

FOR_EVER: Final = 2**63 - 1

log = structlog.get_logger()


class Greeting(msgspec.Struct, frozen=True, kw_only=True):
    """What a node says before it is asked anything.

    Args:
        party: Whose node it is.
        nonce: Base64 of 32 random bytes, good for one request.
    """

    party: PartyId
    nonce: str


class Asked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A command, and who gives it.

    Args:
        command: Its bytes, exactly those that are signed.
        public: Base64 of the person's key; empty: nobody says who it is.
        at_ns: When it was signed, on the system's clock.
        signature: Over ``to_sign``.
    """

    command: msgspec.Raw
    public: str = ""
    at_ns: int = 0
    signature: bytes = b""


_greeting: Final = msgspec.json.Decoder(Greeting)
_asked: Final = msgspec.json.Decoder(Asked)


def to_sign(greeting: Greeting, at_ns: int, command: bytes) -> bytes:
    """The bytes that a person's key signs."""
    digest = sha256(command).hexdigest()
    words = ("watchword command v1", greeting.party, greeting.nonce, at_ns, digest)
    return "\n".join(map(str, words)).encode()


def ask(greeting: bytes, command: bytes, signer: Signer | None) -> bytes:
    """Put a command into a request that answers a greeting.

    Args:
        greeting: The line that the node spoke first with.
        command: The command's bytes.
        signer: The person's key; ``None``: nobody says who it is.

    Raises:
        WireError: It is no greeting.
    """
    if signer is None:
        return encode(Asked(command=msgspec.Raw(command)))
    at_ns = system_ns()
    said = to_sign(decode(_greeting, greeting), at_ns, command)
    return encode(
        Asked(
            command=msgspec.Raw(command),
            public=b64encode(signer.public).decode(),
            at_ns=at_ns,
            signature=signer.sign(said),
        )
    )


class Door:
    """One conversation at a node: a greeting, a request, an answer, and again.

    Args:
        desk: Whose door it is.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._greeting: Greeting | None = None
        self._greeted = b""
        self._log = log.bind()

    def greet(self) -> bytes:
        """Draw a nonce, where the last one may have been signed over.

        A new one makes the last one good for nothing any more.
        """
        if self._greeting is None:
            nonce = b64encode(secrets.token_bytes(NONCE_BYTES)).decode()
            self._greeting = Greeting(party=self._desk.config.party, nonce=nonce)
            self._greeted = encode(self._greeting)
        return self._greeted

    async def answer(self, data: bytes) -> bytes:
        """Find out who asks, and carry the command out if it may be asked."""
        began_ns = monotonic_ns()
        try:
            asked = decode(_asked, data)
            command = parse_command(asked.command)
            reader = self._admit(asked, command)
        except WatchwordError as error:
            self._greeting = None
            self._log.debug("command", error=error.code)
            return encode(Answer.of(unquoted(self._desk, data, error)))
        # For whatever is logged on the way: each conversation is a task of its own.
        tokens = bind_contextvars(
            command=tag_of(command),
            person=None if reader is None else reader.person.name,
        )
        try:
            answered = await respond(self._desk, command, reader)
            self._log.debug("command", ms=(monotonic_ns() - began_ns) / 1e6)
        finally:
            reset_contextvars(**tokens)
        return answered

    def _admit(self, asked: Asked, command: Command) -> Reader | None:
        """Let a person in; ``None``: this node asks nobody.

        Raises:
            TrustError: Nobody says who asks (``no-person``), the key is not on
                the register (``not-on-register``), the signature does not fit,
                or is not of now (``stale-request``).
            ReleaseError: The command is no duty of this person (``role``).
        """
        register = self._desk.view.register()
        if register is None and not asked.public:
            return None
        greeting, self._greeting = self._greeting, None
        if register is None:
            return None
        if not asked.public or greeting is None:
            raise TrustError(
                "this node has a register of persons: say who asks",
                hint="--as NAME, or WATCHWORD_PERSON, names a key file",
                code="no-person",
            )
        said = to_sign(greeting, asked.at_ns, bytes(asked.command))
        if not verify(parse_base64(asked.public), said, asked.signature):
            raise BadSignatureError("the person's signature does not fit this request")
        if abs(system_ns() - asked.at_ns) > LATE_NS:
            raise TrustError("the request was not signed now", code="stale-request")
        person = self._person(register, asked.public)
        check_duty(person, tag_of(command))
        return Reader(person=person)

    def _person(self, register: Register, public: str) -> Person:
        authority = self._desk.view.authority(register.party)
        if authority is not None and public == authority.governance:
            return _governance(public)
        person = register.keyed(public)
        if person is None or not person.counts_at(self._desk.clock.now_ns()):
            raise TrustError(
                f"nobody with this key is on the register, version {register.version}",
                code="not-on-register",
            )
        return person


def _governance(public: str) -> Person:
    """Who signs the register, as an operator without clearance or need."""
    return Person(
        name=GOVERNANCE,
        public=public,
        roles=("operator",),
        valid_from_ns=0,
        valid_until_ns=FOR_EVER,
    )
