"""One inspector's work: take a task, answer it verdict by verdict, submit, think again."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from voc.domain.review import Citation, Finding, ReviewStatus
from voc.domain.reviewing.changes import Change, Cite, TellComment
from voc.domain.reviewing.history import Reopen, Submit, Undo
from voc.domain.reviewing.marking import Texts, marks
from voc.domain.reviewing.tasks import Purpose, Task, TaskState
from voc.domain.taxonomy import Cause
from voc.errors import ConflictError, NotFoundError
from voc.services.remarks import masked
from voc.services.reviews.settling import after_submission, check_open, stop_counting
from voc.services.reviews.standing import check_marks, prolong, task_of, texts_of
from voc.storage.analyses import Analyses
from voc.storage.contacts import Contacts
from voc.storage.locking import lock_contact
from voc.storage.review_tasks import ReviewTasks
from voc.storage.reviews import Reviews, StoredReview

NewId = Callable[[], str]
# A review by its id, or as it was read before in the same transaction, so that it is not read again.
Which = str | StoredReview


def take_next(session: Session, *, who: str, at: datetime) -> Task | None:
    """The next task of an inspector, on loan from now (review.write); None where there is nothing to do."""
    return ReviewTasks(session).take_next(who, at=at)


def extend(session: Session, task_id: str, *, who: str, at: datetime) -> Task:
    """The loan of a task starts anew (review.write); ConflictError where it has gone to somebody else."""
    return ReviewTasks(session).save(ReviewTasks(session).read(task_id).prolonged(who, at=at))


def give_back(session: Session, task_id: str, *, who: str) -> Task:
    """A task is open again for anybody (review.write), for this person only after all others.

    The draft is kept in the history, but nobody goes on with it.
    """
    tasks = ReviewTasks(session)
    return tasks.give_back(tasks.read(task_id).given_back(who), who)


def begin(session: Session, task_id: str, *, who: str, at: datetime, new_id: NewId) -> StoredReview:
    """The review of a task on loan, begun now or before (review.write)."""
    tasks = ReviewTasks(session)
    task = tasks.read(task_id).prolonged(who, at=at)
    if task.review_id is not None:
        tasks.save(task)
        return Reviews(session).read(task.review_id)
    review = begin_draft(
        session, task.contact_key, purpose=task.purpose, who=who, at=at, new_id=new_id, task_id=task.id
    )
    tasks.save(task.begun(review.id))
    return review


def begin_direct(session: Session, contact_key: int, *, who: str, at: datetime, new_id: NewId) -> StoredReview:
    """A review of any contact without a task (review.write with reach over all)."""
    return begin_draft(session, contact_key, purpose=Purpose.DIRECT, who=who, at=at, new_id=new_id)


def begin_draft(
    session: Session,
    contact_key: int,
    *,
    purpose: Purpose,
    who: str,
    at: datetime,
    new_id: NewId,
    task_id: str | None = None,
) -> StoredReview:
    """An empty draft about a contact as it is now."""
    revision = Contacts(session).revision(contact_key)
    return Reviews(session).begin(
        new_id(), contact_key=contact_key, revision=revision, reviewer=who, purpose=purpose, at=at, task_id=task_id
    )


def change(
    session: Session,
    which: Which,
    verdict: Change,
    *,
    who: str,
    at: datetime,
    expected: int | None = None,
    texts: Texts | None = None,
) -> StoredReview:
    """One verdict more in a draft (review.write); the loan of its task starts anew.

    `texts` are those of the contact, where they were read before in the same transaction. InputError where the verdict
    marks words that are not in the contact, PreconditionError where the draft is no longer at the `expected` version,
    ConflictError where it is submitted, or its task has gone to somebody else.
    """
    review = _own(session, which, who)
    told = TellComment(masked(verdict.comment)) if isinstance(verdict, TellComment) else verdict
    changed = Reviews(session).advance(review, told, by=who, at=at, expected=expected)
    # What was marked before stood when it was, and a change of the text makes the draft stale.
    if marks(verdict):
        check_marks(changed, texts or texts_of(session, changed))
    prolong(session, changed, who, at)
    return changed


def cite(
    session: Session,
    which: Which,
    cause: Cause,
    factor: str | None,
    *,
    right: bool,
    who: str,
    at: datetime,
    expected: int | None = None,
) -> StoredReview:
    """Call a claim of the machine right, which takes it over, or wrong (review.write); NotFoundError for no claim."""
    review = _own(session, which, who)
    analysis = Analyses(session).verdicts([review.contact_key]).get(review.contact_key)
    claims = () if analysis is None else analysis.attributions
    claim = next((a for a in claims if (a.cause, a.factor) == (cause, factor)), None)
    if claim is None:
        raise NotFoundError(f"机器没有判断过 {factor or cause}")
    finding = Finding(claim.cause, claim.factor, claim.kind, claim.business_object, claim.evidence) if right else None
    verdict = Cite(Citation(cause, factor, right), finding)
    return change(session, review, verdict, who=who, at=at, expected=expected)


def undo(
    session: Session, which: Which, *, who: str, at: datetime, new_id: NewId, expected: int | None = None
) -> StoredReview:
    """Take back the last step (review.write): a submission as long as nothing was built on it, a reopening too."""
    review = _own(session, which, who)
    if review.status is ReviewStatus.FINAL:
        review = _take_up_again(session, review, who, at)
    undone = Reviews(session).advance(review, Undo(), by=who, at=at, expected=expected)
    if undone.status is ReviewStatus.FINAL:
        return _submitted(session, undone, who, at, new_id=new_id)
    prolong(session, undone, who, at)
    return undone


def submit(
    session: Session, which: Which, *, who: str, at: datetime, new_id: NewId, expected: int | None = None
) -> StoredReview:
    """The answer is given (review.write): it counts, or waits for the second opinion, the end of the session, the lead.

    InputError where the answer is not whole or its marked words no longer stand.
    """
    review = _own(session, which, who)
    if review.purpose is Purpose.ADJUDICATION:
        raise ConflictError("裁定须连同理由一起作出")
    lock_contact(session, review.contact_key)
    review.review()
    check_marks(review, texts_of(session, review))
    given = Reviews(session).advance(review, Submit(), by=who, at=at, expected=expected)
    return _submitted(session, given, who, at, new_id=new_id)


def reopen(session: Session, which: Which, *, who: str, at: datetime, expected: int | None = None) -> StoredReview:
    """Think a submitted or stale answer over again, against the text as it is now (review.write).

    ConflictError once something was built on it: a lead's decision, the end of a session, an appeal that was heard.
    """
    review = _own(session, which, who)
    if review.status is not ReviewStatus.DRAFT:
        review = _take_up_again(session, review, who, at)
    revision = Contacts(session).revision(review.contact_key)
    return Reviews(session).advance(review, Reopen(revision), by=who, at=at, expected=expected)


def _own(session: Session, which: Which, who: str) -> StoredReview:
    review = Reviews(session).read(which) if isinstance(which, str) else which
    if review.reviewer != who:
        raise ConflictError("这份复核是别人的")
    return review


def _take_up_again(session: Session, review: StoredReview, who: str, at: datetime) -> StoredReview:
    lock_contact(session, review.contact_key)
    check_open(session, review)
    if review.task_id is not None:
        tasks = ReviewTasks(session)
        task = task_of(tasks, review)
        done = task.state is TaskState.DONE
        tasks.save(task.resumed(who, at=at) if done else task.prolonged(who, at=at))
    return stop_counting(session, review)


def _submitted(session: Session, review: StoredReview, who: str, at: datetime, *, new_id: NewId) -> StoredReview:
    if review.task_id is not None:
        tasks = ReviewTasks(session)
        tasks.save(task_of(tasks, review).finished(who))
    return after_submission(session, review, at=at, new_id=new_id)
