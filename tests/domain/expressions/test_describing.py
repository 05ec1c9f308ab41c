import pytest
from hypothesis import given, settings

from tests.domain.expressions.strategies import EXPRESSIONS
from voc.domain.expressions import Expression, Phrase, Word, described
from voc.nlp.rules import parse


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("只能 ..8 @branch", "“只能”，8 个字以内接着词表 branch 里的词"),
        ("~网银", "“网银”（按读音）"),
        ("/a+/ EXCEPT /b/", "正则 a+（同一分句里没有正则 b）"),
        ("a AND NOT (b OR c)", "“a”，并且（没有（“b”；或者“c”））"),
        ("a UNLESS b", "“a”，但同一分句里有“b”的不算"),
        ("ALL(a, b)", "以下全部：“a”、“b”"),
        ("ATLEAST/2(a, b)", "以下至少 2 个：“a”、“b”"),
        ("a BEFORE b", "“a”在“b”（任何一次）之前"),
        ("a AFTER/3 b#2", "“a”在“b”（第 2 次）之后 3 句之内"),
        ("a AROUND/1 b", "“a”在“b”（任何一次）前后 1 句之内"),
        ("CUSTOMER(a)", "客户说：“a”"),
        ("PHASE/解答(a)", "在解答阶段：“a”"),
        ("CLAUSE(a)", "在同一分句里：“a”"),
        ("UTTERANCE(a)", "在同一句里：“a”"),
        ("FIRST/3u(a)", "在开头 3 句里：“a”"),
        ("LAST/20%(a)", "在结尾 20 %里：“a”"),
        ("ALLOW/negated+quoted(a)", "“a”（被否定的、转述别人的也算）"),
        ("REPEAT/2", "客户把差不多的话说了至少 2 遍"),
        ("REPEAT/3(a)", "客户至少在 3 句里说“a”"),
        ("SILENCE>5s", "说话前的静默超过 5 秒"),
        ("UTTERANCES>=10", "话语数至少 10 句"),
        ("VALENCE<-0.3", "情绪低于 -0.3"),
        ("SCORE<=0.5", "调查分数（0 最差，1 最好）不超过 0.5"),
        ("queue=信用卡|网银", "字段 queue 是“信用卡”或“网银”"),
        ("meta:vip=是", "附加字段 vip 是“是”"),
        ("object=转账", "业务对象是“转账”或其下级"),
    ],
)
def test_an_expression_is_told_in_chinese(text: str, meaning: str) -> None:
    assert described(parse(text)) == meaning


def test_long_lists_of_words_are_cut() -> None:
    many = Phrase((tuple(Word(f"w{n}") for n in range(14)),))
    assert described(many).endswith("“w11”等 14 个")


@settings(max_examples=150)
@given(EXPRESSIONS)
def test_every_expression_can_be_told(expression: Expression) -> None:
    assert described(expression)


def test_what_is_no_expression_is_a_mistake_of_the_program() -> None:
    with pytest.raises(AssertionError):
        described("a")  # type: ignore[arg-type]
