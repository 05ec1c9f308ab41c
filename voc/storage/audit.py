"""The audit chain and the access log. Nothing here is ever changed or taken away."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.audit import SEAL, Access, AuditEntry, chained
from voc.errors import ConflictError
from voc.storage.account_tables import AccessRow, AuditHeadRow, AuditRow
from voc.storage.bulk import insert_rows

_PARTITION = 1000


class AuditLog:
    """Both logs. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(
        self, *, at: datetime, actor_id: str, action: str, object_kind: str, object_id: str, facts: str
    ) -> AuditEntry:
        """Add a change as the last of the chain; other writers wait until this transaction ends."""
        sequence, previous = self.lock()
        entry = chained(previous, AuditEntry(sequence + 1, at, actor_id, action, object_kind, object_id, facts, ""))
        insert_rows(self._session, AuditRow, [{name: getattr(entry, name) for name in AuditEntry.__slots__}])
        self._session.execute(sa.update(AuditHeadRow).values(sequence=entry.sequence, hash=entry.hash))
        return entry

    def lock(self) -> tuple[int, str]:
        """The end of the chain, which nobody else moves until this transaction ends; ConflictError where it is gone."""
        end = sa.select(AuditHeadRow.sequence, AuditHeadRow.hash).with_for_update()
        row = self._session.execute(end).one_or_none()
        if row is None:
            raise ConflictError("审计链的链尾不见了，什么也不能改动；请用 voc audit verify 核对")
        return row.sequence, row.hash

    def page(
        self,
        *,
        before: int | None = None,
        limit: int,
        actor_id: str | None = None,
        action: str | None = None,
        object_id: str | None = None,
    ) -> tuple[AuditEntry, ...]:
        """The latest first, those before a sequence number."""
        statement = sa.select(AuditRow.__table__).order_by(AuditRow.sequence.desc()).limit(limit)
        wanted = ((AuditRow.actor_id, actor_id), (AuditRow.action, action), (AuditRow.object_id, object_id))
        for column, value in wanted:
            if value is not None:
                statement = statement.where(column == value)
        if before is not None:
            statement = statement.where(AuditRow.sequence < before)
        return tuple(_entry(row) for row in self._session.execute(statement))

    def chain(self) -> Iterator[AuditEntry]:
        """All entries from the first, read as they are needed."""
        statement = sa.select(AuditRow.__table__).order_by(AuditRow.sequence)
        return (_entry(row) for row in self._session.execute(statement.execution_options(yield_per=_PARTITION)))

    def head(self) -> tuple[int, str] | None:
        """Sequence number and hash of the last entry, as written down beside the chain; None where that is gone."""
        row = self._session.execute(sa.select(AuditHeadRow.sequence, AuditHeadRow.hash)).one_or_none()
        return None if row is None else (row.sequence, row.hash)

    def note_accesses(self, *, at: datetime, actor_id: str, kind: str, contact_ids: Iterable[int]) -> None:
        rows = [{"at": at, "actor_id": actor_id, "kind": kind, "contact_id": key} for key in contact_ids]
        insert_rows(self._session, AccessRow, rows)

    def note_access(self, *, at: datetime, actor_id: str, kind: str, contact_id: int) -> None:
        self.note_accesses(at=at, actor_id=actor_id, kind=kind, contact_ids=(contact_id,))

    def last_seal(self) -> AuditEntry | None:
        """The seal of the latest hour."""
        statement = sa.select(AuditRow.__table__).where(AuditRow.action == SEAL).order_by(AuditRow.sequence.desc())
        row = self._session.execute(statement.limit(1)).one_or_none()
        return None if row is None else _entry(row)

    def first_access(self, since: datetime | None) -> datetime | None:
        """When something was read first, or first at or after a time."""
        statement = sa.select(sa.func.min(AccessRow.at))
        return self._session.scalar(statement if since is None else statement.where(AccessRow.at >= since))

    def accesses(self, since: datetime, until: datetime) -> list[Access]:
        """What was read from a time up to but without another, in the order of the ids."""
        statement = sa.select(AccessRow.__table__).where(AccessRow.at >= since, AccessRow.at < until)
        return [Access(*row) for row in self._session.execute(statement.order_by(AccessRow.id))]


def _entry(row: sa.Row[Any]) -> AuditEntry:
    return AuditEntry(**row._mapping)
