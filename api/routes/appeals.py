"""Appeals: an agent objects, team lead, QA lead and another inspector hear it in turn."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy.orm import Session

from api.deps import CurrentParts, Reading, Stamped, Writing, permit
from api.etags import IfMatch, require_match, set_etag
from api.naming import Named, Naming
from api.paging import Cursor, Limit, Page, cut, sorted_cursor, sorted_place_in
from api.responses import refusals
from api.schemas.appeals import AppealOut, AssignIn, ReasonIn, RemarkIn
from api.schemas.base import ContactKey, ContactKeyAsked, Id
from voc.domain.permission import Action, Reach
from voc.domain.reviewing.appeals import Appeal, AppealState, Move
from voc.services.auditing import Stamp, note
from voc.services.contacts import reachable
from voc.services.reviews.appeal_reading import (
    AppealOrder,
    held_appeal,
    seen_appeal,
    seen_appeals,
    seen_waiting_appeals,
)
from voc.services.reviews.appealing import WINDOW, accept_appeal, assign_appeal, file_appeal, move_appeal
from voc.services.reviews.people import require_reviewers
from voc.storage.appeals import AppealFilter

router = APIRouter(prefix="/appeals", tags=["申诉"])
of_contacts = APIRouter(prefix="/contacts/{key}/appeals", tags=["申诉"])
Reader = Annotated[Reach, permit(Action.APPEAL_READ)]
Filer = Annotated[Reach, permit(Action.APPEAL_FILE)]
Forwarder = Annotated[Reach, permit(Action.APPEAL_FORWARD)]
Decider = Annotated[Reach, permit(Action.APPEAL_DECIDE)]
MOVED = refusals(404, 409, 412)


def _of_filer(appeal_id: Id, reach: Filer, session: Writing, parts: CurrentParts, if_match: IfMatch) -> Appeal:
    return _known(held_appeal(session, appeal_id, reach=reach, access=parts.access, at=parts.clock()), if_match)


def _of_forwarder(appeal_id: Id, reach: Forwarder, session: Writing, parts: CurrentParts, if_match: IfMatch) -> Appeal:
    return _known(held_appeal(session, appeal_id, reach=reach, access=parts.access, at=parts.clock()), if_match)


def _of_decider(appeal_id: Id, reach: Decider, session: Writing, parts: CurrentParts, if_match: IfMatch) -> Appeal:
    return _known(held_appeal(session, appeal_id, reach=reach, access=parts.access, at=parts.clock()), if_match)


def _known(appeal: Appeal, if_match: str) -> Appeal:
    require_match(if_match, appeal.version)
    return appeal


# An appeal within reach of an action, as last seen.
ToFiler = Annotated[Appeal, Depends(_of_filer)]
ToForwarder = Annotated[Appeal, Depends(_of_forwarder)]
ToDecider = Annotated[Appeal, Depends(_of_decider)]


@of_contacts.post("", status_code=201, responses=refusals(404, 409))
def file(
    key: ContactKey,
    asked: ReasonIn,
    reach: Filer,
    naming: Named,
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
    response: Response,
) -> AppealOut:
    """座席对自己的接触提出申诉：判断作出后七天内，同一判断一次。"""
    reachable(session, key, reach=reach, access=parts.access)
    filed = file_appeal(session, key, agent=stamp.by, at=stamp.at, reason=asked.reason, new_id=parts.new_id)
    return _saved(session, filed, naming, stamp, response, Action.APPEAL_FILE)


@router.get("")
def list_appeals(
    reach: Reader,
    naming: Named,
    session: Reading,
    parts: CurrentParts,
    state: Annotated[list[AppealState], Query(description="状态，可重复", default_factory=list)],
    contact_key: ContactKeyAsked = None,
    overdue: Annotated[bool | None, Query(description="true 只列下一步逾期的，false 只列没有逾期的")] = None,
    sort: Annotated[AppealOrder, Query(description="due 只列有人要处理的，先到期的在前")] = AppealOrder.FILED,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[AppealOut]:
    """看得到的申诉，先提出的在前。座席看自己的，班组长看本班组的，质检员看派给自己的接触的。"""
    wanted, at = AppealFilter(states=tuple(state), contact_key=contact_key), parts.clock()
    find = seen_appeals if sort is AppealOrder.FILED else seen_waiting_appeals
    found = find(
        session, wanted, reach=reach, access=parts.access, at=at, overdue=overdue,
        after=sorted_place_in(cursor, sort), limit=limit + 1,
    )  # fmt: skip
    appeals, last = cut(found, limit)
    return Page(
        items=naming(session, [AppealOut.of(appeal, WINDOW, at) for appeal in appeals]),
        next=None if last is None else sorted_cursor(sort, _place(last, sort), last.id),
    )


def _place(appeal: Appeal, order: AppealOrder) -> datetime:
    due = appeal.due_at(WINDOW) if order is AppealOrder.DUE else None
    return due or appeal.steps[0].at


@router.get("/{appeal_id}", responses=refusals(404))
def get(
    appeal_id: Id, reach: Reader, naming: Named, session: Reading, parts: CurrentParts, response: Response
) -> AppealOut:
    """一项申诉与它的每一步。"""
    at = parts.clock()
    appeal = seen_appeal(session, appeal_id, reach=reach, access=parts.access, at=at)
    set_etag(response, appeal.version)
    return naming(session, AppealOut.of(appeal, WINDOW, at))


@router.post("/{appeal_id}/withdraw", responses=MOVED)
def withdraw(
    known: ToFiler, asked: RemarkIn, naming: Named, session: Writing, stamp: Stamped, response: Response
) -> AppealOut:
    """座席撤回，在指派复听之前。"""
    return _moved(session, known, Move.WITHDRAW, asked.reason, naming, stamp, response, Action.APPEAL_FILE)


@router.post("/{appeal_id}/again", responses=MOVED)
def file_again(
    known: ToFiler, asked: ReasonIn, naming: Named, session: Writing, stamp: Stamped, response: Response
) -> AppealOut:
    """未转交或驳回后三天内，座席可以再申诉一次。"""
    return _moved(session, known, Move.FILE_AGAIN, asked.reason, naming, stamp, response, Action.APPEAL_FILE)


@router.post("/{appeal_id}/forward", responses=MOVED)
def forward(
    known: ToForwarder, asked: RemarkIn, naming: Named, session: Writing, stamp: Stamped, response: Response
) -> AppealOut:
    """班组长转交质检主管。"""
    return _moved(session, known, Move.FORWARD, asked.reason, naming, stamp, response, Action.APPEAL_FORWARD)


@router.post("/{appeal_id}/stop", responses=MOVED)
def stop(
    known: ToForwarder, asked: ReasonIn, naming: Named, session: Writing, stamp: Stamped, response: Response
) -> AppealOut:
    """班组长不转交，写明理由。"""
    return _moved(session, known, Move.STOP, asked.reason, naming, stamp, response, Action.APPEAL_FORWARD)


@router.post("/{appeal_id}/assign", responses=MOVED)
def assign(
    known: ToDecider,
    asked: AssignIn,
    naming: Named,
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
    response: Response,
) -> AppealOut:
    """质检主管指派另一位质检员复听；任务排在其队列之首，提交复核即复听完成。"""
    require_reviewers(session, [asked.inspector])
    assigned = assign_appeal(
        session, known.id, inspector=asked.inspector, by=stamp.by, at=stamp.at, new_id=parts.new_id
    )
    return _saved(session, assigned, naming, stamp, response, Action.APPEAL_DECIDE)


@router.post("/{appeal_id}/accept", responses=MOVED)
def accept(
    known: ToDecider, asked: ReasonIn, naming: Named, session: Writing, stamp: Stamped, response: Response
) -> AppealOut:
    """采纳：从此以复听的复核计数。"""
    accepted = accept_appeal(session, known.id, by=stamp.by, at=stamp.at, reason=asked.reason)
    return _saved(session, accepted, naming, stamp, response, Action.APPEAL_DECIDE)


@router.post("/{appeal_id}/reject", responses=MOVED)
def reject(
    known: ToDecider, asked: ReasonIn, naming: Named, session: Writing, stamp: Stamped, response: Response
) -> AppealOut:
    """驳回，写明理由；判断不变。"""
    return _moved(session, known, Move.REJECT, asked.reason, naming, stamp, response, Action.APPEAL_DECIDE)


@router.post("/{appeal_id}/close", responses=MOVED)
def close(
    known: ToDecider, asked: RemarkIn, naming: Named, session: Writing, stamp: Stamped, response: Response
) -> AppealOut:
    """终结：不能再申诉。"""
    return _moved(session, known, Move.CLOSE, asked.reason, naming, stamp, response, Action.APPEAL_DECIDE)


def _moved(
    session: Session,
    known: Appeal,
    move: Move,
    reason: str,
    naming: Naming,
    stamp: Stamp,
    response: Response,
    action: Action,
) -> AppealOut:
    moved = move_appeal(session, known.id, move, by=stamp.by, at=stamp.at, reason=reason)
    return _saved(session, moved, naming, stamp, response, action)


def _saved(
    session: Session, appeal: Appeal, naming: Naming, stamp: Stamp, response: Response, action: Action
) -> AppealOut:
    """Noted without its reasons, and answered with its version."""
    move = appeal.steps[-1].move.value
    note(session, stamp, action, "appeal", appeal.id, change=move, version=appeal.version)
    set_etag(response, appeal.version)
    return naming(session, AppealOut.of(appeal, WINDOW, stamp.at))
