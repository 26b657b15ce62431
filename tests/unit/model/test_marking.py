from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.errors import UsageError
from watchword.model.marking import LONGEST_LABEL, Marking, label_key


@pytest.mark.parametrize("label", ["", " ", "a\nb", "a\x00", "a\u200bb", "x" * 121])
def test_a_label_has_visible_characters_and_a_bound(label: str) -> None:
    with pytest.raises(UsageError):
        Marking(label=label)


@pytest.mark.parametrize(
    "label", ["x" * LONGEST_LABEL, "Ⅱ급", "אדום", "TLP:AMBER+STRICT"]
)
def test_a_label_is_kept_as_it_was_written(label: str) -> None:
    assert Marking(label=label).label == label


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TLP: Green", "tlp:green"),
        ("Ⅱ급", "II급"),
        ("ＯＰＥＮ", "open"),
        ("STRASSE", "straße"),
        ("CAFÉ", "cafe\u0301"),
    ],
)
def test_two_spellings_of_one_label_have_one_key(one: str, other: str) -> None:
    assert label_key(one) == label_key(other)
    assert Marking(label=one) != Marking(label=other)


def test_two_labels_have_two_keys() -> None:
    assert label_key("TLP:AMBER") != label_key("TLP:AMBER+STRICT")


@given(st.text("abcÄß급", max_size=30), st.sampled_from(" \u3000\t\u00a0"))
def test_spacing_and_case_make_no_difference(text: str, space: str) -> None:
    assert label_key(space.join(text)) == label_key(text) == label_key(text.upper())
