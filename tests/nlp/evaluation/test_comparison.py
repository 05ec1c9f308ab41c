from tests.nlp.evaluation.cases import by_name, judged
from voc.domain.attribution import AbstainReason
from voc.domain.measures import Measure
from voc.nlp.evaluation import compare

MEASURES = {Measure.MACRO_F1: 0.02, Measure.DISSATISFIED_F1: 0.04}
RIGHT = [by_name("right"), by_name("content"), by_name("both")] * 10
WRONG = [judged("right", dissatisfied=False, attributions=(), primary=None), *RIGHT[1:]]


def test_a_model_beside_itself_differs_in_nothing() -> None:
    for difference in compare(RIGHT, RIGHT, MEASURES):
        assert (difference.gap, difference.interval, difference.worse_share) == (0.0, (0.0, 0.0), 0.0)


def test_one_that_misses_a_record_is_worse_by_that_record() -> None:
    macro, dissatisfied = compare(WRONG, RIGHT, MEASURES)
    assert [macro.measure, dissatisfied.measure] == list(MEASURES)
    assert (dissatisfied.candidate, dissatisfied.current) == (0.9744, 1.0)
    assert dissatisfied.gap < 0
    assert dissatisfied.interval[0] < dissatisfied.gap < dissatisfied.interval[1] <= 0.0
    # The record is drawn in about 1 - 1/e of the resamples, and can do no harm in the others.
    assert 0.55 < dissatisfied.worse_share < 0.72


def test_the_other_way_round_the_gap_changes_its_sign() -> None:
    one, two = compare(WRONG, RIGHT, MEASURES), compare(RIGHT, WRONG, MEASURES)
    assert [d.gap for d in one] == [-d.gap for d in two]
    assert [d.worse_share for d in two] == [0.0, 0.0]


def test_a_tolerance_is_never_less_than_one_of_the_cases() -> None:
    macro, dissatisfied = compare(WRONG, RIGHT, MEASURES)
    # Dissatisfied are 20 of the 30 records, and so are those with a cause.
    assert (macro.tolerance, dissatisfied.tolerance) == (0.0501, 0.0501)
    assert compare(WRONG, RIGHT, {Measure.MACRO_F1: 0.3})[0].tolerance == 0.3


def test_what_nothing_was_labelled_for_is_not_compared() -> None:
    contents = [by_name("content")] * 3
    assert compare(contents, contents, {Measure.HIGH_MOMENT_HIT: 0.1}) == ()


def test_what_one_of_them_has_no_case_of_is_not_compared() -> None:
    silent = [judged(name, abstain_reason=AbstainReason.TOO_SHORT) for name in ("right", "content", "both")] * 10
    for ours, theirs in ((silent, RIGHT), (RIGHT, silent), (silent, silent)):
        assert compare(ours, theirs, {Measure.ERROR_KEPT: 0.03}) == ()
    assert len(compare(RIGHT, RIGHT, {Measure.ERROR_KEPT: 0.03})) == 1


def test_where_less_is_better_more_is_worse() -> None:
    (error,) = compare(WRONG, RIGHT, {Measure.ERROR: 0.01})
    assert error.gap > 0
    assert error.worse_share > 0.5
    (back,) = compare(RIGHT, WRONG, {Measure.ERROR: 0.01})
    assert back.worse_share == 0.0
