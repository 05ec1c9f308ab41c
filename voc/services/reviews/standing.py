"""Whether a draft still stands: its task with whoever writes it, and its marks on words that are there."""

from datetime import datetime

from sqlalchemy.orm import Session

from voc.domain.reviewing.marking import NO_TEXTS, Texts
from voc.domain.reviewing.tasks import Task
from voc.errors import ConflictError, InputError
from voc.storage.contacts import Contacts
from voc.storage.review_tasks import ReviewTasks
from voc.storage.reviews import StoredReview


def texts_of(session: Session, review: StoredReview) -> Texts:
    """What is written in the contact of a review; nothing is read where the review marks nothing."""
    if not review.answer.marked:
        return NO_TEXTS
    (stored,) = Contacts(session).load([review.contact_key])
    return Texts.of(stored.contact)


def check_marks(review: StoredReview, texts: Texts) -> None:
    """InputError where what a review marks is not there."""
    for moment in texts.out_of_range(review.answer):
        count = len(texts.spoken)
        lines = f"这次接触共 {count} 句，编号从 0 到 {count - 1}" if count else "这次接触没有通话"
        raise InputError(f"时刻所在的句子 {moment.utterance} 不存在：{lines}")
    if not texts.bears(review.answer):
        raise InputError("所标的字与接触的原文不符，请重新标出")


def prolong(session: Session, review: StoredReview, who: str, at: datetime) -> None:
    """The loan of the task of a review, where it has one, starts anew; ConflictError as below."""
    if review.task_id is None:
        return
    tasks = ReviewTasks(session)
    if not tasks.prolong(review.task_id, review.id, who, at=at):
        # Only to say why not.
        tasks.save(task_of(tasks, review).prolonged(who, at=at))


def task_of(tasks: ReviewTasks, review: StoredReview) -> Task:
    """The task of a review; ConflictError where it has gone to somebody else, who started another one."""
    task = tasks.read(review.task_id or "")
    if task.review_id != review.id:
        raise ConflictError("这个任务已不在你手上，请重新领取")
    return task
