"""Stored revisions of records, read in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.conversation import Conversation, Speaker, Utterance
from voc.domain.survey import SurveyResponse
from voc.storage.bulk import batches, rows_in
from voc.storage.columns import Base
from voc.storage.mapping import Record, conversation_of, survey_of, timed, utterance_of
from voc.storage.tables import ConversationRevisionRow, RecordRow, SurveyRevisionRow, UtteranceRow
from voc.storage.word_times import read_word_times

# A conversation cannot be without utterances; where only its columns are wanted, this one stands for them.
_UNREAD = (Utterance(Speaker.SYSTEM, ""),)


def read_records(session: Session, revisions: Mapping[int, int]) -> dict[int, Record]:
    """Records by their key, each at the stated revision."""
    return _records(session, revisions, whole=True)


def read_outlines(session: Session, revisions: Mapping[int, int]) -> dict[int, Record]:
    """The same without utterances: all that tells when a contact was, where, and how content the customer."""
    return _records(session, revisions, whole=False)


def _records(session: Session, revisions: Mapping[int, int], *, whole: bool) -> dict[int, Record]:
    surveys: dict[int, SurveyResponse] = {
        row.record_id: survey_of(row) for row in _rows(session, SurveyRevisionRow, revisions)
    }
    calls = list(_rows(session, ConversationRevisionRow, revisions))
    names = external_ids(session, [row.record_id for row in calls])
    # Surveys have none.
    utterances = _utterances(session, {key: revisions[key] for key in names}, names) if whole else {}
    conversations: dict[int, Conversation] = {
        row.record_id: conversation_of(
            row,
            external_id=names[row.record_id],
            utterances=utterances.get(row.record_id, _UNREAD),
            survey=surveys.get(row.record_id),
        )
        for row in calls
    }
    return surveys | conversations


def _utterances(
    session: Session, revisions: Mapping[int, int], names: Mapping[int, str]
) -> dict[int, Sequence[Utterance]]:
    utterances: dict[int, list[Utterance]] = defaultdict(list)
    for row in _rows(session, UtteranceRow, revisions):
        utterances[row.record_id].append(utterance_of(row))
    times = read_word_times(session, revisions)
    return {key: timed(said, times[key], call=names[key]) if key in times else said for key, said in utterances.items()}


def external_ids(session: Session, keys: Iterable[int]) -> dict[int, str]:
    """The ids of records as they were given, by key."""
    statement = sa.select(RecordRow.id, RecordRow.external_id)
    return {row.id: row.external_id for row in rows_in(session, statement, RecordRow.id, keys)}


def _rows(session: Session, row: type[Base], revisions: Mapping[int, int]) -> Iterator[sa.Row[Any]]:
    """Rows of the stated revisions, in the order of the primary key.

    The numbers of the revisions are asked for apart from the records, since SQLite does not use an index for pairs; few
    rows too many are read and dropped here.
    """
    table = row.__table__
    ordered = sa.select(table).order_by(*table.primary_key)
    for batch in batches(sorted(revisions)):
        numbers = sorted({revisions[key] for key in batch})
        for found in session.execute(ordered.where(table.c.record_id.in_(batch), table.c.revision.in_(numbers))):
            if revisions[found.record_id] == found.revision:
                yield found
