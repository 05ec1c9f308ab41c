import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.rules.linear import compiled, may_be_empty, spans_within, sure_literal, why_unusable


@pytest.mark.parametrize("pattern", ["(?=a)", r"(a)\1", "(?<!a)b", "(", "a**"])
def test_what_cannot_be_matched_in_linear_time_is_not_taken(pattern: str) -> None:
    assert why_unusable(pattern)


@pytest.mark.parametrize("pattern", ["a+", "转.*不出", r"\d{4}", "(?i)app"])
def test_other_expressions_are_taken(pattern: str) -> None:
    assert why_unusable(pattern) is None


@pytest.mark.parametrize("pattern", ["转*", "", "^|x", r"\b", r"x|\b", r"^\b", r"\Ba?", "(?m)$"])
def test_what_matches_nothing_somewhere_is_told(pattern: str) -> None:
    assert may_be_empty(pattern)


@pytest.mark.parametrize("pattern", ["转+", "^转", r"app\b", r"\b\d+\b", ".", r"\s"])
def test_what_always_matches_a_character_is_told(pattern: str) -> None:
    assert not may_be_empty(pattern)


def test_no_text_makes_an_expression_run_away() -> None:
    # An engine that goes back would not come to an end.
    assert compiled("(a+)+$").search("a" * 50_000 + "b") is None


def test_offsets_count_code_points() -> None:
    assert [hit.span() for hit in compiled("网.").finditer("去😡网点,网银")] == [(2, 4), (5, 7)]


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [
        ("网点", "网点"),
        ("转账?失败", "失败"),
        ("转账*", "转"),
        ("转账+慢", "转账"),
        ("转账{0,2}慢", "转"),
        ("a{2", "2"),
        (r"一\.二", "一.二"),
        (r"\d+元钱", "元钱"),
        (r"网点\p{Han}元", None),
        (r"\pN元", None),
        (r"\x41元", None),
        (r"\Qa|b\E", None),
        ("[网点]银行", "银行"),
        ("[^]a]银行", "银行"),
        (r"[\]a]银行", "银行"),
        ("[[:alpha:]x]银行", "银行"),
        ("(不|没)能用", "能用"),
        ("((a)[)])能用", "能用"),
        ("^网点$", "网点"),
        ("a|b", None),
        ("(?i)app", None),
        (".*", None),
    ],
)
def test_the_longest_sure_run_of_characters_is_found(pattern: str, literal: str | None) -> None:
    assert sure_literal(pattern) == literal


_PIECES = st.sampled_from(
    ["a", "b", "c", ".", "a?", "b*", "c+", "(a|b)", "[ab]", "[^a]", r"\d", r"\.", "a{0,2}", "b{2}"]
)


@given(st.lists(_PIECES, min_size=1, max_size=6).map("".join), st.text(st.sampled_from("abc.1"), max_size=12))
def test_every_hit_holds_the_sure_characters(pattern: str, text: str) -> None:
    literal = sure_literal(pattern)
    hit = re.search(pattern, text)
    assert literal is None or hit is None or literal in hit[0]


_SEEING = st.sampled_from(
    ["^a", "b$", r"\ba", r"a\b", r"\Ba", "(?m)^b", "(?m)a$", r"\Aa|b\z", "(^|,)b", "a.*b", "[^a]+", "网?a"]
)


@given(_SEEING, st.text(st.sampled_from("ab,网 \n"), max_size=9), st.integers(0, 9), st.integers(0, 9))
def test_a_part_of_a_text_is_searched_as_it_stands_in_the_whole(pattern: str, text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    whole = compiled(pattern).finditer(text, start, end)
    assert list(spans_within(pattern, text, start, end)) == [hit.span() for hit in whole]
