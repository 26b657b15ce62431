"""Which tests prove what, as it ships."""

from __future__ import annotations

from watchword.record.articles import named_tests


def test_the_tests_of_an_article_are_listed_by_its_key() -> None:
    found = named_tests()
    assert found["art21c"]
    for key, names in found.items():
        assert all(name.startswith(f"test_{key}_") for name in names)
        assert list(names) == sorted(set(names))
