"""The times of a conversation's words in few bytes: offsets and milliseconds, never a word.

Five columns of whole numbers: how many words each utterance has; and of each word the characters and the milliseconds
since the end of the one before it, its length in characters, and in milliseconds (-1 where its end is not known). A
column is as wide as its numbers need, and all are deflated together: about 1.6 KB for a call of 600 words, where
columns of one utterance at a time take 3.0 KB.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from voc.domain.conversation import Utterance, WordTime
from voc.errors import StorageError

_FORMAT = b"\x01"
# Bits for the amount, by the letter that stands before a column and names its width.
_WIDTHS = {b"b": 7, b"h": 15, b"i": 31, b"q": 63}
_COLUMNS = 5
_HEAD = struct.Struct("<cI")

Word = tuple[int, int, int, int]


def packed_words(utterances: Sequence[Utterance]) -> bytes | None:
    """The word times of utterances; None where there are none.

    >>> from voc.domain.conversation import Speaker
    >>> said = Utterance(Speaker.CUSTOMER, "去网点", word_times=(WordTime(1, 3, 900),))
    >>> unpacked_words(packed_words([said]) or b"", ["去网点"], call="C-1")
    ((WordTime(start=1, end=3, start_ms=900, end_ms=None),),)
    """
    words = list(_steps(utterances))
    if not words:
        return None
    counts = [len(utterance.word_times) for utterance in utterances]
    return _FORMAT + zlib.compress(b"".join(map(_column, (counts, *zip(*words, strict=True)))))


def unpacked_words(packed: bytes, texts: Sequence[str], *, call: str) -> tuple[tuple[WordTime, ...], ...]:
    """The word times of each utterance again; `texts` are those of all utterances, in order.

    StorageError, naming the call, for anything that was not packed for such texts.
    """
    # A word has a character at least, so that what is inflated has a bound.
    most = _COLUMNS * _HEAD.size + 8 * (len(texts) + 4 * sum(map(len, texts)))
    try:
        counts, *columns = _columns(_inflated(packed, most))
        return tuple(_words(texts, counts, zip(*columns, strict=True)))
    except (zlib.error, struct.error, ValueError) as error:
        raise StorageError(f"会话 {call} 的逐词时间已损坏，请带着时间重新导入这通会话") from error


def same_words(stored: bytes, packed: bytes) -> bool:
    """Whether stored bytes say what packed ones say, whichever release of zlib made them; damaged ones do not."""
    if stored == packed:
        return True
    raw = zlib.decompress(packed[1:])
    try:
        return _inflated(stored, len(raw)) == raw
    except (zlib.error, ValueError):
        return False


def _steps(utterances: Iterable[Utterance]) -> Iterator[Word]:
    last_ms = 0
    for utterance in utterances:
        at = 0
        for start, end, start_ms, end_ms in utterance.word_times:
            yield start - at, start_ms - last_ms, end - start, -1 if end_ms is None else end_ms - start_ms
            at, last_ms = end, start_ms if end_ms is None else end_ms


def _words(texts: Sequence[str], counts: Sequence[int], steps: Iterator[Word]) -> Iterator[tuple[WordTime, ...]]:
    last_ms = 0
    for text, count in zip(texts, counts, strict=True):
        at, times = 0, []
        for gap, wait_ms, length, lasts_ms in islice(steps, count):
            start, at, start_ms = at + gap, at + gap + length, last_ms + wait_ms
            end_ms = None if lasts_ms < 0 else start_ms + lasts_ms
            last_ms = start_ms if end_ms is None else end_ms
            if gap < 0 or length < 1 or start_ms < 0:
                raise ValueError("no word begins there")
            times.append(WordTime(start, at, start_ms, end_ms))
        if at > len(text) or len(times) < count:
            raise ValueError("not the words of this text")
        yield tuple(times)
    if next(steps, None) is not None:
        raise ValueError("words of no text")


def _column(numbers: Sequence[int]) -> bytes:
    """The letter, the count and the numbers, in as few bytes as hold each of them."""
    low, high = min(numbers), max(numbers)
    letter = next(letter for letter, bits in _WIDTHS.items() if -(1 << bits) <= low and high < 1 << bits)
    return _HEAD.pack(letter, len(numbers)) + struct.pack(f"<{len(numbers)}{letter.decode()}", *numbers)


def _columns(raw: bytes) -> Iterator[tuple[int, ...]]:
    at = 0
    for _ in range(_COLUMNS):
        letter, count = _HEAD.unpack_from(raw, at)
        if letter not in _WIDTHS:
            raise ValueError("no such width")
        layout = struct.Struct(f"<{count}{letter.decode()}")
        yield layout.unpack_from(raw, at + _HEAD.size)
        at += _HEAD.size + layout.size
    if at != len(raw):
        raise ValueError("more than the columns")


def _inflated(packed: bytes, most: int) -> bytes:
    if packed[:1] != _FORMAT:
        raise ValueError("another format")
    inflater = zlib.decompressobj()
    raw = inflater.decompress(packed[1:], most + 1)
    if not inflater.eof or inflater.unused_data or len(raw) > most:
        raise ValueError("cut off, or too much")
    return raw
