"""Appeals: from the agent over team lead and QA lead to another inspector, and back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from voc.domain.permission import Action
from voc.domain.review import verdict_of
from voc.domain.reviewing.appeals import Appeal, AppealState, AppealStep, AppealWindow, Move
from voc.domain.reviewing.comparing import code_of
from voc.domain.reviewing.tasks import Purpose, Task, TaskState
from voc.errors import ConflictError, InputError
from voc.services.auditing import SYSTEM, Stamp, note
from voc.services.remarks import masked
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

    ConflictError after the window, and where the same agent has objected to the same verdict before: to the same
    review, or to the machine's claiming the same. InputError where nothing is claimed that one could object to.
    """
    lock_contact(session, contact_key)
    Contacts(session).load([contact_key])
    review = Reviews(session).counting([contact_key]).get(contact_key)
    decided_at, claim = _claimed(session, contact_key) if review is None else (review.changed_at, "")
    against = None if review is None else review.id
    earlier = Appeals(session).find(AppealFilter(agents=(agent,), contact_key=contact_key))
    if any((appeal.against, appeal.claim) == (against, claim) for appeal in earlier):
        raise ConflictError("对这个判断已经申诉过")
    filed = Appeal.filed(
        new_id(),
        contact_key,
        AppealStep(Move.FILE, agent, at, masked(reason)),
        against=against,
        against_reviewer=None if review is None else review.reviewer,
        decided_at=decided_at,
        window=window,
        claim=claim,
    )
    Appeals(session).file(filed)
    return filed


def hold_appeal(session: Session, appeal_id: str, *, at: datetime, window: AppealWindow = WINDOW) -> Appeal:
    """An appeal as it stands at a time, kept from other writers until the transaction ends.

    What went on by itself meanwhile is written down. NotFoundError where there is none.
    """
    appeals = Appeals(session)
    stored = appeals.read(appeal_id)
    appeal = stored.as_of(at, window)
    if appeal is not stored:
        facts = {"change": appeal.steps[-1].move.value, "version": appeal.version}
        note(session, Stamp(SYSTEM, at), Action.APPEAL_FORWARD, "appeal", appeal.id, **facts)
        appeals.save(appeal)
    return appeal


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
    appeal = hold_appeal(session, appeal_id, at=at, window=window)
    barred = authors_of(session, appeal) if move in (Move.REJECT, Move.CLOSE) else ()
    return Appeals(session).save(appeal.moved(AppealStep(move, by, at, masked(reason)), window=window, barred=barred))


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
    appeal, tasks = hold_appeal(session, appeal_id, at=at, window=window), ReviewTasks(session)
    barred = witnesses_of(session, appeal, told=by)
    assigned = appeal.moved(AppealStep(Move.ASSIGN, by, at, inspector=inspector), window=window, barred=barred)
    for task in tasks.find(TaskFilter(origin=appeal.id, states=(TaskState.OPEN, TaskState.LEASED))):
        tasks.save(tasks.read(task.id).withdrawn())
    seat = 1 + sum(step.move is Move.ASSIGN for step in appeal.steps)
    task = Task(new_id(), appeal.contact_key, Purpose.APPEAL, appeal.id, seat=seat, assignee=inspector)
    tasks.add([task], at=at)
    return Appeals(session).save(assigned)


def accept_appeal(
    session: Session, appeal_id: str, *, by: str, at: datetime, reason: str, window: AppealWindow = WINDOW
) -> Appeal:
    """Follow the inspector who heard it: the contact is counted by the new review from now on (appeal.decide)."""
    appeal = hold_appeal(session, appeal_id, at=at, window=window)
    step = AppealStep(Move.ACCEPT, by, at, masked(reason))
    accepted = appeal.moved(step, window=window, barred=authors_of(session, appeal))
    lock_contact(session, appeal.contact_key)
    let_count(session, Reviews(session).read(appeal.review_id or ""))
    return Appeals(session).save(accepted)


def stored_as(wanted: AppealFilter) -> AppealFilter:
    """The filter that also finds what is not written down yet to have gone on by itself; to be sieved by `standing`."""
    gone_on = (AppealState.FILED,) if AppealState.FORWARDED in wanted.states else ()
    return replace(wanted, states=(*wanted.states, *gone_on))


def standing(
    appeals: Iterable[Appeal], wanted: AppealFilter, *, at: datetime, window: AppealWindow = WINDOW
) -> Iterator[Appeal]:
    """Appeals as they stand at a time, those in a state that is wanted."""
    now = (appeal.as_of(at, window) for appeal in appeals)
    return (appeal for appeal in now if not wanted.states or appeal.state in wanted.states)


def waiting_appeals(
    session: Session, wanted: AppealFilter | None = None, *, at: datetime, window: AppealWindow = WINDOW
) -> tuple[Appeal, ...]:
    """Appeals as they stand at a time whose next step is owed, what is owed first before the others."""
    asked = wanted or AppealFilter()
    waiting = tuple(state for state in asked.states or AppealState if state.waiting)
    if not waiting:
        return ()
    narrow = replace(asked, states=waiting)
    found = standing(Appeals(session).find(stored_as(narrow)), narrow, at=at, window=window)
    owed = [(due, appeal.id, appeal) for appeal in found if (due := appeal.due_at(window)) is not None]
    return tuple(appeal for _, _, appeal in sorted(owed, key=lambda one: one[:2]))


def overdue_appeals(session: Session, *, at: datetime, window: AppealWindow = WINDOW) -> tuple[Appeal, ...]:
    """Appeals whose next step is owed since before a time (appeal.decide), the longest owed first."""
    return tuple(one for one in waiting_appeals(session, at=at, window=window) if one.overdue(at, window))


def _claimed(session: Session, contact_key: int) -> tuple[datetime, str]:
    """When the machine made the claim that counts, and what it says in codes; InputError where there is none."""
    analyses = Analyses(session)
    claim = analyses.verdicts([contact_key]).get(contact_key)
    if claim is None:
        raise InputError("这次接触还没有判断，无从申诉")
    made = [entry for entry in analyses.history(contact_key) if entry.version == claim.version]
    return max(made, key=lambda entry: entry.contact_revision).analysed_at, code_of(verdict_of(claim, None))
