"""The agreements shipped as examples, and the dated papers about them.

Any file put into ``agreements/`` is served under its name, and the file of
the same name in ``history/`` with it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, Literal, TypedDict, get_args

import msgspec
from msgspec.structs import replace

from watchword.agreements.strict_toml import Table, read_table
from watchword.agreements.terms import parse_terms
from watchword.errors import UsageError
from watchword.model.agreement import (
    READINGS,
    AgreementId,
    CompletionNote,
    Dispute,
    Instrument,
    Lifting,
    Notice,
    Reading,
    ReadingName,
    Signature,
    Suspension,
    Withdrawal,
)
from watchword.model.party import PartyId, parse_party
from watchword.model.time import Instant, parse_instant

Evidence = Literal["R", "S", "I", "M"]

_ABOUT: Final = ("dated", "effective_at", "evidence", "source")
_PAPER: Final = ("statement", "party", "note", *_ABOUT)


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened beside the papers and changes nothing.

    Args:
        dated: When, as precisely as it is known.
        says: What, in one line.
        evidence: R read, S summary or press, I inferred, M not verified.
        source: Where it was found.
    """

    dated: Instant
    says: str
    evidence: Evidence
    source: str


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """A paper, and how it is known that there was one."""

    paper: Instrument
    evidence: Evidence
    source: str


def shipped_agreements() -> tuple[str, ...]:
    """Names of the agreements that are shipped, in alphabetical order."""
    names = (entry.name for entry in _folder("agreements").iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def agreement_text(name: str) -> str:
    """The file of a shipped agreement: what would be signed.

    Raises:
        UsageError: None of that name is shipped.
    """
    known = shipped_agreements()
    if name not in known:
        raise UsageError(
            f"no agreement called {name[:80]!r} is shipped",
            hint=f"shipped are: {', '.join(known)}",
        )
    return (_folder("agreements") / f"{name}.toml").read_text(encoding="utf-8")


def shipped_papers(name: str) -> tuple[Instrument, ...]:
    """The dated papers about a shipped agreement; none where none are known.

    Raises:
        UsageError: None of that name is shipped, or its history is not as it
            should be.
    """
    return tuple(filed.paper for filed in shipped_sources(name))


def shipped_sources(name: str) -> tuple[Filed, ...]:
    """The same papers, each with its evidence and source.

    Raises:
        UsageError: As for ``shipped_papers``.
    """
    return _history(name)[0]


def shipped_remarks(name: str) -> tuple[Remark, ...]:
    """What happened beside the papers, for showing in a timeline.

    Raises:
        UsageError: As for ``shipped_papers``.
    """
    return _history(name)[1]


def read_history(
    history: str, agreement: str
) -> tuple[tuple[Filed, ...], tuple[Remark, ...]]:
    """Read a history beside its agreement.

    Args:
        history: The TOML text with ``[[paper]]`` and ``[[remark]]`` rows.
        agreement: The agreement's text, which the signatures bear.

    Raises:
        UsageError: Anything not understood, with its line.
    """
    terms = parse_terms(agreement)
    table = read_table(history)
    table.only(("agreement", "paper", "remark"))
    if table.one("agreement", str) != terms.id:
        table.refuse("agreement", f"this is a history of another than {terms.id}")
    papers = tuple(
        Filed(
            paper=_paper(row, terms.id, terms.zone, agreement),
            evidence=_evidence(row),
            source=row.one("source", str),
        )
        for row in table.tables("paper")
    )
    return papers, tuple(_remark(row, terms.zone) for row in table.tables("remark"))


@cache
def _history(name: str) -> tuple[tuple[Filed, ...], tuple[Remark, ...]]:
    text = agreement_text(name)
    file = _folder("history") / f"{name}.toml"
    if not file.is_file():
        return (), ()
    return read_history(file.read_text(encoding="utf-8"), text)


def _folder(name: str) -> Traversable:
    return files("watchword.record") / name


def _paper(row: Table, agreement: AgreementId, zone: str, text: str) -> Instrument:
    kind = row.choice("statement", tuple(_MAKE))
    own, make = _MAKE[kind]
    row.only((*_PAPER, *own))
    common = _Common(
        agreement=agreement,
        party=parse_party(row.one("party", str)),
        note=row.one("note", str),
        dated=_dated(row, zone),
    )
    return make(row, common, text)


def _remark(row: Table, zone: str) -> Remark:
    row.only(("says", *_ABOUT))
    return Remark(
        dated=_dated(row, zone),
        says=row.one("says", str),
        evidence=_evidence(row),
        source=row.one("source", str),
    )


def _evidence(row: Table) -> Evidence:
    word: Evidence = msgspec.convert(
        row.choice("evidence", get_args(Evidence)), Evidence
    )
    return word


def _dated(row: Table, zone: str) -> Instant:
    """The instant that a paper states, or the day on which it is known to be."""
    exact = row.has("effective_at")
    key = "effective_at" if exact else "dated"
    try:
        dated = parse_instant(row.one(key, str), zone=zone)
    except UsageError as error:
        row.refuse(key, str(error))
    return replace(dated, precision_ns=1) if exact else dated


class _Common(TypedDict):
    agreement: AgreementId
    party: PartyId
    note: str
    dated: Instant


def _signature(row: Table, common: _Common, text: str) -> Instrument:
    return Signature(**common, version=row.one("version", int), text=text)


def _reading(row: Table, common: _Common, _text: str) -> Instrument:
    name = row.choice("reading", READINGS)
    return Reading(**common, reading=msgspec.convert(name, ReadingName))


def _dispute(row: Table, common: _Common, _text: str) -> Instrument:
    about = row.texts("about") if row.has("about") else ()
    return Dispute(
        **common,
        about=about,
        says=_optional(row, "says"),
        ends=_optional(row, "ends"),
    )


def _optional(row: Table, key: str) -> str:
    return row.one(key, str) if row.has(key) else ""


_MAKE: Final[
    dict[str, tuple[tuple[str, ...], Callable[[Table, _Common, str], Instrument]]]
] = {
    "signature": (("version",), _signature),
    "completion-note": ((), lambda _, common, __: CompletionNote(**common)),
    "notice": (
        ("reason",),
        lambda row, common, _: Notice(**common, reason=_optional(row, "reason")),
    ),
    "suspension": (
        ("condition",),
        lambda row, common, _: Suspension(
            **common, condition=_optional(row, "condition")
        ),
    ),
    "lifting": ((), lambda _, common, __: Lifting(**common)),
    "withdrawal": (
        ("withdraws",),
        lambda row, common, _: Withdrawal(**common, withdraws=row.texts("withdraws")),
    ),
    "reading": (("reading",), _reading),
    "dispute": (("about", "says", "ends"), _dispute),
}
"""What a row of each kind holds beside the common keys, and how it is made."""
