"""A number with its unit, and how far it was meant."""

from __future__ import annotations

from math import isfinite

import msgspec

from watchword.errors import UsageError


class Quantity(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="is",
    tag="quantity",
):
    """A value, an interval or a bound; "not known" is no ``Quantity`` at all.

    A value has ``low == high``; "at least" has no ``high``, "at most" no
    ``low``.  ``about`` is the source's hedge, kept as such: how far it reaches
    is for fusion to say, nothing is invented here.

    Args:
        low: Lower end in ``unit``; ``None`` when there is only an upper bound.
        high: Upper end in ``unit``; ``None`` when there is only a lower bound.
        unit: One of the units of ``field.py``, such as ``km``.
        about: The source said "about" or rounded visibly.
        sigma: One standard deviation in ``unit`` where one is known.

    Raises:
        UsageError: No end at all, ends out of order, or a number not finite.
    """

    low: float | None = None
    high: float | None = None
    unit: str
    about: bool = False
    sigma: float | None = None

    def __post_init__(self) -> None:
        low = self.high if self.low is None else self.low
        high = self.low if self.high is None else self.high
        if low is None or high is None:
            raise UsageError("a quantity has at least one end")
        if not (isfinite(low) and isfinite(high) and isfinite(self.sigma or 0.0)):
            raise UsageError("a quantity is finite")
        if low > high:
            raise UsageError("the lower end of a quantity lies above the upper")
        if self.sigma is not None and self.sigma <= 0:
            raise UsageError("sigma is above 0, or not known")


def parse_quantity(text: str, unit: str) -> Quantity:
    """Read ``470``, ``~470``, ``300..400``, ``>=6`` or ``<=20``.

    Raises:
        UsageError: None of these.

    >>> parse_quantity("~470", "km").about
    True
    """
    body = text.strip()
    about = body.startswith("~")
    body = body.removeprefix("~")
    if body.startswith(">="):
        return Quantity(low=_number(body[2:]), unit=unit, about=about)
    if body.startswith("<="):
        return Quantity(high=_number(body[2:]), unit=unit, about=about)
    low, dots, high = body.partition("..")
    first = _number(low)
    last = _number(high) if dots else first
    return Quantity(low=first, high=last, unit=unit, about=about)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise UsageError(
            f"cannot read the number {text!r}", hint="write 470, ~470, 300..400 or >=6"
        ) from error


def format_quantity(quantity: Quantity) -> str:
    """The text that ``parse_quantity`` reads back, without the unit.

    >>> format_quantity(Quantity(low=6.0, unit="1"))
    '>=6'
    """
    about = "~" if quantity.about else ""
    low, high = quantity.low, quantity.high
    if high is None:
        return f"{about}>={_plain(low)}"
    if low is None:
        return f"{about}<={_plain(high)}"
    return about + (_plain(low) if low == high else f"{_plain(low)}..{_plain(high)}")


def _plain(number: float | None) -> str:
    return f"{number:.15g}" if number is not None else ""
