"""Sampling plans: drawn, recorded, followed, closed."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.deps import CurrentParts, Reading, Stamped, Writing, permit, turns
from api.etags import IfMatch, require_match, set_etag
from api.filters import AskedWithin
from api.paging import Cursor, Limit, Page, cut, sorted_cursor, sorted_place_in
from api.parts import Parts
from api.responses import refusals
from api.schemas.base import Id
from api.schemas.plans import PlanIn, PlanOut, PreviewOut, WholePlanOut, WithdrawnOut
from voc.domain.permission import Action
from voc.nlp.language import language_with
from voc.services.reviews.people import require_reviewers
from voc.services.reviews.planning import (
    PlanProgress,
    Sample,
    Wish,
    close_plan,
    draw_sample,
    held_version,
    plan_progress,
    record_plan,
)
from voc.storage.review_plans import SamplingPlans

router = APIRouter(prefix="/plans", tags=["抽检计划"], dependencies=[permit(Action.SAMPLING_WRITE)])


@router.get("")
def list_plans(
    session: Reading,
    within: AskedWithin,
    is_open: Annotated[
        bool | None, Query(alias="open", description="true 还有任务没做完的，false 都做完或撤回了的")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[PlanOut]:
    """抽检计划，按建立的时间，缺省新的在前。"""
    found = SamplingPlans(session).page(
        is_open=is_open, within=within, after=sorted_place_in(cursor, within.order), limit=limit + 1
    )
    plans, last = cut(found, limit)
    return Page(
        items=list(map(PlanOut.of, plans)),
        next=None if last is None else sorted_cursor(within.order, last.created_at, last.id),
    )


@router.post("", status_code=201, dependencies=[turns(2)])
def add(asked: PlanIn, stamp: Stamped, parts: CurrentParts, response: Response) -> WholePlanOut:
    """建立抽检计划：抽出接触，排成任务，记下怎样抽的。同样的接触、同样的种子，抽中的相同。"""
    wish, sample = _drawn(asked, parts)
    # Opened only now: an expression is looked for in many texts, and nobody else could write meanwhile.
    with parts.store.work() as session:
        plan = record_plan(session, wish, sample, stamp=stamp, new_id=parts.new_id)
        return _whole(plan_progress(session, plan.id), response)


@router.post("/preview", dependencies=[turns(2)])
def preview(asked: PlanIn, parts: CurrentParts) -> PreviewOut:
    """这样的计划会抽中哪些接触；什么也不记下。"""
    expression = asked.criteria.expression
    sample = _drawn(asked, parts)[1]
    return PreviewOut.of(sample, () if expression is None else parts.analyst.remarks(expression))


@router.get("/{plan_id}", responses=refusals(404))
def get(plan_id: Id, session: Reading, response: Response) -> WholePlanOut:
    """一个计划：怎样抽的、进度与估计的总体比例。任务与各自的概率见 `GET /tasks?plan_id=…`。"""
    return _whole(plan_progress(session, plan_id), response)


@router.post("/{plan_id}/close", responses=refusals(404, 412))
def close(
    plan_id: Id, session: Writing, stamp: Stamped, parts: CurrentParts, if_match: IfMatch, response: Response
) -> WithdrawnOut:
    """结束计划：没做完的任务撤回，双人复核只有一人答了的以其为准。"""
    version = held_version(session, plan_id)
    require_match(if_match, version)
    withdrawn = close_plan(session, plan_id, stamp=stamp, new_id=parts.new_id)
    set_etag(response, version + withdrawn)
    return WithdrawnOut(withdrawn=withdrawn)


def _whole(progress: PlanProgress, response: Response) -> WholePlanOut:
    set_etag(response, progress.version)
    return WholePlanOut.of(progress)


def _drawn(asked: PlanIn, parts: Parts) -> tuple[Wish, Sample]:
    wish = asked.wish(parts.taxonomy)
    with parts.store.look() as session:
        require_reviewers(session, [quota.inspector for quota in wish.quotas])
        language = language_with(parts.settings.rules_folder)
        return wish, draw_sample(session, wish, language=language)
