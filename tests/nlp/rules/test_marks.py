import pytest

from voc.errors import ExpressionError
from voc.nlp.rules.marks import literal_marks


@pytest.mark.parametrize("word", ["闪退*", "坑+贵", "闪退-卡", "闪退%", "a*", "-卡"])
def test_a_mark_at_a_bare_word_is_told_unless_it_is_quoted(word: str) -> None:
    (told,) = literal_marks(f"慢 OR {word} OR CUSTOMER({word})")
    assert told.startswith(f"“{word}”里的 ")
    assert literal_marks(f'慢 OR "{word}"') == ()


@pytest.mark.parametrize(
    ("word", "operator"),
    [
        ("闪退AND卡顿", "AND"),
        ("闪退ANDapp", "AND"),
        ("appOR网银", "OR"),
        ("NOT闪退", "NOT"),
        ("闪退UNLESS", "UNLESS"),
        ("网点BEFORE远", "BEFORE"),
        ("闪退ＡＮＤ卡顿", "AND"),
        ("AGENT稍等", "AGENT"),
        ("~网银OR卡", "OR"),
        ("queue=信用卡AND闪退", "AND"),
    ],
)
def test_an_operator_that_is_written_together_with_a_word_is_told_unless_it_is_quoted(word: str, operator: str) -> None:
    (told,) = literal_marks(f"慢 OR {word} OR CUSTOMER({word})")
    assert f"里的 {operator} 照字面找；运算符与词之间要有空格" in told
    assert literal_marks('慢 OR "闪退AND卡顿" OR queue="信用卡AND闪退"') == ()


@pytest.mark.parametrize(
    "text",
    [
        *("VISA卡 OR ATM机 OR HUAWEI手机", "ANDROID系统", "ORACLE", "android闪退 OR note手机", "ALLIN支付"),
        *("(a)AND卡顿", "/闪退/AND卡", "CUSTOMER(a)OR卡", "NOT@branch", 'NOT"闪退"', "SCORE<0.5AND闪退"),
    ],
)
def test_capitals_of_other_words_and_operators_that_are_read_are_not_told(text: str) -> None:
    assert literal_marks(text) == ()


@pytest.mark.parametrize("text", ["闪退AND 卡", "慢AND CUSTOMER(投诉)", "网点NEAR/5 远", "闪退OR(卡)"])
def test_where_it_cannot_be_read_at_all_the_missing_blank_is_said(text: str) -> None:
    with pytest.raises(ExpressionError, match="与前后的词之间要有空格"):
        literal_marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "wi-fi",
        "t+1",
        "20%",
        "/闪退*/",
        "queue=信用卡-金卡",
        "meta:店-名=甲+乙",
        "VALENCE<-0.3",
        "ALLOW/negated+past(闪退)",
    ],
)
def test_marks_that_belong_to_a_word_or_an_operator_are_not_told(text: str) -> None:
    assert literal_marks(text) == ()


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ExpressionError):
        literal_marks("闪退* OR")
