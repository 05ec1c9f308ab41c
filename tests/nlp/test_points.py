"""How an utterance feels and whether it is a point of its call, by the words in and around it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.contacts import call, small_point_model, small_text_model
from voc.nlp.heard import Aspect, Heard
from voc.nlp.language import Language
from voc.nlp.points import POINT_LABELS, PointModel, surroundings, told_of_utterance
from voc.nlp.signals import Observed, observe


def read(language: Language, *lines: str, comment: str = "") -> Observed:
    return observe(call(*lines, comment=comment), language)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("座客座客座", [(1, 0, 2), (3, 2, 4)]),
        ("客客座", [(0, None, 2), (1, None, 2)]),
        ("座系客客", [(2, 1, None), (3, 1, None)]),
        ("客", [(0, None, None)]),
        ("座", []),
    ],
)
def test_the_other_side_is_whoever_is_not_the_customer(language: Language, lines: str, found: list[object]) -> None:
    assert list(surroundings(read(language, *(f"{one}：好" for one in lines)))) == found


def test_a_customer_utterance_without_a_word_is_nobodys(language: Language) -> None:
    observed = read(language, "座：您好", "客： ", "客：转账失败", "客：", "座：抱歉")
    assert list(surroundings(observed)) == [(2, 0, 4)]
    assert points(observed, language, small_point_model(language))[Aspect.LOW] == [0]


@pytest.mark.parametrize("blank", ["座： ", "系：", "座：\u3000"])
def test_who_says_nothing_hides_nothing(language: Language, blank: str) -> None:
    plain, hidden = ["客：闪退", "座：闪退"], ["客：闪退", blank, "座：闪退"]
    made = model(language, own_low=1.0, after_low=2.0)
    assert points(read(language, *plain), language, made) == points(read(language, *hidden), language, made)
    assert points(read(language, *hidden), language, made)[Aspect.LOW] == [3.0]


@given(st.text(alphabet="客座系", min_size=1, max_size=12))
def test_every_customer_utterance_is_surrounded_once_and_comments_never(language: Language, lines: str) -> None:
    observed = read(language, *(f"{one}：好" for one in lines), comment="太差")
    found = list(surroundings(observed))
    assert [own for own, *_ in found] == list(observed.spoken)
    for own, before, after in found:
        assert before is None or (before < own and lines[before] != "客")
        assert after is None or (after > own and lines[after] != "客")
        between = lines[(before or 0) + 1 : own] if before is not None else lines[:own]
        assert set(between) <= {"客"}


def model(language: Language, **weights: float) -> PointModel:
    """What 闪退 weighs for each of the labels (`_` for a blank)."""
    made = small_point_model(language)
    row = small_text_model(language).vocabulary.terms.index("c:闪退")
    for name, weight in weights.items():
        made.lines.weights[row, POINT_LABELS.index(name.replace("_", " "))] = weight
    return made


def points(observed: Observed, language: Language, made: PointModel) -> dict[Aspect, list[float]]:
    vocabulary = small_text_model(language).vocabulary
    numbers = (*observed.customer_passages, *observed.others)
    rows, _ = vocabulary.rows([observed.passages[i] for i in numbers])
    return {point: list(found.values()) for point, found in made.answers(rows, numbers, observed).items()}


def test_words_count_by_where_they_stand(language: Language) -> None:
    observed = read(language, "座：闪退", "客：嗯", "座：好", "客：闪退", "座：闪退", comment="闪退")
    for label, low in (("own_low", [0, 1]), ("before_low", [1, 0]), ("after_low", [0, 1])):
        found = points(observed, language, model(language, **{label: 1.0}))
        assert found == {Aspect.LOW: low, Aspect.HIGH: [0, 0], Aspect.FEELING: [0, 0]}
    assert points(observed, language, model(language, own_high=2.0, after_high=1.0))[Aspect.HIGH] == [0, 3]
    felt = model(language, own_feeling=-0.5, before_feeling=0.25)
    assert points(observed, language, felt)[Aspect.FEELING] == [0.25, -0.5]


def test_the_bias_is_that_of_the_utterance_alone(language: Language) -> None:
    lines = replace(small_point_model(language).lines, bias=np.array([-1.5, 0.5, 0.1, *[0] * 6], dtype=np.float32))
    made = PointModel(lines)
    assert points(read(language, "座：好", "客：嗯", "座：好"), language, made) == {
        Aspect.LOW: [-1.5],
        Aspect.HIGH: [0.5],
        Aspect.FEELING: [pytest.approx(0.1)],
    }


def test_nothing_is_told_where_nothing_was_heard() -> None:
    assert told_of_utterance(Heard(), Aspect.LOW, 3) == 0.0
    assert told_of_utterance(Heard(points={Aspect.LOW: {3: -2.0}}), Aspect.LOW, 3) == -2.0
    assert told_of_utterance(Heard(points={Aspect.LOW: {3: -2.0}}), Aspect.HIGH, 3) == 0.0
