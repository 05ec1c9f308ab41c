"""For those who run the service; no sign-in, and of what is stored no more than how many appeals are overdue."""

from math import nan

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from api.deps import CurrentParts, turns
from api.metrics import Metrics
from api.parts import Parts
from api.responses import refusals
from api.schemas.health import StateOut
from voc.errors import ConflictError
from voc.services.reviews.appealing import overdue_appeals
from voc.storage.engine import SchemaState, schema_state

router = APIRouter(tags=["运行"])


@router.get("/healthz")
def alive() -> StateOut:
    """进程活着。"""
    return StateOut(status="ok")


@router.get("/readyz", responses=refusals(409, 503))
def ready(parts: CurrentParts) -> StateOut:
    """可以服务：数据库连得上，表是当前版本。"""
    if schema_state(parts.store.database) is not SchemaState.CURRENT:
        raise ConflictError("数据库的表不是当前版本")
    return StateOut(status="ok")


@router.get(
    "/metrics", response_class=Response, dependencies=[turns(1)], responses={200: {"content": {"text/plain": {}}}}
)
def metrics(request: Request, parts: CurrentParts) -> Response:
    """Prometheus 指标：请求数与耗时，按路由，不含是谁、问了什么；下一步逾期的申诉数，数据库连不上时为 NaN。"""
    own: Metrics = request.app.state.metrics
    own.overdue.set(_overdue(parts))
    return Response(generate_latest(own.registry), media_type=CONTENT_TYPE_LATEST)


def _overdue(parts: Parts) -> float:
    """A database that is away must not hide the other figures."""
    try:
        with parts.store.look() as session:
            return len(overdue_appeals(session, at=parts.clock()))
    except SQLAlchemyError:
        return nan
