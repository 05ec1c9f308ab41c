"""Long work: ordering it, and the files that it leaves.

Permissions are not checked here: `import.write` for imports, `reanalysis.write` for re-analyses, `export.read` for
exports, `job.read` for looking; private outputs are for the job's owner and administrators alone.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from voc.domain.job import Job
from voc.domain.job_work import (
    DifferenceResult,
    ExportOrder,
    ExportResult,
    ImportOrder,
    ImportResult,
    JobKind,
    JobOrder,
    ReanalysisResult,
)
from voc.domain.permission import Action
from voc.domain.week import Week
from voc.errors import NotFoundError
from voc.ingest.rejects import reasons_path
from voc.services.auditing import Stamp, note
from voc.services.importing import rejects_name
from voc.services.uploads import UploadFolder
from voc.storage.jobs import Jobs
from voc.storage.uploads import Uploads

REJECTS = "rejects"
DIFFERENCE = "difference.csv"
# The permission that ordering a job takes, and under which it is noted.
ALLOWED_BY = {
    JobKind.IMPORT: Action.IMPORT_WRITE,
    JobKind.REANALYSIS: Action.REANALYSIS_WRITE,
    JobKind.DIFFERENCE: Action.REANALYSIS_WRITE,
    JobKind.EXPORT: Action.EXPORT_READ,
}


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a job left; `name` is what it is called in a download, `private` where it holds unmasked rows."""

    name: str
    path: Path
    private: bool


def submit(session: Session, order: JobOrder, *, job_id: str, owner_id: str, at: datetime) -> Job:
    """Queue a job; InputError or NotFoundError for an order that cannot be carried out."""
    match order:
        case ImportOrder():
            if Uploads(session).get(order.upload_id).removed_at is not None:
                raise NotFoundError("上传的文件已过期，请重新上传")
        case ExportOrder():
            Week.parse(order.week)
        case _:
            pass
    job = Job(job_id, owner_id, order, at, at)
    Jobs(session).enqueue(job)
    return job


def submit_noted(session: Session, order: JobOrder, *, job_id: str, owner_id: str, stamp: Stamp) -> Job:
    """Queue a job for somebody, who is told in the audit chain."""
    job = submit(session, order, job_id=job_id, owner_id=owner_id, at=stamp.at)
    note(session, stamp, ALLOWED_BY[job.kind], "job", job.id, change="queued", job=job.kind.value)
    return job


def cancel(session: Session, job_id: str, *, stamp: Stamp) -> Job:
    """Stop a job: at once where it waits, after its current step where it runs. NotFoundError, ConflictError."""
    job = Jobs(session).cancel(job_id, at=stamp.at)
    note(session, stamp, Action.JOB_CANCEL, "job", job_id)
    return job


def outputs(session: Session, job: Job, folder: UploadFolder) -> tuple[Output, ...]:
    """The files of a job that is done, those that have not expired."""
    place = folder.folder / job.id / str(job.claim_count)
    return tuple(output for output in _outputs(session, job, place) if output.path.is_file())


def _outputs(session: Session, job: Job, place: Path) -> tuple[Output, ...]:
    match job.order, job.result:
        case ImportOrder(upload_id=upload_id), ImportResult():
            name, path = rejects_name(Uploads(session).get(upload_id).name), place / REJECTS
            return Output(name, path, True), Output(reasons_path(Path(name)).name, reasons_path(path), True)
        case _, ReanalysisResult() | DifferenceResult():
            return (Output(f"差异_{job.id}.csv", place / DIFFERENCE, False),)
        case _, ExportResult(files=files):
            return tuple(Output(name, place / name, False) for name in files)
        case _:
            return ()
