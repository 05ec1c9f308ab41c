"""Review tasks: lent to one inspector at a time."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.deps import CurrentParts, Reading, Stamped, Writing, permit
from api.etags import set_etag
from api.naming import Named
from api.paging import Cursor, Limit, Page, cursor_of, cut, parts_in
from api.responses import refusals
from api.schemas.base import ContactKeyAsked, Id, Word
from api.schemas.reviews import ReviewOut
from api.schemas.tasks import TaskOut
from voc.domain.permission import Action, Reach
from voc.domain.reviewing.tasks import Purpose, Task, TaskState
from voc.errors import InputError
from voc.services.auditing import note
from voc.services.reviews import answering
from voc.services.reviews.quoting import note_quoted, quoted_keys
from voc.services.reviews.reading import own_task, seen_task
from voc.storage.review_tasks import ReviewTasks, TaskFilter, TaskPlace

router = APIRouter(prefix="/tasks", tags=["复核任务"])
Inspecting = Annotated[Reach, permit(Action.REVIEW_WRITE)]
NOTHING_TO_DO: dict[int | str, dict[str, Any]] = {204: {"description": "没有可领取的任务"}}


@router.get("")
def list_tasks(
    reach: Inspecting,
    naming: Named,
    session: Reading,
    state: Annotated[list[TaskState], Query(description="状态，可重复", default_factory=list)],
    purpose: Purpose | None = None,
    plan_id: Annotated[Word | None, Query(description="抽检计划、校准或申诉的编号")] = None,
    inspector: Annotated[Word | None, Query(description="用户编号：在其手上、由其完成或指定给其的")] = None,
    contact_key: ContactKeyAsked = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[TaskOut]:
    """任务，按计划与次序。质检员只看得到自己手上的、完成的与指定给自己的，质检主管看得到全部。"""
    me = reach.actor.user_id
    if not reach.unlimited and inspector not in (None, me):
        return Page(items=[])
    wanted = TaskFilter(
        origin=plan_id,
        states=tuple(state),
        contact_key=contact_key,
        inspector=inspector if reach.unlimited else me,
        purpose=purpose,
    )
    found, last = cut(ReviewTasks(session).find(wanted, after=_place_in(cursor), limit=limit + 1), limit)
    page = Page(items=[_shown(task, reach) for task in found], next=None if last is None else _cursor_after(last))
    return naming(session, page)


@router.post("/next", responses=NOTHING_TO_DO, response_model=TaskOut)
def take_next(reach: Inspecting, naming: Named, session: Writing, stamp: Stamped) -> TaskOut | Response:
    """领取下一个任务，三十分钟内有效；手上还有没完成的，得到的就是它。没有可领取的回答 204。"""
    task = answering.take_next(session, who=stamp.by, at=stamp.at)
    if task is None:
        return Response(status_code=204)
    note(session, stamp, Action.REVIEW_WRITE, "task", task.id, change="taken")
    return naming(session, _shown(task, reach))


@router.get("/{task_id}", responses=refusals(404))
def get(task_id: Id, reach: Inspecting, naming: Named, session: Reading) -> TaskOut:
    """一个任务。"""
    return naming(session, _shown(seen_task(session, task_id, reach=reach), reach))


@router.post("/{task_id}/extend", responses=refusals(404, 409))
def extend(task_id: Id, reach: Inspecting, naming: Named, session: Writing, stamp: Stamped) -> TaskOut:
    """再留三十分钟：从现在算起。"""
    own_task(session, task_id, reach=reach)
    task = answering.extend(session, task_id, who=stamp.by, at=stamp.at)
    note(session, stamp, Action.REVIEW_WRITE, "task", task_id, change="extended")
    return naming(session, _shown(task, reach))


@router.post("/{task_id}/give-back", responses=refusals(404, 409))
def give_back(task_id: Id, reach: Inspecting, naming: Named, session: Writing, stamp: Stamped) -> TaskOut:
    """交回，由别人领取，别的都领完了才再给本人；已写的草稿留在历史里，不再继续。"""
    own_task(session, task_id, reach=reach)
    task = answering.give_back(session, task_id, who=stamp.by)
    note(session, stamp, Action.REVIEW_WRITE, "task", task_id, change="given_back")
    return naming(session, _shown(task, reach))


@router.post("/{task_id}/review", responses=refusals(404, 409))
def begin(
    task_id: Id,
    reach: Inspecting,
    naming: Named,
    session: Writing,
    stamp: Stamped,
    parts: CurrentParts,
    response: Response,
) -> ReviewOut:
    """开始复核手上的任务，或读出已开始的草稿。"""
    known = own_task(session, task_id, reach=reach)
    review = answering.begin(session, task_id, who=stamp.by, at=stamp.at, new_id=parts.new_id)
    change = "continued" if known.review_id == review.id else "begun"
    note(session, stamp, Action.REVIEW_WRITE, "review", review.id, change=change, task_id=task_id)
    note_quoted(session, stamp, quoted_keys([review]))
    set_etag(response, review.version)
    return naming(session, ReviewOut.of(review))


def _shown(task: Task, reach: Reach) -> TaskOut:
    return TaskOut.of(task, drawn=reach.unlimited)


def _cursor_after(task: Task) -> str:
    place = TaskPlace.of(task)
    return cursor_of(place.origin, place.position, place.seat, place.id)


def _place_in(cursor: str | None) -> TaskPlace | None:
    if cursor is None:
        return None
    match parts_in(cursor, 4):
        case [str(origin), int(position), int(seat), str(id)] if _plain(origin + id):
            return TaskPlace(origin, position, seat, id)
    raise InputError("cursor 无效")


def _plain(text: str) -> bool:
    """Whether any database takes it."""
    return text.isascii() and text.isprintable()
