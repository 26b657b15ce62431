from __future__ import annotations

import pytest

from watchword.errors import UsageError
from watchword.formats.optional import module


def test_a_library_that_is_not_installed_is_named_with_how_to_install_it() -> None:
    with pytest.raises(UsageError, match="no_such_library is not") as caught:
        module("no_such_library.part")
    assert "watchword[research]" in caught.value.hint


def test_one_that_is_there_is_given() -> None:
    assert module("json").loads("1") == 1
