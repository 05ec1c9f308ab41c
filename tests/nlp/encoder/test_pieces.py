from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.encoder.pieces import BLANK, SPECIAL, UNKNOWN, UNSEEN, Pieces, pieces_json, read_pieces

WORDS = {BLANK: -2.0, f"{BLANK}甲": -5.0, "甲": -3.0, "乙": -3.5, "甲乙": -4.0, "乙丙": -6.0, "丙丁戊": -2.5}
NAMES = [BLANK, f"{BLANK}甲", "甲", "乙", "甲乙", "乙丙", "丙丁戊"]


def words_of(text: str) -> list[str]:
    return ["?" if n == UNKNOWN else NAMES[n - SPECIAL] for n in Pieces(WORDS).of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [BLANK]),
        ("甲", [f"{BLANK}甲"]),
        # -5 - 3.5 against -2 - 4.
        ("甲乙", [BLANK, "甲乙"]),
        ("乙丙丁戊", [BLANK, "乙", "丙丁戊"]),
        (" 乙  乙 ", [BLANK, "乙", BLANK, "乙"]),
        ("乙丁", [BLANK, "乙", "?"]),
    ],
)
def test_the_likeliest_pieces_are_taken(text: str, expected: list[str]) -> None:
    assert words_of(text) == expected


def likelihood(text: str, cuts: tuple[int, ...]) -> float:
    total = 0.0
    for start, end in pairwise((0, *cuts, len(text))):
        piece = text[start:end]
        total += WORDS.get(piece, -6.0 - UNSEEN if len(piece) == 1 else -inf)
    return total


@given(st.text("甲乙丙丁戊己", min_size=1, max_size=7))
def test_no_other_segmentation_is_likelier(text: str) -> None:
    found = words_of(text)
    ours = sum(-6.0 - UNSEEN if word == "?" else WORDS[word] for word in found)
    marked = BLANK + text
    every = [tuple(n + 1 for n in range(len(marked) - 1) if mask >> n & 1) for mask in range(2 ** (len(marked) - 1))]
    assert ours == pytest.approx(max(likelihood(marked, cuts) for cuts in every))


def test_pieces_are_the_same_after_writing() -> None:
    again = read_pieces(pieces_json(Pieces(WORDS)))
    assert list(again.scores.items()) == list(WORDS.items())
    assert len(again) == SPECIAL + len(WORDS)
