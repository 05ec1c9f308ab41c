from typing import Any

import pytest

from tests.api.serving import Caller
from tests.api.world import World
from voc.domain.account import Role


def asked(world: World, **change: Any) -> dict[str, Any]:
    people = {"expert": "u-qa_lead", "inspectors": ["u-inspector"]}
    return {"name": "十一月", "contact_keys": [world.ours, world.theirs, world.ours]} | people | change


def test_everybody_gets_the_same_contacts_and_the_lead_sees_how_far_they_are(world: World, lead: Caller) -> None:
    opened = lead.post("calibrations", json=asked(world))
    made = opened.json()
    assert (made["contact_keys"], made["closed_at"]) == ([world.ours, world.theirs], None)
    path = f"calibrations/{made['id']}"
    read = lead.get(path)
    whole = read.json()
    assert whole["calibration"] == made
    assert read.headers["etag"] == opened.headers["etag"] == f'"{made["version"]}"'
    assert whole["tasks"] == {"open": 4, "leased": 0, "done": 0, "withdrawn": 0}
    seen = {"If-Match": read.headers["etag"]}
    assert lead.post(f"{path}/close").status_code == 428
    closed = lead.post(f"{path}/close", headers=seen)
    assert closed.json()["closed_at"] is not None
    assert lead.post(f"{path}/close", headers=seen).status_code == 412
    again = lead.post(f"{path}/close", headers={"If-Match": closed.headers["etag"]})
    assert (again.status_code, again.json()["detail"]) == (409, "这次校准已经结束")
    assert lead.post("calibrations/none/close", headers=seen).status_code == 404
    assert lead.get(path).json()["tasks"]["withdrawn"] == 4
    assert lead.get(f"{path}/result").json()["among"]["contacts"] == 0
    entries = lead.get("audit", params={"object_id": made["id"]}).json()["items"]
    assert len(entries) == 2


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"expert": "u-inspector"}, 422, "不能重复"),
        ({"expert": "u-agent"}, 422, "u-agent"),
        ({"inspectors": ["u-nobody"]}, 422, "u-nobody"),
        ({"contact_keys": [999_999]}, 404, "999999"),
    ],
)
def test_a_session_that_cannot_be_is_refused_in_a_word(
    world: World, lead: Caller, change: dict[str, Any], status: int, word: str
) -> None:
    refused = lead.post("calibrations", json=asked(world, **change))
    assert refused.status_code == status
    assert word in refused.json()["detail"]


def test_an_inspector_is_shown_the_sessions_with_a_part_in_them(world: World, lead: Caller) -> None:
    other = world.service.signed_in(world.service.add("other", Role.INSPECTOR))
    made = []
    for inspector in ("u-inspector", "u-other", "u-inspector"):
        world.service.clock.pass_(minutes=1)
        made.append(lead.post("calibrations", json=asked(world, inspectors=[inspector])).json()["id"])
    assert [one["id"] for one in other.get("calibrations").json()["items"]] == [made[1]]
    first = lead.get("calibrations", params={"limit": 2}).json()
    assert [one["id"] for one in first["items"]] == [made[2], made[1]]
    rest = lead.get("calibrations", params={"cursor": first["next"]}).json()
    assert lead.get("calibrations", params={"sort": "oldest", "cursor": first["next"]}).status_code == 422
    assert rest["items"][0]["id"] == made[0]
    assert other.get(f"calibrations/{made[0]}").status_code == 404
    assert other.get(f"calibrations/{made[0]}/answers").status_code == 404
    assert lead.get("calibrations/none").status_code == 404
