"""Databases with the migrated tables, in memory and in a file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from voc.storage.engine import create_engine, sessions, upgrade


@pytest.fixture(scope="package")
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Every test's own: what it stores is rolled back."""
    with sessions(engine)() as session:
        yield session


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
