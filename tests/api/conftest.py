"""A service for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.serving import Caller, Service, serving
from voc.domain.account import Role


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with serving(tmp_path / "home") as service:
        yield service


@pytest.fixture
def administrator(service: Service) -> Caller:
    return service.as_(Role.ADMINISTRATOR)
