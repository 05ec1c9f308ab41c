from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from threading import Thread

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.storage.builders import NOW
from tests.storage.quotas import hired, limited
from tests.storage.watching import executed
from voc.domain.account import Role
from voc.domain.reviewing.tasks import LEASE, Task, TaskState
from voc.storage.accounts import Accounts
from voc.storage.engine import sessions
from voc.storage.review_tasks import ReviewTasks, TaskFilter

LATE = NOW + LEASE


def given(tasks: ReviewTasks, who: str, at: datetime = NOW) -> str | None:
    """The task that somebody gets."""
    task = tasks.take_next(who, at=at)
    return None if task is None else task.id


def done(tasks: ReviewTasks, who: str) -> str:
    """The task that somebody gets and does."""
    task = tasks.take_next(who, at=NOW)
    assert task is not None
    tasks.save(task.finished(who))
    return task.id


def no_inspector(session: Session, who: str, *, active: bool) -> None:
    """Somebody leaves, or does something else from now on."""
    accounts = Accounts(session)
    accounts.change(replace(accounts.get(who), active=active, roles=frozenset({Role.PRODUCT})), at=NOW)


def test_what_somebody_needs_to_use_a_quota_up_is_left_by_others(session: Session) -> None:
    hired(session, "a", "b")
    tasks = limited(session, (1, 2), {"a": 2, "b": 1})
    assert done(tasks, "u-b") == "T-1-1"
    assert [done(tasks, "u-a"), done(tasks, "u-a")] == ["T-0-1", "T-1-2"]


def test_a_plan_with_quotas_is_for_those_named_up_to_their_number(session: Session) -> None:
    hired(session, "a", "b", "c")
    tasks = limited(session, (2, 1, 1), {"a": 2, "b": 9, "c": 9})
    assert given(tasks, "u-d") is None
    assert [done(tasks, "u-a"), done(tasks, "u-a")] == ["T-0-1", "T-1-1"]
    assert given(tasks, "u-a") is None
    assert given(tasks, "u-b") == "T-0-2"


def test_who_is_late_with_the_last_of_a_quota_takes_it_up_again(session: Session) -> None:
    hired(session, "a", "b", "c")
    tasks = limited(session, (1, 1, 1), {"a": 1, "b": 2, "c": 1})
    assert given(tasks, "u-b") == "T-0-1"
    tasks.save(tasks.read("T-1-1").taken("u-a", at=NOW))
    assert given(tasks, "u-a", LATE) == "T-1-1"


def test_where_quotas_have_room_tasks_come_in_their_order(session: Session) -> None:
    hired(session, "a", "b")
    tasks = limited(session, (1, 2), {"a": 2, "b": 2})
    assert given(tasks, "u-b") == "T-0-1"


@pytest.mark.parametrize("active", [True, False], ids=["other role", "left"])
def test_the_quota_of_who_cannot_review_any_more_is_not_reckoned_with(session: Session, active: bool) -> None:
    hired(session, "admin", "a", "b", "c")
    accounts = Accounts(session)
    accounts.change(replace(accounts.get("u-admin"), roles=frozenset({Role.ADMINISTRATOR})), at=NOW)
    tasks = limited(session, (1, 2), {"a": 2, "b": 1, "c": 1})
    no_inspector(session, "u-c", active=active)
    assert given(tasks, "u-b") == "T-1-1"


@pytest.mark.parametrize(("left", "gets"), [(False, "T-0-1"), (True, "T-1-1")])
def test_what_somebody_had_who_cannot_review_any_more_is_to_be_done_by_others(
    session: Session, left: bool, gets: str
) -> None:
    hired(session, "admin", "a", "b", "c")
    accounts = Accounts(session)
    accounts.change(replace(accounts.get("u-admin"), roles=frozenset({Role.ADMINISTRATOR})), at=NOW)
    tasks = limited(session, (1, 2), {"a": 2, "b": 1, "c": 1})
    assert given(tasks, "u-c") == "T-0-1"
    if left:
        no_inspector(session, "u-c", active=False)
    assert given(tasks, "u-b", LATE) == gets


def test_a_late_task_stays_with_who_has_no_use_for_another_one(session: Session) -> None:
    hired(session, "a", "b")
    tasks = limited(session, (1, 2), {"a": 2, "b": 1})
    tasks.save(tasks.read("T-1-1").taken("u-a", at=NOW).finished("u-a"))
    assert given(tasks, "u-a") == "T-0-1"
    assert given(tasks, "u-b", LATE) == "T-1-2"
    assert given(tasks, "u-a", LATE) == "T-0-1"


def test_a_late_task_is_for_others_where_its_holder_can_do_another_one(session: Session) -> None:
    hired(session, "a", "b")
    tasks = limited(session, (1, 1), {"a": 1, "b": 1})
    assert given(tasks, "u-a") == "T-0-1"
    assert given(tasks, "u-b", LATE) == "T-0-1"
    assert given(tasks, "u-a", LATE) == "T-1-1"


def test_plans_without_quotas_and_those_of_others_take_one_look(session: Session) -> None:
    hired(session, "a", "b", "c")
    tasks = limited(session, (1, 2), {"a": 2, "b": 1})
    tasks.add([replace(tasks.read("T-0-1"), id="T", origin="P-2", position=9)], at=NOW)
    with executed(session) as statements:
        assert given(tasks, "u-c") == "T"
    asked = [statement for statement in statements if "sampling_quota" in statement]
    # Which plans they are, and the task itself.
    assert len(asked) == 2


def test_two_who_ask_at_once_do_not_take_what_only_one_of_them_may(several: Engine) -> None:
    work, taken = sessions(several), []
    with work.begin() as session:
        hired(session, "a", "b", "c")
        limited(session, (1, 1, 2), {"a": 3, "b": 1, "c": 1})

    def ask() -> None:
        with work.begin() as session:
            taken.append(given(ReviewTasks(session), "u-c"))

    thread = Thread(target=ask)
    with work.begin() as session:
        assert given(ReviewTasks(session), "u-b") == "T-0-1"
        thread.start()
        thread.join(timeout=0.3)
    thread.join()
    # The other single one would be free, but `a` needs it now.
    assert taken == ["T-2-1"]


def test_what_is_given_back_waits_for_who_is_being_handed_a_task(several: Engine) -> None:
    work, order = sessions(several), []
    with work.begin() as session:
        hired(session, "a", "b")
        tasks = limited(session, (1, 1), {"a": 1, "b": 1})
        task = tasks.take_next("u-a", at=NOW)
    assert task is not None

    def give_back(task: Task) -> None:
        with work.begin() as session:
            ReviewTasks(session).give_back(task.given_back("u-a"), "u-a")
            order.append("given back")

    thread = Thread(target=give_back, args=(task,))
    with work.begin() as session:
        assert given(ReviewTasks(session), "u-b") == "T-1-1"
        thread.start()
        thread.join(timeout=0.3)
        order.append("handed out")
    thread.join()
    assert order == ["handed out", "given back"]


@pytest.mark.parametrize("seed", range(25))
def test_quotas_that_just_suffice_see_everything_done_in_whatever_order_people_come(
    session: Session, seed: int
) -> None:
    chance = Random(seed)
    names = "abcd"[: chance.randint(2, 4)]
    seats = [chance.choice((1, 2)) for _ in range(chance.randint(2, 6))]
    hired(session, *names)
    tasks = limited(session, seats, just_enough(chance, names, seats))
    at, asked = NOW, 0
    while (unfinished := tasks.find(TaskFilter(states=(TaskState.OPEN, TaskState.LEASED)))) and asked < 500:
        asked += 1
        who = f"u-{chance.choice(names)}"
        at += timedelta(minutes=1)
        task = tasks.take_next(who, at=at)
        match chance.choice(("do", "do", "give back", "be late", "wait")):
            case "do" if task is not None:
                tasks.save(task.finished(who))
            case "give back" if task is not None:
                tasks.give_back(task.given_back(who), who)
            case "be late":
                at += LEASE
    assert unfinished == ()


def just_enough(chance: Random, names: str, seats: list[int]) -> dict[str, int]:
    """Quotas of all seats together, nobody more than there are contacts and everybody at least one."""
    quotas = dict.fromkeys(names, 0)
    for _ in range(sum(seats)):
        free = [name for name in names if quotas[name] < len(seats)]
        # Some get much and others little, which is when it is tight.
        quotas[min(free) if chance.random() < 0.7 else chance.choice(free)] += 1
    return {name: count for name, count in quotas.items() if count}
