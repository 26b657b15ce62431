"""The spill guard's quick look says the same as every rule, in whatever form."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.agreements.markings import MARKINGS, SENTENCES, WITHIN

from watchword.agreements.spill import marking_rule, rule_by_rule
from watchword.agreements.spill_form import LOOKALIKES
from watchword.agreements.spill_quick import may_bear
from watchword.node.spill import may_report_bear, texts_in

PIECES = st.one_of(
    st.sampled_from([*MARKINGS, *WITHIN, *SENTENCES]),
    st.sampled_from(
        [word for mark in (*MARKINGS, *SENTENCES) for word in mark.split()]
    ),
    st.text(
        alphabet="SECRTNFOPGHIMcuidvs/()[]-. \n\u00ad\u200b\uff33é秘密極비밀대외급1３0",
        max_size=12,
    ),
    st.text(alphabet=LOOKALIKES + "ABCDEFGHIJKLMNOPRSTUVXYZ", max_size=8),
    st.text(max_size=8),
)
GAPS = st.sampled_from(
    ["", " ", "\n", "\n\n", ". ", "//", " - ", "\u3000", "\u200b", ": "]
)
TEXTS = st.lists(st.tuples(PIECES, GAPS), min_size=1, max_size=6).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)
CASES = (str, str.lower, str.upper, str.swapcase)


@given(TEXTS, st.sampled_from(CASES))
def test_the_quick_look_changes_no_answer(text: str, case: type[str]) -> None:
    told = case(text)
    assert marking_rule(told) == rule_by_rule(told)


@given(st.lists(TEXTS, max_size=4))
def test_a_quick_look_at_many_texts_misses_none_of_them(texts: list[str]) -> None:
    if any(map(rule_by_rule, texts)):
        assert may_bear(*texts)


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert marking_rule(text) == rule_by_rule(text)


WIDE = {ord(c): ord(c) + 0xFEE0 for c in map(chr, range(0x21, 0x7F))}


@given(
    st.sampled_from(sorted(set(MARKINGS))),
    st.sampled_from(["", "\u00ad", "\u200b", "\u2060", "\ufeff"]),
    st.sampled_from([{}, WIDE]),
    st.sampled_from(["", " ", "\t", "== ", "【", "* "]),
    st.sampled_from(["\n", "\r\n", "\u2028", "\n\n"]),
)
def test_hidden_characters_width_and_decoration_hide_no_marking(
    mark: str, hidden: str, wide: dict[int, int], before: str, after: str
) -> None:
    form = hidden.join(mark).translate(wide)
    assert marking_rule(f"A launch was seen{after}{before}{form}{after}It was.")


@given(st.lists(TEXTS, max_size=4), st.sampled_from([json.dumps, msgspec.json.encode]))
def test_the_quick_look_at_a_reports_bytes_misses_no_text(
    texts: list[str], write: Callable[[object], bytes | str]
) -> None:
    data = write({"note": texts})
    if any(map(rule_by_rule, texts_in(texts))):
        assert may_report_bear((data,), ())
