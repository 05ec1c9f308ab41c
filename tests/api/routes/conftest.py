"""A bank in small, once for the routes that read it."""

from collections.abc import Iterator

import pytest

from tests.api.serving import Caller
from tests.api.world import World, bank
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[World]:
    with bank(tmp_path_factory.mktemp("bank"), analyzer) as world:
        yield world


@pytest.fixture
def lead(world: World) -> Caller:
    return world.service.signed_in(world.people[Role.QA_LEAD])
