"""Records come in: what is new, what has changed, and which contacts that changes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.contact import ContactKind
from voc.domain.conversation import Conversation
from voc.domain.survey import SurveyResponse
from voc.storage.bulk import insert_rows, inserted_keys, rows_in, update_rows
from voc.storage.joining import join_records
from voc.storage.locking import Lock, lock
from voc.storage.mapping import (
    Record,
    conversation_values,
    kind_of,
    named_call,
    revision_values,
    survey_values,
    utterance_values,
)
from voc.storage.review_staleness import mark_stale
from voc.storage.search_filling import index_records
from voc.storage.settling import settle_contacts
from voc.storage.tables import ConversationRevisionRow, RecordRow, SurveyRevisionRow, UtteranceRow
from voc.storage.word_times import Place, put_word_times

_Name = tuple[ContactKind, str]


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """What became of a chunk; the three counts add up to its records. New times of its words change a call.

    `contact_keys`, ascending, are the contacts that are new or consist of something else now, and so want analysing.
    """

    new_count: int
    changed_count: int
    unchanged_count: int
    contact_keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    key: int
    revision: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class _Revision:
    name: _Name
    number: int
    record: Record
    content_hash: str


class Records:
    """The records of all sources. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def store(self, source: str, records: Sequence[tuple[Record, str]], *, at: datetime) -> StoreOutcome:
        """Store a chunk of masked records with their content hashes and settle the contacts they touch.

        A record with the stored hash is skipped, but for times of its words that are not stored yet: its revision keeps
        those, and its contact is something else from then on. Another hash makes a new revision. Of records with the
        same kind and id in one chunk each is a revision of the one before it. Of chunks stored at once the second waits
        for the first: what belongs to what follows from all records, also those that just came.
        """
        lock(self._session, Lock.CONTACTS)
        known = self._known(source, records)
        revisions, skipped = _revisions(records, known)
        latest = {revision.name: revision for revision in revisions}
        keys = {name: found.key for name, found in known.items()}
        keys |= self._insert(source, [r for name, r in latest.items() if name not in known], at)
        self._update([(keys[name], r) for name, r in latest.items() if name in known], at)
        self._insert_revisions(keys, revisions, at)
        retimed = put_word_times(self._session, _spoken(keys, skipped), at=at)
        arrived = {name[1] for name in latest if name[0] is ContactKind.CONVERSATION and name not in known}
        changed = {keys[name]: revision.record for name, revision in latest.items()}
        new_count = len(latest.keys() - known.keys())
        return StoreOutcome(
            new_count,
            len(revisions) + len(retimed) - new_count,
            len(skipped) - len(retimed),
            self._settled(changed, arrived, {key for key, _ in retimed}, at),
        )

    def _settled(
        self, changed: Mapping[int, Record], arrived: Collection[str], retimed: Collection[int], at: datetime
    ) -> tuple[int, ...]:
        heads = join_records(self._session, changed, arrived=arrived)
        keys = settle_contacts(self._session, heads, changed, at=at, retimed=retimed)
        # Where only times of words came, no words are others.
        mark_stale(self._session, set(keys) - (set(retimed) - set(heads)), at=at)
        return keys

    def _known(self, source: str, records: Sequence[tuple[Record, str]]) -> dict[_Name, _Known]:
        columns = RecordRow.kind, RecordRow.external_id, RecordRow.id, RecordRow.revision, RecordRow.content_hash
        # Naming the kinds lets the index serve all three columns of the condition.
        kinds = [kind.value for kind in ContactKind]
        of_source = sa.select(*columns).where(RecordRow.kind.in_(kinds), RecordRow.source == source)
        found = rows_in(self._session, of_source, RecordRow.external_id, (record.id for record, _ in records))
        return {(ContactKind(kind), name): _Known(key, number, text) for kind, name, key, number, text in found}

    def _insert(self, source: str, revisions: Sequence[_Revision], at: datetime) -> dict[_Name, int]:
        rows = [
            _state(revision, at)
            | {"source": source, "kind": revision.name[0].value, "external_id": revision.name[1], "stored_at": at}
            for revision in revisions
        ]
        keys = inserted_keys(self._session, RecordRow, rows, ("kind", "external_id"))
        return {(ContactKind(kind), external_id): key for (kind, external_id), key in keys.items()}

    def _update(self, revisions: Sequence[tuple[int, _Revision]], at: datetime) -> None:
        update_rows(self._session, RecordRow, [{"id": key} | _state(revision, at) for key, revision in revisions])

    def _insert_revisions(self, keys: Mapping[_Name, int], revisions: Sequence[_Revision], at: datetime) -> None:
        conversations, surveys, utterances = [], [], []
        for revision in revisions:
            key, record = keys[revision.name], revision.record
            common = revision_values(key, revision.number, revision.content_hash, at)
            if isinstance(record, Conversation):
                conversations.append(common | conversation_values(record))
                utterances += utterance_values(key, revision.number, record)
            if (survey := _survey_in(record)) is not None:
                surveys.append(common | survey_values(survey))
        insert_rows(self._session, ConversationRevisionRow, conversations)
        insert_rows(self._session, UtteranceRow, utterances)
        insert_rows(self._session, SurveyRevisionRow, surveys)
        put_word_times(self._session, _spoken(keys, revisions), at=at)
        index_records(self._session, [(keys[r.name], r.number, r.record) for r in revisions])


def _revisions(
    records: Sequence[tuple[Record, str]], known: Mapping[_Name, _Known]
) -> tuple[list[_Revision], list[_Revision]]:
    """The revisions that a chunk adds, and those that it has again, each in its order."""
    current = {name: (found.revision, found.content_hash) for name, found in known.items()}
    revisions, again = [], []
    for record, content_hash in records:
        name = kind_of(record), record.id
        number, stored_hash = current.get(name, (0, None))
        if content_hash == stored_hash:
            again.append(_Revision(name, number, record, content_hash))
        else:
            current[name] = number + 1, content_hash
            revisions.append(_Revision(name, number + 1, record, content_hash))
    return revisions, again


def _spoken(keys: Mapping[_Name, int], revisions: Iterable[_Revision]) -> Iterator[tuple[Place, Conversation]]:
    for revision in revisions:
        if isinstance(revision.record, Conversation):
            yield (keys[revision.name], revision.number), revision.record


def _state(revision: _Revision, at: datetime) -> dict[str, object]:
    return {
        "revision": revision.number,
        "content_hash": revision.content_hash,
        "conversation_id": named_call(revision.record),
        "changed_at": at,
    }


def _survey_in(record: Record) -> SurveyResponse | None:
    return record.survey if isinstance(record, Conversation) else record
