import pytest

from voc.errors import ExpressionError
from voc.nlp.rules import parse
from voc.nlp.rules.building import DEEPEST


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("ATLEAST/0(a)", 1, "至少几个不能小于 1"),
        ("REPEAT/1", 1, "重复几次不能小于 2"),
        ("a BEFORE b#0", 11, "从 1 数起"),
        ("FIRST/0s(a)", 1, "大于 0"),
        ("LAST/101%(a)", 1, "不超过 100"),
        ("meta:店号>=12", 8, "“>=”的位置不对"),
        ("LAST/1.5u(a)", 1, "整数"),
        ("PHASE/午休(a)", 1, "解答"),
        ("ALLOW/joke(a)", 1, "negated、supposed、quoted、past、apology、recital"),
        ("UTTERANCES>1.5", 12, "句数要是整数"),
        ("VALENCE<-2", 9, "-1 与 1 之间"),
        ("SCORE>1.5", 7, "0（最差）到 1（最好）"),
        ("SCORE>-1", 7, "0（最差）到 1（最好）"),
        ("quue=a", 1, "meta:quue=值"),
        ("quue=a", 1, "是不是 queue？"),
        ("QUEUE=a", 1, "是不是 queue？"),
        ("队列=信用卡", 1, "是不是 queue？"),
        ("score=1", 1, "运算符要大写：SCORE"),
        ("PHASE/anwsering(a)", 1, "是不是 answering？"),
        ("ALLOW/negate(a)", 1, "是不是 negated？"),
    ],
)
def test_what_the_grammar_cannot_see_is_refused_where_it_stands(text: str, column: int, message: str) -> None:
    with pytest.raises(ExpressionError, match=message) as caught:
        parse(text, lists=("near", "far"))
    assert caught.value.column == column


def test_brackets_can_be_nested_but_not_without_end() -> None:
    assert parse("(" * 20 + "a" + ")" * 20) == parse("a")
    with pytest.raises(ExpressionError) as caught:
        parse("a AND\n" + "NOT " * 500 + "b")
    assert (caught.value.line, caught.value.column) > (1, 1)
    for deep in ("(" * 99 + "a" + ")" * 99, "NOT " * 500 + "a"):
        with pytest.raises(ExpressionError, match=f"最多 {DEEPEST} 层"):
            parse(deep)
