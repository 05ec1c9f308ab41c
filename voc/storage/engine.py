"""The database: opening it, its sessions, and bringing its tables up to date."""

import os
from enum import StrEnum
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import URL, Connection, Engine, ExceptionContext, make_url
from sqlalchemy.orm import Session, sessionmaker

from voc.errors import InputError
from voc.storage.copying import hide_values
from voc.storage.locking import Lock, lock
from voc.storage.queueing import WriterQueue

if TYPE_CHECKING:
    # Only where PostgreSQL is spoken to is it loaded.
    from psycopg import Connection as PsycopgConnection

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 30_000
# More than requests of the service are in transactions at once (`api.deps`). Opened as they are needed and kept: a new
# connection has to learn the tables anew, which takes longer than most requests.
CONNECTIONS = 48

_WRITES = "voc_writes"


class SchemaState(StrEnum):
    """How the tables of a database stand to those this version expects."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    AHEAD = "ahead"


def create_engine(url: str | URL) -> Engine:
    """An engine for a database URL, whose errors never show what was stored; InputError for an unknown kind.

    A SQLite file that does not exist is made readable for its owner alone, and so is its folder if that is missing;
    its connections keep foreign keys and write ahead (WAL), and wait 30 s for another writer. PostgreSQL is spoken to
    by psycopg 3, whatever driver the URL names.
    """
    target = make_url(url)
    if target.get_backend_name() == "postgresql":
        return _postgresql(target)
    if target.get_backend_name() != "sqlite":
        raise InputError(f"不支持的数据库 {target.get_backend_name()}：只能用 SQLite 或 PostgreSQL")
    if (path := _file_of(target)) is None:
        engine = sa.create_engine(target, hide_parameters=True)
    else:
        _make_private(path)
        engine = sa.create_engine(target, hide_parameters=True, pool_size=CONNECTIONS, pool_use_lifo=True)
        queue = WriterQueue(engine, patience_s=BUSY_TIMEOUT_MS / 1000)
        sa.event.listen(engine, "begin", lambda connection: queue.enter(connection) if _writes(connection) else None)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose transactions may write.

    On SQLite they take the write lock at their start: one that read first and then wrote would fail at once, instead of
    waiting its turn, whenever another process had written in between. On PostgreSQL writers go side by side, each
    statement sees what was committed before it, and what must not happen twice at once is locked by `locking.lock`.
    """
    return sessionmaker(_writing(engine), expire_on_commit=False)


def reading_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions that only read: each transaction sees one state, and no writer waits for it."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return sessionmaker(engine, expire_on_commit=False)


def upgrade(engine: Engine) -> None:
    """Create the tables or bring them up to date, wholly or not at all, and by one program at a time."""
    with _writing(engine).begin() as connection:
        lock(connection, Lock.SCHEMA)
        command.upgrade(migration_config(connection), "head")


def schema_state(engine: Engine) -> SchemaState:
    """Whether the tables are there, and as this version expects them."""
    with engine.connect() as connection:
        present = set(MigrationContext.configure(connection).get_current_heads())
        script = ScriptDirectory.from_config(migration_config(connection))
    if not present:
        return SchemaState.EMPTY
    if present == set(script.get_heads()):
        return SchemaState.CURRENT
    known = {revision.revision for revision in script.walk_revisions()}
    return SchemaState.BEHIND if present <= known else SchemaState.AHEAD


def migration_config(connection: Connection) -> Config:
    """What Alembic needs to know, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _writing(engine: Engine) -> Engine:
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="READ COMMITTED")
    return engine.execution_options(**{_WRITES: True})


def _postgresql(url: URL) -> Engine:
    # A connection that died while it was not used (a restart of the server) is replaced without an error.
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        # The one used last first, so that no more stay open than are needed at once.
        pool_use_lifo=True,
    )
    sa.event.listen(engine, "handle_error", _without_values)
    sa.event.listen(engine, "connect", _without_compiling)
    return engine


def _without_compiling(connection: "PsycopgConnection", _record: object) -> None:
    # The server would compile what it deems costly, which takes half a second: longer than any of it runs.
    connection.execute("SET jit TO off")
    connection.commit()


def _without_values(context: ExceptionContext) -> None:
    """Leave of the server's message what names tables and constraints: its details quote rows."""
    whole = str(context.original_exception)
    hide_values(context.original_exception)
    if (shown := context.sqlalchemy_exception) is not None:
        shown.args = tuple(str(part).replace(whole, str(context.original_exception)) for part in shown.args)


def _file_of(url: URL) -> Path | None:
    """The file of a SQLite URL; None for a database in memory and for one opened by its own `file:` address."""
    name = url.database
    return None if not name or name == ":memory:" or name.startswith("file:") else Path(name)


def _make_private(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def _prepare(connection: SqliteConnection, _record: object) -> None:
    # The driver would begin transactions by itself, before writes only, and leave changes of tables outside.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_WRITES, False))
