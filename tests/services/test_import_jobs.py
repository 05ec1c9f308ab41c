"""Imports as jobs. A worker that dies is one whose runner is closed without a word, at any step."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.inputs import FAULT, PRAISE, RULE, answer, call, invitation, numbered, write
from tests.services.stores import renamed
from tests.services.workplaces import LEASE, Yard
from voc.domain.job import Job, JobState
from voc.domain.job_work import ImportCounts, ImportOrder, ImportResult
from voc.errors import ConflictError
from voc.ingest import Rejected, RejectsFile
from voc.nlp.analyzer import Analyzer
from voc.services import import_jobs, importing
from voc.services.jobs import outputs
from voc.services.showing import show
from voc.storage.counting import Counts
from voc.storage.jobs import Jobs
from voc.storage.tables import AnalysisRow, RecordRow

BROKEN = ("{坏一", "{坏二")


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_jobs, "CHUNK", 4)


def result(job: Job) -> ImportResult:
    assert job.state is JobState.DONE, job.error
    assert isinstance(job.result, ImportResult)
    return job.result


def stored(yard: Yard) -> tuple[int, int, int]:
    """Records, analyses, and contacts that were not analysed."""
    with yard.work() as session:
        records = session.scalar(select(func.count()).select_from(RecordRow)) or 0
        analyses = session.scalar(select(func.count()).select_from(AnalysisRow)) or 0
        return records, analyses, Counts(session).statistics().unanalysed_count


def died(yard: Yard) -> None:
    """So much time goes by that the lease of a dead worker has run out."""
    yard.now += LEASE


def dead_after_one_step(yard: Yard) -> None:
    running = yard.steps()
    next(running)
    running.close()
    died(yard)


def dead_while_analysing(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(type(yard.engine), "analyze", lambda *_, **__: (_ for _ in ()).throw(TimeoutError()))
        with pytest.raises(TimeoutError):
            next(yard.steps())


def mixed(path: Path) -> Path:
    """Nine records and two broken rows, in three chunks of four."""
    return write(path, BROKEN[0], *numbered(5), BROKEN[1], *numbered(9)[5:])


def test_a_file_is_stored_and_analysed_and_what_is_wrong_is_set_aside(yard: Yard, tmp_path: Path) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", call("C-1"), answer("S-1", RULE), "{坏", invitation("S-2")))
    job = yard.done()
    assert result(job).counts == ImportCounts(3, 0, 0, 2)
    assert result(job).rejected_count == 1
    assert result(job).first_errors[0].startswith("a.jsonl 第 3 行：")
    assert (job.done_count, job.share) == (4, 1.0)
    assert yard.opened == [(None, None)]


def test_what_is_there_is_skipped_and_what_changed_is_a_revision(yard: Yard, tmp_path: Path) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", answer("S-1"), answer("S-2")), "J-1", source="热线")
    yard.queue_import(write(tmp_path / "b.jsonl", answer("S-1"), answer("S-2", RULE)), "J-2", source="热线")
    yard.done()
    assert result(yard.job("J-2")).counts == ImportCounts(0, 1, 1, 1)
    with yard.work() as session:
        assert show(session, "S-2").stored.source == "热线"


def test_an_upload_is_read_with_its_mapping_and_by_the_ending_of_its_name(yard: Yard) -> None:
    yard.upload(
        "编号,留言\nS-1,太慢了\n".encode("gb18030"),
        name="满意度.csv",
        mapping='[columns]\n"编号" = "id"\n"留言" = "comment"\n'.encode(),
    )
    yard.queue(ImportOrder("F-1", "default"))
    assert result(yard.done()).counts.new_count == 1


def test_progress_shows_while_the_file_is_read(yard: Yard, tmp_path: Path, small_chunks: None) -> None:
    yard.queue_import(mixed(tmp_path / "a.jsonl"))
    running = yard.steps()
    next(running)
    assert yard.job().done_count == 5
    assert 0 < (yard.job().share or 0) < 1
    running.close()


def test_the_share_is_what_was_read_of_the_file_and_not_what_was_read_ahead(
    yard: Yard, tmp_path: Path, small_chunks: None
) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", *numbered(16)))
    assert [yard.job().share for _ in yard.steps()] == [pytest.approx(n / 16, abs=0.01) for n in (3, 7, 11, 15)]
    assert yard.job().share == 1.0


@pytest.fixture
def few_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK_PASSED", 3)


def only_rejects(path: Path) -> Path:
    return write(path, "{", *["{坏"] * 9)


def test_progress_shows_while_rows_are_only_set_aside(yard: Yard, tmp_path: Path, few_passed: None) -> None:
    yard.queue_import(only_rejects(tmp_path / "a.jsonl"))
    assert [yard.job().done_count for _ in yard.steps()] == [3, 6, 9, 10]
    assert (result(yard.job()).rejected_count, yard.job().done_count) == (10, 10)


def test_an_import_whose_rows_are_only_set_aside_can_be_cancelled(
    yard: Yard, tmp_path: Path, few_passed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    yard.queue_import(only_rejects(tmp_path / "a.jsonl"))
    monkeypatch.setattr(RejectsFile, "write", cancelling(yard, RejectsFile.write))
    job = yard.done()
    assert (job.state, job.done_count) == (JobState.CANCELLED, 3)


def cancelling(yard: Yard, write: Callable[[RejectsFile, Rejected], None]) -> Callable[[RejectsFile, Rejected], None]:
    """Writes, and asks for the job to be cancelled with the first row."""

    def written(file: RejectsFile, row: Rejected) -> None:
        write(file, row)
        if file.count == 1:
            with yard.work() as session:
                Jobs(session).cancel("J-1", at=yard.workplace.clock())

    return written


def test_rows_that_are_passed_over_again_are_steps_but_no_progress(
    yard: Yard, tmp_path: Path, few_passed: None, small_chunks: None
) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", *numbered(4), "{坏", *["{坏"] * 9))
    running = yard.steps()
    for _ in range(3):
        next(running)
    running.close()
    died(yard)
    running = yard.steps()
    tried = yard.job().attempt_count
    assert tried > 0
    assert [yard.job().done_count for _ in zip(range(3), running, strict=False)] == [10, 10, 10]
    assert yard.job().attempt_count == tried
    next(running)
    assert (yard.job().done_count, yard.job().attempt_count) == (12, 0)
    running.close()


@pytest.mark.parametrize("alive", [0, 1, 2, 3])
def test_whatever_step_a_worker_dies_after_nothing_is_lost_and_nothing_is_twice(
    yard: Yard, tmp_path: Path, small_chunks: None, alive: int
) -> None:
    yard.queue_import(mixed(tmp_path / "a.jsonl"))
    running = yard.steps()
    for _ in range(alive):
        next(running)
    running.close()
    died(yard)
    job = yard.done()
    assert job.claim_count == 2
    assert result(job).counts == ImportCounts(9, 0, 0, 9)
    assert stored(yard) == (9, 9, 0)
    assert result(job).rejected_count == 2
    with yard.work() as session:
        rejects = outputs(session, job, yard.folder)[0].path
    assert rejects.read_text("utf-8-sig").splitlines() == list(BROKEN)
    assert sorted(path.name for path in rejects.parent.iterdir()) == ["rejects", "rejects.reasons.csv"]


def test_what_was_stored_but_not_analysed_is_analysed_by_the_worker_after(
    yard: Yard, tmp_path: Path, small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    yard.queue_import(mixed(tmp_path / "a.jsonl"))
    dead_while_analysing(yard, monkeypatch)
    assert stored(yard) == (4, 0, 4)
    died(yard)
    assert result(yard.done()).counts == ImportCounts(9, 0, 0, 9)
    assert stored(yard) == (9, 9, 0)


def test_a_contact_that_has_become_part_of_another_meanwhile_is_not_analysed_alone(
    yard: Yard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", answer("S-1", PRAISE)))
    dead_while_analysing(yard, monkeypatch)
    yard.queue_import(write(tmp_path / "b.jsonl", call("C-1"), answer("S-1", FAULT, conversation_id="C-1")), "J-2")
    yard.done("J-2")
    died(yard)
    assert result(yard.done()).counts == ImportCounts(1, 0, 0, 0)
    assert stored(yard) == (2, 1, 0)


def test_a_worker_that_only_seemed_dead_stores_nothing_more(yard: Yard, tmp_path: Path, small_chunks: None) -> None:
    yard.queue_import(mixed(tmp_path / "a.jsonl"))
    frozen = yard.steps()
    next(frozen)
    died(yard)
    with yard.work() as session:
        assert Jobs(session).claim("V", at=yard.workplace.clock(), until=yard.workplace.until()) is not None
    with pytest.raises(ConflictError, match="租约已失效"):
        next(frozen)
    assert stored(yard)[0] == 4


def test_another_version_of_the_program_reads_the_file_from_its_start(
    yard: Yard, tmp_path: Path, small_chunks: None, analyzer: Analyzer
) -> None:
    yard.queue_import(mixed(tmp_path / "a.jsonl"))
    dead_after_one_step(yard)
    yard.engine = type(yard.engine)(replace(analyzer, version=replace(analyzer.version, code="later")))
    assert result(yard.done()).counts == ImportCounts(5, 0, 4, 5)
    assert stored(yard) == (9, 9, 0)


def test_a_file_that_cannot_be_read_fails_the_job_with_the_reason(yard: Yard) -> None:
    yard.upload(b"%PDF-1.7", name="a.pdf")
    yard.queue(ImportOrder("F-1", "default"))
    job = yard.done()
    assert (job.state, job.error) == (JobState.FAILED, "a.pdf 不能读：这是PDF 文档")


def test_a_file_that_has_gone_fails_the_job(yard: Yard) -> None:
    yard.upload(b"{}")
    yard.queue(ImportOrder("F-1", "default"))
    (yard.folder.folder / "F-1" / "content").unlink()
    assert "已过期或已删除" in (yard.done().error or "")


def test_an_empty_file_is_an_import_of_nothing(yard: Yard) -> None:
    yard.upload(b"")
    yard.queue(ImportOrder("F-1", "default"))
    assert result(yard.done()) == ImportResult(ImportCounts(), 0, ())


def test_another_model_on_the_way_analyses_what_is_left(
    yard: Yard, tmp_path: Path, small_chunks: None, analyzer: Analyzer
) -> None:
    yard.queue_import(mixed(tmp_path / "a.jsonl"))
    dead_after_one_step(yard)
    yard.engine = renamed(analyzer, "m2")
    assert result(yard.done()).counts == ImportCounts(9, 0, 0, 9)
    assert stored(yard) == (9, 9, 0)
