import pytest

from voc.domain.evaluation import Figure
from voc.domain.numbers import wilson_interval
from voc.domain.reviewing.estimates import Observation, estimated_share
from voc.domain.reviewing.sampling import Candidate, Design, Stratum, draw

TRUTH = {key: key % 4 == 0 for key in range(60)}
# The machine is unsure of exactly those that have the property, so that a plain mean over the sample is far too high.
POOL = [Candidate(key, str(key), 0.9 if TRUTH[key] else 0.1, 0.0, False, 0.0, None) for key in TRUTH]


def estimates(*, complete: bool) -> list[Figure]:
    found = []
    for seed in range(400):
        drawn = draw(POOL, Design(20, random_share=0.5, seed=str(seed)))
        seen = [Observation(one.stratum, one.probability, TRUTH[one.key]) for one in drawn]
        found.append(estimated_share(seen, complete=complete))
    return found


@pytest.mark.parametrize("complete", [True, False])
def test_choosing_by_value_does_not_bias_the_estimate(complete: bool) -> None:
    values = [figure.value for figure in estimates(complete=complete)]
    assert sum(v for v in values if v is not None) / len(values) == pytest.approx(0.25, abs=0.02)


@pytest.mark.parametrize("complete", [True, False])
def test_the_interval_covers_the_truth_as_often_as_it_says(complete: bool) -> None:
    intervals = [figure.interval for figure in estimates(complete=complete)]
    covered = [low <= 0.25 <= high for low, high in (interval for interval in intervals if interval is not None)]
    assert sum(covered) / len(covered) >= 0.93


def test_an_unfinished_sample_goes_by_its_random_part_alone() -> None:
    seen = [Observation(Stratum.RANDOM, 0.5, True), Observation(Stratum.VALUED, 1.0, False)]
    assert estimated_share(seen, complete=False) == Figure(1.0, 1, wilson_interval(1, 1))


@pytest.mark.parametrize("complete", [True, False])
def test_nothing_seen_tells_nothing(complete: bool) -> None:
    assert estimated_share([], complete=complete) == Figure(None, 0)


@pytest.mark.parametrize("holds", [True, False])
def test_a_sample_that_agrees_makes_nothing_certain(holds: bool) -> None:
    figure = estimated_share([Observation(Stratum.RANDOM, 20 / 498, holds)] * 20, complete=True)
    assert figure.value == float(holds)
    assert figure.interval == wilson_interval(20 * holds, 20)


def test_where_nothing_was_left_out_the_share_is_exact() -> None:
    figure = estimated_share([Observation(Stratum.VALUED, 1.0, one) for one in (True, False)], complete=True)
    assert (figure.value, figure.interval) == (0.5, (0.5, 0.5))
