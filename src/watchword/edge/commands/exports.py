"""Taking the picture out of the node: what it holds, each report a numbered copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from watchword.edge.commands.basis import basis_for
from watchword.edge.commands.reports import permitted
from watchword.edge.desk import Desk
from watchword.edge.reader import Reader
from watchword.errors import UsageError
from watchword.formats.began import of_year
from watchword.formats.sheet import Cover, Sheet
from watchword.fusion.said import Said
from watchword.model.marking import Marking
from watchword.model.time import format_ns
from watchword.node.effects import Effect, Enter
from watchword.node.inputs import MakeCopy, NoteRead
from watchword.node.markings import marking_of
from watchword.picture.picture import Picture, picture


class PictureExport(msgspec.Struct, frozen=True, kw_only=True, tag="picture-export"):
    """Take the events out, for somebody and for something.

    Every report that they rest on is a copy, and its number is in the ledger
    before anybody has it.

    Args:
        to: For whom: a name on the register, an office, a place.
        purpose: What for.
        as_of_ns: The instant of knowledge; ``None``: now.
        year: Only what began in this year, UTC; ``None``: all of it.
    """

    to: str
    purpose: str
    as_of_ns: int | None = None
    year: int | None = None

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Number the copies; answer with the events and their cover.

        What a person may not open, and what may not be copied, is left out, and
        counted with its reasons: the events are those that the rest gives.

        Raises:
            UsageError: The recipient is a partner, or a word is missing.
        """
        if self.to in desk.view.partners():
            raise UsageError(
                f"{self.to} is a partner: an export is for the own people",
                hint=f"watchword release REPORT --to {self.to}",
            )
        held = desk.pictures.said(as_of_ns=self.as_of_ns)
        withheld: Counter[str] = Counter()
        opened = self._opened(desk, reader, held, withheld)
        shown = self._of_year(_picture(desk, held, opened, self.as_of_ns))
        copies = await self._copies(desk, reader, _members(shown), withheld)
        if len(copies) < len(_members(shown)):
            # Only what was copied: another event may be of that year now.
            kept = [said for said in opened if said.name in copies]
            judged = desk.pictures.judged(as_of_ns=self.as_of_ns)
            rest = self._of_year(picture(kept, self.as_of_ns, judged))
            shown = msgspec.structs.replace(shown, events=rest.events)
        found = _Found(shown=shown, labels=copies, withheld=withheld)
        sheet = _sheet(desk, reader, self, found)
        return {
            "sheet": msgspec.to_builtins(sheet),
            "copies": len(copies),
            "withheld": {
                "items": withheld.total(),
                "codes": dict(sorted(withheld.items())),
            },
        }

    def _of_year(self, shown: Picture) -> Picture:
        if self.year is None:
            return shown
        events = of_year(shown.events, self.year)
        return msgspec.structs.replace(shown, events=events)

    def _opened(
        self,
        desk: Desk,
        reader: Reader | None,
        held: Sequence[Said],
        withheld: Counter[str],
    ) -> Sequence[Said]:
        if reader is None:
            return held
        found = reader.sort(desk, [said.name for said in held], self.purpose)
        withheld.update(refusals[0].code for refusals in found.withheld.values())
        names = set(found.opened)
        return [said for said in held if said.name in names]

    async def _copies(
        self,
        desk: Desk,
        reader: Reader | None,
        names: Sequence[str],
        withheld: Counter[str],
    ) -> dict[str, str]:
        """The labels of what was copied, by name; what was refused is counted."""
        person = "" if reader is None else reader.person.name
        units = [
            [MakeCopy(report=n, recipient=self.to, purpose=self.purpose, person=person)]
            for n in names
        ]
        labels: dict[str, str] = {}
        outcomes = await desk.take_each(units)
        for name, outcome in zip(names, outcomes, strict=True):
            if isinstance(outcome.error, UsageError):
                raise outcome.error
            if outcome.error is not None:
                withheld[outcome.error.code] += 1
            else:
                labels[name] = " · ".join(_labels(outcome.effects))
        return labels


class PictureRead(msgspec.Struct, frozen=True, kw_only=True, tag="picture-read"):
    """The events as ``picture`` shows them, with the marking of all they rest on.

    For a program that reads at the desk; it takes no copy, and is noted as any
    reading is.

    Args:
        as_of_ns: The instant of knowledge; ``None``: now.
        purpose: What for; empty: not said.
    """

    as_of_ns: int | None = None
    purpose: str = ""

    async def run(self, desk: Desk, reader: Reader | None = None) -> dict[str, Any]:
        """Answer with the events and their cover."""
        held = desk.pictures.said(as_of_ns=self.as_of_ns)
        withheld: Counter[str] = Counter()
        opened = held
        if reader is not None:
            read = NoteRead(
                person="",
                command="picture-read",
                as_of_ns=self.as_of_ns,
                purpose=self.purpose,
            )
            opened, left_out = await permitted(desk, reader, held, read)
            withheld.update(left_out["codes"])
        shown = _picture(desk, held, opened, self.as_of_ns)
        markings = {name: marking_of(desk.view, name) for name in _members(shown)}
        labels = {name: m.label for name, m in markings.items() if m is not None}
        found = _Found(shown=shown, labels=labels, withheld=withheld)
        sheet = _sheet(desk, reader, self, found)
        return {
            "sheet": msgspec.to_builtins(sheet),
            "loose": list(shown.loose),
            "destroyed": list(shown.destroyed),
        }


def _picture(
    desk: Desk, held: Sequence[Said], opened: Sequence[Said], as_of_ns: int | None
) -> Picture:
    if len(opened) == len(held):
        return desk.pictures.picture(as_of_ns)
    judged = desk.pictures.judged(as_of_ns=as_of_ns)
    return picture(opened, as_of_ns, judged)


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """What goes onto a sheet: the events, the labels, and what was kept back."""

    shown: Picture
    labels: Mapping[str, str]
    withheld: Counter[str]


def _sheet(
    desk: Desk,
    reader: Reader | None,
    asked: PictureExport | PictureRead,
    found: _Found,
) -> Sheet:
    shown, labels, names = found.shown, found.labels, _members(found.shown)
    basis = basis_for(desk, names)
    marking = basis.marking(Marking(label="stands with each report"))
    now = format_ns(desk.clock.now_ns())
    as_of_ns = asked.as_of_ns
    cover = Cover(
        source=f"the picture of {desk.config.party} at entry"
        f" {desk.view.last_entry()} of its ledger",
        statuses=tuple(sorted({event.status for event in shown.events})),
        labels=tuple(sorted({labels[name] for name in names})),
        caveats=marking.caveats,
        releasable_to=marking.releasable_to,
        purposes=marking.purposes,
        rights=tuple(sorted({header.rights for header, _ in basis.sources} - {""})),
        rule=_rule(asked, shown, found.withheld),
        as_of=now if as_of_ns is None else format_ns(as_of_ns),
        made_at=now,
        recipient=asked.to if isinstance(asked, PictureExport) else "",
        purpose=asked.purpose,
        made_by="" if reader is None else reader.person.name,
    )
    kept = {name: labels[name] for name in names}
    return Sheet(cover=cover, events=shown.events, labels=kept)


def _members(shown: Picture) -> tuple[str, ...]:
    return tuple(name for event in shown.events for name in event.members)


def _labels(effects: Sequence[Effect]) -> Iterator[str]:
    """The originator's label as it is in force, and the own one beside it."""
    (entered,) = (each for each in effects if isinstance(each, Enter))
    yield entered.body["label"]
    own = entered.body["own_label"]
    if own and own != entered.body["label"]:
        yield own


def _rule(
    asked: PictureExport | PictureRead, shown: Picture, withheld: Counter[str]
) -> str:
    year = asked.year if isinstance(asked, PictureExport) else None
    codes = ", ".join(f"{code} {count}" for code, count in sorted(withheld.items()))
    return (
        f"all {len(shown.events)} events"
        + ("" if year is None else f" that began in {year} (UTC)")
        + f", of {len(_members(shown))} reports; {len(shown.loose)} free statements"
        f" and {len(shown.destroyed)} destroyed reports are of none;"
        f" {withheld.total()} reports withheld" + (f" ({codes})" if codes else "")
    )
