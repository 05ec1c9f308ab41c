"""What a model would change, before it is taken into use."""

from fastapi import APIRouter

from api.deps import CurrentParts, Reading, Stamped, Writing, permit
from api.files import StoredFile
from api.responses import refusals
from api.routes.orders import queued
from api.schemas.base import Id
from api.schemas.jobs import JobOut
from api.schemas.model_difference import ReportOut
from voc.domain.job_work import DifferenceOrder
from voc.domain.permission import Action
from voc.errors import NotFoundError
from voc.opening import language_in_use
from voc.services.jobs import outputs
from voc.services.model_difference import last_report
from voc.services.registry import find

router = APIRouter(prefix="/models/{model_id}/difference", tags=["模型"])


@router.post("", status_code=202, dependencies=[permit(Action.REANALYSIS_WRITE)], responses=refusals(404, 500))
def order_report(model_id: Id, session: Writing, stamp: Stamped, parts: CurrentParts) -> JobOut:
    """排队做差异报告：换用这个模型，库里哪些接触的判断会变；什么也不改动。"""
    find(parts.registry, model_id, language_in_use(parts.settings))
    return queued(session, DifferenceOrder(model_id), stamp, parts)


@router.get("", dependencies=[permit(Action.MODEL_READ)], responses=refusals(404))
def report(model_id: Id, session: Reading) -> ReportOut:
    """最近一次做完的差异报告：变了多少次，与人的判断一致的多了还是少了。"""
    return ReportOut.of(last_report(session, model_id))


@router.get(
    "/contacts",
    dependencies=[permit(Action.REANALYSIS_WRITE)],
    response_class=StoredFile,
    responses=refusals(404, 416) | {200: {"content": {"text/csv": {}}}, 206: {"description": "一段"}},
)
def contacts(model_id: Id, session: Reading, parts: CurrentParts) -> StoredFile:
    """报告里判断会变的接触（CSV）：前后的判断各是什么。"""
    for output in outputs(session, last_report(session, model_id), parts.folder):
        return StoredFile(output.path, media_type="text/csv; charset=utf-8", filename=output.name)
    raise NotFoundError("差异报告的清单已过期，请重做")
