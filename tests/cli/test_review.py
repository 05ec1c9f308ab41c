import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.running import ids, voc
from tests.services.reviews.desk import Desk
from voc.clock import now
from voc.domain.attribution import Kind
from voc.domain.review import Finding
from voc.domain.reviewing.appeals import Appeal, AppealState, AppealStep, Move
from voc.domain.reviewing.changes import PutFinding, TellComment, TellDissatisfied
from voc.domain.taxonomy import Cause
from voc.storage.appeals import Appeals

FAULT = PutFinding(Finding(Cause.PRODUCT, "product.stability", Kind.PAIN, "转账"))


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


def test_people_are_told_by_their_names(staff: None, desk: Desk) -> None:
    known = ids()
    voc("review", "plan", "双人", "--double-share", "1")
    for name in ("王检", "李检"):
        review = desk.answer(known[name], FAULT)
    shown = [voc("review", "agreement").out, voc("review", "show", review.contact_id).out]
    for name in ("王检", "李检"):
        assert [name in one for one in shown] == [True, True]
        assert [known[name] in one for one in shown] == [False, False]
    assert "王检" in voc("show", review.contact_id).out
    records = json.loads(voc("review", "show", review.contact_id, "--json").out)
    assert {record["reviewer"] for record in records} == {known["王检"], known["李检"]}


def test_rules_are_shown_with_how_often_people_agreed(answered: Desk) -> None:
    rows = json.loads(voc("review", "rules", "--json").out)
    assert rows
    assert all(row["judged"] >= row["right"] for row in rows)
    shown = voc("review", "rules", "--wrong", "1").out
    assert rows[0]["rule_id"] in shown


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
