from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.reviewing import CONTENT, began, changed, plan, submitted, took
from tests.api.serving import Caller
from tests.api.world import World, bank
from voc.domain.account import Role
from voc.domain.reviewing.tasks import LEASE, Purpose, Task
from voc.nlp.analyzer import Analyzer
from voc.storage.review_tasks import ReviewTasks


@pytest.fixture
def world(tmp_path: Path, analyzer: Analyzer) -> Iterator[World]:
    """A queue is used up, so each test has its own."""
    with bank(tmp_path / "bank", analyzer) as world:
        yield world


@pytest.fixture
def inspector(world: World) -> Caller:
    return world.service.signed_in(world.people[Role.INSPECTOR])


@pytest.fixture
def second(world: World) -> Caller:
    return world.service.signed_in(world.service.add("second", Role.INSPECTOR))


def test_the_same_task_comes_again_while_it_lasts_and_nobody_else_gets_it(
    world: World, inspector: Caller, second: Caller
) -> None:
    plan(world.service, 1)
    task = took(inspector)
    assert (task["state"], task["holder"], task["purpose"]) == ("leased", "u-inspector", "sample")
    world.service.clock.pass_(minutes=29)
    assert took(inspector)["id"] == task["id"]
    world.service.clock.pass_(minutes=29)
    assert second.post("tasks/next").status_code == 204
    world.service.clock.pass_(minutes=2)
    assert took(second)["id"] == task["id"]
    assert inspector.get(f"tasks/{task['id']}").status_code == 404
    assert inspector.post(f"tasks/{task['id']}/extend").status_code == 404


def test_an_extended_task_lasts_from_now_on(world: World, inspector: Caller) -> None:
    plan(world.service, 1)
    task = took(inspector)
    world.service.clock.pass_(minutes=20)
    longer = inspector.post(f"tasks/{task['id']}/extend").json()
    assert longer["lease_until"] == (world.service.clock() + LEASE).isoformat().replace("+00:00", "Z")
    assert longer["lease_until"] > task["lease_until"]


def test_a_task_that_is_given_back_goes_to_the_next_who_begins_from_nothing(
    world: World, inspector: Caller, second: Caller
) -> None:
    plan(world.service, 1)
    review = changed(inspector, began(inspector), CONTENT)
    back = inspector.post(f"tasks/{review['task_id']}/give-back").json()
    assert (back["state"], back["holder"], back["review_id"]) == ("open", None, None)
    assert inspector.post(f"tasks/{review['task_id']}/give-back").status_code == 404
    fresh = began(second)
    assert fresh["task_id"] == review["task_id"]
    assert (fresh["version"], fresh["answer"]["dissatisfied"]) == (0, None)


def test_who_gave_a_task_back_gets_the_others_first(world: World, inspector: Caller) -> None:
    plan(world.service, 3)
    refused = took(inspector)["id"]
    assert inspector.post(f"tasks/{refused}/give-back").status_code == 200
    order = []
    for _ in range(3):
        review = began(inspector)
        order.append(review["task_id"])
        submitted(inspector, changed(inspector, review, CONTENT))
    assert len(set(order)) == 3
    assert order[-1] == refused


def test_a_task_that_is_done_cannot_be_given_back(world: World, inspector: Caller) -> None:
    plan(world.service, 1)
    review = submitted(inspector, changed(inspector, began(inspector), CONTENT))
    for action in ("extend", "give-back", "review"):
        answer = inspector.post(f"tasks/{review['task_id']}/{action}")
        assert (answer.status_code, answer.json()["title"]) == (409, "与现状冲突")


def test_a_review_that_was_begun_is_gone_on_with(world: World, inspector: Caller) -> None:
    plan(world.service, 1)
    review = changed(inspector, began(inspector), CONTENT)
    answer = inspector.post(f"tasks/{review['task_id']}/review")
    assert (answer.json()["id"], answer.json()["version"]) == (review["id"], 1)
    assert answer.headers["etag"] == '"1"'
    assert inspector.get(f"tasks/{review['task_id']}").json()["review_id"] == review["id"]


def test_a_lead_lists_all_and_an_inspector_own_tasks(world: World, inspector: Caller) -> None:
    lead = world.service.signed_in(world.people[Role.QA_LEAD])
    made = plan(world.service, 3)
    task = took(inspector)

    def listed(caller: Caller, **asked: object) -> list[str]:
        answer = caller.get("tasks", params=asked)
        assert answer.status_code == 200, answer.text
        return [one["id"] for one in answer.json()["items"]]

    assert listed(inspector) == [task["id"], "t-ours"]
    assert listed(inspector, state="leased") == [task["id"]]
    assert listed(inspector, inspector="u-inspector", purpose="sample", plan_id=made.id) == [task["id"]]
    assert listed(inspector, inspector="u-qa_lead") == []
    assert listed(inspector, purpose="appeal") == []
    assert len(listed(lead)) == 4
    assert len(listed(lead, plan_id=made.id, state=["open", "leased"])) == 3
    assert listed(lead, inspector="u-inspector", contact_key=task["contact_key"], plan_id=made.id) == [task["id"]]


def test_tasks_come_in_pages(world: World) -> None:
    lead = world.service.signed_in(world.people[Role.QA_LEAD])
    plan(world.service, 3)
    seen, cursor = [], None
    while True:
        page = lead.get("tasks", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [one["id"] for one in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert seen == [one["id"] for one in lead.get("tasks").json()["items"]]
    assert len(set(seen)) == 4


@pytest.mark.parametrize("cursor", ["WzFd", "WyJhIiwgIjEiLCAxLCAiYiJd", "WyJcdWQ4MDAiLCAxLCAxLCAiYiJd"])
def test_a_cursor_of_something_else_is_refused(world: World, inspector: Caller, cursor: str) -> None:
    answer = inspector.get("tasks", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["detail"]) == (422, "cursor 无效")


def test_how_a_task_was_drawn_is_told_to_leads_only(world: World, inspector: Caller) -> None:
    lead = world.service.signed_in(world.people[Role.QA_LEAD])
    plan(world.service, 1)
    task = took(inspector)
    assert (task["seat"], task["stratum"], task["probability"]) == (None, None, None)
    told = lead.get(f"tasks/{task['id']}").json()
    assert told["seat"] == 1
    assert told["stratum"] in ("random", "valued")
    assert 0 < told["probability"] <= 1


def test_a_task_named_for_somebody_is_theirs_before_it_is_taken(
    world: World, inspector: Caller, second: Caller
) -> None:
    at = world.service.clock()
    with world.service.parts.store.work() as session:
        named = Task("t-named", world.theirs, Purpose.APPEAL, "appeal", assignee="u-second")
        ReviewTasks(session).add([named], at=at)
    assert second.get("tasks/t-named").json()["state"] == "open"
    assert second.get(f"contacts/{world.theirs}").status_code == 200
    assert inspector.get("tasks/t-named").status_code == 404
    assert inspector.post("tasks/next").status_code == 204
    assert took(second)["id"] == "t-named"


def test_quotas_that_just_suffice_leave_no_task_to_nobody(world: World, inspector: Caller, second: Caller) -> None:
    lead = world.service.signed_in(world.people[Role.QA_LEAD])
    made = plan(world.service, 2, double=0.5, random=1.0, seed="c", quotas={"u-inspector": 2, "u-second": 1})
    tasks = lead.get("tasks", params={"plan_id": made.id}).json()["items"]
    (doubled,) = (task["contact_key"] for task in tasks if task["seat"] == 2)
    # One of the others would come first, but only the other person may do both.
    assert tasks[0]["contact_key"] != doubled
    assert took(second)["contact_key"] == doubled
    for _ in range(2):
        submitted(inspector, changed(inspector, began(inspector), CONTENT))
    submitted(second, changed(second, began(second), CONTENT))
    assert lead.get(f"plans/{made.id}").json()["tasks"]["done"] == 3
