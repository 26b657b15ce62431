"""No text that bears a national marking comes in, by whatever door.

Rule 1: every text of what is said, filed, noted or sent is looked at, those of
        fields that this version does not know too; labels have a rule of their
        own (``admit.may_keep``).
Rule 2: what the table of an agreement signed here lists may be borne under that
        agreement; a report is filed under any of them, a note under none.
Rule 3: of what is refused nothing is kept, not even as evidence: a partner's
        bytes by their digest only.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any, Final

import msgspec

from watchword.agreements.spill import check_text_marking, marking_rule
from watchword.agreements.spill_quick import may_bear
from watchword.agreements.terms import parse_terms
from watchword.errors import MarkingError, WatchwordError
from watchword.model.agreement import (
    AgreementId,
    Approval,
    Instrument,
    Posture,
    Signature,
)
from watchword.model.message import Message
from watchword.model.person import Register
from watchword.model.sealed import SealedLine
from watchword.node.inputs import (
    FileReport,
    Input,
    KnowParty,
    MakeCopy,
    NoteRead,
    NoteShift,
    ReleaseSealed,
    TrustAgain,
)
from watchword.node.view import View
from watchword.wire.statement import SealedReport, Statement

_QUOTED: Final = re.compile(r'\\+n|\\*"')
_DIGEST: Final = re.compile("[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{22}==")
_STRING: Final = re.compile(r'"([^"]*)"(\s*:)?')
REMEMBERED: Final = 4096
"""Most texts of reports are the same again: kinds, topics, parties, units, places."""

_may_bear: Final = lru_cache(REMEMBERED)(may_bear)
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]{8,}={0,2}")


def check_filed(view: View, given: FileReport) -> None:
    """Refuse a report with a text that bears a marking.

    Raises:
        MarkingError: One does, and no agreement here knows it.
    """
    header = given.header
    texts = [header.topic, *(v for v in given.fields.values() if isinstance(v, str))]
    said = (header.attributed_to, header.language, header.translator, header.rights)
    texts += [text for text in said if text]
    texts += [*header.marking.caveats, *header.marking.purposes]
    if header.publication is not None:
        texts.append(header.publication.where)
    if may_bear(*texts):
        check_text_marking(*texts, known=known_in(view, view.agreements()))


def check_given(given: Input) -> None:
    """Refuse what a person types beside reports and statements.

    Raises:
        MarkingError: It bears a marking; it is said under no agreement.
    """
    match given:
        case NoteShift():
            texts = (given.says, given.person, *texts_in(dict(given.body)))
        case MakeCopy():
            texts = (given.recipient, given.purpose, given.person)
        case NoteRead():
            texts = (given.purpose, given.person)
        case TrustAgain():
            texts = (given.because,)
        case KnowParty():
            file = given.file
            payloads = [
                each.payload for each in (file.introduction, *file.designations)
            ]
            texts = tuple(text for data in payloads for text in _texts_of(data))
        case ReleaseSealed():
            texts = (given.approval.purpose,)
        case _:
            return
    check_text_marking(*texts)


def check_said_words(
    view: View,
    statement: Statement,
    parts: Collection[bytes | str],
    labels: Collection[str],
    agreement: AgreementId | None,
) -> None:
    """Refuse a statement with a text that bears a marking.

    Args:
        view: What the node holds.
        statement: What it says.
        parts: Its bytes, with whatever this version does not know, and the fields
            that came with it.
        labels: Its labels, which have been judged.
        agreement: The agreement it came under; ``None``: said here.

    Raises:
        MarkingError: One does, and the agreement does not know it.
    """
    if isinstance(statement, SealedReport) and not may_report_bear(parts, labels):
        return
    texts = [text for data in parts for text in _texts_of(data) if text not in labels]
    if isinstance(statement, SealedLine):
        texts = [text for text in texts if len(text) < len(statement.box)]
    if isinstance(statement, Register):
        reaches = {person.clearance for person in statement.persons}
        texts = [text for text in texts if text not in reaches]
    if may_bear(*texts):
        check_text_marking(*texts, known=_known_to(view, statement, agreement))


def may_report_bear(parts: Collection[bytes | str], labels: Collection[str]) -> bool:
    """Whether a report's texts have to be looked at, found without reading its JSON.

    Without a backslash every text stands there as it is, between two quotes.
    """
    shown = "\n".join(
        part if isinstance(part, str) else part.decode("utf-8", "replace")
        for part in parts
    )
    return "\\" in shown or any(
        _may_bear(text)
        for text, colon in _STRING.findall(shown)
        if not (colon and text.isidentifier())
        and not _is_digest(text)
        and text not in labels
    )


def _is_digest(text: str) -> bool:
    return len(text) in (24, 44) and _DIGEST.fullmatch(text) is not None


def _known_to(
    view: View, statement: Statement, agreement: AgreementId | None
) -> frozenset[str]:
    if isinstance(statement, Signature):
        try:
            terms = parse_terms(statement.text)
        except WatchwordError:
            return frozenset()
        return frozenset(
            label
            for lvl in terms.levels
            for own in lvl.labels.values()
            for label in own
        )
    if agreement is not None:
        return known_in(view, (agreement,))
    if isinstance(statement, Instrument | Posture | Approval | Message | SealedLine):
        return known_in(view, (statement.agreement,))
    if isinstance(statement, SealedReport):
        return known_in(view, view.agreements())
    return frozenset()


def known_in(view: View, agreements: Collection[AgreementId]) -> frozenset[str]:
    """Every label in the tables of agreements that this party has signed."""
    return frozenset(
        label
        for name in agreements
        for terms in view.own_texts(name)
        for level in terms.levels
        for own in level.labels.values()
        for label in own
    )


def is_spilled(view: View, agreement: AgreementId | None, data: bytes) -> bool:
    """Whether bytes that are refused bear a marking, however they are wrapped.

    They need be no line: what they may hold in base64 is looked at too.
    """
    names = view.agreements() if agreement is None else (agreement,)
    known = known_in(view, names)
    return any(
        marking_rule(text, known) is not None
        for part in (data, *_unwrapped(data))
        for text in _pieces(part)
    )


def _pieces(data: bytes) -> Iterator[str]:
    """The texts in bytes, in a JSON text within one too, and where it is cut off."""
    whole = data.decode("utf-8", "ignore")
    yield whole
    yield from _QUOTED.split(whole)
    for text in _texts_of(data):
        yield text
        if text.startswith(("[", "{")):
            yield from _texts_of(text)


def _unwrapped(data: bytes) -> Iterator[bytes]:
    for run in _BASE64.finditer(data):
        text = run.group()
        try:
            yield b64decode(text[: len(text) // 4 * 4])
        except NotBase64:
            continue


def _texts_of(data: bytes | str) -> Iterator[str]:
    try:
        yield from texts_in(msgspec.json.decode(data))
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return


def texts_in(value: Any) -> Iterator[str]:  # noqa: ANN401 (any JSON)
    """Every text in a plain value, and a key that is no name; but no digest."""
    if isinstance(value, str):
        # A digest is no text, and neither is a salt; a report has many.
        if value and not _is_digest(value):
            yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if not key.isidentifier():
                yield key
            yield from texts_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_in(each)


def withheld(error: WatchwordError) -> str:
    """What is said of bytes of which nothing is kept."""
    if isinstance(error, MarkingError):
        return str(error)
    return "it bears a national classification marking; nothing of it was kept"
