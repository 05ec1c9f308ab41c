import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.rules.likeness import _alike, _pairs, said_again

TEXTS = st.lists(st.text("我的卡转不出去", min_size=4, max_size=12), max_size=12)


@given(TEXTS, st.integers(2, 4))
def test_each_text_is_compared_with_whatever_may_be_like_it(texts: list[str], times: int) -> None:
    pairs = [_pairs(text) for text in texts]
    assert said_again(texts, times) == [
        bool(one) and sum(_alike(one, other) for other in pairs) >= times for one in pairs
    ]


@pytest.mark.parametrize(
    ("texts", "again"),
    [
        (["我的卡为什么转不出去", "我的卡到底为什么转不出去"], [True, True]),
        (["我的卡，为什么转不出去？", "我的卡为什么转不出去"], [True, True]),
        (["我的卡为什么转不出去", "网点到底在什么地方"], [False, False]),
        (["好的好的", "好的好的"], [False, False]),
        ([], []),
    ],
)
def test_texts_are_alike_by_their_letters_unless_they_are_too_short(texts: list[str], again: list[bool]) -> None:
    assert said_again(texts, 2) == again


def test_many_different_texts_are_not_all_compared() -> None:
    """Each with each would take longer than anybody waits for a test."""
    texts = ["".join(chr(0x4E00 + (n * 7 + k * k) % 5000) for k in range(12)) for n in range(30_000)]
    assert sum(said_again(texts, 20)) == 0
