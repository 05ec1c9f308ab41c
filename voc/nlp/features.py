"""Texts as sparse rows: word and character n-grams (TF-IDF), counted clause by clause.

The same counting serves training and use; nothing here needs scikit-learn, so that reading a model does not either.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from voc.nlp.masking.spans import MASK
from voc.nlp.passage import Passage

CHARACTER_GRAMS = range(1, 5)
BLANK = " \t\r\n\u3000" + MASK
_starts, _ends = attrgetter("start"), attrgetter("end")


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Sparse rows: cells `starts[i]` to `starts[i + 1]` are those of row `i`, with `columns` and `values`.

    Shapes: `columns` and `values` `(n_cells,)`, `starts` `(n_rows + 1,)`.
    """

    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def times(self, weights: NDArray[np.float32]) -> NDArray[np.float64]:
        """Product with weights of shape `(n_terms, n_labels)`: `(n_rows, n_labels)`; each row apart from the others."""
        product = np.zeros((len(self), weights.shape[1]))
        filled = np.flatnonzero(self.starts[1:] > self.starts[:-1])
        if len(filled):
            cells = self.values[:, None] * weights[self.columns].astype(np.float64)
            product[filled] = np.add.reduceat(cells, self.starts[filled], axis=0)
        return product


@dataclass(frozen=True, slots=True, eq=False)
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

    def cells(self, terms: Mapping[str, int]) -> dict[int, int]:
        """Known terms by column, with their counts, columns ascending."""
        column = self.column
        return dict(sorted((column[term], count) for term, count in terms.items() if term in column))

    def rows(self, cells: Sequence[Mapping[int, int]]) -> Rows:
        """Rows of texts: (1 + ln count) · idf, the words and the characters of a row each of length one."""
        starts = np.cumsum([0, *map(len, cells)])
        columns = np.fromiter((i for row in cells for i in row), dtype=np.int64, count=starts[-1])
        counts = np.fromiter((n for row in cells for n in row.values()), dtype=np.float64, count=starts[-1])
        values = (1 + np.log(counts)) * self.idf[columns].astype(np.float64)
        family = 2 * np.repeat(np.arange(len(cells)), np.diff(starts)) + (columns >= self.first_word)
        length = np.sqrt(np.bincount(family, weights=values * values, minlength=2 * len(cells)))
        return Rows(columns, values / length[family], starts)


def clause_terms(passage: Passage) -> tuple[Counter[str], ...]:
    """What each clause of a passage holds, counted; masked characters hold nothing."""
    return tuple(_terms(passage, start, end) for start, end in passage.clauses)


def merged(parts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """Cells of the clauses of a text as those of the whole, columns ascending."""
    total: Counter[int] = Counter()
    for part in parts:
        total.update(part)
    return dict(sorted(total.items()))


def _terms(passage: Passage, start: int, end: int) -> Counter[str]:
    tokens = passage.tokens
    first, last = bisect_left(tokens, start, key=_starts), bisect_right(tokens, end, key=_ends)
    words = [t.text for t in tokens[first:last] if t.text.strip(BLANK)]
    terms = [f"w:{word}" for word in words]
    terms += [f"w:{a} {b}" for a, b in pairwise(words)]
    for text in passage.text[start:end].split(MASK):
        for n in CHARACTER_GRAMS:
            terms += [f"c:{text[i : i + n]}" for i in range(len(text) - n + 1)]
    return Counter(terms)
