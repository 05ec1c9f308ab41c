import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import voc
from tests.services.reviews.desk import Desk
from voc.cli.review import new_id
from voc.clock import now
from voc.domain.attribution import Kind
from voc.domain.review import Finding
from voc.domain.reviewing.appeals import Appeal, AppealState, AppealStep, Move
from voc.domain.reviewing.changes import PutFinding, TellComment, TellDissatisfied
from voc.domain.taxonomy import Cause
from voc.storage.appeals import Appeals
from voc.storage.engine import create_engine

FAULT = PutFinding(Finding(Cause.PRODUCT, "product.stability", Kind.PAIN, "转账"))


@pytest.fixture
def desk(small_store: Path) -> Iterator[Desk]:
    """People at work on the store of the commands."""
    database = create_engine(f"sqlite:///{small_store}")
    yield Desk(database)
    database.dispose()


@pytest.fixture
def planned(desk: Desk) -> Desk:
    outcome = voc("review", "plan", "两周", "--size", "5", "--double-share", "0.2", "--seed", "s", "--by", "赵主管")
    assert outcome.code == 0
    assert "从 5 次接触里抽出，建立了 6 个任务；计划编号 " in outcome.err
    return desk


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
        (["--quota", "王检"], "质检员=个数"),
        (["--quota", "=3"], "质检员=个数"),
        (["--random-share", "0"], "随机部分"),
        (["--where", "(网点"], "第 1 行"),
        (["--cause", "天气"], "天气"),
    ],
)
def test_a_plan_that_cannot_be_drawn_is_refused(small_store: Path, options: list[str], reason: str) -> None:
    outcome = voc("review", "plan", "不成", *options)
    assert (outcome.code, reason in outcome.err) == (1, True)
    assert plans() == []


def test_quotas_are_kept(desk: Desk) -> None:
    assert voc("review", "plan", "配额", "--quota", "王检=1", "--quota", "李检=2").code == 0
    assert plans()[0]["quotas"] == {"李检": 2, "王检": 1}
    assert desk.take("张检") is None


def test_a_contact_is_shown_with_its_reviews_and_counted_by_them(desk: Desk) -> None:
    voc("review", "plan", "全部", "--double-share", "0")
    review = desk.answer("王检", TellDissatisfied(True), FAULT, TellComment("听了两遍"))
    shown = voc("review", "show", review.contact_id).out
    words = ("王检", "以此为准", "系统稳定（转账）", "备注：听了两遍", "判断是否不满", "标出归因", "提交")
    assert [word for word in words if word not in shown] == []
    (record,) = json.loads(voc("review", "show", review.contact_id, "--json").out)
    assert [event["step"] for event in record["events"]] == [
        "tell_dissatisfied",
        "put_finding",
        "tell_comment",
        "submit",
    ]
    assert "（以此为准）" in voc("show", review.contact_id).out
    assert json.loads(voc("show", review.contact_id, "--json").out)["review"]["reviewer"] == "王检"
    points = json.loads(voc("painpoints", "--json").out)
    assert sum(point["reviewed_count"] for point in points) == 1


def test_what_nobody_reviewed_is_said_so(planned: Desk) -> None:
    for words in (["review", "show", "S-2"], ["review", "agreement"], ["review", "rules"]):
        outcome = voc(*words)
        assert outcome.code == 1
        assert "还没有" in outcome.err
    assert json.loads(voc("review", "show", "S-2", "--json").out) == []
    assert json.loads(voc("review", "rules", "--json").out) == []
    assert "review" not in json.loads(voc("show", "S-2", "--json").out)


@pytest.fixture
def answered(desk: Desk) -> Desk:
    """Everything answered twice, once differently."""
    voc("review", "plan", "双人", "--double-share", "1")
    for who in ("王检", "李检"):
        for place in range(5):
            desk.answer(who, FAULT if place or who == "王检" else TellDissatisfied(False))
    return desk


def test_agreement_is_shown_by_question_pair_inspector_and_week(answered: Desk) -> None:
    shown = voc("review", "agreement").out
    words = ("整条判断", "人与产品交互", "李检 / 王检", "80.0%", "α（Krippendorff）", "κ（Cohen）", "2026-W46")
    assert [word for word in words if word not in shown] == []
    record = json.loads(voc("review", "agreement", "--json").out)
    assert (record["contacts"], record["questions"][0]["raw"]["value"]) == (5, 0.8)
    assert json.loads(voc("review", "agreement", "--since", "2027-01-01", "--json").out)["contacts"] == 0


def test_rules_are_shown_with_how_often_people_agreed(answered: Desk) -> None:
    rows = json.loads(voc("review", "rules", "--json").out)
    assert rows
    assert all(row["judged"] >= row["right"] for row in rows)
    shown = voc("review", "rules", "--wrong", "1").out
    assert rows[0]["rule_id"] in shown


def test_ids_given_by_commands_differ() -> None:
    assert len({new_id() for _ in range(100)}) == 100


def test_a_model_can_be_trained_from_reviews_alone(desk: Desk, tmp_path: Path) -> None:
    assert voc("train", "--out", tmp_path / "m").code == 2
    outcome = voc("train", "--from-reviews", "--out", tmp_path / "m")
    assert outcome.code == 1
    assert "可用于训练的接触有 0 个" in outcome.err
    assert "至少要 50 条" in outcome.err


def test_appeals_that_wait_are_listed_by_when_they_are_owed(planned: Desk) -> None:
    task = planned.take("王检")
    assert task is not None

    def filed(agent: str, *, days_ago: int) -> None:
        with planned.work() as session:
            at = now() - timedelta(days=days_ago)
            step = AppealStep(Move.FILE, agent, at, "不对")
            Appeals(session).file(Appeal(f"A-{days_ago}", task.contact_key, None, None, AppealState.FILED, (step,)))

    assert json.loads(voc("review", "appeals", "--json").out) == []
    filed("周席", days_ago=1)
    filed("吴席", days_ago=8)
    listed = json.loads(voc("review", "appeals", "--json").out)
    assert [(one["id"], one["state"], one["overdue"]) for one in listed] == [
        ("A-8", "forwarded", True),
        ("A-1", "filed", False),
    ]
    shown = voc("review", "appeals").out
    assert all(word in shown for word in ("A-1", "A-8", "待班组长处理", "待质检主管处理", "逾期"))
    overdue = voc("review", "appeals", "--overdue").out
    assert "A-8" in overdue
    assert "A-1" not in overdue


def test_the_name_of_a_plan_is_stored_without_personal_data(small_store: Path) -> None:
    assert voc("review", "plan", "客户13800138000的", "--size", "1").code == 0
    assert plans()[0]["name"] == "客户***********的"
