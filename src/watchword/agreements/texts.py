"""The texts of an agreement that anybody has signed, in force or not."""

from __future__ import annotations

from collections.abc import Iterable

from watchword.agreements.course import terms_of
from watchword.model.agreement import Instrument, Signature, Terms


def texts_of(papers: Iterable[Instrument]) -> tuple[Terms, ...]:
    """Each readable text once, the versions in order.

    A signature whose text cannot be read, or is another agreement's, gives
    none: ``state`` ignores it likewise and says why.
    """
    texts = {p.text: p.agreement for p in papers if isinstance(p, Signature)}
    read = ((terms_of(text), agreement) for text, agreement in texts.items())
    found = [
        terms
        for terms, agreement in read
        if isinstance(terms, Terms) and terms.id == agreement
    ]
    return tuple(sorted(found, key=lambda terms: terms.version))
