"""Who does the long work: claims a job, carries it out step by step, and says that it lives."""

from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import BrokenExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread
from typing import Protocol

from sqlalchemy.exc import DBAPIError

from voc.domain.job import Job, Lease
from voc.domain.job_work import JobKind
from voc.errors import ConflictError, VocError
from voc.export.atomic import why
from voc.services.importing import UnitOfWork
from voc.storage.jobs import Jobs

IDLE_S = 1.0
TIDY_EVERY = timedelta(minutes=10)
# Errors that may pass by themselves: a full disk, a database that restarts, a worker process that was killed.
_PASSING = OSError, DBAPIError, BrokenExecutor


class Stop(Protocol):
    """Whether the worker should end; `threading.Event` is one."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float) -> bool: ...


class Runner(Protocol):
    """Carries out a job of one kind under its lease: a generator that yields after each step, with nothing half done.

    It may be closed there and called again later, by another worker. It ends the job itself, so that the end and its
    last effects are one transaction.
    """

    def __call__(self, job: Job, lease: Lease) -> Generator[None, None, None]: ...


def quiet(_job: Job) -> None:
    """For callers who do not watch."""


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker, whose `name` no other has. A job whose worker was not heard of for `lease_time` is another's.

    `report` hears of every job that was claimed, ended or went back to the queue; `tidy` runs now and then.
    """

    name: str
    unit_of_work: UnitOfWork
    runners: Mapping[JobKind, Runner]
    clock: Callable[[], datetime]
    lease_time: timedelta
    tidy: Callable[[], object]
    report: Callable[[Job], None] = quiet

    def run(self, stop: Stop) -> None:
        """Work until asked to stop; a job under way then goes back to the queue after its current step."""
        tidied: datetime | None = None
        while not stop.is_set():
            try:
                if tidied is None or self.clock() - tidied >= TIDY_EVERY:
                    self.tidy()
                    tidied = self.clock()
                worked = self.run_one(stop)
            except DBAPIError:
                # The database is away or busy: the job, if any, comes back when its lease ends.
                worked = False
            if not worked:
                stop.wait(IDLE_S)

    def run_until_idle(self, stop: Stop) -> int:
        """Do what is due, and end; how many jobs were worked on."""
        self.tidy()
        count = 0
        while not stop.is_set() and self.run_one(stop):
            count += 1
        return count

    def run_one(self, stop: Stop) -> bool:
        """Claim one job and work on it; false where none is due."""
        with self.unit_of_work() as session:
            at = self.clock()
            job = Jobs(session).claim(self.name, at=at, until=at + self.lease_time)
        if job is None:
            return False
        self.report(job)
        if job.lease is not None:
            self._work_on(job, job.lease, stop)
        return True

    def _work_on(self, job: Job, lease: Lease, stop: Stop) -> None:
        try:
            ending = self._carried_out(job, lease, stop)
        except VocError as error:
            ending = partial(_fail, lease=lease, reason=str(error), at=self.clock())
        except _PASSING as error:
            ending = partial(_retry, lease=lease, reason=_reason(error), at=self.clock())
        self._settle(ending)

    def _carried_out(self, job: Job, lease: Lease, stop: Stop) -> "_Ending":
        """Every step, unless it is to be cancelled or the worker is to stop; what to write down then."""
        with self._beating(lease), closing(self.runners[job.kind](job, lease)) as steps:
            for _ in steps:
                if self._beat(lease):
                    return lambda jobs: jobs.end_cancelled(lease, at=self.clock())
                if stop.is_set():
                    return lambda jobs: jobs.give_back(lease, at=self.clock())
        return lambda jobs: jobs.get(job.id)

    def _settle(self, ending: "_Ending") -> None:
        """Write down how it ended, unless the job is another worker's by now."""
        try:
            with self.unit_of_work() as session:
                job = ending(Jobs(session))
        except ConflictError:
            return
        self.report(job)

    def _beat(self, lease: Lease) -> bool:
        """Whether the job is to be cancelled."""
        with self.unit_of_work() as session:
            return Jobs(session).beat(lease, until=self.clock() + self.lease_time)

    @contextmanager
    def _beating(self, lease: Lease) -> Iterator[None]:
        """Beats during steps that take long, from a thread beside."""
        ended = Event()
        thread = Thread(target=self._beat_until, args=(lease, ended), name=f"beat-{lease.job_id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _beat_until(self, lease: Lease, ended: Event) -> None:
        while not ended.wait(self.lease_time.total_seconds() / 3):
            try:
                self._beat(lease)
            except ConflictError:
                return
            except DBAPIError:
                continue


_Ending = Callable[[Jobs], Job]


def _fail(jobs: Jobs, *, lease: Lease, reason: str, at: datetime) -> Job:
    return jobs.fail(lease, reason, at=at)


def _retry(jobs: Jobs, *, lease: Lease, reason: str, at: datetime) -> Job:
    return jobs.retry(lease, reason, at=at)


def _reason(error: OSError | DBAPIError | BrokenExecutor) -> str:
    """What went wrong for now; never a statement or what was stored."""
    match error:
        case OSError():
            return f"读写文件出错：{why(error)}"
        case DBAPIError():
            return f"数据库出错：{type(error.orig).__name__}"
        case _:
            return "分析进程意外结束"
