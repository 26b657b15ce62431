"""Plots of events: the year, the map, the disagreements.

Every plot bears the marking and says as of when and whose it is.  What
witnesses say differently is drawn as from the lowest to the highest with each
witness on it; no mean is drawn.  They need matplotlib, from the extra
``research``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Final

from watchword.errors import UsageError
from watchword.formats.optional import module
from watchword.formats.sheet import Sheet
from watchword.research.plot_disagreements import disagreements
from watchword.research.plot_map import world
from watchword.research.plot_year import year


def check_can_plot() -> None:
    """Look whether matplotlib is there.

    Raises:
        UsageError: It is not.
    """
    module("matplotlib.figure")


class Plot:
    """A drawn figure; a notebook shows it.

    Args:
        figure: matplotlib's ``Figure``, to be changed at will.
    """

    def __init__(self, figure: Any) -> None:  # noqa: ANN401 (a Figure)
        self.figure = figure

    def png(self) -> bytes:
        """The figure as a PNG, with nothing of the machine in it."""
        out = BytesIO()
        self.figure.savefig(out, format="png", metadata={"Software": "Watchword"})
        return out.getvalue()

    def _repr_png_(self) -> bytes:
        return self.png()


FIGURES: Final[Mapping[str, Callable[[Sheet], Any]]] = {
    "year": year,
    "map": world,
    "disagreements": disagreements,
}


def plot(kind: str, sheet: Sheet) -> Plot:
    """Draw a sheet.

    Args:
        kind: One of ``FIGURES``.
        sheet: What to draw.

    Raises:
        UsageError: There is no such plot, or matplotlib is not installed.
    """
    if kind not in FIGURES:
        raise UsageError(f"{kind!r} is none of {', '.join(FIGURES)}")
    return Plot(FIGURES[kind](sheet))


def write_png(kind: str, sheet: Sheet) -> bytes:
    """The same as a PNG."""
    return plot(kind, sheet).png()
