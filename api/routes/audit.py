"""The audit chain."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Reading, permit
from api.paging import Cursor, Limit, Page, cursor_of, cut, parts_in
from api.schemas.audit import AuditEntryOut, VerifiedOut
from api.schemas.base import Word
from voc.domain.permission import Action
from voc.errors import InputError
from voc.services.auditing import verify
from voc.storage.audit import AuditLog

router = APIRouter(prefix="/audit", tags=["审计"], dependencies=[permit(Action.AUDIT_READ)])


@router.get("")
def list_entries(
    session: Reading,
    actor_id: Word | None = None,
    action: Word | None = None,
    object_id: Word | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[AuditEntryOut]:
    """审计记录，最近的在前；只有编号与代码。"""
    found = AuditLog(session).page(
        before=_before(cursor), limit=limit + 1, actor_id=actor_id, action=action, object_id=object_id
    )
    entries, last = cut(found, limit)
    items = [AuditEntryOut.model_validate(entry) for entry in entries]
    return Page(items=items, next=None if last is None else cursor_of(last.sequence))


@router.get("/verify")
def check(
    session: Reading, head: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$", description="以前记下的哈希")] = None
) -> VerifiedOut:
    """核对整条链与每个封存的小时。"""
    return VerifiedOut.model_validate(verify(session, head=head))


def _before(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    (sequence,) = parts_in(cursor, 1)
    if not isinstance(sequence, int):
        raise InputError("cursor 无效")
    return sequence
