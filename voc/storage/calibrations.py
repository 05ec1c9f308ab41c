"""Calibration sessions."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.reviewing.calibration import CalibrationSession
from voc.errors import NotFoundError
from voc.storage.bulk import insert_rows
from voc.storage.review_tables import CalibrationRow
from voc.storage.timed import ALWAYS, Within, timed

_TABLE = CalibrationRow.__table__


class Calibrations:
    """All sessions. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, calibration: CalibrationSession) -> None:
        values = {
            "id": calibration.id,
            "name": calibration.name,
            "expert": calibration.expert,
            "inspectors": list(calibration.inspectors),
            "contact_keys": list(calibration.contact_keys),
            "opened_by": calibration.opened_by,
            "opened_at": calibration.opened_at,
        }
        insert_rows(self._session, CalibrationRow, [values])

    def read(self, id: str) -> CalibrationSession:
        """One, kept from other writers until the transaction ends; NotFoundError where there is none."""
        return self._one(sa.select(_TABLE).where(_TABLE.c.id == id).with_for_update(), id)

    def get(self, id: str) -> CalibrationSession:
        """One as it stands, also for who may not write; NotFoundError where there is none."""
        return self._one(sa.select(_TABLE).where(_TABLE.c.id == id), id)

    def all(self) -> tuple[CalibrationSession, ...]:
        """Every session, the newest first."""
        rows = self._session.execute(sa.select(_TABLE).order_by(_TABLE.c.opened_at.desc(), _TABLE.c.id.desc()))
        return tuple(map(_calibration, rows))

    def page(
        self,
        *,
        is_open: bool | None = None,
        within: Within = ALWAYS,
        after: tuple[datetime, str] | None = None,
    ) -> Iterator[CalibrationSession]:
        """Sessions that are closed, or not, as far as that is asked; by the time of opening."""
        statement = sa.select(_TABLE)
        if is_open is not None:
            waits = _TABLE.c.closed_at.is_(None)
            statement = statement.where(waits if is_open else ~waits)
        statement = timed(statement, _TABLE.c.opened_at, _TABLE.c.id, within=within, after=after)
        return map(_calibration, self._session.execute(statement))

    def close(self, calibration: CalibrationSession) -> None:
        ended = sa.update(_TABLE).where(_TABLE.c.id == calibration.id).values(closed_at=calibration.closed_at)
        self._session.execute(ended)

    def _one(self, statement: sa.Select[Any], id: str) -> CalibrationSession:
        row = self._session.execute(statement).one_or_none()
        if row is None:
            raise NotFoundError(f"没有编号为 {id} 的校准")
        return _calibration(row)


def _calibration(row: sa.Row[Any]) -> CalibrationSession:
    return CalibrationSession(
        row.id,
        row.name,
        row.expert,
        tuple(row.inspectors),
        tuple(row.contact_keys),
        row.opened_by,
        row.opened_at,
        row.closed_at,
    )
