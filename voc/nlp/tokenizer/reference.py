"""What is asked of an engine, and jieba itself, the one that all others are held to."""

import logging
import warnings
from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from io import StringIO
from typing import Any, Protocol

from voc.domain.reading import read


class Cutter(Protocol):
    """An engine: cuts a reading into words that join to the reading again."""

    def cut(self, text: str) -> Iterable[str]: ...


class JiebaCutter:
    """A private `jieba.Tokenizer`, because the module's global one leaks words between its users.

    Built when the first text is cut: that takes most of a second. Cannot be pickled afterwards.

    Parameters
    ----------
    dictionary
        Text of a jieba user dictionary, one `word frequency tag` a line.
    """

    def __init__(self, dictionary: str) -> None:
        self._dictionary = dictionary

    def cut(self, text: str) -> Iterable[str]:
        words: Iterable[str] = self._jieba.cut(text)
        return words

    @property
    def counted_twice(self) -> int:
        """How far jieba's sum of all frequencies is above their sum: a word it knew counts again when added."""
        return int(self._jieba.total - sum(self._jieba.FREQ.values()))

    @cached_property
    def _jieba(self) -> Any:
        jieba = jieba_module("jieba")
        jieba.setLogLevel(logging.ERROR)
        own = jieba.Tokenizer()
        # What `own.initialize()` does, without its cache: that is read with marshal from a folder others can write to.
        own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
        own.initialized = True
        own.load_userdict(StringIO(read(self._dictionary).text))
        return own


def jieba_module(name: str) -> Any:
    """A module of jieba 0.42.1, which is unmaintained: its sources carry old escapes and it looks for pkg_resources."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module(name)
