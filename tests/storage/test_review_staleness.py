from dataclasses import replace

from sqlalchemy.orm import Session

from tests.builders import evidence, finding
from tests.storage.builders import LATER, NOW, call, hashed, survey, timed
from tests.storage.reviewing import contacts, draft
from voc.domain.review import ReviewStatus
from voc.domain.reviewing.changes import PutFinding, TellDissatisfied
from voc.domain.reviewing.history import PROGRAM, GoStale, Reopen, Submit
from voc.storage.records import Records
from voc.storage.reviews import Reviews

MARKED = PutFinding(replace(finding("rule.fee"), evidence=(evidence("转不出去", 1, 2),)))


def given(session: Session, key: int, *steps: object, id: str = "R-1") -> None:
    reviews = Reviews(session)
    review = draft(session, key, id)
    for step in (*steps, Submit()):
        review = reviews.advance(review, step, by="王检", at=NOW)  # type: ignore[arg-type]
    reviews.let_count(review)


def test_a_review_goes_stale_with_its_words_and_no_longer_counts(session: Session) -> None:
    (key,) = contacts(session)
    given(session, key, MARKED)
    Records(session).store("default", hashed(call("C-1", "我转账转不出去")), at=LATER)
    reviews = Reviews(session)
    assert (reviews.read("R-1").status, reviews.all_counting()) == (ReviewStatus.STALE, ())
    last = reviews.events("R-1")[-1]
    assert (last.by, last.step, last.at) == (PROGRAM, GoStale(), LATER)


def test_a_review_whose_words_stand_goes_on_counting(session: Session) -> None:
    (key,) = contacts(session)
    given(session, key, MARKED)
    Records(session).store("default", hashed(call("C-1", "转账转不出去了")), at=LATER)
    Records(session).store("default", hashed(survey("S-1", "C-1")), at=LATER)
    assert [review.id for review in Reviews(session).all_counting()] == ["R-1"]


def test_a_review_does_not_mind_that_the_times_of_the_words_come_later(session: Session) -> None:
    (key,) = contacts(session)
    given(session, key, MARKED)
    assert Records(session).store("default", hashed(timed(call("C-1"))), at=LATER).contact_keys == (key,)
    review = Reviews(session).read("R-1")
    assert (review.status, review.counts, len(Reviews(session).events("R-1"))) == (ReviewStatus.FINAL, True, 2)


def test_a_reopened_draft_does_not_go_stale_again_when_only_times_of_words_come(session: Session) -> None:
    (key,) = contacts(session)
    given(session, key, MARKED)
    other = call("C-1", "我转账转不出去")
    Records(session).store("default", hashed(other), at=LATER)
    reviews = Reviews(session)
    reviews.advance(reviews.read("R-1"), Reopen(2), by="王检", at=LATER)
    assert Records(session).store("default", hashed(timed(other)), at=LATER).contact_keys == (key,)
    assert reviews.read("R-1").status is ReviewStatus.DRAFT
    Records(session).store("default", hashed(call("C-1", "别的话")), at=LATER)
    assert reviews.read("R-1").status is ReviewStatus.STALE


def test_a_draft_goes_stale_without_ever_having_counted(session: Session) -> None:
    (key,) = contacts(session)
    Reviews(session).advance(draft(session, key), MARKED, by="王检", at=NOW)
    Records(session).store("default", hashed(call("C-1", "别的话")), at=LATER)
    assert Reviews(session).read("R-1").status is ReviewStatus.STALE
    Records(session).store("default", hashed(call("C-1", "又是别的话")), at=LATER)
    assert len(Reviews(session).events("R-1")) == 2


def test_an_answer_without_marks_stands_in_any_text(session: Session) -> None:
    (key,) = contacts(session)
    given(session, key, TellDissatisfied(False))
    Records(session).store("default", hashed(call("C-1", "别的话")), at=LATER)
    assert Reviews(session).read("R-1").status is ReviewStatus.FINAL
