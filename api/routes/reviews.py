"""Reviews: a person's answer, given one verdict at a time."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response
from sqlalchemy.orm import Session

from api.access_log import note_shown
from api.deps import CurrentParts, Stamped, Writing, permit, turns
from api.etags import IfMatch, require_match, set_etag
from api.naming import Named, Naming
from api.paging import Cursor, Limit, Page, cursor_of, cut, parts_in
from api.parts import Parts
from api.responses import refusals
from api.schemas.base import ContactKey, Id
from api.schemas.changes import EXAMPLES, ChangeIn, CiteIn, PutFindingIn
from api.schemas.reviews import EventOut, ReviewOut
from voc.domain.permission import Action, Reach
from voc.domain.reviewing.marking import Texts
from voc.errors import ForbiddenError, InputError
from voc.services.auditing import Stamp, note
from voc.services.contacts import reachable
from voc.services.reviews import answering
from voc.services.reviews.quoting import note_quoted, quoted_keys, quotes
from voc.services.reviews.reading import own_review, seen_review
from voc.storage.contacts import Contacts
from voc.storage.reviews import Reviews, StoredReview

router = APIRouter(prefix="/reviews", tags=["复核"])
of_contacts = APIRouter(prefix="/contacts/{key}/reviews", tags=["复核"])
Reader = Annotated[Reach, permit(Action.REVIEW_READ)]
Reviewer = Annotated[Reach, permit(Action.REVIEW_WRITE)]
CHANGED = refusals(404, 409, 412)


def _owned(review_id: Id, reach: Reviewer, session: Writing, parts: CurrentParts, if_match: IfMatch) -> StoredReview:
    known = own_review(session, review_id, reach=reach, access=parts.access)
    require_match(if_match, known.version)
    return known


# The caller's own review, as last seen; what is somebody else's is not found.
Owned = Annotated[StoredReview, Depends(_owned)]


@of_contacts.post("", status_code=201, responses=refusals(404))
def begin_direct(
    key: ContactKey,
    reach: Reviewer,
    naming: Named,
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
    response: Response,
) -> ReviewOut:
    """不经任务直接复核任何一次接触，只限质检主管。"""
    if not reach.unlimited:
        raise ForbiddenError("没有任务的接触只有质检主管可以复核")
    reachable(session, key, reach=reach, access=parts.access)
    review = answering.begin_direct(session, key, who=stamp.by, at=stamp.at, new_id=parts.new_id)
    return _saved(session, review, naming, stamp, response, "begun")


@router.get("/{review_id}", dependencies=[turns()], responses=refusals(404))
def get(
    review_id: Id, reach: Reader, naming: Named, stamp: Stamped, parts: CurrentParts, response: Response
) -> ReviewOut:
    """一份复核。带有证据的记入访问日志。"""
    with parts.store.look() as session:
        review = seen_review(session, review_id, reach=reach, access=parts.access)
        shown = naming(session, ReviewOut.of(review))
    note_shown(parts, stamp, quoted_keys([review]))
    set_etag(response, review.version)
    return shown


@router.get("/{review_id}/events", dependencies=[turns()], responses=refusals(404))
def history(
    review_id: Id, reach: Reader, stamp: Stamped, parts: CurrentParts, cursor: Cursor = None, limit: Limit = 50
) -> Page[EventOut]:
    """完整的历史：每一步、谁、何时，撤销的也在。带有证据的记入访问日志。"""
    after = _number_in(cursor)
    with parts.store.look() as session:
        review = seen_review(session, review_id, reach=reach, access=parts.access)
        rest = [event for event in Reviews(session).events(review.id) if event.number > after]
    events, last = cut(rest, limit)
    note_shown(parts, stamp, [review.contact_key] if quotes(events) else [])
    return Page(items=list(map(EventOut.of, events)), next=None if last is None else cursor_of(last.number))


@router.post("/{review_id}/changes", responses=CHANGED)
def change(
    asked: Annotated[ChangeIn, Body(openapi_examples=EXAMPLES)],
    known: Owned,
    naming: Named,
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
    response: Response,
) -> ReviewOut:
    """改一项判断：是否不满、机器判断的对错、原因与证据、主要原因、时刻、是否解决、备注。任务随之再留三十分钟。"""
    review = _changed(session, known, asked, stamp, parts)
    return _saved(session, review, naming, stamp, response, asked.step)


@router.post("/{review_id}/undo", responses=CHANGED)
def undo(
    known: Owned, naming: Named, session: Writing, stamp: Stamped, parts: CurrentParts, response: Response
) -> ReviewOut:
    """撤销最后一步，提交与重新打开也可以，只要还没有以它为据的裁定、校准或申诉结果。"""
    review = answering.undo(session, known, who=stamp.by, at=stamp.at, new_id=parts.new_id)
    return _saved(session, review, naming, stamp, response, "undo")


@router.post("/{review_id}/submit", responses=CHANGED)
def submit(
    known: Owned, naming: Named, session: Writing, stamp: Stamped, parts: CurrentParts, response: Response
) -> ReviewOut:
    """提交：即刻代替机器的判断计数；双人的等另一人，不一致的交主管裁定。"""
    review = answering.submit(session, known, who=stamp.by, at=stamp.at, new_id=parts.new_id)
    return _saved(session, review, naming, stamp, response, "submit")


@router.post("/{review_id}/reopen", responses=CHANGED)
def reopen(known: Owned, naming: Named, session: Writing, stamp: Stamped, response: Response) -> ReviewOut:
    """重新打开提交了的或过期的复核，对照现在的原文再改。"""
    review = answering.reopen(session, known, who=stamp.by, at=stamp.at)
    return _saved(session, review, naming, stamp, response, "reopen")


def _changed(session: Session, known: StoredReview, asked: ChangeIn, stamp: Stamp, parts: Parts) -> StoredReview:
    match asked:
        case CiteIn(cause=cause, factor=factor, right=right):
            return answering.cite(session, known, cause, factor, right=right, who=stamp.by, at=stamp.at)
        case PutFindingIn():
            (stored,) = Contacts(session).load([known.contact_key])
            texts = Texts.of(stored.contact)
            verdict = asked.change(texts, parts.taxonomy, parts.objects)
            return answering.change(session, known, verdict, who=stamp.by, at=stamp.at, texts=texts)
        case _:
            return answering.change(session, known, asked.change(), who=stamp.by, at=stamp.at)


def _saved(
    session: Session, review: StoredReview, naming: Naming, stamp: Stamp, response: Response, change: str
) -> ReviewOut:
    """Noted, and answered with its version."""
    note(session, stamp, Action.REVIEW_WRITE, "review", review.id, change=change, version=review.version)
    note_quoted(session, stamp, quoted_keys([review]))
    set_etag(response, review.version)
    return naming(session, ReviewOut.of(review))


def _number_in(cursor: str | None) -> int:
    if cursor is None:
        return 0
    (number,) = parts_in(cursor, 1)
    if not isinstance(number, int):
        raise InputError("cursor 无效")
    return number
