"""Appeals as somebody may see them. What may not be seen is not told from what there is not."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from itertools import islice

from sqlalchemy.orm import Session

from voc.domain.permission import Reach
from voc.domain.reviewing.appeals import Appeal
from voc.errors import NotFoundError
from voc.services.access import Access
from voc.services.reviews.appealing import WINDOW, hold_appeal, standing, stored_as, waiting_appeals
from voc.storage.appeals import AppealFilter, Appeals
from voc.storage.locking import lock_contact

_BATCH = 200


class AppealOrder(StrEnum):
    """How appeals are listed: the oldest first, or by when the next step is owed."""

    FILED = "filed"
    DUE = "due"


def seen_appeal(session: Session, appeal_id: str, *, reach: Reach, access: Access, at: datetime) -> Appeal:
    """An appeal as it stands at a time; NotFoundError where there is none, or its contact is out of reach."""
    return _reached(session, Appeals(session).get(appeal_id), reach, access).as_of(at, WINDOW)


def held_appeal(session: Session, appeal_id: str, *, reach: Reach, access: Access, at: datetime) -> Appeal:
    """The same, kept from other writers until the transaction ends."""
    known = _reached(session, Appeals(session).get(appeal_id), reach, access)
    # The contact first, as everywhere: an inspector may be submitting the hearing.
    lock_contact(session, known.contact_key)
    return hold_appeal(session, appeal_id, at=at)


def seen_appeals(
    session: Session,
    wanted: AppealFilter,
    *,
    reach: Reach,
    access: Access,
    at: datetime,
    overdue: bool | None = None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> tuple[Appeal, ...]:
    """The next appeals within reach as they stand at a time, at most `limit`, the oldest first; with `overdue` those
    alone whose next step is owed since before then, or those alone of which it is not.
    """
    seen: list[Appeal] = []
    while len(seen) < limit:
        batch = Appeals(session).find(stored_as(wanted), after=after, limit=_BATCH)
        now = [one for one in standing(batch, wanted, at=at) if overdue in (None, one.overdue(at, WINDOW))]
        seen.extend(_within_reach(session, now, reach, access))
        if len(batch) < _BATCH:
            break
        after = batch[-1].steps[0].at, batch[-1].id
    return tuple(seen[:limit])


def seen_waiting_appeals(
    session: Session,
    wanted: AppealFilter,
    *,
    reach: Reach,
    access: Access,
    at: datetime,
    overdue: bool | None = None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> tuple[Appeal, ...]:
    """The same of those whose next step is owed, by when it is; after the one that is owed at this time."""
    now = [
        one
        for one in waiting_appeals(session, wanted, at=at)
        if overdue in (None, one.overdue(at, WINDOW)) and (after is None or (one.due_at(WINDOW), one.id) > after)
    ]
    return tuple(islice(_within_reach(session, now, reach, access), limit))


def _reached(session: Session, appeal: Appeal, reach: Reach, access: Access) -> Appeal:
    if not any(_within_reach(session, (appeal,), reach, access)):
        raise NotFoundError(f"没有编号为 {appeal.id} 的申诉")
    return appeal


def _within_reach(session: Session, appeals: Sequence[Appeal], reach: Reach, access: Access) -> Iterator[Appeal]:
    """An appeal is as far away as its contact, but always near to the agent who filed it."""
    belongings = access.belongings(session, {appeal.contact_key for appeal in appeals}, reach)
    return (one for one in appeals if reach.covers(replace(belongings[one.contact_key], owner=one.agent)))
