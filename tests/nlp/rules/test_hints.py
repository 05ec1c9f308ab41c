import re

import pytest

from voc.errors import ExpressionError
from voc.nlp.rules import parse
from voc.nlp.rules.hints import FULL_WIDTH, Fault, fault_at_character, fault_at_end, fault_at_token


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a NEAR b", "NEAR 后面要写隔几个词"),
        ("a AROUND b", "前后几句"),
        ("ATLEAST(a)", "至少几个"),
        ("ANY a", "ANY 后面要有括号"),
        ("ALL a", "ALL 后面要有括号"),
        ("FIRST(a)", "前三句"),
        ("LAST(a)", "后三句"),
        ("PHASE(a)", "要写阶段"),
        ("ALLOW(a)", "要写放过什么"),
        ("REPEAT(a)", "要写几次"),
        ("SILENCE", "秒数"),
        ("VALENCE a", "比较与数"),
        ("SCORE", "0 到 1 的数"),
        ("UTTERANCES", "比较与句数"),
        ("CUSTOMER a", "CUSTOMER 后面要有括号"),
        ("a EXCEPT b", "其他用 UNLESS"),
        ("()", "括号里面还缺内容"),
        ("ANY(a,)", "括号里面还缺内容"),
        ("a OR )", "括号里面还缺内容"),
        ("(a)=b", "字段写成 queue=信用卡"),
        ("a || b", "词之间写一个 |"),
        ("@x @y", "两个条件之间"),
        ("'a'", "双引号"),
        ("a && b", "“并且”写 AND"),
        ("!a", "“不”写 NOT"),
        ("a . b", "词组之间写 ..字数"),
        ("/a", "正则写在两个 / 之间"),
        ("a ^ b", "词里有标点时加引号"),
    ],
)
def test_common_mistakes_have_a_hint_of_their_own(text: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert hint in caught.value.hint


def test_full_width_marks_are_told_as_such() -> None:
    for mark, typed in FULL_WIDTH.items():
        assert f"写成半角的 {typed}；" in fault_at_character(mark).hint


def test_what_comes_first_cannot_stand_there() -> None:
    assert fault_at_token("|", None, ()) == Fault("“|”的位置不对", "这里应当是一个词、@词表、/正则/ 或括号")


def test_an_operator_at_the_end_wants_what_belongs_to_it() -> None:
    assert fault_at_end("a OR SCORE", ()).hint.startswith("SCORE 后面要写")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("SILENCE>5", "SILENCE>5s"),
        ("VALENCE<abc", "VALENCE<-0.3"),
        ("UTTERANCES>20u", "UTTERANCES>=10"),
        ("score<0.5", "运算符要大写：SCORE"),
        ("客户(网点)", "说话人写成 CUSTOMER(…)"),
    ],
)
def test_a_measure_or_speaker_written_wrongly_is_named(text: str, hint: str) -> None:
    with pytest.raises(ExpressionError, match=re.escape(hint)):
        parse(text)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("meta:门店>=1", "meta:门店"),
        ("网点 AND queue<3", "queue"),
        ("meta:vip <= 1", "meta:vip"),
        ("NOT meta:x > 1", "meta:x"),
    ],
)
def test_fields_know_only_equality(text: str, field: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.hint == f"字段只能用 =，如 {field}=值；能比大小的只有 SCORE、VALENCE、UTTERANCES、SILENCE"


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        ("meta:vip", "没有写完", "meta:vip=是"),
        ("queue=/a/", "不能是正则", "几个词用 | 隔开"),
        ("queue==a", "“=”的位置不对", "只写一个 ="),
        ("NOT queue!=a", "不能用 !", "NOT queue=信用卡"),
        ("客户：投诉", "“客户”不是运算符", "CUSTOMER(…)"),
        ("慢、卡", "顿号", "写 |"),
        ("a OR @", "没有名称", "@branch"),
        ("a BEFORE b#", "没有数", "稍等#2"),
        ("a\x00", "U+0000", "控制字符"),
        ('queue=""', "词是空的", "至少要有一个字"),
        ("a AND //", "能匹配空串", "必有的字"),
        ("~~闪退", "“~”的位置不对", "~ 后面紧接着写一个词"),
        ("meta:=1", "meta: 后面没有字段的名称", 'meta:"门店 编号"=12'),
        ('meta:"a b" > 1', "位置不对", '如 meta:"a b"=值'),
        ("VALENCE<－0.3", "“－”不是半角符号", "写成半角的 -"),
        ("VALENCE<−0.3", "“−”不是半角符号", "写成半角的 -"),
        ("a\x1b[31m", "U+001B", "控制字符"),
    ],
)
def test_slips_of_the_pen_are_told_as_such(text: str, reason: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert reason in caught.value.reason
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("meta:门店", "如 meta:门店=是"),
        ("meta:门店=", "如 meta:门店=是"),
        ("a AND meta:门店 = ", "如 meta:门店=是"),
        ('meta:"门店 编号"=', '如 meta:"门店 编号"=是'),
        ("meta:门店=12|", "“meta:门店=12|”后面还要有内容"),
    ],
)
def test_a_field_without_a_value_is_told_with_one_that_can_be_read(text: str, hint: str) -> None:
    fault = fault_at_end(text, ())
    assert fault.hint.endswith(hint)
    if "如 " in hint:
        assert parse(fault.hint.partition("如 ")[2])
