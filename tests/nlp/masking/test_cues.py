import pytest

from voc.nlp.masking.cues import NOTHING_ASKED, Asked, asked_in, cues_before


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("麻烦报一下您的身份证号", {"id"}),
        ("卡号您念一下", {"card"}),
        ("您的护照报一下", {"permit"}),
        ("留个联系方式吧，手机号多少", {"line"}),
        ("请问您怎么称呼", {"name"}),
        ("您身份证后四位", set()),
        ("您请稍等", set()),
    ],
)
def test_a_question_says_what_its_answer_is(question: str, asked: set[str]) -> None:
    found = asked_in(question)
    assert {name for name in ("id", "card", "permit", "line", "name") if getattr(found, name)} == asked


@pytest.mark.parametrize("said", ["您身份证后四位", "您请稍等", "好的"])
def test_what_asks_for_nothing_is_known_to(said: str) -> None:
    assert asked_in(said) is NOTHING_ASKED


def test_the_nearest_cue_counts() -> None:
    text = "手机号说过了，身份证是"
    found = cues_before(text, len(text))
    assert (found.id, found.card) == (True, False)


@pytest.mark.parametrize("before", ["卡号尾号是", "身份证后四位", "卡号。", ""])
def test_a_part_of_a_number_or_another_sentence_is_no_cue(before: str) -> None:
    found = cues_before(before, len(before))
    assert (found.id, found.card, found.permit) == (False, False, False)


def test_what_was_asked_counts_where_nothing_is_said() -> None:
    assert cues_before("好的", 2, Asked(card=True)).card
    assert not cues_before("好的", 2, NOTHING_ASKED).card
    assert not cues_before("身份证是", 4, Asked(card=True)).card


def test_serial_words_right_before_a_number_are_seen() -> None:
    assert cues_before("流水号是", 4).serial
    assert not cues_before("我的流水很多，电话", 9).serial
