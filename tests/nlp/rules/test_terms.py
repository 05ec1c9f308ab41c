import re

import pytest

from voc.domain.expressions import ListName, Phrase, Word
from voc.errors import ExpressionError
from voc.nlp.rules import parse


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("a OR NEAR", 6, "NEAR 是运算符"),
        ('" "', 1, "词是空的"),
        ("~app", 2, "只能由汉字组成"),
        ("~一二三四五六七八九", 2, "最多 8 个"),
        ("a AND @branch", 7, "已有的词表：far、near"),
        ("a AND @NAER", 7, "是不是 near？已有的词表"),
        ("a ..61 b", 3, "最多隔 60 个字"),
        (" ..5 ".join("a" * 21), 117, "词组超过 20 组"),
        ("/(?=a)b/", 1, "不支持前瞻"),
        ("a OR /a*/", 6, "能匹配空串"),
        ("/[a/", 1, "方括号没有配对"),
        ("/(a/", 1, "圆括号没有配对"),
        ("/a)/", 1, "圆括号没有配对"),
        ("/a{2000}/", 1, "最多 1000"),
        ("/+a/", 1, "前面没有要重复的内容"),
        (r"/\q/", 1, "没有这种写法"),
        ("/[[:foo:]]/", 1, "没有这一类字"),
        ("/(?P<ab/", 1, "不用名称"),
        ("/[z-a]/", 1, "从小到大"),
        ("a OR /[…x]/", 6, "读作“...”"),
        ("/a+/ EXCEPT /(/", 13, "正则不能用"),
    ],
)
def test_a_word_that_cannot_be_used_is_refused_where_it_stands(text: str, column: int, message: str) -> None:
    with pytest.raises(ExpressionError, match=message) as caught:
        parse(text, lists=("near", "far"))
    assert caught.value.column == column


@pytest.mark.parametrize(
    "pattern",
    ["[", "(", ")", "a{2000}", "*", "a**", "[b-a]", r"\q", "(?=a)", "(?z)a", "[[:foo:]]", r"\p{Foo}", "(?P<ab"],
)
def test_what_is_wrong_with_a_regular_expression_is_said_in_chinese(pattern: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(f"/{pattern}/")
    assert re.findall(r"[a-z]{4,}", str(caught.value).replace("[[:digit:]]、[[:alpha:]]", "")) == []


def test_without_any_list_the_hint_says_so() -> None:
    with pytest.raises(ExpressionError, match="（没有）"):
        parse("@branch", lists=())


def test_a_known_list_is_taken_by_its_name() -> None:
    assert parse("@near|远", lists=("near",)) == Phrase(((ListName("near"), Word("远")),))


def test_any_list_will_do_where_none_are_known() -> None:
    assert parse("@whatever") == Phrase(((ListName("whatever"),),))


def test_a_phrase_of_many_groups_is_as_good_as_any() -> None:
    assert len(parse(" ..5 ".join("a" * 20)).groups) == 20  # type: ignore[union-attr]
