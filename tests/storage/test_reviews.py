import pytest
from sqlalchemy.orm import Session

from tests.builders import finding
from tests.storage.builders import LATER, NOW
from tests.storage.reviewing import contacts, draft
from voc.domain.review import ReviewStatus
from voc.domain.reviewing.changes import Answer, PutFinding, TellComment, TellDissatisfied
from voc.domain.reviewing.history import GoStale, ReviewEvent, Submit, Undo
from voc.domain.reviewing.tasks import Purpose, Task
from voc.errors import InputError, NotFoundError, PreconditionError
from voc.storage.review_tasks import ReviewTasks
from voc.storage.reviews import Reviews


def test_a_review_begins_empty(session: Session) -> None:
    (key,) = contacts(session)
    review = draft(session, key)
    assert (review.answer, review.status, review.version) == (Answer(), ReviewStatus.DRAFT, 0)
    assert (review.contact_key, review.contact_id, review.counts) == (key, "C-1", False)
    with pytest.raises(InputError):
        review.review()


def test_every_step_is_written_down_and_the_row_says_where_it_stands(session: Session) -> None:
    reviews, (key,) = Reviews(session), contacts(session)
    review = draft(session, key)
    put = PutFinding(finding("rule.fee"))
    for step in (put, TellComment("听"), Undo(), Submit()):
        review = reviews.advance(review, step, by="王检", at=LATER)
    assert reviews.read("R-1") == review
    assert (review.version, review.status, review.changed_at) == (4, ReviewStatus.FINAL, LATER)
    assert reviews.events("R-1")[0] == ReviewEvent(1, "王检", LATER, put)
    assert reviews.history(review).now == review.state
    assert review.review().findings == (finding("rule.fee"),)


def test_a_review_that_somebody_else_saved_is_not_overwritten(session: Session) -> None:
    reviews, (key,) = Reviews(session), contacts(session)
    old = draft(session, key)
    reviews.advance(old, TellDissatisfied(True), by="王检", at=LATER)
    for expected in (None, 1):
        with pytest.raises(PreconditionError, match="刷新"):
            reviews.advance(old, TellDissatisfied(False), by="王检", at=LATER, expected=expected)
    with pytest.raises(PreconditionError, match="刷新"):
        reviews.advance(old, Undo(), by="王检", at=LATER)
    assert len(reviews.events("R-1")) == 1


def test_one_review_of_a_contact_counts_at_most(session: Session) -> None:
    reviews, (first, second) = Reviews(session), contacts(session, 2)
    one, other = draft(session, first), draft(session, first, "R-2", "李检")
    assert reviews.counting([first, second]) == {}
    reviews.let_count(one)
    counting = reviews.let_count(other)
    assert reviews.counting([first, second]) == {first: counting}
    assert reviews.all_counting() == (counting,)
    reviews.count_none(first)
    assert reviews.all_counting() == ()


def test_reviews_are_found_by_contact_by_task_and_while_they_stand(session: Session) -> None:
    reviews, (first, second) = Reviews(session), contacts(session, 2)
    ReviewTasks(session).add([Task("T-1", second, Purpose.SAMPLE, "P-1")], at=NOW)
    one, late = draft(session, first, at=LATER), draft(session, first, "R-2")
    other = draft(session, second, "R-3", task_id="T-1", purpose=Purpose.SAMPLE)
    assert reviews.of_contact(first) == (late, one)
    assert reviews.of_tasks(["T-1", "T-2"]) == (other,)
    reviews.advance(one, GoStale(), by="program", at=LATER)
    assert {review.id for review in reviews.current([first, second])} == {"R-2", "R-3"}


def test_an_unknown_review_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError, match="R-9"):
        Reviews(session).read("R-9")
