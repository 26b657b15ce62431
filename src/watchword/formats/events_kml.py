"""Events as KML: a placemark an event, the cover as the document's own data.

An event without a position has no geometry and stays in the list; one whose
witnesses contradict each other about it has a point for each.  Programs show a
description as HTML, so what parties wrote is escaped there once more.

Source:
    OGC KML 2.3 (12-007r2): Placemark 9.14, TimeSpan 15.2, ExtendedData 9.3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final
from xml.etree import ElementTree as ET

from watchword.formats.columns import Column, table_of, text_of
from watchword.formats.places import places_of
from watchword.formats.sheet import Sheet
from watchword.model.event import Event

NAMESPACE: Final = "http://www.opengis.net/kml/2.2"

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, in no way of writing it."""


def write(sheet: Sheet) -> bytes:
    """The file, UTF-8."""
    table = table_of(sheet.events, sheet.labels)
    root = ET.Element("kml", xmlns=NAMESPACE)
    document = _put(root, "Document")
    cover = sheet.cover.lines()
    _put(document, "name", cover["marking"])
    words = [f"{name}: {text}" for name, text in cover.items() if text]
    _put(document, "description", escape("\n".join(words)))
    units = {f"unit of {name}": unit for name, unit in table.units().items()}
    _data(document, {**cover, **units})
    for event, row in zip(sheet.events, table.rows, strict=True):
        _placemark(document, event, row, table.columns)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _placemark(
    document: ET.Element,
    event: Event,
    row: Mapping[str, Any],
    columns: Sequence[Column],
) -> None:
    mark = _put(document, "Placemark", id=f"event-{event.id}")
    texts = {c.name: text_of(c.holds, row.get(c.name)) for c in columns}
    when = texts.get("observed_at_from", "")[:16].replace("T", " ")
    site = texts.get("site", "").partition(" | ")[0]
    _put(mark, "name", " ".join(part for part in (when, site or event.kind) if part))
    words = f"{row['status'].upper()} · {row['labels']}"
    _put(mark, "description", escape(words))
    if texts.get("observed_at_from"):
        span = _put(mark, "TimeSpan")
        _put(span, "begin", texts["observed_at_from"])
        _put(span, "end", texts["observed_at_to"])
    _data(mark, {name: text for name, text in texts.items() if text})
    _geometry(mark, event)


def _geometry(mark: ET.Element, event: Event) -> None:
    places = places_of(event)
    parent = _put(mark, "MultiGeometry") if len(places) > 1 else mark
    for place in places:
        point = _put(parent, "Point")
        _put(point, "coordinates", f"{place.lon_deg:.15g},{place.lat_deg:.15g}")


def _data(parent: ET.Element, texts: Mapping[str, str]) -> None:
    extended = _put(parent, "ExtendedData")
    for name, text in texts.items():
        _put(_put(extended, "Data", name=name), "value", text)


def _put(parent: ET.Element, tag: str, text: str = "", **given: str) -> ET.Element:
    child = ET.SubElement(parent, tag, given)
    if text:
        child.text = _NOT_XML.sub("\ufffd", text)
    return child
