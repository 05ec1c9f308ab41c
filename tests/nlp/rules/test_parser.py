import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.expressions.strategies import EXPRESSIONS
from tests.nlp.strategies import TEXTS
from voc.domain.expressions import Expression, printed
from voc.errors import ExpressionError
from voc.nlp.rules import parse
from voc.nlp.rules.parser import LONGEST


@settings(max_examples=150)
@given(EXPRESSIONS)
def test_what_is_printed_is_read_as_the_same_expression(expression: Expression) -> None:
    assert parse(printed(expression)) == expression


@given(TEXTS | st.text(st.sampled_from('ab()|,"/@~#=<>..NOTANDOR 10s%\\')))
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    refused: ExpressionError | None = None
    try:
        expression = parse(text)
    except ExpressionError as error:
        refused = error
    if refused is None:
        # A few texts are read otherwise when they are read again, as half-width kana with their marks.
        again = parse(printed(expression))
        assert parse(printed(again)) == again
        return
    lines = text.split("\n")
    assert 1 <= refused.line <= len(lines)
    assert 1 <= refused.column <= len(lines[refused.line - 1]) + 1
    assert refused.reason
    assert refused.hint


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (" 闪退 ", "闪退"),
        ("只能|必须 .. 网点", "(只能|必须) ..10 网点"),
        ("(只能|必须) ..8 (网点)", "(只能|必须) ..8 网点"),
        ("ATM OR ＡＰＰ OR 轉帳", "atm OR app OR 转账"),
        ("a AND b OR c AND d", "a AND b OR c AND d"),
        ("a AND (b OR c)", "a AND (b OR c)"),
        ("((a|b))", "a|b"),
        ("ANDROID", "android"),
        ("NOT 2 BEFORE/3 3#1", "NOT 2 BEFORE/3 3#1"),
        ("PHASE/解答(a)", "PHASE/answering(a)"),
        ("ALLOW/quoted+negated+negated(a)", "ALLOW/negated+quoted(a)"),
        ("a\n  AND b", "a AND b"),
        ('~"网银"', "~网银"),
        ("SILENCE=3s", "SILENCE=3s"),
        ("SCORE=1", "SCORE=1"),
        ("a NEAR/2 b", "a NEAR/2 b"),
        (r"/a\/b\\/", r"/a\/b\\/"),
        ("闪退\u3000AND\u3000NOT\u00a0卡", "闪退 AND NOT 卡"),
        ('meta:"门店 编号"=12', 'meta:"门店 编号"=12'),
        ('meta:"vip"=是', "meta:vip=是"),
    ],
)
def test_an_expression_has_one_written_form(text: str, canonical: str) -> None:
    assert printed(parse(text)) == canonical


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ("", 1, 1, "至少要有一个词"),
        ("a AND\n  b c", 2, 5, "两个条件之间写 AND"),
        ("a and b", 1, 3, "运算符要大写：AND"),
        ("(a OR b", 1, 8, "少一个右括号"),
        ("a)", 1, 2, "多了一个右括号"),
        ("a AND", 1, 6, "“AND”后面还要有内容"),
        ("NEAR/2 a", 1, 1, "它前面缺少条件"),
        ("AND a", 1, 1, "它前面缺少条件"),
        ("a OR OR b", 1, 6, "多写了一个运算符"),
        ("a AND OR b", 1, 7, "多写了一个运算符"),
        ("a AND\n  AND\nb", 2, 3, "多写了一个运算符"),
        ("a BEFORE AFTER b", 1, 10, "多写了一个运算符"),
        ("（a", 1, 1, "半角"),
        ('"a', 1, 1, "补上另一个引号"),
    ],
)
def test_an_error_says_where_and_how_to_mend_it(text: str, line: int, column: int, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert hint in f"{error.reason}{error.hint}"
    assert str(error) == f"第 {line} 行第 {column} 列：{error.reason}。{error.hint}"


def test_a_text_too_long_to_be_an_expression_is_refused() -> None:
    with pytest.raises(ExpressionError, match="分成几条规则"):
        parse("a" * (LONGEST + 1))
