"""Searchable texts, found by the index, within filters. Only reads."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from voc.domain.attribution import COMMENT
from voc.domain.contact import ContactText
from voc.domain.conversation import Speaker
from voc.storage.access import Sight, current_call, within
from voc.storage.analyses import is_current
from voc.storage.bulk import rows_in
from voc.storage.counting import EVERY_CONTACT, ContactFilter, live
from voc.storage.review_tables import ReviewRow
from voc.storage.search_index import keys_holding, may_hold
from voc.storage.search_tables import SearchTextRow
from voc.storage.standing import Named, counting_review, stands_named
from voc.storage.tables import (
    AnalysisRow,
    ContactRow,
    ConversationRevisionRow,
    RecordRow,
    SurveyRevisionRow,
    UtteranceRow,
)

_Head = aliased(RecordRow)
# The record that a text belongs to.
_Told = aliased(RecordRow)


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Which contacts: of a time and place, with a cause or factor (its code), with one of some agents.

    The cause or factor is one of the verdict that stands. `sight` leaves out what somebody does not see, but for what
    departments do not; None sees everything.
    """

    contacts: ContactFilter = EVERY_CONTACT
    code: str | None = None
    agents: tuple[str, ...] = ()
    sight: Sight | None = None


EVERYWHERE = SearchFilter()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may be wanted, and the contact that it belongs to, by their keys."""

    text: int
    contact: int


@dataclass(frozen=True, slots=True)
class SearchText:
    """A text with the key that the index knows it by."""

    key: int
    said: ContactText


@dataclass(frozen=True, slots=True)
class Heading:
    """What tells a contact, at a glance."""

    key: int
    id: str
    source: str
    occurred_at: datetime | None
    queue: str | None
    channel: str | None


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment in a contact; `place` sorts those of one contact as `Contact.texts` does."""

    head: int
    place: tuple[bool, str, str, str]
    text: SearchText


class Texts:
    """The texts of live contacts, as they are now."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keys(self, phrases: Sequence[str] | None, *, before: int | None, limit: int) -> list[int]:
        """Keys of texts that may hold one of some phrases (None: all texts), below a key, the highest first."""
        if phrases is not None:
            return keys_holding(self._session, phrases, before=before, limit=limit)
        statement = sa.select(SearchTextRow.id).order_by(SearchTextRow.id.desc()).limit(limit)
        return list(self._session.scalars(statement if before is None else statement.where(SearchTextRow.id < before)))

    def candidates(self, keys: Collection[int], wanted: SearchFilter) -> list[Candidate]:
        """Those of some texts that are of a current revision, in contacts within a filter; the highest key first."""
        statement = (
            sa.select(SearchTextRow.id, ContactRow.id)
            .join(_Told, _current(_Told))
            .join(ContactRow, ContactRow.id == _Told.head_id)
            .where(*live(wanted.contacts), *_marked(wanted))
        )
        if wanted.code is not None:
            who = None if wanted.sight is None else wanted.sight.reach.actor.user_id
            statement = (
                statement.outerjoin(AnalysisRow, is_current())
                .outerjoin(ReviewRow, counting_review(who))
                .where(stands_named(self._session, Named.of(wanted.code)))
            )
        if wanted.agents or wanted.sight is not None:
            own = RecordRow.id == ContactRow.id
            statement = statement.join(RecordRow, own).outerjoin(ConversationRevisionRow, current_call())
        found = rows_in(self._session, statement, SearchTextRow.id, keys)
        return [Candidate(text, contact) for text, contact in sorted(found, reverse=True)]

    def of_contacts(
        self, keys: Collection[int], phrases: Sequence[str] | None = None
    ) -> dict[int, tuple[SearchText, ...]]:
        """The searchable texts of contacts, in the order of `Contact.texts`.

        Where phrases are given, at least those that hold one of them; none may be left.
        """
        held = sa.true() if phrases is None else may_hold(self._session, SearchTextRow.id.expression, phrases)
        found: dict[int, list[SearchText]] = {key: [] for key in keys}
        for head, position, key, speaker, text in self._spoken(keys, held):
            found[head].append(SearchText(key, ContactText(position, Speaker(speaker), text)))
        for comment in sorted(self._comments(keys, held), key=attrgetter("place")):
            found[comment.head].append(comment.text)
        return {head: tuple(texts) for head, texts in found.items()}

    def headings(self, keys: Collection[int]) -> dict[int, Heading]:
        """What tells contacts, by their keys."""
        columns = ContactRow.id, _Head.external_id, _Head.source
        statement = sa.select(*columns, ContactRow.occurred_at, ContactRow.queue, ContactRow.channel)
        rows = rows_in(self._session, statement.join(_Head, _Head.id == ContactRow.id), ContactRow.id, keys)
        return {row[0]: Heading(*row) for row in rows}

    def _spoken(
        self, keys: Collection[int], held: sa.ColumnElement[bool]
    ) -> "Iterator[sa.Row[int, int, int, str, str]]":
        columns = ContactRow.id, SearchTextRow.position, SearchTextRow.id, UtteranceRow.speaker, UtteranceRow.text
        same = (
            UtteranceRow.record_id == SearchTextRow.record_id,
            UtteranceRow.revision == SearchTextRow.revision,
            UtteranceRow.position == SearchTextRow.position,
        )
        statement = (
            sa.select(*columns)
            .join(RecordRow, RecordRow.head_id == ContactRow.id)
            .join(SearchTextRow, _current())
            .join(UtteranceRow, sa.and_(*same))
            .where(held)
            .order_by(ContactRow.id, SearchTextRow.position)
        )
        return rows_in(self._session, statement, ContactRow.id, keys)

    def _comments(self, keys: Collection[int], held: sa.ColumnElement[bool]) -> Iterator[_Comment]:
        survey = SurveyRevisionRow
        same = survey.record_id == SearchTextRow.record_id, survey.revision == SearchTextRow.revision
        columns = RecordRow.id, ContactRow.id, RecordRow.source, survey.external_id, survey.answered_at
        statement = (
            sa.select(*columns, SearchTextRow.id, survey.comment)
            .join(RecordRow, _current())
            .join(survey, sa.and_(*same))
            .join(ContactRow, ContactRow.id == RecordRow.head_id)
            .where(SearchTextRow.position == COMMENT, held)
        )
        for own, head, source, name, at, key, text in rows_in(self._session, statement, ContactRow.id, keys):
            assert head is not None, "asked for by the key of its contact"
            said = ContactText(COMMENT, Speaker.CUSTOMER, text, None if own == head else name)
            yield _Comment(
                head, (at is None, "" if at is None else at.isoformat(), name, source), SearchText(key, said)
            )


def _current(told: type[RecordRow] = RecordRow) -> sa.ColumnElement[bool]:
    return sa.and_(told.id == SearchTextRow.record_id, told.revision == SearchTextRow.revision)


def _marked(wanted: SearchFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.agents:
        conditions.append(ConversationRevisionRow.agent_id.in_(wanted.agents))
    if wanted.sight is not None:
        conditions.append(within(wanted.sight.reach, wanted.sight.assigned))
    return conditions
