from __future__ import annotations

import pytest
from tests.unit.fusion.told import told, without

from watchword.errors import UsageError
from watchword.fusion.said import Said, canonical_key, gather, unite
from watchword.model.report import Report


def test_fields_opened_later_unite_with_those_held() -> None:
    whole = told("KR_JCS", observed_at="2022-05-04T12:03", range_km="~470")
    early, late = without(whole, "range_km"), without(whole, "observed_at")
    assert unite(early, late) == unite(late, early) == whole


def test_two_values_sealed_under_one_name_give_the_same_one_in_either_order() -> None:
    one = told("KR_JCS", name="aa", range_km="~470")
    two = told("KR_JCS", name="aa", range_km="~500")
    assert unite(one, two) == unite(two, one)
    assert unite(one, two).report.fields["range_km"] in (
        one.report.fields["range_km"],
        two.report.fields["range_km"],
    )


def test_two_statements_do_not_unite() -> None:
    with pytest.raises(UsageError, match="same statement"):
        unite(told("KR_JCS", site="Sunan"), told("KR_JCS", site="Sinpo"))


def test_one_name_with_two_headers_is_refused() -> None:
    with pytest.raises(UsageError, match="same statement"):
        gather((told("KR_JCS", name="aa"), told("JP_MOD", name="aa")))


def test_gathering_orders_by_when_it_was_said_and_then_by_name() -> None:
    late, b, a = (
        told("KR_JCS", name=name, said_s=said_s)
        for name, said_s in (("a0", 9), ("bb", 1), ("aa", 1))
    )
    assert gather([late, b, a, b, late]) == (a, b, late)
    assert canonical_key(a) < canonical_key(b) < canonical_key(late)


def test_a_statement_with_nothing_open_is_still_held() -> None:
    sealed = without(told("KR_JCS", site="Sunan"), "site")
    assert gather([sealed]) == (
        Said(name=sealed.name, report=Report(header=sealed.report.header, fields={})),
    )
