"""Proposals in the store: what texts give for filing, until a person decides.

Rule 1: a proposal is kept once for each text and each who made it, whatever the
        file was called and however often it came; its id says nothing of the text.
        What was discarded is proposed again only where something else is known of
        the text: its day, its authority or its language.
Rule 2: it is filed or discarded by a person, once: with the report, in the same
        transaction, or with a reason.
Rule 3: its content is sealed under a key of its own while it waits; then the row
        keeps who, when and what became of it.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Any, Final, Literal

import msgspec

from watchword.edge.draft import GRAMMAR, Draft
from watchword.edge.statementfile import Statement
from watchword.edge.store import Store
from watchword.errors import UsageError
from watchword.node.effects import EndProposal
from watchword.wire.codec import decode, encode

State = Literal["waiting", "filed", "discarded"]

SHORTEST: Final = 4
MOST_LISTED: Final = 1000
MOST_TOLD: Final = 100

_SALT: Final = "proposal_salt"
_SALT_BYTES: Final = 32
_ITEM: Final = "proposals"
"""The item under whose key the salt of the ids is sealed."""

_COLUMNS: Final = "id, at_ns, tray, made_by, state, ended_ns, person, report, body, why"


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What a proposal says.

    Args:
        statement: The text, and what is known of it.
        draft: The report or the claims in it.
        file: The name of the file that it came in.
    """

    statement: Statement
    draft: Draft
    file: str


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal, and how it stands.

    Args:
        id: By which it is named.
        at_ns: When it was kept, by the node's clock.
        tray: Where its text lay.
        made_by: ``grammar``, or the name of a proposer.
        state: Whether it waits, or what became of it.
        ended_ns: Since when it waits no more.
        person: Who decided; empty: it waits, or the node has no register.
        report: The report that it has become.
        body: What it says; ``None``: it waits no more.
        why: Why it was discarded.
    """

    id: str
    at_ns: int
    tray: str
    made_by: str
    state: State
    ended_ns: int | None
    person: str
    report: str
    body: Body | None
    why: str

    @property
    def is_outside(self) -> bool:
        """Whether somebody else's program made it."""
        return self.made_by != GRAMMAR


_body: Final = msgspec.json.Decoder(Body)


class Proposals:
    """Keeps proposals, and says which there are.

    Args:
        store: Where.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def _digest(self, *said: Any) -> str:  # noqa: ANN401 (plain values)
        return hmac.new(self._salt(), encode(said), sha256).hexdigest()

    def _salt(self) -> bytes:
        content = self._store.content
        kept = self._store.meta(_SALT)
        if kept is None:
            drawn = content.keys.draw(_SALT_BYTES)
            with self._store.transaction():
                self._store.set_meta(_SALT, content.seal(_ITEM, _SALT, drawn))
            return drawn
        return content.open(_ITEM, _SALT, bytes(kept))

    def keep(
        self, body: Body, made_by: str, tray: str, at_ns: int, number: int
    ) -> tuple[str, bool]:
        """Keep one, where it is not known.

        Args:
            body: What it says.
            made_by: Who made it.
            tray: Where its text lay.
            at_ns: When.
            number: Which one it is of those that they made of the text.

        Returns:
            Its id, or that of the one that is known; and whether it is new.

        Raises:
            StoreError: It is not kept.
        """
        name = self._digest(body.statement, made_by, number)
        text = self._digest(body.statement.text, made_by, number)
        known = self._store.value(
            "SELECT id FROM proposal WHERE id = ?1"
            " OR (of_text = ?2 AND state <> 'discarded')",
            (name, text),
        )
        if known is not None:
            return str(known), False
        with self._store.transaction():
            sealed = self._store.content.seal(_item(name), "body", encode(body))
            self._store.run(
                f"INSERT INTO proposal ({_COLUMNS}, of_text)"  # noqa: S608 (ours)
                " VALUES (?, ?, ?, ?, 'waiting', NULL, '', '', ?, x'', ?)",
                (name, at_ns, tray, made_by, sealed, text),
            )
        return name, True

    def listed(self, *, every: bool) -> list[Kept]:
        """Those that wait, or every one, the newest last."""
        where = "" if every else "WHERE state = 'waiting'"
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM proposal {where}"  # noqa: S608 (ours)
            " ORDER BY at_ns DESC, id DESC LIMIT ?",
            (MOST_LISTED,),
        )
        return [self._kept(row) for row in reversed(rows)]

    def named(self, text: str) -> Kept:
        """The one whose id begins so.

        Raises:
            UsageError: None does, or several do.
        """
        if len(text) < SHORTEST or not text.isalnum():
            raise UsageError(f"{text[:64]!r} is no id", hint="four characters or more")
        rows = self._store.rows(
            f"SELECT {_COLUMNS} FROM proposal WHERE id GLOB ? LIMIT 2",  # noqa: S608
            (f"{text}*",),
        )
        if len(rows) != 1:
            how_many = "several proposals begin" if rows else "no proposal begins"
            raise UsageError(
                f"{how_many} with {text[:64]!r}", hint="watchword proposal list"
            )
        return self._kept(rows[0])

    def _kept(self, row: Any) -> Kept:  # noqa: ANN401 (SQL's)
        name, at_ns, tray, made_by, state, ended_ns, person, report, body, why = row
        content = self._store.content
        opened = content.open(_item(name), "body", bytes(body)) if body else b""
        said = content.open(_item(name), "why", bytes(why)) if why else b""
        return Kept(
            id=name,
            at_ns=at_ns,
            tray=tray,
            made_by=made_by,
            state=state,
            ended_ns=ended_ns,
            person=person,
            report=report,
            body=decode(_body, opened) if opened else None,
            why=said.decode(),
        )

    def discard(self, name: str, person: str, why: str, at_ns: int) -> None:
        """A person has decided that it is not filed.

        Raises:
            UsageError: It does not wait.
        """
        with self._store.transaction():
            _check_waits(self._store, name)
            sealed = self._store.content.seal(_item(name), "why", why.encode())
            self._store.run(
                "UPDATE proposal SET state = 'discarded', ended_ns = ?, person = ?,"
                " body = x'', why = ? WHERE id = ?",
                (at_ns, person, sealed, name),
            )


def end_proposal(store: Store, ended: EndProposal, at_ns: int) -> None:
    """Within the transaction that files it: it waits no more.

    Raises:
        UsageError: It did not wait: nothing is filed.
    """
    _check_waits(store, ended.proposal)
    store.run(
        "UPDATE proposal SET state = 'filed', ended_ns = ?, person = ?, report = ?,"
        " body = x'' WHERE id = ?",
        (at_ns, ended.person, ended.report, ended.proposal),
    )


def waiting_since(store: Store) -> list[tuple[str, int]]:
    """Ids of the oldest that wait, each with since when; nothing is opened."""
    rows = store.rows(
        "SELECT id, at_ns FROM proposal WHERE state = 'waiting'"
        " ORDER BY at_ns, id LIMIT ?",
        (MOST_TOLD,),
    )
    return [(name, at_ns) for name, at_ns in rows]


def count_waiting(store: Store) -> int:
    """How many wait."""
    return int(
        store.value("SELECT count(*) FROM proposal WHERE state = 'waiting'") or 0
    )


def _check_waits(store: Store, name: str) -> None:
    state = store.value("SELECT state FROM proposal WHERE id = ?", (name,))
    if state != "waiting":
        raise UsageError(
            f"proposal {name[:12]} waits no more: it is {state or 'not there'}",
            hint="watchword proposal list --every",
            code="not-waiting",
        )


def _item(name: str) -> str:
    return f"proposal {name}"
