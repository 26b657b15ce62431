"""People at a node: who may open what, as the party's governance key says.

A rule of the receiver about its own people, never a reason between parties:
a register is held, shown and exported at home, and sent to nobody.
"""

from __future__ import annotations

import re
from typing import Final, Literal, get_args

import msgspec

from watchword.errors import UsageError
from watchword.model.marking import LONGEST_LABEL
from watchword.model.party import PartyId
from watchword.model.report import LONGEST_NAME, TOPIC
from watchword.model.text import check_text
from watchword.model.time import ExactNs

Role = Literal[
    "analyst",
    "auditor",
    "control-officer",
    "duty-officer",
    "operator",
    "release-officer",
]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
GOVERNANCE: Final = "governance"
"""Who signs the register; nobody on it is called so."""

_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?")
_KEY: Final = re.compile(r"[A-Za-z0-9+/]{43}=")


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One who is registered: by which key, for what, how high, from when until when.

    A role says which commands one may give.  It opens nothing by itself: that
    takes the clearance and the need as well.

    Args:
        name: Lower-case, such as ``kim.desk``; a key file may bear it.
        public: Base64 of the person's Ed25519 public key.
        roles: What the person is employed for.
        clearance: The highest label it reaches: one of the party's own, or the
            name of a level; empty: none.
        need: Topics that the person's duties need; empty: none.
        valid_from_ns: The first instant at which the entry counts.
        valid_until_ns: The first instant at which it does not count any more.
        authority: Who granted the clearance.
        facility: Where the person works.

    Raises:
        UsageError: A name, key, role, topic or text that is none, or instants
            out of order.
    """

    name: str
    public: str
    roles: tuple[Role, ...]
    clearance: str = ""
    need: tuple[str, ...] = ()
    valid_from_ns: ExactNs
    valid_until_ns: ExactNs
    authority: str = ""
    facility: str = ""

    def __post_init__(self) -> None:
        check_person(self.name)
        if _KEY.fullmatch(self.public) is None:
            raise UsageError("a person's key is the base64 of 32 bytes")
        if not self.roles:
            raise UsageError(f"a role is one of: {', '.join(ROLES)}")
        if self.valid_from_ns >= self.valid_until_ns:
            raise UsageError("an entry of the register ends after it begins")
        if not all(map(TOPIC.fullmatch, self.need)):
            raise UsageError(
                "a need is a topic",
                hint="dotted lower-case words, such as missile.ballistic",
            )
        check_text("clearance", self.clearance, LONGEST_LABEL)
        check_text("authority", self.authority, LONGEST_NAME)
        check_text("facility", self.facility, LONGEST_NAME)

    def counts_at(self, at_ns: int) -> bool:
        """Whether the entry counts at that instant."""
        return self.valid_from_ns <= at_ns < self.valid_until_ns


def check_person(name: str) -> None:
    """Refuse what cannot be a person's name.

    Raises:
        UsageError: It has other characters, or too many.
    """
    if _NAME.fullmatch(name) is None:
        raise UsageError(
            f"{name[:63]!r} is no name of a person",
            hint="lower-case letters, digits, '.' and '-', such as kim.desk",
        )


class Register(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="statement", tag="register"
):
    """Everybody who may open anything at a party's node.

    It counts only when the party's governance key signed it.  Version ``n + 1``
    takes the place of ``n``; the highest one known counts.

    Args:
        party: Whose people they are.
        version: 1, 2, 3 ... without gaps.
        persons: Each once, by name.
        said_at_ns: When it was signed.

    Raises:
        UsageError: Two persons share a name or a key, or stand out of order.

    Source:
        Article 6(e) of the agreement of 2016, as the example text paraphrases it.
    """

    party: PartyId
    version: int
    persons: tuple[Person, ...]
    said_at_ns: ExactNs

    def __post_init__(self) -> None:
        if self.version < 1:
            raise UsageError("a register's first version is 1")
        names = [person.name for person in self.persons]
        if GOVERNANCE in names:
            raise UsageError(f"nobody on the register is called {GOVERNANCE}")
        if names != sorted(set(names)):
            raise UsageError("a register names each person once, by name")
        if len({person.public for person in self.persons}) != len(names):
            raise UsageError("two persons cannot share a key")

    def named(self, name: str) -> Person | None:
        """The person of that name."""
        return next((p for p in self.persons if p.name == name), None)

    def keyed(self, public: str) -> Person | None:
        """The person with that key."""
        return next((p for p in self.persons if p.public == public), None)
