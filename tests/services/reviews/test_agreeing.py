from datetime import timedelta, timezone

import pytest

from tests.services.reviews.desk import FAULT, FEE, Desk
from voc.domain.attribution import Kind
from voc.domain.review import Finding
from voc.domain.reviewing.changes import PutFinding, TellComment, TellDissatisfied
from voc.domain.taxonomy import Cause
from voc.services.reviews import answering
from voc.services.reviews.agreeing import agreement, double_reviews, rule_precisions
from voc.services.reviews.reading import open_to
from voc.storage.reviews import Reviews

ZONE = timezone(timedelta(hours=8))
FAULTY = PutFinding(Finding(Cause.PRODUCT, "product.error", Kind.PAIN, None))


@pytest.fixture
def doubled(desk: Desk) -> Desk:
    """Two contacts answered twice, one of them differently."""
    desk.feed([FAULT], [FAULT, FEE])
    desk.plan(2, double=1.0)
    for who, answers in {"王检": (FAULTY, FAULTY), "李检": (FAULTY, TellDissatisfied(False))}.items():
        for answer in answers:
            desk.answer(who, answer)
    return desk


def test_agreement_is_told_of_contacts_that_two_have_answered(doubled: Desk) -> None:
    report = doubled.run(lambda s: agreement(s, zone=ZONE))
    verdict = report.codes[0]
    assert (report.contacts, verdict.code, verdict.raw.value) == (2, "verdict", 0.5)
    assert {(row.first, row.second) for row in report.pairs} == {("李检", "王检")}


def test_agreement_of_a_period_leaves_out_the_rest(doubled: Desk) -> None:
    one, two = doubled.run(double_reviews)
    assert one.answered_at < two.answered_at
    assert doubled.run(lambda s: double_reviews(s, since=two.answered_at)) == (two,)
    assert doubled.run(lambda s: double_reviews(s, until=two.answered_at)) == (one,)


def test_single_answers_and_reopened_ones_are_no_double_reviews(desk: Desk) -> None:
    desk.feed([FAULT])
    desk.plan(1, double=1.0)
    first = desk.answer("王检", FAULTY)
    assert desk.run(double_reviews) == ()
    desk.answer("李检", FAULTY)
    assert len(desk.run(double_reviews)) == 1
    desk.run(lambda s: answering.reopen(s, first.id, who="王检", at=desk.clock()))
    assert desk.run(double_reviews) == ()


def test_rules_are_judged_by_the_answers_that_count(desk: Desk) -> None:
    desk.feed([FAULT], [FAULT, FEE])
    desk.plan(2)
    for _ in range(2):
        desk.answer("王检", FAULTY)
    rows = desk.run(rule_precisions)
    assert [(row.rule_id, row.right, row.judged) for row in rows] == [("rule.fee", 0, 1), ("product.error", 2, 2)]
    assert rows[0].wrong[0].contact_id == "C-2"


def test_neither_of_two_sees_the_other_s_answer_before_both_have_answered(desk: Desk) -> None:
    (key,) = desk.feed([FAULT])
    desk.plan(1, double=1.0)

    def seen(who: str) -> list[str]:
        return [review.reviewer for review in desk.run(lambda s: open_to(s, Reviews(s).of_contact(key), who))]

    desk.answer("王检", FAULTY)
    assert (seen("王检"), seen("李检"), seen("赵主管")) == (["王检"], [], [])
    desk.answer("李检", FAULTY)
    assert seen("赵主管") == ["王检", "李检"]


def test_drafts_are_seen_by_their_owners_only(desk: Desk) -> None:
    (key,) = desk.feed([FAULT])
    draft = desk.run(lambda s: answering.begin_direct(s, key, who="赵主管", at=desk.clock(), new_id=desk.new_id))
    assert desk.run(lambda s: open_to(s, Reviews(s).of_contact(key), "王检")) == ()
    assert len(desk.run(lambda s: open_to(s, Reviews(s).of_contact(key), "赵主管"))) == 1
    desk.submit(desk.change(draft, TellDissatisfied(False), TellComment("确认")))
    assert len(desk.run(lambda s: open_to(s, Reviews(s).of_contact(key), "王检"))) == 1
    assert desk.run(lambda s: Reviews(s).all_counting())[0].answer.comment == "确认"


def test_stale_answers_are_not_compared(doubled: Desk) -> None:
    marked = PutFinding(Finding(Cause.PRODUCT, "product.error", Kind.PAIN, None, FAULT.evidence))
    doubled.plan(1, double=1.0)
    for who in ("王检", "李检"):
        doubled.answer(who, marked)
    assert len(doubled.run(double_reviews)) == 3
    doubled.rewrite("C-1", "C-2", text="别的话")
    assert len(doubled.run(double_reviews)) == 2


def test_an_answer_that_was_changed_in_sight_of_the_others_is_compared_as_it_was_given(desk: Desk) -> None:
    desk.feed([FAULT])
    desk.plan(1, double=1.0)
    first = desk.answer("王检", FAULTY)
    desk.answer("李检", FAULTY)
    (before,) = desk.run(double_reviews)
    assert [review.dissatisfied for review in before.reviews] == [True, True]
    reopened = desk.run(lambda s: answering.reopen(s, first.id, who="王检", at=desk.clock()))
    desk.submit(desk.change(reopened, TellDissatisfied(False)))
    assert desk.run(double_reviews) == (before,)


def test_a_slip_that_was_mended_before_the_others_answered_is_no_answer(desk: Desk) -> None:
    desk.feed([FAULT])
    desk.plan(1, double=1.0)
    slip = desk.answer("王检", TellDissatisfied(False))
    undone = desk.run(lambda s: answering.undo(s, slip.id, who="王检", at=desk.clock(), new_id=desk.new_id))
    desk.submit(desk.change(undone, FAULTY))
    desk.answer("李检", FAULTY)
    (rated,) = desk.run(double_reviews)
    assert [review.dissatisfied for review in rated.reviews] == [True, True]
