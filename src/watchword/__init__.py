"""Watchword: an exchange of reports under agreements that the software keeps.

It monitors and warns; it steers, intercepts and targets nothing.  Not
accredited for classified information: use public or exercise data only.

For researchers: ``watchword.open(path).picture().events().to_pandas()``.
"""

from __future__ import annotations

from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchword.research.node import Node

__version__ = "0.1.0"


def open(path: str | PathLike[str], *, person: str = "") -> Node:  # noqa: A001 (as of a file)
    """Open a node's folder to read it, beside the running node or alone.

    Args:
        path: The folder.
        person: Who reads, at a node with a register of persons.

    Raises:
        UsageError: There is no node there, or no such key.
    """
    # Found when it is asked for: the rooms know nothing of it, and
    # ``import watchword`` stays cheap.
    node: Node = import_module("watchword.research.node").Node(path, person)
    return node
