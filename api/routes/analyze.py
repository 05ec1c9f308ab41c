"""One record, analysed at once; nothing is stored."""

from typing import Annotated, Any

from fastapi import APIRouter

from api.deps import CurrentParts, permit
from api.raw import RawText, body_of
from api.responses import refusals
from voc.domain.permission import Action, Reach
from voc.services.analyzing import analyze_one

router = APIRouter(prefix="/analyze", tags=["分析"])
EXAMPLE = {
    "kind": "conversation",
    "id": "C-1",
    "utterances": [
        {"speaker": "agent", "text": "您好，请讲"},
        {"speaker": "customer", "text": "转账一直转不出去"},
    ],
}


@router.post(
    "",
    responses=refusals(500),
    openapi_extra=body_of("application/json", EXAMPLE, type="object", additionalProperties=True),
)
def analyze(text: RawText, _: Annotated[Reach, permit(Action.ANALYZE)], parts: CurrentParts) -> dict[str, Any]:
    """分析一条记录（会话或调查答复），结果同 voc analyze；证据里的个人信息已遮盖。"""
    return analyze_one(text, parts.analyst.analyze, zone=parts.settings.timezone)
