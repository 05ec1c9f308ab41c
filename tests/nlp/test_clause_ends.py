from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import resource
from voc.errors import TaxonomyError
from voc.nlp.clause_ends import BIAS, ENDS_FROM, SIGNS, TABLE, ClauseEnds, Sign, shipped_clause_ends, signs_of
from voc.nlp.tokenizer import Tokenizer

WORDS = st.lists(st.sampled_from(["我", "转账", "了", "但是", "结果", "打", "电话", "app"]), max_size=40)


def table(*rows: tuple[str, str, float]) -> str:
    return "\n".join(f"{kind}\t{words}\t{odds}\t30" for kind, words, odds in ((BIAS, "", -2.0), *rows))


def cut(text: str, tokenizer: Tokenizer) -> list[str]:
    words = [token.text for token in tokenizer.tokens(text)]
    edges = [0, *(n + 1 for n in shipped_clause_ends().after(words)), len(words)]
    return ["".join(words[a:b]) for a, b in pairwise(edges)]


def test_a_line_gives_what_a_sign_adds_and_a_comment_nothing() -> None:
    ends = ClauseEnds.parse("# kind, words\n" + table(("before", "了", 1.5), ("around", "了 我", 0.25)) + "\n")
    assert ends.bias == -2.0
    assert ends.weights == {("before", "了"): 1.5, ("around", "了 我"): 0.25}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "before\t了\t1.5\t30",
        table(("middle", "了", 1.5)),
        table(("before", "了", float("nan"))),
        table() + "\nbefore\t了\t1.5",
        table() + "\nbefore\t了\tmuch\t30",
        table() + "\nbefore\t了\t1.5\t0",
    ],
)
def test_a_damaged_table_is_refused_by_name(text: str) -> None:
    with pytest.raises(TaxonomyError, match=TABLE):
        ClauseEnds.parse(text)


@pytest.mark.parametrize(
    "sign",
    [
        ("before", "打开"),
        ("after", "找"),
        ("two_before", "不 打开"),
        ("two_after", "找 $"),
        ("around", "打开 找"),
        ("last", "开"),
        ("first", "找"),
    ],
)
def test_every_kind_of_sign_is_seen_beside_its_place(sign: Sign) -> None:
    ends = ClauseEnds.parse(table((*sign, 5.0)))
    assert ends.after(["不", "打开", "找"]) == [1]
    assert list(ends.logits(["不", "打开", "找"])) == [-2.0, 3.0]


def test_each_place_is_seen_with_the_words_around_it_and_the_edges() -> None:
    one, two = signs_of(["我", "转账", "了"])
    assert dict(one) == {
        "before": "我",
        "after": "转账",
        "two_before": "^ 我",
        "two_after": "转账 了",
        "around": "我 转账",
        "last": "我",
        "first": "转",
    }
    assert dict(two)["two_before"] == "我 转账"
    assert {kind for kind, _ in one} == set(SIGNS)


def test_a_place_is_an_end_from_the_threshold_on() -> None:
    for odds, found in ((ENDS_FROM + 2, [0]), (ENDS_FROM + 2 - 0.01, [])):
        assert ClauseEnds.parse(table(("before", "了", odds))).after(["了", "我"]) == found


@given(WORDS)
def test_an_end_stands_after_a_word_that_another_follows(words: list[str]) -> None:
    found = shipped_clause_ends().after(words)
    assert found == sorted(set(found))
    assert all(0 <= n < len(words) - 1 for n in found)


@given(WORDS, WORDS)
def test_what_is_far_away_decides_nothing(words: list[str], more: list[str]) -> None:
    alone = [n for n in shipped_clause_ends().after(words) if n < len(words) - 2]
    assert [n for n in shipped_clause_ends().after([*words, *more]) if n < len(words) - 2] == alone


def test_the_shipped_table_is_read_once_and_says_something_of_every_kind() -> None:
    ends = shipped_clause_ends()
    assert ends is shipped_clause_ends()
    assert {kind for kind, _ in ends.weights} == set(SIGNS)
    assert all(ends.weights.values())


def test_the_shipped_table_was_seen_often_enough_to_name_nobody() -> None:
    rows = [line.split("\t") for line in resource(TABLE).splitlines()[1:]]
    assert min(int(places) for _, _, _, places in rows) >= 20
    assert max(len(words.replace(" ", "")) for _, words, _, _ in rows) < 20


def test_running_speech_is_cut_where_one_would_pause(tokenizer: Tokenizer) -> None:
    speech = "我那个手机银行打不开了我打了三次电话你们都说在处理到现在也没人管我就想问什么时候能好"
    parts = cut(speech, tokenizer)
    assert "".join(parts) == speech
    assert parts[0] == "我那个手机银行打不开了"
    assert 4 <= len(parts) <= 7
