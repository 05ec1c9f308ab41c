from collections.abc import Iterator

import pytest

from tests.api.reviewing import ANGRY, CONTENT, began, changed, found, plan, submitted
from tests.api.serving import Caller
from tests.api.world import World, bank
from voc.domain.account import Role, User
from voc.nlp.analyzer import Analyzer
from voc.storage.accounts import Accounts


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> Iterator[World]:
    """Three contacts, answered by two inspectors who part on the first one."""
    with bank(tmp_path_factory.mktemp("bank"), analyzer) as world:
        service = world.service
        plan(service, 3, double=1.0, quotas={"u-inspector": 3, "u-second": 3})
        first = service.signed_in(world.people[Role.INSPECTOR])
        second = service.signed_in(service.add("second", Role.INSPECTOR))
        fee = (ANGRY, found("rule", "rule.fee"))
        for caller, answers in ((first, (fee, fee, (CONTENT,))), (second, ((CONTENT,), fee, (CONTENT,)))):
            for answer in answers:
                submitted(caller, changed(caller, began(caller), *answer))
        service.add("third", Role.INSPECTOR)
        yield world


def signed_in(world: World, name: str) -> Caller:
    return world.service.signed_in(next(user for user in _users(world) if user.name == name))


def _users(world: World) -> tuple[User, ...]:
    with world.service.parts.store.look() as session:
        return Accounts(session).page(limit=50)


def test_a_lead_is_told_of_everybody_s_agreement_with_its_intervals(world: World, lead: Caller) -> None:
    told = lead.get("agreement").json()
    assert told["contacts"] == 3
    verdict = told["questions"][0]
    assert (verdict["code"], verdict["raw"]["value"], verdict["raw"]["n"]) == ("verdict", 0.6667, 3)
    assert "rule.fee" in {row["code"] for row in told["questions"]}
    (pair,) = (row for row in told["pairs"] if row["code"] == "verdict")
    assert (pair["first"], pair["second"], pair["kappa"]["value"]) == ("u-inspector", "u-second", 0.4)
    # Of fewer than five cases no interval can be told.
    assert (verdict["raw"]["interval"], pair["kappa"]["interval"]) == (None, None)
    assert [row["inspector"] for row in told["inspectors"]] == ["u-inspector", "u-second"]
    assert [row["week"] for row in told["weeks"]] == ["2026-W47"]
    assert told["spans"]["value"] is None


def test_a_period_leaves_out_the_rest(lead: Caller) -> None:
    assert lead.get("agreement", params={"since": "2026-11-17T00:00:00Z"}).json()["contacts"] == 0
    assert lead.get("agreement", params={"until": "2026-11-16T00:00:00Z"}).json()["contacts"] == 0
    assert lead.get("agreement", params={"since": "2026-11-16T00:00:00Z"}).json()["contacts"] == 3
    backwards = {"since": "2026-11-17T00:00:00Z", "until": "2026-11-16T00:00:00Z"}
    assert lead.get("agreement", params=backwards).status_code == 422


def test_an_inspector_is_told_of_the_own_agreement_only(world: World) -> None:
    told = signed_in(world, "second").get("agreement").json()
    assert (told["contacts"], told["pairs"]) == (3, [])
    assert [row["inspector"] for row in told["inspectors"]] == ["u-second"]
    assert signed_in(world, "third").get("agreement").json()["contacts"] == 0


def test_rules_are_shown_with_what_they_got_wrong(world: World, lead: Caller) -> None:
    rows = lead.get("agreement/rules").json()
    assert rows
    for row in rows:
        assert row["interval"][0] <= row["precision"] <= row["interval"][1]
        assert len(row["wrong"]) == min(3, row["judged"] - row["right"])
    assert any(row["wrong"] for row in rows)
    assert not any(row["wrong"] for row in lead.get("agreement/rules", params={"wrong": 0}).json())


def test_an_inspector_is_shown_rules_by_the_own_verdicts_only(world: World) -> None:
    assert signed_in(world, "third").get("agreement/rules").json() == []
    assert signed_in(world, "inspector").get("agreement/rules").json()
