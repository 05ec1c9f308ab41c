"""Reviews page by page: found, sorted, and only those that somebody may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.review import ReviewStatus
from voc.domain.reviewing.tasks import Purpose
from voc.storage.access import Sight, current_call, within
from voc.storage.review_sight import shown_to
from voc.storage.review_tables import ReviewRow
from voc.storage.reviews import SELECTED, StoredReview, stored_review
from voc.storage.tables import ContactRow, ConversationRevisionRow, RecordRow
from voc.storage.timed import TimeOrder, Within, timed

_REVIEW = ReviewRow.__table__.c
# When a review was begun, and its id.
ReviewPlace = tuple[datetime, str]


class ReviewOrder(StrEnum):
    """By when reviews were begun, which nothing changes afterwards; ties go by id."""

    NEWEST = "-begun_at"
    OLDEST = "begun_at"


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """Which reviews of live contacts, begun from `since` up to but without `until`; what is left out does not
    restrict. `counts`: whether the contact is counted by it.
    """

    statuses: tuple[ReviewStatus, ...] = ()
    counts: bool | None = None
    reviewers: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    contact_key: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def list_reviews(
    session: Session,
    query: ReviewQuery,
    *,
    sight: Sight | None,
    order: ReviewOrder,
    after: ReviewPlace | None = None,
    limit: int,
) -> tuple[StoredReview, ...]:
    """At most `limit` reviews after a place; `sight` None sees all, drafts too."""
    newest = order is ReviewOrder.NEWEST
    asked = Within(query.since, query.until, TimeOrder.NEWEST if newest else TimeOrder.OLDEST)
    found = (
        sa.select(ReviewRow.id)
        .join(RecordRow, RecordRow.id == ReviewRow.contact_id)
        .join(ContactRow, ContactRow.id == RecordRow.id)
        .outerjoin(ConversationRevisionRow, current_call())
        .where(ContactRow.dissolved_at.is_(None), *_wanted(query), *_seen(sight))
        .limit(limit)
    )
    keys = session.scalars(timed(found, _REVIEW.begun_at, _REVIEW.id, within=asked, after=after)).all()
    # What was written is read of those found alone: it is long, and not for sorting.
    whole = timed(SELECTED, _REVIEW.begun_at, _REVIEW.id, within=asked, after=None)
    return tuple(map(stored_review, session.execute(whole.where(ReviewRow.id.in_(keys)))))


def _seen(sight: Sight | None) -> Iterator[sa.ColumnElement[bool]]:
    if sight is not None:
        yield within(sight.reach, sight.assigned)
        yield shown_to(sight.reach.actor.user_id)


def _wanted(query: ReviewQuery) -> Iterator[sa.ColumnElement[bool]]:
    if query.statuses:
        yield ReviewRow.status.in_([status.value for status in query.statuses])
    if query.counts is not None:
        yield ReviewRow.counts.is_(query.counts)
    if query.reviewers:
        yield ReviewRow.reviewer.in_(query.reviewers)
    if query.purposes:
        yield ReviewRow.purpose.in_([purpose.value for purpose in query.purposes])
    if query.contact_key is not None:
        yield ReviewRow.contact_id == query.contact_key
