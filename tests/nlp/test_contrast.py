import pytest

from tests.nlp.contacts import answers, call, comment
from voc.nlp.contrast import STRONGEST, contrast_values
from voc.nlp.language import Language
from voc.nlp.signals import observe


def sides(language: Language, text: str, *logits: float) -> dict[str, float]:
    """The values of a comment whose clauses say so much for a person."""
    observed = observe(comment(text), language)
    clauses = [{"person": logit} for logit in logits]
    assert len(clauses) == len(observed.passages[0].clauses)
    return contrast_values(observed, {0: answers(language.taxonomy, {}, *clauses)}, "person")


def test_each_side_is_measured_against_all(language: Language) -> None:
    assert sides(language, "客服挺耐心，但是手续费太贵", 2, -1) == {"contrast": 1, "before": 0, "after": -3}
    assert sides(language, "手续费太贵，但是客服挺耐心", -1, 2) == {"contrast": 1, "before": -3, "after": 0}


@pytest.mark.parametrize(
    "text", ["人挺好，就是太慢", "人挺好，可惜太慢", "人挺好，可一问三不知", "人挺好，唯独太慢", "人挺好，办得却太慢"]
)
def test_many_words_turn_against_what_was_said_before(language: Language, text: str) -> None:
    assert sides(language, text, 1, 1)["contrast"] == 1


@pytest.mark.parametrize(
    "text",
    ["人挺好，可以的", "人挺好，就是这样", "但是太慢", "人挺好，忘却烦恼", "人挺好，但愿保持", "人挺好，可能会再来"],
)
def test_other_words_with_the_same_characters_do_not(language: Language, text: str) -> None:
    assert sides(language, text, *[1.0] * (1 + ("，" in text))) == {}


def test_the_last_turn_parts_the_sides(language: Language) -> None:
    found = sides(language, "人挺好，但是太慢，不过解决了", 1, 3, 0)
    assert (found["before"], found["after"]) == (0, -3)


def test_no_logit_counts_beyond_its_bound(language: Language) -> None:
    assert sides(language, "人挺好，但是太慢", -99, 99)["before"] == -2 * STRONGEST


def test_a_call_without_a_comment_has_no_sides(language: Language) -> None:
    assert contrast_values(observe(call("客：人挺好，但是太慢"), language), {}, "person") == {}
