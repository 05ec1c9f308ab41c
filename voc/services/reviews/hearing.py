"""Who may neither hear an appeal nor decide on it: those whose own word it is about."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from voc.domain.review import ReviewStatus
from voc.domain.reviewing.appeals import Appeal
from voc.domain.reviewing.comparing import code_of
from voc.domain.reviewing.tasks import Purpose, TaskState
from voc.services.reviews.reading import open_to
from voc.storage.adjudications import Adjudications
from voc.storage.review_tasks import ReviewTasks, TaskFilter
from voc.storage.reviews import Reviews, StoredReview


def authors_of(session: Session, appeal: Appeal) -> frozenset[str]:
    """Whose word the verdict is: both who reviewed for it, and the lead who decided between them."""
    if appeal.against is None:
        return frozenset()
    review = Reviews(session).read(appeal.against)
    decision = Adjudications(session).decided_with(review.id)
    between = () if decision is None else decision.reviewers
    return frozenset({review.reviewer, *between, *_asked_together(session, review)})


def witnesses_of(session: Session, appeal: Appeal, *, told: str) -> frozenset[str]:
    """All who gave the same answer about the contact, for whatever purpose, the authors among them.

    Who gave one that must not be known yet to the one who is `told` counts too, whatever it was: a refusal must not
    tell. Those who heard this very appeal are known from its steps.
    """
    heard = {step.review_id for step in appeal.steps}
    given = [
        review
        for review in Reviews(session).of_contact(appeal.contact_key)
        if review.status is ReviewStatus.FINAL and review.id not in heard
    ]
    known = {review.id for review in open_to(session, given, told)}
    contested = _contested(session, appeal)
    same = (review.reviewer for review in given if review.id not in known or code_of(review.review()) == contested)
    return authors_of(session, appeal) | frozenset(same)


def _contested(session: Session, appeal: Appeal) -> str | None:
    """What the verdict says, in codes; None while the one who gave it thinks it over."""
    if appeal.against is None:
        return appeal.claim
    review = Reviews(session).read(appeal.against)
    return None if review.status is ReviewStatus.DRAFT else code_of(review.review())


def _asked_together(session: Session, review: StoredReview) -> Iterator[str]:
    """Who has answered for the same plan; its tasks are of one contact each."""
    if review.purpose is not Purpose.SAMPLE:
        return
    tasks = ReviewTasks(session)
    for own in tasks.find(TaskFilter(id=review.task_id)):
        asked = TaskFilter(origin=own.origin, contact_key=own.contact_key, states=(TaskState.DONE,))
        yield from (task.holder for task in tasks.find(asked) if task.holder is not None)
