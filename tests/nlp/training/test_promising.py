import pytest

from tests.nlp.contacts import comment
from voc.nlp.gold import Gold
from voc.nlp.selective import nothing_stands, select
from voc.nlp.training.promising import FEWEST_TEXTS, TO_PEOPLE, distinct_texts, promise

BAD = Gold.parse({"dissatisfied": True, "causes": ["product"]})
GOOD = Gold.parse({"dissatisfied": False, "causes": []})
COUNT = 200
TEXTS = [comment(f"第{n}次转账") for n in range(COUNT)]
BOTH = [BAD if n % 2 else GOOD for n in range(COUNT)]
# The surer half is right, and most of the others.
JUDGED = [(n / COUNT, n >= COUNT / 2 or n % 3 > 0) for n in range(COUNT)]


def test_enough_different_texts_of_both_kinds_allow_a_promise() -> None:
    found, warnings = promise(TEXTS, BOTH, JUDGED, risk=0.15)
    assert found == select(JUDGED, risk=0.15)
    assert found.bound <= 0.15
    assert warnings == ()


def test_copies_of_a_text_are_one_text() -> None:
    few = [comment(f"第{n % (FEWEST_TEXTS - 1)}次转账" + "。" * (n % 3)) for n in range(COUNT)]
    assert distinct_texts(few) == FEWEST_TEXTS - 1
    found, (warning,) = promise(few, BOTH, JUDGED, risk=0.15)
    assert found == nothing_stands(risk=0.15, records=COUNT)
    assert f"只有 {FEWEST_TEXTS - 1} 种不同的文字，至少要 {FEWEST_TEXTS} 种" in warning
    assert warning.endswith(TO_PEOPLE)


@pytest.mark.parametrize(("gold", "words"), [(BAD, "全是不满的"), (GOOD, "全是没有不满的")])
def test_records_that_are_all_labelled_alike_promise_nothing(gold: Gold, words: str) -> None:
    found, (warning,) = promise(TEXTS, [gold] * COUNT, JUDGED, risk=0.15)
    assert found.threshold is None
    assert words in warning


@pytest.mark.parametrize(("right", "words"), [(True, "全对"), (False, "全错")])
def test_verdicts_that_are_all_right_or_all_wrong_promise_nothing(right: bool, words: str) -> None:
    found, (warning,) = promise(TEXTS, BOTH, [(confidence, right) for confidence, _ in JUDGED], risk=0.15)
    assert found.threshold is None
    assert words in warning


def test_a_risk_that_cannot_be_shown_is_told() -> None:
    found, (warning,) = promise(TEXTS, BOTH, JUDGED, risk=0.001)
    assert found == select(JUDGED, risk=0.001)
    assert f"不超过 {found.bound:.1%}" in warning


def test_without_records_nothing_is_promised() -> None:
    found, (warning,) = promise([], [], [], risk=0.15)
    assert found == nothing_stands(risk=0.15, records=0)
    assert "只有 0 种" in warning
