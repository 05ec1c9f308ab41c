import pytest

from tests.builders import NOW, finding
from tests.domain.reviewing.answers import LATER, review
from voc.domain.review import Review
from voc.domain.reviewing.comparing import Adjudication, Disputed, causes_of, disputes, factors_of
from voc.domain.taxonomy import Cause
from voc.errors import ConflictError

FEE, LIMIT, SPEED = finding("rule.fee"), finding("rule.limit"), finding("product.speed")
OPEN = Adjudication("D-1", 7, "R-1", "R-2", (Disputed.FACTORS,), NOW, ("王检", "李检"))


@pytest.mark.parametrize(
    ("first", "second", "parts"),
    [
        (review(FEE), review(finding("rule.fee", texts=())), ()),
        (review(FEE), review(LIMIT), (Disputed.FACTORS,)),
        (review(FEE, SPEED), review(SPEED, FEE), (Disputed.PRIMARY,)),
        (review(FEE), review(SPEED), (Disputed.CAUSES, Disputed.PRIMARY, Disputed.FACTORS)),
        (review(), review(dissatisfied=True), (Disputed.DISSATISFIED,)),
    ],
    ids=["other words", "other factor", "other primary", "other cause", "one is content"],
)
def test_two_answers_part_by_what_counts(first: Review, second: Review, parts: tuple[Disputed, ...]) -> None:
    assert disputes(first, second) == disputes(second, first) == parts


def test_a_finding_without_a_factor_has_a_cause_only() -> None:
    vague = review(finding(None, cause=Cause.RULE))
    assert (causes_of(vague), factors_of(vague)) == (frozenset({"rule"}), frozenset())


def test_a_lead_decides_once() -> None:
    decided = OPEN.decided_by("赵主管", "R-3", at=LATER, reason="录音里说的是手续费")
    assert (decided.decided, decided.lead, decided.review_id, decided.decided_at) == (True, "赵主管", "R-3", LATER)
    assert not OPEN.decided
    with pytest.raises(ConflictError, match="已经裁定"):
        decided.decided_by("钱主管", "R-4", at=LATER, reason="")


def test_nobody_decides_over_his_own_answer() -> None:
    with pytest.raises(ConflictError, match="另一位主管"):
        OPEN.decided_by("李检", "R-3", at=LATER, reason="")


def test_disputes_are_shown_in_chinese() -> None:
    assert [part.label for part in Disputed] == ["是否不满", "原因", "主要原因", "因子"]
