from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.api.serving import Caller
from tests.api.world import World, bank
from tests.inputs import FAULT
from tests.services.rule_proposals import proposed
from voc.domain.account import Role
from voc.nlp.analyzer import Analyzer
from voc.storage.audit import AuditLog

REASON = {"reason": "客户常说"}
SEEN = {"If-Match": '"1"'}


@pytest.fixture
def world(tmp_path: Path, analyzer: Analyzer) -> Iterator[World]:
    """Of every test's own: rules that are promoted hold for all."""
    with bank(tmp_path / "bank", analyzer) as world:
        yield world


@pytest.fixture
def inspector(world: World) -> Caller:
    return world.service.signed_in(world.people[Role.INSPECTOR])


def added(caller: Caller, word: str = "蜗牛爬", **columns: str) -> str:
    answer = caller.post("rules/proposals", json={"text": proposed(word, **columns)} | REASON)
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"1"'
    return str(answer.json()["id"])


def decided(lead: Caller, id: str, what: str, version: int = 1) -> int:
    answer = lead.post(f"rules/proposals/{id}/{what}", json={"reason": "准"}, headers={"If-Match": f'"{version}"'})
    return answer.status_code


def analyzed(caller: Caller, comment: str = "转账像蜗牛爬") -> tuple[str, bool]:
    """The version of the rules of an analysis, and whether the proposed rule had a part in it."""
    found = caller.post("analyze", content=f'{{"id": "S-9", "comment": "{comment}"}}').json()
    return str(found["version"]["rules"]), "rule:own.slow" in str(found)


def test_a_rule_lives_from_proposal_to_rollback(inspector: Caller, lead: Caller) -> None:
    id, (before, spoken) = added(inspector), analyzed(inspector)
    assert not spoken
    assert lead.get("rules/proposals", params={"state": "open"}).json()["items"][0]["id"] == id
    promoted = lead.post(f"rules/proposals/{id}/promote", json={"reason": "准"}, headers=SEEN).json()
    assert (promoted["state"], promoted["decided_by"], promoted["own_decision"]) == ("promoted", lead.user.id, False)
    # Without a restart.
    after, spoken = analyzed(inspector)
    assert after != before
    assert spoken
    assert "own.slow" in {rule["id"] for rule in inspector.get("rules").json()}
    current = inspector.get("rules/sets/current").json()
    assert (current["id"], current["proposals"], current["promoted"]["proposal"]) == (promoted["set_id"], [id], id)
    back = lead.post("rules/sets/rollback", json={"reason": "误报"}, headers={"If-Match": "*"}).json()
    assert (back["id"], analyzed(inspector)) == ("shipped", (before, False))
    assert [(one["id"], one["in_use"]) for one in inspector.get("rules/sets").json()] == [
        ("shipped", True),
        (promoted["set_id"], False),
    ]
    noted = lead.get("audit", params={"action": "rule.promote"}).json()["items"]
    assert sorted(entry["object_kind"] for entry in noted) == ["rule_proposal", "rule_set"]


def test_what_is_wrong_with_a_rule_is_told_fault_by_fault(inspector: Caller) -> None:
    text = proposed() + proposed(id="own.other").partition("\n")[2].replace("蜗牛爬']", "蜗 牛']")
    answer = inspector.post("rules/proposals", json={"text": text} | REASON)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["place"] == "提案.toml 第 16 行第 12 列"
    assert fault["reason"].startswith("规则 own.other：when 有误：")
    assert inspector.get("rules/proposals").json()["items"] == []


def test_only_the_proposer_amends_and_withdraws_what_he_last_saw(inspector: Caller, lead: Caller) -> None:
    id = added(inspector)
    changed = {"text": proposed("树懒爬"), "reason": "更准"}
    path = f"rules/proposals/{id}"
    assert lead.put(path, json=changed, headers=SEEN).status_code == 403
    amended = inspector.put(path, json=changed, headers=SEEN)
    assert (amended.status_code, amended.headers["etag"], amended.json()["text"]) == (200, '"2"', changed["text"])
    assert inspector.put(path, json=changed, headers=SEEN).status_code == 412
    assert inspector.post(f"{path}/withdraw", headers=SEEN).status_code == 412
    gone = inspector.post(f"{path}/withdraw", headers={"If-Match": '"2"'})
    assert (gone.json()["state"], gone.headers["etag"]) == ("withdrawn", '"3"')
    assert decided(lead, id, "promote", 3) == 409
    assert inspector.get(path).headers["etag"] == '"3"'


def test_a_lead_rejects_with_a_reason(inspector: Caller, lead: Caller) -> None:
    id = added(inspector)
    assert decided(inspector, id, "reject") == 403
    blank = lead.post(f"rules/proposals/{id}/reject", json={"reason": " "}, headers=SEEN)
    assert blank.status_code == 422
    assert decided(lead, id, "reject") == 200
    shown = inspector.get(f"rules/proposals/{id}").json()
    assert (shown["state"], shown["decision"]) == ("rejected", "准")


def test_a_preview_is_of_what_the_reader_may_see(world: World, inspector: Caller, lead: Caller) -> None:
    word = FAULT[FAULT.index("网络异常") :][:4]
    id = added(inspector, word, factor="product.speed")
    whole = lead.get(f"rules/proposals/{id}/preview").json()
    assert (whole["contact_count"], whole["hit_count"], whole["keys"]) == (3, 1, [world.ours])
    assert (whole["judged_count"], whole["health"][0]["precision"]) == (0, None)
    # Which contacts hold a word is known from now on, and that is written down.
    with world.service.parts.store.look() as session:
        now = world.service.clock()
        seen = AuditLog(session).accesses(now - timedelta(hours=1), now + timedelta(hours=1))
    assert [(one.actor_id, one.kind, one.contact_id) for one in seen] == [(lead.user.id, "rule_test", world.ours)]
    mine = inspector.get(f"rules/proposals/{id}/preview").json()
    assert (mine["contact_count"], mine["keys"]) == (1, [world.ours])
    assert lead.get(f"rules/proposals/{id}/preview", params={"most": 1}).json()["contact_count"] == 1


def test_a_rule_about_an_agent_is_not_tried_for_who_may_not_know_the_agent(world: World, lead: Caller) -> None:
    product = world.service.signed_in(world.people[Role.PRODUCT])
    text = proposed("蜗牛爬").replace("when = ['蜗牛爬']", "when = ['蜗牛爬', '网络异常 AND agent_id=A1']")
    id = product.post("rules/proposals", json={"text": text} | REASON).json()["id"]
    assert product.get(f"rules/proposals/{id}/preview").status_code == 403
    assert lead.get(f"rules/proposals/{id}/preview").json()["keys"] == [world.ours]


def test_a_proposal_that_another_has_overtaken_is_no_longer_sound(inspector: Caller, lead: Caller) -> None:
    first, second = added(inspector), added(inspector, "树懒爬")
    assert decided(lead, first, "promote") == 200
    # Its own file is not held against it.
    assert lead.get(f"rules/proposals/{first}/preview").status_code == 200
    refused = lead.get(f"rules/proposals/{second}/preview")
    assert (refused.status_code, decided(lead, second, "promote")) == (409, 409)
    assert "规则 own.slow：编号重复" in refused.json()["detail"]


def test_a_rival_of_another_factor_is_told_and_no_fault(inspector: Caller, lead: Caller) -> None:
    assert decided(lead, added(inspector), "promote") == 200
    rival = added(inspector, id="own.stuck", factor="product.stability")
    (notice,) = lead.get(f"rules/proposals/{rival}/preview").json()["notices"]
    assert (notice["kind"], notice["rule"], notice["place"]) == ("conflict", "own.stuck", "提案.toml 第 3 行")
    assert "与 own.slow 争同样的词而因子不同" in notice["reason"]


def test_proposals_are_listed_page_by_page(inspector: Caller, lead: Caller) -> None:
    ids = [added(inspector, f"爬{n}爬", id=f"own.s{n}") for n in range(3)]
    first = lead.get("rules/proposals", params={"limit": 2}).json()
    assert [one["id"] for one in first["items"]] == ids[:0:-1]
    rest = lead.get("rules/proposals", params={"limit": 2, "cursor": first["next"]}).json()
    assert ([one["id"] for one in rest["items"]], rest["next"]) == (ids[:1], None)
    for params, count in (({"proposer": lead.user.id}, 0), ({"factor": "product.speed"}, 3), ({"factor": "x"}, 0)):
        assert len(lead.get("rules/proposals", params=params).json()["items"]) == count


def test_an_administrator_may_promote_his_own_and_it_is_recorded(world: World) -> None:
    administrator = world.service.signed_in(world.people[Role.ADMINISTRATOR])
    id = added(administrator)
    assert decided(administrator, id, "promote") == 200
    assert administrator.get(f"rules/proposals/{id}").json()["own_decision"]
