from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from tests.api.serving import Caller
from tests.api.world import World, bank
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer


@pytest.fixture
def world(tmp_path: Path, analyzer: Analyzer) -> Iterator[World]:
    with bank(tmp_path / "bank", analyzer) as world:
        yield world


def who(world: World, role: Role) -> Caller:
    return world.service.signed_in(world.people[role])


def filed(world: World, agent: Caller) -> dict[str, Any]:
    answer = agent.post(f"contacts/{world.ours}/appeals", json={"reason": "我照章转述"})
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"1"'
    return answer.json()  # type: ignore[no-any-return]


def move(caller: Caller, id: str, version: int, what: str, **body: str) -> Response:
    return caller.post(f"appeals/{id}/{what}", json=body, headers={"If-Match": f'"{version}"'})


def test_an_appeal_against_the_machine_is_told_with_whose_turn_it_is_and_by_when(world: World) -> None:
    agent = who(world, Role.AGENT)
    appeal = filed(world, agent)
    assert (appeal["against"], appeal["state"], appeal["state_label"]) == (None, "filed", "待班组长处理")
    assert (appeal["agent"], appeal["due_at"][:10]) == ("u-agent", "2026-11-19")
    read = agent.get(f"appeals/{appeal['id']}")
    assert (read.json(), read.headers["etag"]) == (appeal, '"1"')
    assert agent.get("appeals/none").status_code == 404
    (entry,) = who(world, Role.QA_LEAD).get("audit", params={"action": "appeal.file"}).json()["items"]
    assert (entry["object_id"], entry["actor_id"]) == (appeal["id"], "u-agent")
    assert "照章" not in entry["facts"]


def test_what_a_team_lead_stops_may_be_appealed_once_more_and_then_is_final(world: World) -> None:
    agent, team_lead, lead = (who(world, role) for role in (Role.AGENT, Role.TEAM_LEAD, Role.QA_LEAD))
    id = filed(world, agent)["id"]
    assert move(team_lead, id, 1, "stop").status_code == 422
    assert move(team_lead, id, 1, "stop", reason="判断无误").json()["state"] == "stopped"
    assert move(agent, id, 2, "again", reason="请再听第三分钟").json()["state"] == "filed"
    assert move(team_lead, id, 3, "forward", reason="请看").json()["state"] == "forwarded"
    assert move(lead, id, 4, "reject", reason="维持").json()["state"] == "rejected"
    refused = move(agent, id, 5, "again", reason="还是不服")
    assert refused.status_code == 409
    assert "最终结果" in refused.json()["detail"]
    final = move(lead, id, 5, "close").json()
    assert (final["state"], final["due_at"], final["version"]) == ("final", None, 6)


def test_an_agent_takes_an_appeal_back(world: World) -> None:
    agent = who(world, Role.AGENT)
    id = filed(world, agent)["id"]
    assert move(agent, id, 1, "withdraw").json()["state"] == "withdrawn"
    assert move(who(world, Role.TEAM_LEAD), id, 2, "forward").status_code == 409


def test_another_agent_of_the_same_call_cannot_take_it_back(world: World) -> None:
    id = filed(world, who(world, Role.AGENT))["id"]
    twin = world.service.as_(Role.AGENT, Role.PRODUCT, agent_id="A1")
    refused = move(twin, id, 1, "withdraw")
    assert (refused.status_code, "只有提出申诉的座席" in refused.json()["detail"]) == (409, True)


def test_who_saw_an_older_state_is_refused_and_changes_nothing(world: World) -> None:
    agent, team_lead = who(world, Role.AGENT), who(world, Role.TEAM_LEAD)
    id = filed(world, agent)["id"]
    assert move(team_lead, id, 1, "forward").status_code == 200
    assert move(team_lead, id, 1, "stop", reason="晚了一步").status_code == 412
    assert team_lead.post(f"appeals/{id}/stop", json={"reason": "没有版本"}).status_code == 428
    assert agent.get(f"appeals/{id}").json()["state"] == "forwarded"


def test_only_somebody_who_reviews_is_asked_to_hear(world: World) -> None:
    lead = who(world, Role.QA_LEAD)
    id = filed(world, who(world, Role.AGENT))["id"]
    move(who(world, Role.TEAM_LEAD), id, 1, "forward")
    for nobody in ("u-agent", "u-none"):
        refused = move(lead, id, 2, "assign", inspector=nobody)
        assert (refused.status_code, nobody in refused.json()["detail"]) == (422, True)
    assert move(lead, id, 2, "assign", inspector="u-inspector").json()["inspector"] == "u-inspector"


def test_appeals_are_listed_by_state_and_contact_page_by_page(world: World) -> None:
    agent, lead = who(world, Role.AGENT), who(world, Role.QA_LEAD)
    first = filed(world, agent)["id"]
    world.service.clock.pass_(minutes=1)
    second = filed(world, world.service.as_(Role.AGENT, Role.PRODUCT, agent_id="A1"))["id"]
    move(agent, first, 1, "withdraw")
    page = lead.get("appeals", params={"limit": 1}).json()
    rest = lead.get("appeals", params={"limit": 1, "cursor": page["next"]}).json()
    assert [one["id"] for one in page["items"] + rest["items"]] == [first, second]
    assert rest["next"] is None

    def ids(**asked: Any) -> list[str]:
        return [one["id"] for one in lead.get("appeals", params=asked).json()["items"]]

    assert ids(state="filed") == [second]
    assert ids(state=["filed", "withdrawn"], contact_key=world.ours) == [first, second]
    assert ids(contact_key=world.theirs) == []


def test_what_a_team_lead_leaves_lying_goes_on_and_what_then_stays_is_listed_as_overdue(world: World) -> None:
    agent, lead = who(world, Role.AGENT), who(world, Role.QA_LEAD)
    first = filed(world, agent)["id"]
    world.service.clock.pass_(days=1)
    second = filed(world, world.service.as_(Role.AGENT, Role.PRODUCT, agent_id="A1"))["id"]
    # Who signed in days ago signs in again.
    world.service.clock.pass_(days=4, hours=12)
    agent, lead, team_lead = (who(world, role) for role in (Role.AGENT, Role.QA_LEAD, Role.TEAM_LEAD))

    def ids(**asked: Any) -> list[str]:
        return [one["id"] for one in lead.get("appeals", params=asked).json()["items"]]

    assert ids(state="filed") == ids(overdue=True) == []
    assert ids(state="forwarded") == ids(overdue=False) == ids(sort="due") == [first, second]
    shown = agent.get(f"appeals/{first}")
    assert (shown.json()["state"], shown.headers["etag"], shown.json()["overdue"]) == ("forwarded", '"2"', False)
    assert [step["by"] for step in shown.json()["steps"]] == ["u-agent", "program"]
    refused = move(team_lead, first, 2, "stop", reason="晚了")
    assert (refused.status_code, "待质检主管处理" in refused.json()["detail"]) == (409, True)
    world.service.clock.pass_(hours=13)
    lead = who(world, Role.QA_LEAD)
    assert ids(overdue=True) == [first]
    assert "voc_appeals_overdue 1.0" in world.service.browser().get("/metrics").text
    assert move(lead, first, 2, "assign", inspector="u-inspector").json()["overdue"] is False
    assert ids(overdue=True) == []
    assert "voc_appeals_overdue 0.0" in world.service.browser().get("/metrics").text
    page = lead.get("appeals", params={"limit": 1, "sort": "due"}).json()
    rest = lead.get("appeals", params={"limit": 1, "sort": "due", "cursor": page["next"]}).json()
    assert [one["id"] for one in page["items"] + rest["items"]] == [second, first]
    assert lead.get("appeals", params={"sort": "filed", "cursor": page["next"]}).status_code == 422
