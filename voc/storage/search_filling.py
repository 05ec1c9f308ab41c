"""Texts into the search index: those of records that come in, and those that a database already has."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.attribution import COMMENT
from voc.domain.conversation import Conversation
from voc.domain.survey import SurveyResponse
from voc.storage.bulk import batches, inserted_keys
from voc.storage.mapping import Record
from voc.storage.search_index import add_texts
from voc.storage.search_tables import SearchTextRow
from voc.storage.tables import RecordRow, SurveyRevisionRow, UtteranceRow

_NATURAL = "record_id", "revision", "position"
_RECORDS = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and where it stands."""

    record: int
    revision: int
    position: int
    text: str


def index_records(session: Session, revisions: Iterable[tuple[int, int, Record]]) -> None:
    """Make the texts of records (key, revision, record) searchable; they must not have been before."""
    _index(session, [said for revision in revisions for said in _texts(*revision)])


def index_stored(session: Session) -> None:
    """Make searchable what is stored, at its current revisions, in the order in which its records came."""
    for keys in batches(session.scalars(sa.select(RecordRow.id).order_by(RecordRow.id)).all(), _RECORDS):
        _index(session, list(_stored(session, keys[0], keys[-1])))


def _index(session: Session, texts: Sequence[Said]) -> None:
    rows = [{"record_id": t.record, "revision": t.revision, "position": t.position} for t in texts]
    keys = inserted_keys(session, SearchTextRow, rows, _NATURAL)
    add_texts(session, ((keys[t.record, t.revision, t.position], t.text) for t in texts))


def _texts(key: int, revision: int, record: Record) -> Iterator[Said]:
    """The comment, then the utterances from the last to the first; blank ones cannot be found."""
    survey: SurveyResponse | None = record.survey if isinstance(record, Conversation) else record
    if survey is not None and survey.comment.strip():
        yield Said(key, revision, COMMENT, survey.comment)
    if isinstance(record, Conversation):
        for position, utterance in reversed(list(enumerate(record.utterances))):
            if utterance.text.strip():
                yield Said(key, revision, position, utterance.text)


def _stored(session: Session, first: int, last: int) -> Iterator[Said]:
    """The same of stored records with keys from `first` to `last`."""
    within = RecordRow.id.between(first, last)
    comments = sa.select(
        SurveyRevisionRow.record_id, SurveyRevisionRow.revision, sa.literal(COMMENT), SurveyRevisionRow.comment
    )
    own = (SurveyRevisionRow.record_id == RecordRow.id) & (SurveyRevisionRow.revision == RecordRow.revision)
    found = [Said(*row) for row in session.execute(comments.join(RecordRow, own).where(within))]
    utterances = sa.select(UtteranceRow.record_id, UtteranceRow.revision, UtteranceRow.position, UtteranceRow.text)
    own = (UtteranceRow.record_id == RecordRow.id) & (UtteranceRow.revision == RecordRow.revision)
    spoken = [Said(*row) for row in session.execute(utterances.join(RecordRow, own).where(within))]
    spoken.sort(key=lambda said: (said.record, -said.position))
    by_record = sorted([*found, *spoken], key=lambda said: said.record)
    return (said for said in by_record if said.text.strip())
