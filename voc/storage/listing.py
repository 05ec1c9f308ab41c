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
from voc.storage.tables import AnalysisRow, AttributionRow, ContactRow, ConversationRevisionRow, RecordRow


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
    """Which contacts; what is None does not restrict. `cause` and `factor` are those the machine claims."""

    contacts: ContactFilter = EVERY_CONTACT
    cause: Cause | None = None
    factor: str | None = None
    agent_id: str | None = None
    dissatisfied: bool | None = None
    abstained: bool | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The last contact of a page: what it is sorted by, None where it has none, and its key."""

    value: datetime | float | None
    key: int


@dataclass(frozen=True, slots=True)
class ListedContact:
    """A contact in a list; the claim's fields are None while it is not analysed."""

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
        .where(*live(query.contacts), within(reach, assigned), *_wanted(query))
        .order_by((column.desc() if order.descending else column).nulls_last(), ContactRow.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(_beyond(column, after, descending=order.descending))
    return tuple(ListedContact(**row._mapping) for row in session.execute(statement))


def _wanted(query: ContactQuery) -> Iterator[sa.ColumnElement[bool]]:
    if query.agent_id is not None:
        yield ConversationRevisionRow.agent_id == query.agent_id
    if query.dissatisfied is not None:
        yield AnalysisRow.dissatisfied.is_(query.dissatisfied)
    if query.abstained is not None:
        yield AnalysisRow.id.is_not(None)
        yield AnalysisRow.abstain_reason.is_not(None) if query.abstained else AnalysisRow.abstain_reason.is_(None)
    claims = [AttributionRow.cause == query.cause.value] if query.cause is not None else []
    claims += [AttributionRow.factor == query.factor] if query.factor is not None else []
    if claims:
        yield sa.exists().where(AttributionRow.analysis_id == AnalysisRow.id, *claims)


def _beyond(column: Any, after: Place, *, descending: bool) -> sa.ColumnElement[bool]:
    later = ContactRow.id > after.key
    if after.value is None:
        return sa.and_(column.is_(None), later)
    further = column < after.value if descending else column > after.value
    return sa.or_(further, sa.and_(column == after.value, later), column.is_(None))
