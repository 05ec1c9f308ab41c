"""Appeals as somebody may see them. What may not be seen is not told from what there is not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from voc.domain.permission import Reach
from voc.domain.reviewing.appeals import Appeal
from voc.errors import NotFoundError
from voc.services.access import Access
from voc.storage.appeals import AppealFilter, Appeals
from voc.storage.locking import lock_contact

_BATCH = 200


def seen_appeal(session: Session, appeal_id: str, *, reach: Reach, access: Access) -> Appeal:
    """An appeal; NotFoundError where there is none, or its contact is out of reach."""
    return _reached(session, Appeals(session).get(appeal_id), reach, access)


def held_appeal(session: Session, appeal_id: str, *, reach: Reach, access: Access) -> Appeal:
    """The same, kept from other writers until the transaction ends."""
    appeals = Appeals(session)
    # The contact first, as everywhere: an inspector may be submitting the hearing.
    lock_contact(session, appeals.get(appeal_id).contact_key)
    return _reached(session, appeals.read(appeal_id), reach, access)


def seen_appeals(
    session: Session,
    wanted: AppealFilter,
    *,
    reach: Reach,
    access: Access,
    after: tuple[datetime, str] | None,
    limit: int,
) -> tuple[Appeal, ...]:
    """The next appeals within reach, at most `limit`, the oldest first."""
    seen: list[Appeal] = []
    while len(seen) < limit:
        batch = Appeals(session).find(wanted, after=after, limit=_BATCH)
        seen.extend(_within_reach(session, batch, reach, access))
        if len(batch) < _BATCH:
            break
        after = batch[-1].steps[0].at, batch[-1].id
    return tuple(seen[:limit])


def _reached(session: Session, appeal: Appeal, reach: Reach, access: Access) -> Appeal:
    if not any(_within_reach(session, (appeal,), reach, access)):
        raise NotFoundError(f"没有编号为 {appeal.id} 的申诉")
    return appeal


def _within_reach(session: Session, appeals: tuple[Appeal, ...], reach: Reach, access: Access) -> Iterator[Appeal]:
    """An appeal is as far away as its contact, but always near to the agent who filed it."""
    belongings = access.belongings(session, {appeal.contact_key for appeal in appeals}, reach)
    return (one for one in appeals if reach.covers(replace(belongings[one.contact_key], owner=one.agent)))
