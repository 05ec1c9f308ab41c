import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import changes, ids, noted, voc
from tests.services.reviews.desk import Desk
from voc.services.reviews import planning


def plans() -> Any:
    return json.loads(voc("review", "tasks", "--json").out)


def test_a_plan_is_drawn_recorded_and_listed(planned: Desk) -> None:
    (plan,) = plans()
    assert (plan["name"], plan["created_by"], plan["population"], plan["complete"]) == ("两周", "赵主管", 5, False)
    assert (plan["design"]["size"], plan["design"]["seed"], plan["tasks"]["open"]) == (5, "s", 6)
    listed = voc("review", "tasks").out
    assert "两周" in listed
    assert "0/6" in listed


def test_the_tasks_of_a_plan_are_listed_with_their_probabilities(planned: Desk) -> None:
    (plan,) = plans()
    planned.take("王检")
    (whole,) = json.loads(voc("review", "tasks", plan["id"], "--json").out)
    assert [item["state"] for item in whole["items"]].count("leased") == 1
    assert {item["contact"] for item in whole["items"]} == {"C-1", "S-2", "S-3", "S-4", "S-5"}
    shown = voc("review", "tasks", plan["id"]).out
    assert all(word in shown for word in ("随机", "按价值", "王检", "1.0000"))


@pytest.mark.parametrize(
    ("options", "population"),
    [
        (["--channel", "app"], 1),
        (["--queue", "信用卡", "--queue", "账户服务"], 4),
        (["--week", "2026-W46"], 2),
        (["--since", "2026-11-10", "--until", "2026-11-10"], 1),
        (["--cause", "规则产生"], 2),
        (["--where", "网点"], 2),
        (["--unreviewed", "--least-confidence", "0", "--most-confidence", "1"], 5),
    ],
)
def test_a_plan_draws_from_what_was_asked_for(small_store: Path, options: list[str], population: int) -> None:
    assert f"从 {population} 次接触里抽出" in voc("review", "plan", "一部分", *options).err


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--agent", "A9"], "没有符合条件的接触"),
        (["--random-share", "0"], "随机部分"),
        (["--where", "(网点"], "第 1 行"),
        (["--cause", "天气"], "天气"),
    ],
)
def test_a_plan_that_cannot_be_drawn_is_refused(small_store: Path, options: list[str], reason: str) -> None:
    outcome = voc("review", "plan", "不成", *options)
    assert (outcome.code, reason in outcome.err) == (1, True)
    assert plans() == []


def drawn(*quotas: str, size: int = 3, double: str = "0") -> Any:
    options = [word for quota in quotas for word in ("--quota", quota)]
    return voc("review", "plan", "配额", "--size", str(size), "--double-share", double, *options)


def test_quotas_name_users_whom_the_service_knows_by_their_ids(staff: None, desk: Desk) -> None:
    known = ids()
    assert drawn("王检=1", f"{known['李检']}=2").code == 0
    assert plans()[0]["quotas"] == {known["王检"]: 1, known["李检"]: 2}
    assert desk.take("王检") is None
    assert desk.take(known["赵主管"]) is None
    assert desk.take(known["王检"]) is not None


@pytest.mark.parametrize(
    ("quotas", "reason"),
    [
        (["王检"], "配额应写成 质检员=个数，而不是“王检”"),
        (["=3"], "质检员=个数"),
        (["王检=三"], "质检员=个数"),
        (["王检=-3"], "王检 的配额应是 1 到 100000 的整数，而不是 -3"),
        (["王检=0"], "而不是 0"),
        (["王检=100001"], "而不是 100001"),
        (["王检=3", "张检=3"], "没有用户 张检"),
        (["周席=3"], "用户 周席 不能复核"),
        (["离职=3"], "用户 离职 不能复核"),
        (["王检=3", "王检=2"], "王检 写了两次"),
        (["王检=2"], "配额合计 2 个，少于计划的 3 个任务（3 次接触，其中 0 次由两人复核）"),
    ],
)
def test_quotas_that_cannot_be_kept_are_refused_in_one_line(staff: None, quotas: list[str], reason: str) -> None:
    outcome = drawn(*quotas)
    assert (outcome.code, outcome.err.count("\n")) == (1, 1)
    assert reason in outcome.err
    assert plans() == []


def test_a_double_review_needs_two_who_may_do_it(staff: None) -> None:
    assert "不由一个人复核两次" in drawn("王检=99", double="1").err
    assert drawn("王检=3", "赵主管=3", double="1").code == 0


def test_making_a_plan_goes_to_the_audit_chain_as_in_the_service(planned: Desk) -> None:
    (plan,) = plans()
    (entry,) = noted("sampling.write")
    assert (entry.object_kind, entry.object_id) == ("plan", plan["id"])
    assert json.loads(entry.facts) == {"change": "made", "population": 5, "contacts": 5}


def test_nobody_waits_while_the_texts_are_searched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    draw, saved = planning.draw_sample, []

    def draw_while_somebody_saves(*arguments: Any, **named: Any) -> Any:
        sample = draw(*arguments, **named)
        desk.feed([])
        saved.append(True)
        return sample

    monkeypatch.setattr("voc.cli.plans.draw_sample", draw_while_somebody_saves)
    assert voc("review", "plan", "全部", "--where", "网点").code == 0
    assert saved == [True]


@pytest.mark.usefixtures("desk")
def test_an_expression_that_always_holds_is_drawn_with_a_warning() -> None:
    outcome = voc("review", "plan", "全部", "--where", "UTTERANCES>=0", "--size", "1")
    assert (outcome.code, outcome.err.splitlines()[0]) == (0, "提醒：这个式子总是成立：没有一个数不符合")


def test_ids_have_one_form_and_are_whole_on_any_terminal(planned: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (plan,) = plans()
    assert re.fullmatch("[0-9a-z]{26}", plan["id"])
    for columns in ("80", "160"):
        monkeypatch.setenv("COLUMNS", columns)
        assert plan["id"] in voc("review", "tasks").out


def test_who_holds_a_task_is_told_by_name(staff: None, desk: Desk) -> None:
    assert drawn().code == 0
    desk.take(ids()["王检"])
    (plan,) = plans()
    shown = voc("review", "tasks", plan["id"]).out
    assert "王检" in shown
    assert ids()["王检"] not in shown


def test_plans_are_listed_with_their_tasks_and_closed(planned: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    planned.answer("王检")
    (before,) = json.loads(voc("review", "plans", "--json").out)
    assert before["tasks"] == {"open": 5, "leased": 0, "done": 1, "withdrawn": 0}
    closed = voc("review", "close", before["id"])
    assert (closed.code, closed.err) == (0, f"已结束计划 {before['id']}，撤回了 5 个任务\n")
    (after,) = json.loads(voc("review", "plans", "--json").out)
    assert after["tasks"] == {"open": 0, "leased": 0, "done": 1, "withdrawn": 5}
    assert planned.take("李检") is None
    assert changes("sampling.write") == [("plan", "closed"), ("plan", "made")]
    assert all(word in voc("review", "plans").out for word in ("两周", "赵主管"))
    monkeypatch.setenv("COLUMNS", "80")
    assert before["id"] in voc("review", "plans").out


def test_a_plan_that_is_not_there_cannot_be_closed(small_store: Path) -> None:
    refused = voc("review", "close", "P-9")
    assert (refused.code, "没有编号为 P-9 的抽检计划" in refused.err) == (1, True)


def test_the_name_of_a_plan_is_stored_without_personal_data(small_store: Path) -> None:
    assert voc("review", "plan", "客户13800138000的", "--size", "1").code == 0
    assert plans()[0]["name"] == "客户***********的"
