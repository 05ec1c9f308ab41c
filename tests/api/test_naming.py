"""On both databases: who may know who reviews reads names beside ids, and nobody else does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.reviewing import ANGRY, CONTENT, Json, began, changed, decided, plan, submitted
from tests.api.serving import Caller
from tests.api.world import World, bank_on
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path, analyzer: Analyzer) -> Iterator[World]:
    with bank_on(request.param, request, tmp_path / "bank", analyzer) as world:
        yield world


def who(world: World, role: Role) -> Caller:
    return world.service.signed_in(world.people[role])


def read(caller: Caller, path: str, **asked: Any) -> Any:
    answer = caller.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def disagreed(world: World) -> tuple[Json, Json]:
    """Two inspectors part over a contact: their reviews."""
    first = who(world, Role.INSPECTOR)
    second = world.service.signed_in(world.service.add("lina", Role.INSPECTOR))
    plan(world.service, 1, double=1.0)
    return (
        submitted(first, changed(first, began(first), ANGRY)),
        submitted(second, changed(second, began(second), CONTENT)),
    )


BOTH = {"u-inspector": "inspector", "u-lina": "lina"}


def test_a_lead_reads_names_in_tasks_reviews_adjudications_and_agreement(world: World) -> None:
    mine, theirs = disagreed(world)
    lead = who(world, Role.QA_LEAD)
    tasks = read(lead, "tasks", plan_id=read(lead, f"tasks/{mine['task_id']}")["origin"])["items"]
    assert sorted((task["holder"], task["names"]) for task in tasks) == [(id, {id: BOTH[id]}) for id in sorted(BOTH)]
    assert read(lead, f"reviews/{theirs['id']}")["names"] == {"u-lina": "lina"}
    of_contact = read(lead, f"contacts/{mine['contact_key']}/reviews")["items"]
    assert [review["names"] for review in of_contact] == [{id: BOTH[id]} for id in BOTH]
    (dispute,) = read(lead, "adjudications")["items"]
    assert dispute["names"] == BOTH
    draft = lead.post(f"adjudications/{dispute['id']}/review", json={"side": dispute["first_review"]}).json()
    assert draft["names"] == {"u-qa_lead": "qa_lead"}
    whole = decided(lead, dispute, draft).json()
    assert whole["adjudication"]["names"] == {**BOTH, "u-qa_lead": "qa_lead"}
    assert (whole["first"]["names"], whole["decision"]["names"]) == ({"u-inspector": "inspector"}, draft["names"])
    assert read(lead, "agreement")["names"] == BOTH


def test_an_inspector_reads_none_and_an_agent_does_not_learn_who_judged(world: World) -> None:
    mine, _ = disagreed(world)
    inspector, agent = who(world, Role.INSPECTOR), who(world, Role.AGENT)
    assert mine["names"] == {}
    assert [task["names"] for task in read(inspector, "tasks")["items"]] == [{}, {}]
    assert read(inspector, "agreement")["names"] == {}
    filed = agent.post(f"contacts/{world.ours}/appeals", json={"reason": "我照章转述"}).json()
    assert (filed["agent"], filed["names"]) == ("u-agent", {})
    shown = read(who(world, Role.QA_LEAD), "appeals")["items"]
    assert [one["names"] for one in shown] == [{"u-agent": "agent"}]


def test_a_calibration_names_all_who_take_part(world: World) -> None:
    lead = who(world, Role.QA_LEAD)
    world.service.add("lina", Role.INSPECTOR)
    asked = {"name": "校准", "expert": "u-lina", "inspectors": ["u-inspector"], "contact_keys": [world.ours]}
    opened = lead.post("calibrations", json=asked).json()
    assert opened["names"] == {**BOTH, "u-qa_lead": "qa_lead"}
    assert read(lead, f"calibrations/{opened['id']}")["calibration"]["names"] == opened["names"]
    assert read(who(world, Role.INSPECTOR), "calibrations")["items"][0]["names"] == {}


def test_a_token_without_the_scope_reads_no_names(world: World) -> None:
    disagreed(world)
    admin = who(world, Role.ADMINISTRATOR)
    told = {
        "name": "报表",
        "user_id": "u-qa_lead",
        "scopes": ["agreement.read"],
        "expires_at": "2027-01-01T00:00:00+08:00",
    }
    made = admin.post("tokens", json=told)
    assert made.status_code == 201, made.text
    browser = world.service.browser()
    answer = browser.get("/api/v1/agreement", headers={"Authorization": f"Bearer {made.json()['secret']}"})
    assert (answer.status_code, answer.json()["names"], len(answer.json()["inspectors"])) == (200, {}, 2)
