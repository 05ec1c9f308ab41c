"""The audit chain, and the log of who was shown what."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Reading, permit
from api.filters import AskedPeriod
from api.paging import Cursor, Limit, Page, cursor_of, cut, parts_in
from api.schemas.base import ContactKeyAsked, Word
from voc.domain.audit import ACTIONS, Access, AccessKind, AccessQuery, AuditEntry, Verified, require_action
from voc.domain.permission import Action
from voc.errors import InputError
from voc.services.auditing import verify
from voc.storage.audit import AuditLog

router = APIRouter(prefix="/audit", tags=["审计"], dependencies=[permit(Action.AUDIT_READ)])


@router.get("")
def list_entries(
    session: Reading,
    period: AskedPeriod,
    actor_id: Word | None = None,
    action: Annotated[
        Word | None, Query(description=f"做了什么：{'、'.join(ACTIONS)}", examples=["user.write"])
    ] = None,
    object_kind: Word | None = None,
    object_id: Word | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[AuditEntry]:
    """审计记录，最近的在前；facts 是 JSON，只有编号、代码与次数。"""
    if action is not None:
        require_action(action)
    found = AuditLog(session).page(
        before=_before(cursor),
        limit=limit + 1,
        actor_id=actor_id,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        since=period.since,
        until=period.until,
    )
    entries, last = cut(found, limit)
    return Page(items=list(entries), next=None if last is None else cursor_of(last.sequence))


@router.get("/reads")
def list_readings(
    session: Reading,
    period: AskedPeriod,
    contact_key: ContactKeyAsked = None,
    user_id: Annotated[Word | None, Query(description="谁看的：用户编号")] = None,
    kind: Annotated[
        AccessKind | None, Query(description="看了什么：全文、录音、引作证据的原话、查找或试规则的结果")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[Access]:
    """访问日志，最近的在前：谁、何时、看了哪次接触的什么；contact_id 是接触的键。"""
    asked = AccessQuery(contact_key, user_id, kind, period.since, period.until)
    found = AuditLog(session).readings(asked, before=_before(cursor), limit=limit + 1)
    readings, last = cut(found, limit)
    return Page(items=list(readings), next=None if last is None else cursor_of(last.id))


@router.get("/verify")
def check(
    session: Reading, head: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$", description="以前记下的哈希")] = None
) -> Verified:
    """核对整条链与每个封存的小时：broken 是对不上的地方，head 是最后一条的哈希，请记在别处。"""
    return verify(session, head=head)


def _before(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    (sequence,) = parts_in(cursor, 1)
    if not isinstance(sequence, int):
        raise InputError("cursor 无效")
    return sequence
