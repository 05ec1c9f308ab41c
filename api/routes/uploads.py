"""Files to be imported: received, listed, removed."""

from collections.abc import Iterator
from typing import Annotated

from anyio import from_thread
from fastapi import APIRouter, Query, Request
from starlette.requests import ClientDisconnect

from api.deps import CurrentParts, Reading, Stamped, permit, turns
from api.paging import Cursor, Limit, Page, cursor_of, cut, text_in
from api.raw import body_of
from api.responses import refusals
from api.schemas.base import Id, Word
from api.schemas.jobs import UploadOut
from voc.domain.permission import Action, Belonging, Reach
from voc.errors import InputError, NotFoundError
from voc.services.auditing import note
from voc.storage.uploads import Uploads

router = APIRouter(prefix="/uploads", tags=["导入"])
Importer = Annotated[Reach, permit(Action.IMPORT_WRITE)]


@router.post(
    "",
    status_code=201,
    dependencies=[permit(Action.IMPORT_WRITE), turns()],
    openapi_extra=body_of("application/octet-stream", '{"id": "S-1", "comment": "…"}\n', type="string"),
)
def upload(
    name: Annotated[Word, Query(description="文件名，由它的后缀定格式", examples=["通话.jsonl"])],
    request: Request,
    stamp: Stamped,
    parts: CurrentParts,
) -> UploadOut:
    """上传一个文件（正文就是文件），只有本服务的系统用户读得到，过期自动删除；中断的上传什么也不留下。"""
    upload_id = parts.new_id()
    with parts.folder.receiving(upload_id) as incoming:
        for part in _parts_of(request):
            incoming.write(part)
    # Opened only now: receiving takes long, and nobody else could write meanwhile.
    with parts.store.work() as session:
        received = parts.folder.registered_noted(
            session, upload_id, name, owner_id=stamp.by, byte_count=incoming.byte_count, stamp=stamp
        )
    return UploadOut.model_validate(received)


@router.get("")
def list_uploads(reach: Importer, session: Reading, cursor: Cursor = None, limit: Limit = 50) -> Page[UploadOut]:
    """自己上传的文件，最近的在前。"""
    found = Uploads(session).list(reach.actor.user_id, before_id=text_in(cursor) or None, limit=limit + 1)
    uploads, last = cut(found, limit)
    return Page(
        items=[UploadOut.model_validate(one) for one in uploads], next=None if last is None else cursor_of(last.id)
    )


@router.delete("/{upload_id}", status_code=204, dependencies=[turns()], responses=refusals(404, 409))
def remove(upload_id: Id, reach: Importer, stamp: Stamped, parts: CurrentParts) -> None:
    """删除上传的文件；还有导入在用时不能。"""
    with parts.store.work() as session:
        uploads = Uploads(session)
        known = uploads.get(upload_id)
        if known.removed_at is not None or not reach.covers(Belonging(owner=known.owner_id)):
            raise NotFoundError(f"没有编号为 {upload_id} 的上传文件")
        uploads.remove(upload_id, at=stamp.at)
        note(session, stamp, Action.IMPORT_WRITE, "upload", upload_id, change="removed")
    parts.folder.remove(upload_id)


def _parts_of(request: Request) -> Iterator[bytes]:
    """The body as it comes, for a route in a thread; InputError where it breaks off."""
    stream = request.stream()

    async def following() -> bytes | None:
        return await anext(stream, None)

    try:
        while (part := from_thread.run(following)) is not None:
            yield part
    except ClientDisconnect:
        raise InputError("上传中断，什么也没有留下") from None
