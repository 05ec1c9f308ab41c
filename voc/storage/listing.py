"""Contacts page by page: found, sorted, and only as far as somebody may see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.permission import Reach
from voc.domain.taxonomy import Cause
from voc.storage.access import AssignedTo, current_call, within
from voc.storage.analyses import is_current
from voc.storage.counting import EVERY_CONTACT, ContactFilter, live
from voc.storage.review_tables import ReviewRow
from voc.storage.standing import Named, claimed, counting_review, stands_dissatisfied, stands_named
from voc.storage.tables import AnalysisRow, ContactRow, ConversationRevisionRow, RecordRow


class ContactOrder(StrEnum):
    """By what contacts are sorted; those without it come last, ties go by key."""

    NEWEST = "-occurred_at"
    OLDEST = "occurred_at"
    LEAST_SURE = "confidence"
    SUREST = "-confidence"

    @property
    def descending(self) -> bool:
        return self.value.startswith("-")

    @property
    def by_time(self) -> bool:
        return self.value.endswith("occurred_at")


@dataclass(frozen=True, slots=True)
class ContactQuery:
    """Which contacts; what is None does not restrict. `reviewed`: whether the verdict that stands is a person's.

    `cause`, `factor` and `dissatisfied` are those of the verdict that stands; with `by_machine` those of the machine's
    claim, whatever was decided since. `abstained` is always the machine's.
    """

    contacts: ContactFilter = EVERY_CONTACT
    cause: Cause | None = None
    factor: str | None = None
    agent_id: str | None = None
    dissatisfied: bool | None = None
    abstained: bool | None = None
    reviewed: bool | None = None
    by_machine: bool = False

    @property
    def asks_people(self) -> bool:
        """Whether it depends on what people decided."""
        judged = self.dissatisfied is not None or self.named is not None
        return self.reviewed is not None or (judged and not self.by_machine)

    @property
    def named(self) -> Named | None:
        """The cause and the factor that are asked for."""
        if self.cause is None and self.factor is None:
            return None
        return Named(None if self.cause is None else self.cause.value, self.factor)


@dataclass(frozen=True, slots=True)
class Place:
    """The last contact of a page: what it is sorted by, None where it has none, and its key."""

    value: datetime | float | None
    key: int


@dataclass(frozen=True, slots=True)
class ListedContact:
    """A contact in a list; the fields of the machine's claim, the last four, are None while it is not analysed."""

    key: int
    external_id: str
    source: str
    kind: str
    revision: int
    occurred_at: datetime | None
    queue: str | None
    channel: str | None
    satisfaction: float | None
    answered: bool
    agent_id: str | None
    dissatisfied: bool | None
    primary_cause: str | None
    confidence: float | None
    abstain_reason: str | None

    def place(self, order: ContactOrder) -> Place:
        return Place(self.occurred_at if order.by_time else self.confidence, self.key)


_COLUMNS = (
    *(ContactRow.id.label("key"), RecordRow.external_id, RecordRow.source, RecordRow.kind, ContactRow.revision),
    *(ContactRow.occurred_at, ContactRow.queue, ContactRow.channel, ContactRow.satisfaction, ContactRow.answered),
    *(ConversationRevisionRow.agent_id, AnalysisRow.dissatisfied, AnalysisRow.primary_cause),
    *(AnalysisRow.confidence, AnalysisRow.abstain_reason),
)


def list_contacts(
    session: Session,
    query: ContactQuery,
    *,
    reach: Reach,
    assigned: AssignedTo,
    order: ContactOrder,
    after: Place | None,
    limit: int,
) -> tuple[ListedContact, ...]:
    """Live contacts after a place, at most `limit`; one whose department alone may see it is still to be told apart."""
    column = ContactRow.occurred_at if order.by_time else AnalysisRow.confidence
    statement = (
        sa.select(*_COLUMNS)
        .join(RecordRow, RecordRow.id == ContactRow.id)
        .outerjoin(ConversationRevisionRow, current_call())
        .outerjoin(AnalysisRow, is_current())
        .where(*live(query.contacts), within(reach, assigned), *_wanted(query), *_judged(session, query))
        .order_by((column.desc() if order.descending else column).nulls_last(), ContactRow.id)
        .limit(limit)
    )
    if query.asks_people:
        statement = statement.outerjoin(ReviewRow, counting_review(reach.actor.user_id))
    if after is not None:
        statement = statement.where(_beyond(column, after, descending=order.descending))
    return tuple(ListedContact(**row._mapping) for row in session.execute(statement))


def _wanted(query: ContactQuery) -> Iterator[sa.ColumnElement[bool]]:
    if query.agent_id is not None:
        yield ConversationRevisionRow.agent_id == query.agent_id
    if query.abstained is not None:
        yield AnalysisRow.id.is_not(None)
        yield AnalysisRow.abstain_reason.is_not(None) if query.abstained else AnalysisRow.abstain_reason.is_(None)
    if query.reviewed is not None:
        yield ReviewRow.id.is_not(None) if query.reviewed else ReviewRow.id.is_(None)


def _judged(session: Session, query: ContactQuery) -> Iterator[sa.ColumnElement[bool]]:
    if query.dissatisfied is not None:
        by_machine = AnalysisRow.dissatisfied.is_(query.dissatisfied)
        yield by_machine if query.by_machine else stands_dissatisfied(query.dissatisfied)
    if query.named is not None:
        yield claimed(query.named) if query.by_machine else stands_named(session, query.named)


def _beyond(column: Any, after: Place, *, descending: bool) -> sa.ColumnElement[bool]:
    later = ContactRow.id > after.key
    if after.value is None:
        return sa.and_(column.is_(None), later)
    further = column < after.value if descending else column > after.value
    return sa.or_(further, sa.and_(column == after.value, later), column.is_(None))
