"""Who reviews: for those who give work to them."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import Reading, permit
from api.paging import Cursor, Limit, Page, cursor_of, cut, text_in
from api.schemas.reviewers import ReviewerOut
from voc.domain.permission import Action
from voc.services.reviews.people import reviewers

router = APIRouter(prefix="/reviewers", tags=["复核人员"])


@router.get("", dependencies=[permit(Action.REVIEWER_READ)])
def list_reviewers(
    session: Reading,
    enabled: Annotated[bool | None, Query(description="true 只列可以指派的，false 只列停用的")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ReviewerOut]:
    """可以复核的人，按用户名：质检员与质检主管，停用的也在。"""
    found, last = cut(reviewers(session, enabled=enabled, after=text_in(cursor), limit=limit + 1), limit)
    return Page(items=list(map(ReviewerOut.of, found)), next=None if last is None else cursor_of(last.name))
