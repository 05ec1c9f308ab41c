"""The shipped analyzer as an engine, and databases of both kinds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine as Database

from tests.databases import migrated
from tests.services.registries import SHIPPED_FOLDER
from tests.services.stores import Store
from voc.engines.local import OneByOne
from voc.nlp.analyzer import Analyzer
from voc.services.registry import Registry


@pytest.fixture(scope="session")
def one_by_one(analyzer: Analyzer) -> OneByOne:
    return OneByOne(analyzer)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    """A registry that is not there yet."""
    return Registry(tmp_path / "models", SHIPPED_FOLDER)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    with migrated(request.param, request) as database:
        yield database


@pytest.fixture
def store(database: Database, one_by_one: OneByOne) -> Store:
    """An empty store that analyses with the shipped model."""
    return Store(database, one_by_one)
