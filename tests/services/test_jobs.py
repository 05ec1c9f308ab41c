from pathlib import Path

import pytest

from tests.inputs import answer, write
from tests.job_builders import NOW
from tests.services.workplaces import Yard
from voc.domain.job import JobState
from voc.domain.job_work import ExportOrder, ImportOrder, ReanalysisOrder
from voc.errors import InputError, NotFoundError
from voc.services.jobs import Output, outputs
from voc.storage.uploads import Uploads


def files(yard: Yard, id: str = "J-1") -> tuple[Output, ...]:
    with yard.work() as session:
        return outputs(session, yard.job(id), yard.folder)


def test_an_order_is_queued_under_its_owner(yard: Yard) -> None:
    yard.queue(ReanalysisOrder())
    job = yard.job()
    assert (job.state, job.owner_id, job.created_at, job.due_at) == (JobState.QUEUED, "U-1", NOW, NOW)
    assert files(yard) == ()


def test_an_order_that_cannot_be_carried_out_is_refused(yard: Yard) -> None:
    with pytest.raises(NotFoundError, match="没有编号为 F-9 的上传文件"):
        yard.queue(ImportOrder("F-9", "default"))
    with pytest.raises(InputError):
        yard.queue(ExportOrder("第 45 周"))
    yard.upload(b"")
    with yard.work() as session:
        Uploads(session).expire(at=NOW + yard.folder.lifetime)
    with pytest.raises(NotFoundError, match="已过期"):
        yard.queue(ImportOrder("F-1", "default"))


def test_the_rejects_of_an_import_are_private_and_named_after_its_file(yard: Yard, tmp_path: Path) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", answer("S-1"), "{坏"))
    yard.done()
    rejects, reasons = files(yard)
    assert (rejects.name, reasons.name) == ("a.rejects.jsonl", "a.rejects.jsonl.reasons.csv")
    assert rejects.private
    assert reasons.private
    assert rejects.path.read_text("utf-8-sig") == "{坏\n"


def test_an_import_without_rejects_leaves_no_files(yard: Yard, tmp_path: Path) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", answer("S-1")))
    assert yard.done().state is JobState.DONE
    assert files(yard) == ()


def test_a_difference_and_workbooks_are_for_everyone_who_may_see_the_job(yard: Yard, tmp_path: Path) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", answer("S-1")))
    yard.queue(ReanalysisOrder(), "J-2")
    yard.queue(ExportOrder("2026-W45"), "J-3")
    yard.done()
    (difference,) = files(yard, "J-2")
    assert (difference.name, difference.private) == ("差异_J-2.csv", False)
    books = files(yard, "J-3")
    assert books
    assert all(book.name.startswith("2026-W45_") and not book.private for book in books)


def test_files_that_have_expired_are_none(yard: Yard, tmp_path: Path) -> None:
    yard.queue_import(write(tmp_path / "a.jsonl", "{坏"))
    yard.done()
    yard.folder.tidy(yard.work, at=NOW + 2 * yard.folder.lifetime)
    assert files(yard) == ()
