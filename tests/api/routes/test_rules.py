import pytest

from tests.api.serving import Caller
from tests.api.world import World
from tests.inputs import FAULT
from voc.domain.account import Role
from voc.storage.audit import AuditLog


def test_the_rules_in_use_are_told_as_expressions_and_in_words(lead: Caller) -> None:
    rules = lead.get("rules").json()
    assert len(rules) > 100
    assert all(rule["expression"] and rule["in_words"] and rule["factor"] for rule in rules)


def test_an_expression_is_tried_on_what_may_be_read(world: World, lead: Caller) -> None:
    found = lead.post("rules/test", json={"expression": "CUSTOMER(网络异常)"}).json()
    assert (found["contact_count"], found["matched_count"]) == (3, 1)
    (match,) = found["matches"]
    start = FAULT.index("网络异常")
    assert match["key"] == world.ours
    assert match["hits"][0] == {"utterance": 1, "start": start, "end": start + 4, "text": "网络异常"}
    inspector = world.service.signed_in(world.people[Role.INSPECTOR])
    assert inspector.post("rules/test", json={"expression": "网点"}).json()["contact_count"] == 1


def test_an_expression_that_never_holds_is_tried_with_a_warning(lead: Caller) -> None:
    answer = lead.post("rules/test", json={"expression": "网点 AND NOT 网点"}).json()
    assert (answer["matched_count"], answer["warnings"]) == (0, ["这个式子不会命中：既要有又要没有"])
    assert lead.post("rules/test", json={"expression": "网点"}).json()["warnings"] == []
    searched = lead.post("search", json={"expression": "网点 AND UTTERANCES>=0"}).json()
    assert searched["warnings"] == ["UTTERANCES>=0 总是成立：没有一个数不符合"]
    plan = {"name": "x", "size": 1, "criteria": {"expression": "NOT kind=phone"}}
    assert lead.post("plans/preview", json=plan).json()["warnings"][0].startswith("这个式子总是成立")


def test_the_newest_are_tried_first_within_the_bounds(world: World, lead: Caller) -> None:
    asked = {"expression": "网点", "most": 1}
    (match,) = lead.post("rules/test", json=asked).json()["matches"]
    assert match["key"] == world.theirs
    asked |= {"until": "2026-11-03T00:00:00+08:00", "queues": ["手机银行"]}
    assert lead.post("rules/test", json=asked).json()["matched_count"] == 0


@pytest.mark.parametrize("expression", ["(", "@没有的词表", "/[/"])
def test_an_expression_that_cannot_be_read_is_refused_with_its_place(lead: Caller, expression: str) -> None:
    answer = lead.post("rules/test", json={"expression": expression})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("第 1 行第 ")


def test_who_may_not_know_the_agent_cannot_ask_for_one(world: World) -> None:
    product = world.service.signed_in(world.people[Role.PRODUCT])
    for expression in ("agent_id=A1", "闪退 OR agent_team=一班", "meta:note=x"):
        assert product.post("rules/test", json={"expression": expression}).status_code == 403
    assert product.post("rules/test", json={"expression": "网络异常"}).status_code == 200


def test_what_a_trial_shows_goes_to_the_access_log(world: World, lead: Caller) -> None:
    lead.post("rules/test", json={"expression": "CUSTOMER(网络异常)"})
    at = world.service.clock()
    with world.service.parts.store.look() as session:
        read = list(AuditLog(session).accesses(at.replace(hour=0), at.replace(hour=23)))
    assert (read[-1].kind, read[-1].contact_id) == ("rule_test", world.ours)
