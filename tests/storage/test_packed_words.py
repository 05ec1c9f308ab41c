import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import utterance
from tests.storage.strategies import utterances
from voc.domain.conversation import Utterance, WordTime
from voc.errors import StorageError
from voc.storage.packed_words import packed_words, same_words, unpacked_words

SAID = (
    utterance("去网点，远", word_times=(WordTime(1, 3, 900, 1_300), WordTime(4, 5, 1_200))),
    utterance("嗯"),
    utterance("好", word_times=(WordTime(0, 1, 1_000, 1_000),)),
)
TEXTS = [said.text for said in SAID]
PACKED = packed_words(SAID) or b""


def raw(*columns: Sequence[int]) -> bytes:
    return b"".join(struct.pack(f"<cI{len(column)}b", b"b", len(column), *column) for column in columns)


@given(st.lists(utterances(), max_size=6))
def test_times_come_back_as_they_were(said: list[Utterance]) -> None:
    packed = packed_words(said)
    assert (packed is None) == (not any(one.word_times for one in said))
    if packed is not None:
        found = unpacked_words(packed, [one.text for one in said], call="C-1")
        assert found == tuple(one.word_times for one in said)


def test_times_of_any_size_fit() -> None:
    said = utterance("好" * 300, word_times=(WordTime(299, 300, 40_000_000_000, 40_000_070_000),))
    assert unpacked_words(packed_words([said]) or b"", [said.text], call="C-1") == (said.word_times,)


def test_a_call_of_600_words_takes_less_than_two_kilobytes() -> None:
    def turn(number: int) -> Utterance:
        starts = [5_000 * number + number**2 % 911 + 310 * n + n**2 % 97 for n in range(15)]
        words = (WordTime(2 * n, 2 * n + 1 + n % 2, start, start + 250) for n, start in enumerate(starts))
        return utterance("网点" * 15, word_times=tuple(words))

    assert len(packed_words([turn(number) for number in range(40)]) or b"") < 2_000


DAMAGED = {
    "nothing": b"",
    "another format": b"\x02" + PACKED[1:],
    "cut off": PACKED[:-1],
    "something after it": PACKED + b"\0",
    "one byte changed": PACKED[:9] + bytes([PACKED[9] ^ 1]) + PACKED[10:],
    "far too much": b"\x01" + zlib.compress(bytes(10_000_000)),
    "a column too few": b"\x01" + zlib.compress(raw([1, 0, 0], [0], [0], [1])),
    "a column too many": b"\x01" + zlib.compress(raw([1, 0, 0], [0], [0], [1], [1], [])),
    "a column of another width": b"\x01" + zlib.compress(raw([1, 0, 0], [0], [0], [1], [1]).replace(b"b", b"x")),
    "a column longer than the others": b"\x01" + zlib.compress(raw([1, 0, 0], [0, 0], [0], [1], [1])),
    "fewer words than counted": b"\x01" + zlib.compress(raw([2, 0, 0], [0], [0], [1], [1])),
    "more words than counted": b"\x01" + zlib.compress(raw([0, 0, 0], [0], [0], [1], [1])),
    "a negative count": b"\x01" + zlib.compress(raw([1, -1, 0], [0], [0], [1], [1])),
    "another number of utterances": b"\x01" + zlib.compress(raw([1, 0], [0], [0], [1], [1])),
    "a word before its utterance": b"\x01" + zlib.compress(raw([1, 0, 0], [-1], [0], [2], [1])),
    "a word of no length": b"\x01" + zlib.compress(raw([1, 0, 0], [0], [0], [0], [1])),
    "a word before the call": b"\x01" + zlib.compress(raw([1, 0, 0], [0], [-1], [1], [1])),
    "a word beyond its utterance": b"\x01" + zlib.compress(raw([0, 1, 0], [1], [0], [1], [1])),
}


@pytest.mark.parametrize("packed", DAMAGED.values(), ids=DAMAGED.keys())
def test_what_is_damaged_is_one_clear_error_that_names_the_call(packed: bytes) -> None:
    with pytest.raises(StorageError, match=r"^会话 C-1 的逐词时间已损坏，请带着时间重新导入这通会话$"):
        unpacked_words(packed, TEXTS, call="C-1")
    assert not same_words(packed, PACKED)


def test_such_bytes_are_read_where_nothing_is_wrong_with_them() -> None:
    packed = b"\x01" + zlib.compress(raw([1, 0, 0], [0], [0], [1], [1]))
    assert unpacked_words(packed, TEXTS, call="C-1") == ((WordTime(0, 1, 0, 1),), (), ())


@given(st.binary(max_size=60))
def test_no_bytes_do_anything_else(packed: bytes) -> None:
    with pytest.raises(StorageError):
        unpacked_words(b"\x01" + packed, TEXTS, call="C-1")


def test_the_same_times_are_told_however_they_are_compressed() -> None:
    assert same_words(PACKED[:1] + zlib.compress(zlib.decompress(PACKED[1:]), 0), PACKED)
    later = replace(SAID[2], word_times=(WordTime(0, 1, 1_001),))
    assert not same_words(packed_words([*SAID[:2], later]) or b"", PACKED)
