import pytest

from tests.builders import NOW, finding
from tests.domain.reviewing.answers import moment
from voc.domain.moments import MomentKind
from voc.domain.review import Citation, ReviewStatus
from voc.domain.reviewing.changes import (
    Answer,
    Change,
    Cite,
    DropFinding,
    DropMoment,
    FindingKey,
    PutFinding,
    PutMoment,
    TellComment,
    TellDissatisfied,
    TellPrimary,
    TellResolved,
    changes_to,
)
from voc.domain.taxonomy import Cause
from voc.errors import InputError

SPEED, FEE, LIMIT = finding("product.speed"), finding("rule.fee"), finding("rule.limit")


def after(*changes: Change, start: Answer | None = None) -> Answer:
    answer = start or Answer()
    for change in changes:
        answer = change.applied(answer)
    return answer


def test_a_finding_tells_that_the_customer_is_dissatisfied_and_what_is_primary() -> None:
    answer = after(PutFinding(SPEED))
    assert (answer.dissatisfied, answer.findings, answer.primary) == (True, (SPEED,), Cause.PRODUCT)


def test_the_first_of_two_causes_stays_primary_until_told_otherwise() -> None:
    both = after(PutFinding(SPEED), PutFinding(FEE))
    assert (both.primary, both.causes) == (Cause.PRODUCT, (Cause.PRODUCT, Cause.RULE))
    assert after(TellPrimary(Cause.RULE), start=both).primary is Cause.RULE


def test_a_cause_that_was_not_found_cannot_be_primary() -> None:
    with pytest.raises(InputError, match="主要原因"):
        after(PutFinding(SPEED), TellPrimary(Cause.PERSON))


def test_the_same_finding_is_put_in_the_place_of_the_earlier_one() -> None:
    marked = finding("product.speed", texts=("太慢",))
    assert after(PutFinding(SPEED), PutFinding(FEE), PutFinding(marked)).findings == (marked, FEE)


def test_a_dropped_finding_takes_its_primary_cause_along() -> None:
    left = after(PutFinding(SPEED), PutFinding(FEE), DropFinding(FindingKey.of(SPEED)))
    assert (left.findings, left.primary, left.dissatisfied) == ((FEE,), Cause.RULE, True)
    assert after(DropFinding(FindingKey.of(FEE)), start=left) == Answer(dissatisfied=True)


def test_with_the_primary_cause_gone_none_of_several_others_takes_its_place() -> None:
    person = finding("person.attitude")
    left = after(PutFinding(SPEED), PutFinding(FEE), PutFinding(person), DropFinding(FindingKey.of(SPEED)))
    assert left.primary is None
    with pytest.raises(InputError, match="主要原因"):
        left.review(contact_id="C-1", revision=1, reviewer="王检", at=NOW)


def test_what_was_not_found_or_marked_cannot_be_dropped() -> None:
    with pytest.raises(InputError, match="归因"):
        after(DropFinding(FindingKey.of(FEE)))
    with pytest.raises(InputError, match="时刻"):
        after(DropMoment(MomentKind.PEAK))


def test_a_content_customer_has_no_causes_any_more() -> None:
    assert after(PutFinding(SPEED), TellDissatisfied(False)) == Answer(dissatisfied=False)
    assert after(PutFinding(SPEED), TellDissatisfied(True)).findings == (SPEED,)


def test_moments_stand_in_their_order_one_of_a_kind() -> None:
    end, low, later = moment(MomentKind.END, 9), moment(MomentKind.PEAK, 3), moment(MomentKind.PEAK, 5)
    assert after(PutMoment(end), PutMoment(low), PutMoment(later)).moments == (later, end)
    assert after(PutMoment(end), PutMoment(low), DropMoment(MomentKind.PEAK)).moments == (end,)


def test_a_claim_called_right_becomes_a_finding_and_called_wrong_goes() -> None:
    right, wrong = Citation(Cause.PRODUCT, "product.speed", True), Citation(Cause.PRODUCT, "product.speed", False)
    taken = after(Cite(right, SPEED))
    assert (taken.findings, taken.citations) == ((SPEED,), (right,))
    refused = after(Cite(wrong), start=taken)
    assert (refused.findings, refused.citations, refused.dissatisfied) == ((), (wrong,), True)


def test_other_claims_keep_their_citations() -> None:
    first, second = Citation(Cause.RULE, "rule.fee", True), Citation(Cause.RULE, "rule.limit", False)
    answer = after(Cite(first, FEE), PutFinding(SPEED), Cite(second))
    assert (answer.citations, answer.findings) == ((first, second), (FEE, SPEED))


@pytest.mark.parametrize("right", [True, False])
def test_only_a_claim_called_right_comes_with_a_finding(right: bool) -> None:
    with pytest.raises(ValueError, match="comes with its finding"):
        Cite(Citation(Cause.RULE, "rule.fee", right), None if right else FEE)


def test_the_whole_answer_becomes_a_review() -> None:
    answer = after(PutFinding(SPEED), PutMoment(moment()), TellResolved(False), TellComment("听了两遍"))
    given = answer.review(contact_id="C-1", revision=2, reviewer="王检", at=NOW, status=ReviewStatus.DRAFT)
    assert (given.revision, given.findings, given.moments) == (2, (SPEED,), (moment(),))
    assert (given.resolved, given.comment, given.status) == (False, "听了两遍", ReviewStatus.DRAFT)


def test_an_answer_that_does_not_say_whether_dissatisfied_is_no_review() -> None:
    with pytest.raises(InputError, match="是否不满"):
        after(TellComment("?")).review(contact_id="C-1", revision=1, reviewer="王检", at=NOW)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(),
        after(PutFinding(SPEED), PutFinding(FEE), TellPrimary(Cause.RULE)),
        after(PutFinding(FEE), PutMoment(moment()), TellResolved(True), TellComment("好")),
        after(TellDissatisfied(False)),
    ],
)
def test_an_answer_can_be_given_again_verdict_by_verdict(answer: Answer) -> None:
    assert after(*changes_to(answer)) == answer
