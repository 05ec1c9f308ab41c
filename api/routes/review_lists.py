"""Reviews page by page: all within reach, and those of one contact."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.access_log import note_shown
from api.deps import CurrentParts, Stamped, permit, turns
from api.filters import Period
from api.naming import Named
from api.paging import Cursor, Limit, Page, cursor_of, cut, place_in, sorted_cursor, sorted_place_in
from api.responses import refusals
from api.schemas.base import ContactKey, ContactKeyAsked, Moment, Word
from api.schemas.reviews import ReviewOut
from voc.domain.permission import Action, Reach
from voc.domain.review import ReviewStatus
from voc.domain.reviewing.tasks import Purpose
from voc.services.reviews.quoting import quoted_keys
from voc.services.reviews.reading import page_of_reviews, seen_reviews_of
from voc.storage.review_listing import ReviewOrder, ReviewQuery

router = APIRouter(tags=["复核"])
Reader = Annotated[Reach, permit(Action.REVIEW_READ)]


def _asked(
    status: Annotated[list[ReviewStatus], Query(description="状态，可重复", default_factory=list)],
    purpose: Annotated[list[Purpose], Query(description="为什么复核，可重复", default_factory=list)],
    counts: Annotated[bool | None, Query(description="这次接触是否以它计数")] = None,
    reviewer: Annotated[Word | None, Query(description="用户编号")] = None,
    contact_key: ContactKeyAsked = None,
    since: Annotated[Moment | None, Query(description="从此时起开始的（含）")] = None,
    until: Annotated[Moment | None, Query(description="到此时止开始的（不含）")] = None,
) -> ReviewQuery:
    """InputError where the bounds contradict each other."""
    period = Period(since, until)
    reviewers = () if reviewer is None else (reviewer,)
    return ReviewQuery(tuple(status), counts, reviewers, tuple(purpose), contact_key, period.since, period.until)


@router.get("/reviews", dependencies=[turns()])
def list_all(
    wanted: Annotated[ReviewQuery, Depends(_asked)],
    reach: Reader,
    naming: Named,
    stamp: Stamped,
    parts: CurrentParts,
    sort: Annotated[ReviewOrder, Query(description="先开始的在前，或后开始的在前")] = ReviewOrder.NEWEST,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ReviewOut]:
    """看得到的复核；status=stale 的要重新打开再看。互不知道的看不到，与一次接触的复核一样。带有证据的记入访问日志。"""
    with parts.store.look() as session:
        found = page_of_reviews(
            session,
            wanted,
            reach=reach,
            access=parts.access,
            order=sort,
            after=sorted_place_in(cursor, sort),
            limit=limit + 1,
        )
        shown, last = cut(found, limit)
        reviews = naming(session, list(map(ReviewOut.of, shown)))
    note_shown(parts, stamp, quoted_keys(shown))
    return Page(items=reviews, next=None if last is None else sorted_cursor(sort, last.begun_at, last.id))


@router.get("/contacts/{key}/reviews", dependencies=[turns()], responses=refusals(404))
def list_of_contact(
    key: ContactKey,
    reach: Reader,
    naming: Named,
    stamp: Stamped,
    parts: CurrentParts,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ReviewOut]:
    """一次接触的复核，先开始的在前。别人的草稿、双人复核未齐的与校准未结束的看不到。带有证据的记入访问日志。"""
    with parts.store.look() as session:
        found = seen_reviews_of(session, key, reach=reach, access=parts.access, after=place_in(cursor), limit=limit + 1)
        shown, last = cut(found, limit)
        reviews = naming(session, list(map(ReviewOut.of, shown)))
    note_shown(parts, stamp, quoted_keys(shown))
    return Page(
        items=reviews,
        next=None if last is None else cursor_of(last.begun_at.isoformat(), last.id),
    )
