import pytest

from tests.builders import finding
from tests.domain.reviewing.answers import review
from voc.domain.agreement.labels import Question, codes_in, label_of
from voc.domain.review import Review
from voc.domain.taxonomy import Cause

FEE, SPEED = finding("rule.fee"), finding("product.speed")


@pytest.mark.parametrize(
    ("given", "verdict", "dissatisfied", "primary"),
    [
        (review(), "content", "no", "none"),
        (review(dissatisfied=True), "unspecified", "yes", "none"),
        (review(FEE, SPEED), "product+rule", "yes", "rule"),
        (review(SPEED, FEE, primary=Cause.RULE), "product+rule", "yes", "rule"),
    ],
)
def test_each_question_has_one_label(given: Review, verdict: str, dissatisfied: str, primary: str) -> None:
    assert [label_of(given, code) for code in Question] == [verdict, dissatisfied, primary]


def test_a_cause_or_factor_is_found_or_not() -> None:
    assert [label_of(review(FEE), code) for code in ("rule", "rule.fee", "product", "rule.limit")] == [
        "yes",
        "yes",
        "no",
        "no",
    ]


def test_factors_that_nobody_found_are_not_asked_for() -> None:
    codes = codes_in([review(FEE), review(SPEED), review()])
    assert codes == ("verdict", "dissatisfied", "primary", "person", "product", "rule", "product.speed", "rule.fee")


def test_questions_are_shown_in_chinese() -> None:
    assert [question.label for question in Question] == ["整条判断", "是否不满", "主要原因"]
