import pytest

from tests.nlp.evaluation.cases import by_name, judged
from voc.domain.attribution import AbstainReason
from voc.domain.evaluation import AbstainCount, CoveragePoint, Figure
from voc.domain.measures import Measure
from voc.domain.numbers import wilson_interval
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.risk import abstained, coverage_risk, risk_statistics
from voc.nlp.evaluation.statistic import figures_of

WAITING = by_name("one of both, waiting")


def sure(confidence: float, *, right: bool = True) -> Judged:
    return judged("right" if right else "false alarm", confidence=confidence)


def value(cases: list[Judged], measure: Measure) -> float:
    return risk_statistics(cases)[measure].value(len(cases))


def test_the_surest_nine_tenths_are_counted_apart() -> None:
    cases = [WAITING, *[sure(0.9)] * 9]
    assert (value(cases, Measure.ERROR), value(cases, Measure.ERROR_AT_90_COVERAGE)) == (0.1, 0.0)
    assert (value(cases, Measure.ABSTAINED_SHARE), value(cases, Measure.ERROR_KEPT)) == (0.1, 0.0)
    assert risk_statistics(cases)[Measure.ERROR_AT_90_COVERAGE].n == 9


def test_nine_tenths_without_an_error_have_an_interval_as_a_share_of_them_has() -> None:
    cases = [sure(0.2, right=False), *[sure(0.9)] * 39]
    figures = figures_of(risk_statistics(cases), len(cases))
    assert figures[Measure.ERROR_AT_90_COVERAGE] == Figure(0.0, 36, wilson_interval(0, 36))
    right = figures_of(risk_statistics([sure(0.9)] * 40), 40)[Measure.COVERAGE_RISK_AREA]
    assert (right.value, right.interval) == (0.0, wilson_interval(0, 40))


def test_where_everything_waits_nothing_kept_is_right() -> None:
    assert value([WAITING], Measure.ERROR_KEPT) == 1.0
    assert risk_statistics([WAITING])[Measure.ERROR_KEPT].n == 0


def test_the_curve_goes_from_the_surest_to_all() -> None:
    cases = [sure(0.4, right=False), sure(0.9), sure(0.9, right=False), sure(0.6)]
    assert coverage_risk(cases) == (
        CoveragePoint(0.9, 0.5, 0.5),
        CoveragePoint(0.6, 0.75, 0.3333),
        CoveragePoint(0.4, 1.0, 0.5),
    )


def test_the_area_takes_equal_confidences_together() -> None:
    cases = [sure(0.9), sure(0.9, right=False), sure(0.6), sure(0.4, right=False)]
    expected = (0.5 + 0.5 + 1 / 3 + 0.5) / 4
    assert value(cases, Measure.COVERAGE_RISK_AREA) == pytest.approx(expected)
    assert value(cases[::-1], Measure.COVERAGE_RISK_AREA) == pytest.approx(expected)


def test_confidence_that_ranks_well_has_the_smaller_area() -> None:
    good = [sure(0.9), sure(0.8), sure(0.3, right=False)]
    bad = [sure(0.9, right=False), sure(0.8), sure(0.3)]
    assert value(good, Measure.COVERAGE_RISK_AREA) < value(bad, Measure.COVERAGE_RISK_AREA)


def test_what_waits_is_counted_by_reason() -> None:
    cases = [sure(0.9), sure(0.8, right=False), WAITING, judged(abstain_reason=AbstainReason.CONFLICT)]
    assert abstained(cases) == (
        AbstainCount(None, 2, 1),
        AbstainCount(AbstainReason.LOW_CONFIDENCE, 1, 1),
        AbstainCount(AbstainReason.CONFLICT, 1, 0),
    )
