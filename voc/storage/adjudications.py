"""Disagreements of two inspectors, open and decided."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from voc.domain.reviewing.comparing import Adjudication, Disputed
from voc.errors import NotFoundError
from voc.storage.bulk import insert_rows
from voc.storage.review_tables import AdjudicationRow, ReviewRow
from voc.storage.timed import OLDEST_FIRST, Within, timed

_TABLE = AdjudicationRow.__table__


class Adjudications:
    """All disagreements. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, adjudication: Adjudication) -> None:
        values = {
            "id": adjudication.id,
            "contact_id": adjudication.contact_key,
            "first_review_id": adjudication.first_review,
            "second_review_id": adjudication.second_review,
            "disputed": [part.value for part in adjudication.disputed],
            "opened_at": adjudication.opened_at,
            "reason": "",
        }
        insert_rows(self._session, AdjudicationRow, [values])

    def read(self, id: str) -> Adjudication:
        """One; NotFoundError where there is none."""
        found = self._select(_TABLE.c.id == id)
        if not found:
            raise NotFoundError(f"没有编号为 {id} 的分歧")
        return found[0]

    def pending(self) -> tuple[Adjudication, ...]:
        """What waits for a lead, the oldest first."""
        return self._select(_TABLE.c.decided_at.is_(None))

    def page(
        self,
        *,
        decided: bool,
        contact_key: int | None = None,
        within: Within = OLDEST_FIRST,
        after: tuple[datetime, str] | None = None,
        limit: int,
    ) -> tuple[Adjudication, ...]:
        """Those that are decided or wait, of one contact where it is asked, by the time of opening."""
        opened = _TABLE.c.decided_at.is_(None)
        wanted: list[sa.ColumnElement[bool]] = [~opened if decided else opened]
        if contact_key is not None:
            wanted.append(_TABLE.c.contact_id == contact_key)
        return self._select(*wanted, within=within, after=after, limit=limit)

    def about(self, review_id: str) -> Adjudication | None:
        """The disagreement that a review is one side of."""
        sides = (_TABLE.c.first_review_id == review_id) | (_TABLE.c.second_review_id == review_id)
        return next(iter(self._select(sides)), None)

    def decided_with(self, review_id: str) -> Adjudication | None:
        """The disagreement that was decided by this review of a lead."""
        return next(iter(self._select(_TABLE.c.review_id == review_id)), None)

    def decide(self, adjudication: Adjudication) -> None:
        values = {
            "lead": adjudication.lead,
            "review_id": adjudication.review_id,
            "decided_at": adjudication.decided_at,
            "reason": adjudication.reason,
        }
        self._session.execute(sa.update(_TABLE).where(_TABLE.c.id == adjudication.id).values(values))

    def _select(
        self,
        *wanted: sa.ColumnElement[bool],
        within: Within = OLDEST_FIRST,
        after: tuple[datetime, str] | None = None,
        limit: int | None = None,
    ) -> tuple[Adjudication, ...]:
        first, second = aliased(ReviewRow), aliased(ReviewRow)
        statement = (
            sa.select(_TABLE, first.reviewer.label("first_reviewer"), second.reviewer.label("second_reviewer"))
            .join(first, first.id == _TABLE.c.first_review_id)
            .join(second, second.id == _TABLE.c.second_review_id)
            .where(*wanted)
            .limit(limit)
        )
        statement = timed(statement, _TABLE.c.opened_at, _TABLE.c.id, within=within, after=after)
        return tuple(map(_adjudication, self._session.execute(statement)))


def _adjudication(row: sa.Row[Any]) -> Adjudication:
    return Adjudication(
        id=row.id,
        contact_key=row.contact_id,
        first_review=row.first_review_id,
        second_review=row.second_review_id,
        disputed=tuple(map(Disputed, row.disputed)),
        opened_at=row.opened_at,
        reviewers=(row.first_reviewer, row.second_reviewer),
        lead=row.lead,
        review_id=row.review_id,
        decided_at=row.decided_at,
        reason=row.reason,
    )
