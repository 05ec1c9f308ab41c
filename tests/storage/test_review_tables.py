import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.storage.builders import NOW, call, hashed
from voc.domain.reviewing.tasks import Purpose, Task
from voc.storage.bulk import update_rows
from voc.storage.records import Records
from voc.storage.review_tables import ReviewRow
from voc.storage.review_tasks import ReviewTasks
from voc.storage.reviews import Reviews


@pytest.fixture
def key(session: Session) -> int:
    (key,) = Records(session).store("default", hashed(call("C-1")), at=NOW).contact_keys
    return key


def test_a_contact_is_never_counted_by_two_reviews(session: Session, key: int) -> None:
    for id in ("R-1", "R-2"):
        Reviews(session).begin(id, contact_key=key, revision=1, reviewer="王检", purpose=Purpose.DIRECT, at=NOW)
    update_rows(session, ReviewRow, [{"id": "R-1", "counts": True}])
    with pytest.raises(IntegrityError):
        update_rows(session, ReviewRow, [{"id": "R-2", "counts": True}])


@pytest.mark.parametrize(("seat", "holder"), [(1, "李检"), (2, "王检")], ids=["the same seat", "the same person"])
def test_a_contact_has_each_seat_and_each_person_once(session: Session, key: int, seat: int, holder: str) -> None:
    first = Task("T-1", key, Purpose.SAMPLE, "P-1", holder="王检")
    second = Task("T-2", key, Purpose.SAMPLE, "P-1", seat=seat, holder=holder)
    with pytest.raises(IntegrityError):
        ReviewTasks(session).add([first, second], at=NOW)
