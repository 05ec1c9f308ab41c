"""Databases of one kind or the other, for tests that hold on both."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy.engine import URL, Engine

from tests.postgresql import Server
from voc.storage.engine import create_engine, upgrade

# The SQLite file of a program, in its folder.
EMBEDDED = "voc.sqlite"


@contextmanager
def migrated(kind: str, request: pytest.FixtureRequest, path: Path | None = None) -> Iterator[Engine]:
    """A database with the tables; one of SQLite in a file, or in memory where no path is given."""
    if kind == "sqlite":
        if path is not None:
            put_migrated(path)
        with _sqlite(path) as engine:
            if path is None:
                _fill(engine)
            yield engine
    else:
        server: Server = request.getfixturevalue("postgresql")
        with _dropped(server, server.new_migrated()) as engine:
            yield engine


@contextmanager
def unmigrated(kind: str, request: pytest.FixtureRequest, path: Path) -> Iterator[Engine]:
    """A database without tables."""
    if kind == "sqlite":
        with _sqlite(path) as engine:
            yield engine
    else:
        server: Server = request.getfixturevalue("postgresql")
        with _dropped(server, server.new_database()) as engine:
            yield engine


def put_migrated(path: Path) -> None:
    """A SQLite file with the tables, copied from one that is made once: making one takes longer than most tests."""
    _put(path, _made_once())


def database_in(home: Path) -> bytes:
    """What the database of a program that is at home there holds now."""
    with closing(sqlite3.connect(home / EMBEDDED)) as connection:
        return connection.serialize()


def put_database(home: Path, content: bytes) -> None:
    """That again, for a program at home elsewhere."""
    _put(home / EMBEDDED, content)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)


@cache
def _made_once() -> bytes:
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/voc.db")
        upgrade(engine)
        with engine.connect() as connection:
            # In one file without a log beside it, so that it can be copied, and read in memory.
            connection.connection.execute("PRAGMA journal_mode = DELETE")  # type: ignore[attr-defined]
        engine.dispose()
        return Path(folder, "voc.db").read_bytes()


def _fill(engine: Engine) -> None:
    with closing(engine.raw_connection()) as held:
        connection = held.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        connection.deserialize(_made_once())


@contextmanager
def _sqlite(path: Path | None) -> Iterator[Engine]:
    engine = create_engine("sqlite://" if path is None else f"sqlite:///{path}")
    yield engine
    engine.dispose()


@contextmanager
def _dropped(server: Server, url: URL) -> Iterator[Engine]:
    engine = create_engine(url)
    yield engine
    engine.dispose()
    server.drop(url)
