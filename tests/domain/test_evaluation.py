import pytest

from voc.domain.evaluation import Confusion, Difference
from voc.domain.measures import Measure


def test_a_confusion_knows_how_many_agree() -> None:
    found = Confusion(("a", "b"), ((3, 1), (2, 4)))
    assert (found.total, found.agreed) == (10, 7)


@pytest.mark.parametrize(
    ("measure", "candidate", "current", "worse"),
    [
        (Measure.MACRO_F1, 0.80, 0.81, True),
        (Measure.MACRO_F1, 0.805, 0.81, False),
        (Measure.MACRO_F1, 0.82, 0.81, False),
        (Measure.ERROR, 0.2, 0.19, True),
        (Measure.ERROR, 0.1, 0.2, False),
    ],
)
def test_worse_is_further_off_than_the_tolerance(
    measure: Measure, candidate: float, current: float, worse: bool
) -> None:
    assert Difference(measure, candidate, current, (0.0, 0.0), 0.5).worse_than(0.005) is worse
