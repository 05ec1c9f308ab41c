import pytest

from tests.nlp.rules.scenes import scene
from voc.domain.business_object import BusinessObjectTable
from voc.domain.expressions import printed
from voc.errors import ExpressionError
from voc.nlp.rules import Search, parse
from voc.nlp.rules.building import DEEPEST
from voc.nlp.rules.remarks import remarks


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
        ("PHASE/午休(a)", 7, "解答"),
        ("ALLOW/joke(a)", 7, "negated、supposed、quoted、past、apology、recital"),
        ("a AND ALLOW/past+joke+x(a)", 18, "不认识“joke、x”"),
        ("UTTERANCES>1.5", 12, "句数要是整数"),
        ("VALENCE<-2", 9, "-1 与 1 之间"),
        ("SCORE>1.5", 7, "0（最差）到 1（最好）"),
        ("SCORE>-1", 7, "0（最差）到 1（最好）"),
        ("quue=a", 1, "meta:quue=值"),
        ("quue=a", 1, "是不是 queue？"),
        ("QUEUE=a", 1, "是不是 queue？"),
        ("队列=信用卡", 1, "是不是 queue？"),
        ("score=1", 1, "运算符要大写：SCORE"),
        ("PHASE/anwsering(a)", 7, "是不是 answering？"),
        ("ALLOW/negate(a)", 7, "是不是 negated？"),
        *(
            (text.format("9" * digits), column, "数太大")
            for digits in (10, 400, 5000)
            for text, column in (
                ("UTTERANCES>={}", 13),
                ("SILENCE>{}s", 9),
                ("VALENCE<{}", 9),
                ("FIRST/{}u(a)", 1),
                ("LAST/{}s(a)", 1),
                ("a NEAR/{} b", 3),
                ("a ..{} b", 3),
                ("a BEFORE/{} b", 3),
                ("a BEFORE b#{}", 11),
                ("ATLEAST/{}(a, b)", 1),
                ("REPEAT/{}(a)", 1),
            )
        ),
    ],
)
def test_what_the_grammar_cannot_see_is_refused_where_it_stands(text: str, column: int, message: str) -> None:
    with pytest.raises(ExpressionError, match=message) as caught:
        parse(text, lists=("near", "far"))
    assert caught.value.column == column


def nested(before: str, after: str, levels: int) -> str:
    return f"{before * levels}a{after * levels}"


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [
        ("(", ")", 0),
        ("CUSTOMER(", ")", 0),
        ("ANY(b, ", ")", 0),
        ("b OR (c AND (", "))", 5),
        ("NOT (", ")", 0),
        ("NOT ", "", 0),
        ("", " NEAR/5 b", 2),
        ("ATLEAST/2(b, c OR d AND ", " BEFORE e)", 0),
    ],
)
def test_levels_are_counted_as_they_are_seen(before: str, after: str, first: int) -> None:
    """`first` is where the first that is too much stands in its own level."""
    own = before.count("(") + before.count("NOT") + after.count("NEAR")
    levels = DEEPEST // own
    expression = parse(nested(before, after, levels))
    assert parse(printed(expression)) == expression
    assert remarks(expression, {}, BusinessObjectTable({})) == ()
    Search(expression).hits(scene("客：x"))
    with pytest.raises(ExpressionError, match=f"套得太深。括号、NOT 与接着写的 NEAR 一共最多 {DEEPEST} 层") as caught:
        parse(nested(before, after, levels + 1))
    assert caught.value.column == (len(before) or len(after)) * levels + first + 1


def test_brackets_of_a_group_within_a_phrase_are_no_level() -> None:
    expression = parse("(" * DEEPEST + "a|b ..5 c" + ")" * DEEPEST)
    assert parse("(" * DEEPEST + printed(expression) + ")" * DEEPEST) == expression


def test_a_level_too_much_is_told_on_its_line() -> None:
    with pytest.raises(ExpressionError, match="套得太深") as caught:
        parse("a AND\n" + "(" * 500 + "b" + ")" * 500)
    assert (caught.value.line, caught.value.column) == (2, DEEPEST + 1)
