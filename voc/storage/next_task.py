"""Which of the tasks that nobody has comes next to somebody."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from voc.domain.reviewing.tasks import Purpose, TaskState
from voc.storage.review_tables import ReviewTaskRow, TaskReturnRow

_TASK = ReviewTaskRow.__table__
# Appeals have a date by which they are due, calibration keeps others waiting; samples take what time is left.
_URGENCY = {Purpose.APPEAL: 0, Purpose.CALIBRATION: 1, Purpose.SAMPLE: 2}


def next_for(who: str, at: datetime) -> sa.Select[Any]:
    """The task that somebody gets first, of those that nobody has and this person may have; quotas are told apart."""
    t = _TASK.c
    free = (t.state == TaskState.OPEN.value) | ((t.state == TaskState.LEASED.value) & (t.lease_until <= at))
    mine = t.assignee.is_(None) | (t.assignee == who)
    other = aliased(ReviewTaskRow)
    has_other_seat = sa.exists().where(
        other.origin == t.origin, other.contact_id == t.contact_id, other.holder == who, other.id != t.id
    )
    urgency = sa.case({purpose.value: place for purpose, place in _URGENCY.items()}, value=t.purpose)
    statement = sa.select(_TASK).where(free, mine, ~has_other_seat)
    given_back = sa.exists().where(returned(t.id, who))
    return statement.order_by(given_back, urgency, t.position, t.seat, t.id).limit(1)


def returned(task_id: str | sa.ColumnElement[str], who: str) -> sa.ColumnElement[bool]:
    """That somebody gave a task back."""
    return sa.and_(TaskReturnRow.task_id == task_id, TaskReturnRow.inspector == who)
