import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.agreement.coefficients import cohen_kappa, krippendorff_alpha, raw_agreement

LABELS = st.sampled_from("abc")


def test_alpha_of_the_published_example_is_the_published_one() -> None:
    """Krippendorff (2011): four observers, twelve units; a point is a missing answer."""
    observers = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    units = [tuple(label for label in unit if label != ".") for unit in zip(*observers, strict=True)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_kappa_of_perfect_agreement_is_one_and_of_habit_alone_zero() -> None:
    assert cohen_kappa([("a", "a"), ("b", "b")]) == 1.0
    assert cohen_kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0.0
    assert cohen_kappa([("a", "b"), ("b", "a")]) == -1.0


def test_where_nothing_varies_chance_explains_everything() -> None:
    assert cohen_kappa([("a", "a")] * 3) is None
    assert krippendorff_alpha([("a", "a")] * 3) is None


def test_nothing_answered_twice_tells_nothing() -> None:
    assert cohen_kappa([]) is None
    assert krippendorff_alpha([("a",), ("b",)]) is None
    assert raw_agreement([("a",)]) is None


def test_of_three_answers_every_pair_counts() -> None:
    assert raw_agreement([("a", "a", "b")]) == 0.3333


@given(st.lists(st.tuples(LABELS, LABELS)))
def test_who_is_called_first_changes_nothing(pairs: list[tuple[str, str]]) -> None:
    turned = [(second, first) for first, second in pairs]
    assert cohen_kappa(pairs) == cohen_kappa(turned)
    assert krippendorff_alpha(pairs) == krippendorff_alpha(turned)


@given(st.lists(st.lists(LABELS, max_size=4).map(tuple)))
def test_answers_that_stand_alone_change_nothing_and_none_exceeds_one(units: list[tuple[str, ...]]) -> None:
    alpha = krippendorff_alpha(units)
    assert alpha == krippendorff_alpha([*units, ("a",), ()])
    assert alpha is None or alpha <= 1.0
