"""A private database server for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.postgresserver import MISSING, Server, programs, server


@pytest.fixture(scope="session")
def pg() -> Iterator[Server]:
    """A server that nobody stops before the end."""
    if programs() is None:
        pytest.skip(MISSING)
    with server() as made:
        yield made
