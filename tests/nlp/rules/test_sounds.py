import re

import pytest

from voc.errors import ExpressionError
from voc.nlp.rules import parse
from voc.nlp.rules.sounds import heard, hearings, sound_alike, sound_class, sounds_known, too_many_hearings


@pytest.mark.parametrize(
    ("word", "homophone"),
    [("网银", "往银"), ("年费", "年废"), ("银行", "银航"), ("银行", "银形"), ("绿", "律"), ("贷款", "代款")],
)
def test_words_that_sound_alike_are_heard_alike(word: str, homophone: str) -> None:
    assert heard(homophone) in hearings(word)


@pytest.mark.parametrize(("word", "other"), [("网银", "网点"), ("女", "努"), ("年费", "免费")])
def test_words_that_sound_otherwise_are_not(word: str, other: str) -> None:
    assert heard(other) not in hearings(word)


def test_a_text_is_heard_character_by_character() -> None:
    assert len(heard("往银app打不开,😡")) == len("往银app打不开,😡")
    assert heard("app,😡") == "app,😡"


def test_the_class_of_a_character_holds_what_sounds_like_it() -> None:
    assert re.fullmatch(sound_class("网") + sound_class("银"), "往银")
    assert not re.fullmatch(sound_class("网"), "点")


@pytest.mark.parametrize(("word", "known"), [("网银", True), ("app", False), ("", False), ("网" * 9, False)])
def test_only_short_words_of_characters_have_a_sound(word: str, known: bool) -> None:
    assert sounds_known(word) is known


def test_a_word_of_many_readings_is_refused_where_it_is_written() -> None:
    assert too_many_hearings("敦" * 8)
    assert not too_many_hearings("行长还重调")
    with pytest.raises(ExpressionError, match="多音字太多") as refused:
        parse("~" + "敦" * 8)
    assert refused.value.column == 2


def test_words_sound_alike_in_any_of_their_readings() -> None:
    assert sound_alike("往银", "网银")
    assert sound_alike("手机银航", "手机银行")
    assert sound_alike("vip", "vip")
    assert not any(sound_alike("网银", other) for other in ("网", "网银行", "网点", "vi"))
