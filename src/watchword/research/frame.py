"""What every plot has: its marking above it, and how a quantity is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from watchword.formats.columns import span, standing
from watchword.formats.optional import module
from watchword.formats.sheet import Cover
from watchword.model.event import Combined
from watchword.model.quantity import Quantity

SIZE_IN: Final = (11.0, 6.5)
DPI: Final = 130
AGREED: Final = "tab:blue"
DISAGREED: Final = "tab:red"
UNKNOWN: Final = "0.55"
MANY_TIMES: Final = 20.0


def scale_of(drawn: Sequence[float]) -> str:
    """By factors where the largest is many times the smallest."""
    wide = bool(drawn) and 0 < min(drawn) * MANY_TIMES < max(drawn)
    return "log" if wide else "linear"


def ends_of(combined: Combined) -> tuple[float, float] | None:
    """What a bar is drawn over: of a bound both ends are the bound."""
    together = combined.together
    said = standing(combined) if together is None else (together,)
    quantities = [each for each in said if isinstance(each, Quantity)]
    low, high = span(quantities)
    ends = [e for each in quantities for e in (each.low, each.high) if e is not None]
    if not ends:
        return None
    return (min(ends) if low is None else low, max(ends) if high is None else high)


def besides(count: int, words: str) -> str:
    """How many are not drawn, and why; nothing where all are."""
    return f" ({count} {words})" if count else ""


def say(axes: Any, words: str) -> None:  # noqa: ANN401 (the library)
    """Words in the place of a plot of nothing."""
    axes.text(0.5, 0.5, words, ha="center", va="center", transform=axes.transAxes)
    axes.set_axis_off()


def new_figure(cover: Cover, words: str) -> Any:  # noqa: ANN401 (a Figure)
    """An empty figure under its marking, its source, its instant and what it shows.

    Raises:
        UsageError: matplotlib is not installed.
    """
    figure = module("matplotlib.figure").Figure(
        figsize=SIZE_IN, dpi=DPI, layout="constrained"
    )
    said = (cover.marking(), f"{cover.source} · as of {cover.as_of}", words)
    figure.suptitle("\n".join(part for part in said if part), fontsize=9)
    return figure
