"""Libraries that are not installed with the rest: asked for when they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from watchword.errors import UsageError


def module(name: str) -> Any:  # noqa: ANN401 (a module)
    """Import a library of the extra ``research``.

    Raises:
        UsageError: It is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(
            f"{name.partition('.')[0]} is not installed",
            hint="pip install 'watchword[research]'",
        ) from error
