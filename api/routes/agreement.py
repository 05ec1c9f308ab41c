"""How far inspectors agree, and how precise rules are by what people decided."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.access_log import note_shown
from api.deps import CurrentParts, Reading, Stamped, permit, turns
from api.filters import AskedPeriod
from api.naming import Named
from api.schemas.agreement import AgreementOut, RulePrecisionOut
from voc.domain.permission import Action, Reach
from voc.services.reviews.agreeing import seen_agreement, seen_rule_precisions

router = APIRouter(prefix="/agreement", tags=["一致性"])
Reader = Annotated[Reach, permit(Action.AGREEMENT_READ)]


@router.get("")
def get(
    reach: Reader,
    naming: Named,
    session: Reading,
    parts: CurrentParts,
    period: AskedPeriod,
) -> AgreementOut:
    """双人复核的一致率、κ、α 与 95% 区间，按问题、两人、质检员、周；质检员只看得到自己参与的。

    时间是最后一人提交的时间。
    """
    zone = parts.settings.timezone
    report = seen_agreement(session, reach=reach, zone=zone, since=period.since, until=period.until)
    return naming(session, AgreementOut.of(report))


@router.get("/rules", dependencies=[turns()])
def rules(
    reach: Reader,
    stamp: Stamped,
    parts: CurrentParts,
    wrong: Annotated[int, Query(ge=0, le=100, description="每条规则最多几个错例")] = 3,
) -> list[RulePrecisionOut]:
    """每条规则按人工判断的精确率、区间与错例，最差的在前；质检员只看得到自己判断的。错例记入访问日志。"""
    with parts.store.look() as session:
        rows = [RulePrecisionOut.of(row, most=wrong) for row in seen_rule_precisions(session, reach=reach)]
    note_shown(parts, stamp, dict.fromkeys(one.contact_key for row in rows for one in row.wrong))
    return rows
