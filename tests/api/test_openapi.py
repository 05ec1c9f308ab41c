"""The service is held to its OpenAPI document: made-up requests find no failure and no status it does not name.

`SCHEMA_EXAMPLES` says how many are made up for each route; by hand a longer run: `SCHEMA_EXAMPLES=500 pytest …`.
"""

import os
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.api.serving import Caller
from tests.api.world import World, bank
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "10"))
# These would end the session in which the others are made.
ENDING = ("/auth/logout", "/auth/password", "/auth/login")
PROBLEM = "application/problem+json"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[World]:
    with bank(tmp_path_factory.mktemp("bank"), analyzer) as world:
        yield world


@pytest.fixture(scope="module")
def administrator(world: World) -> Caller:
    return world.service.signed_in(world.people[Role.ADMINISTRATOR])


def test_every_route_answers_as_the_document_says(world: World, administrator: Caller) -> None:
    schema = schemathesis.openapi.from_dict(world.service.app.openapi())
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) > 30
    for operation in operations:
        if not operation.path.endswith(ENDING):
            _hold(operation, administrator)


def test_signing_in_answers_as_the_document_says(world: World) -> None:
    schema = schemathesis.openapi.from_dict(world.service.app.openapi())
    stranger = Caller(world.service.browser(), world.people[Role.AGENT])
    for operation in (result.ok() for result in schema.get_all_operations()):
        if operation.path.endswith(ENDING):
            _hold(operation, stranger)


def _hold(operation: "schemathesis.schemas.APIOperation", caller: Caller) -> None:
    @seed(20261102)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def holds(case: schemathesis.Case) -> None:
        asked = case.as_transport_kwargs(base_url="http://testserver")
        headers = {
            n: v for n, v in (asked.get("headers") or {}).items() if n.lower() != "authorization"
        } | caller.headers
        content = {name: asked[name] for name in ("json", "data", "params") if asked.get(name) is not None}
        if "data" in content:
            content["content"] = content.pop("data")
        answer = caller.client.request(asked["method"], asked["url"], headers=headers, **content)
        told = operation.definition.raw["responses"]
        assert str(answer.status_code) in told, f"{operation.label}: {answer.status_code} {answer.text}"
        assert answer.status_code < 500, f"{operation.label}: {answer.text}"
        assert answer.status_code < 400 or answer.headers["content-type"] == PROBLEM

    holds()
