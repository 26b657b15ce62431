"""A database in PostgreSQL: the same tables, statements and promises as SQLite's.

Rule 1: a commit is on the server's disk before it has returned; a server that
        is set not to wait for its disk is refused.
Rule 2: one writer: the connection holds a lock for as long as it lives.
Rule 3: where the connection is lost the transaction has failed, though it may
        have been committed: nobody was answered, and whoever asks again finds it.
Rule 4: what is written goes with the next question, or with the commit: one way
        to the server and back for many statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
import psycopg
from psycopg import ClientCursor, IsolationLevel, sql
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, Loader
from psycopg.pq import TransactionStatus
from psycopg.types.string import StrDumper

from watchword.edge.dialect import columns, say, tables_said
from watchword.edge.postgreserrors import lost, translated
from watchword.edge.rowcopy import ROWS_A_STEP, write_copy
from watchword.edge.schema import SCHEMA_VERSION
from watchword.edge.sqldatabase import Row, nothing
from watchword.errors import StoreError, UsageError

SCHEMA: Final = "watchword"
CONNECT_S: Final = 5
LOCK_MS: Final = 5000
PROBE_BYTES: Final = 10_000
MOST_PENDING: Final = 500
SETTINGS: Final = ("fsync", "full_page_writes", "synchronous_commit")
"""Off, each of them makes a commit that may be lost with the server's power."""

_KEEPING: Final[dict[str, Any]] = {
    "connect_timeout": CONNECT_S,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "watchword",
}
_SESSION: Final = (
    "SET standard_conforming_strings = on;"
    " SET client_encoding = 'UTF8';"
    " SET default_transaction_isolation = 'read committed';"
    f" SET lock_timeout = {LOCK_MS}"
)


class PostgresDatabase:
    """One connection to a schema of a database.

    Args:
        url: Where, as ``postgresql://...``.
        password: Of the role; ``None``: as libpq finds it.
        schema: The schema that is its own.

    Raises:
        StoreError: It cannot be reached, another process writes to it, another
            version wrote it, or the server does not wait for its disk.
    """

    def __init__(
        self, url: str, password: str | None = None, *, schema: str = SCHEMA
    ) -> None:
        self.path: Path | None = None
        self.before_commit: Callable[[], None] = nothing
        self.after_commit: Callable[[], None] = nothing
        self._url = url
        self._password = password
        self._schema = schema
        self._level = 0
        self._pending: list[str] = []
        self._connection = self._connect()

    def _connect(self) -> psycopg.Connection:
        with translated():
            connection = psycopg.connect(
                self._url, autocommit=True, password=self._password, **_KEEPING
            )
        try:
            with translated(connection):
                _adapt(connection)
                connection.execute(_SESSION.encode())
                _check_waits(connection)
                self._lock(connection)
                self._create(connection)
        except BaseException:
            connection.close()
            raise
        self._cursor = ClientCursor(connection)
        return connection

    def _lock(self, connection: psycopg.Connection) -> None:
        digest = sha256(f"watchword {self._schema}".encode()).digest()
        number = int.from_bytes(digest[:8], signed=True)
        connection.execute("SELECT pg_advisory_lock(%s::bigint)", (number,))

    def _create(self, connection: psycopg.Connection) -> None:
        schema = sql.Identifier(self._schema)
        connection.execute(sql.SQL("SET search_path = {}").format(schema))
        made = connection.execute(
            "SELECT 1 FROM pg_namespace WHERE nspname = %s", (self._schema,)
        ).fetchone()
        if made is None:
            with connection.transaction():
                connection.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
                connection.execute(tables_said().encode())
                connection.execute("CREATE TABLE schema_version (version BIGINT)")
                connection.execute(
                    "INSERT INTO schema_version VALUES (%s)", (SCHEMA_VERSION,)
                )
        _check_version(connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable at the end; nested ones are savepoints."""
        level, name = self._level, f"level{self._level}"
        self._put(f"SAVEPOINT {name}" if level else "BEGIN")
        self._level += 1
        try:
            yield
            if level:
                self._put(f"RELEASE SAVEPOINT {name}")
            else:
                self.before_commit()
                self._commit()
        except BaseException:
            self._roll_back(level, name)
            raise
        finally:
            self._level -= 1
        if not level:
            self.after_commit()

    @contextmanager
    def derived(self) -> Iterator[None]:
        """A transaction of what can be worked out again, without waiting."""
        # Within another it is part of what that one waits for.
        outermost = not self._level
        with self.transaction():
            if outermost:
                self._put("SET LOCAL synchronous_commit = off")
            yield

    def _commit(self) -> None:
        self._put("COMMIT")
        self._send()
        if self._cursor.statusmessage != "COMMIT":
            raise StoreError("the store has rolled the transaction back")

    def _roll_back(self, level: int, name: str) -> None:
        begun = f"SAVEPOINT {name}" if level else "BEGIN"
        if begun in self._pending:
            while self._pending.pop() != begun:
                pass
            return
        self._pending.clear()
        if self._connection.closed:
            return
        status = self._connection.info.transaction_status
        if level:
            self._put(f"ROLLBACK TO SAVEPOINT {name}")
            self._put(f"RELEASE SAVEPOINT {name}")
        elif status != TransactionStatus.IDLE:
            self._put("ROLLBACK")
        self._send()

    def _put(self, statement: str) -> None:
        """To be sent; outside of a transaction only its beginning is."""
        if self._connection.closed:
            self._pending.clear()
            if self._level:
                raise lost()
            self._connection = self._connect()
        self._pending.append(statement)

    def _send(self, question: str | None = None) -> list[Any]:
        """What is pending, and a question with it; all rows of its answer."""
        said = [*self._pending, *(() if question is None else (question,))]
        self._pending.clear()
        if not said:
            return []
        with translated(self._connection):
            cursor = self._cursor
            cursor.execute(";\n".join(said).encode())
            while cursor.nextset():
                pass
            return [] if cursor.description is None else cursor.fetchall()

    def _said(self, statement: str, args: Row) -> str:
        said = say(statement)
        with translated(self._connection):
            return self._cursor.mogrify(said.sql.encode(), said.ordered(args))

    def run(self, statement: str, args: Row = ()) -> None:
        """Execute one statement."""
        self._put(self._said(statement, args))
        if not self._level or len(self._pending) >= MOST_PENDING:
            self._send()

    def run_many(self, statement: str, rows: Iterable[Row]) -> None:
        """Execute one statement for each row of arguments."""
        for args in rows:
            self.run(statement, args)

    def add(self, statement: str, args: Row) -> None:
        """Insert a row; within a transaction it waits for the next question."""
        self.run(statement, args)

    def rows_before(self, statement: str, args: Row = ()) -> list[Any]:
        """All rows of a query; what waits goes with it."""
        return self.rows(statement, args)

    def rows(self, statement: str, args: Row = ()) -> list[Any]:
        """All rows of a query."""
        self._put(self._said(statement, args))
        return self._send()

    def packed(self, value: Any) -> Any:  # noqa: ANN401 (SQL's)
        """A value of any kind, as bytes."""
        return msgspec.msgpack.encode(value)

    def unpacked(self, kept: Any) -> Any:  # noqa: ANN401 (SQL's)
        """That value again."""
        return msgspec.msgpack.decode(kept)

    def tables(self) -> list[str]:
        """The names of the tables, sorted."""
        found = self.rows(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = ?"
            " AND tablename <> 'schema_version' ORDER BY 1",
            (self._schema,),
        )
        return [name for (name,) in found]

    def limit(self, max_mb: float) -> None:
        """Its server's disk is the bound.

        Raises:
            UsageError: Always.
        """
        raise UsageError(
            f"a store in PostgreSQL is not bounded to {max_mb:g} MB",
            hint="leave out store_max_mb, and bound the database's disk",
        )

    def check(self) -> None:
        """Read every row: a server with checksums finds what its disk has changed.

        Raises:
            StoreError: It cannot be read (``store-damaged``).
        """
        for table in self.tables():
            self.rows(f"SELECT count(*) FROM {table}")  # noqa: S608 (names are ours)

    def probe(self) -> None:
        """Write a little and take it back: whether it takes anything again.

        Raises:
            StoreError: It does not.
        """
        with self.transaction():
            self.run("CREATE TABLE IF NOT EXISTS probe (room BLOB)")
            self.run("INSERT INTO probe VALUES (?)", (bytes(PROBE_BYTES),))
        with self.transaction():
            self.run("DROP TABLE probe")

    def copy_to(self, path: Path) -> Iterator[None]:
        """Copy all of it to a new file of SQLite, some rows at each step.

        It is of the instant at which it was begun.
        """
        with translated():
            reader = psycopg.connect(self._url, password=self._password, **_KEEPING)
        try:
            reader.isolation_level = IsolationLevel.REPEATABLE_READ
            reader.read_only = True
            yield from write_copy(path, self._everything(reader))
        finally:
            reader.close()

    def _everything(
        self, reader: psycopg.Connection
    ) -> Iterator[tuple[str, list[Row]]]:
        for table, found in columns().items():
            names = [sql.Identifier(column.name) for column in found]
            question = sql.SQL("SELECT {} FROM {}").format(
                sql.SQL(", ").join(names), sql.Identifier(self._schema, table)
            )
            with translated(reader), reader.cursor(name="copy") as cursor:
                cursor.execute(question)
                while rows := cursor.fetchmany(ROWS_A_STEP):
                    yield table, [self._plain(table, row) for row in rows]

    def _plain(self, table: str, row: Row) -> Row:
        return (row[0], self.unpacked(row[1])) if table == "meta" else row

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _check_waits(connection: psycopg.Connection) -> None:
    for setting in SETTINGS:
        found = connection.execute(
            sql.SQL("SHOW {}").format(sql.Identifier(setting))
        ).fetchone()
        if found is None or found[0] == "off":
            raise StoreError(
                f"the database has {setting} = off: what it commits may be lost",
                hint=f"set {setting} = on, at the server, the database and the role",
            )


def _check_version(connection: psycopg.Connection) -> None:
    row = connection.execute("SELECT version FROM schema_version").fetchone()
    found = None if row is None else row[0]
    if found != SCHEMA_VERSION:
        raise StoreError(
            f"the store has schema {found}, this version reads {SCHEMA_VERSION}",
            hint="use the version of Watchword that wrote it",
        )


class _Text(StrDumper):
    """Text: PostgreSQL has no NUL in it, and shows the sign for one instead."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\u2400"))


class _Flag(Dumper):
    """A truth is a number, as in SQLite."""

    def dump(self, obj: bool) -> Buffer | None:  # noqa: FBT001 (psycopg's)
        return b"1" if obj else b"0"


class _Whole(Loader):
    """A sum is a whole number."""

    def load(self, data: Buffer) -> int:
        return int(bytes(data))


def _adapt(connection: psycopg.Connection) -> None:
    connection.adapters.register_dumper(str, _Text)
    connection.adapters.register_dumper(bool, _Flag)
    connection.adapters.register_loader("numeric", _Whole)
