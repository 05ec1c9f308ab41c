from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.contacts import call, flat
from voc.nlp.classifier import UNTAUGHT, Logistic
from voc.nlp.heard import Aspect, Heard
from voc.nlp.language import Language
from voc.nlp.lowest import LONGEST, highest_values, lowest_values, with_extremes
from voc.nlp.signals import Observed, observe

LENGTHY = "客：转账转了三天都没有到账，我打了好几次电话，每次都说再等等"
BY_LENGTH = Logistic(0.0, {"length": 1.0})


def lowered(observed: Observed, heard: Heard, felt: Mapping[int, float], ranker: Logistic) -> Mapping[int, float]:
    return with_extremes(felt, lowest_values(observed, heard, felt), ranker, sign=-1)


def read(language: Language, *lines: str) -> Observed:
    return observe(call(*lines), language)


@pytest.fixture
def observed(language: Language) -> Observed:
    return read(language, "客：唉", "座：您好", LENGTHY, "座：抱歉", "客：算了", "座：好的", "客：再见")


def test_the_lowest_valence_goes_to_the_likeliest_lowest_point(observed: Observed, language: Language) -> None:
    felt = {0: -0.2, 2: -0.3, 4: -0.6, 6: 0.1}
    assert lowered(observed, flat(observed, language), felt, BY_LENGTH) == {0: -0.2, 2: -0.6, 4: -0.3, 6: 0.1}


def test_what_is_not_below_zero_is_no_lowest_point(observed: Observed, language: Language) -> None:
    felt = {0: -0.2, 2: 0.0, 4: -0.6, 6: 0.1}
    assert lowered(observed, flat(observed, language), felt, Logistic(0.0, {"early": 1.0})) == {
        0: -0.6,
        2: 0.0,
        4: -0.2,
        6: 0.1,
    }
    assert lowered(observed, flat(observed, language), felt, BY_LENGTH) == felt


def test_nothing_moves_in_a_call_without_displeasure_or_without_a_ranker(
    observed: Observed, language: Language
) -> None:
    assert lowered(observed, flat(observed, language), {0: 0.0, 2: 0.2, 4: 0.0, 6: 0.5}, BY_LENGTH) == {
        0: 0.0,
        2: 0.2,
        4: 0.0,
        6: 0.5,
    }
    assert lowered(observed, flat(observed, language), {0: -0.1, 2: 0.2, 4: -0.5, 6: 0.5}, UNTAUGHT)[4] == -0.5


def test_of_two_alike_the_earlier_is_taken(language: Language) -> None:
    observed = read(language, "客：算了", "座：您好", "客：算了")
    assert lowered(observed, flat(observed, language), {0: -0.2, 2: -0.3}, BY_LENGTH) == {0: -0.3, 2: -0.2}


def test_length_and_valence_are_those_among_the_others_of_the_call(observed: Observed, language: Language) -> None:
    values = lowest_values(observed, flat(observed, language), {0: -0.5, 2: -0.5, 4: -0.5, 6: 0.5})
    assert values[6]["feeling"] == pytest.approx(3**0.5)
    assert values[0]["feeling"] == pytest.approx(-1 / 3**0.5)
    assert max(values, key=lambda i: values[i]["length"]) == 2
    assert [values[i]["early"] for i in (0, 2, 4, 6)] == [1.0, 0.0, 0.0, 0.0]


def test_the_words_are_those_in_and_around_an_utterance_among_the_others_of_the_call(observed: Observed) -> None:
    heard = Heard(points={Aspect.LOW: {0: -2.0, 2: -2.0, 4: 1.0, 6: -2.0}})
    felt = {0: -0.5, 2: -0.6, 4: -0.1, 6: -0.2}
    assert lowest_values(observed, heard, felt)[4]["words"] == pytest.approx(3**0.5)
    assert lowered(observed, heard, felt, Logistic(0.0, {"words": 1.0}))[4] == -0.6


def test_where_all_feel_alike_none_stands_out(observed: Observed, language: Language) -> None:
    values = lowest_values(observed, flat(observed, language), dict.fromkeys((0, 2, 4), 0.1))
    assert [values[i]["feeling"] for i in (0, 2, 4)] == [0.0, 0.0, 0.0]


def test_valences_too_near_each_other_to_tell_apart_are_alike(observed: Observed, language: Language) -> None:
    values = lowest_values(observed, flat(observed, language), {0: -5e-324, 2: 0.0, 4: 0.0})
    assert [values[i]["feeling"] for i in (0, 2, 4)] == [0.0, 0.0, 0.0]


def test_what_is_said_beyond_a_length_makes_no_difference(language: Language) -> None:
    longer = [read(language, "客：慢" + "慢" * n, "座：您好", "客：算了") for n in (LONGEST, 3 * LONGEST)]
    felt = {0: -0.2, 2: -0.3}
    assert lowest_values(longer[0], flat(longer[0], language), felt) == lowest_values(
        longer[1], flat(longer[1], language), felt
    )


@given(st.lists(st.floats(-1, 1), min_size=4, max_size=4), st.floats(-5, 5), st.floats(-5, 5))
def test_valences_are_only_exchanged(language: Language, felt: list[float], length: float, feeling: float) -> None:
    observed = read(language, "客：唉", "座：您好", LENGTHY, "座：抱歉", "客：算了", "座：好的", "客：再见")
    given_ = dict(zip((0, 2, 4, 6), felt, strict=True))
    found = lowered(observed, flat(observed, language), given_, Logistic(0.0, {"length": length, "feeling": feeling}))
    assert sorted(found.values()) == sorted(felt)
    assert sum(found[i] != given_[i] for i in given_) in (0, 2)


def test_the_highest_valence_goes_to_the_likeliest_highest_point() -> None:
    values = {0: {"late": 0.0}, 2: {"late": 1.0}, 4: {"late": 0.0}, 6: {"late": 1.0}}
    late = Logistic(0.0, {"late": 1.0})
    assert with_extremes({0: 0.5, 2: 0.2, 4: -0.9, 6: -0.1}, values, late, sign=1) == {0: 0.2, 2: 0.5, 4: -0.9, 6: -0.1}
    calm = {0: 0.0, 2: -0.2, 4: -0.9, 6: 0.0}
    assert with_extremes(calm, values, late, sign=1) == calm


def test_what_tells_the_highest_is_where_it_stands_and_which_words_are_in_and_around_it(observed: Observed) -> None:
    felt = {0: -0.5, 2: -0.5, 4: -0.5, 6: 0.5}
    heard = Heard(points={Aspect.LOW: {0: 1.0}, Aspect.HIGH: {0: -2.0, 2: -2.0, 4: 1.0, 6: -2.0}})
    ranked = lowest_values(observed, heard, felt)
    found = highest_values(ranked, heard)
    assert [(found[i]["late"], found[i]["last"]) for i in felt] == [(0, 0), (0, 0), (0, 1), (1, 1)]
    assert [found[i]["high_words"] for i in felt] == pytest.approx([-1 / 3**0.5, -1 / 3**0.5, 3**0.5, -1 / 3**0.5])
    assert all(found[i].items() >= ranked[i].items() for i in felt)
    assert highest_values(ranked, heard, [4, 6]) == {i: found[i] for i in (4, 6)}
