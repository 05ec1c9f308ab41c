import pytest

from tests.services.reviews.desk import FAULT, Desk
from voc.domain.attribution import Kind
from voc.domain.review import Finding, ReviewStatus
from voc.domain.reviewing.changes import PutFinding, TellDissatisfied
from voc.domain.reviewing.comparing import Disputed
from voc.domain.taxonomy import Cause
from voc.errors import ConflictError
from voc.services.auditing import Stamp
from voc.services.reviews import adjudicating, answering, planning
from voc.storage.adjudications import Adjudications
from voc.storage.reviews import Reviews

FEE = PutFinding(Finding(Cause.RULE, "rule.fee", Kind.PAIN, None))
LIMIT = PutFinding(Finding(Cause.RULE, "rule.limit", Kind.PAIN, None))


@pytest.fixture
def twice(desk: Desk) -> Desk:
    """One contact that two people are asked about."""
    desk.feed([FAULT])
    desk.plan(1, double=1.0)
    return desk


def counts(desk: Desk) -> list[str]:
    return [review.reviewer for review in desk.run(lambda s: Reviews(s).all_counting())]


def pending(desk: Desk) -> list[tuple[Disputed, ...]]:
    return [found.disputed for found in desk.run(lambda s: Adjudications(s).pending())]


def test_nobody_gives_both_answers(twice: Desk) -> None:
    twice.answer("王检", FEE)
    assert twice.take("王检") is None


def test_of_two_that_agree_the_first_counts(twice: Desk) -> None:
    assert not twice.answer("王检", FEE).counts
    assert counts(twice) == []
    assert not twice.answer("李检", FEE).counts
    assert (counts(twice), pending(twice)) == (["王检"], [])


def test_two_that_part_wait_for_a_lead_and_can_be_changed_no_more(twice: Desk) -> None:
    first, second = twice.answer("王检", FEE), twice.answer("李检", LIMIT)
    assert (counts(twice), pending(twice)) == ([], [(Disputed.FACTORS,)])
    for review in (first, second):
        with pytest.raises(ConflictError, match="已交主管"):
            twice.run(lambda s, r=review: answering.reopen(s, r.id, who=r.reviewer, at=twice.clock()))


def test_an_answer_withdrawn_before_the_second_came_opens_nothing(twice: Desk) -> None:
    first = twice.answer("王检", FEE)
    draft = twice.run(lambda s: answering.undo(s, first.id, who="王检", at=twice.clock(), new_id=twice.new_id))
    twice.answer("李检", LIMIT)
    assert (counts(twice), pending(twice)) == ([], [])
    twice.submit(draft)
    assert pending(twice) == [(Disputed.FACTORS,)]


def test_with_the_plan_closed_the_one_answer_counts(twice: Desk) -> None:
    twice.answer("王检", FEE)
    assert (
        twice.run(
            lambda s: planning.close_plan(s, "id-0001", stamp=Stamp("赵主管", twice.clock()), new_id=twice.new_id)
        )
        == 1
    )
    assert counts(twice) == ["王检"]


def test_what_a_lead_decided_stands_against_a_later_sample(twice: Desk) -> None:
    twice.answer("王检", FEE)
    twice.answer("李检", LIMIT)
    (found,) = twice.run(lambda s: Adjudications(s).pending())
    draft = twice.run(
        lambda s: adjudicating.begin_adjudication(
            s, found.id, lead="赵主管", at=twice.clock(), new_id=twice.new_id, side=found.second_review
        )
    )
    with pytest.raises(ConflictError, match="连同理由"):
        twice.submit(draft)
    twice.run(
        lambda s: adjudicating.adjudicate(s, found.id, draft.id, lead="赵主管", at=twice.clock(), reason="录音里是限额")
    )
    twice.plan(1)
    assert not twice.answer("张检", TellDissatisfied(False)).counts
    assert counts(twice) == ["赵主管"]
    with pytest.raises(ConflictError, match="裁定已经作出"):
        twice.run(lambda s: answering.reopen(s, draft.id, who="赵主管", at=twice.clock()))


def test_a_later_sample_counts_in_the_place_of_an_earlier_one(desk: Desk) -> None:
    desk.feed([FAULT])
    desk.plan(1)
    first = desk.answer("王检", FEE)
    desk.plan(1)
    assert desk.answer("李检", LIMIT).counts
    assert desk.run(lambda s: Reviews(s).read(first.id)).status is ReviewStatus.FINAL
    assert counts(desk) == ["李检"]
    reopened = desk.run(lambda s: answering.reopen(s, first.id, who="王检", at=desk.clock()))
    assert counts(desk) == ["李检"]
    assert desk.submit(reopened).counts


def test_an_answer_that_went_stale_meets_no_other(twice: Desk) -> None:
    marked = PutFinding(Finding(Cause.RULE, "rule.fee", Kind.PAIN, None, FAULT.evidence))
    twice.answer("王检", marked)
    twice.rewrite("C-1", text="别的话")
    twice.answer("李检", TellDissatisfied(False))
    assert (counts(twice), pending(twice)) == (["李检"], [])


def test_where_nothing_stands_nothing_counts(twice: Desk) -> None:
    marked = PutFinding(Finding(Cause.RULE, "rule.fee", Kind.PAIN, None, FAULT.evidence))
    twice.answer("王检", marked)
    twice.rewrite("C-1", text="别的话")
    twice.run(lambda s: planning.close_plan(s, "id-0001", stamp=Stamp("赵主管", twice.clock()), new_id=twice.new_id))
    assert counts(twice) == []
