"""Contacts as they are counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from voc.domain.attribution import AnalysisVersion, Attribution
from voc.domain.contact import ContactKind
from voc.domain.painpoint import Counted
from voc.domain.review import verdict_of
from voc.domain.survey import MIDDLE
from voc.storage.access import current_call
from voc.storage.analyses import is_current, read_attributions
from voc.storage.claims import analysis_of
from voc.storage.reviews import Reviews, StoredReview
from voc.storage.tables import AnalysisRow, ContactRow, ConversationRevisionRow, RecordRow, SurveyRevisionRow
from voc.storage.versions import read_versions

_PARTITION = 1000


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """Which contacts: from `since` up to but without `until`, in one of the queues and by one of the channels.

    What is left out does not restrict; with a bound of time, contacts without a time are out. `agents` are those whose
    calls are meant, `keys` the contacts themselves; None for any, and nothing lies among no agents.
    """

    since: datetime | None = None
    until: datetime | None = None
    queues: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    agents: tuple[str, ...] | None = None
    keys: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of live contacts.

    They divide three ways: `contact_count` is conversations plus survey responses that stand alone; invitations that
    nobody answered plus answered; answered is analysed plus unanalysed. `joined_survey_count` are the survey responses
    that came by themselves and belong to one of the conversations, `waiting_survey_count` those that wait for a call.
    """

    contact_count: int
    conversation_count: int
    survey_response_count: int
    invitation_count: int
    answered_count: int
    analysed_count: int
    unanalysed_count: int
    joined_survey_count: int
    waiting_survey_count: int


EVERY_CONTACT = ContactFilter()
_VERDICT = [column for column in AnalysisRow.__table__.c if column.name not in ("valences", "phases")]
_PLACE = ContactRow.occurred_at, ContactRow.queue, ContactRow.channel


class Counts:
    """What is counted and shown as numbers. Only reads."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def counted(self, wanted: ContactFilter = EVERY_CONTACT) -> Iterator[Counted]:
        """Live contacts that were analysed as they are, by time (undated ones last), then by key.

        The verdict is that of the review that counts, where there is one, else that of the machine; it says which.

        Rows are read as they are needed, so the iteration ends before the transaction does.
        """
        return (contact for _, contact in self.keyed(wanted))

    def keyed(self, wanted: ContactFilter = EVERY_CONTACT) -> Iterator[tuple[int, Counted]]:
        """The same, each with its key."""
        versions = read_versions(self._session)
        statement: sa.Select[Any] = (
            sa.select(*_VERDICT, RecordRow.external_id, *_PLACE, ContactRow.satisfaction)
            .join(ContactRow, is_current())
            .join(RecordRow, RecordRow.id == ContactRow.id)
            .where(*live(wanted))
            .order_by(ContactRow.occurred_at.nulls_last(), ContactRow.id)
            .execution_options(yield_per=_PARTITION)
        )
        for rows in self._session.execute(statement).partitions():
            attributions = read_attributions(self._session, [row.id for row in rows])
            reviews = Reviews(self._session).counting(row.contact_id for row in rows)
            for row in rows:
                review = reviews.get(row.contact_id)
                counted = _counted(row, versions[row.version_id], attributions.get(row.id, ()), review)
                yield row.contact_id, counted

    def statistics(self, wanted: ContactFilter = EVERY_CONTACT) -> Statistics:
        """How many of each; a waiting survey response is looked at by its own time, queue and channel."""
        is_call = RecordRow.kind == ContactKind.CONVERSATION.value
        numbers = (
            sa.select(
                _count(sa.true()), _count(is_call), _count(ContactRow.answered), _count(AnalysisRow.id.is_not(None))
            )
            .join(RecordRow, RecordRow.id == ContactRow.id)
            .outerjoin(AnalysisRow, is_current() & ContactRow.answered)
            .where(*live(wanted))
            .select_from(ContactRow)
        )
        contacts, calls, answered, analysed = self._session.execute(numbers).one()
        return Statistics(
            contact_count=contacts,
            conversation_count=calls,
            survey_response_count=contacts - calls,
            invitation_count=contacts - answered,
            answered_count=answered,
            analysed_count=analysed,
            unanalysed_count=answered - analysed,
            joined_survey_count=self._joined(wanted),
            waiting_survey_count=self._waiting(wanted),
        )

    def _joined(self, wanted: ContactFilter) -> int:
        statement = (
            sa.select(sa.func.count())
            .select_from(RecordRow)
            .join(ContactRow, ContactRow.id == RecordRow.head_id)
            .where(RecordRow.id != ContactRow.id, *live(wanted))
        )
        return self._session.scalars(statement).one()

    def _waiting(self, wanted: ContactFilter) -> int:
        if wanted.agents is not None or wanted.keys is not None:
            # It has no call yet, so it is nobody's; and no contact, so it has no key.
            return 0
        own = SurveyRevisionRow.record_id == RecordRow.id, SurveyRevisionRow.revision == RecordRow.revision
        place = SurveyRevisionRow.answered_at, SurveyRevisionRow.queue, SurveyRevisionRow.channel
        statement = (
            sa.select(sa.func.count())
            .select_from(RecordRow)
            .join(SurveyRevisionRow, sa.and_(*own))
            .where(RecordRow.head_id.is_(None), *_within(wanted, *place))
        )
        return self._session.scalars(statement).one()


def _counted(
    row: sa.Row[Any], version: AnalysisVersion, attributions: Sequence[Attribution], review: StoredReview | None
) -> Counted:
    analysis = analysis_of(row, contact_id=row.external_id, version=version, attributions=attributions)
    scored_low = row.satisfaction is not None and row.satisfaction < MIDDLE
    verdict = verdict_of(analysis, None if review is None else review.review())
    place = row.external_id, row.occurred_at, row.queue, row.channel
    return Counted(*place, verdict, scored_low, key=row.contact_id)


def live(wanted: ContactFilter) -> list[sa.ColumnElement[bool]]:
    """Conditions on contacts that exist and are meant by a filter."""
    return [ContactRow.dissolved_at.is_(None), *_within(wanted, *_PLACE), *_among(wanted)]


def _among(wanted: ContactFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.keys is not None:
        yield ContactRow.id.in_(wanted.keys)
    if wanted.agents is not None:
        calls = sa.select(RecordRow.id).join(ConversationRevisionRow, current_call())
        yield ContactRow.id.in_(calls.where(ConversationRevisionRow.agent_id.in_(wanted.agents)))


def _within(
    wanted: ContactFilter,
    occurred_at: InstrumentedAttribute[datetime | None],
    queue: InstrumentedAttribute[str | None],
    channel: InstrumentedAttribute[str | None],
) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.since is not None:
        yield occurred_at >= wanted.since
    if wanted.until is not None:
        yield occurred_at < wanted.until
    if wanted.queues:
        yield queue.in_(wanted.queues)
    if wanted.channels:
        yield channel.in_(wanted.channels)


def _count(condition: sa.ColumnElement[bool] | InstrumentedAttribute[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((condition, 1)))
