"""The service is held to its OpenAPI document: made-up requests find no failure and no status it does not name.

`SCHEMA_EXAMPLES` says how many are made up for each route; by hand a longer run: `SCHEMA_EXAMPLES=500 pytest …`.
"""

import os
from collections.abc import Iterator, Mapping

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.api.serving import Caller
from tests.api.world import OUR_DEPARTMENT, World, bank
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "10"))
# These would end the session in which the others are made.
ENDING = ("/auth/logout", "/auth/password", "/auth/login")
# Where ids are found, by the name of the parameter that takes them.
LISTS = {"task_id": "tasks", "job_id": "jobs", "proposal_id": "rules/proposals"}
PROBLEM = "application/problem+json"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[World]:
    with bank(tmp_path_factory.mktemp("bank"), analyzer) as world:
        yield world


@pytest.fixture(scope="module")
def everyone(world: World) -> Caller:
    """Somebody of every role, so that no request ends at a missing permission."""
    return world.service.as_(*Role, agent_id="A1", team="一班", departments=(OUR_DEPARTMENT,))


def test_every_route_answers_as_the_document_says(world: World, everyone: Caller) -> None:
    schema = schemathesis.openapi.from_dict(world.service.app.openapi())
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) > 30
    for operation in operations:
        if not operation.path.endswith(ENDING):
            _hold(operation, everyone, _known(world, everyone))


def test_signing_in_answers_as_the_document_says(world: World) -> None:
    schema = schemathesis.openapi.from_dict(world.service.app.openapi())
    stranger = Caller(world.service.browser(), world.people[Role.AGENT])
    for operation in (result.ok() for result in schema.get_all_operations()):
        if operation.path.endswith(ENDING):
            _hold(operation, stranger, {})


def _known(world: World, caller: Caller) -> dict[str, str]:
    """Ids of things that there are, by the name of the parameter: made-up ones end at 404."""
    known = {"key": str(world.ours)}
    for name, path in LISTS.items():
        if items := caller.get(path).json()["items"]:
            known[name] = items[0]["id"]
    return known


def _named(known: Mapping[str, str], asked: Mapping[str, object]) -> dict[str, str]:
    return {name: known[name] for name in asked if name in known}


def _hold(operation: "schemathesis.schemas.APIOperation", caller: Caller, known: Mapping[str, str]) -> None:
    @seed(20261102)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), real=st.booleans())
    def holds(case: schemathesis.Case, real: bool) -> None:
        if real:
            case.path_parameters = {**(case.path_parameters or {}), **_named(known, case.path_parameters or {})}
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
