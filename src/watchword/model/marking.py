"""The label on content, as its originator wrote it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

import msgspec

from watchword.errors import UsageError
from watchword.model.party import PartyId

LONGEST_LABEL = 120

TLP: Final = ("TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR")
"""The open profile's labels, TLP 2.0, the highest first."""


class Marking(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A label and its caveats, kept byte for byte for ever.

    Args:
        label: The originator's own label, in any script.
        releasable_to: The parties it may reach at all; ``None`` says nothing.
        caveats: Handling notes, carried and shown, never evaluated.
        purposes: What it may be used for; empty: any purpose of the agreement.

    Raises:
        UsageError: The label is empty, longer than 120 characters or has
            control characters.
    """

    label: str
    releasable_to: tuple[PartyId, ...] | None = None
    caveats: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.label.strip() or len(self.label) > LONGEST_LABEL:
            raise UsageError("a label has 1 to 120 characters")
        # What is printable has none of them, and needs no look at each.
        if not self.label.isprintable() and any(
            unicodedata.category(c).startswith("C") for c in self.label
        ):
            raise UsageError("a label has no control characters")


@lru_cache(maxsize=4096)
def label_key(label: str) -> str:
    """What two spellings of one label share: for comparing, never for showing.

    Unicode forms (U+2161 and "II"), case and spacing fall together.

    >>> label_key("TLP: Green") == label_key("tlp:green")
    True
    """
    folded = unicodedata.normalize("NFKC", label).casefold()
    return "".join(folded.split())
