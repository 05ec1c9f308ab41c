from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.job_builders import CHECKPOINT, MINUTE, NOW, SECOND, job, running
from voc.domain.job import GIVEN_UP, LONGEST_PAUSE, MAX_ATTEMPTS, Job, JobState, Lease, pause_after
from voc.domain.job_work import ExportResult, ImportCheckpoint, ImportCounts, ImportResult, JobKind
from voc.errors import ConflictError

RESULT = ExportResult(())


def test_a_queued_job_can_be_claimed_once_it_is_due() -> None:
    assert not job(due_at=NOW + SECOND).claimable(NOW)
    assert job(due_at=NOW).claimable(NOW)


def test_a_job_that_is_worked_on_can_be_claimed_when_its_lease_has_run_out() -> None:
    assert not running().claimable(NOW + MINUTE - SECOND)
    assert running().claimable(NOW + MINUTE)
    assert not running().cancelled(at=NOW).claimable(NOW + MINUTE)


def test_a_claim_is_a_lease_with_the_next_number() -> None:
    first = running()
    assert (first.state, first.lease, first.started_at) == (JobState.RUNNING, Lease("J-1", "W", 1), NOW)
    second = first.claimed("V", at=NOW + MINUTE, until=NOW + 2 * MINUTE)
    assert (second.lease, second.started_at) == (Lease("J-1", "V", 2), NOW)
    assert (second.attempt_count, second.leased_until) == (2, NOW + 2 * MINUTE)


def test_progress_ends_the_counting_of_attempts() -> None:
    found = replace(running(), error="磁盘空间不足").progressed(
        5, share=0.5, checkpoint=CHECKPOINT, until=NOW + 3 * MINUTE
    )
    assert (found.attempt_count, found.error, found.done_count, found.share) == (0, None, 5, 0.5)
    assert (found.checkpoint, found.leased_until) == (CHECKPOINT, NOW + 3 * MINUTE)


def test_a_job_that_kills_its_workers_is_given_up_after_many_attempts_without_progress() -> None:
    poison: Job = job()
    for _ in range(MAX_ATTEMPTS):
        poison = poison.claimed("W", at=NOW, until=NOW)
        assert poison.state is JobState.RUNNING
    given_up = poison.claimed("W", at=NOW, until=NOW)
    assert (given_up.state, given_up.error, given_up.ended_at) == (JobState.FAILED, GIVEN_UP, NOW)


def test_the_last_error_is_why_a_job_is_given_up() -> None:
    tried = replace(job(), attempt_count=MAX_ATTEMPTS, error="磁盘空间不足")
    assert tried.claimed("W", at=NOW, until=NOW).error == "磁盘空间不足"


def test_an_error_that_may_pass_sends_the_job_back_for_later() -> None:
    again = running().retried("磁盘空间不足", at=NOW)
    assert (again.state, again.due_at, again.error) == (JobState.QUEUED, NOW + 2 * SECOND, "磁盘空间不足")
    assert (again.lease, again.leased_until) == (None, None)


def test_an_error_that_never_passes_fails_the_job() -> None:
    assert replace(running(), attempt_count=MAX_ATTEMPTS).retried("x", at=NOW).state is JobState.FAILED


def test_a_job_given_back_by_a_worker_that_stops_has_lost_nothing() -> None:
    back = replace(running(), checkpoint=CHECKPOINT, done_count=6).given_back(at=NOW)
    assert (back.state, back.attempt_count, back.checkpoint, back.done_count) == (JobState.QUEUED, 0, CHECKPOINT, 6)
    assert back.claimable(NOW)


def test_a_finished_job_keeps_its_result_and_not_the_way_there() -> None:
    done = replace(running(), checkpoint=CHECKPOINT).done(RESULT, at=NOW)
    assert (done.state, done.result, done.share, done.checkpoint) == (JobState.DONE, RESULT, 1.0, None)
    assert (done.lease, done.leased_until, done.ended_at) == (None, None, NOW)


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step() -> None:
    assert job().cancel(at=NOW).state is JobState.CANCELLED
    asked = running().cancel(at=NOW)
    assert (asked.state, asked.cancel_requested) == (JobState.RUNNING, True)
    assert asked.claimed("V", at=NOW, until=NOW).state is JobState.CANCELLED
    assert asked.given_back(at=NOW).claimed("V", at=NOW, until=NOW).state is JobState.CANCELLED


def test_an_import_that_is_cancelled_says_what_it_kept() -> None:
    counts = ImportCounts(new_count=3, analysed_count=2)
    at_work = running().progressed(5, share=0.5, checkpoint=ImportCheckpoint("c", counts), until=NOW)
    ended = at_work.cancelled(at=NOW)
    assert (ended.state, ended.result, ended.checkpoint) == (JobState.CANCELLED, ImportResult(counts, 2, ()), None)
    assert running().cancelled(at=NOW).result is None


def test_what_has_ended_cannot_be_cancelled() -> None:
    with pytest.raises(ConflictError, match="已经结束（完成）"):
        running().done(RESULT, at=NOW).cancel(at=NOW)


@pytest.mark.parametrize(
    "ended", [job().cancelled(at=NOW), running().done(RESULT, at=NOW), running().failed("x", at=NOW)]
)
def test_what_has_ended_stays_as_it_is(ended: Job) -> None:
    assert ended.state.ended
    with pytest.raises(ValueError, match="cannot become"):
        ended.claimed("W", at=NOW, until=NOW)


def test_a_job_is_of_the_kind_that_was_ordered() -> None:
    assert job().kind is JobKind.EXPORT


@given(st.integers(1, 10_000))
def test_pauses_never_shrink_and_never_exceed_five_minutes(count: int) -> None:
    assert timedelta(0) < pause_after(count) <= pause_after(count + 1) <= LONGEST_PAUSE


def test_every_state_has_a_name() -> None:
    assert len({state.label for state in JobState}) == len(JobState)
