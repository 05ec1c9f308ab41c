from dataclasses import fields

import numpy as np
import pytest

from tests.nlp.satisfaction.dialogues import BAD, GOOD, PLAIN, corpus, dialogue
from voc.domain.curve import Curve, curve_of
from voc.nlp.satisfaction.model import COURSE_SCALE, Scaling, course_row, fit_satisfaction
from voc.nlp.satisfaction.sentiment import Feeling

NUMBERS = len(fields(Curve))


def test_the_course_tells_both_sides_and_both_signs_apart() -> None:
    talk = dialogue("客：1", "座：8", "客：2")
    row = course_row(talk, [Feeling(0.9, 0.1), GOOD, Feeling(0.2, 0.6)])
    valence, bad, good, others = (row[k * NUMBERS : (k + 1) * NUMBERS] for k in range(4))
    expected = curve_of([0.1 - 0.9, None, 0.6 - 0.2]), curve_of([-0.9, -0.2]), curve_of([0.1, 0.6]), curve_of([1.0])
    assert [curve.values for curve in expected if curve] == [valence, bad, good, others]


def test_a_side_that_does_not_speak_is_neutral() -> None:
    row = course_row(dialogue("座：8"), [GOOD])
    assert row[: 3 * NUMBERS] == (0.0,) * (3 * NUMBERS)
    assert row[3 * NUMBERS] == 1.0


def test_columns_are_brought_to_one_spread_and_one_that_never_changes_to_zero() -> None:
    numbers = np.array([[1.0, 5.0], [3.0, 5.0]])
    matrix = Scaling.fit(numbers).matrix(numbers).toarray()
    assert matrix.tolist() == [[-COURSE_SCALE, 0.0], [COURSE_SCALE, 0.0]]


@pytest.mark.parametrize(("words", "course"), [(True, True), (True, False), (False, True)])
def test_satisfaction_is_told_from_words_from_the_course_and_from_both(words: bool, course: bool) -> None:
    dialogues, feelings, levels = corpus()
    model = fit_satisfaction(dialogues, feelings, levels, words=words, course=course)
    found = model.probabilities(dialogues, feelings)
    assert found.shape == (30, 3)
    assert found.sum(axis=1) == pytest.approx(1.0)
    assert [model.levels[k] for k in found.argmax(axis=1)] == levels


def test_a_model_of_words_is_deaf_to_feeling_and_one_of_the_course_to_words() -> None:
    dialogues, feelings, levels = corpus()
    talk, other = dialogue("客：1 5", "座：8", "客：5"), dialogue("客：2 5", "座：8", "客：5")
    bad, good = [BAD, PLAIN, BAD], [GOOD, PLAIN, GOOD]
    words = fit_satisfaction(dialogues, feelings, levels, course=False)
    course = fit_satisfaction(dialogues, feelings, levels, words=False)
    assert np.array_equal(words.probabilities([talk], [bad]), words.probabilities([talk], [good]))
    assert not np.array_equal(words.probabilities([talk], [bad]), words.probabilities([other], [bad]))
    assert np.array_equal(course.probabilities([talk], [bad]), course.probabilities([other], [bad]))
    assert not np.array_equal(course.probabilities([talk], [bad]), course.probabilities([talk], [good]))


def test_the_same_dialogues_give_the_same_model() -> None:
    first, second = (fit_satisfaction(*corpus()) for _ in range(2))
    assert np.array_equal(first.questions.weights, second.questions.weights)
    assert first.levels == second.levels == (1, 2, 3)
