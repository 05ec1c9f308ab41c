"""What is known of uploaded files, and which folders on the disk are still wanted."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.job import JobState
from voc.domain.upload import Upload
from voc.errors import ConflictError, NotFoundError
from voc.storage.bulk import insert_rows, rows_in
from voc.storage.job_tables import JobRow, UploadRow

_COLUMNS = tuple(UploadRow.__table__.c)
_LIVE = [JobState.QUEUED.value, JobState.RUNNING.value]


class Uploads:
    """All uploads. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, upload: Upload) -> None:
        values = {column.name: getattr(upload, column.name) for column in _COLUMNS}
        insert_rows(self._session, UploadRow, [values])

    def get(self, upload_id: str) -> Upload:
        """NotFoundError for an unknown id."""
        row = self._session.execute(sa.select(*_COLUMNS).where(UploadRow.id == upload_id)).one_or_none()
        if row is None:
            raise NotFoundError(f"没有编号为 {upload_id} 的上传文件")
        return Upload(**row._mapping)

    def list(self, owner_id: str, *, before_id: str | None = None, limit: int = 50) -> tuple[Upload, ...]:
        """Somebody's that are not removed, the newest first, older than `before_id`."""
        statement = sa.select(*_COLUMNS).where(UploadRow.owner_id == owner_id, UploadRow.removed_at.is_(None))
        if before_id is not None:
            statement = statement.where(UploadRow.id < before_id)
        rows = self._session.execute(statement.order_by(UploadRow.id.desc()).limit(limit))
        return tuple(Upload(**row._mapping) for row in rows)

    def remove(self, upload_id: str, *, at: datetime) -> None:
        """Mark as removed; ConflictError while a job waits for it or works on it."""
        # Whoever queues a job for it meanwhile waits for this row.
        self._session.execute(sa.select(UploadRow.id).where(UploadRow.id == upload_id).with_for_update())
        if self.has_job(upload_id, live=True):
            raise ConflictError("还有导入在用这个文件，请先取消")
        self._session.execute(
            sa.update(UploadRow).where(UploadRow.id == upload_id).values(removed_at=at),
            execution_options={"synchronize_session": False},
        )

    def has_job(self, upload_id: str, *, live: bool = False) -> bool:
        """Whether any job was ordered for it; `live`: one that has not ended."""
        of = sa.select(JobRow.id).where(JobRow.upload_id == upload_id)
        return self._session.scalar((of.where(JobRow.state.in_(_LIVE)) if live else of).limit(1)) is not None

    def expire(self, *, at: datetime) -> tuple[str, ...]:
        """Mark as removed all that have expired and that no job waits for or works on; their ids."""
        wanted = sa.exists().where(JobRow.upload_id == UploadRow.id, JobRow.state.in_(_LIVE))
        over = (UploadRow.expires_at <= at) & UploadRow.removed_at.is_(None) & ~wanted
        ids = tuple(self._session.scalars(sa.select(UploadRow.id).where(over).order_by(UploadRow.id)))
        self._session.execute(
            sa.update(UploadRow).where(UploadRow.id.in_(ids)).values(removed_at=at),
            execution_options={"synchronize_session": False},
        )
        return ids

    def kept(self, ids: Collection[str], *, ended_after: datetime) -> frozenset[str]:
        """Those of some ids that are uploads not removed, or jobs that go on or ended after a time."""
        uploads = sa.select(UploadRow.id).where(UploadRow.removed_at.is_(None))
        recent = JobRow.ended_at.is_(None) | (JobRow.ended_at > ended_after)
        jobs = sa.select(JobRow.id).where(recent)
        found = [*rows_in(self._session, uploads, UploadRow.id, ids), *rows_in(self._session, jobs, JobRow.id, ids)]
        return frozenset(row.id for row in found)

    def known(self, ids: Collection[str]) -> frozenset[str]:
        """Those of some ids that are uploads or jobs at all."""
        found = [
            *rows_in(self._session, sa.select(UploadRow.id), UploadRow.id, ids),
            *rows_in(self._session, sa.select(JobRow.id), JobRow.id, ids),
        ]
        return frozenset(row.id for row in found)
