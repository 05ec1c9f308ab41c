import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.rules import likeness
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


@pytest.mark.parametrize(("opening", "own"), [(12, 12), (12, 9), (20, 20)])
def test_many_texts_with_one_opening_are_not_all_compared(opening: int, own: int) -> None:
    first = "".join(chr(0x3400 + k) for k in range(opening))
    texts = [first + "".join(chr(0x4E00 + (n * 7 + k * (n + k)) % 5003) for k in range(own)) for n in range(3_000)]
    again = said_again(texts, 2)
    pairs = list(map(_pairs, texts))
    for number in range(0, len(texts), 1_000):
        assert again[number] == (sum(_alike(pairs[number], other) for other in pairs) >= 2)


def test_many_different_texts_are_hardly_ever_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counted(left: frozenset[str], right: frozenset[str]) -> bool:
        nonlocal compared
        compared += 1
        return _alike(left, right)

    monkeypatch.setattr(likeness, "_alike", counted)
    texts = ["".join(chr(0x4E00 + (n * 7 + k * k) % 5000) for k in range(12)) for n in range(5_000)]
    assert sum(said_again(texts, 20)) == 0
    # Each with itself, and hardly with another; each with each would be 25 million.
    assert len(texts) <= compared < 3 * len(texts)
