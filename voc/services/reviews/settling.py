"""What follows from a submitted review: it counts, waits for another one, or opens a disagreement."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from voc.domain.review import ReviewStatus
from voc.domain.reviewing.appeals import AppealState, AppealStep, AppealWindow, Move
from voc.domain.reviewing.comparing import Adjudication, disputes
from voc.domain.reviewing.tasks import Purpose, TaskState
from voc.errors import ConflictError
from voc.storage.adjudications import Adjudications
from voc.storage.appeals import Appeals
from voc.storage.calibrations import Calibrations
from voc.storage.review_tasks import ReviewTasks, TaskFilter
from voc.storage.reviews import Reviews, StoredReview


def after_submission(
    session: Session, review: StoredReview, *, at: datetime, new_id: Callable[[], str]
) -> StoredReview:
    """Let a final review take its effect; the caller has locked its contact."""
    match review.purpose:
        case Purpose.SAMPLE:
            settle_sample(session, _origin(session, review), review.contact_key, at=at, new_id=new_id)
            return Reviews(session).read(review.id)
        case Purpose.APPEAL:
            appeals = Appeals(session)
            appeal = appeals.read(_origin(session, review))
            heard = AppealStep(Move.HEAR, review.reviewer, at, review_id=review.id)
            appeals.save(appeal.moved(heard, window=AppealWindow()))
            return review
        case Purpose.CALIBRATION:
            return review
        case _:
            return let_count(session, review)


def settle_sample(session: Session, origin: str, contact_key: int, *, at: datetime, new_id: Callable[[], str]) -> None:
    """Count what the inspectors of a plan say about a contact, once all who are asked have answered.

    Where two agree, it is counted by the first; where they part, as before until a lead decides.
    """
    tasks = ReviewTasks(session).find(TaskFilter(origin=origin, contact_key=contact_key))
    asked = [task for task in tasks if task.state is not TaskState.WITHDRAWN]
    if any(task.state is not TaskState.DONE for task in asked):
        return
    reviews = Reviews(session)
    found = [reviews.read(task.review_id or "") for task in asked]
    given = [review for review in found if review.status is ReviewStatus.FINAL]
    if len(given) == 2 and (parts := disputes(given[0].review(), given[1].review())):
        first, second = given
        names = first.reviewer, second.reviewer
        disagreement = Adjudication(new_id(), contact_key, first.id, second.id, parts, at, names)
        Adjudications(session).open(disagreement)
    elif given:
        let_count(session, given[0])


def let_count(session: Session, review: StoredReview) -> StoredReview:
    """Count the contact by this review, unless what was decided between people stands against it."""
    reviews = Reviews(session)
    counting = reviews.counting([review.contact_key]).get(review.contact_key)
    if not review.purpose.replaces(None if counting is None else counting.purpose):
        return review
    return reviews.let_count(review)


def stop_counting(session: Session, review: StoredReview) -> StoredReview:
    """Count the contact by the machine again, where it is counted by this review."""
    if review.counts:
        Reviews(session).count_none(review.contact_key)
    return replace(review, counts=False)


def check_open(session: Session, review: StoredReview) -> None:
    """ConflictError where something was built on a submitted review, so that it can no longer be changed."""
    match review.purpose:
        case Purpose.SAMPLE:
            _demand(Adjudications(session).about(review.id) is None, "两份复核的分歧已交主管裁定，不能再改")
        case Purpose.CALIBRATION:
            open_still = Calibrations(session).read(_origin(session, review)).closed_at is None
            _demand(open_still, "校准已经结束，不能再改")
        case Purpose.APPEAL:
            assigned = Appeals(session).read(_origin(session, review)).state is AppealState.ASSIGNED
            _demand(assigned, "申诉已经复听，不能再改")
        case Purpose.ADJUDICATION:
            raise ConflictError("裁定已经作出，不能再改")
        case _:
            return


def _origin(session: Session, review: StoredReview) -> str:
    """The plan, session or appeal that a review was made for."""
    return ReviewTasks(session).read(review.task_id or "").origin


def _demand(holds: bool, reason: str) -> None:
    if not holds:
        raise ConflictError(reason)
