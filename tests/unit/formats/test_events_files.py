"""What is written is read back by somebody else's reader, and says all of it."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from tests.unit.formats.sheets import APART, BARE, COVER, SHEET, event_of

from watchword.formats import events_csv, events_geojson, events_kml, events_parquet
from watchword.formats.columns import table_of
from watchword.formats.sheet import Cover, Sheet
from watchword.model.fieldtext import format_value, parse_field
from watchword.model.time import parse_instant

EMPTY = Sheet(cover=COVER, events=())
KML = {"k": events_kml.NAMESPACE}


def said(field: str, witnesses: list[dict[str, Any]]) -> None:
    """What stands in the file is what the witnesses of the event said."""
    (combined,) = (each for each in APART.fields if each.field == field)
    assert [w["authority"] for w in witnesses] == ["north", "south"]
    for witness, read in zip(combined.witnesses, witnesses, strict=True):
        assert read["statement"] == witness.statement
        assert parse_field(field, read["value"]) == witness.value


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode(), newline="")))


def test_csv_reads_back_with_the_cover_in_every_row() -> None:
    apart, bare = rows_of(events_csv.write(SHEET))
    for row in (apart, bare):
        assert row["cover_marking"] == COVER.marking()
        assert "EXERCISE" in row["cover_marking"]
        assert "releasable to desk.south" in row["cover_marking"]
        assert (row["cover_as_of"], row["cover_rule"]) == (COVER.as_of, COVER.rule)
        assert row["cover_source"] == COVER.source
    assert (apart["range_km_low"], apart["range_km_high"]) == ("470", "900")
    assert apart["observed_at_from"] == "2022-05-04T03:03:00Z"
    said("range_km", json.loads(apart["range_km_witnesses"]))
    assert apart["site"] == 'the airfield, <north> | a "field" & more'
    assert bare["range_km_low"] == ""


def test_no_two_columns_of_csv_have_one_name_also_where_a_field_says_its_source() -> (
    None
):
    event = event_of(4, {"north": {"source": "a list, row 1"}})
    sheet = Sheet(cover=COVER, events=(event,))
    (header, _) = csv.reader(StringIO(events_csv.write(sheet).decode(), newline=""))
    assert len(header) == len(set(header))
    (row,) = rows_of(events_csv.write(sheet))
    assert (row["source"], row["cover_source"]) == ("a list, row 1", COVER.source)


def test_csv_of_nothing_is_its_header() -> None:
    assert rows_of(events_csv.write(EMPTY)) == []


def test_geojson_reads_back_and_an_event_without_a_place_has_none() -> None:
    found = json.loads(events_geojson.write(SHEET))
    assert found["type"] == "FeatureCollection"
    assert found["watchword"]["marking"] == COVER.marking()
    assert found["watchword"]["labels"] == list(COVER.labels)
    assert found["units"]["range_km_low"] == "km"
    apart, bare = found["features"]
    assert apart["geometry"] == {
        "type": "MultiPoint",
        "coordinates": [[125.7, 39.2], [130.0, 45.0]],
    }
    said("range_km", apart["properties"]["range_km_witnesses"])
    assert bare["geometry"] is None
    assert bare["id"] == BARE.id
    assert json.loads(events_geojson.write(EMPTY))["features"] == []


def test_kml_reads_back_with_times_points_and_the_cover() -> None:
    root = ET.fromstring(events_kml.write(SHEET))  # noqa: S314 (our own file)
    document = root.find("k:Document", KML)
    assert document is not None
    assert document.findtext("k:name", namespaces=KML) == COVER.marking()
    apart, bare = document.findall("k:Placemark", KML)
    points = [each.text for each in apart.iterfind(".//k:coordinates", KML)]
    assert points == ["125.7,39.2", "130,45"]
    begin = apart.findtext("k:TimeSpan/k:begin", namespaces=KML)
    assert begin is not None
    assert parse_instant(begin).ns == parse_instant("2022-05-04T03:03Z").ns
    assert bare.find(".//k:Point", KML) is None
    assert bare.find("k:TimeSpan", KML) is None
    data = data_of(apart)
    said("range_km", json.loads(data["range_km_witnesses"]))
    assert data["site"] == 'the airfield, <north> | a "field" & more'
    whole = data_of(document)
    assert whole["rule"] == COVER.rule
    assert whole["unit of range_km_low"] == "km"


def data_of(element: ET.Element) -> dict[str, str]:
    each = element.findall("k:ExtendedData/k:Data", KML)
    found = {one.get("name"): one.findtext("k:value", "", KML) for one in each}
    return {str(name): text for name, text in found.items()}


def test_kml_stands_what_xml_cannot_hold() -> None:
    odd = msgspec.structs.replace(COVER, recipient="a\ufffeb")
    root = ET.fromstring(events_kml.write(Sheet(cover=odd, events=())))  # noqa: S314
    document = root.find("k:Document", KML)
    assert document is not None
    assert data_of(document)["recipient"] == "a\ufffdb"


def test_what_a_party_wrote_is_no_html_where_a_program_would_show_it_as_such() -> None:
    label = '<img src="https://a.example/seen">'
    sheet = Sheet(cover=COVER, events=(BARE,), labels={BARE.members[0]: label})
    odd = msgspec.structs.replace(COVER, labels=(label,))
    root = ET.fromstring(events_kml.write(msgspec.structs.replace(sheet, cover=odd)))  # noqa: S314
    texts = [each.text or "" for each in root.iterfind(".//k:description", KML)]
    assert len(texts) == 2
    assert all("img" in text and "<" not in text for text in texts)


def test_parquet_reads_back_with_types_units_and_the_cover() -> None:
    pa = pytest.importorskip("pyarrow", reason="the extra research is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(pa.BufferReader(events_parquet.write(SHEET)))
    metadata = table.schema.metadata[events_parquet.METADATA]
    assert msgspec.json.decode(metadata, type=Cover) == COVER
    assert table.schema.field("range_km_low").metadata == {b"unit": b"km"}
    apart, bare = table.to_pylist()
    written = table_of(SHEET.events, SHEET.labels)
    for column in written.columns:
        if column.holds != "instant":
            assert apart[column.name] == written.rows[0].get(column.name)
            assert bare[column.name] == written.rows[1].get(column.name)
    stamps = table.column("observed_at_from").cast(pa.int64()).to_pylist()
    assert stamps == [parse_instant("2022-05-04T03:03Z").ns, None]
    assert (
        parquet.read_table(pa.BufferReader(events_parquet.write(EMPTY))).num_rows == 0
    )


def test_the_value_of_a_witness_is_the_text_that_is_read_everywhere() -> None:
    for combined in APART.fields:
        for witness in combined.witnesses:
            text = format_value(witness.value)
            assert format_value(parse_field(combined.field, text)) == text
