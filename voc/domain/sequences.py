"""Cutting sequences."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def chunked(values: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Tuples of `size` values, the last one shorter.

    >>> list(chunked("abcde", 2))
    [('a', 'b'), ('c', 'd'), ('e',)]
    """
    stream = iter(values)
    while chunk := tuple(islice(stream, size)):
        yield chunk
