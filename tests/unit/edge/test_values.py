"""Disclosures are read alike however their encoder wrote them."""

from __future__ import annotations

import pytest
from tests.unit.fusion.told import told

from watchword.edge.values import Values

HEADER = told("KR_JCS", site="Sunan").report.header
TEXTS = (
    '["c2FsdA==","site","Sunan"]',
    '[ "c2FsdA==" , "site" , "Sunan" ]',
    '["c2FsdA==", "s\\u0069te", "Sunan"]',
    '["x\\",\\"apogee_km\\",","site","Sunan"]',
    '["","site","Sunan"]',
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_disclosure_is_read_however_it_was_written(text: str) -> None:
    values = Values()
    for _ in range(2):
        said = values.said("a" * 64, HEADER, [text])
        assert said.report.fields == {"site": "Sunan"}


def test_a_field_of_a_newer_vocabulary_is_not_read() -> None:
    said = Values().said("a" * 64, HEADER, ['["c2FsdA==","colour",["red"]]'])
    assert said.report.fields == {}


def test_equal_values_are_one_object_until_they_are_forgotten() -> None:
    text = '["c2FsdA==","position",{"is":"position","lat_deg":39.2,"lon_deg":125.7}]'
    values = Values()
    one, two = (values.said("a" * 64, HEADER, [text]) for _ in range(2))
    assert one.report.fields["position"] is two.report.fields["position"]
    values.forget()
    three = values.said("a" * 64, HEADER, [text])
    assert three == one
    assert three.report.fields["position"] is not one.report.fields["position"]
