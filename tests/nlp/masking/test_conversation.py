"""Utterances of one conversation masked together."""

from itertools import cycle, islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.masking.effort import assert_linear
from voc.nlp.masking import find_personal, find_personal_together, mask_utterances


def test_an_introduced_name_is_covered_wherever_it_returns() -> None:
    texts = ["我叫佟福来", "佟大爷您好", "查到了，佟福来的存单", "佟哥说的"]
    assert mask_utterances(texts) == ("我叫***", "*大爷您好", "查到了，***的存单", "*哥说的")


def test_a_name_is_covered_before_its_introduction_too() -> None:
    assert mask_utterances(["昨天仇建军来过", "我叫仇建军"]) == ("昨天***来过", "我叫***")


def test_an_answer_is_read_with_the_question_before_it() -> None:
    texts = ["您的姓名和证件号", "石婉秋，三三零一零六，幺九八七，零三一六，零零二X"]
    assert mask_utterances(texts, speakers=["agent", "customer"])[1] == "***，" + "*" * 21


def test_a_number_without_its_check_digit_is_believed_after_a_question() -> None:
    texts = ["报一下身份证号", "一一零一零五一九四九一二三一零零二一"]
    assert mask_utterances(texts)[1] == "*" * 18
    assert mask_utterances(["报一下订单号", texts[1]])[1] == texts[1]


def test_questions_for_cards_permits_and_telephones_are_understood() -> None:
    assert mask_utterances(["卡号报一下", "六二二二零二零二零零零零一二三四"])[1] == "*" * 16
    assert mask_utterances(["回鄉證號碼", "H零六八二，四四七一三"])[1] == "*" * 11
    assert mask_utterances(["座机多少", "六二三四五六七八"])[1] == "*" * 8


def test_a_question_for_a_part_of_a_number_asks_for_nothing_personal() -> None:
    assert mask_utterances(["身份证后四位", "零零四二"])[1] == "零零四二"


def test_ones_own_words_are_no_question() -> None:
    texts = ["您的姓名", "翟敏，你好"]
    assert mask_utterances(texts, speakers=["agent", "agent"])[1] == texts[1]


def test_a_number_dictated_in_parts_is_covered_in_each() -> None:
    texts = ["幺三九零零", "嗯", "零零幺幺幺幺"]
    assert mask_utterances(texts, speakers=["customer", "agent", "customer"]) == ("*****", "嗯", "******")
    assert mask_utterances(["幺三九零零", "零零幺幺幺幺"]) == ("*****", "******")


def test_two_speakers_digits_are_not_joined() -> None:
    texts = ["幺三九零零", "零零幺幺幺幺"]
    assert mask_utterances(texts, speakers=["customer", "agent"]) == tuple(texts)
    apart = ["幺三九零零", "您说的是什么", "零零幺幺幺幺"]
    assert mask_utterances(apart, speakers=["customer", "agent", "customer"]) == tuple(apart)


def test_dictation_that_is_followed_by_more_is_still_joined() -> None:
    texts = ["幺三九零零", "零零幺幺幺幺", "好的", "谢谢"]
    assert mask_utterances(texts)[:2] == ("*****", "******")
    assert mask_utterances(["尾号一二三四", "五六七八"]) == ("尾号一二三四", "五六七八")


def test_no_utterances_give_nothing() -> None:
    assert mask_utterances([]) == ()


_PIECES = st.sampled_from(
    [
        "我叫",
        "佟福来",
        "仇建军",
        "仇",
        "先生",
        "哥",
        "，",
        "\n",
        "电话",
        "手机号报一下",
        "您的姓名",
        "身份证号",
        "幺三九",
        "零零零零",
        "一一一一",
        "嗯",
        "翟敏",
        "13911112222",
        "护照",
        "E12345678",
        "建国路",
        "27号",
        "*",
    ]
)
_UTTERANCE = st.one_of(st.lists(_PIECES, max_size=6).map("".join), st.text(max_size=20))


@given(st.lists(st.tuples(_UTTERANCE, st.sampled_from(["customer", "agent"])), max_size=6))
def test_lengths_stay_and_masking_twice_changes_nothing(turns: list[tuple[str, str]]) -> None:
    texts, speakers = [text for text, _ in turns], [speaker for _, speaker in turns]
    once = mask_utterances(texts, speakers=speakers)
    assert [len(text) for text in once] == [len(text) for text in texts]
    for text, shown in zip(texts, once, strict=True):
        assert all(now in (before, "*") for before, now in zip(text, shown, strict=True))
    assert mask_utterances(once, speakers=speakers) == once


@given(st.lists(_UTTERANCE, max_size=6))
def test_reading_together_finds_all_that_reading_alone_finds(texts: list[str]) -> None:
    together = find_personal_together(texts)
    for text, spans in zip(texts, together, strict=True):
        covered = {i for span in spans for i in range(span.start, span.end)}
        assert all(covered.intersection(range(span.start, span.end)) for span in find_personal(text))


def test_a_cue_at_the_end_of_a_line_says_nothing_of_the_next_line() -> None:
    number = "110105194912310021"
    assert mask_utterances(["身份证号", "好", number])[2] == number
    assert find_personal("身份证号\n" + number) == ()


_INTRODUCED = [f"我叫{''.join(name)}，您好" for name in product("张陈吴黄", "建国志伟文", "丽敏华娟", "荣芳平霞")]


@pytest.mark.parametrize(
    "turns",
    [
        ["转账一直失败"],
        ["手机13911112222，邮箱a1@qq.com"],
        ["您的姓名和手机号是多少", "佟福来，13911112222"],
        ["幺三九零零", "零零幺幺幺幺"],
        ["我叫佟福来", "佟大爷说佟福来的存单"],
    ],
)
def test_twice_as_many_turns_take_twice_the_work(turns: list[str]) -> None:
    assert_linear(lambda size: mask_utterances(list(islice(cycle(turns), size))), 1_000)


def test_twice_as_many_names_take_twice_the_work() -> None:
    assert_linear(lambda size: mask_utterances(_INTRODUCED[:size]), 150)


def test_a_name_that_returns_twice_as_often_in_one_turn_takes_twice_the_work() -> None:
    assert_linear(lambda size: mask_utterances(["我叫佟福来", "佟福来，13911112222，佟哥，" * size]), 500)


def test_thousands_of_turns_are_covered_each_in_its_place() -> None:
    turns = ["我叫佟福来", "手机13911112222", "佟大爷您好", "没有了"] * 1_000
    assert mask_utterances(turns) == ("我叫***", "手机***********", "*大爷您好", "没有了") * 1_000
