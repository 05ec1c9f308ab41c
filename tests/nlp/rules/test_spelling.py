import pytest

from voc.errors import ExpressionError
from voc.nlp.rules import parse
from voc.nlp.rules.spelling import misspelt


def told(text: str) -> tuple[int, str, str]:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    return caught.value.column, caught.value.reason, caught.value.hint


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("a BEFORE/3u b", 3, "BEFORE 后面只写几句，不写单位"),
        ("a AFTER/30s b", 3, "AFTER 后面只写几句，不写单位"),
        ("a AROUND/2u b", 3, "AROUND 后面要写前后几句"),
        ("a AROUND b", 3, "AROUND 后面要写前后几句"),
        ("a NEAR/3u b", 3, "NEAR 后面要写隔几个词"),
        ("LAST/30sec(a)", 1, "LAST 后面要写多少"),
        ("ALLOW/negated,quoted(a)", 1, "ALLOW/negated+quoted(…)"),
        ("ATLEAST/2 a", 1, "ATLEAST 后面要写至少几个"),
        ("VALENCE AND a", 1, "VALENCE 后面要写比较与数"),
        ("CUSTOMER:a", 1, "CUSTOMER 后面要有括号"),
    ],
)
def test_an_operator_without_what_belongs_to_it_is_told_at_its_beginning(text: str, column: int, hint: str) -> None:
    at, _, said = told(text)
    assert at == column
    assert hint in said


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        ("a ADN b", 3, "是不是 AND？"),
        ("a NAER/3 b", 3, "是不是 NEAR？NEAR 后面"),
        ("CUSTOMRE(a)", 1, "是不是 CUSTOMER？"),
        ("costumer(a)", 1, "是不是 CUSTOMER？"),
        ("UTTERANCE>5", 1, "是不是 UTTERANCES？"),
        ("b AND VALANCE < 0", 7, "是不是 VALENCE？"),
        ("PHASES/解答(a)", 1, "是不是 PHASE？"),
        ("SPEAKER/customer(a)", 1, "CUSTOMER(…)、AGENT(…) 或 SYSTEM(…)"),
        ("a AND speaker(b)", 7, "CUSTOMER(…)、AGENT(…) 或 SYSTEM(…)"),
        ("REGEX/a/", 1, "正则直接写在两个 / 之间"),
    ],
)
def test_what_may_be_meant_by_a_misspelt_operator_is_asked(text: str, column: int, hint: str) -> None:
    at, reason, said = told(text)
    assert at == column
    assert reason.endswith("这个运算符")
    assert hint in said


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a ＯＲ b", "运算符用半角大写：OR"),
        ("ＮＯＴ a", "运算符用半角大写：NOT"),
        ("a ＮＥＡＲ／３ b", "运算符用半角大写：NEAR"),
        ("ＣＵＳＴＯＭＥＲ(a)", "运算符用半角大写：CUSTOMER"),
        ("customer(a)", "运算符要大写：CUSTOMER"),
        ("phase/解答(a)", "运算符要大写：PHASE"),
        ("a 或者 b", "“或者”写 OR"),
        ("a 并且 b", "“并且”写 AND"),
        ("ANY（a，b）", "写成半角的 ("),
        ("a NOT b", "NOT 前面还要 AND 或 OR"),
        ("a UNLESS b UNLESS c", "几个例外写在括号里"),
        ("a BEFORE b AFTER c", "不能连着写"),
    ],
)
def test_operators_in_other_letters_or_places_have_a_hint(text: str, hint: str) -> None:
    assert hint in told(text)[2]


@pytest.mark.parametrize("text", ["打不开 APP", "VIP ATM", "和 b", "a b", '"NEAR" b', "x" * 300 + "( b"])
def test_words_are_not_taken_for_operators(text: str) -> None:
    assert "运算符" not in told(text)[1]


def test_where_no_operator_is_near_nothing_is_said() -> None:
    assert misspelt("打不开 闪退", 4, lambda _: False) is None
    assert misspelt("", 0, lambda _: True) is None


@pytest.mark.parametrize(
    ("text", "column", "hint"),
    [
        *[(f"慢 {operator} NOT 卡", len(operator) + 4, "NEAR、先后两边要有词；用 AND NOT 或 UNLESS")
          for operator in ("NEAR/3", "BEFORE", "BEFORE/2", "AFTER", "AROUND/2")],
        ("慢 BEFORE NOT(卡)", 10, "NEAR、先后两边要有词；用 AND NOT 或 UNLESS"),
        ("慢|NOT 卡", 3, "| 两边是词；用 OR NOT、AND NOT 或 UNLESS"),
        ("慢 ..5 NOT 卡", 7, "..5 两边是词；用 OR NOT、AND NOT 或 UNLESS"),
    ],
)  # fmt: skip
def test_not_beside_what_needs_words_is_told_itself(text: str, column: int, hint: str) -> None:
    assert told(text) == (column, "NOT 的位置不对", hint)


def test_not_that_lacks_its_own_part_is_told_as_before() -> None:
    assert told("a AND NOT )")[:2] == (11, "右括号的位置不对")
