"""Calibration sessions: the same contacts for several inspectors, answers hidden until the end."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.access_log import note_shown
from api.deps import CurrentParts, Reading, Stamped, Writing, permit, turns
from api.etags import IfMatch, require_match, set_etag
from api.filters import AskedWithin
from api.naming import Named
from api.paging import Cursor, Limit, Page, cut, sorted_cursor, sorted_place_in
from api.responses import refusals
from api.schemas.base import Id
from api.schemas.calibrations import CalibrationIn, CalibrationOut, ResultOut, WholeCalibrationOut
from api.schemas.reviews import ReviewOut
from voc.domain.permission import Action, Reach
from voc.services.auditing import note
from voc.services.reviews.calibrating import calibration_result, close_calibration, open_calibration
from voc.services.reviews.calibration_reading import seen_answers, seen_calibration, seen_calibrations
from voc.services.reviews.people import require_reviewers
from voc.services.reviews.quoting import quoted_keys
from voc.storage.calibrations import Calibrations
from voc.storage.review_tasks import ReviewTasks

router = APIRouter(prefix="/calibrations", tags=["校准"])
Participant = Annotated[Reach, permit(Action.CALIBRATION_ANSWER)]
lead = [permit(Action.CALIBRATION_WRITE)]


@router.get("")
def list_calibrations(
    reach: Participant,
    naming: Named,
    session: Reading,
    within: AskedWithin,
    is_open: Annotated[bool | None, Query(alias="open", description="true 还没有结束的，false 结束了的")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CalibrationOut]:
    """校准，按开始的时间，缺省新的在前；质检员只看得到自己参加的。"""
    found = seen_calibrations(
        session,
        reach=reach,
        is_open=is_open,
        within=within,
        after=sorted_place_in(cursor, within.order),
        limit=limit + 1,
    )
    shown, last = cut(found, limit)
    return Page(
        items=naming(session, list(map(CalibrationOut.of, shown))),
        next=None if last is None else sorted_cursor(within.order, last.opened_at, last.id),
    )


@router.post("", status_code=201, dependencies=lead, responses=refusals(404))
def add(
    asked: CalibrationIn, naming: Named, session: Writing, stamp: Stamped, parts: CurrentParts, response: Response
) -> CalibrationOut:
    """开始一次校准：每人在自己的队列里得到同样的接触，互不知道地作答。"""
    require_reviewers(session, [asked.expert, *asked.inspectors])
    opened = open_calibration(
        session,
        asked.name,
        expert=asked.expert,
        inspectors=asked.inspectors,
        contact_keys=asked.contact_keys,
        by=stamp.by,
        at=stamp.at,
        new_id=parts.new_id,
    )
    facts = {"people": len(opened.participants), "contacts": len(opened.contact_keys)}
    note(session, stamp, Action.CALIBRATION_WRITE, "calibration", opened.id, change="opened", **facts)
    set_etag(response, opened.version)
    return naming(session, CalibrationOut.of(opened))


@router.get("/{calibration_id}", responses=refusals(404))
def get(
    calibration_id: Id, reach: Participant, naming: Named, session: Reading, response: Response
) -> WholeCalibrationOut:
    """一次校准与进度。"""
    found = seen_calibration(session, calibration_id, reach=reach)
    counts = ReviewTasks(session).counts([found.id])[found.id]
    set_etag(response, found.version)
    return naming(session, WholeCalibrationOut(calibration=CalibrationOut.of(found), tasks=counts))


@router.get("/{calibration_id}/answers", dependencies=[turns()], responses=refusals(404))
def answers(
    calibration_id: Id, reach: Participant, naming: Named, stamp: Stamped, parts: CurrentParts
) -> list[ReviewOut]:
    """答案：结束以前只有自己的，结束以后是每个人提交了的；带有证据的记入访问日志。作答从 `POST /tasks/next` 开始。"""
    with parts.store.look() as session:
        found = seen_answers(session, calibration_id, reach=reach)
        shown = naming(session, list(map(ReviewOut.of, found)))
    note_shown(parts, stamp, quoted_keys(found))
    return shown


@router.post("/{calibration_id}/close", dependencies=lead, responses=refusals(404, 409, 412))
def close(
    calibration_id: Id, naming: Named, session: Writing, stamp: Stamped, if_match: IfMatch, response: Response
) -> CalibrationOut:
    """结束：公开答案，没有作答的不再问。"""
    require_match(if_match, Calibrations(session).read(calibration_id).version)
    closed = close_calibration(session, calibration_id, at=stamp.at)
    note(session, stamp, Action.CALIBRATION_WRITE, "calibration", closed.id, change="closed")
    set_etag(response, closed.version)
    return naming(session, CalibrationOut.of(closed))


@router.get("/{calibration_id}/result", dependencies=lead, responses=refusals(404, 409))
def result(calibration_id: Id, naming: Named, session: Reading, parts: CurrentParts) -> ResultOut:
    """结束以后：质检员之间的一致性，与每人同专家的。"""
    return naming(session, ResultOut.of(calibration_result(session, calibration_id, zone=parts.settings.timezone)))
