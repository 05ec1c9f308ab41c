"""Long work, ordered: imports, re-analyses, exports. What becomes of it: jobs."""

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy.orm import Session

from api.deps import CurrentParts, Stamped, Writing, permit
from api.parts import Parts
from api.responses import refusals
from api.schemas.jobs import ExportIn, ImportIn, JobOut, ReanalysisIn
from voc.domain.job_work import ExportOrder, ImportOrder, JobOrder, ReanalysisOrder
from voc.domain.permission import Action, Belonging, Reach
from voc.errors import ConflictError, ForbiddenError, NotFoundError
from voc.opening import language_in_use, open_rule_sets
from voc.services import jobs
from voc.services.auditing import Stamp
from voc.services.registry import find
from voc.services.rule_sets import find_set
from voc.storage.uploads import Uploads

router = APIRouter(tags=["任务"])


@router.post("/imports", status_code=202, responses=refusals(404, 409))
def start_import(
    asked: ImportIn,
    reach: Annotated[Reach, permit(Action.IMPORT_WRITE)],
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
) -> JobOut:
    """排队导入一个上传的文件。同样的记录再次导入不会重复；拒收的行在任务的文件里。"""
    uploads = Uploads(session)
    upload = uploads.get(asked.upload_id)
    if not reach.covers(Belonging(owner=upload.owner_id)):
        raise NotFoundError(f"没有编号为 {asked.upload_id} 的上传文件")
    if uploads.has_job(upload.id, live=True):
        raise ConflictError("这个文件已经在排队或导入，请等它结束")
    if asked.mapping is not None:
        # A job that is taken up again must read the file as before.
        if uploads.has_job(upload.id) or parts.folder.mapping(upload) is not None:
            raise ConflictError("这个文件已经导入过或有了列名对应，请重新上传")
        parts.folder.content(upload)
        parts.folder.put_mapping(upload.id, asked.mapping.encode())
    return queued(session, ImportOrder(upload.id, asked.source), stamp, parts)


@router.post(
    "/reanalyses",
    status_code=202,
    dependencies=[permit(Action.REANALYSIS_WRITE)],
    responses=refusals(404, 500),
)
def start_reanalysis(asked: ReanalysisIn, session: Writing, stamp: Stamped, parts: CurrentParts) -> JobOut:
    """排队用模型库里的另一个模型或规则库里的另一套规则重新分析，报告哪些判断会变；人的复核不受影响。"""
    if asked.rules is not None:
        find_set(open_rule_sets(parts.settings), asked.rules)
    if asked.model is not None:
        find(parts.registry, asked.model, language_in_use(parts.settings))
    order = ReanalysisOrder(asked.model, asked.rules, asked.adopt)
    return queued(session, order, stamp, parts)


@router.post("/exports/weekly", status_code=202, dependencies=[permit(Action.JOB_READ)])
def start_export(
    asked: ExportIn,
    reach: Annotated[Reach, permit(Action.EXPORT_READ)],
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
) -> JobOut:
    """排队导出一周的工作簿，每个部门一份。只给看得到全部的人；别人用 GET /exports/weekly/{week}。"""
    if not reach.whole_with_names:
        raise ForbiddenError("导出任务包含全部接触；请用 GET /exports/weekly/{week} 导出您看得到的")
    return queued(session, ExportOrder(asked.week), stamp, parts)


def queued(session: Session, order: JobOrder, stamp: Stamp, parts: Parts) -> JobOut:
    """Queue a job, noted under the action that allows it."""
    return JobOut.of(jobs.submit_noted(session, order, job_id=parts.new_id(), owner_id=stamp.by, stamp=stamp))
