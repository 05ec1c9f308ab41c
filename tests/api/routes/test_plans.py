from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.reviewing import CONTENT, began, changed, submitted
from tests.api.serving import Caller
from tests.api.world import World, bank
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer

WISH: dict[str, Any] = {"name": "十一月", "size": 2, "random_share": 0.5, "double_share": 0.5, "seed": "甲"}


@pytest.fixture
def world(tmp_path: Path, analyzer: Analyzer) -> Iterator[World]:
    with bank(tmp_path / "bank", analyzer) as world:
        yield world


@pytest.fixture
def lead(world: World) -> Caller:
    return world.service.signed_in(world.people[Role.QA_LEAD])


def test_a_plan_is_recorded_as_it_was_drawn_and_its_tasks_keep_their_probability(world: World, lead: Caller) -> None:
    criteria = {"since": "2026-11-01T00:00:00+08:00", "unreviewed": True, "causes": ["人与产品交互", "rule"]}
    quotas = [{"inspector": "u-inspector", "tasks": 2}, {"inspector": "u-qa_lead", "tasks": 1}]
    made = lead.post("plans", json=WISH | {"criteria": criteria, "quotas": quotas})
    assert made.status_code == 201, made.text
    whole = made.json()
    assert whole["plan"]["criteria"]["codes"] == ["product", "rule"]
    assert (whole["plan"]["population"], whole["plan"]["quotas"]) == (2, quotas)
    assert (whole["plan"]["design"]["seed"], whole["plan"]["created_by"]) == ("甲", lead.user.id)
    assert whole["tasks"] == {"open": 3, "leased": 0, "done": 0, "withdrawn": 0}
    seen = lead.get(f"plans/{whole['plan']['id']}")
    assert seen.json() == whole
    assert seen.headers["etag"] == made.headers["etag"] == f'"{whole["version"]}"'
    tasks = lead.get("tasks", params={"plan_id": whole["plan"]["id"]}).json()["items"]
    assert [task["probability"] for task in tasks] == [1.0] * 3
    (entry,) = lead.get("audit", params={"action": "sampling.write"}).json()["items"]
    assert (entry["object_id"], entry["actor_id"]) == (whole["plan"]["id"], lead.user.id)


def test_what_a_plan_would_draw_is_what_it_draws_and_the_seed_gives_it_again(world: World, lead: Caller) -> None:
    shown = lead.post("plans/preview", json=WISH).json()
    assert (shown["population"], len(shown["drawn"])) == (3, 2)
    assert lead.get("plans").json()["items"] == []
    drawn = []
    for _ in range(2):
        plan = lead.post("plans", json=WISH).json()["plan"]
        tasks = lead.get("tasks", params={"plan_id": plan["id"]}).json()["items"]
        drawn.append([(t["contact_key"], t["stratum"], t["probability"]) for t in tasks if t["seat"] == 1])
    assert drawn[0] == drawn[1] == [(one["key"], one["stratum"], one["probability"]) for one in shown["drawn"]]


def test_an_expression_chooses_among_the_contacts(lead: Caller) -> None:
    criteria = {"expression": "只能|必须"}
    chosen = lead.post("plans/preview", json=WISH | {"criteria": criteria}).json()
    assert chosen["population"] < 3
    assert lead.post("plans/preview", json=WISH | {"criteria": {"expression": "("}}).status_code == 422


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"criteria": {"least_confidence": 0.9, "most_confidence": 0.1}}, "上下限"),
        ({"criteria": {"queues": ["没有的队列"]}}, "没有符合条件"),
        ({"criteria": {"causes": ["天气"]}}, "天气"),
        ({"quotas": [{"inspector": "u-nobody", "tasks": 1}]}, "u-nobody"),
        ({"quotas": [{"inspector": "u-agent", "tasks": 1}]}, "u-agent"),
        ({"quotas": [{"inspector": "u-inspector", "tasks": 2}] * 2}, "一个配额"),
        ({"quotas": [{"inspector": "u-inspector", "tasks": 2}]}, "配额合计 2 个，少于计划的 3 个任务"),
        ({"quotas": [{"inspector": "u-inspector", "tasks": 9}]}, "不由一个人复核两次"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_a_word(lead: Caller, change: dict[str, Any], word: str) -> None:
    refused = lead.post("plans", json=WISH | change)
    assert refused.status_code == 422
    assert word in refused.json()["detail"]
    assert lead.get("plans").json()["items"] == []
    previewed = lead.post("plans/preview", json=WISH | change)
    assert (previewed.status_code, previewed.json()["detail"]) == (422, refused.json()["detail"])


def test_plans_are_listed_the_newest_first_page_by_page(world: World, lead: Caller) -> None:
    made = []
    for _ in range(3):
        world.service.clock.pass_(minutes=1)
        made.append(lead.post("plans", json=WISH).json()["plan"]["id"])
    first = lead.get("plans", params={"limit": 2}).json()
    rest = lead.get("plans", params={"limit": 2, "cursor": first["next"]}).json()
    assert [plan["id"] for plan in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None
    assert lead.get("plans", params={"cursor": "x"}).status_code == 422
    other = lead.get("plans", params={"cursor": first["next"], "sort": "oldest"})
    assert (other.status_code, other.json()["detail"]) == (422, "cursor 属于另一种排序，或已损坏")


def test_what_is_reviewed_tells_of_all_and_a_closed_plan_asks_nobody(world: World, lead: Caller) -> None:
    plan = lead.post("plans", json=WISH).json()["plan"]
    inspector = world.service.signed_in(world.people[Role.INSPECTOR])
    for _ in range(2):
        submitted(inspector, changed(inspector, began(inspector), CONTENT))
    path = f"plans/{plan['id']}"
    seen = {"If-Match": lead.get(path).headers["etag"]}
    assert lead.post(f"{path}/close").status_code == 428
    assert [_count(lead, open=wanted) for wanted in ("true", "false")] == [1, 0]
    assert _count(lead, until=plan["created_at"]) == 0
    assert _count(lead, since=plan["created_at"], sort="oldest") == 1
    closed = lead.post(f"{path}/close", headers=seen)
    assert closed.json() == {"withdrawn": 1}
    assert [_count(lead, open=wanted) for wanted in ("true", "false")] == [0, 1]
    assert closed.headers["etag"] == lead.get(path).headers["etag"] != seen["If-Match"]
    assert lead.post(f"{path}/close", headers=seen).status_code == 412
    whole = lead.get(path).json()
    assert whole["tasks"] == {"open": 0, "leased": 0, "done": 2, "withdrawn": 1}
    assert (whole["complete"], whole["dissatisfied"]["value"], whole["dissatisfied"]["n"]) == (True, 0.0, 2)
    assert lead.get("plans/none").status_code == 404
    assert lead.post("plans/none/close", headers=seen).status_code == 404


def _count(lead: Caller, **asked: str) -> int:
    return len(lead.get("plans", params=asked).json()["items"])
