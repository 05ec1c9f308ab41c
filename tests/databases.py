"""Databases of one kind or the other, for tests that hold on both."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from tests.postgresql import Server
from voc.storage.engine import create_engine, upgrade


@contextmanager
def migrated(kind: str, request: pytest.FixtureRequest, path: Path | None = None) -> Iterator[Engine]:
    """A database with the tables; one of SQLite in a file, or in memory where no path is given."""
    if kind == "sqlite":
        with unmigrated(kind, request, path) as engine:
            upgrade(engine)
            yield engine
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.new_migrated()
    engine = create_engine(url)
    yield engine
    engine.dispose()
    server.drop(url)


@contextmanager
def unmigrated(kind: str, request: pytest.FixtureRequest, path: Path | None = None) -> Iterator[Engine]:
    """A database without tables."""
    if kind == "sqlite":
        engine = create_engine("sqlite://" if path is None else f"sqlite:///{path}")
        yield engine
        engine.dispose()
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.new_database()
    engine = create_engine(url)
    yield engine
    engine.dispose()
    server.drop(url)
