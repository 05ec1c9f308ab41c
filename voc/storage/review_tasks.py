"""Tasks of inspectors: handed out so that no two people hold one at the same time."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from voc.domain.reviewing.sampling import Stratum
from voc.domain.reviewing.tasks import LEASE, Purpose, Task, TaskState
from voc.errors import NotFoundError
from voc.storage.bulk import insert_rows
from voc.storage.locking import lock_name
from voc.storage.next_task import next_for, returned
from voc.storage.quota_room import lock_quotas, within_quotas
from voc.storage.review_tables import ReviewTaskRow, TaskReturnRow

_TASK = ReviewTaskRow.__table__


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks; what is left out does not restrict. `inspector` holds the task, has done it, or is named for it."""

    origin: str | None = None
    holder: str | None = None
    states: tuple[TaskState, ...] = ()
    contact_key: int | None = None
    id: str | None = None
    inspector: str | None = None
    purpose: Purpose | None = None


@dataclass(frozen=True, slots=True)
class TaskPlace:
    """Where a task stands among all of them."""

    origin: str
    position: int
    seat: int
    id: str

    @classmethod
    def of(cls, task: Task) -> "TaskPlace":
        return cls(task.origin, task.position, task.seat, task.id)


def given_to(user_id: str) -> "sa.Select[int]":
    """Keys of the contacts of which a user holds or held a task, or was given one by name."""
    return sa.select(ReviewTaskRow.contact_id).where(_concerns(user_id))


class ReviewTasks:
    """The tasks of all plans, sessions and appeals. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, tasks: Sequence[Task], *, at: datetime) -> None:
        insert_rows(self._session, ReviewTaskRow, [_values(task) | {"id": task.id, "made_at": at} for task in tasks])

    def read(self, id: str) -> Task:
        """One task, kept from other writers until the transaction ends; NotFoundError where there is none."""
        row = self._session.execute(sa.select(_TASK).where(_TASK.c.id == id).with_for_update()).one_or_none()
        if row is None:
            raise NotFoundError(f"没有编号为 {id} 的任务")
        return _task(row)

    def find(self, wanted: TaskFilter, *, after: TaskPlace | None = None, limit: int | None = None) -> tuple[Task, ...]:
        """Tasks by origin, then by their place in its queue; those after a place only, where one is given."""
        place = _TASK.c.origin, _TASK.c.position, _TASK.c.seat, _TASK.c.id
        statement = sa.select(_TASK).where(*_conditions(wanted)).order_by(*place).limit(limit)
        if after is not None:
            statement = statement.where(sa.tuple_(*place) > sa.tuple_(*map(sa.literal, astuple(after))))
        return tuple(map(_task, self._session.execute(statement)))

    def save(self, task: Task) -> Task:
        self._session.execute(sa.update(_TASK).where(_TASK.c.id == task.id).values(_values(task)))
        return task

    def prolong(self, id: str, review_id: str, who: str, *, at: datetime) -> bool:
        """The loan of a task starts anew where someone has it and began this review; whether it is so."""
        lent = _TASK.c.id == id, _TASK.c.state == TaskState.LEASED.value, _TASK.c.holder == who
        statement = sa.update(_TASK).where(*lent, _TASK.c.review_id == review_id).values(lease_until=at + LEASE)
        return cast("CursorResult[Any]", self._session.execute(statement)).rowcount == 1

    def take_next(self, who: str, *, at: datetime) -> Task | None:
        """The next task for someone, on loan from now: the one in hand before any other; None where there is none.

        Left out are tasks meant for others, contacts of which this person has the other seat, plans whose quota for
        this person is used up, and what others need so that all of a plan is done within its quotas. What this person
        gave back comes last. Rows that another transaction is handing out are passed over.
        """
        # Quotas and seats are told by rows that another request of the same person may be writing.
        lock_name(self._session, f"review_task:{who}")
        for found in self.find(TaskFilter(holder=who, states=(TaskState.LEASED,))):
            if (task := self.read(found.id)).held_by(who, at=at):
                return self.save(task.taken(who, at=at))
        fitting = next_for(who, at).where(within_quotas(self._session, who))
        row = self._session.execute(fitting.with_for_update(skip_locked=True)).first()
        return None if row is None else self.save(_task(row).taken(who, at=at))

    def give_back(self, task: Task, who: str) -> Task:
        """Save a task that somebody gave back, to whom it comes again only where nothing else is left."""
        # Who is handed a task meanwhile must not come upon this one: it was not counted as open.
        lock_quotas(self._session, task.origin)
        known = sa.select(TaskReturnRow.task_id).where(returned(task.id, who))
        if self._session.execute(known).one_or_none() is None:
            insert_rows(self._session, TaskReturnRow, [{"task_id": task.id, "inspector": who}])
        return self.save(task)

    def counts(self, origins: Collection[str]) -> dict[str, dict[TaskState, int]]:
        """How many tasks of each origin are in which state."""
        counts: dict[str, dict[TaskState, int]] = {origin: dict.fromkeys(TaskState, 0) for origin in origins}
        statement = sa.select(_TASK.c.origin, _TASK.c.state, sa.func.count()).where(_TASK.c.origin.in_(origins))
        for origin, state, count in self._session.execute(statement.group_by(_TASK.c.origin, _TASK.c.state)):
            counts[origin][TaskState(state)] = count
        return counts


def _conditions(wanted: TaskFilter) -> list[sa.ColumnElement[bool]]:
    conditions = {
        _TASK.c.origin: wanted.origin,
        _TASK.c.holder: wanted.holder,
        _TASK.c.contact_id: wanted.contact_key,
        _TASK.c.id: wanted.id,
        _TASK.c.purpose: None if wanted.purpose is None else wanted.purpose.value,
    }
    named = [column == value for column, value in conditions.items() if value is not None]
    if wanted.inspector is not None:
        named.append(_concerns(wanted.inspector))
    return [*named, _TASK.c.state.in_([state.value for state in wanted.states])] if wanted.states else named


def _concerns(user_id: str) -> sa.ColumnElement[bool]:
    return (_TASK.c.holder == user_id) | (_TASK.c.assignee == user_id)


def _values(task: Task) -> dict[str, object]:
    return {
        "contact_id": task.contact_key,
        "purpose": task.purpose.value,
        "origin": task.origin,
        "seat": task.seat,
        "position": task.position,
        "stratum": None if task.stratum is None else task.stratum.value,
        "probability": task.probability,
        "assignee": task.assignee,
        "state": task.state.value,
        "holder": task.holder,
        "lease_until": task.lease_until,
        "review_id": task.review_id,
    }


def _task(row: sa.Row[Any]) -> Task:
    return Task(
        id=row.id,
        contact_key=row.contact_id,
        purpose=Purpose(row.purpose),
        origin=row.origin,
        seat=row.seat,
        position=row.position,
        stratum=None if row.stratum is None else Stratum(row.stratum),
        probability=row.probability,
        assignee=row.assignee,
        state=TaskState(row.state),
        holder=row.holder,
        lease_until=row.lease_until,
        review_id=row.review_id,
    )
