from sqlalchemy.orm import Session

from tests.storage.builders import NOW
from tests.storage.quotas import limited
from tests.storage.reviewing import contacts
from voc.domain.reviewing.tasks import LEASE, Purpose, Task
from voc.storage.next_task import next_for
from voc.storage.review_tasks import ReviewTasks


def first(session: Session, who: str) -> str | None:
    row = session.execute(next_for(who, NOW + LEASE)).first()
    return None if row is None else row.id


def test_what_is_urgent_comes_first_and_what_was_given_back_last(session: Session) -> None:
    keys = contacts(session, 3)
    tasks = ReviewTasks(session)
    purposes = {"S": Purpose.SAMPLE, "K": Purpose.CALIBRATION, "A": Purpose.APPEAL}
    tasks.add([Task(id, key, purposes[id], id) for id, key in zip("SKA", keys, strict=True)], at=NOW)
    for id in "AKS":
        assert first(session, "王检") == id
        tasks.give_back(tasks.read(id), "王检")
    assert (first(session, "王检"), first(session, "李检")) == ("A", "A")


def test_what_others_have_or_are_named_for_is_not_to_be_had(session: Session) -> None:
    (key,) = contacts(session)
    tasks = ReviewTasks(session)
    tasks.add([Task("A", key, Purpose.APPEAL, "A-1", assignee="王检")], at=NOW)
    assert (first(session, "王检"), first(session, "李检")) == ("A", None)
    tasks.save(tasks.read("A").taken("王检", at=NOW + LEASE))
    assert first(session, "王检") is None


def test_nobody_gets_both_seats_of_a_contact(session: Session) -> None:
    tasks = limited(session, (2, 1), {})
    assert first(session, "u-a") == "T-0-1"
    tasks.save(tasks.read("T-0-1").taken("u-a", at=NOW).finished("u-a"))
    assert (first(session, "u-a"), first(session, "u-b")) == ("T-1-1", "T-0-2")
