"""The audit chain and the access log. Nothing here is ever changed or taken away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, SessionTransaction

from voc.domain.audit import SEAL, Access, AuditEntry, chained
from voc.errors import ConflictError
from voc.storage.account_tables import AccessRow, AuditHeadRow, AuditRow
from voc.storage.bulk import insert_rows

_PARTITION = 1000
# Where a session keeps what it will write down when it commits.
_NOTED = "audit_noted"
_END = sa.select(AuditHeadRow.__table__.c.sequence, AuditHeadRow.__table__.c.hash)


class AuditLog:
    """Both logs. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def append(self, *, at: datetime, actor_id: str, action: str, object_kind: str, object_id: str, facts: str) -> None:
        """Add a change to the end of the chain, in this transaction, as the last thing before it is committed.

        Other writers wait from then on until the transaction has ended, and not while it is still at work.
        """
        entry = AuditEntry(0, at, actor_id, action, object_kind, object_id, facts, "")
        if self._session.in_nested_transaction():
            # That one may be taken back alone.
            self._write([entry])
        else:
            self._session.info.setdefault(_NOTED, []).append(entry)

    def write(self) -> None:
        """Write down at once what was added in this transaction and is not written yet."""
        if noted := self._session.info.pop(_NOTED, None):
            self._write(noted)

    def _write(self, noted: Sequence[AuditEntry]) -> None:
        """Chain entries that have no numbers yet to the end."""
        sequence, previous = self.lock()
        entries = []
        for number, entry in enumerate(noted, sequence + 1):
            entries.append(chained(previous, replace(entry, sequence=number)))
            previous = entries[-1].hash
        insert_rows(self._session, AuditRow, [{n: getattr(e, n) for n in AuditEntry.__slots__} for e in entries])
        end = {"sequence": entries[-1].sequence, "hash": previous}
        self._session.execute(sa.update(AuditHeadRow.__table__).values(end))

    def lock(self) -> tuple[int, str]:
        """The end of the chain, which nobody else moves until this transaction ends; ConflictError where it is gone."""
        row = self._session.execute(_END.with_for_update()).one_or_none()
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
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> tuple[AuditEntry, ...]:
        """The latest first, those before a sequence number; from `since` up to but without `until`."""
        self.write()
        statement = sa.select(AuditRow.__table__).order_by(AuditRow.sequence.desc()).limit(limit)
        wanted = ((AuditRow.actor_id, actor_id), (AuditRow.action, action), (AuditRow.object_id, object_id))
        for column, value in wanted:
            if value is not None:
                statement = statement.where(column == value)
        if before is not None:
            statement = statement.where(AuditRow.sequence < before)
        if since is not None:
            statement = statement.where(AuditRow.at >= since)
        if until is not None:
            statement = statement.where(AuditRow.at < until)
        return tuple(_entry(row) for row in self._session.execute(statement))

    def chain(self) -> Iterator[AuditEntry]:
        """All entries from the first, read as they are needed."""
        self.write()
        statement = sa.select(AuditRow.__table__).order_by(AuditRow.sequence)
        return (_entry(row) for row in self._session.execute(statement.execution_options(yield_per=_PARTITION)))

    def head(self) -> tuple[int, str] | None:
        """Sequence number and hash of the last entry, as written down beside the chain; None where that is gone."""
        self.write()
        row = self._session.execute(_END).one_or_none()
        return None if row is None else (row.sequence, row.hash)

    def note_accesses(self, *, at: datetime, actor_id: str, kind: str, contact_ids: Iterable[int]) -> None:
        rows = [{"at": at, "actor_id": actor_id, "kind": kind, "contact_id": key} for key in contact_ids]
        insert_rows(self._session, AccessRow, rows)

    def last_seal(self) -> AuditEntry | None:
        """The seal of the latest hour."""
        self.write()
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


@sa.event.listens_for(Session, "before_commit")
def _write_noted(session: Session) -> None:
    AuditLog(session).write()


@sa.event.listens_for(Session, "after_transaction_end")
def _forget_noted(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_NOTED, None)


def _entry(row: sa.Row[Any]) -> AuditEntry:
    return AuditEntry(**row._mapping)
