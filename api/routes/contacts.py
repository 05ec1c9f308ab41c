"""Contacts: found, read, listened to. What is read goes to the access log."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.access_log import note_shown
from api.contact_cursor import cursor_after, place_in
from api.deps import CurrentParts, Reading, Stamped, permit, turns
from api.etags import set_etag
from api.files import StoredFile
from api.filters import AskedContacts
from api.paging import Cursor, Limit, Page
from api.parts import Parts
from api.responses import refusals
from api.schemas.base import ContactKey, Word
from api.schemas.contacts import ContactOut, WholeContactOut
from voc.domain.audit import AccessKind
from voc.domain.permission import Action, Reach
from voc.domain.taxonomy import Cause
from voc.errors import ForbiddenError
from voc.services.contacts import page_of_contacts, reachable, whole_contact
from voc.services.recordings import recording_file
from voc.services.reviews.verdicts import seen_verdicts
from voc.storage.contacts import Contacts
from voc.storage.listing import ContactOrder, ContactQuery

router = APIRouter(prefix="/contacts", tags=["接触"])
Reader = Annotated[Reach, permit(Action.CONTACT_READ)]


@router.get("")
def list_contacts(
    reach: Reader,
    session: Reading,
    parts: CurrentParts,
    contacts: AskedContacts,
    cause: Cause | None = None,
    factor: Word | None = None,
    agent_id: Word | None = None,
    dissatisfied: bool | None = None,
    abstained: Annotated[
        bool | None, Query(description="机器没有把握，交给人；与 reviewed=false 同用即还在等的")
    ] = None,
    reviewed: Annotated[bool | None, Query(description="以人工复核为准的，或还不是的")] = None,
    by_machine: Annotated[
        bool,
        Query(description="cause、factor、dissatisfied 按机器的判断而不按以谁为准的：人改判了的也找得到"),
    ] = False,
    sort: ContactOrder = ContactOrder.NEWEST,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ContactOut]:
    """看得到的接触，各带以此计数的判断与以谁为准。不知道座席的角色不能按座席筛选。"""
    if agent_id is not None and not reach.always_shows_agent:
        raise ForbiddenError("您的角色不能按座席筛选")
    query = ContactQuery(
        contacts,
        cause,
        None if factor is None else parts.taxonomy.factor(factor).code,
        agent_id,
        dissatisfied,
        abstained,
        reviewed,
        by_machine,
    )
    page = page_of_contacts(
        session,
        query,
        reach=reach,
        access=parts.access,
        order=sort,
        after=place_in(cursor, sort),
        limit=limit,
    )
    keys = [seen.contact.key for seen in page.contacts]
    verdicts = seen_verdicts(session, keys, reach=reach, access=parts.access)
    items = [ContactOut.of(seen, verdicts.get(seen.contact.key)) for seen in page.contacts]
    return Page(items=items, next=cursor_after(page.after, sort))


@router.get("/{key}", dependencies=[turns()], responses=refusals(404))
def get(key: ContactKey, reach: Reader, parts: CurrentParts, stamp: Stamped, response: Response) -> WholeContactOut:
    """一次接触：全文（已遮盖）、调查、以此计数的判断、机器的归因与证据、时刻、历次分析。读取记入访问日志。"""
    with parts.store.look() as session:
        whole = whole_contact(session, key, reach=reach, access=parts.access)
    note_shown(parts, stamp, [key], kind=AccessKind.TRANSCRIPT)
    set_etag(response, whole.stored.revision)
    return WholeContactOut.of(whole)


PLAYED: dict[int | str, dict[str, Any]] = {200: {"content": {"audio/*": {}}}, 206: {"description": "一段"}}


@router.get(
    "/{key}/recording",
    response_class=StoredFile,
    dependencies=[turns()],
    responses=refusals(404, 416) | PLAYED,
)
def recording(key: ContactKey, reach: Reader, parts: CurrentParts, stamp: Stamped) -> StoredFile:
    """录音，可以按 Range 取一段；从某句放起，用它的 start_ms。读取记入访问日志。"""
    stored = _recording(key, reach, parts)
    note_shown(parts, stamp, [key], kind=AccessKind.RECORDING)
    return stored


@router.head(
    "/{key}/recording",
    response_class=StoredFile,
    dependencies=[turns()],
    responses=refusals(404, 416) | PLAYED,
)
def recording_head(key: ContactKey, reach: Reader, parts: CurrentParts) -> StoredFile:
    """录音的大小与格式，没有内容：播放器先问这个。没有听到什么，不记入访问日志。"""
    return _recording(key, reach, parts)


def _recording(key: int, reach: Reach, parts: Parts) -> StoredFile:
    with parts.store.look() as session:
        reachable(session, key, reach=reach, access=parts.access)
        (stored,) = Contacts(session).load([key])
        call = stored.contact.conversation
        uri = None if call is None else call.recording_uri
        path, media_type = recording_file(uri, parts.settings.recordings_folder)
    return StoredFile(path, media_type=media_type)
