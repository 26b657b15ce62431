"""What is made from reports bears what they bear: checked when it is filed.

Rule 1: the label stands at least as high as the highest source's, the caveats
        and the originators are those of all sources, recipients and purposes
        are no wider.
Rule 2: a translation keeps the level, names its language and a translator on
        the register, and says in its own language whose content it is.
Rule 3: what a source's originator has published binds nobody.

Source:
    Articles 4.3, 6(c) and 15 of the agreement of 2016, as the example text
    paraphrases them.
"""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.agreements.scale import Scale, reaches
from watchword.errors import ReleaseError, UsageError
from watchword.model.marking import Marking
from watchword.model.report import Header
from watchword.node.inputs import FileReport
from watchword.node.item import outcome_of, scales_of
from watchword.node.markings import header_of, marking_of
from watchword.node.view import View

LABEL: Final = "derivative-label"
ORIGINATORS: Final = "derivative-originators"
TRANSLATION: Final = "translation"


class _Source(msgspec.Struct, frozen=True, kw_only=True):
    """A report that something is made from, with the marking in force."""

    name: str
    header: Header
    marking: Marking


def check_form(given: FileReport) -> None:
    """Demand content of what is electronic; other forms may be register entries.

    Raises:
        UsageError: There is none.
    """
    if given.header.form == "electronic" and not given.fields:
        raise UsageError(
            "an electronic report has a field",
            hint="--form oral enters what was only spoken, without its content",
        )


def check_derivative(view: View, header: Header, at_ns: int) -> None:
    """Refuse what is less protected than the reports it is made from.

    Raises:
        ReleaseError: A source is not held any more (``not-held``), the label
            or what goes with it does not cover all sources
            (``derivative-label``), an originator is missing
            (``derivative-originators``), it is to serve another purpose
            (``purpose``), is of another status (``wrong-status``), or is no
            proper translation (``translation``).
    """
    if header.originators and header.publication is not None:
        raise ReleaseError(
            f"what {header.originators[0]} originated is not this party's to publish",
            code=ORIGINATORS,
        )
    if not (header.derived_from or header.language or header.translator):
        return
    sources = [_source(view, name, at_ns) for name in header.derived_from]
    bound = [source for source in sources if source.header.publication is None]
    scales = scales_of(view) if bound else ()
    for source in bound:
        _check_label(view, header, source, scales)
        _check_marking(header.marking, source)
        _check_originators(view, header, source)
    for source in sources:
        if source.header.status != header.status:
            raise ReleaseError(
                f"{source.name[:12]} is {source.header.status}, this would be"
                f" {header.status}",
                code="wrong-status",
            )
    _check_translation(view, header, bound, scales, at_ns)


def _source(view: View, name: str, at_ns: int) -> _Source:
    header = header_of(view, name)
    marking = marking_of(view, name)
    gone = outcome_of(view, name, at_ns)
    if header is None or marking is None or gone is not None:
        raise ReleaseError(
            f"{name[:12]} is {gone or 'not held here'}: nothing is made from it",
            code="not-held",
        )
    return _Source(name=name, header=header, marking=marking)


def _check_label(
    view: View, header: Header, source: _Source, scales: tuple[Scale, ...]
) -> None:
    own, above = header.marking.label, source.marking.label
    if not reaches(own, view.party, above, source.header.originator, scales):
        raise ReleaseError(
            f"the label does not stand as high as that of {source.name[:12]}",
            hint="agreement show prints the table of labels",
            code=LABEL,
        )


def _check_marking(own: Marking, source: _Source) -> None:
    above = source.marking
    missing = [caveat for caveat in above.caveats if caveat not in own.caveats]
    if missing:
        raise ReleaseError(
            f"a caveat of {source.name[:12]} is missing: {missing[0]}", code=LABEL
        )
    if above.releasable_to is not None and (
        own.releasable_to is None or set(own.releasable_to) - set(above.releasable_to)
    ):
        raise ReleaseError(
            f"it would be releasable to more parties than {source.name[:12]}",
            code=LABEL,
        )
    if above.purposes and (not own.purposes or set(own.purposes) - set(above.purposes)):
        raise ReleaseError(
            f"{source.name[:12]} serves only: {', '.join(above.purposes)}",
            code="purpose",
        )


def _check_originators(view: View, header: Header, source: _Source) -> None:
    theirs = {source.header.originator, *source.header.originators} - {view.party}
    missing = sorted(theirs - set(header.originators))
    if missing:
        raise ReleaseError(
            f"it contains what {missing[0]} originated, and does not say so",
            code=ORIGINATORS,
        )


def _check_translation(
    view: View,
    header: Header,
    bound: list[_Source],
    scales: tuple[Scale, ...],
    at_ns: int,
) -> None:
    if not header.language and not header.translator:
        return
    wrong = _translation_flaw(view, header, at_ns)
    for source in bound:
        label, of = source.marking.label, source.header.originator
        if not reaches(label, of, header.marking.label, view.party, scales):
            wrong = wrong or "a translation keeps the level of the original"
        if not set(header.marking.caveats) - set(source.marking.caveats):
            wrong = wrong or (
                f"a translation notes, in {header.language}, that it contains what"
                f" {of} originated"
            )
    if wrong:
        raise ReleaseError(
            wrong,
            hint="--language, --translator and --caveat say it",
            code=TRANSLATION,
        )


def _translation_flaw(view: View, header: Header, at_ns: int) -> str:
    if len(header.derived_from) != 1:
        return "a translation is made from one report"
    if not header.language or not header.translator:
        return "a translation names its language and its translator"
    register = view.register()
    if register is None:
        return ""
    person = register.named(header.translator)
    if person is None or not person.counts_at(at_ns):
        return f"{header.translator} is not on the register"
    return ""
