"""The audit chain."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Reading, permit
from api.paging import Cursor, Limit, Page, cursor_of, cut, parts_in
from api.schemas.base import Word
from voc.domain.audit import AuditEntry, Verified
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
) -> Page[AuditEntry]:
    """审计记录，最近的在前；facts 是 JSON，只有编号、代码与次数。"""
    found = AuditLog(session).page(
        before=_before(cursor), limit=limit + 1, actor_id=actor_id, action=action, object_id=object_id
    )
    entries, last = cut(found, limit)
    return Page(items=list(entries), next=None if last is None else cursor_of(last.sequence))


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
