from dataclasses import replace
from zoneinfo import ZoneInfo

from tests.builders import NOW, evidence, finding
from voc.cli.review_render import events_text, review_record, review_text, task_record, tasks_table
from voc.domain.review import ReviewStatus
from voc.domain.reviewing.changes import Answer
from voc.domain.reviewing.history import GoStale, ReviewEvent, State, Undo
from voc.domain.reviewing.tasks import Purpose, Task
from voc.domain.taxonomy import Cause, Taxonomy
from voc.storage.reviews import StoredReview

SHANGHAI = ZoneInfo("Asia/Shanghai")
FEE, SPEED = finding("rule.fee", about=None), finding("product.speed", texts=())
BOTH = Answer(dissatisfied=True, findings=(FEE, SPEED), primary=Cause.RULE)


def stored(answer: Answer, status: ReviewStatus = ReviewStatus.FINAL, *, counts: bool = True) -> StoredReview:
    state = State(answer, status, 1)
    return StoredReview("R-1", 7, "C-1", "王检", Purpose.SAMPLE, "T-1", 1, state, 3, counts, NOW, NOW)


def test_a_review_says_who_what_and_whether_it_counts(taxonomy: Taxonomy) -> None:
    lines = review_text(stored(BOTH), taxonomy, zone=SHANGHAI).plain.splitlines()
    assert lines == [
        "抽检 王检 2026-11-04 17:00 已提交（以此为准）",
        "  不满意",
        "  规则产生 · 收费定价，主要：转不出去",
        "  人与产品交互 · 运行速度（转账）",
    ]


def test_a_draft_may_say_nothing_yet(taxonomy: Taxonomy) -> None:
    draft = stored(Answer(), ReviewStatus.DRAFT, counts=False)
    assert review_text(draft, taxonomy, zone=SHANGHAI).plain.endswith("草稿\n  还没有判断")


def test_what_people_wrote_cannot_steer_the_terminal(taxonomy: Taxonomy) -> None:
    sly = replace(FEE, evidence=(evidence("\x1b[31m红"),))
    shown = review_text(stored(Answer(True, (sly,), Cause.RULE, comment="\x1b[2J")), taxonomy, zone=SHANGHAI).plain
    assert "\x1b" not in shown


def test_every_step_has_a_line(taxonomy: Taxonomy) -> None:
    events = [ReviewEvent(1, "王检", NOW, Undo()), ReviewEvent(2, "program", NOW, GoStale())]
    assert events_text(events, zone=SHANGHAI).plain.splitlines() == [
        "    1 2026-11-04 17:00 王检 撤销",
        "    2 2026-11-04 17:00 program 原文已变",
    ]


def test_a_review_is_one_object_for_programs() -> None:
    record = review_record(stored(BOTH))
    assert (record["status"], record["counts"], record["primary_cause"]) == ("final", True, "rule")
    assert [found["factor"] for found in record["findings"]] == ["rule.fee", "product.speed"]


def test_a_task_without_a_stratum_shows_none() -> None:
    task = Task("T-1", 7, Purpose.CALIBRATION, "K-1")
    assert tasks_table([task], {7: "C-1"}).row_count == 1
    record = task_record(task, {7: "C-1"})
    assert (record["contact"], record["stratum"], record["probability"]) == ("C-1", None, None)
