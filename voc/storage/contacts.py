"""Contacts, as they are analysed and shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.attribution import AnalysisVersion
from voc.domain.contact import Contact, ContactKind
from voc.domain.survey import SurveyResponse
from voc.errors import ConflictError, NotFoundError
from voc.storage.bulk import rows_in
from voc.storage.mapping import assemble
from voc.storage.reading import read_records
from voc.storage.tables import AnalysisRow, ContactMemberRow, ContactRow, RecordRow
from voc.storage.versions import version_key

_CONTACT = ContactRow.__table__


@dataclass(frozen=True, slots=True)
class StoredContact:
    """A contact at one revision; `source` is that of the record that heads it."""

    key: int
    source: str
    revision: int
    contact: Contact


@dataclass(frozen=True, slots=True)
class WaitingSurvey:
    source: str
    survey: SurveyResponse


@dataclass(frozen=True, slots=True)
class WaitingSurveys:
    """Survey responses that name a call which is not there, or not to be told from another; no contact as yet."""

    conversation_id: str
    surveys: tuple[WaitingSurvey, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A record that a search by external id found."""

    key: int
    source: str
    kind: str
    revision: int
    head: int | None


class Contacts:
    """The contacts of all sources. Only reads."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def load(self, keys: Sequence[int]) -> tuple[StoredContact, ...]:
        """Live contacts at their current revision, in the order asked; NotFoundError for any other key."""
        columns = sa.select(ContactRow.id, ContactRow.revision).where(ContactRow.dissolved_at.is_(None))
        revisions = {row.id: row.revision for row in rows_in(self._session, columns, ContactRow.id, keys)}
        for key in keys:
            if key not in revisions:
                raise NotFoundError(f"没有键为 {key} 的接触")
        return self._at(keys, revisions)

    def revision(self, key: int) -> int:
        """The current revision of a live contact; NotFoundError for any other key."""
        statement = sa.select(_CONTACT.c.revision).where(_CONTACT.c.id == key, _CONTACT.c.dissolved_at.is_(None))
        found: int | None = self._session.scalar(statement)
        if found is None:
            raise NotFoundError(f"没有键为 {key} 的接触")
        return found

    def live(self, keys: Iterable[int]) -> tuple[int, ...]:
        """Those of some keys that are contacts and not dissolved, in the order asked."""
        columns = sa.select(ContactRow.id).where(ContactRow.dissolved_at.is_(None))
        asked = tuple(keys)
        found = {row.id for row in rows_in(self._session, columns, ContactRow.id, asked)}
        return tuple(key for key in asked if key in found)

    def read(self, key: int, revision: int) -> StoredContact:
        """A contact, dissolved or not, as it was at a revision; NotFoundError when there was none."""
        member = sa.select(ContactMemberRow.record_id).where(
            ContactMemberRow.contact_id == key, ContactMemberRow.contact_revision == revision
        )
        if self._session.execute(member.limit(1)).first() is None:
            raise NotFoundError(f"键为 {key} 的接触没有第 {revision} 版")
        return self._at([key], {key: revision})[0]

    def find(self, external_id: str, *, source: str | None = None) -> StoredContact | WaitingSurveys:
        """The contact with this id, or that of the survey response with this id; a call's id goes before a survey's.

        A survey response that waits for its call comes back as such; so do all those that wait for a call with this id.
        NotFoundError when nothing is known by the id, ConflictError when several sources know it and none is named.
        """
        found = self._found(external_id, source)
        if not found:
            return self._waiting_for(external_id, source)
        sources = dict.fromkeys(f.source for f in found)
        if len(sources) > 1:
            raise ConflictError(f"编号 {external_id} 在多个来源里都有，请指明来源：{'、'.join(sources)}")
        chosen = min(found, key=lambda f: f.kind != ContactKind.CONVERSATION.value)
        if chosen.head is not None:
            return self.load([chosen.head])[0]
        return self._waiting([chosen])

    def unanalysed(self, version: AnalysisVersion, *, after_key: int = 0, limit: int = 1000) -> tuple[int, ...]:
        """Keys of live contacts with something to analyse that this version has not analysed as they are now.

        Ascending, above `after_key`, at most `limit` of them.
        """
        statement = self._unanalysed(version).where(ContactRow.id > after_key).order_by(ContactRow.id).limit(limit)
        return tuple(self._session.scalars(statement))

    def count_unanalysed(self, version: AnalysisVersion) -> int:
        """How many keys `unanalysed` has in all."""
        return self._session.scalar(sa.select(sa.func.count()).select_from(self._unanalysed(version).subquery())) or 0

    def _unanalysed(self, version: AnalysisVersion) -> sa.Select[int]:
        done = sa.exists().where(
            AnalysisRow.contact_id == ContactRow.id,
            AnalysisRow.contact_revision == ContactRow.revision,
            AnalysisRow.version_id == version_key(self._session, version),
        )
        return sa.select(ContactRow.id).where(ContactRow.dissolved_at.is_(None), ContactRow.answered, ~done)

    def _at(self, keys: Sequence[int], revisions: Mapping[int, int]) -> tuple[StoredContact, ...]:
        sources, members = self._members(revisions)
        records = read_records(self._session, {key: number for found in members.values() for key, number in found})
        return tuple(
            StoredContact(key, sources[key], revisions[key], assemble(records[member] for member, _ in members[key]))
            for key in keys
        )

    def _members(self, revisions: Mapping[int, int]) -> tuple[dict[int, str], dict[int, list[tuple[int, int]]]]:
        """The sources of contacts, and the records that they consist of at the stated revisions."""
        columns = (
            ContactMemberRow.contact_id,
            ContactMemberRow.contact_revision,
            ContactMemberRow.record_id,
            ContactMemberRow.record_revision,
            RecordRow.source,
            RecordRow.external_id,
        )
        statement = sa.select(*columns).join(RecordRow, RecordRow.id == ContactMemberRow.record_id)
        # Two responses may share id and time; their sources then give the order, not their arrival. Each database
        # sorts texts by rules of its own, so it is not asked to.
        rows = sorted(rows_in(self._session, statement, ContactMemberRow.contact_id, revisions), key=itemgetter(4, 5))
        sources: dict[int, str] = {}
        members: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for contact, number, record, revision, source, _ in rows:
            if revisions[contact] != number:
                continue
            members[contact].append((record, revision))
            if record == contact:
                sources[contact] = source
        return sources, members

    def _found(self, external_id: str, source: str | None) -> list[_Found]:
        return self._records(RecordRow.external_id == external_id, source)

    def _records(self, wanted: sa.ColumnElement[bool], source: str | None) -> list[_Found]:
        statement = sa.select(RecordRow.id, RecordRow.source, RecordRow.kind, RecordRow.revision, RecordRow.head_id)
        statement = statement.where(wanted).add_columns(RecordRow.external_id)
        if source is not None:
            statement = statement.where(RecordRow.source == source)
        rows = sorted(self._session.execute(statement), key=lambda row: (row.source, row.kind, row.external_id))
        return [_Found(*row[:5]) for row in rows]

    def _waiting_for(self, external_id: str, source: str | None) -> WaitingSurveys:
        waiting = self._records((RecordRow.conversation_id == external_id) & RecordRow.head_id.is_(None), source)
        if not waiting:
            raise NotFoundError(f"找不到编号为 {external_id} 的会话或调查答复")
        return self._waiting(waiting)

    def _waiting(self, found: Iterable[_Found]) -> WaitingSurveys:
        found = list(found)
        records = read_records(self._session, {f.key: f.revision for f in found})
        surveys = [
            WaitingSurvey(f.source, record) for f in found if isinstance(record := records[f.key], SurveyResponse)
        ]
        return WaitingSurveys(surveys[0].survey.conversation_id or "", tuple(surveys))
