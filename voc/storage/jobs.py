"""The queue of long work in the main database, so that it is kept or lost with what it works on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.job import Job, JobState, Lease
from voc.domain.job_work import ImportCheckpoint, JobKind, JobResult
from voc.errors import ConflictError, NotFoundError
from voc.storage.bulk import insert_rows
from voc.storage.job_mapping import job_of, job_values
from voc.storage.job_tables import JobRow

_JOB = JobRow.__table__
LEASE_LOST = "任务的租约已失效，由别的进程接手"


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Which jobs; None for all."""

    owner_id: str | None = None
    state: JobState | None = None
    kind: JobKind | None = None


class Jobs:
    """All jobs. The caller commits.

    Whatever a worker changes names its lease, and is a ConflictError once the lease is another's: a transaction that
    stores something together with the job's progress then stores nothing.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def enqueue(self, job: Job) -> None:
        insert_rows(self._session, JobRow, [job_values(job)])

    def get(self, job_id: str) -> Job:
        """NotFoundError for an unknown id."""
        return self._one(sa.select(_JOB).where(_JOB.c.id == job_id), job_id)

    def list(
        self, wanted: JobFilter = JobFilter(), *, before_id: str | None = None, limit: int = 50
    ) -> tuple[Job, ...]:
        """The newest first, older than `before_id`; ids are ordered by time."""
        statement = sa.select(_JOB).order_by(_JOB.c.id.desc()).limit(limit)
        if before_id is not None:
            statement = statement.where(_JOB.c.id < before_id)
        if wanted.owner_id is not None:
            statement = statement.where(_JOB.c.owner_id == wanted.owner_id)
        if wanted.state is not None:
            statement = statement.where(_JOB.c.state == wanted.state.value)
        if wanted.kind is not None:
            statement = statement.where(_JOB.c.kind == wanted.kind.value)
        return tuple(map(job_of, self._session.execute(statement)))

    def claim(self, worker: str, *, at: datetime, until: datetime) -> Job | None:
        """The job that has waited longest becomes this worker's; None where none is due.

        Of several that claim at once each gets another. A job whose worker died comes back too, unless it was to be
        cancelled or has been tried too often: then it is returned ended, and there may be more.
        """
        waiting = (_JOB.c.state == JobState.QUEUED.value) & (_JOB.c.due_at <= at)
        abandoned = (_JOB.c.state == JobState.RUNNING.value) & (_JOB.c.leased_until <= at)
        statement = sa.select(_JOB).where(waiting | abandoned).order_by(_JOB.c.due_at, _JOB.c.id).limit(1)
        # SQLite has no such locks and needs none: the transaction is the only one that writes.
        row = self._session.execute(statement.with_for_update(skip_locked=True)).one_or_none()
        return None if row is None else self._put(job_of(row).claimed(worker, at=at, until=until))

    def beat(self, lease: Lease, *, until: datetime) -> bool:
        """Say that the worker lives; whether the job is to be cancelled."""
        held = self._held(lease)
        self._session.execute(sa.update(_JOB).where(_JOB.c.id == held.id).values(leased_until=until))
        return held.cancel_requested

    def progress(
        self,
        lease: Lease,
        done_count: int,
        *,
        until: datetime,
        share: float | None = None,
        checkpoint: ImportCheckpoint | None = None,
    ) -> None:
        self._change(lease, lambda job: job.progressed(done_count, share=share, checkpoint=checkpoint, until=until))

    def finish(self, lease: Lease, result: JobResult, *, at: datetime) -> Job:
        return self._change(lease, lambda job: job.done(result, at=at))

    def fail(self, lease: Lease, reason: str, *, at: datetime) -> Job:
        """For good."""
        return self._change(lease, lambda job: job.failed(reason, at=at))

    def retry(self, lease: Lease, reason: str, *, at: datetime) -> Job:
        """Later again, unless that was tried too often."""
        return self._change(lease, lambda job: job.retried(reason, at=at))

    def give_back(self, lease: Lease, *, at: datetime) -> Job:
        return self._change(lease, lambda job: job.given_back(at=at))

    def end_cancelled(self, lease: Lease, *, at: datetime) -> Job:
        return self._change(lease, lambda job: job.cancelled(at=at))

    def cancel(self, job_id: str, *, at: datetime) -> Job:
        """Ask for it; NotFoundError for an unknown id, ConflictError for a job that has ended."""
        found = self._one(sa.select(_JOB).where(_JOB.c.id == job_id).with_for_update(), job_id)
        return self._put(found.cancel(at=at))

    def _change(self, lease: Lease, change: Callable[[Job], Job]) -> Job:
        return self._put(change(self._held(lease)))

    def _held(self, lease: Lease) -> Job:
        same = (_JOB.c.worker == lease.worker) & (_JOB.c.claim_count == lease.number)
        running = _JOB.c.state == JobState.RUNNING.value
        statement = sa.select(_JOB).where(_JOB.c.id == lease.job_id, same, running).with_for_update()
        row = self._session.execute(statement).one_or_none()
        if row is None:
            raise ConflictError(LEASE_LOST)
        return job_of(row)

    def _one(self, statement: sa.Select[tuple[object, ...]], job_id: str) -> Job:
        row = self._session.execute(statement).one_or_none()
        if row is None:
            raise NotFoundError(f"没有编号为 {job_id} 的任务")
        return job_of(row)

    def _put(self, job: Job) -> Job:
        self._session.execute(sa.update(_JOB).where(_JOB.c.id == job.id).values(job_values(job)))
        return job
