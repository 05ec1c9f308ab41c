import pytest

from voc.errors import ExpressionError
from voc.nlp.rules.marks import literal_marks


@pytest.mark.parametrize("word", ["闪退*", "坑+贵", "闪退-卡", "闪退%", "a*", "-卡"])
def test_a_mark_at_a_bare_word_is_told_unless_it_is_quoted(word: str) -> None:
    (told,) = literal_marks(f"慢 OR {word} OR CUSTOMER({word})")
    assert told.startswith(f"“{word}”里的 ")
    assert literal_marks(f'慢 OR "{word}"') == ()


@pytest.mark.parametrize(
    "text",
    [
        "wi-fi",
        "t+1",
        "20%",
        "/闪退*/",
        "queue=信用卡-金卡",
        "meta:店-名=甲+乙",
        "VALENCE<-0.3",
        "ALLOW/negated+past(闪退)",
    ],
)
def test_marks_that_belong_to_a_word_or_an_operator_are_not_told(text: str) -> None:
    assert literal_marks(text) == ()


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ExpressionError):
        literal_marks("闪退* OR")
