"""The articles of a text beside what the software does about each.

A row for every clause, of one of three kinds:

* E: the software enforces it, under the clause's rule;
* R: it demands, keeps and shows a signed record, and people judge it;
* O: out of scope, recorded so that nobody looks for it elsewhere.

A row's ``key`` is how its tests are named, ``test_<key>_...``: from the
clause's id ``art-06g`` comes ``art06g``, from ``policy-09`` ``art09``; where
the text has paragraphs, ``par-3`` and ``policy-04-mark`` give ``par3`` and
``par4``.  A clause on no article in particular, such as ``policy-levels``,
belongs to the head: ``par0levels``.  Article 4's first paragraph is ``art04a``
though its id is plain ``art-04``.  Other ids have no key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from watchword.agreements.codes import (
    ACCESS_CODES,
    DUTY_CODES,
    PROTECTION,
    REFUSAL_CODES,
    RELEASE,
)
from watchword.model.agreement import Clause, Terms

Kind = Literal["E", "R", "O"]

MEANINGS: Final[Mapping[str, str]] = {
    RELEASE: "content goes under it: every field that leaves names it",
    PROTECTION: "protective messages cite it, in every state and for ever",
    **REFUSAL_CODES,
    **ACCESS_CODES,
    **DUTY_CODES,
    "": "out of scope",
}
"""What the software does or asks for, by the word of a rule."""

_NUMBERED: Final = re.compile(
    r"(?:(?P<paragraph>par)-(?P<number>\d+)|(?:art|policy)-(?P<article>\d\d))"
    r"(?P<letter>[a-z]?)(?:-[a-z-]+)?"
)
_NAMED: Final = re.compile(r"policy-(?P<word>[a-z]+)")
_WITH_LETTER: Final = {"art04": "art04a"}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One clause, and what is made of it.

    Args:
        agreement: Whose text.
        id: What a refusal prints.
        article: As the text has it.
        rule: The word of the rule; empty where there is none.
        kind: E enforced, R recorded, O out of scope.
        evidence: R read, S summary or press, I inferred, M not verified.
        says: The obligation, paraphrased.
        does: What the software does about it.
        key: How its tests are named; empty: no test is named after it.
    """

    agreement: str
    id: str
    article: str
    rule: str
    kind: Kind
    evidence: Literal["R", "S", "I", "M"]
    says: str
    does: str
    key: str


def rows_of(terms: Terms) -> tuple[Row, ...]:
    """A row for each clause, in the text's own order."""
    paragraphs = any(clause.id.startswith("par-") for clause in terms.clauses)
    return tuple(
        Row(
            agreement=terms.id,
            id=clause.id,
            article=clause.article,
            rule=clause.rule,
            kind=kind_of(clause),
            evidence=clause.evidence,
            says=clause.says,
            does=MEANINGS[clause.rule],
            key=key_of(clause.id, paragraphs=paragraphs),
        )
        for clause in terms.clauses
    )


def kind_of(clause: Clause) -> Kind:
    """E where a rule stands behind it, R where it is recorded only, else O."""
    if not clause.rule:
        return "O"
    return "R" if clause.rule == "record" else "E"


def key_of(name: str, *, paragraphs: bool) -> str:
    """How the tests of a clause are named.

    Args:
        name: The clause's id.
        paragraphs: Its text has paragraphs, not articles.

    >>> key_of("art-06g", paragraphs=False), key_of("policy-04-mark", paragraphs=True)
    ('art06g', 'par4')
    """
    if found := _NUMBERED.fullmatch(name):
        if found["paragraph"] or paragraphs:
            return f"par{int(found['number'] or found['article'])}{found['letter']}"
        key = f"art{found['article']}{found['letter']}"
        return _WITH_LETTER.get(key, key)
    if named := _NAMED.fullmatch(name):
        return f"{'par0' if paragraphs else 'art00'}{named['word']}"
    return ""
