from pathlib import Path

from tests.inputs import RULE, answer, call, write
from tests.services.workplaces import LEASE, Yard
from voc.domain.job import JobState
from voc.domain.job_work import ExportOrder, ExportResult
from voc.services.jobs import outputs


def test_a_week_becomes_one_workbook_a_department(yard: Yard, tmp_path: Path) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", call("C-1"), answer("S-1", RULE, queue="账户服务")), "J-0")
    yard.done("J-0")
    yard.queue(ExportOrder("2026-W45"))
    job = yard.done()
    assert isinstance(job.result, ExportResult)
    assert len(job.result.files) >= 2
    with yard.work() as session:
        found = outputs(session, job, yard.folder)
    assert tuple(output.name for output in found) == job.result.files
    assert all(output.path.read_bytes().startswith(b"PK") for output in found)


def test_an_export_taken_up_by_another_worker_writes_all_again(yard: Yard, tmp_path: Path) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", call("C-1")), "J-0")
    yard.done("J-0")
    yard.queue(ExportOrder("2026-W45"))
    running = yard.steps()
    next(running)
    next(running)
    running.close()
    yard.now += LEASE
    job = yard.done()
    with yard.work() as session:
        assert outputs(session, job, yard.folder)
    assert [place.name for place in (yard.folder.folder / "J-1").iterdir()] == ["2"]


def test_a_week_without_contacts_is_done_without_files(yard: Yard) -> None:
    yard.queue(ExportOrder("2026-W45"))
    job = yard.done()
    assert (job.state, job.result) == (JobState.DONE, ExportResult(()))
