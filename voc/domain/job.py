"""Long work that is queued, leased to one worker at a time, and taken up again when that worker dies.

A lease is told by its worker and its number: the number rises with every claim, so that a worker that was believed dead
cannot change anything any more. Attempts are counted since the last progress; work that goes on is never given up.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from voc.domain.job_work import ImportCheckpoint, ImportResult, JobKind, JobOrder, JobResult, kind_of
from voc.errors import ConflictError

MAX_ATTEMPTS = 20
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=5)
GIVEN_UP = f"连续 {MAX_ATTEMPTS} 次没有进展，不再重试"


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def ended(self) -> bool:
        return not _NEXT[self]


_LABELS = {
    JobState.QUEUED: "排队",
    JobState.RUNNING: "进行中",
    JobState.DONE: "完成",
    JobState.FAILED: "失败",
    JobState.CANCELLED: "已取消",
}
_NEXT = {
    JobState.QUEUED: frozenset({JobState.RUNNING, JobState.CANCELLED, JobState.FAILED}),
    JobState.RUNNING: frozenset(JobState),
    JobState.DONE: frozenset[JobState](),
    JobState.FAILED: frozenset[JobState](),
    JobState.CANCELLED: frozenset[JobState](),
}


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on one job. `number` counts the claims of that job."""

    job_id: str
    worker: str
    number: int


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work.

    `due_at`: not to be claimed before. `attempt_count`: claims since the last progress. `done_count` counts rows or
    contacts; `share` (0…1) is how far the whole is, None where that is not known. `error` is the last one, one line for
    the user. `result` is there once the job is done, and where an import was cancelled halfway.
    """

    id: str
    owner_id: str
    order: JobOrder
    created_at: datetime
    due_at: datetime
    state: JobState = JobState.QUEUED
    lease: Lease | None = None
    leased_until: datetime | None = None
    claim_count: int = 0
    attempt_count: int = 0
    cancel_requested: bool = False
    done_count: int = 0
    share: float | None = None
    checkpoint: ImportCheckpoint | None = None
    error: str | None = None
    result: JobResult | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def kind(self) -> JobKind:
        return kind_of(self.order)

    def claimable(self, at: datetime) -> bool:
        """Whether it waits and is due, or its worker has not been heard of."""
        if self.state is JobState.QUEUED:
            return self.due_at <= at
        return self.state is JobState.RUNNING and self.leased_until is not None and self.leased_until <= at

    def claimed(self, worker: str, *, at: datetime, until: datetime) -> "Job":
        """What a claimable job becomes: leased to a worker, or ended where it was to be cancelled or given up."""
        if self.cancel_requested:
            return self.cancelled(at=at)
        if self.attempt_count >= MAX_ATTEMPTS:
            return self.failed(self.error or GIVEN_UP, at=at)
        lease = Lease(self.id, worker, self.claim_count + 1)
        return replace(
            self._moved(JobState.RUNNING),
            lease=lease,
            leased_until=until,
            claim_count=lease.number,
            attempt_count=self.attempt_count + 1,
            started_at=self.started_at or at,
        )

    def progressed(
        self, done_count: int, *, share: float | None, checkpoint: ImportCheckpoint | None, until: datetime
    ) -> "Job":
        """A step is done: whatever failed before is over."""
        return replace(
            self,
            done_count=done_count,
            share=share,
            checkpoint=checkpoint,
            leased_until=until,
            attempt_count=0,
            error=None,
        )

    def done(self, result: JobResult, *, at: datetime) -> "Job":
        return replace(self._ended(JobState.DONE, at), result=result, share=1.0, error=None)

    def failed(self, reason: str, *, at: datetime) -> "Job":
        """Failed for good."""
        return replace(self._ended(JobState.FAILED, at), error=reason)

    def retried(self, reason: str, *, at: datetime) -> "Job":
        """Back to the queue after an error that may pass, or failed where it did not pass too often."""
        if self.attempt_count >= MAX_ATTEMPTS:
            return self.failed(reason, at=at)
        return replace(self._released(), due_at=at + pause_after(self.attempt_count), error=reason)

    def given_back(self, *, at: datetime) -> "Job":
        """Back to the queue because its worker was asked to stop: no attempt at all."""
        return replace(self._released(), due_at=at, attempt_count=max(0, self.attempt_count - 1))

    def cancelled(self, *, at: datetime) -> "Job":
        """Ended halfway; an import then says what it kept."""
        return replace(self._ended(JobState.CANCELLED, at), result=self._kept())

    def _kept(self) -> ImportResult | None:
        if self.checkpoint is None:
            return None
        counts = self.checkpoint.counts
        return ImportResult(counts, max(0, self.done_count - counts.record_count), ())

    def cancel(self, *, at: datetime) -> "Job":
        """At once where nobody works on it, else at its next step; ConflictError for one that has ended."""
        if self.state.ended:
            raise ConflictError(f"任务 {self.id} 已经结束（{self.state.label}），不能取消")
        return replace(self, cancel_requested=True) if self.state is JobState.RUNNING else self.cancelled(at=at)

    def _released(self) -> "Job":
        return replace(self._moved(JobState.QUEUED), lease=None, leased_until=None)

    def _ended(self, state: JobState, at: datetime) -> "Job":
        return replace(self._moved(state), lease=None, leased_until=None, ended_at=at, checkpoint=None)

    def _moved(self, to: JobState) -> "Job":
        if to not in _NEXT[self.state]:
            raise ValueError(f"a job that is {self.state} cannot become {to}")
        return replace(self, state=to)


def pause_after(attempt_count: int) -> timedelta:
    """How long to wait after so many attempts without progress (at least 1): twice as long each time, up to 5 minutes.

    >>> [int(pause_after(count).total_seconds()) for count in (1, 2, 3, 8, 9)]
    [2, 4, 8, 256, 300]
    """
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(attempt_count - 1, 16)))
