from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.storage.builders import NOW
from tests.storage.reviewing import contacts
from voc.domain.reviewing.sampling import Stratum
from voc.domain.reviewing.tasks import LEASE, Purpose, Task, TaskState
from voc.errors import NotFoundError
from voc.storage.engine import sessions
from voc.storage.review_tasks import ReviewTasks, TaskFilter, TaskPlace, given_to

ANY = TaskFilter()


def queue(session: Session, count: int, **columns: object) -> ReviewTasks:
    """So many tasks of one plan."""
    made = [
        replace(Task(f"T-{n}", key, Purpose.SAMPLE, "P-1", position=n), **columns)  # type: ignore[arg-type]
        for n, key in enumerate(contacts(session, count))
    ]
    tasks = ReviewTasks(session)
    tasks.add(made, at=NOW)
    return tasks


def test_a_task_comes_back_as_it_was(session: Session) -> None:
    tasks = queue(session, 1, stratum=Stratum.VALUED, probability=0.25, assignee="王检", lease_until=NOW)
    (task,) = tasks.find(ANY)
    assert tasks.read("T-0") == task
    assert (task.stratum, task.probability, task.assignee, task.lease_until) == (Stratum.VALUED, 0.25, "王检", NOW)
    with pytest.raises(NotFoundError, match="T-9"):
        tasks.read("T-9")


def test_tasks_are_handed_out_in_their_order_each_once(session: Session) -> None:
    tasks = queue(session, 3)
    taken = [tasks.take_next(who, at=NOW) for who in ("王检", "李检", "张检", "赵检")]
    assert [None if task is None else task.id for task in taken] == ["T-0", "T-1", "T-2", None]
    assert {task.holder for task in tasks.find(TaskFilter(states=(TaskState.LEASED,)))} == {"王检", "李检", "张检"}


def test_a_lapsed_task_goes_to_whoever_comes_next(session: Session) -> None:
    tasks = queue(session, 1)
    tasks.take_next("王检", at=NOW)
    late = tasks.take_next("李检", at=NOW + LEASE)
    assert late is not None
    assert (late.id, late.holder) == ("T-0", "李检")


def test_who_was_late_takes_up_the_same_task_where_nobody_else_did(session: Session) -> None:
    tasks = queue(session, 2)
    tasks.take_next("王检", at=NOW)
    again = tasks.take_next("王检", at=NOW + LEASE)
    assert again is not None
    assert again.id == "T-0"


def test_what_somebody_gave_back_comes_to_them_last_and_to_others_in_its_order(session: Session) -> None:
    tasks = queue(session, 3)
    tasks.add([Task("A", tasks.read("T-2").contact_key, Purpose.APPEAL, "A-1", assignee="王检")], at=NOW)
    for id in ("A", "T-0"):
        task = tasks.take_next("王检", at=NOW)
        assert task is not None
        assert task.id == id
        tasks.give_back(task.given_back("王检"), "王检")
    order = []
    while (task := tasks.take_next("王检", at=NOW)) is not None and task.id != "A":
        order.append(task.id)
        # Once more is the same.
        tasks.give_back(task.given_back("王检"), "王检")
        tasks.give_back(task.given_back("王检"), "王检")
    assert order == ["T-1", "T-2"]
    other = tasks.take_next("李检", at=NOW)
    assert other is not None
    assert other.id == "T-0"


def test_who_has_nothing_else_left_gets_again_what_they_gave_back(session: Session) -> None:
    tasks = queue(session, 1)
    for _ in range(2):
        task = tasks.take_next("王检", at=NOW)
        assert task is not None
        assert task.id == "T-0"
        tasks.give_back(task.given_back("王检"), "王检")


def test_a_loan_starts_anew_for_who_has_the_task_and_began_the_review_alone(session: Session) -> None:
    tasks = queue(session, 1)
    taken = tasks.take_next("王检", at=NOW)
    assert taken is not None
    tasks.save(taken.begun("R-1"))
    later = NOW + LEASE / 2
    assert not tasks.prolong("T-0", "R-1", "李检", at=later)
    assert not tasks.prolong("T-0", "R-2", "王检", at=later)
    assert tasks.read("T-0").lease_until == NOW + LEASE
    assert tasks.prolong("T-0", "R-1", "王检", at=later)
    assert tasks.read("T-0") == replace(taken, review_id="R-1", lease_until=later + LEASE)
    tasks.save(tasks.read("T-0").finished("王检"))
    assert not tasks.prolong("T-0", "R-1", "王检", at=later)


def test_appeals_come_before_calibration_and_this_before_samples(session: Session) -> None:
    tasks = queue(session, 1)
    (key,) = [task.contact_key for task in tasks.find(ANY)]
    tasks.add([Task("K", key, Purpose.CALIBRATION, "K-1"), Task("A", key, Purpose.APPEAL, "A-1")], at=NOW)
    order = []
    while (task := tasks.take_next("王检", at=NOW)) is not None:
        order.append(task.id)
        tasks.save(task.finished("王检"))
    assert order == ["A", "K", "T-0"]


def test_tasks_are_found_by_what_is_asked_for_and_counted_by_state(session: Session) -> None:
    tasks = queue(session, 3)
    taken = tasks.take_next("王检", at=NOW)
    assert taken is not None
    assert tasks.find(TaskFilter(holder="王检")) == (taken,)
    assert tasks.find(TaskFilter(contact_key=taken.contact_key, origin="P-1")) == (taken,)
    assert tasks.find(TaskFilter(origin="P-2")) == ()
    assert len(tasks.find(ANY, limit=2)) == 2
    counted = tasks.counts(["P-1", "P-2"])
    assert (counted["P-1"][TaskState.OPEN], counted["P-1"][TaskState.LEASED]) == (2, 1)
    assert set(counted["P-2"].values()) == {0}


def test_two_at_once_never_get_the_same_task(on_disk: Engine, opened: Callable[[Path], Engine], tmp_path: Path) -> None:
    work, count = sessions(on_disk), 12
    with work.begin() as session:
        queue(session, count)
    taken: list[str] = []

    def hand_out(who: str) -> None:
        while True:
            with work.begin() as session:
                task = ReviewTasks(session).take_next(who, at=NOW)
                if task is None:
                    return
                ReviewTasks(session).save(task.finished(who))
            taken.append(task.id)

    threads = [Thread(target=hand_out, args=(f"检{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(f"T-{n}" for n in range(count))


def test_contacts_are_given_to_whoever_holds_a_task_of_them_or_is_named_for_one(session: Session) -> None:
    tasks = queue(session, 3)
    first, second, _ = (task.contact_key for task in tasks.find(ANY))
    tasks.take_next("王检", at=NOW)
    tasks.add([Task("T-named", second, Purpose.SAMPLE, "P-2", position=0, assignee="王检")], at=NOW)
    assert set(session.scalars(given_to("王检"))) == {first, second}
    assert set(session.scalars(given_to("李检"))) == set()


def test_tasks_are_found_by_whom_they_concern_their_purpose_and_their_id(session: Session) -> None:
    tasks = queue(session, 3)
    tasks.take_next("王检", at=NOW)
    key = tasks.read("T-1").contact_key
    tasks.add([Task("T-named", key, Purpose.APPEAL, "A-1", assignee="王检")], at=NOW)

    def ids(**wanted: object) -> list[str]:
        return [task.id for task in tasks.find(TaskFilter(**wanted))]  # type: ignore[arg-type]

    assert ids(inspector="王检") == ["T-named", "T-0"]
    assert ids(inspector="王检", purpose=Purpose.SAMPLE) == ["T-0"]
    assert ids(purpose=Purpose.APPEAL) == ["T-named"]
    assert ids(id="T-2") == ["T-2"]
    assert ids(inspector="李检") == []


def test_tasks_go_on_after_a_place(session: Session) -> None:
    tasks = queue(session, 3)
    key = tasks.read("T-1").contact_key
    tasks.add([Task("T-second", key, Purpose.SAMPLE, "P-1", seat=2, position=1)], at=NOW)
    found = tasks.find(ANY)
    assert [task.id for task in found] == ["T-0", "T-1", "T-second", "T-2"]
    for number, task in enumerate(found, 1):
        assert tasks.find(ANY, after=TaskPlace.of(task)) == found[number:]
    assert tasks.find(ANY, after=TaskPlace.of(found[0]), limit=2) == found[1:3]
