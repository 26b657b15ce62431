from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tools.cns_csis import (
    PAGE,
    cns_days,
    csis_days,
    key_of,
    main,
    matched,
    page,
    reviews,
)


@pytest.fixture
def launches(shared: Path) -> Path:
    return shared / "launches"


def test_every_launch_day_of_both_lists_is_on_the_page(launches: Path) -> None:
    text = PAGE.read_text("utf-8")
    found = matched(launches)
    days = Counter(
        (name, listed.day)
        for match in found
        for name, listed in (("CNS", match.first), ("CSIS", match.second))
        if listed is not None
    )
    wanted = Counter(
        (name, listed.day)
        for name, lists in (("CNS", cns_days(launches)), ("CSIS", csis_days(launches)))
        for listed in lists
    )
    assert days == wanted
    assert all(match.day in text for match in found)


def test_what_is_not_of_the_same_day_in_both_has_a_reason_by_hand(
    launches: Path,
) -> None:
    apart = {key_of(m) for m in matched(launches) if m.how != "same day"}
    said = reviews()
    assert said.keys() == apart
    assert all(review.reason for review in said.values())


def test_the_page_is_what_lists_and_review_give(launches: Path) -> None:
    assert PAGE.read_text("utf-8") == page(matched(launches), reviews())


def test_a_day_without_a_review_is_named_and_nothing_is_written(
    launches: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert launches.exists()
    said = reviews()
    said.pop(("both", "1984-09"))
    before = PAGE.read_text("utf-8")
    monkeypatch.setattr("tools.cns_csis.reviews", lambda: said)
    assert main() == 1
    assert "both 1984-09" in capsys.readouterr().err
    assert PAGE.read_text("utf-8") == before
