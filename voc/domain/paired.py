"""Whether another version agrees with people more often than the one before, on the same contacts."""

from collections.abc import Iterable
from dataclasses import dataclass

from voc.domain.attribution import Analysis
from voc.domain.difference import cause_codes, factor_codes
from voc.domain.numbers import paired_interval, rounded, wilson_interval
from voc.domain.review import Review
from voc.domain.reviewing.comparing import Disputed, causes_of, factors_of


@dataclass(frozen=True, slots=True)
class PairedAgreement:
    """Contacts that a person judged, by who agreed with the person in one question: both versions, one, or neither."""

    question: Disputed
    both_count: int = 0
    before_count: int = 0
    after_count: int = 0
    neither_count: int = 0

    @property
    def judged_count(self) -> int:
        return self.both_count + self.before_count + self.after_count + self.neither_count

    @property
    def before_interval(self) -> tuple[float, float]:
        """Of the share in which the version before agreed (Wilson)."""
        return wilson_interval(self.both_count + self.before_count, self.judged_count)

    @property
    def after_interval(self) -> tuple[float, float]:
        return wilson_interval(self.both_count + self.after_count, self.judged_count)

    @property
    def gap(self) -> float:
        """How much larger the share of agreement is after; 0 where nobody has judged."""
        return rounded((self.after_count - self.before_count) / self.judged_count) if self.judged_count else 0.0

    @property
    def gap_interval(self) -> tuple[float, float]:
        return paired_interval(self.after_count, self.before_count, self.judged_count)

    def plus(self, other: "PairedAgreement") -> "PairedAgreement":
        """The counts over the contacts of both, which have none in common."""
        return PairedAgreement(
            self.question,
            self.both_count + other.both_count,
            self.before_count + other.before_count,
            self.after_count + other.after_count,
            self.neither_count + other.neither_count,
        )


NOBODY_JUDGED = tuple(PairedAgreement(question) for question in Disputed)


def agreement_change(judged: Iterable[tuple[Analysis, Analysis, Review]]) -> tuple[PairedAgreement, ...]:
    """Every question, in order, over contacts with the analyses before and after and the person's answer.

    A proposal for a contact that goes to a person counts like a claim: it is what would be shown.
    """
    found = NOBODY_JUDGED
    for before, after, review in judged:
        old, new, told = _claimed(before), _claimed(after), _answered(review)
        one = (
            _one(question, old[question] == told[question], new[question] == told[question]) for question in Disputed
        )
        found = tuple(sum_.plus(single) for sum_, single in zip(found, one, strict=True))
    return found


def _one(question: Disputed, before: bool, after: bool) -> PairedAgreement:
    both, neither = before and after, not before and not after
    return PairedAgreement(question, int(both), int(before and not after), int(after and not before), int(neither))


def _claimed(analysis: Analysis) -> dict[Disputed, object]:
    return {
        Disputed.DISSATISFIED: analysis.dissatisfied,
        Disputed.CAUSES: frozenset(cause_codes(analysis)),
        Disputed.PRIMARY: analysis.primary,
        Disputed.FACTORS: frozenset(factor_codes(analysis)),
    }


def _answered(review: Review) -> dict[Disputed, object]:
    return {
        Disputed.DISSATISFIED: review.dissatisfied,
        Disputed.CAUSES: causes_of(review),
        Disputed.PRIMARY: review.primary,
        Disputed.FACTORS: factors_of(review),
    }
