import pytest

from voc.nlp.bare import LONGEST, is_bare
from voc.nlp.language import Language


def bare(text: str, language: Language) -> bool:
    return is_bare(text, language.cues, language.objects.names)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "...",
        "12345",
        "2026-11-29",
        "****",
        "尾号****",
        "嗯",
        "无",
        "暂无",
        "客服",
        "app",
        "信用卡年费",
        "手机银行 转账",
        "张经理 李经理",
        "借记卡 年费 10元",
        "工号10086",
        "支行 3000块",
        "2026年11月3日",
    ],
)
def test_numbers_fillers_and_mere_names_say_nothing(text: str, language: Language) -> None:
    assert bare(text, language)


@pytest.mark.parametrize("text", ["1", "10", "1分", "9。"])
def test_a_score_that_was_written_down_says_something(text: str, language: Language) -> None:
    assert not bare(text, language)


@pytest.mark.parametrize(
    "text",
    ["😡", "👍👍", "差", "好", "卡", "登不上", "信用卡盗刷", "强制更新", "客服不懂", "态度差", "骂经理", "扣3000元"],
)
def test_a_feeling_or_a_trouble_is_no_mere_name(text: str, language: Language) -> None:
    assert not bare(text, language)


def test_a_long_comment_is_read_whatever_it_names(language: Language) -> None:
    assert bare("转账" * (LONGEST // 2), language)
    assert not bare("转账" * (LONGEST // 2 + 1), language)
