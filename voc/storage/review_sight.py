"""Which reviews somebody may know of yet, as a condition on rows. What reads reviews for somebody asks it here."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from voc.domain.review import ReviewStatus
from voc.domain.reviewing.tasks import Purpose, TaskState
from voc.storage.bulk import rows_in
from voc.storage.review_tables import CalibrationRow, ReviewRow, ReviewTaskRow

UNFINISHED = (TaskState.OPEN.value, TaskState.LEASED.value)
# What is answered by several people who must not know of each other.
_BLIND = (Purpose.SAMPLE.value, Purpose.CALIBRATION.value)


def shown_to(who: str) -> sa.ColumnElement[bool]:
    """One's own, and of the others' what is submitted, decided between them, and no help for one's own answer."""
    others = sa.and_(ReviewRow.status != ReviewStatus.DRAFT.value, ~_answering(who), ~_undecided())
    return sa.or_(ReviewRow.reviewer == who, others)


def shown_among(session: Session, ids: Collection[str], who: str) -> frozenset[str]:
    """Those of some reviews, by their ids, that somebody may know of."""
    statement = sa.select(ReviewRow.id).where(shown_to(who))
    return frozenset(row.id for row in rows_in(session, statement, ReviewRow.id, ids))


def _answering(who: str) -> sa.ColumnElement[bool]:
    """Whether somebody has still to answer about the contact without knowing what others say."""
    task = aliased(ReviewTaskRow)
    return sa.exists().where(
        task.contact_id == ReviewRow.contact_id,
        sa.or_(task.holder == who, task.assignee == who),
        task.state.in_(UNFINISHED),
        task.purpose.in_(_BLIND),
    )


def _undecided() -> sa.ColumnElement[bool]:
    """Whether somebody else is still asked about the same contact, or the session goes on."""
    task, other = aliased(ReviewTaskRow), aliased(ReviewTaskRow)
    waiting = sa.exists().where(
        task.id == ReviewRow.task_id,
        other.origin == task.origin,
        other.contact_id == task.contact_id,
        other.state.in_(UNFINISHED),
    )
    going_on = sa.exists().where(
        task.id == ReviewRow.task_id, CalibrationRow.id == task.origin, CalibrationRow.closed_at.is_(None)
    )
    return sa.or_(
        sa.and_(ReviewRow.purpose == Purpose.SAMPLE.value, waiting),
        sa.and_(ReviewRow.purpose == Purpose.CALIBRATION.value, going_on),
    )
