from tests.nlp.evaluation.cases import by_name, judged
from voc.domain.measures import Measure
from voc.nlp.evaluation import compare

MEASURES = (Measure.MACRO_F1, Measure.DISSATISFIED_F1)
RIGHT = [by_name("right"), by_name("content"), by_name("both")] * 10
WRONG = [judged("right", dissatisfied=False, attributions=(), primary=None), *RIGHT[1:]]


def test_a_model_beside_itself_differs_in_nothing() -> None:
    for difference in compare(RIGHT, RIGHT, MEASURES):
        assert (difference.gap, difference.interval, difference.worse_share) == (0.0, (0.0, 0.0), 0.0)


def test_one_that_misses_a_record_is_worse_by_that_record() -> None:
    macro, dissatisfied = compare(WRONG, RIGHT, MEASURES)
    assert (macro.measure, dissatisfied.measure) == MEASURES
    assert (dissatisfied.candidate, dissatisfied.current) == (0.9744, 1.0)
    assert dissatisfied.gap < 0
    assert dissatisfied.interval[0] < dissatisfied.gap < dissatisfied.interval[1] <= 0.0
    # The record is drawn in about 1 - 1/e of the resamples, and can do no harm in the others.
    assert 0.55 < dissatisfied.worse_share < 0.72


def test_the_other_way_round_the_gap_changes_its_sign() -> None:
    one, two = compare(WRONG, RIGHT, MEASURES), compare(RIGHT, WRONG, MEASURES)
    assert [d.gap for d in one] == [-d.gap for d in two]
    assert [d.worse_share for d in two] == [0.0, 0.0]
