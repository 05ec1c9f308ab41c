"""Disagreements of two inspectors, and a lead's decision between them."""

from typing import Annotated

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from api.access_log import note_shown
from api.deps import CurrentParts, Reading, Stamped, Writing, permit, turns
from api.etags import IfMatch, require_match, set_etag
from api.filters import AskedFromOldest
from api.naming import Named
from api.paging import Cursor, Limit, Page, cut, sorted_cursor, sorted_place_in
from api.responses import refusals
from api.schemas.adjudications import AdjudicationOut, DecisionIn, DraftIn, WholeAdjudicationOut
from api.schemas.base import ContactKeyAsked, Id
from api.schemas.reviews import ReviewOut
from voc.domain.permission import Action, Reach
from voc.domain.reviewing.comparing import Adjudication
from voc.errors import NotFoundError
from voc.services.auditing import note
from voc.services.reviews.adjudicating import adjudicate, begin_adjudication, held_adjudication
from voc.services.reviews.quoting import note_quoted, quoted_keys
from voc.services.reviews.reading import open_to, own_review
from voc.storage.adjudications import Adjudications
from voc.storage.reviews import Reviews, StoredReview

router = APIRouter(prefix="/adjudications", tags=["裁定"])
Lead = Annotated[Reach, permit(Action.ADJUDICATE)]
lead = [permit(Action.ADJUDICATE)]


@router.get("", dependencies=lead)
def list_disagreements(
    naming: Named,
    session: Reading,
    within: AskedFromOldest,
    decided: bool = False,
    contact_key: ContactKeyAsked = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[AdjudicationOut]:
    """双人复核的分歧，按出现的时间，缺省先出现的在前；缺省只列等待裁定的。"""
    found = Adjudications(session).page(
        decided=decided,
        contact_key=contact_key,
        within=within,
        after=sorted_place_in(cursor, within.order),
        limit=limit + 1,
    )
    shown, last = cut(found, limit)
    return Page(
        items=naming(session, [AdjudicationOut.model_validate(one) for one in shown]),
        next=None if last is None else sorted_cursor(within.order, last.opened_at, last.id),
    )


@router.get("/{adjudication_id}", dependencies=[turns()], responses=refusals(404))
def get(
    adjudication_id: Id, reach: Lead, naming: Named, stamp: Stamped, parts: CurrentParts, response: Response
) -> WholeAdjudicationOut:
    """一项分歧，两份复核并列；自己对这次接触还有抽检或校准没有答完的，先看不到。带有证据的记入访问日志。"""
    with parts.store.look() as session:
        found = _seen(session, adjudication_id, reach)
        reviews = _reviews(session, found)
        whole = naming(session, WholeAdjudicationOut.of(found, reviews))
    note_shown(parts, stamp, quoted_keys(reviews))
    set_etag(response, found.version)
    return whole


@router.post("/{adjudication_id}/review", status_code=201, responses=refusals(404, 409))
def begin(
    adjudication_id: Id,
    asked: DraftIn,
    reach: Lead,
    naming: Named,
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
    response: Response,
) -> ReviewOut:
    """开始裁定的草稿，空白的或采用一方的；然后同别的复核一样修改。"""
    _seen(session, adjudication_id, reach)
    draft = begin_adjudication(
        session, adjudication_id, lead=stamp.by, at=stamp.at, new_id=parts.new_id, side=asked.side
    )
    note(session, stamp, Action.ADJUDICATE, "review", draft.id, change="begun", adjudication_id=adjudication_id)
    note_quoted(session, stamp, quoted_keys([draft]))
    set_etag(response, draft.version)
    return naming(session, ReviewOut.of(draft))


@router.post("/{adjudication_id}/decision", responses=refusals(404, 409, 412))
def decide(
    adjudication_id: Id,
    asked: DecisionIn,
    reach: Lead,
    naming: Named,
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
    if_match: IfMatch,
    response: Response,
) -> WholeAdjudicationOut:
    """以自己的草稿裁定并写明理由；从此以它计数。参与了复核的主管不能裁定。"""
    own_review(session, asked.review_id, reach=reach, access=parts.access)
    require_match(if_match, held_adjudication(session, adjudication_id).version)
    decided = adjudicate(session, adjudication_id, asked.review_id, lead=stamp.by, at=stamp.at, reason=asked.reason)
    note(session, stamp, Action.ADJUDICATE, "adjudication", decided.id, change="decided", review_id=asked.review_id)
    reviews = _reviews(session, decided)
    note_quoted(session, stamp, quoted_keys(reviews))
    set_etag(response, decided.version)
    return naming(session, WholeAdjudicationOut.of(decided, reviews))


def _seen(session: Session, adjudication_id: str, reach: Reach) -> Adjudication:
    """A disagreement; NotFoundError for a lead who still has to answer about its contact without knowing others."""
    found = Adjudications(session).read(adjudication_id)
    sides = [Reviews(session).read(side) for side in (found.first_review, found.second_review)]
    if len(open_to(session, sides, reach.actor.user_id)) < len(sides):
        raise NotFoundError(f"没有编号为 {adjudication_id} 的分歧")
    return found


def _reviews(session: Session, found: Adjudication) -> tuple[StoredReview, ...]:
    """The two sides, and the one it was decided by."""
    ids = (found.first_review, found.second_review, found.review_id)
    return tuple(Reviews(session).read(id) for id in ids if id is not None)
