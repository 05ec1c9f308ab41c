"""Reviews with their whole history."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from voc.domain.review import Review, ReviewStatus
from voc.domain.reviewing.changes import Answer
from voc.domain.reviewing.history import History, ReviewEvent, State, Step, Undo, replayed
from voc.domain.reviewing.tasks import Purpose
from voc.errors import NotFoundError, PreconditionError
from voc.storage.bulk import insert_rows, rows_in
from voc.storage.review_mapping import answer_of, answer_values, step_json, step_of
from voc.storage.review_sight import shown_to
from voc.storage.review_tables import ReviewEventRow, ReviewRow
from voc.storage.tables import RecordRow

SAVED_MEANWHILE = "这份复核已在别处修改过，请刷新后再改"
_REVIEW, _RECORD = ReviewRow.__table__, RecordRow.__table__
SELECTED: sa.Select[Any] = sa.select(_REVIEW, _RECORD.c.external_id).join(_RECORD, _RECORD.c.id == _REVIEW.c.contact_id)


@dataclass(frozen=True, slots=True)
class StoredReview:
    """A review as it stands; `version` counts its steps, `counts` says that its contact is counted by it."""

    id: str
    contact_key: int
    contact_id: str
    reviewer: str
    purpose: Purpose
    task_id: str | None
    begun_revision: int
    state: State
    version: int
    counts: bool
    begun_at: datetime
    changed_at: datetime

    @property
    def status(self) -> ReviewStatus:
        return self.state.status

    @property
    def answer(self) -> Answer:
        return self.state.answer

    def review(self) -> Review:
        """The whole answer; InputError where it is not whole yet."""
        return self.answer.review(
            contact_id=self.contact_id,
            revision=self.state.revision,
            reviewer=self.reviewer,
            at=self.changed_at,
            status=self.status,
        )


class Reviews:
    """The reviews of all contacts. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(
        self,
        id: str,
        *,
        contact_key: int,
        revision: int,
        reviewer: str,
        purpose: Purpose,
        at: datetime,
        task_id: str | None = None,
    ) -> StoredReview:
        """An empty draft about a revision of a contact."""
        values = {
            "id": id,
            "contact_id": contact_key,
            "begun_revision": revision,
            "reviewer": reviewer,
            "purpose": purpose.value,
            "task_id": task_id,
            "counts": False,
            "begun_at": at,
        }
        insert_rows(self._session, ReviewRow, [values | _state_values(History.begun(revision), at)])
        return self.read(id)

    def read(self, id: str) -> StoredReview:
        """One review; NotFoundError where there is none."""
        found = self._select(ReviewRow.id == id)
        if not found:
            raise NotFoundError(f"没有编号为 {id} 的复核")
        return found[0]

    def events(self, id: str) -> tuple[ReviewEvent, ...]:
        """Everything that was done to a review, in order."""
        rows = self._session.execute(
            sa.select(ReviewEventRow.number, ReviewEventRow.by, ReviewEventRow.at, ReviewEventRow.step)
            .where(ReviewEventRow.review_id == id)
            .order_by(ReviewEventRow.number)
        )
        return tuple(ReviewEvent(number, by, at, step_of(step)) for number, by, at, step in rows)

    def history(self, review: StoredReview) -> History:
        """All of its steps; PreconditionError where there are more by now than when the review was read."""
        history = replayed(self.events(review.id), revision=review.begun_revision)
        if history.version != review.version:
            raise PreconditionError(SAVED_MEANWHILE)
        return history

    def advance(
        self, review: StoredReview, step: Step, *, by: str, at: datetime, expected: int | None = None
    ) -> StoredReview:
        """One step on, written down; ConflictError where it may not follow, PreconditionError where the review is no
        longer at the `expected` version, or as it was read, because somebody else has saved.
        """
        if expected is not None and expected != review.version:
            raise PreconditionError(SAVED_MEANWHILE)
        history = self._before(review, step).after(step)
        statement = sa.update(_REVIEW).where(_REVIEW.c.id == review.id, _REVIEW.c.version == review.version)
        written = self._session.execute(statement.values(_state_values(history, at)))
        if cast("CursorResult[Any]", written).rowcount != 1:
            raise PreconditionError(SAVED_MEANWHILE)
        event = {"review_id": review.id, "number": history.version, "made_by": by, "made_at": at}
        insert_rows(self._session, ReviewEventRow, [event | {"step": step_json(step)}])
        return replace(review, state=history.now, version=history.version, changed_at=at)

    def _before(self, review: StoredReview, step: Step) -> History:
        """The history as far as a step needs it: to be taken back, what was before; else where it stands."""
        return self.history(review) if isinstance(step, Undo) else History((review.state,), review.version)

    def of_contact(self, key: int) -> tuple[StoredReview, ...]:
        """The reviews of a contact, in the order in which they were begun."""
        return self._select(_REVIEW.c.contact_id == key)

    def of_tasks(self, task_ids: Collection[str]) -> tuple[StoredReview, ...]:
        """The reviews of these tasks, in the order in which they were begun."""
        rows = rows_in(self._session, SELECTED, ReviewRow.task_id, task_ids)
        return tuple(sorted(map(stored_review, rows), key=lambda review: (review.begun_at, review.id)))

    def counting(self, keys: Iterable[int], *, who: str | None = None) -> Mapping[int, StoredReview]:
        """The reviews by which contacts are counted, by the key of the contact; only those `who` may know of."""
        statement = SELECTED.where(ReviewRow.counts)
        if who is not None:
            statement = statement.where(shown_to(who))
        return {
            row.contact_id: stored_review(row) for row in rows_in(self._session, statement, ReviewRow.contact_id, keys)
        }

    def all_counting(self) -> tuple[StoredReview, ...]:
        """Every review by which a contact is counted, by the key of the contact."""
        return self._select(ReviewRow.counts.is_(True), order=(ReviewRow.contact_id,))

    def current(self, keys: Iterable[int]) -> tuple[StoredReview, ...]:
        """The reviews of these contacts that have not gone stale."""
        statement = SELECTED.where(ReviewRow.status != ReviewStatus.STALE.value)
        return tuple(map(stored_review, rows_in(self._session, statement, ReviewRow.contact_id, keys)))

    def let_count(self, review: StoredReview) -> StoredReview:
        """Count the contact by this review, and by no other any more."""
        self.count_none(review.contact_key)
        self._session.execute(sa.update(_REVIEW).where(_REVIEW.c.id == review.id).values(counts=True))
        return replace(review, counts=True)

    def count_none(self, contact_key: int) -> None:
        """Count the contact by the machine's claim again."""
        counted = _REVIEW.c.contact_id == contact_key, _REVIEW.c.counts
        self._session.execute(sa.update(_REVIEW).where(*counted).values(counts=False))

    def _select(
        self,
        *wanted: sa.ColumnElement[bool],
        order: tuple[sa.SQLColumnExpression[Any], ...] = (ReviewRow.begun_at, ReviewRow.id),
    ) -> tuple[StoredReview, ...]:
        return tuple(map(stored_review, self._session.execute(SELECTED.where(*wanted).order_by(*order))))


def stored_review(row: sa.Row[Any]) -> StoredReview:
    return StoredReview(
        id=row.id,
        contact_key=row.contact_id,
        contact_id=row.external_id,
        reviewer=row.reviewer,
        purpose=Purpose(row.purpose),
        task_id=row.task_id,
        begun_revision=row.begun_revision,
        state=State(answer_of(row), ReviewStatus(row.status), row.contact_revision),
        version=row.version,
        counts=row.counts,
        begun_at=row.begun_at,
        changed_at=row.changed_at,
    )


def _state_values(history: History, at: datetime) -> dict[str, object]:
    state = history.now
    return answer_values(state.answer) | {
        "status": state.status.value,
        "contact_revision": state.revision,
        "version": history.version,
        "changed_at": at,
    }
