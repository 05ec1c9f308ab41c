from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.storage.builders import LATER, NOW
from tests.storage.reviewing import contacts, draft
from voc.domain.account import Actor, Role
from voc.domain.permission import Action, allowed
from voc.domain.review import ReviewStatus
from voc.domain.reviewing.changes import TellDissatisfied
from voc.domain.reviewing.history import GoStale, Submit
from voc.domain.reviewing.tasks import Purpose, Task
from voc.storage.access import Sight
from voc.storage.review_listing import ReviewOrder, ReviewPlace, ReviewQuery, list_reviews
from voc.storage.review_tasks import ReviewTasks, given_to
from voc.storage.reviews import Reviews
from voc.storage.tables import ContactRow

HOUR = timedelta(hours=1)


@pytest.fixture
def keys(session: Session) -> tuple[int, ...]:
    """R-1 counts, R-2 is stale, R-3 a draft; R-2 and R-3 were begun at the same time."""
    keys, reviews = contacts(session, 3), Reviews(session)
    done = reviews.advance(draft(session, keys[0]), TellDissatisfied(True), by="王检", at=LATER)
    reviews.let_count(reviews.advance(done, Submit(), by="王检", at=LATER))
    gone = draft(session, keys[1], "R-2", "李检", at=NOW + HOUR)
    for step in (TellDissatisfied(True), Submit(), GoStale()):
        gone = reviews.advance(gone, step, by="program", at=LATER)
    draft(session, keys[1], "R-3", "王检", at=NOW + HOUR, purpose=Purpose.APPEAL)
    return keys


def _found(session: Session, query: ReviewQuery, sight: Sight | None = None) -> str:
    found = list_reviews(session, query, sight=sight, order=ReviewOrder.OLDEST, limit=9)
    return " ".join(review.id for review in found)


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (ReviewQuery(), "R-1 R-2 R-3"),
        (ReviewQuery(statuses=(ReviewStatus.STALE,)), "R-2"),
        (ReviewQuery(statuses=(ReviewStatus.STALE, ReviewStatus.DRAFT)), "R-2 R-3"),
        (ReviewQuery(counts=True), "R-1"),
        (ReviewQuery(counts=False), "R-2 R-3"),
        (ReviewQuery(reviewers=("王检",)), "R-1 R-3"),
        (ReviewQuery(purposes=(Purpose.APPEAL,)), "R-3"),
        (ReviewQuery(since=NOW + HOUR), "R-2 R-3"),
        (ReviewQuery(until=NOW + HOUR), "R-1"),
    ],
)
def test_reviews_are_found_by_where_they_stand(session: Session, query: ReviewQuery, expected: str) -> None:
    assert _found(session, query) == expected


def test_reviews_are_found_by_their_contact_while_it_is_there(session: Session, keys: tuple[int, ...]) -> None:
    assert _found(session, ReviewQuery(contact_key=keys[1])) == "R-2 R-3"
    session.execute(sa.update(ContactRow).where(ContactRow.id == keys[1]).values(dissolved_at=LATER))
    assert _found(session, ReviewQuery()) == "R-1"


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize(("order", "expected"), [("begun_at", "R-1 R-2 R-3"), ("-begun_at", "R-3 R-2 R-1")])
def test_pages_of_any_size_give_every_review_once_in_order(
    session: Session, order: str, expected: str, limit: int
) -> None:
    ids: list[str] = []
    place: ReviewPlace | None = None
    while page := list_reviews(session, ReviewQuery(), sight=None, order=ReviewOrder(order), after=place, limit=limit):
        ids += [review.id for review in page]
        place = page[-1].begun_at, page[-1].id
    assert ids == expected.split()


def test_an_inspector_finds_what_is_submitted_about_contacts_given_to_him(
    session: Session, keys: tuple[int, ...]
) -> None:
    def sight(who: str, role: Role = Role.INSPECTOR) -> Sight:
        return Sight(allowed(Actor(who, frozenset({role})), Action.REVIEW_READ), given_to)

    assert _found(session, ReviewQuery(), sight("王检")) == ""
    ReviewTasks(session).add([Task("T-1", keys[1], Purpose.APPEAL, "A-1", assignee="李检")], at=NOW)
    assert _found(session, ReviewQuery(), sight("李检")) == "R-2"
    assert _found(session, ReviewQuery(), sight("赵主管", Role.QA_LEAD)) == "R-1 R-2"
    ReviewTasks(session).add([Task("T-2", keys[1], Purpose.SAMPLE, "P-1", assignee="赵主管")], at=NOW)
    assert _found(session, ReviewQuery(), sight("赵主管", Role.QA_LEAD)) == "R-1"
