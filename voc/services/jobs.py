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
    JobOrder,
    ReanalysisResult,
)
from voc.domain.week import Week
from voc.errors import NotFoundError
from voc.ingest.rejects import reasons_path
from voc.services.importing import rejects_name
from voc.services.uploads import UploadFolder
from voc.storage.jobs import Jobs
from voc.storage.uploads import Uploads

REJECTS = "rejects"
DIFFERENCE = "difference.csv"


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
