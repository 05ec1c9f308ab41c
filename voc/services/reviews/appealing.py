"""Appeals: from the agent over team lead and QA lead to another inspector, and back."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from voc.domain.reviewing.appeals import Appeal, AppealState, AppealStep, AppealWindow, Move
from voc.domain.reviewing.tasks import Purpose, Task, TaskState
from voc.errors import ConflictError, InputError
from voc.services.reviews.hearing import authors_of, witnesses_of
from voc.services.reviews.settling import let_count
from voc.storage.analyses import Analyses
from voc.storage.appeals import AppealFilter, Appeals
from voc.storage.contacts import Contacts
from voc.storage.locking import lock_contact
from voc.storage.review_tasks import ReviewTasks, TaskFilter
from voc.storage.reviews import Reviews

WINDOW = AppealWindow()


def file_appeal(
    session: Session,
    contact_key: int,
    *,
    agent: str,
    at: datetime,
    reason: str,
    new_id: Callable[[], str],
    window: AppealWindow = WINDOW,
) -> Appeal:
    """An agent objects to what counts for an own contact (appeal.file).

    ConflictError after the window, and where the same agent has objected to the same verdict before; InputError where
    nothing is claimed that one could object to.
    """
    lock_contact(session, contact_key)
    Contacts(session).load([contact_key])
    review = Reviews(session).counting([contact_key]).get(contact_key)
    history = Analyses(session).history(contact_key)
    if review is None and not history:
        raise InputError("这次接触还没有判断，无从申诉")
    decided_at = history[-1].analysed_at if review is None else review.changed_at
    against = None if review is None else review.id
    earlier = Appeals(session).find(AppealFilter(agents=(agent,), contact_key=contact_key))
    if any(appeal.against == against for appeal in earlier):
        raise ConflictError("对这个判断已经申诉过")
    filed = Appeal.filed(
        new_id(),
        contact_key,
        AppealStep(Move.FILE, agent, at, reason),
        against=against,
        against_reviewer=None if review is None else review.reviewer,
        decided_at=decided_at,
        window=window,
    )
    Appeals(session).file(filed)
    return filed


def move_appeal(
    session: Session,
    appeal_id: str,
    move: Move,
    *,
    by: str,
    at: datetime,
    reason: str = "",
    window: AppealWindow = WINDOW,
) -> Appeal:
    """One step without anything else to it: forward or stop (appeal.forward), reject or close (appeal.decide), withdraw
    or file again (appeal.file).
    """
    if move in (Move.ASSIGN, Move.HEAR, Move.ACCEPT):
        raise ValueError("these steps have functions of their own")
    appeals = Appeals(session)
    appeal = appeals.read(appeal_id)
    barred = authors_of(session, appeal) if move in (Move.REJECT, Move.CLOSE) else ()
    return appeals.save(appeal.moved(AppealStep(move, by, at, reason), window=window, barred=barred))


def assign_appeal(
    session: Session,
    appeal_id: str,
    *,
    inspector: str,
    by: str,
    at: datetime,
    new_id: Callable[[], str],
    window: AppealWindow = WINDOW,
) -> Appeal:
    """Give the contact to another inspector, in whose queue it comes first (appeal.decide).

    That is somebody who has not given the contested answer. One who was assigned before and has not heard it is asked
    no more.
    """
    appeals, tasks = Appeals(session), ReviewTasks(session)
    appeal = appeals.read(appeal_id)
    barred = witnesses_of(session, appeal, told=by)
    assigned = appeal.moved(AppealStep(Move.ASSIGN, by, at, inspector=inspector), window=window, barred=barred)
    for task in tasks.find(TaskFilter(origin=appeal.id, states=(TaskState.OPEN, TaskState.LEASED))):
        tasks.save(tasks.read(task.id).withdrawn())
    seat = 1 + sum(step.move is Move.ASSIGN for step in appeal.steps)
    task = Task(new_id(), appeal.contact_key, Purpose.APPEAL, appeal.id, seat=seat, assignee=inspector)
    tasks.add([task], at=at)
    return appeals.save(assigned)


def accept_appeal(
    session: Session, appeal_id: str, *, by: str, at: datetime, reason: str, window: AppealWindow = WINDOW
) -> Appeal:
    """Follow the inspector who heard it: the contact is counted by the new review from now on (appeal.decide)."""
    appeals = Appeals(session)
    appeal = appeals.read(appeal_id)
    step = AppealStep(Move.ACCEPT, by, at, reason)
    accepted = appeal.moved(step, window=window, barred=authors_of(session, appeal))
    lock_contact(session, appeal.contact_key)
    let_count(session, Reviews(session).read(appeal.review_id or ""))
    return appeals.save(accepted)


def overdue_appeals(session: Session, *, at: datetime, window: AppealWindow = WINDOW) -> tuple[Appeal, ...]:
    """Appeals whose next step is owed since before a time, the oldest first (appeal.decide)."""
    waiting = tuple(state for state in AppealState if state.waiting)
    found = Appeals(session).find(AppealFilter(states=waiting))
    return tuple(appeal for appeal in found if (due := appeal.due_at(window)) is not None and due < at)
