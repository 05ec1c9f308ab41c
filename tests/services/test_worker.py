import errno
from collections.abc import Generator, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.job_builders import NOW
from tests.services.workplaces import LEASE, Yard
from voc.domain.job import Job, JobState, Lease
from voc.domain.job_work import ExportOrder, ExportResult
from voc.errors import ConflictError, InputError
from voc.services.worker import TIDY_EVERY, Worker, quiet
from voc.storage.engine import create_engine, sessions, upgrade
from voc.storage.jobs import Jobs

BUSY = OperationalError("SELECT 客户的话", {}, RuntimeError("客户的话"))


@dataclass(slots=True)
class Steps:
    """A runner of so many steps, which calls `after[n]` after step n (from 1) and `after[0]` before all."""

    yard: Yard
    count: int = 3
    after: dict[int, object] = field(default_factory=dict)
    taken: int = 0
    closed: bool = False

    def __call__(self, job: Job, lease: Lease) -> Generator[None, None, None]:
        try:
            self._call(0)
            for number in range(1, self.count + 1):
                self.taken += 1
                self._call(number)
                yield
            with self.yard.work() as session:
                Jobs(session).finish(lease, ExportResult(()), at=NOW)
        finally:
            self.closed = True

    def _call(self, number: int) -> None:
        act = self.after.get(number)
        if isinstance(act, Exception):
            raise act
        if callable(act):
            act()


@pytest.fixture
def queued(yard: Yard) -> Yard:
    yard.queue(ExportOrder("2026-W45"))
    return yard


def worked(yard: Yard, steps: Steps, stop: Event | None = None, *, heard: list[JobState] | None = None) -> Job:
    worker = yard.worker(export=steps)
    if heard is not None:
        worker = replace(worker, report=lambda job: heard.append(job.state))
    assert worker.run_one(stop or Event())
    assert steps.closed
    return yard.job()


def cancelling(yard: Yard) -> object:
    def cancel() -> None:
        with yard.work() as session:
            Jobs(session).cancel("J-1", at=NOW)

    return cancel


def test_a_job_is_carried_out_to_its_end_and_told(queued: Yard) -> None:
    heard: list[JobState] = []
    steps = Steps(queued)
    assert worked(queued, steps, heard=heard).state is JobState.DONE
    assert steps.taken == 3
    assert heard == [JobState.RUNNING, JobState.DONE]


def test_where_nothing_is_due_nothing_is_done(yard: Yard) -> None:
    assert not yard.worker().run_one(Event())
    assert yard.worker().run_until_idle(Event()) == 0
    quiet(Job("J", "U", ExportOrder("w"), NOW, NOW))


def test_every_step_renews_the_lease(queued: Yard) -> None:
    seen: list[object] = []

    def look() -> None:
        seen.append(queued.job().leased_until)
        queued.now += timedelta(seconds=20)

    worked(queued, Steps(queued, after={1: look, 2: look, 3: look}))
    assert seen == [NOW + LEASE, NOW + LEASE + timedelta(seconds=20), NOW + LEASE + timedelta(seconds=40)]


def test_a_job_that_is_cancelled_ends_after_its_current_step(queued: Yard) -> None:
    steps = Steps(queued, after={2: cancelling(queued)})
    assert worked(queued, steps).state is JobState.CANCELLED
    assert steps.taken == 2


def test_a_worker_that_is_asked_to_stop_gives_its_job_back_after_the_current_step(queued: Yard) -> None:
    stop = Event()
    steps = Steps(queued, after={1: stop.set})
    job = worked(queued, steps, stop)
    assert (job.state, job.attempt_count, steps.taken) == (JobState.QUEUED, 0, 1)
    assert not queued.worker().run_until_idle(stop)


def test_a_refusal_fails_the_job_for_good(queued: Yard) -> None:
    job = worked(queued, Steps(queued, after={1: InputError("文件打不开")}))
    assert (job.state, job.error) == (JobState.FAILED, "文件打不开")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left"), "读写文件出错：磁盘空间不足"),
        (BUSY, "数据库出错：RuntimeError"),
        (BrokenProcessPool("killed"), "分析进程意外结束"),
    ],
)
def test_an_error_that_may_pass_is_tried_again_later_and_never_quotes_what_was_stored(
    queued: Yard, error: Exception, reason: str
) -> None:
    job = worked(queued, Steps(queued, after={0: error}))
    assert (job.state, job.error) == (JobState.QUEUED, reason)
    queued.now += timedelta(seconds=2)
    assert worked(queued, Steps(queued)).state is JobState.DONE
    assert queued.job().error is None


def test_a_programmers_mistake_is_not_hidden(queued: Yard) -> None:
    with pytest.raises(ZeroDivisionError):
        worked(queued, Steps(queued, after={1: ZeroDivisionError()}))
    assert queued.job().state is JobState.RUNNING


@pytest.mark.parametrize("after", [None, ConflictError("x")])
def test_a_worker_whose_job_is_anothers_leaves_it_alone(queued: Yard, after: ConflictError | None) -> None:
    def lose() -> None:
        queued.now += LEASE
        with queued.work() as session:
            Jobs(session).claim("V", at=NOW + queued.now, until=NOW + queued.now + LEASE)
        if after is not None:
            raise after

    heard: list[JobState] = []
    steps = Steps(queued, after={2: lose})
    job = worked(queued, steps, heard=heard)
    assert (job.lease, steps.taken) == (Lease("J-1", "V", 2), 2)
    assert heard == [JobState.RUNNING]


def test_a_claimed_job_that_is_over_is_told_and_not_worked_on(queued: Yard) -> None:
    steps = Steps(queued, after={1: ZeroDivisionError()})
    with pytest.raises(ZeroDivisionError):
        worked(queued, steps)
    cancelling(queued)()  # type: ignore[operator]
    queued.now += LEASE
    heard: list[JobState] = []
    worker = replace(queued.worker(export=steps), report=lambda job: heard.append(job.state))
    assert worker.run_one(Event())
    assert heard == [JobState.CANCELLED]


def test_one_that_runs_until_idle_does_all_that_is_due(queued: Yard) -> None:
    queued.queue(ExportOrder("2026-W46"), "J-2")
    assert queued.worker(export=Steps(queued)).run_until_idle(Event()) == 2


@dataclass(slots=True)
class Nap:
    """A stop that is set after so many waits; each lets time go by."""

    yard: Yard
    naps: int
    step: timedelta = timedelta(seconds=1)

    def is_set(self) -> bool:
        return self.naps == 0

    def wait(self, timeout: float) -> bool:
        self.naps -= 1
        self.yard.now += self.step
        return self.is_set()


def test_a_worker_waits_for_jobs_until_it_is_asked_to_stop(queued: Yard) -> None:
    queued.worker(export=Steps(queued)).run(Nap(queued, 2))
    assert queued.job().state is JobState.DONE


def test_a_worker_tidies_at_its_start_and_now_and_then(yard: Yard) -> None:
    tidied: list[timedelta] = []
    worker = replace(yard.worker(), tidy=lambda: tidied.append(yard.now))
    worker.run(Nap(yard, 4, TIDY_EVERY / 2))
    assert tidied == [timedelta(0), TIDY_EVERY]


def test_a_worker_outlives_a_database_that_is_away_for_a_while(queued: Yard) -> None:
    away = [BUSY, BUSY]

    @contextmanager
    def work() -> Iterator[Session]:
        if away:
            raise away.pop()
        with queued.work() as session:
            yield session

    worker = replace(queued.worker(export=Steps(queued)), unit_of_work=work, tidy=lambda: None)
    worker.run(Nap(queued, 4))
    assert queued.job().state is JobState.DONE


@pytest.mark.parametrize("error", [None, BUSY])
def test_a_long_step_is_kept_alive_by_beats_from_beside(
    yard: Yard, tmp_path: Path, error: OperationalError | None
) -> None:
    yard.database = create_engine(f"sqlite:///{tmp_path / 'voc.sqlite'}")
    upgrade(yard.database)
    yard.queue(ExportOrder("2026-W45"))
    beats, errors = Event(), [error] if error else []

    @contextmanager
    def work() -> Iterator[Session]:
        if errors and yard.job().state is JobState.RUNNING:
            raise errors.pop()  # type: ignore[misc]
        with sessions(yard.database).begin() as session:
            yield session
        if yard.job().leased_until == NOW + short + timedelta(minutes=5):
            beats.set()

    def long() -> None:
        yard.now += timedelta(minutes=5)
        assert beats.wait(20)

    short = timedelta(seconds=0.03)
    steps = Steps(yard, after={1: long})
    worker: Worker = replace(yard.worker(export=steps), unit_of_work=work, lease_time=short)
    assert worker.run_one(Event())
    assert yard.job().state is JobState.DONE
    yard.database.dispose()


def test_beats_end_when_the_job_is_anothers(yard: Yard, tmp_path: Path) -> None:
    yard.database = create_engine(f"sqlite:///{tmp_path / 'voc.sqlite'}")
    upgrade(yard.database)
    yard.queue(ExportOrder("2026-W45"))
    refused = Event()

    @contextmanager
    def work() -> Iterator[Session]:
        try:
            with sessions(yard.database).begin() as session:
                yield session
        except ConflictError:
            refused.set()
            raise

    def lose() -> None:
        with sessions(yard.database).begin() as session:
            at = NOW + timedelta(hours=1)
            Jobs(session).claim("V", at=at, until=at + LEASE)
        assert refused.wait(20)

    steps = Steps(yard, after={1: lose})
    assert replace(yard.worker(export=steps), unit_of_work=work, lease_time=timedelta(seconds=0.03)).run_one(Event())
    assert yard.job().lease == Lease("J-1", "V", 2)
    yard.database.dispose()
