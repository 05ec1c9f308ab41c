from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tests.storage.builders import LATER, NOW
from tests.storage.reviewing import contacts, draft
from voc.domain.reviewing.calibration import CalibrationSession
from voc.domain.reviewing.changes import TellDissatisfied
from voc.domain.reviewing.history import Submit
from voc.domain.reviewing.tasks import Purpose, Task, TaskState
from voc.storage.calibrations import Calibrations
from voc.storage.review_sight import shown_among
from voc.storage.review_tasks import ReviewTasks
from voc.storage.reviews import Reviews, StoredReview


def _submitted(session: Session, review: StoredReview) -> None:
    reviews = Reviews(session)
    told = reviews.advance(review, TellDissatisfied(True), by=review.reviewer, at=LATER)
    reviews.advance(told, Submit(), by=review.reviewer, at=LATER)


def _sees(session: Session, who: str) -> bool:
    return bool(shown_among(session, ["R-1"], who))


def test_a_draft_is_its_author_s_alone(session: Session) -> None:
    (key,) = contacts(session)
    review = draft(session, key)
    assert (_sees(session, "王检"), _sees(session, "李检")) == (True, False)
    _submitted(session, review)
    assert _sees(session, "李检")


@pytest.mark.parametrize("purpose", [Purpose.SAMPLE, Purpose.CALIBRATION])
def test_who_has_still_to_answer_without_help_sees_no_other_answer(session: Session, purpose: Purpose) -> None:
    (key,) = contacts(session)
    _submitted(session, draft(session, key))
    task = Task("T-1", key, purpose, "P-1", assignee="李检")
    tasks = ReviewTasks(session)
    tasks.add([task], at=NOW)
    assert (_sees(session, "李检"), _sees(session, "王检"), _sees(session, "张检")) == (False, True, True)
    tasks.save(replace(task, state=TaskState.DONE, holder="李检"))
    assert _sees(session, "李检")


def test_an_answer_of_two_is_seen_when_nobody_is_asked_any_more(session: Session) -> None:
    (key,) = contacts(session)
    first, second = (Task(f"T-{n}", key, Purpose.SAMPLE, "P-1", n) for n in (1, 2))
    tasks = ReviewTasks(session)
    tasks.add([replace(first, state=TaskState.DONE, holder="王检"), second], at=NOW)
    _submitted(session, draft(session, key, purpose=Purpose.SAMPLE, task_id="T-1"))
    assert (_sees(session, "王检"), _sees(session, "赵主管")) == (True, False)
    tasks.save(replace(second, state=TaskState.WITHDRAWN))
    assert _sees(session, "赵主管")


def test_an_answer_of_a_calibration_is_seen_when_it_is_closed(session: Session) -> None:
    (key,) = contacts(session)
    held = CalibrationSession("K-1", "十一月", "钱专家", ("王检",), (key,), "赵主管", NOW)
    Calibrations(session).open(held)
    done = Task("T-1", key, Purpose.CALIBRATION, "K-1", state=TaskState.DONE, holder="王检", assignee="王检")
    ReviewTasks(session).add([done], at=NOW)
    _submitted(session, draft(session, key, purpose=Purpose.CALIBRATION, task_id="T-1"))
    assert (_sees(session, "王检"), _sees(session, "钱专家")) == (True, False)
    Calibrations(session).close(held.closed(at=LATER))
    assert _sees(session, "钱专家")
