import pytest

from tests.nlp.rules.scenes import hits, scene
from voc.nlp.rules import parse
from voc.nlp.rules.scattered import scattered

TOGETHER = "各个词的命中分开算，不必在同一句里；要在一起就写 UTTERANCE(慢 AND 卡) 或 CLAUSE(…)"


@pytest.mark.parametrize(
    ("expression", "where"),
    [
        ("REPEAT/2(慢 AND 卡)", "REPEAT 里"),
        ("好的 AND REPEAT/2(CUSTOMER(慢 AND 卡))", "REPEAT 里"),
        ("(慢 AND 卡) BEFORE 好的", "BEFORE 里"),
        ("好的 AFTER/2 (慢 AND 卡)", "AFTER 里"),
        ("(闪退 OR (慢 AND 卡)) AROUND/2 好的", "AROUND 里"),
        ("(慢 AND 卡) UNLESS 好的", "UNLESS 左边"),
    ],
)
def test_joined_words_that_count_one_by_one_are_told(expression: str, where: str) -> None:
    assert list(scattered(parse(expression))) == [f"慢 AND 卡 写在 {where}，{TOGETHER}"]


def test_words_of_a_list_that_must_all_be_there_are_told() -> None:
    (told,) = scattered(parse("ALL(慢, 卡) BEFORE 好的"))
    assert "UTTERANCE(ALL(慢, 卡))" in told


def test_words_that_two_say_are_not_told_to_stand_in_one_utterance() -> None:
    (told,) = scattered(parse("(CUSTOMER(慢) AND AGENT(卡)) BEFORE 好的"))
    assert told.endswith("；要分别写，用 AND 接起来")


@pytest.mark.parametrize(
    "expression",
    [
        "慢 AND 卡",
        "REPEAT/2",
        "REPEAT/2(慢 OR 卡)",
        "REPEAT/2(UTTERANCE(慢 AND 卡))",
        "CLAUSE(慢 AND 卡) BEFORE 好的",
        "(慢 AND SCORE<0.5) BEFORE 好的",
        "(慢 AND NOT 卡) UNLESS 好的",
        "UTTERANCE((慢 AND 卡) BEFORE 好的)",
        "慢 UNLESS (卡 AND 好的)",
        "慢 BEFORE 卡 AND 好的",
    ],
)
def test_other_joined_words_are_not(expression: str) -> None:
    assert list(scattered(parse(expression))) == []


def test_what_is_told_is_so() -> None:
    call = scene("客：好慢", "座：您说", "客：老卡")
    assert hits("REPEAT/2(慢 AND 卡)", call) is not None
    assert hits("REPEAT/2(UTTERANCE(慢 AND 卡))", call) is None
