"""Texts as sparse rows: word and character n-grams (TF-IDF).

The same counting serves training and use; nothing here needs scikit-learn, so that reading a model does not either.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from voc.nlp.masking.spans import MASK
from voc.nlp.passage import Passage

CHARACTER_GRAMS = range(1, 5)
BLANK = " \t\r\n\u3000" + MASK


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms in the order of their columns (sorted), with their inverse document frequency, shape `(n_terms,)`.

    Those of words come after those of characters, from column `first_word` on. A term is `w:` and one or two words, or
    `c:` and one to four characters.
    """

    terms: tuple[str, ...]
    idf: NDArray[np.float32]
    column: Mapping[str, int]
    first_word: int

    @classmethod
    def of(cls, terms: Sequence[str], idf: NDArray[np.float32]) -> "Vocabulary":
        first_word = sum(not term.startswith("w:") for term in terms)
        return cls(tuple(terms), idf, {term: i for i, term in enumerate(terms)}, first_word)

    @classmethod
    def fit(cls, rows: Sequence[Counter[str]], *, least: int) -> "Vocabulary":
        """Terms that occur in at least `least` rows, sorted; idf = ln((1 + n) / (1 + df)) + 1 (Salton, as smoothed)."""
        frequency = Counter(term for row in rows for term in row)
        terms = sorted(term for term, count in frequency.items() if count >= least)
        idf = [log((1 + len(rows)) / (1 + frequency[term])) + 1 for term in terms]
        return cls.of(terms, np.array(idf, dtype=np.float32))

    def row(self, terms: Counter[str]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Columns (ascending) and values of one text: (1 + ln count) · idf, words and characters each of length one."""
        column = self.column
        cells = sorted((column[term], count) for term, count in terms.items() if term in column)
        columns = np.fromiter((i for i, _ in cells), dtype=np.int64, count=len(cells))
        counts = np.fromiter((n for _, n in cells), dtype=np.float64, count=len(cells))
        values = (1 + np.log(counts)) * self.idf[columns].astype(np.float64)
        words = np.searchsorted(columns, self.first_word)
        for family in (values[:words], values[words:]):
            norm = sqrt(float(family @ family))
            if norm:
                family /= norm
        return columns, values


def terms_of(passage: Passage, *, start: int = 0, end: int | None = None) -> Counter[str]:
    """What characters `start` to `end` of a passage hold, counted; masked characters hold nothing."""
    end = len(passage.text) if end is None else end
    first = bisect_left(passage.tokens, start, key=attrgetter("start"))
    last = bisect_right(passage.tokens, end, key=attrgetter("end"))
    words = [t.text for t in passage.tokens[first:last] if t.text.strip(BLANK)]
    terms = Counter(f"w:{word}" for word in words)
    terms.update(f"w:{a} {b}" for a, b in pairwise(words))
    for text in passage.text[start:end].split(MASK):
        for n in CHARACTER_GRAMS:
            terms.update(f"c:{text[i : i + n]}" for i in range(len(text) - n + 1))
    return terms
