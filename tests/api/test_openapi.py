"""The service is held to its OpenAPI document: made-up requests find no failure and no status it does not name.

`SCHEMA_EXAMPLES` says how many are made up for each route; by hand a longer run: `SCHEMA_EXAMPLES=500 pytest …`.
"""

import os
from collections.abc import Iterator, Mapping

import pytest
import schemathesis
from httpx2 import Response
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.api.serving import V1, Caller
from tests.api.walking import numbers
from tests.api.world import OUR_DEPARTMENT, World, bank
from tests.services.rule_proposals import proposed
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "6"))
# These would end the session in which the others are made.
ENDING = ("/auth/logout", "/auth/password", "/auth/login")
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
    made = _made(world, everyone)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) > 30
    for operation in operations:
        if not operation.path.endswith(ENDING):
            _hold(operation, everyone, _known(world, everyone) | made)


def test_signing_in_answers_as_the_document_says(world: World) -> None:
    schema = schemathesis.openapi.from_dict(world.service.app.openapi())
    stranger = Caller(world.service.browser(), world.people[Role.AGENT])
    for operation in (result.ok() for result in schema.get_all_operations()):
        if operation.path.endswith(ENDING):
            _hold(operation, stranger, {})


def _known(world: World, caller: Caller) -> dict[str, str]:
    """Ids of things that there are, made for it, by the name of the parameter: made-up ones end at 404."""
    key, made = str(world.ours), {"name": "十一月", "size": 1}
    people = {"expert": caller.user.id, "inspectors": ["u-inspector"], "contact_keys": [world.theirs]}
    appealed = _review(caller, key)
    version = caller.get(f"reviews/{appealed}").headers["ETag"]
    for what, body in (("changes", {"step": "tell_dissatisfied", "dissatisfied": False}), ("submit", None)):
        done = caller.post(f"reviews/{appealed}/{what}", json=body, headers={"If-Match": version})
        version = done.headers["ETag"]
    upload = caller.post("uploads", params={"name": "a.jsonl"}, content=b"{}\n")
    number = next(numbers)
    rule = {"text": proposed(f"河马{number}爬", id=f"own.h{number}"), "reason": "客户常说"}
    return {
        "key": key,
        "proposal_id": _id(caller.post("rules/proposals", json=rule)),
        "model_id": caller.get("models").json()[0]["id"],
        "task_id": "t-ours",
        "plan_id": caller.post("plans", json=made).json()["plan"]["id"],
        "calibration_id": _id(caller.post("calibrations", json={"name": "十一月", **people})),
        "appeal_id": _id(caller.post(f"contacts/{key}/appeals", json={"reason": "请再听一遍"})),
        "review_id": _review(caller, key),
        "upload_id": _id(upload),
        "job_id": _id(caller.post("reanalyses", json={})),
    }


def _review(caller: Caller, key: str) -> str:
    return _id(caller.post(f"contacts/{key}/reviews"))


def _id(answer: Response) -> str:
    assert answer.is_success, answer.text
    made: str = answer.json()["id"]
    return made


def _version(caller: Caller, url: str) -> dict[str, str]:
    """If-Match of the thing whose address a request begins with."""
    parts = url.removeprefix(f"http://testserver{V1}/").split("/")
    found = caller.get("/".join(parts[: 3 if parts[0] == "rules" else 2]))
    return {"If-Match": found.headers["ETag"]} if "ETag" in found.headers else {}


def _made(world: World, caller: Caller) -> dict[str, str]:
    """A plan, a calibration session and an appeal, newly begun."""
    people = {"expert": caller.user.id, "inspectors": ["u-inspector"]}
    plan = caller.post("plans", json={"name": "十一月", "size": 1}).json()["plan"]
    session = caller.post("calibrations", json={"name": "十一月", "contact_keys": [world.theirs], **people}).json()
    appeal = caller.post(f"contacts/{world.ours}/appeals", json={"reason": "请再听一遍"}).json()
    return {"plan_id": plan["id"], "calibration_id": session["id"], "appeal_id": appeal["id"]}


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
        if real:
            headers |= _version(caller, asked["url"])
        content = {name: asked[name] for name in ("json", "data", "params") if asked.get(name) is not None}
        if "data" in content:
            content["content"] = content.pop("data")
        answer = caller.client.request(asked["method"], asked["url"], headers=headers, **content)
        told = operation.definition.raw["responses"]
        assert str(answer.status_code) in told, f"{operation.label}: {answer.status_code} {answer.text}"
        assert answer.status_code < 500, f"{operation.label}: {answer.text}"
        assert answer.status_code < 400 or answer.headers["content-type"] == PROBLEM

    holds()
