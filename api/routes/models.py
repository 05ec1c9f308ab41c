"""Models: which there are, which one is in use."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from api.deps import AnyDoor, CurrentParts, Stamped, permit, turns
from api.etags import IfMatch, require_match, set_etag
from api.parts import Parts
from api.raw import RawText, body_of
from api.responses import refusals
from api.schemas.base import Id
from api.schemas.models import GateOut, ModelOut, RollbackIn, WholeModelOut
from voc.domain.permission import Action
from voc.opening import language_in_use, model_engine
from voc.services.auditing import note
from voc.services.gating import measured_on
from voc.services.model_history import event_record, undone
from voc.services.promoting import candidate, check_reason, roll_back
from voc.services.promoting import promote as take_into_use
from voc.services.registry import find, listed
from voc.services.showing_models import card_of, events_of
from voc.storage.audit import AuditLog

router = APIRouter(prefix="/models", tags=["模型"])
read = [permit(Action.MODEL_READ)]
write = [permit(Action.MODEL_PROMOTE)]


@router.get("", dependencies=read)
def list_models(parts: CurrentParts, response: Response) -> list[ModelOut]:
    """随附的与模型库里的模型。ETag 是在用哪一个的版本，启用与退回时要。"""
    set_etag(response, parts.registry.version())
    language = language_in_use(parts.settings)
    return [ModelOut.of(model) for model in listed(parts.registry, language)]


@router.get("/{model_id}", dependencies=read, responses=refusals(404, 500))
def get(model_id: Id, parts: CurrentParts, response: Response) -> WholeModelOut:
    """一个模型：模型卡、数字与经历。"""
    set_etag(response, parts.registry.version())
    model = find(parts.registry, model_id, language_in_use(parts.settings))
    return WholeModelOut(
        model=ModelOut.of(model),
        card=card_of(model),
        trained_on=dict(model.table("trained_on")),
        history=[event_record(event) for event in events_of(parts.registry, model)],
    )


@router.post(
    "/{model_id}/promote",
    dependencies=write,
    responses=refusals(404, 409, 412, 500),
    openapi_extra=body_of("text/plain", '{"id": "S-1", "comment": "…", "gold": {}}\n', type="string"),
)
def promote(
    model_id: Id,
    labelled: RawText,
    door: AnyDoor,
    stamp: Stamped,
    parts: CurrentParts,
    if_match: IfMatch,
    response: Response,
    tolerance: Annotated[
        float | None, Query(ge=0, le=1, description="各项一律容许差这么多；比缺省的宽就要强制并写明理由")
    ] = None,
    force: bool = False,
    reason: Annotated[str, Query(max_length=500)] = "",
) -> GateOut:
    """启用一个模型：与现用的在两者训练时没见过的标注记录上比较，更差或不能比较的拒绝，除非强制。"""
    settings, registry = parts.settings, parts.registry
    check_reason(force=force, reason=reason, tolerance=tolerance)
    language = language_in_use(settings)
    before = registry.version()
    require_match(if_match, before)
    model = candidate(registry, model_id, language)
    gate = measured_on(
        registry,
        model,
        labelled,
        language=language,
        open_engine=partial(model_engine, settings=settings, processes=1),
        zone=settings.timezone,
        tolerance=tolerance,
    )
    # Opened only now: measuring takes long, and nobody else could write meanwhile.
    with undone(registry.folder, by=door.user.name, at=stamp.at), parts.store.work() as session:
        _require_latest(session, if_match, parts)
        note(session, stamp, Action.MODEL_PROMOTE, "model", model_id, change="promoted", passed=gate.passed)
        take_into_use(registry, model, gate, by=door.user.name, at=stamp.at, force=force, reason=reason, after=before)
    set_etag(response, registry.version())
    return GateOut.of(gate, difference=f"/api/v1/models/{model_id}/difference")


@router.post("/rollback", dependencies=[*write, turns()], responses=refusals(409, 412))
def rollback(
    asked: RollbackIn,
    door: AnyDoor,
    stamp: Stamped,
    parts: CurrentParts,
    if_match: IfMatch,
    response: Response,
) -> ModelOut:
    """退回上一个在用的模型。"""
    registry, language = parts.registry, language_in_use(parts.settings)
    with undone(registry.folder, by=door.user.name, at=stamp.at), parts.store.work() as session:
        _require_latest(session, if_match, parts)
        model, _passed = roll_back(registry, language, by=door.user.name, at=stamp.at, reason=asked.reason)
        note(session, stamp, Action.MODEL_PROMOTE, "model", model.id, change="rolled_back")
    set_etag(response, parts.registry.version())
    return ModelOut.of(model)


def _require_latest(session: Session, if_match: str, parts: Parts) -> None:
    """PreconditionError where another model was taken into use meanwhile; nobody else does until this is committed."""
    AuditLog(session).lock()
    require_match(if_match, parts.registry.version())
