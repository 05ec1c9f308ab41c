"""Which reviews somebody may know of yet, as a condition on rows. What reads reviews for somebody asks it here."""

from collections.abc import Collection
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.review import ReviewStatus
from voc.domain.reviewing.tasks import Purpose, TaskState
from voc.storage.bulk import rows_in
from voc.storage.review_tables import CalibrationRow, ReviewRow, ReviewTaskRow

# States of a task that somebody may still do.
UNFINISHED = (TaskState.OPEN.value, TaskState.LEASED.value)
# What is answered by several people who must not know of each other.
_BLIND = (Purpose.SAMPLE.value, Purpose.CALIBRATION.value)
_REVIEW, _TASK, _SESSION = ReviewRow.__table__.c, ReviewTaskRow.__table__, CalibrationRow.__table__.c


@lru_cache(maxsize=1000)
def shown_to(who: str) -> sa.ColumnElement[bool]:
    """One's own, and of the others' what is submitted, decided between them, and no help for one's own answer."""
    others = sa.and_(_REVIEW.status != ReviewStatus.DRAFT.value, ~_answering(who), ~_undecided())
    return sa.or_(_REVIEW.reviewer == who, others)


def shown_among(session: Session, ids: Collection[str], who: str) -> frozenset[str]:
    """Those of some reviews, by their ids, that somebody may know of."""
    statement = sa.select(ReviewRow.id).where(shown_to(who))
    return frozenset(row.id for row in rows_in(session, statement, ReviewRow.id, ids))


def _answering(who: str) -> sa.ColumnElement[bool]:
    """Whether somebody has still to answer about the contact without knowing what others say."""
    task = _TASK.alias()
    return sa.exists().where(
        task.c.contact_id == _REVIEW.contact_id,
        sa.or_(task.c.holder == who, task.c.assignee == who),
        task.c.state.in_(UNFINISHED),
        task.c.purpose.in_(_BLIND),
    )


def _undecided() -> sa.ColumnElement[bool]:
    """Whether somebody else is still asked about the same contact, or the session goes on."""
    task, other = _TASK.alias(), _TASK.alias()
    waiting = sa.exists().where(
        task.c.id == _REVIEW.task_id,
        other.c.origin == task.c.origin,
        other.c.contact_id == task.c.contact_id,
        other.c.state.in_(UNFINISHED),
    )
    going_on = sa.exists().where(
        task.c.id == _REVIEW.task_id, _SESSION.id == task.c.origin, _SESSION.closed_at.is_(None)
    )
    return sa.or_(
        sa.and_(_REVIEW.purpose == Purpose.SAMPLE.value, waiting),
        sa.and_(_REVIEW.purpose == Purpose.CALIBRATION.value, going_on),
    )
