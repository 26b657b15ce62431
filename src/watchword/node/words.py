"""The word a party gives now and then: all papers made until now were sent.

Rule 1: where the text in effect has a limit of freshness, every third of it;
        so two may be lost and the others still know.
Rule 2: only the parties of the text in effect are told; who has left is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from watchword.model.agreement import AgreementId, Terms
from watchword.model.message import Word
from watchword.model.time import HOUR_NS
from watchword.node.admit import own_texts
from watchword.node.effects import Effect
from watchword.node.messages import say_own, tell_message
from watchword.node.view import View


def say_words(view: View, at_ns: int) -> Iterator[Effect]:
    """Say the word under every agreement for which it is time.

    Raises:
        TrustError: The node holds no key that may sign for the party.
    """
    for agreement in view.agreements():
        due_ns = _due_ns(view, agreement, at_ns)
        if due_ns is None or due_ns > at_ns:
            continue
        word = Word(party=view.party, agreement=agreement, said_at_ns=at_ns)
        own = say_own(view, word, at_ns)
        yield own
        yield from tell_message(view, own.name, word, at_ns)


def next_word_ns(view: View, at_ns: int) -> int | None:
    """When the next word is to be said; ``None``: no agreement asks for one."""
    found = (_due_ns(view, agreement, at_ns) for agreement in view.agreements())
    return min((due_ns for due_ns in found if due_ns is not None), default=None)


def terms_in_effect(view: View, agreement: AgreementId, at_ns: int) -> Terms | None:
    """The text that this party is bound by; ``None``: it is none of the parties."""
    terms = view.standings(agreement, at_ns)[0].terms
    return terms if terms is not None and view.party in terms.parties else None


def _due_ns(view: View, agreement: AgreementId, at_ns: int) -> int | None:
    # Asked often: the texts are remembered, and most set no limit at all.
    texts = own_texts(view, agreement)
    if all(text.handling.freshness_hours is None for text in texts):
        return None
    terms = terms_in_effect(view, agreement, at_ns)
    hours = terms.handling.freshness_hours if terms is not None else None
    if hours is None:
        return None
    said = [
        message.said_at_ns
        for _, message in view.papers(agreement).messages
        if isinstance(message, Word) and message.party == view.party
    ]
    return max(said) + hours * HOUR_NS // 3 if said else at_ns
