"""Databases with the migrated tables: SQLite in memory and in a file, and PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.databases import migrated, unmigrated
from voc.storage.engine import create_engine, sessions, upgrade


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with migrated(request.param, request) as engine:
        yield engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Every test's own: what it stores is rolled back."""
    with sessions(engine)() as session:
        yield session


@pytest.fixture(params=["sqlite", "postgresql"])
def several(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of this test's own, which several transactions may use at once."""
    with migrated(request.param, request, tmp_path / "voc.db") as engine:
        yield engine


@pytest.fixture(params=["sqlite", "postgresql"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables."""
    with unmigrated(request.param, request, tmp_path / "blank.db") as engine:
        yield engine


@pytest.fixture
def opened() -> Iterator[Callable[[Path], Engine]]:
    """Opens a database file, as often as wanted, without bringing its tables up to date."""
    engines: list[Engine] = []

    def open_file(path: Path) -> Engine:
        engines.append(create_engine(f"sqlite:///{path}"))
        return engines[-1]

    yield open_file
    for engine in engines:
        engine.dispose()


@pytest.fixture
def on_disk(opened: Callable[[Path], Engine], tmp_path: Path) -> Engine:
    engine = opened(tmp_path / "voc" / "voc.db")
    upgrade(engine)
    return engine
