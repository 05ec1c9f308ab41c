"""Review tasks, reviews and adjudications."""

from collections.abc import Mapping

from httpx2 import Response
from sqlalchemy.orm import Session

from tests.api.reviewing import ANGRY, Json, act, decided
from tests.api.serving import Caller
from tests.api.walking import NOBODY, A, Ask, I, Q, R, T, Walk, anyone, numbers, plain
from tests.api.world import World
from voc.domain.reviewing.changes import TellDissatisfied
from voc.domain.reviewing.comparing import Adjudication, Disputed
from voc.domain.reviewing.tasks import LEASE, Purpose, Task, TaskState
from voc.services.reviews import answering
from voc.services.reviews.adjudicating import begin_adjudication
from voc.storage.adjudications import Adjudications
from voc.storage.review_tasks import ReviewTasks
from voc.storage.reviews import StoredReview

REVIEWERS, LEADS = frozenset({I, Q}), frozenset({Q, R})
LEAD = frozenset({Q})


def _task(caller: Caller, world: World, own: bool, *, held: bool = True) -> str:
    """A task of the caller about our contact, or of somebody else about theirs."""
    who, at, id = caller.user.id if own else "u-else", world.service.clock(), f"task-{next(numbers)}"
    held_by = {"state": TaskState.LEASED, "holder": who, "lease_until": at + LEASE} if held else {}
    key = world.ours if own else world.theirs
    task = Task(id, key, Purpose.APPEAL, id, assignee=who, **held_by)  # type: ignore[arg-type]
    with world.service.parts.store.work() as session:
        ReviewTasks(session).add([task], at=at)
    return id


def _on_task(method: str, ending: str = "") -> Ask:
    return lambda caller, world, own: caller.ask(method, f"tasks/{_task(caller, world, own)}{ending}")


def _take(caller: Caller, world: World, own: bool) -> Response:
    _task(caller, world, own, held=False)
    return caller.post("tasks/next")


def given(session: Session, world: World, own: bool, who: str, *, submitted: bool = True) -> StoredReview:
    """A review of our contact or of theirs, of two steps where it is submitted, else of one."""
    new_id, at = world.service.parts.new_id, world.service.clock()
    key = world.ours if own else world.theirs
    draft = answering.begin_direct(session, key, who=who, at=at, new_id=new_id)
    told = answering.change(session, draft.id, TellDissatisfied(False), who=who, at=at)
    return answering.submit(session, told.id, who=who, at=at, new_id=new_id) if submitted else told


def _on_review(ending: str = "") -> Ask:
    def ask(caller: Caller, world: World, own: bool) -> Response:
        with world.service.parts.store.work() as session:
            review = given(session, world, own, "u-else")
        return caller.get(f"reviews/{review.id}{ending}")

    return ask


def _act(what: str, *, submitted: bool = False, **content: Json) -> Ask:
    """On a review of the caller, or of somebody else."""

    def ask(caller: Caller, world: World, own: bool) -> Response:
        with world.service.parts.store.work() as session:
            who = caller.user.id if own else "u-else"
            review = given(session, world, True, who, submitted=submitted)
        return act(caller, {"id": review.id, "version": review.version}, what, **content)

    return ask


def _of_contact(method: str) -> Ask:
    return lambda caller, world, own: caller.ask(method, f"contacts/{world.ours if own else world.theirs}/reviews")


def _dispute(world: World) -> str:
    id, at = f"dispute-{next(numbers)}", world.service.clock()
    with world.service.parts.store.work() as session:
        first, second = (given(session, world, False, who) for who in ("u-one", "u-two"))
        parts = (Disputed.DISSATISFIED,)
        opened = Adjudication(id, world.theirs, first.id, second.id, parts, at, ("u-one", "u-two"))
        Adjudications(session).open(opened)
    return id


def _decide(caller: Caller, world: World, own: bool) -> Response:
    dispute, who, at = _dispute(world), caller.user.id, world.service.clock()
    with world.service.parts.store.work() as session:
        draft = begin_adjudication(session, dispute, lead=who, at=at, new_id=world.service.parts.new_id)
        answering.change(session, draft.id, TellDissatisfied(True), who=who, at=at)
    return decided(caller, {"id": dispute}, {"id": draft.id})


WALKS: Mapping[str, Walk] = {
    "GET /reviewers": anyone(LEADS, plain("GET", "reviewers")),
    "GET /tasks": anyone(REVIEWERS, plain("GET", "tasks")),
    "POST /tasks/next": anyone(REVIEWERS, _take),
    "GET /tasks/{task_id}": Walk(REVIEWERS, LEAD, _on_task("GET"), refused_other=404),
    "POST /tasks/{task_id}/extend": Walk(REVIEWERS, NOBODY, _on_task("POST", "/extend"), refused_other=404),
    "POST /tasks/{task_id}/give-back": Walk(REVIEWERS, NOBODY, _on_task("POST", "/give-back"), refused_other=404),
    "POST /tasks/{task_id}/review": Walk(REVIEWERS, NOBODY, _on_task("POST", "/review"), refused_other=404),
    "GET /reviews": anyone(frozenset({I, Q, A, T, R}), plain("GET", "reviews", params={"status": "stale"})),
    "GET /contacts/{key}/reviews": Walk(
        frozenset({I, Q, A, T, R}), frozenset({Q, R}), _of_contact("GET"), refused_other=404
    ),
    "POST /contacts/{key}/reviews": anyone(LEAD, _of_contact("POST")),
    "GET /reviews/{review_id}": Walk(frozenset({I, Q, A, T, R}), frozenset({Q, R}), _on_review(), refused_other=404),
    "GET /reviews/{review_id}/events": Walk(
        frozenset({I, Q, A, T, R}), frozenset({Q, R}), _on_review("/events"), refused_other=404
    ),
    "POST /reviews/{review_id}/changes": Walk(REVIEWERS, NOBODY, _act("changes", json=ANGRY), refused_other=404),
    "POST /reviews/{review_id}/undo": Walk(REVIEWERS, NOBODY, _act("undo"), refused_other=404),
    "POST /reviews/{review_id}/submit": Walk(REVIEWERS, NOBODY, _act("submit"), refused_other=404),
    "POST /reviews/{review_id}/reopen": Walk(REVIEWERS, NOBODY, _act("reopen", submitted=True), refused_other=404),
    "GET /adjudications": anyone(LEAD, plain("GET", "adjudications")),
    "GET /adjudications/{adjudication_id}": anyone(LEAD, lambda c, w, own: c.get(f"adjudications/{_dispute(w)}")),
    "POST /adjudications/{adjudication_id}/review": anyone(
        LEAD, lambda c, w, own: c.post(f"adjudications/{_dispute(w)}/review", json={})
    ),
    "POST /adjudications/{adjudication_id}/decision": anyone(LEAD, _decide),
}
