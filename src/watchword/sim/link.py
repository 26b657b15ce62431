"""Bad links: how late letters come, which are lost, which come twice."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

import msgspec

from watchword.model.party import PartyId
from watchword.model.time import SECOND_NS

PATIENCE_S: Final = 30.0
"""How long a caller waits for an answer."""

FIRST_RETRY_S: Final = 1.0
LAST_RETRY_S: Final = 3600.0


class Weather(msgspec.Struct, frozen=True, kw_only=True):
    """How bad the links are, each letter for itself.

    Args:
        soonest_s: The shortest time a letter takes, seconds.
        latest_s: The longest, a repeated one excepted.
        loss: How many of them never arrive, 0 to 1.
        again: How many arrive a second time, 0 to 1.
        again_s: How much later the second one comes at most.
    """

    soonest_s: float = 0.05
    latest_s: float = 0.2
    loss: float = 0.0
    again: float = 0.0
    again_s: float = 86_400.0


FAIR: Final = Weather()


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """One direction of a link that carries nothing for a while.

    Args:
        sender: From whom letters are lost.
        recipient: To whom.
        from_ns: The first instant.
        until_ns: The first instant at which it carries again.
    """

    sender: PartyId
    recipient: PartyId
    from_ns: int
    until_ns: int


def delays_ns(weather: Weather, random: Random) -> list[int]:
    """When a letter arrives, from now: never, once, or twice."""
    if random.random() < weather.loss:
        return []
    first = random.uniform(weather.soonest_s, weather.latest_s)
    delays = [first]
    if random.random() < weather.again:
        delays.append(first + random.uniform(0.0, weather.again_s))
    return [int(delay * SECOND_NS) for delay in delays]


@dataclass
class Caller:
    """One desk's calls to one partner: one batch at a time.

    Attributes:
        call: The number of the call that is waited for; ``None``: none is.
        calls: How many there were.
        retry_s: How long to pause after the next failure.
    """

    call: int | None = None
    calls: int = 0
    retry_s: float = FIRST_RETRY_S

    def begin(self) -> int:
        """A call is made; its number."""
        self.calls += 1
        self.call = self.calls
        return self.calls

    def succeed(self) -> None:
        """It was answered with a receipt."""
        self.call, self.retry_s = None, FIRST_RETRY_S

    def fail(self) -> float:
        """It was not; how long to pause, seconds."""
        pause_s = self.retry_s
        self.call, self.retry_s = None, min(2 * pause_s, LAST_RETRY_S)
        return pause_s
