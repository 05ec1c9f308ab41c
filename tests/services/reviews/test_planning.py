from datetime import timedelta

import pytest

from tests.services.reviews.desk import FAULT, FEE, Desk
from tests.storage.builders import NOW, claim
from voc.domain.attribution import Kind
from voc.domain.review import Finding
from voc.domain.reviewing.changes import PutFinding, TellDissatisfied
from voc.domain.reviewing.sampling import Stratum
from voc.domain.reviewing.tasks import TaskState
from voc.domain.taxonomy import Cause
from voc.errors import ExpressionError, InputError, NotFoundError
from voc.nlp.language import Language
from voc.services.reviews import planning
from voc.services.reviews.planning import PlanProgress
from voc.storage.review_plans import SamplingPlans
from voc.storage.review_tasks import ReviewTasks, TaskFilter


def progress(desk: Desk, plan_id: str) -> PlanProgress:
    return desk.run(lambda s: planning.plan_progress(s, plan_id))  # type: ignore[no-any-return]


def test_a_plan_is_recorded_with_how_it_was_drawn(desk: Desk) -> None:
    desk.feed(*[[FAULT]] * 8)
    plan = desk.plan(5, double=0.4, queues=("信用卡",), since=NOW, until=NOW + timedelta(days=1))
    assert plan.population == 8
    assert desk.run(lambda s: SamplingPlans(s).read(plan.id)) == plan
    assert desk.run(lambda s: SamplingPlans(s).all()) == (plan,)
    tasks = desk.run(lambda s: ReviewTasks(s).find(TaskFilter(origin=plan.id)))
    assert len(tasks) == 7
    assert len({(task.contact_key, task.seat) for task in tasks}) == 7
    assert {task.stratum for task in tasks} == {Stratum.RANDOM, Stratum.VALUED}
    assert all(task.probability for task in tasks)


@pytest.mark.parametrize(
    ("criteria", "population"),
    [
        ({}, 4),
        ({"since": NOW + timedelta(days=1)}, 0),
        ({"until": NOW}, 0),
        ({"channels": ("phone",)}, 4),
        ({"channels": ("app",)}, 0),
        ({"queues": ("理财",)}, 0),
        ({"codes": ("rule",)}, 1),
        ({"codes": ("product.error",)}, 3),
        ({"codes": ("rule.fee", "product")}, 3),
        ({"agents": ("A1",)}, 4),
        ({"agents": ("A2",)}, 0),
        ({"abstained": True}, 0),
        ({"abstained": False}, 4),
        ({"least_confidence": 0.71}, 0),
        ({"most_confidence": 0.7}, 4),
    ],
)
def test_criteria_restrict_what_is_drawn_from(desk: Desk, criteria: dict[str, object], population: int) -> None:
    desk.feed([FAULT], [FAULT, FEE], [claim("product.error", 0.8)], [], agent_id="A1")
    if population:
        assert desk.plan(10, **criteria).population == population
        return
    with pytest.raises(InputError, match="没有符合条件的接触"):
        desk.plan(10, **criteria)


def test_contacts_that_a_person_decided_can_be_left_out(desk: Desk) -> None:
    desk.feed([FAULT], [FAULT])
    desk.plan(1)
    desk.answer("王检")
    assert desk.plan(5).population == 2
    assert desk.plan(5, unreviewed=True).population == 1


def test_an_expression_is_looked_for_in_the_text(desk: Desk, language: Language) -> None:
    desk.feed([FAULT], [])
    assert desk.plan(5, expression="转不出去", language=language).population == 2
    with pytest.raises(InputError, match="没有符合条件"):
        desk.plan(5, expression="网点", language=language)
    with pytest.raises(ExpressionError):
        desk.plan(5, expression="(网点", language=language)


def test_nothing_is_recorded_of_a_plan_that_draws_nothing(desk: Desk) -> None:
    with pytest.raises(InputError):
        desk.plan(5)
    assert desk.run(lambda s: SamplingPlans(s).all()) == ()
    with pytest.raises(NotFoundError, match="抽检计划"):
        progress(desk, "nothing")


def test_shares_of_all_contacts_are_estimated_from_the_reviewed_ones(desk: Desk) -> None:
    desk.feed(*[[FAULT]] * 10)
    plan = desk.plan(5)
    before = progress(desk, plan.id)
    assert (before.complete, before.dissatisfied.value) == (False, None)
    found = PutFinding(Finding(Cause.RULE, None, Kind.PAIN, None))
    for answer in [found, TellDissatisfied(False), TellDissatisfied(True), found]:
        desk.answer("王检", answer)
    part = progress(desk, plan.id)
    assert (part.complete, part.dissatisfied.n, part.tasks[TaskState.DONE]) == (False, 1, 4)
    desk.answer("王检")
    whole = progress(desk, plan.id)
    assert (whole.complete, whole.dissatisfied.n, whole.tasks[TaskState.OPEN]) == (True, 5, 0)
    assert 0 < (whole.causes[Cause.RULE].value or 0) < (whole.dissatisfied.value or 0) < 1
    assert whole.causes[Cause.PERSON].value == 0.0
