from dataclasses import replace

import pytest

from tests.services.reviews.desk import FAULT, Desk
from voc.domain.account import Actor, Role
from voc.domain.business_object import BusinessObjectTable
from voc.domain.permission import Action, Reach, allowed
from voc.domain.reviewing.changes import TellDissatisfied
from voc.errors import NotFoundError
from voc.services.access import Access
from voc.services.auditing import Stamp
from voc.services.reviews import answering
from voc.services.reviews.calibrating import close_calibration, open_calibration
from voc.services.reviews.planning import close_plan
from voc.services.reviews.reading import own_review, own_task, seen_review, seen_reviews_of, seen_task
from voc.services.weekly import read_departments
from voc.settings import shipped
from voc.storage.review_tasks import given_to
from voc.storage.reviews import StoredReview


@pytest.fixture
def access(business_objects: BusinessObjectTable) -> Access:
    return Access(read_departments(shipped("samples") / "departments.toml"), business_objects, given_to)


def reach(who: str, role: Role = Role.INSPECTOR, action: Action = Action.REVIEW_READ) -> Reach:
    return allowed(Actor(who, frozenset({role})), action)


def sees(desk: Desk, access: Access, who: str, review: StoredReview, role: Role = Role.INSPECTOR) -> bool:
    """Whether one review may be read; the list of its contact says the same."""
    with desk.work() as session:
        try:
            seen = seen_review(session, review.id, reach=reach(who, role), access=access).id == review.id
            listed = seen_reviews_of(session, review.contact_key, reach=reach(who, role), access=access, limit=9)
        except NotFoundError:
            return False
        assert review.id in [one.id for one in listed]
    return seen


def test_a_draft_is_its_author_s_alone(desk: Desk, access: Access) -> None:
    desk.feed([FAULT])
    desk.plan(1)
    draft = desk.begin("王检")
    assert sees(desk, access, "王检", draft)
    assert not sees(desk, access, "赵主管", draft, Role.QA_LEAD)
    desk.submit(desk.change(draft, TellDissatisfied(False)))
    assert sees(desk, access, "赵主管", draft, Role.QA_LEAD)
    assert not sees(desk, access, "李检", draft)


def test_of_two_inspectors_neither_sees_the_other_s_answer_before_both_are_given(desk: Desk, access: Access) -> None:
    desk.feed([FAULT])
    desk.plan(1, double=1.0)
    first, second = desk.answer("王检"), desk.begin("李检")
    assert not sees(desk, access, "李检", first)
    assert not sees(desk, access, "赵主管", first, Role.QA_LEAD)
    assert [one.id for one in listed(desk, access, "李检", second)] == [second.id]
    desk.submit(desk.change(second, TellDissatisfied(False)))
    assert sees(desk, access, "李检", first)
    assert sees(desk, access, "王检", second)


def listed(desk: Desk, access: Access, who: str, review: StoredReview) -> tuple[StoredReview, ...]:
    return desk.run(  # type: ignore[no-any-return]
        lambda s: seen_reviews_of(s, review.contact_key, reach=reach(who), access=access, limit=9)
    )


def test_an_answer_is_seen_once_nobody_else_is_asked_any_more(desk: Desk, access: Access) -> None:
    desk.feed([FAULT])
    plan = desk.plan(1, double=1.0)
    first = desk.answer("王检")
    assert not sees(desk, access, "赵主管", first, Role.QA_LEAD)
    desk.run(lambda s: close_plan(s, plan.id, stamp=Stamp("赵主管", desk.clock()), new_id=desk.new_id))
    assert sees(desk, access, "赵主管", first, Role.QA_LEAD)


def test_who_has_still_to_answer_sees_what_was_said_before_only_afterwards(desk: Desk, access: Access) -> None:
    desk.feed([FAULT])
    desk.plan(1)
    earlier = desk.answer("王检")
    desk.plan(1)
    later = desk.begin("李检")
    assert not sees(desk, access, "李检", earlier)
    desk.submit(desk.change(later, TellDissatisfied(False)))
    assert sees(desk, access, "李检", earlier)


def test_answers_of_a_calibration_are_seen_when_it_is_closed(desk: Desk, access: Access) -> None:
    keys = desk.feed([FAULT])
    opened = desk.run(
        lambda s: open_calibration(
            s, "十一月", expert="钱专家", inspectors=["王检", "李检"], contact_keys=keys, by="赵主管",
            at=desk.clock(), new_id=desk.new_id,
        )
    )  # fmt: skip
    first, second = desk.answer("王检"), desk.answer("李检")
    assert not sees(desk, access, "李检", first)
    assert not sees(desk, access, "赵主管", first, Role.QA_LEAD)
    desk.run(lambda s: close_calibration(s, opened.id, at=desk.clock()))
    assert sees(desk, access, "李检", first)
    assert sees(desk, access, "王检", second)
    # Who never answered is not asked any more.
    assert sees(desk, access, "钱专家", first)


def test_a_review_is_changed_by_its_author_only_and_within_reach(desk: Desk, access: Access) -> None:
    desk.feed([FAULT])
    desk.plan(1)
    review = desk.answer("王检")
    with desk.work() as session:
        mine = reach("王检", action=Action.REVIEW_WRITE)
        assert own_review(session, review.id, reach=mine, access=access).id == review.id
        for other in (reach("赵主管", Role.QA_LEAD), reach("李检"), replace(mine, grants=frozenset())):
            with pytest.raises(NotFoundError, match=review.id):
                own_review(session, review.id, reach=other, access=access)


def test_a_task_is_its_holder_s_and_leads_may_look_at_it(desk: Desk) -> None:
    desk.feed([FAULT])
    desk.plan(1)
    task = desk.take("王检")
    assert task is not None
    with desk.work() as session:
        assert own_task(session, task.id, reach=reach("王检")).id == task.id
        assert seen_task(session, task.id, reach=reach("赵主管", Role.QA_LEAD)).id == task.id
        for missing in (
            lambda: own_task(session, task.id, reach=reach("赵主管", Role.QA_LEAD)),
            lambda: seen_task(session, task.id, reach=reach("李检")),
            lambda: seen_task(session, "none", reach=reach("赵主管", Role.QA_LEAD)),
        ):
            with pytest.raises(NotFoundError, match="任务"):
                missing()


def test_who_gives_a_task_back_leaves_the_draft_behind(desk: Desk, access: Access) -> None:
    desk.feed([FAULT])
    desk.plan(1)
    draft = desk.begin("王检")
    desk.run(lambda s: answering.give_back(s, draft.task_id, who="王检"))
    assert not sees(desk, access, "王检", draft)
