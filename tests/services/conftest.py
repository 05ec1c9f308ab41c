"""The shipped analyzer as an engine, and databases of both kinds."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine as Database

from tests.databases import migrated
from tests.services.registries import SHIPPED_FOLDER
from tests.services.reviews.desk import Desk
from tests.services.stores import Store
from tests.services.workplaces import Yard
from voc.engines.local import OneByOne
from voc.nlp.analyzer import Analyzer
from voc.services.registry import Registry
from voc.services.uploads import UploadFolder


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


@pytest.fixture
def yard(database: Database, one_by_one: OneByOne, tmp_path: Path) -> Yard:
    """An empty store with a folder for uploads of up to 1 MB, kept for a day."""
    return Yard(database, one_by_one, UploadFolder(tmp_path / "uploads", 1_000_000, timedelta(days=1)))


@pytest.fixture
def desk(database: Database) -> Desk:
    """A desk before an empty database."""
    return Desk(database)
