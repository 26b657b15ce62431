"""A statement as fusion sees it: its name and what of it is open here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from watchword.errors import UsageError
from watchword.model.field import Value
from watchword.model.report import Report


class Said(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A report under the name of the statement it was signed as.

    Args:
        name: SHA-256 of the statement's payload, in hexadecimal.
        report: Its header, and the fields that are open here.
    """

    name: str
    report: Report


def canonical_key(said: Said) -> tuple[int, str]:
    """The order of statements everywhere: when it was said, then its name."""
    return said.report.header.said_at_ns, said.name


def unite(first: Said, second: Said) -> Said:
    """One statement with every field that either of the two has open.

    Fields already held stay.  An originator who sealed two values under one
    name of a field is not believed twice: the same one of the two is kept
    whichever came first, or two nodes would differ in their pictures.

    Raises:
        UsageError: The two are not the same statement.
    """
    one, other = first.report, second.report
    if first.name != second.name or one.header != other.header:
        raise UsageError("only two views of the same statement can be united")
    return Said(
        name=first.name,
        report=Report(header=one.header, fields=_union(one.fields, other.fields)),
    )


def gather(said: Iterable[Said]) -> tuple[Said, ...]:
    """Each statement once, with all fields known of it, in canonical order."""
    held: dict[str, Said] = {}
    for each in said:
        earlier = held.get(each.name)
        held[each.name] = unite(earlier, each) if earlier else each
    return tuple(sorted(held.values(), key=canonical_key))


def _union(
    fields: Mapping[str, Value], others: Mapping[str, Value]
) -> Mapping[str, Value]:
    both = {**fields, **others}
    for name in fields.keys() & others.keys():
        both[name] = min(fields[name], others[name], key=repr)
    return dict(sorted(both.items()))
