"""Databases of one kind or the other, for tests that hold on both."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, Engine

from tests.postgresql import Server
from voc.storage.engine import create_engine, upgrade


@contextmanager
def migrated(kind: str, request: pytest.FixtureRequest, path: Path | None = None) -> Iterator[Engine]:
    """A database with the tables; one of SQLite in a file, or in memory where no path is given."""
    if kind == "sqlite":
        with _sqlite(path) as engine:
            upgrade(engine)
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
