import pytest

from tests.api.serving import Caller
from tests.api.walking import OF_OTHERS
from tests.api.world import World
from tests.inputs import FAULT, RULE
from voc.domain.account import Role
from voc.storage.audit import AuditLog


def keys(caller: Caller, **asked: object) -> list[int]:
    answer = caller.post("search", json=asked)
    assert answer.status_code == 200, answer.text
    return [found["key"] for found in answer.json()["items"]]


def test_what_is_found_is_marked(world: World, lead: Caller) -> None:
    items = lead.post("search", json={"phrase": "網絡異常"}).json()["items"]
    (found,) = (one for one in items if one["key"] == world.ours)
    assert [text["speaker"] for text in found["texts"]] == ["customer", "customer"]
    for text in found["texts"]:
        (hit,) = text["hits"]
        assert text["text"][hit["start"] : hit["end"]] == hit["text"] == "网络异常"
    assert [text["survey"] for text in found["texts"]] == [None, "S-1"]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("asked", [{"phrase": "网点"}, {"expression": "网点"}], ids=str)
def test_a_search_finds_what_lies_within_reach_and_nothing_else(
    world: World, role: Role, asked: dict[str, str]
) -> None:
    caller = world.service.signed_in(world.people[role])
    assert (world.theirs in keys(caller, **asked)) is (role in OF_OTHERS)
    assert world.ours in keys(caller, phrase="网络异常")


def test_filters_narrow_a_search(world: World, lead: Caller) -> None:
    assert keys(lead, phrase="网点", agents=["A2"], queues=["账户服务"], channels=["phone"]) == [world.theirs]
    assert keys(lead, phrase="网点", agents=["A1"]) == []
    assert world.theirs in keys(lead, phrase="网点", factor="rule.channel", since="2026-11-01T00:00:00Z")
    assert keys(lead, phrase="网点", cause="person") == []
    assert keys(lead, phrase="网点", until="2026-11-01T00:00:00Z") == []


def test_pages_follow_each_other(world: World, lead: Caller) -> None:
    first = lead.post("search", json={"phrase": "网点", "limit": 1}).json()
    rest = lead.post("search", json={"phrase": "网点", "cursor": first["next"]}).json()
    assert [one["key"] for one in first["items"] + rest["items"]] == keys(lead, phrase="网点")
    assert len(first["items"]) == 1
    assert rest["next"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"phrase": "，"},
        {"expression": "("},
        {"phrase": "a", "cause": "rule", "factor": "rule.channel"},
        {"phrase": "a", "since": "2026-11-02T00:00:00Z", "until": "2026-11-01T00:00:00Z"},
        {"phrase": "a", "cursor": "x"},
        {"phrase": "a", "cursor": "WyJhIl0"},
    ],
    ids=str,
)
def test_a_search_that_cannot_be_is_refused(lead: Caller, wrong: dict[str, str]) -> None:
    assert lead.post("search", json=wrong).status_code == 422


@pytest.mark.parametrize("role", [Role.PRODUCT, Role.DEPARTMENT])
def test_who_may_not_know_the_agent_is_not_told(world: World, role: Role) -> None:
    caller = world.service.signed_in(world.people[role])
    assert "A1" not in caller.post("search", json={"phrase": FAULT}).text
    assert caller.post("search", json={"phrase": FAULT, "agents": ["A1"]}).status_code == 403
    for expression in ("agent_id=A1", "网络异常 AND NOT agent_team=一班", "meta:note=工号A1"):
        assert caller.post("search", json={"expression": expression}).status_code == 403


def test_what_a_search_shows_goes_to_the_access_log(world: World, lead: Caller) -> None:
    def read() -> list[tuple[str, int]]:
        at = world.service.clock()
        with world.service.parts.store.look() as session:
            found = AuditLog(session).accesses(at.replace(hour=0), at.replace(hour=23))
        return [(one.kind, one.contact_id) for one in found]

    before = len(read())
    found = keys(lead, phrase=RULE)
    assert found
    assert read()[before:] == [("search", key) for key in found]
