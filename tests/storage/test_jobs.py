from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.job_builders import CHECKPOINT, MINUTE, NOW, SECOND, job, upload
from voc.domain.job import Job, JobState, Lease
from voc.domain.job_work import ExportResult, ImportOrder, JobKind, ReanalysisOrder
from voc.errors import ConflictError, NotFoundError
from voc.storage.engine import sessions
from voc.storage.jobs import JobFilter, Jobs
from voc.storage.uploads import Uploads


@pytest.fixture
def jobs(session: Session) -> Jobs:
    return Jobs(session)


def claimed(jobs: Jobs, *, worker: str = "W", at: timedelta = timedelta(0)) -> Job | None:
    return jobs.claim(worker, at=NOW + at, until=NOW + at + MINUTE)


def leased(jobs: Jobs, **columns: object) -> Lease:
    """The lease of a job that was just queued."""
    jobs.enqueue(job("J-1", **columns))
    found = claimed(jobs)
    assert found is not None
    assert found.lease is not None
    return found.lease


def test_the_job_that_has_waited_longest_comes_first(jobs: Jobs) -> None:
    jobs.enqueue(job("J-1", due_at=NOW - SECOND))
    jobs.enqueue(job("J-2", due_at=NOW - MINUTE))
    jobs.enqueue(job("J-3", due_at=NOW + SECOND))
    assert [getattr(claimed(jobs), "id", None) for _ in range(3)] == ["J-2", "J-1", None]


def test_a_claimed_job_is_leased_in_the_database(jobs: Jobs) -> None:
    lease = leased(jobs)
    assert lease == Lease("J-1", "W", 1)
    assert jobs.get("J-1").leased_until == NOW + MINUTE
    assert claimed(jobs, worker="V") is None


def test_the_job_of_a_dead_worker_is_claimed_again(jobs: Jobs) -> None:
    leased(jobs)
    assert claimed(jobs, worker="V", at=MINUTE - SECOND) is None
    again = claimed(jobs, worker="V", at=MINUTE)
    assert again is not None
    assert again.lease == Lease("J-1", "V", 2)


def test_a_worker_that_beats_keeps_its_job_and_hears_that_it_should_cancel(jobs: Jobs) -> None:
    lease = leased(jobs)
    assert jobs.beat(lease, until=NOW + 3 * MINUTE) is False
    assert claimed(jobs, worker="V", at=2 * MINUTE) is None
    assert jobs.cancel("J-1", at=NOW).cancel_requested
    assert jobs.beat(lease, until=NOW + 4 * MINUTE) is True
    assert jobs.end_cancelled(lease, at=NOW).state is JobState.CANCELLED


def test_nothing_can_be_changed_under_a_lease_that_was_lost(jobs: Jobs) -> None:
    lost = leased(jobs)
    found = claimed(jobs, worker="W", at=MINUTE)
    assert found is not None
    for change in (
        lambda: jobs.beat(lost, until=NOW),
        lambda: jobs.progress(lost, 1, until=NOW),
        lambda: jobs.finish(lost, ExportResult(()), at=NOW),
        lambda: jobs.fail(lost, "x", at=NOW),
        lambda: jobs.retry(lost, "x", at=NOW),
        lambda: jobs.give_back(lost, at=NOW),
        lambda: jobs.end_cancelled(lost, at=NOW),
    ):
        with pytest.raises(ConflictError, match="租约已失效"):
            change()
    assert jobs.get("J-1") == found


def test_nothing_can_be_changed_once_a_job_has_ended(jobs: Jobs) -> None:
    lease = leased(jobs)
    done = jobs.finish(lease, ExportResult(("a",)), at=NOW)
    with pytest.raises(ConflictError):
        jobs.beat(lease, until=NOW)
    with pytest.raises(ConflictError, match="不能取消"):
        jobs.cancel("J-1", at=NOW)
    assert jobs.get("J-1") == done


def test_progress_is_kept_for_the_worker_after(jobs: Jobs) -> None:
    lease = leased(jobs)
    jobs.progress(lease, 6, until=NOW + MINUTE, share=0.5, checkpoint=CHECKPOINT)
    again = claimed(jobs, worker="V", at=MINUTE)
    assert again is not None
    assert (again.done_count, again.share, again.checkpoint) == (6, 0.5, CHECKPOINT)


def test_a_job_that_failed_for_now_waits_before_it_is_claimed_again(jobs: Jobs) -> None:
    assert jobs.retry(leased(jobs), "磁盘空间不足", at=NOW).error == "磁盘空间不足"
    assert claimed(jobs, at=SECOND) is None
    assert claimed(jobs, at=2 * SECOND) is not None


def test_a_job_that_was_given_back_is_due_at_once(jobs: Jobs) -> None:
    jobs.give_back(leased(jobs), at=NOW)
    assert claimed(jobs) is not None


def test_a_job_that_failed_for_good_stays_so(jobs: Jobs) -> None:
    assert jobs.fail(leased(jobs), "文件打不开", at=NOW).state is JobState.FAILED
    assert claimed(jobs, at=MINUTE) is None


def test_a_waiting_job_that_was_cancelled_is_never_claimed(jobs: Jobs) -> None:
    jobs.enqueue(job("J-1"))
    assert jobs.cancel("J-1", at=NOW).state is JobState.CANCELLED
    assert claimed(jobs) is None


def test_a_job_to_be_cancelled_ends_when_its_worker_is_dead(jobs: Jobs) -> None:
    leased(jobs)
    jobs.cancel("J-1", at=NOW)
    ended = claimed(jobs, worker="V", at=MINUTE)
    assert ended is not None
    assert (ended.state, ended.lease) == (JobState.CANCELLED, None)


def test_an_unknown_job_is_not_found(jobs: Jobs) -> None:
    with pytest.raises(NotFoundError, match="J-9"):
        jobs.get("J-9")
    with pytest.raises(NotFoundError, match="J-9"):
        jobs.cancel("J-9", at=NOW)


def test_the_newest_jobs_are_listed_first_page_by_page(jobs: Jobs) -> None:
    for number in range(5):
        jobs.enqueue(job(f"J-{number}"))
    assert [found.id for found in jobs.list(limit=2)] == ["J-4", "J-3"]
    assert [found.id for found in jobs.list(before_id="J-3", limit=9)] == ["J-2", "J-1", "J-0"]


def test_jobs_are_listed_by_owner_state_and_kind(session: Session, jobs: Jobs) -> None:
    Uploads(session).add(upload("F-1"))
    jobs.enqueue(job("J-1", ReanalysisOrder(), owner_id="U-2"))
    jobs.enqueue(job("J-2"))
    jobs.enqueue(job("J-3", ImportOrder("F-1", "default"), due_at=NOW - SECOND))
    claimed(jobs)
    assert [found.id for found in jobs.list(JobFilter(owner_id="U-1"))] == ["J-3", "J-2"]
    assert [found.id for found in jobs.list(JobFilter(state=JobState.RUNNING))] == ["J-3"]
    assert [found.id for found in jobs.list(JobFilter(kind=JobKind.EXPORT, state=JobState.QUEUED))] == ["J-2"]


def test_workers_that_claim_at_once_each_get_another_job(on_disk: Engine) -> None:
    count, found, ready = 8, list[str](), Barrier(8)
    with sessions(on_disk).begin() as session:
        for number in range(count):
            Jobs(session).enqueue(job(f"J-{number}"))

    def claim(worker: str) -> None:
        ready.wait()
        with sessions(on_disk).begin() as session:
            claimed_job = Jobs(session).claim(worker, at=NOW, until=NOW + MINUTE)
        assert claimed_job is not None
        found.append(claimed_job.id)

    threads = [Thread(target=claim, args=(f"W-{number}",)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [f"J-{number}" for number in range(count)]


def test_on_postgresql_a_claim_passes_over_rows_that_another_worker_holds(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[sa.Select[tuple[object, ...]]] = []
    execute: Callable[..., sa.CursorResult[tuple[object, ...]]] = session.execute
    monkeypatch.setattr(session, "execute", lambda statement: (asked.append(statement), execute(statement))[1])
    claimed(Jobs(session))
    assert str(asked[0].compile(dialect=postgresql.dialect())).endswith("FOR UPDATE SKIP LOCKED")


def test_what_was_stored_with_progress_under_a_lost_lease_is_rolled_back(on_disk: Engine) -> None:
    with sessions(on_disk).begin() as session:
        lost = leased(Jobs(session))
    with sessions(on_disk).begin() as session:
        claimed(Jobs(session), worker="V", at=MINUTE)

    def store_under_it() -> None:
        with sessions(on_disk).begin() as session:
            Uploads(session).add(upload("F-9"))
            Jobs(session).progress(lost, 1, until=NOW)

    with pytest.raises(ConflictError):
        store_under_it()
    with sessions(on_disk).begin() as session, pytest.raises(NotFoundError):
        Uploads(session).get("F-9")
