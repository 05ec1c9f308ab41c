import pytest

from voc.nlp.masking.given_names import (
    any_name,
    explained_name,
    given_length,
    hinted_name,
    is_end,
    surname_at,
    told_name,
    transcribed_name,
)


@pytest.mark.parametrize(
    ("text", "surname"),
    [("欧阳明", "欧阳"), ("李四", "李"), ("弓长张", ""), ("的话", "")],
)
def test_a_surname_is_seen_where_it_begins(text: str, surname: str) -> None:
    assert surname_at(text, 0) == surname


def test_a_told_name_is_believed_more_than_a_hinted_one() -> None:
    assert told_name("我叫佟福来，今年", 2) == (2, 5)
    assert told_name("我叫王 小 明", 2) == (2, 7)
    assert told_name("我叫小田", 2) == (2, 4)
    assert told_name("我叫马上来", 2) is None
    assert hinted_name("我是李建国", 2) == (2, 5)
    assert hinted_name("我是高中生", 2) is None


def test_a_name_like_a_word_is_believed_when_it_is_explained() -> None:
    assert explained_name("我是方志强，我爸那张卡", 2) == (2, 5)
    assert explained_name("我是方便的话再打", 2) is None


def test_a_name_beside_a_number_may_be_any() -> None:
    assert any_name("陈立东，", 0) == (0, 3)
    assert any_name("您好，", 0) is None


def test_names_written_by_syllables_are_read_whole() -> None:
    found = transcribed_name("阿卜杜拉·买买提", 0)
    assert found is not None
    assert found[0] == 0
    assert transcribed_name("阿姨您好", 0) is None


def test_a_given_name_ends_where_the_sentence_goes_on() -> None:
    assert given_length("福来，", 0, allowed=None) == 2
    assert given_length("的来", 0, allowed=None) == 0
    assert is_end("福来", 2)
    assert is_end("福来，", 2)
