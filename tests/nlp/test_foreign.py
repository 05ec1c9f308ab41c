import pytest

from voc.nlp.foreign import FEWEST_LETTERS, is_foreign


@pytest.mark.parametrize(
    "text",
    [
        "everything was fine",
        "fuwu tai cha le, dianhua dabutong",
        "staff很rude, 根本不listen, never again",
        "このサービスはとてもわるいです",
    ],
)
def test_other_languages_and_latin_spelling_are_foreign(text: str) -> None:
    assert is_foreign([text])


@pytest.mark.parametrize("text", ["手机银行app登录不了", "atm", "", "12345678901234", "转账transfer一直失败了"])
def test_chinese_with_a_foreign_word_is_not(text: str) -> None:
    assert not is_foreign([text])


def test_all_that_was_said_counts_together() -> None:
    assert is_foreign(["a" * (FEWEST_LETTERS - 1), "b"])
    assert not is_foreign(["a" * (FEWEST_LETTERS - 1)])
    assert not is_foreign(["a" * FEWEST_LETTERS, "转账不成功啊"])
