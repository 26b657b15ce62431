"""Which label of one party stands where a label of another does.

The table leads one way only: two labels of one party may have the same
equivalent, so the original is kept for ever and never computed back.

Source:
    Article 4 of the agreement of 2016, as the example text paraphrases it.
"""

from __future__ import annotations

from watchword.model.agreement import Level, Terms
from watchword.model.marking import label_key
from watchword.model.party import PartyId


def level_of(terms: Terms, label: str, of: PartyId) -> Level | None:
    """The row in which a party's label stands; ``None``: it is not in the table.

    Spellings that differ in Unicode form, case or spacing are one label.
    """
    key = label_key(label)
    for level in terms.levels:
        for own in level.labels.get(of, ()):
            if own == label or label_key(own) == key:
                return level
    return None


def equivalent(terms: Terms, label: str, of: PartyId, for_party: PartyId) -> str | None:
    """The label by which ``for_party`` marks what ``of`` labelled so.

    It is put beside the original, never in its place.

    Args:
        terms: The text whose table is asked.
        label: The originator's label.
        of: The originator.
        for_party: Who marks what it received.

    Returns:
        The first of that party's labels in the row; ``None`` where the label
        is unknown, or the party has none of that level.
    """
    level = level_of(terms, label, of)
    labels = level.labels.get(for_party, ()) if level else ()
    return labels[0] if labels else None
