from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.storage.builders import LATER, NOW, V1, analysis, call, claim, hashed
from voc.domain.attribution import AbstainReason
from voc.domain.reviewing.plans import Criteria, SamplingPlan
from voc.domain.reviewing.sampling import Design, Quota, Weights
from voc.errors import NotFoundError
from voc.storage.analyses import Analyses
from voc.storage.records import Records
from voc.storage.review_plans import SamplingPlans

CRITERIA = Criteria(
    since=NOW,
    until=LATER,
    channels=("phone",),
    queues=("信用卡",),
    codes=("rule", "product.error"),
    agents=("A1",),
    least_confidence=0.1,
    most_confidence=0.9,
    abstained=False,
    unreviewed=True,
    expression="网点",
)
DESIGN = Design(5, 0.4, 0.2, "s", Weights(new=2.0))
PLAN = SamplingPlan("P-1", "十一月", "赵主管", NOW, CRITERIA, DESIGN, (Quota("李检", 3), Quota("王检", 2)), 40)


def test_a_plan_comes_back_as_it_was(session: Session) -> None:
    plans = SamplingPlans(session)
    later = replace(PLAN, id="P-2", created_at=LATER, criteria=Criteria(), quotas=())
    plans.add(PLAN)
    plans.add(later)
    assert plans.read("P-1") == PLAN
    assert plans.all() == (later, PLAN)
    with pytest.raises(NotFoundError, match="P-3"):
        plans.read("P-3")
    assert plans.page(limit=1) == (later,)
    assert plans.page(after=(LATER, "P-2"), limit=2) == (PLAN,)


def test_candidates_say_what_their_review_may_be_worth(session: Session) -> None:
    first, second = Records(session).store("甲", hashed(call("C-1"), call("C-2")), at=NOW).contact_keys
    unsure = replace(analysis("C-2"), abstain_reason=AbstainReason.CONFLICT, confidence=0.4)
    Analyses(session).save([(first, 1, analysis("C-1", claim("rule.fee"))), (second, 1, unsure)], at=NOW)
    one, other = SamplingPlans(session).candidates(Criteria())
    assert (one.key, one.name, one.point) == (first, "甲/conversation/C-1", "rule.fee·转账")
    assert (round(one.wrong, 6), one.person, one.abstained, one.severe) == (0.3, 0.1, False, 0.65)
    assert (other.point, other.abstained, round(other.wrong, 6)) == (None, True, 0.6)
    assert [c.key for c in SamplingPlans(session).candidates(Criteria(abstained=True))] == [second]


def test_only_contacts_that_are_there_and_analysed_as_they_are_can_be_drawn(session: Session) -> None:
    (key,) = Records(session).store("甲", hashed(call("C-1")), at=NOW).contact_keys
    plans = SamplingPlans(session)
    assert list(plans.candidates(Criteria())) == []
    Analyses(session).save([(key, 1, analysis("C-1", version=V1))], at=NOW)
    assert len(list(plans.candidates(Criteria()))) == 1
    Records(session).store("甲", hashed(call("C-1", "改了")), at=NOW + timedelta(hours=1))
    assert list(plans.candidates(Criteria())) == []
