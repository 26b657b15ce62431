"""The nuclear tests of the shipped record."""

from __future__ import annotations

import msgspec

from watchword.record.nuclear import nuclear_tests


def test_there_are_six_and_each_says_that_it_is_second_hand() -> None:
    reports = nuclear_tests("TLP:CLEAR")
    assert len(reports) == 6
    for each in reports:
        assert (each.kind, each.label) == ("nuclear_test", "TLP:CLEAR")
        assert each.attributed_to
        fields = {name: msgspec.json.decode(raw) for name, raw in each.fields.items()}
        assert fields["note"].startswith("second hand")
        assert fields["source"]
        assert fields["magnitude_type"] == "mb"


def test_each_has_a_source_of_its_own() -> None:
    sources = {bytes(each.fields["source"]) for each in nuclear_tests("OPEN")}
    assert len(sources) == 6
