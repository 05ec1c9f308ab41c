"""For those who run the service; no sign-in, and nothing about what is stored."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.deps import CurrentParts
from api.metrics import Metrics
from api.responses import refusals
from api.schemas.health import StateOut
from voc.errors import ConflictError
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


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request) -> Response:
    """Prometheus 指标：请求数与耗时，按路由，不含是谁、问了什么。"""
    own: Metrics = request.app.state.metrics
    return Response(generate_latest(own.registry), media_type=CONTENT_TYPE_LATEST)
