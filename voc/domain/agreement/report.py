"""Agreement of inspectors on contacts that were answered more than once, without knowing of each other."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import combinations
from math import fsum
from typing import TypeVar

from voc.domain.agreement.coefficients import cohen_kappa, krippendorff_alpha, raw_agreement
from voc.domain.agreement.labels import Question, codes_in, label_of
from voc.domain.agreement.resampling import bootstrap_interval
from voc.domain.agreement.spans import characters, overlap
from voc.domain.evaluation import Figure
from voc.domain.numbers import rounded
from voc.domain.review import Review
from voc.domain.taxonomy import Cause
from voc.domain.week import Week

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Rated:
    """One contact with the independent reviews of it, at most one a person."""

    contact_id: str
    reviews: tuple[Review, ...]

    @property
    def answered_at(self) -> datetime:
        """When the last of them was given."""
        return max(review.decided_at for review in self.reviews)


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one question, cause or factor: raw, and Krippendorff's alpha; `n` counts the contacts."""

    code: str
    n: int
    raw: Figure
    alpha: Figure


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Agreement of two inspectors on one question, cause or factor: raw, and Cohen's kappa."""

    first: str
    second: str
    code: str
    raw: Figure
    kappa: Figure


@dataclass(frozen=True, slots=True)
class InspectorAgreement:
    """One inspector's whole verdicts beside those of everybody else on the same contacts: raw, and Cohen's kappa."""

    inspector: str
    raw: Figure
    kappa: Figure


@dataclass(frozen=True, slots=True)
class WeekAgreement:
    """Agreement on whole verdicts of the contacts whose last answer fell into a week."""

    week: Week
    raw: Figure
    alpha: Figure


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """`spans` is the mean overlap of the words marked for a cause that both found, which labels do not enter."""

    contacts: int
    codes: tuple[CodeAgreement, ...]
    pairs: tuple[PairAgreement, ...]
    inspectors: tuple[InspectorAgreement, ...]
    weeks: tuple[WeekAgreement, ...]
    spans: Figure


def agreement_report(rated: Iterable[Rated], *, zone: tzinfo) -> AgreementReport:
    """Everything over the contacts that have two answers or more; those with one are left out.

    Pairs are compared on the three questions and the causes; factors of a pair are too few to tell.
    """
    twice = [one for one in rated if len(one.reviews) > 1]
    reviews = [review for one in twice for review in one.reviews]
    return AgreementReport(
        len(twice),
        tuple(_on_code(code, twice) for code in codes_in(reviews)),
        _pairs(twice),
        tuple(_inspector(who, twice) for who in sorted({review.reviewer for review in reviews})),
        tuple(_week(week, own) for week, own in sorted(_by_week(twice, zone).items())),
        _spans(twice),
    )


def _on_code(code: str, rated: Sequence[Rated]) -> CodeAgreement:
    units = [tuple(label_of(review, code) for review in one.reviews) for one in rated]
    return CodeAgreement(code, len(units), _figure(units, raw_agreement), _figure(units, krippendorff_alpha))


def _pairs(rated: Sequence[Rated]) -> tuple[PairAgreement, ...]:
    both: dict[tuple[str, str], list[tuple[Review, Review]]] = defaultdict(list)
    for one in rated:
        for first, second in combinations(sorted(one.reviews, key=lambda review: review.reviewer), 2):
            both[first.reviewer, second.reviewer].append((first, second))
    return tuple(
        _pair(names, code, answers)
        for names, answers in sorted(both.items())
        for code in (*map(str, Question), *map(str, Cause))
    )


def _pair(names: tuple[str, str], code: str, answers: Sequence[tuple[Review, Review]]) -> PairAgreement:
    pairs = [(label_of(first, code), label_of(second, code)) for first, second in answers]
    return PairAgreement(*names, code, _figure(pairs, raw_agreement), _figure(pairs, cohen_kappa))


def _inspector(who: str, rated: Sequence[Rated]) -> InspectorAgreement:
    pairs = [
        (label_of(own, Question.VERDICT), label_of(other, Question.VERDICT))
        for one in rated
        for own in one.reviews
        for other in one.reviews
        if own.reviewer == who and other.reviewer != who
    ]
    return InspectorAgreement(who, _figure(pairs, raw_agreement), _figure(pairs, cohen_kappa))


def _by_week(rated: Iterable[Rated], zone: tzinfo) -> dict[Week, list[Rated]]:
    weeks: dict[Week, list[Rated]] = defaultdict(list)
    for one in rated:
        weeks[Week.of(one.answered_at, zone)].append(one)
    return weeks


def _week(week: Week, rated: Sequence[Rated]) -> WeekAgreement:
    verdicts = _on_code(Question.VERDICT, rated)
    return WeekAgreement(week, verdicts.raw, verdicts.alpha)


def _spans(rated: Sequence[Rated]) -> Figure:
    shared = [value for one in rated if (value := _shared(one)) is not None]
    return _figure(shared, _mean)


def _shared(one: Rated) -> float | None:
    """Mean overlap over the pairs of reviews and the causes that both found with words marked by either."""
    found = [
        value
        for first, second in combinations(one.reviews, 2)
        for cause in Cause
        if _finds(first, cause) and _finds(second, cause)
        if (value := overlap(_marked(first, cause), _marked(second, cause))) is not None
    ]
    return _mean(found)


def _finds(review: Review, cause: Cause) -> bool:
    return any(finding.cause is cause for finding in review.findings)


def _marked(review: Review, cause: Cause) -> frozenset[tuple[int, str, int]]:
    return characters(e for finding in review.findings if finding.cause is cause for e in finding.evidence)


def _mean(values: Sequence[float]) -> float | None:
    return rounded(fsum(values) / len(values)) if values else None


def _figure(cases: Sequence[Case], statistic: Callable[[Sequence[Case]], float | None]) -> Figure:
    """The statistic of the cases with its bootstrap interval."""
    return Figure(statistic(cases), len(cases), bootstrap_interval(cases, statistic))
