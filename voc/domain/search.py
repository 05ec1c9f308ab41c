"""Looking a phrase up in texts: what an index holds of a text, and where the phrase stands in it.

An index only says which texts may hold a phrase. Whether one does is said by its reading, so that every index gives the
same results.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from voc.domain.reading import Reading, read
from voc.errors import InputError

_NOT_HELD = re.compile(r"[\x00-/:-@\[-`{-\x7f]+")


def searchable(text: str) -> str:
    """The characters of a text that an index holds, in order: its reading without blanks and ASCII punctuation.

    >>> searchable("ＡＰＰ 轉帳，失敗！")
    'app转账失败'
    """
    return _NOT_HELD.sub("", read(text).text)


def grams(text: str) -> tuple[int, ...]:
    """Each character of a text that an index holds, and each two that follow each other, as numbers; ascending.

    They are signed 32-bit numbers, 16 bits a character. Characters beyond the first 65,536 share theirs with others,
    which may only give a text too many.

    >>> grams("年费") == tuple(sorted([ord("年"), ord("费"), *grams_of_phrase("年费")]))
    True
    """
    codes = _codes(text)
    return tuple(sorted({*codes, *_pairs(codes)}))


def grams_of_phrase(phrase: str) -> tuple[int, ...]:
    """Grams that a text must have to hold a phrase: its pairs, or its only character; ascending."""
    codes = _codes(phrase)
    return tuple(sorted(set(_pairs(codes)))) if len(codes) > 1 else grams(phrase)


def phrase_of(text: str) -> str:
    """A phrase as it is looked up: its reading, without blanks around it; InputError where an index holds none of it.

    >>> phrase_of(" 手機銀行 ")
    '手机银行'
    """
    if not searchable(text):
        raise InputError("要找的话里至少要有一个字、字母或数字")
    return read(text).text.strip()


def occurrences(reading: Reading, phrase: str) -> Iterator[tuple[int, int]]:
    """Where a phrase (in the form of `phrase_of`) stands in a text: code points of the given text, none overlapping.

    >>> list(occurrences(read("年費，又是年費"), "年费"))
    [(0, 2), (5, 7)]
    """
    at = reading.text.find(phrase)
    while at >= 0:
        yield reading.span(at, at + len(phrase))
        at = reading.text.find(phrase, at + len(phrase))


def _codes(text: str) -> list[int]:
    return [ord(character) & 0xFFFF for character in searchable(text)]


def _pairs(codes: Sequence[int]) -> Iterator[int]:
    for first, second in pairwise(codes):
        pair = first << 16 | second
        # Signed, as PostgreSQL keeps numbers of 32 bits.
        yield pair - (1 << 32) if first >> 15 else pair
