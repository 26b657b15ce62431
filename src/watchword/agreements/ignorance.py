"""Whether a refusal was made by ignorance: by a paper that existed and was not known.

A node that has missed a note answers from the others, and answers no where the
others come to no.  When it has caught up it can say which of its refusals it
would not have made.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from watchword.agreements.case import Request
from watchword.agreements.decide import decide
from watchword.agreements.standing import Papers


class Ignorance(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal that would not have been made with the papers known now.

    Args:
        request: What was asked, at the instant of the refusal.
        missing: Names of the papers and messages that were missing, on which
            the permission would have rested.
    """

    request: Request
    missing: tuple[str, ...]


def by_ignorance(request: Request, then: Papers, now: Papers) -> Ignorance | None:
    """Decide a refused request anew, as of its own instant.

    The node's own will is taken as it was then: it is nothing that anybody
    could have missed.  What was said after that instant counts for nothing.

    Args:
        request: What was refused, with the instant at which it was.
        then: What was known when it was refused.
        now: What is known now.

    Returns:
        ``None`` where it would have been refused all the same, or was not.

    Raises:
        UsageError: The instant is outside the years 1700 to 2249.
    """
    if decide(request, then).permitted:
        return None
    both = msgspec.structs.replace(
        now, postures=then.postures, approvals=then.approvals
    )
    found = decide(request, both)
    if not found.permitted:
        return None
    rested = {*found.rests_on, *(n for row in found.fields for n in row.rests_on)}
    new = _new(request, then, both)
    on_these = tuple(name for name in new if name in rested)
    return Ignorance(request=request, missing=on_these or new)


def _new(request: Request, then: Papers, now: Papers) -> tuple[str, ...]:
    """What has become known since, of what had been said by then."""
    known = _names(then)
    papers = (n for n, p in now.instruments if p.dated.ns <= request.at_ns)
    messages = (n for n, m in now.messages if m.said_at_ns <= request.at_ns)
    return tuple(name for name in (*papers, *messages) if name not in known)


def _names(papers: Papers) -> Collection[str]:
    return {name for name, _ in (*papers.instruments, *papers.messages)}
