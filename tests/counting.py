"""Catalogues and counts over statements in memory, and over the shipped record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import sha256

import msgspec
from tests.unit.fusion.told import told

from watchword.fusion.said import Said
from watchword.model.report import Report
from watchword.model.time import parse_instant
from watchword.picture.catalogue import Listed, catalogue, zone_of_record
from watchword.picture.check import Checked, Record, check
from watchword.picture.claimtext import parse_claim
from watchword.picture.count import Count, count
from watchword.picture.countrule import RULES, rule_named
from watchword.picture.days import Days, parse_days
from watchword.picture.picture import picture
from watchword.picture.weighed import weigh
from watchword.record.statements import fields_of, header_of, statements

SEOUL = "+09:00"
END_NS = parse_instant("2022-06-12+09:00").end_ns - 1


def about(topic: str, said: Said) -> Said:
    """The same statement filed under a topic."""
    header = msgspec.structs.replace(said.report.header, topic=topic)
    return msgspec.structs.replace(
        said, report=Report(header=header, fields=said.report.fields)
    )


def fired(
    authority: str, when: str, topic: str = "missile.ballistic", **also: str
) -> Said:
    """One launch, as an authority tells it; ``when`` is KST."""
    return about(topic, told(authority, also={"observed_at": when, **also}))


def listing(said: Collection[Said], as_of_ns: int | None = None) -> tuple[Listed, ...]:
    return catalogue(picture(said, as_of_ns), said, "exercise")


def counted(
    rule: str,
    said: Collection[Said],
    period: Days | None = None,
    *,
    by: Collection[str] = (),
    zone: str = SEOUL,
) -> Count:
    weighed = weigh(listing(said), by)
    return count(weighed, rule_named(rule), period or Days(), zone)


def ends(
    rule: str,
    said: Collection[Said],
    period: str = "",
    *,
    by: Collection[str] = (),
    zone: str = SEOUL,
) -> tuple[int, int | None]:
    days = parse_days(period) if period else None
    found = counted(rule, said, days, by=by, zone=zone)
    return found.low, found.high


def side_by_side(
    said: Collection[Said], period: str, as_of_ns: int | None = None
) -> dict[str, tuple[int, int | None]]:
    """By every rule, in the zone of the record."""
    listed = listing(said, as_of_ns)
    zone = zone_of_record(each for one in listed for each in one.said)
    weighed, days = weigh(listed), parse_days(period)
    found = (count(weighed, rule, days, zone) for rule in RULES)
    return {each.rule.name: (each.low, each.high) for each in found}


def checked(
    claim: str,
    said: Collection[Said],
    period: str = "2022",
    *,
    at: str = "",
    whole_from: str = "2022",
    until: str = "2022-06-12",
) -> Checked:
    record = Record(
        weighed=weigh(listing(said)),
        zone=SEOUL,
        until=parse_days(until).last,
        whole_from=parse_days(whole_from).first if whole_from else None,
    )
    then = parse_days(at) if at else None
    return check(parse_claim(claim, parse_days(period), then), record)


def holding(found: Checked) -> dict[str, bool | None]:
    return {each.rule.name: each.holds for each in found.grounds}


def shipped() -> list[Said]:
    """The shipped record, all of it at one desk, named after its rows."""
    names = {entry.id: sha256(entry.id.encode()).hexdigest() for entry in statements()}
    return [
        Said(
            name=names[entry.id],
            report=Report(
                header=header_of(entry, corrects=names.get(entry.corrects, "")),
                fields=dict(fields_of(entry)),
            ),
        )
        for entry in statements()
    ]


def in_another_order(said: Sequence[Said]) -> list[Said]:
    return sorted(said, key=lambda each: sha256(each.name.encode()).digest())
