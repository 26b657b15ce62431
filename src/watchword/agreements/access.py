"""May a person open an item: the receiver's rule about its own people.

1. Rank, post and role open nothing: it takes an entry on the register, a
   clearance that reaches the label, a need for the topic, and a purpose that
   the label serves.
2. Every rule is asked; every one that fails is named, with the clause of the
   agreement under which the item came.
3. It is never a reason between parties: ``decide`` does not know this file.

Source:
    Articles 6(c), 6(e), 7.1 and 7.2 of the agreement of 2016, as the example
    text paraphrases them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from watchword.agreements.case import Refusal
from watchword.agreements.scale import Scale, reaches
from watchword.model.agreement import Terms, topic_matches
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.person import Person


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules ask about a report.

    Args:
        originator: Whose label it bears.
        marking: The one in force.
        topic: What it is about.
        published: Its originator has published it itself.
    """

    originator: PartyId
    marking: Marking
    topic: str
    published: bool = False


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """What the item is kept under.

    Args:
        own: Whose people they are.
        terms: The agreement under which the item came; ``None``: it is own.
        scales: The tables in which labels are compared.
    """

    own: PartyId
    terms: Terms | None = None
    scales: tuple[Scale, ...] = ()

    def refuse(self, code: str, says: str) -> Refusal:
        """A refusal by the clause that backs this rule; one that was read first."""
        clauses = self.terms.clauses if self.terms else ()
        backing = [clause for clause in clauses if clause.rule == code]
        if not backing:
            return Refusal(id=f"rule-{code}", code=code, article="", says=says)
        clause = min(backing, key=lambda each: each.evidence != "R")
        return Refusal(id=clause.id, code=code, article=clause.article, says=says)


Ask = Callable[[Person, int, Item, Law], Refusal | None]


def may_open(
    person: Person | None, at_ns: int, item: Item, law: Law, purpose: str
) -> tuple[Refusal, ...]:
    """Why a person may not open an item; empty: it may.

    Args:
        person: The entry on the register; ``None``: there is none.
        at_ns: The instant of opening.
        item: What is to be opened.
        law: What it is kept under.
        purpose: What for; empty: not said.
    """
    if person is None:
        return (law.refuse("not-on-register", "nobody of that name is on it"),)
    found = [ask(person, at_ns, item, law) for ask in _ASKED]
    found.append(misses_purpose(item, law, purpose))
    return tuple(refusal for refusal in found if refusal is not None)


def is_off_register(person: Person, at_ns: int, item: Item, law: Law) -> Refusal | None:
    """The entry on the register counts at that instant."""
    del item
    if person.counts_at(at_ns):
        return None
    says = f"the entry of {person.name} does not count at that instant"
    return law.refuse("not-on-register", says)


def lacks_clearance(person: Person, at_ns: int, item: Item, law: Law) -> Refusal | None:
    """The clearance reaches the label in force, and has not run out."""
    if item.published:
        return None
    if not person.counts_at(at_ns):
        return law.refuse("clearance", f"the clearance of {person.name} has run out")
    label, originator = item.marking.label, item.originator
    if person.clearance and reaches(
        person.clearance, law.own, label, originator, law.scales
    ):
        return None
    # The label itself would say more than whoever is refused may know.
    return law.refuse(
        "clearance", f"the clearance of {person.name} does not reach the label"
    )


def lacks_need(person: Person, at_ns: int, item: Item, law: Law) -> Refusal | None:
    """The person's duties need the topic, whatever the rank."""
    del at_ns
    if item.published or any(topic_matches(item.topic, need) for need in person.need):
        return None
    return law.refuse("need-to-know", f"the duties of {person.name} do not need it")


def misses_purpose(item: Item, law: Law, purpose: str) -> Refusal | None:
    """The purpose is one that the label names, or else the agreement."""
    if item.published:
        return None
    allowed = item.marking.purposes
    if not allowed and law.terms is not None:
        allowed = law.terms.handling.purposes
    if not allowed or purpose in allowed:
        return None
    says = f"{purpose!r} is none of its purposes" if purpose else "say for what purpose"
    return law.refuse("purpose", says)


_ASKED: Final[tuple[Ask, ...]] = (is_off_register, lacks_clearance, lacks_need)
