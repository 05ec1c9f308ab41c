"""Tasks and reviews as somebody may see them. What may not be seen is not told from what there is not."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from voc.domain.permission import Belonging, Reach
from voc.domain.review import ReviewStatus
from voc.domain.reviewing.tasks import Purpose, Task, TaskState
from voc.errors import NotFoundError
from voc.services.access import Access
from voc.services.contacts import reachable
from voc.storage.calibrations import Calibrations
from voc.storage.review_tasks import ReviewTasks, TaskFilter
from voc.storage.reviews import Reviews, StoredReview

UNFINISHED = (TaskState.OPEN, TaskState.LEASED)
# What is answered by several people who must not know of each other.
_BLIND = (Purpose.SAMPLE, Purpose.CALIBRATION)


def seen_task(session: Session, task_id: str, *, reach: Reach) -> Task:
    """A task; NotFoundError where there is none, or it is somebody else's."""
    found = ReviewTasks(session).find(TaskFilter(id=task_id))
    if not found or not reach.covers(Belonging(assigned=_concerned(found[0]))):
        raise _no_task(task_id)
    return found[0]


def own_task(session: Session, task_id: str, *, reach: Reach) -> Task:
    """A task that the one who asks holds, has done or is named for; NotFoundError for everybody else's."""
    task = seen_task(session, task_id, reach=reach)
    if reach.actor.user_id not in _concerned(task):
        raise _no_task(task_id)
    return task


def seen_review(session: Session, review_id: str, *, reach: Reach, access: Access) -> StoredReview:
    """A review; NotFoundError where there is none, its contact is out of reach, or it must not be known yet."""
    review = Reviews(session).read(review_id)
    if not _reached(session, review, reach, access) or not open_to(session, [review], reach.actor.user_id):
        raise _no_review(review_id)
    return review


def own_review(session: Session, review_id: str, *, reach: Reach, access: Access) -> StoredReview:
    """A review of the one who asks; NotFoundError for everybody else's."""
    review = Reviews(session).read(review_id)
    if review.reviewer != reach.actor.user_id or not _reached(session, review, reach, access):
        raise _no_review(review_id)
    return review


def seen_reviews_of(
    session: Session,
    key: int,
    *,
    reach: Reach,
    access: Access,
    after: tuple[datetime, str] | None = None,
    limit: int,
) -> tuple[StoredReview, ...]:
    """The next reviews of a contact in the order in which they were begun, without those that must not be known yet."""
    reachable(session, key, reach=reach, access=access)
    found = Reviews(session).of_contact(key, after=after)
    return tuple(islice(_open_to(session, found, reach.actor.user_id), limit))


def _reached(session: Session, review: StoredReview, reach: Reach, access: Access) -> bool:
    return reach.covers(access.belongings(session, [review.contact_key], reach)[review.contact_key])


def open_to(session: Session, reviews: Iterable[StoredReview], who: str) -> tuple[StoredReview, ...]:
    """One's own, and of the others' what is submitted, decided between them, and no help for one's own answer."""
    return tuple(_open_to(session, reviews, who))


def _open_to(session: Session, reviews: Iterable[StoredReview], who: str) -> Iterator[StoredReview]:
    return (one for one in reviews if one.reviewer == who or _published(session, one, who))


def _published(session: Session, review: StoredReview, who: str) -> bool:
    if review.status is ReviewStatus.DRAFT or _answering(session, review.contact_key, who):
        return False
    if review.purpose not in _BLIND:
        return True
    (task,) = ReviewTasks(session).find(TaskFilter(id=review.task_id))
    if review.purpose is Purpose.CALIBRATION:
        return Calibrations(session).get(task.origin).may_see(who, review.reviewer)
    waiting = TaskFilter(origin=task.origin, contact_key=task.contact_key, states=UNFINISHED)
    return not ReviewTasks(session).find(waiting, limit=1)


def _answering(session: Session, contact_key: int, who: str) -> bool:
    """Whether somebody has still to answer about a contact without knowing what others say."""
    own = ReviewTasks(session).find(TaskFilter(inspector=who, contact_key=contact_key, states=UNFINISHED))
    return any(task.purpose in _BLIND for task in own)


def _concerned(task: Task) -> frozenset[str]:
    return frozenset(who for who in (task.holder, task.assignee) if who is not None)


def _no_task(task_id: str) -> NotFoundError:
    return NotFoundError(f"没有编号为 {task_id} 的任务")


def _no_review(review_id: str) -> NotFoundError:
    return NotFoundError(f"没有编号为 {review_id} 的复核")
