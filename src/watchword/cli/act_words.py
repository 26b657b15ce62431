"""What the second act tells: lines that fit 100 columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console

from watchword.agreements.explain import state_as_dict
from watchword.agreements.state import state
from watchword.cli.lines import readings_words, stayed_words, went_words
from watchword.cli.story import tell
from watchword.edge.commands.papers import timeline_rows
from watchword.model.agreement import AgreementId
from watchword.record.library import shipped_papers
from watchword.record.staging import short
from watchword.record.what_if import Said, what_if

INDENT = 29


class Act:
    """Tells a run of the act on a console.

    Args:
        out: Where to.
    """

    def __init__(self, out: Console) -> None:
        self._out = out
        self._day = ""
        self._told = ""

    def begin(self) -> None:
        """What is supposed."""
        day = what_if().without.from_
        self._say("")
        self._say(
            f"EXERCISE · what if the note of {day:%-d %B %Y} had not come?"
            " · three other desks, another clock",
            "bold",
        )

    def when(self, instant: datetime) -> None:
        """The clock has been set."""
        self._day = f"{instant:%Y-%m-%d}"

    def filed(
        self, said: Said, found: Mapping[str, Any], links: Mapping[str, Any]
    ) -> None:
        """What was filed, what went to whom, what did not and why."""
        words = " · ".join(text for name, text in said.fields.items() if name in _SHOWN)
        who = said.authority.partition(" (")[0]
        self._say(
            f"{self._once()}{short(said.desk) + ' files':17} {who} · {words}",
            "bold",
            INDENT,
        )
        for row in found["released"]:
            if row["name"] == found["name"]:
                self._say(went_words(row, len(said.fields), 1, links), "green")
        for row in found["refused"]:
            self._say(stayed_words(row), "red", 25)

    def asked(
        self,
        asker: str,
        asked: str,
        enquiry: Mapping[str, Any],
        held: Mapping[str, Any] | None,
    ) -> None:
        """That nobody had asked; what comes when somebody does."""
        self._say(
            f"{self._once()}{short(asker)} asks {short(asked)} · under"
            f" {enquiry['agreement']}: until now nobody had asked, nothing had gone",
            "bold",
            INDENT,
        )
        self._came(asker, held, "by the enquiry")

    def state(self, found: Mapping[str, Any], why: str) -> None:
        """What holds of an agreement."""
        words = found["state"].lower().replace("_", " ")
        ends = {row["ends_at"] for row in found["by_reading"].values()} - {None}
        tail = f" · ends {min(ends)[:16].replace('T', ' ')}" if ends else ""
        self._say(
            f"{self._once()}{found['agreement']:17} {words}{tail} · {why}", "yellow"
        )

    def approved(self, found: Mapping[str, Any]) -> None:
        """The standing approval."""
        said = found["message"]
        self._say(
            f"{self._once()}{short(said['party'])} lets {short(said['holder'])} pass on"
            f" to {short(said['recipient'])}: of a {' or '.join(said['kinds'])}"
            f" {', '.join(said['fields'])} · {found['agreement']}, standing",
            "bold",
            INDENT,
        )

    def passed_on(
        self, hub: str, recipient: str, said: Said, held: Mapping[str, Any] | None
    ) -> None:
        """What came by way of the hub, and that the rest stayed."""
        self._came(recipient, held, f"by way of {short(hub)}")
        stayed = sorted(set(said.fields) - set(held["fields"] if held else ()))
        if stayed:
            self._say(
                f"{'':11}✗ {short(recipient):11} {', '.join(stayed)}: neither posture"
                " nor approval opens them",
                "red",
                25,
            )

    def protected(
        self, sender: str, recipient: str, said: Sequence[Mapping[str, Any]], words: str
    ) -> None:
        """What goes directly although the agreement has ended."""
        for row in said:
            told = ", ".join(map(short, row["told"])) or "nobody"
            self._say(
                f"{self._once()}→ {told:11} {words} · from {short(sender)}, directly ·"
                f" {row['agreement']}: protection has not ended",
                "green" if short(recipient) in told else "red",
                25,
            )

    def anew(
        self, found: Mapping[str, Any], held: Sequence[Mapping[str, Any] | None]
    ) -> None:
        """The direct way is open again."""
        self.state(found, "newly signed by both: the direct way is open again")
        for row in held:
            if row is not None:
                self._say(
                    f"{'':11}→ what waited goes, once: {row['name'][:12]} of"
                    f" {short(row['originator'])}, {len(row['fields'])} fields open",
                    "green",
                )

    def verified(self, logs: Sequence[Mapping[str, Any]]) -> None:
        """The proof, and then what really came to pass."""
        entries = sum(log["entries"] for found in logs for log in found["logs"])
        self._say(f"{'proof':11}{entries} entries and lines at three desks · verified")
        self._history(what_if().agreement)

    def _history(self, agreement: AgreementId) -> None:
        self._say("")
        self._say(f"{agreement} as it was: note by note, the state after each", "bold")
        for row in timeline_rows(agreement, shipped_papers(agreement)):
            what = f"{row['paper'] or 'end of the term'} {row['note']}"
            who = short(row["party"]) if row["party"] else ""
            when = row["at"][:16].replace("T", " ")
            self._say(f"{when:18}{row['state']:17} {who:11}{what}", "", 46)
            if words := _readings(agreement, row["at_ns"]):
                self._say(f"{'':18}{words}", "yellow", 18)

    def _came(self, recipient: str, held: Mapping[str, Any] | None, how: str) -> None:
        if held is None:
            self._say(f"{'':11}✗ {short(recipient):11} nothing came {how}", "red")
            return
        fields = [f for f in held["fields"] if not f.endswith(("_coarse", "_hour"))]
        self._say(
            f"{'':11}→ {short(recipient):11} {how}: {', '.join(sorted(fields))}",
            "green",
            25,
        )

    def _once(self) -> str:
        new, self._told = self._day != self._told, self._day
        return f"{self._day if new else '':11}"

    def _say(self, text: str, style: str = "", indent: int = 0) -> None:
        tell(self._out, text, style, indent)


def _readings(agreement: AgreementId, at_ns: int) -> str:
    """How each party reads the papers at an instant, where they differ."""
    found = state(agreement, at_ns, shipped_papers(agreement))
    if not found.readings_differ:
        return ""
    each: Any = state_as_dict(found)["by_reading"]
    return f"readings differ · {readings_words(each)}"


_SHOWN = ("count", "range_km", "apogee_km", "site")
