"""Long work: how far it is, stopping it, and the files that it leaves."""

from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as InPath
from sqlalchemy.orm import Session

from api.deps import CurrentParts, Reading, Stamped, Writing, permit
from api.files import StoredFile
from api.paging import Cursor, Limit, Page, cursor_of, cut, text_in
from api.responses import refusals
from api.schemas.base import Id
from api.schemas.jobs import JobOut, OutputOut
from voc.domain.job import Job, JobState
from voc.domain.job_work import ExportOrder, JobKind
from voc.domain.permission import Action, Belonging, Reach, allowed
from voc.errors import NotFoundError
from voc.services.auditing import note
from voc.services.jobs import Output, outputs
from voc.services.jobs import cancel as cancel_job
from voc.services.uploads import UploadFolder
from voc.storage.jobs import JobFilter, Jobs

router = APIRouter(prefix="/jobs", tags=["任务"])
Reader = Annotated[Reach, permit(Action.JOB_READ)]


@router.get("")
def list_jobs(
    reach: Reader,
    session: Reading,
    kind: JobKind | None = None,
    state: JobState | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[JobOut]:
    """任务，最近的在前；管理员看全部，别人看自己的。"""
    wanted = JobFilter(None if reach.unlimited else reach.actor.user_id, state, kind)
    found = Jobs(session).list(wanted, before_id=text_in(cursor) or None, limit=limit + 1)
    jobs, last = cut(found, limit)
    return Page(items=[JobOut.of(job) for job in jobs], next=None if last is None else cursor_of(last.id))


@router.get("/{job_id}", responses=refusals(404))
def get(job_id: Id, reach: Reader, session: Reading) -> JobOut:
    """一个任务：进度、结果、出错的原因。"""
    return JobOut.of(_reachable(session, job_id, reach))


@router.post("/{job_id}/cancel", responses=refusals(404, 409))
def cancel(job_id: Id, reach: Annotated[Reach, permit(Action.JOB_CANCEL)], session: Writing, stamp: Stamped) -> JobOut:
    """取消：排队的立即取消，进行中的做完手上这一步后停下；已经入库的保留。"""
    _reachable(session, job_id, reach)
    return JobOut.of(cancel_job(session, job_id, stamp=stamp))


@router.get("/{job_id}/outputs", responses=refusals(404))
def list_outputs(job_id: Id, reach: Reader, session: Reading, parts: CurrentParts) -> list[OutputOut]:
    """任务写出的文件：拒收的行及理由、差异报告、工作簿；过期的不在其中。"""
    job = _reachable(session, job_id, reach)
    return [OutputOut.of(number, one) for number, one in _visible(session, job, reach, parts.folder).items()]


@router.get(
    "/{job_id}/outputs/{number}",
    response_class=StoredFile,
    responses=refusals(404, 416) | {200: {"content": {"application/octet-stream": {}}}, 206: {"description": "一段"}},
)
def download(
    job_id: Id,
    number: Annotated[int, InPath(ge=1, le=1000)],
    reach: Reader,
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
) -> StoredFile:
    """下载一个文件。拒收的行是原文，工作簿引有原话，下载记入审计链。"""
    job = _reachable(session, job_id, reach)
    output = _visible(session, job, reach, parts.folder).get(number)
    if output is None:
        raise NotFoundError("任务没有这个文件，或已过期")
    if output.private:
        note(session, stamp, Action.REJECTS_READ, "job", job_id, output=number)
    elif isinstance(job.order, ExportOrder):
        note(session, stamp, Action.EXPORT_READ, "job", job_id, output=number)
    return StoredFile(output.path, media_type="application/octet-stream", filename=output.name)


def _reachable(session: Session, job_id: str, reach: Reach) -> Job:
    """NotFoundError where there is none, or it is another's, which is not told apart."""
    job = Jobs(session).get(job_id)
    if not reach.covers(Belonging(owner=job.owner_id)):
        raise NotFoundError(f"没有编号为 {job_id} 的任务")
    return job


def _visible(session: Session, job: Job, reach: Reach, folder: UploadFolder) -> dict[int, Output]:
    """The files by their numbers; private ones only for those who may read what was set aside."""
    private = allowed(reach.actor, Action.REJECTS_READ).covers(Belonging(owner=job.owner_id))
    found = enumerate(outputs(session, job, folder), start=1)
    return {number: one for number, one in found if private or not one.private}
