import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.cli.running import voc
from tests.inputs import FAULT, answer, call, write
from tests.services.rule_proposals import wording
from voc.domain.account import Role, User
from voc.nlp.language import shipped_language, shipped_rule_texts
from voc.opening import open_store
from voc.services.auditing import Stamp
from voc.services.rule_checking import checked
from voc.services.rule_proposing import propose
from voc.settings import load_settings
from voc.storage.accounts import Accounts

Propose = Callable[..., None]


@pytest.fixture
def proposed(tmp_path: Path) -> Propose:
    """A store with a call and an answer about 蜗牛, in which rules are proposed."""
    assert voc("import", write(tmp_path / "a.jsonl", call("C-1", f"客：{FAULT}"), answer("S-1", "像蜗牛爬"))).code == 0

    def add(id: str = "p-1", word: str = "蜗牛爬", rule: str = "own.slow") -> None:
        said = wording(word, id=rule)
        found = checked(said.text, shipped_rule_texts(), shipped_language())
        with open_store(load_settings()).work() as session:
            propose(session, said, found, id=id, stamp=Stamp("u-1", NOW))

    return add


def rules_of(tmp_path: Path) -> str:
    """The version of the rules that an analysis goes by."""
    outcome = voc("analyze", write(tmp_path / "one.jsonl", answer("S-9", "像蜗牛爬")))
    return str(json.loads(outcome.out)["version"]["rules"])


def test_a_proposal_is_shown_with_what_it_would_do_and_promoted_and_rolled_back(
    proposed: Propose, tmp_path: Path
) -> None:
    proposed()
    before = rules_of(tmp_path)
    assert "p-1" in voc("rules", "proposals", "list", "--state", "open").out
    shown = voc("rules", "proposals", "show", "p-1").out
    assert "u-1" in shown
    assert "when = ['蜗牛爬']" in shown
    assert "最近 2 次接触里命中 1 次；人判断过的试了 0 次" in shown
    assert "own.slow：还没有可以衡量的判断" in shown
    promoted = voc("rules", "proposals", "promote", "p-1", "--reason", "准")
    assert (promoted.code, "已启用规则集" in promoted.err) == (0, True)
    after = rules_of(tmp_path)
    assert after != before
    assert "own.slow" in voc("rules", "explain", "own.slow").out
    assert "已启用" in voc("rules", "proposals", "show", "p-1").out
    [shipped, own] = json.loads(voc("rules", "sets", "--json").out)
    assert (shipped["id"], shipped["in_use"], own["in_use"], own["promoted"]["proposal"]) == (
        *("shipped", False, True),
        "p-1",
    )
    assert own["id"] in voc("rules", "sets").out
    back = voc("rules", "rollback", "--reason", "误报", "--to", "shipped")
    assert back.err == "已退回规则集 shipped\n"
    assert rules_of(tmp_path) == before


def test_a_proposal_that_is_no_longer_sound_is_shown_with_the_reason(proposed: Propose) -> None:
    proposed()
    proposed("p-2", "乌龟爬")
    assert voc("rules", "proposals", "promote", "p-1", "--reason", "准").code == 0
    shown = voc("rules", "proposals", "show", "p-2")
    assert (shown.code, "提案现在不成立" in shown.out) == (0, True)
    assert "提案现在不成立" in json.loads(voc("rules", "proposals", "show", "p-2", "--json").out)["unsound"]
    refused = voc("rules", "proposals", "promote", "p-2", "--reason", "准")
    assert (refused.code, "提案现在不成立" in refused.err) == (1, True)


def test_a_proposal_is_rejected_with_a_reason(proposed: Propose) -> None:
    proposed()
    assert voc("rules", "proposals", "reject", "p-1", "--reason", " ").err == "错误：请写明理由\n"
    assert voc("rules", "proposals", "reject", "p-1", "--reason", "太宽").code == 0
    [found] = json.loads(voc("rules", "proposals", "list", "--json").out)
    assert (found["state"], found["decision"], found["own_decision"]) == ("rejected", "太宽", False)
    record = json.loads(voc("rules", "proposals", "show", "p-1", "--json").out)
    assert (record["preview"]["hit_count"], record["preview"]["health"][0]["rule"]) == (1, "own.slow")


def test_rules_that_are_set_go_before_and_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VOC_RULES", str(tmp_path))
    assert f"设了 VOC_RULES={tmp_path}" in voc("rules", "sets").err
    refused = voc("rules", "rollback", "--reason", "误报")
    assert (refused.code, "规则库不起作用" in refused.err) == (1, True)


def test_there_is_nothing_to_go_back_to_at_first() -> None:
    assert voc("rules", "rollback", "--reason", "误报").err == "错误：没有可以退回的规则集\n"


def test_who_proposed_is_told_by_name(proposed: Propose) -> None:
    proposed()
    user = User("u-1", "王检", frozenset({Role.INSPECTOR}))
    with open_store(load_settings()).work() as session:
        Accounts(session).add(user, password_hash="x", at=NOW)
    for shown in (voc("rules", "proposals", "list").out, voc("rules", "proposals", "show", "p-1").out):
        assert ("王检" in shown, "u-1" in shown) == (True, False)
    assert json.loads(voc("rules", "proposals", "list", "--json").out)[0]["proposer"] == "u-1"
