"""A desk before an empty database."""

import pytest
from sqlalchemy.engine import Engine as Database

from tests.services.reviews.desk import Desk


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)
