"""One tokenizer for all: the fast engine where it proves itself at start-up, else jieba."""

import hashlib
import logging
from itertools import accumulate, repeat
from typing import NamedTuple

from voc.nlp.tokenizer.fast import FastCutter
from voc.nlp.tokenizer.golden import Golden, shipped_golden
from voc.nlp.tokenizer.reference import Cutter, JiebaCutter

_log = logging.getLogger(__name__)


class Token(NamedTuple):
    """A word and its code points in the reading; a named tuple, because a call has hundreds of them."""

    text: str
    start: int
    end: int


class Tokenizer:
    """jieba's own segmentation (dictionary and HMM) over readings, with the words of a user dictionary.

    Which engine cuts changes the speed and no word. Built once a process; cannot be pickled.

    Parameters
    ----------
    dictionary
        Text of a jieba user dictionary, one `word frequency tag` a line.
    golden
        What a fast engine must cut alike to be used; it must have been made with the same dictionary. None for the
        texts that come with the program.
    """

    cutter: Cutter

    def __init__(self, dictionary: str, *, golden: Golden | None = None) -> None:
        self.dictionary_hash = dictionary_hash(dictionary)
        golden = shipped_golden() if golden is None else golden
        self.cutter = JiebaCutter(dictionary)
        if golden.dictionary == self.dictionary_hash:
            self.cutter = _fast(dictionary, golden) or self.cutter

    @property
    def is_fast(self) -> bool:
        """Whether the fast engine cuts."""
        return isinstance(self.cutter, FastCutter)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """Every token of a reading, blanks among them, so that the tokens join to the text again."""
        words = list(self.cutter.cut(text))
        ends = list(accumulate(map(len, words)))
        # As `map(Token, …)`, but without a step of Python for each word: half the time.
        return tuple(map(tuple.__new__, repeat(Token), zip(words, [0, *ends], ends, strict=False)))


def dictionary_hash(dictionary: str) -> str:
    """What tells one dictionary from another: 12 hexadecimal digits."""
    return hashlib.sha256(dictionary.encode("utf8")).hexdigest()[:12]


def _fast(dictionary: str, golden: Golden) -> FastCutter | None:
    """The fast engine; None where rjieba is not installed or does not cut as jieba does."""
    try:
        fast = FastCutter(dictionary, counted_twice=golden.counted_twice)
    except ImportError:
        return None
    if golden.agrees(fast):
        return fast
    _log.warning("rjieba 的分词与 jieba 不一致，改用 jieba：结果不变，速度较慢")
    return None
