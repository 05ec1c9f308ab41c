from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from voc.nlp.selective import EVERYTHING, Selection, nothing_stands, select

JUDGED = st.lists(st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), min_size=1, max_size=60)
TRIALS, RECORDS, POPULATION, RISK = 300, 200, 40_000, 0.2


def standing(judged: list[tuple[float, bool]], threshold: float) -> list[bool]:
    return [right for confidence, right in judged if confidence >= threshold]


def threshold_of(found: Selection) -> float:
    assert found.threshold is not None
    return found.threshold


def test_without_records_nothing_stands_and_nothing_is_promised() -> None:
    found = select([], risk=0.1)
    assert found == nothing_stands(risk=0.1, records=0)
    assert (found.threshold, found.coverage, found.bound) == (None, 0.0, 1.0)
    assert not any(found.stands(confidence) for confidence in (0.0, 0.5, 1.0))


def test_a_verdict_stands_from_the_threshold_on() -> None:
    found = select([(0.9, True)] * 99 + [(0.2, False)] * 100, risk=0.1)
    assert [found.stands(confidence) for confidence in (0.2, 0.8999, 0.9, 1.0)] == [False, False, True, True]
    assert EVERYTHING.stands(0.0)


def test_verdicts_that_are_always_right_all_stand() -> None:
    found = select([(n / 500, True) for n in range(500)], risk=0.1)
    assert (found.threshold, found.coverage, found.records) == (0.0, 1.0, 500)
    assert 0 < found.bound <= 0.1


def test_verdicts_that_are_always_wrong_promise_nothing() -> None:
    found = select([(n / 50, False) for n in range(50)], risk=0.1)
    assert found.bound == 1.0 > found.risk


def test_where_the_risk_cannot_be_shown_the_safest_threshold_is_taken() -> None:
    found = select([(0.9, True)] * 10 + [(0.1, False)] * 10, risk=0.001)
    assert found.threshold == 0.9
    assert found.bound > found.risk


def test_a_smaller_risk_leaves_fewer_to_stand() -> None:
    random = Random(3)
    judged = [(p, random.random() < p) for p in (random.random() for _ in range(2000))]
    coverages = [select(judged, risk=risk).coverage for risk in (0.4, 0.3, 0.2, 0.1)]
    assert coverages == sorted(coverages, reverse=True)
    assert coverages[0] > coverages[-1]


def test_a_smaller_chance_of_being_wrong_about_it_costs_coverage_or_bound() -> None:
    judged = [(0.5, n % 10 > 0) for n in range(300)]
    sure, unsure = (select(judged, risk=0.2, delta=delta) for delta in (0.001, 0.1))
    assert (sure.delta, unsure.delta) == (0.001, 0.1)
    assert sure.bound > unsure.bound


@given(JUDGED, st.floats(0.01, 0.5))
def test_coverage_and_bound_are_those_of_the_threshold(judged: list[tuple[float, bool]], risk: float) -> None:
    found = select(judged, risk=risk)
    kept = standing(judged, threshold_of(found))
    assert found.coverage == round(len(kept) / len(judged), 4) > 0
    assert (found.risk, found.records) == (risk, len(judged))
    assert kept.count(False) / len(kept) <= found.bound + 1e-4 <= 1.0001


@given(JUDGED, st.floats(0.01, 0.5), st.randoms())
def test_the_order_of_records_changes_nothing(judged: list[tuple[float, bool]], risk: float, random: Random) -> None:
    shuffled = judged[:]
    random.shuffle(shuffled)
    assert select(shuffled, risk=risk) == select(judged, risk=risk)


@given(JUDGED)
def test_any_risk_is_met_by_everything_and_a_risk_of_none_by_nothing(judged: list[tuple[float, bool]]) -> None:
    assert select(judged, risk=1.0).coverage == 1.0
    assert select(judged, risk=0.0).bound > 0.0


def test_the_bound_is_the_exact_one_for_the_errors_seen() -> None:
    """Clopper and Pearson (1934): at the bound, so few errors are as unlikely as the share of delta allows."""
    found = select([(0.5, n >= 7) for n in range(100)], risk=0.2)
    tried = 7  # ⌈log2 100⌉ thresholds could have been tried
    assert binom.cdf(7, 100, found.bound) == pytest.approx(0.05 / tried, rel=0.01)


def drawn(random: Random, count: int) -> list[tuple[float, bool]]:
    """Confidences that tell right from wrong, though they are no probabilities."""
    return [(round(p, 2), random.random() < 0.5 + p / 2) for p in (random.random() for _ in range(count))]


def hopeful(judged: list[tuple[float, bool]], risk: float) -> float:
    """The lowest threshold whose verdicts happen to err no more often: what a promise must not rest on."""
    kept = {t: standing(judged, t) for t in {confidence for confidence, _ in judged}}
    return min((t for t, rights in kept.items() if rights.count(False) / len(rights) <= risk), default=1.0)


def test_the_guarantee_holds_over_many_draws_of_calibration_records() -> None:
    """At most a share `delta` of selections may let more errors stand than their bound says."""
    random = Random(11)
    population = drawn(random, POPULATION)
    error = {n / 100: kept.count(False) / len(kept) for n in range(101) if (kept := standing(population, n / 100))}
    draws = [drawn(random, RECORDS) for _ in range(TRIALS)]
    found = [select(one, risk=RISK) for one in draws]
    assert sum(error[threshold_of(one)] > one.bound for one in found) <= 0.05 * TRIALS
    shown = [one for one in found if one.bound <= RISK]
    assert sum(error[threshold_of(one)] > RISK for one in shown) <= 0.05 * TRIALS
    assert len(shown) > TRIALS / 2
    # Without the bound the same draws break their promise often.
    assert sum(error[hopeful(one, RISK)] > RISK for one in draws) > 0.3 * TRIALS
