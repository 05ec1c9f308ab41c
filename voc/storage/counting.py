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
from voc.storage.analyses import is_current, read_attributions
from voc.storage.claims import analysis_of
from voc.storage.tables import AnalysisRow, ContactRow, RecordRow, SurveyRevisionRow
from voc.storage.versions import read_versions

_PARTITION = 1000


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """Which contacts: from `since` up to but without `until`, in one of the queues and by one of the channels.

    What is left out does not restrict; with a bound of time, contacts without a time are out.
    """

    since: datetime | None = None
    until: datetime | None = None
    queues: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


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

        Rows are read as they are needed, so the iteration ends before the transaction does.
        """
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
            for row in rows:
                yield _counted(row, versions[row.version_id], attributions.get(row.id, ()))

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
        own = SurveyRevisionRow.record_id == RecordRow.id, SurveyRevisionRow.revision == RecordRow.revision
        place = SurveyRevisionRow.answered_at, SurveyRevisionRow.queue, SurveyRevisionRow.channel
        statement = (
            sa.select(sa.func.count())
            .select_from(RecordRow)
            .join(SurveyRevisionRow, sa.and_(*own))
            .where(RecordRow.head_id.is_(None), *_within(wanted, *place))
        )
        return self._session.scalars(statement).one()


def _counted(row: sa.Row[Any], version: AnalysisVersion, attributions: Sequence[Attribution]) -> Counted:
    analysis = analysis_of(row, contact_id=row.external_id, version=version, attributions=attributions)
    scored_low = row.satisfaction is not None and row.satisfaction < MIDDLE
    verdict = verdict_of(analysis, None)
    return Counted(row.external_id, row.occurred_at, row.queue, row.channel, verdict, scored_low)


def live(wanted: ContactFilter) -> list[sa.ColumnElement[bool]]:
    """Conditions on contacts: not dissolved, and within a filter."""
    return [ContactRow.dissolved_at.is_(None), *_within(wanted, *_PLACE)]


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
