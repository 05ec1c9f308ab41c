import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.builders import survey
from voc.domain.survey import Scale
from voc.errors import InputError

ENDS = st.integers(-10, 10)


@given(ENDS, ENDS)
def test_the_worst_answer_is_zero_and_the_best_is_one_whichever_is_greater(worst: int, best: int) -> None:
    assume(worst != best)
    scale = Scale(worst, best)
    assert (scale.satisfaction(worst), scale.satisfaction(best)) == (0.0, 1.0)


@given(ENDS, ENDS, st.floats(0, 1))
def test_every_score_on_the_scale_lies_between_worst_and_best(worst: int, best: int, part: float) -> None:
    assume(worst != best)
    scale = Scale(worst, best)
    score = min(max(worst + part * (best - worst), min(worst, best)), max(worst, best))
    assert scale.holds(score)
    assert 0.0 <= scale.satisfaction(score) <= 1.0


def test_a_scale_needs_two_ends() -> None:
    with pytest.raises(InputError, match="最差分与最好分相同"):
        Scale(3, 3)


@pytest.mark.parametrize(("score", "scale"), [(0, Scale(1, 5)), (6, Scale(1, 5)), (4, Scale(3, 1))])
def test_a_score_off_its_scale_is_refused(score: float, scale: Scale) -> None:
    with pytest.raises(InputError, match="不在量表之内"):
        survey(score=score, scale=scale)


def test_an_invitation_without_score_and_comment_is_not_answered() -> None:
    assert not survey(invited=True).answered
    assert not survey(invited=True, comment=" \n　").answered


def test_a_score_or_a_comment_is_an_answer() -> None:
    assert survey(score=1).answered
    assert survey(comment="太慢了").answered


def test_satisfaction_is_known_only_with_a_score() -> None:
    assert survey(score=1, scale=Scale(3, 1)).satisfaction == 1.0
    assert survey(comment="太慢了").satisfaction is None
