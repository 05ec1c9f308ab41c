"""Looking up what was said."""

from typing import Annotated

from fastapi import APIRouter

from api.access_log import note_shown
from api.deps import CurrentParts, Stamped, permit, turns
from api.paging import cursor_of, parts_in
from api.schemas.search import FoundContactOut, FoundPageOut, SearchIn
from voc.domain.audit import AccessKind
from voc.domain.permission import Action, Reach
from voc.domain.taxonomy import Taxonomy
from voc.errors import ForbiddenError, InputError
from voc.services.searching import View
from voc.storage.counting import ContactFilter
from voc.storage.search import SearchFilter

router = APIRouter(prefix="/search", tags=["接触"])


@router.post("", dependencies=[turns()])
def search(
    asked: SearchIn, reach: Annotated[Reach, permit(Action.SEARCH)], stamp: Stamped, parts: CurrentParts
) -> FoundPageOut:
    """在看得到的通话与评论中查找，最近入库的在前；有 next 就还没有找完，即使这一页不满。找到的记入访问日志。"""
    if asked.agents and not reach.always_shows_agent:
        raise ForbiddenError("您的角色不能按座席筛选")
    wanted = _wanted(asked, parts.taxonomy)
    with parts.store.look() as session:
        page = parts.analyst.find(
            session,
            asked.phrase,
            asked.expression,
            wanted,
            view=View(reach, parts.access),
            after=_after(asked.cursor),
            limit=asked.limit,
        )
    note_shown(parts, stamp, [one.heading.key for one in page.contacts], kind=AccessKind.SEARCH)
    following = None if page.after is None else cursor_of(page.after)
    warnings = () if asked.expression is None else parts.analyst.remarks(asked.expression)
    return FoundPageOut(items=[FoundContactOut.of(one) for one in page.contacts], next=following, warnings=warnings)


def _wanted(asked: SearchIn, taxonomy: Taxonomy) -> SearchFilter:
    """InputError where filters contradict each other."""
    if asked.cause is not None and asked.factor is not None:
        raise InputError("cause 不与 factor 同用")
    if asked.since is not None and asked.until is not None and asked.until < asked.since:
        raise InputError("until 早于 since")
    contacts = ContactFilter(asked.since, asked.until, tuple(asked.queues), tuple(asked.channels))
    code = None if asked.cause is None else asked.cause.value
    return SearchFilter(
        contacts, code if asked.factor is None else taxonomy.factor(asked.factor).code, tuple(asked.agents)
    )


def _after(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    (key,) = parts_in(cursor, 1)
    if not isinstance(key, int):
        raise InputError("cursor 无效")
    return key
