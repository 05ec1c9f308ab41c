"""Plans with quotas: what of them is open and to whom, and which of their tasks somebody leaves to others."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.permission import Action, roles_with
from voc.domain.reviewing.quotas import Kept, Room, Share
from voc.domain.reviewing.tasks import TaskState
from voc.storage.account_tables import AccountRoleRow, AccountRow
from voc.storage.locking import lock_name
from voc.storage.review_sight import UNFINISHED
from voc.storage.review_tables import QuotaRow, ReviewTaskRow

_TASK, _QUOTA, _ACCOUNT = ReviewTaskRow.__table__, QuotaRow.__table__.c, AccountRow.__table__.c
_REVIEWERS = sorted(role.value for role in roles_with(Action.REVIEW_WRITE))


def within_quotas(session: Session, who: str) -> sa.ColumnElement[bool]:
    """Whether quotas let somebody have a task.

    A plan without quotas is for everybody, one with quotas for those named, up to their number and without what others
    need for theirs (domain.reviewing.quotas). Nobody else is handed tasks of the plans in which this person has a quota
    until the transaction ends.
    """
    plan_ids = session.scalars(_plans_of(who)).all()
    # All in one order: two people may have quotas in the same plans.
    for plan_id in plan_ids:
        lock_quotas(session, plan_id)
    limited = sa.exists().where(_QUOTA.plan_id == _TASK.c.origin)
    plans = (_Plan.read(session, plan_id, who) for plan_id in plan_ids)
    return sa.or_(~limited, *(plan.is_for(who, session) for plan in plans))


def lock_quotas(session: Session, plan_id: str) -> None:
    """Wait until nobody else takes or gives back tasks of a plan with quotas, for the rest of the transaction."""
    lock_name(session, f"sampling_quota:{plan_id}")


@dataclass(frozen=True, slots=True)
class _Plan:
    """A plan, with the inspectors who can do their quotas and how many tasks each may still take."""

    id: str
    left: Mapping[str, int]

    @classmethod
    def read(cls, session: Session, id: str, who: str) -> "_Plan":
        """Who asks can; of the others those who are active users with a role that reviews."""
        used = sa.select(_TASK.c.holder, sa.func.count().label("tasks")).where(_TASK.c.origin == id)
        held = used.group_by(_TASK.c.holder).subquery()
        role = AccountRoleRow.__table__.c
        reviews = _ACCOUNT.active & role.role.in_(_REVIEWERS)
        able = sa.exists().where(_ACCOUNT.id == _QUOTA.inspector, role.account_id == _ACCOUNT.id, reviews)
        left = (
            sa.select(_QUOTA.inspector, (_QUOTA.tasks - sa.func.coalesce(held.c.tasks, 0)).label("tasks"))
            .select_from(sa.outerjoin(QuotaRow, held, held.c.holder == _QUOTA.inspector))
            .where(_QUOTA.plan_id == id, able | (_QUOTA.inspector == who))
        )
        return cls(id, {row.inspector: row.tasks for row in session.execute(left)})

    def room(self, session: Session) -> Room:
        """What is open: counted by who has the other seat of the contact, None where nobody has."""
        task, other = _TASK.alias(), _TASK.alias()
        taken = sa.and_(_beside(other, task), other.c.holder.is_not(None), ~self._open(other))
        counts = (
            sa.select(other.c.holder, sa.func.count(), sa.func.count(task.c.contact_id.distinct()))
            .select_from(sa.outerjoin(task, other, taken))
            .where(task.c.origin == self.id, self._open(task))
            .group_by(other.c.holder)
        )
        found = {holder: (seats, contacts) for holder, seats, contacts in session.execute(counts)}
        contacts = sum(count for _, count in found.values())
        shares = (Share(who, tasks, contacts - found.get(who, (0, 0))[1]) for who, tasks in self.left.items())
        return Room(sum(seats for seats, _ in found.values()), tuple(shares))

    def is_for(self, who: str, session: Session) -> sa.ColumnElement[bool]:
        """Whether a task of the plan may be had by somebody, as one with which that person is late may always."""
        own = _TASK.c.holder == who
        if self.left[who] > 0:
            own |= ~self._are_kept(self.room(session).kept_from(who))
        return sa.and_(_TASK.c.origin == self.id, own)

    def _are_kept(self, kept: Kept) -> sa.ColumnElement[bool]:
        """Whether tasks are among those that are left to others."""
        other = _TASK.alias()
        beside, opened = _beside(other, _TASK), self._open(other)
        late = (_TASK.c.state == TaskState.LEASED.value) & _TASK.c.holder.in_(kept.late)
        held = late & ~sa.exists().where(beside, opened)
        last = self._open(_TASK) & ~sa.exists().where(beside, opened | (other.c.holder == kept.pressed))
        return held if kept.pressed is None else held | last

    def _open(self, task: sa.FromClause) -> sa.ColumnElement[bool]:
        """Whether nobody has a task, or one who can no longer do it."""
        lost = (task.c.state == TaskState.LEASED.value) & task.c.holder.not_in(list(self.left))
        return (task.c.state == TaskState.OPEN.value) | lost


def _plans_of(who: str) -> sa.Select[str]:
    """Plans with something to do in which somebody has a quota."""
    # From what is to be done, which is little: plans that are over are many, and their tasks more.
    named = sa.and_(_QUOTA.plan_id == _TASK.c.origin, _QUOTA.inspector == who)
    found = sa.select(QuotaRow.plan_id).join(ReviewTaskRow, named).where(_TASK.c.state.in_(UNFINISHED))
    return found.distinct().order_by(_QUOTA.plan_id)


def _beside(other: sa.FromClause, task: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether one is the other seat of the same contact."""
    a, b = other.c, task.c
    return sa.and_(a.origin == b.origin, a.contact_id == b.contact_id, a.id != b.id)
