"""Tasks and reviews as somebody may see them. What may not be seen is not told from what there is not."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from voc.domain.permission import Belonging, Reach
from voc.domain.reviewing.tasks import Task
from voc.errors import NotFoundError
from voc.services.access import Access
from voc.services.contacts import reachable
from voc.storage.access import Sight
from voc.storage.review_listing import ReviewOrder, ReviewPlace, ReviewQuery, list_reviews
from voc.storage.review_sight import shown_among
from voc.storage.review_tasks import ReviewTasks, TaskFilter
from voc.storage.reviews import Reviews, StoredReview


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
    after: ReviewPlace | None = None,
    limit: int,
) -> tuple[StoredReview, ...]:
    """The next reviews of a contact in the order in which they were begun, without those that must not be known yet."""
    reachable(session, key, reach=reach, access=access)
    query = ReviewQuery(contact_key=key)
    order = ReviewOrder.OLDEST
    return page_of_reviews(session, query, reach=reach, access=access, order=order, after=after, limit=limit)


def page_of_reviews(
    session: Session,
    query: ReviewQuery,
    *,
    reach: Reach,
    access: Access,
    order: ReviewOrder,
    after: ReviewPlace | None = None,
    limit: int,
) -> tuple[StoredReview, ...]:
    """The next reviews within reach, at most `limit`, without those that must not be known yet."""
    sight = Sight(reach, access.assigned)
    return list_reviews(session, query, sight=sight, order=order, after=after, limit=limit)


def _reached(session: Session, review: StoredReview, reach: Reach, access: Access) -> bool:
    return reach.covers(access.belongings(session, [review.contact_key], reach)[review.contact_key])


def open_to(session: Session, reviews: Iterable[StoredReview], who: str) -> tuple[StoredReview, ...]:
    """Those of some reviews that somebody may know of, in their order."""
    asked = tuple(reviews)
    shown = shown_among(session, [one.id for one in asked], who)
    return tuple(one for one in asked if one.id in shown)


def _concerned(task: Task) -> frozenset[str]:
    return frozenset(who for who in (task.holder, task.assignee) if who is not None)


def _no_task(task_id: str) -> NotFoundError:
    return NotFoundError(f"没有编号为 {task_id} 的任务")


def _no_review(review_id: str) -> NotFoundError:
    return NotFoundError(f"没有编号为 {review_id} 的复核")
