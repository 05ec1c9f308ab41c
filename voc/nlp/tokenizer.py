"""jieba with our own banking dictionary."""

import hashlib
import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from typing import Any

from voc.nlp.text import read


@dataclass(frozen=True, slots=True)
class Token:
    """A word and its code points in the reading."""

    text: str
    start: int
    end: int


class Tokenizer:
    """jieba's own segmentation (dictionary and HMM) over readings, with the words of a user dictionary.

    A private `jieba.Tokenizer`, because the module's global one leaks words between its users; built once, it takes
    most of a second and cannot be pickled.

    Parameters
    ----------
    dictionary
        Text of a jieba user dictionary, one `word frequency tag` a line.
    """

    def __init__(self, dictionary: str) -> None:
        self.dictionary_hash = hashlib.sha256(dictionary.encode("utf8")).hexdigest()[:12]
        self._jieba = _private_jieba()
        self._jieba.load_userdict(StringIO(read(dictionary).text))

    def tokens(self, text: str) -> Iterator[Token]:
        """Every token of a reading, blanks among them, so that the tokens join to the text again."""
        at = 0
        for word in self._jieba.cut(text):
            yield Token(word, at, at + len(word))
            at += len(word)


def _private_jieba() -> Any:
    with warnings.catch_warnings():
        # jieba 0.42.1 is unmaintained: its sources carry old escapes and it looks for pkg_resources.
        warnings.simplefilter("ignore")
        jieba = import_module("jieba")
    jieba.setLogLevel(logging.ERROR)
    own = jieba.Tokenizer()
    # What `own.initialize()` does, without its cache: that is read with marshal from a folder others can write to.
    own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
    own.initialized = True
    return own
