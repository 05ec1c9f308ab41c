"""What a review says about one question, as one label."""

from collections.abc import Iterable
from enum import StrEnum

from voc.domain.review import Review
from voc.domain.reviewing.comparing import causes_of, factors_of
from voc.domain.taxonomy import Cause

YES, NO, NONE = "yes", "no", "none"
CONTENT, UNSPECIFIED = "content", "unspecified"


class Question(StrEnum):
    """Questions beside those of the causes and factors, which go by their codes."""

    VERDICT = "verdict"
    DISSATISFIED = "dissatisfied"
    PRIMARY = "primary"

    @property
    def label(self) -> str:
        return {"verdict": "整条判断", "dissatisfied": "是否不满", "primary": "主要原因"}[self.value]


def label_of(review: Review, code: str) -> str:
    """The answer to a question, or whether a cause or factor was found.

    The verdict is content, unspecified, or the set of causes by name.
    """
    match code:
        case Question.VERDICT:
            if not review.dissatisfied:
                return CONTENT
            return "+".join(sorted(causes_of(review))) or UNSPECIFIED
        case Question.DISSATISFIED:
            return YES if review.dissatisfied else NO
        case Question.PRIMARY:
            return NONE if review.primary is None else review.primary.value
        case _:
            return YES if code in causes_of(review) | factors_of(review) else NO


def codes_in(reviews: Iterable[Review]) -> tuple[str, ...]:
    """Every question that can be asked of these reviews: the three, the causes, and the factors that somebody found."""
    factors = {factor for review in reviews for factor in factors_of(review)}
    return (*map(str, Question), *map(str, Cause), *sorted(factors))
