"""Texts as sparse rows: word and character n-grams (TF-IDF), counted clause by clause.

The same counting serves training and use; nothing here needs scikit-learn, so that reading a model does not either.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from voc.nlp.masking.spans import MASK
from voc.nlp.passage import Passage
from voc.nlp.text import automaton_of

CHARACTER_GRAMS = range(1, 5)
BLANK = " \t\r\n\u3000" + MASK
LEFT_OUT = -1


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
            cells = weights.take(self.columns, axis=0).astype(np.float64)
            cells *= self.values[:, None]
            product[filled] = np.add.reduceat(cells, self.starts[filled], axis=0)
        return product

    def parted(self, count: int) -> tuple["Rows", "Rows"]:
        """The first rows, so many, and the others."""
        cut = self.starts[count]
        return (
            Rows(self.columns[:cut], self.values[:cut], self.starts[: count + 1]),
            Rows(self.columns[cut:], self.values[cut:], self.starts[count:] - cut),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The known terms of some passages, each as often as it occurs: its column, and the number of its clause.

    Shapes: `columns` and `clauses` `(n_found,)`, `owners` `(n_clauses,)`, the number of each clause's passage; `count`
    passages.
    """

    columns: NDArray[np.int64]
    clauses: NDArray[np.int64]
    owners: NDArray[np.int64]
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """Every time a word is said in a text: its column, its share of the column's value, and the number of its clause.

    Shapes `(n,)`; `clauses` does not fall.
    """

    columns: NDArray[np.int64]
    values: NDArray[np.float64]
    clauses: NDArray[np.int64]

    def added(self, weights: NDArray[np.float32], count: int) -> NDArray[np.float64]:
        """What each of `count` clauses adds to the product with weights of shape `(n_columns, n_labels)`: `(count,
        n_labels)`."""
        added = np.zeros((count, weights.shape[1]))
        if len(self.columns):
            starts = np.flatnonzero(np.diff(self.clauses, prepend=-1))
            cells = weights.take(self.columns, axis=0) * self.values[:, None]
            added[self.clauses[starts]] = np.add.reduceat(cells, starts, axis=0)
        return added


class Vocabulary:
    """Terms in the order of their columns (sorted), with their inverse document frequency, shape `(n_terms,)`.

    Those of words come after those of characters. A term is `w:` and one or two words, or `c:` and one to four
    characters.
    """

    def __init__(self, terms: Sequence[str], idf: NDArray[np.float32]) -> None:
        self.terms, self.idf = tuple(terms), idf
        self._first_word = sum(not term.startswith("w:") for term in self.terms)
        self._words = {term[2:]: i for i, term in enumerate(self.terms) if i >= self._first_word}
        self._grams = automaton_of({term[2:]: n for n, term in enumerate(self.terms[: self._first_word])})

    @classmethod
    def fit(cls, rows: Iterable[Iterable[str]], *, least: int) -> "Vocabulary":
        """Terms that occur in at least `least` rows; idf = ln((1 + n) / (1 + df)) + 1 (Salton, as smoothed)."""
        frequency: Counter[str] = Counter()
        count = 0
        for row in rows:
            frequency.update(set(row))
            count += 1
        terms = sorted(term for term, n in frequency.items() if n >= least)
        return cls(terms, np.array([log((1 + count) / (1 + frequency[t])) + 1 for t in terms], dtype=np.float32))

    def column(self, word: str) -> int | None:
        """The column of a single word; None where it is not known."""
        return self._words.get(word)

    def rows(self, passages: Sequence[Passage]) -> tuple[Rows, Rows]:
        """A row for each passage, and one for each of their clauses, in order."""
        return self.rows_of(self.find(passages))

    def find(self, passages: Sequence[Passage]) -> Found:
        """The known terms that lie within a clause."""
        columns: list[int] = []
        clauses: list[int] = []
        owners: list[int] = []
        for number, passage in enumerate(passages):
            self._find(passage, len(owners), columns, clauses)
            owners += [number] * len(passage.clauses)
        found, clause_of, owner_of = (np.array(own, dtype=np.int64) for own in (columns, clauses, owners))
        return Found(found, clause_of, owner_of, len(passages))

    def rows_of(self, found: Found) -> tuple[Rows, Rows]:
        """A row for each passage, and one for each of their clauses.

        (1 + ln count) · idf, the words and the characters of a row each of length one. What one passage gives does not
        depend on the others.
        """
        rows = np.concatenate((found.owners[found.clauses], found.count + found.clauses))
        return self._weighed(rows, np.tile(found.columns, 2), found.count + len(found.owners)).parted(found.count)

    @property
    def word_count(self) -> int:
        """How many of the terms are words or pairs of them."""
        return len(self.terms) - self._first_word

    def words_by_side(self, found: Found, sides: Sequence[int], count: int) -> Occurrences:
        """Every word and pair of words, of each of `count` sides apart, each side weighed like a row.

        `sides` holds the side of each passage, or `LEFT_OUT`. Column `side · word_count + k` is that of the word
        number k.
        """
        side = np.array(sides, dtype=np.int64)[found.owners[found.clauses]]
        words = (found.columns >= self._first_word) & (side != LEFT_OUT)
        columns = side[words] * self.word_count + found.columns[words] - self._first_word
        known, which, counts = np.unique(columns, return_inverse=True, return_counts=True)
        sides_of, numbers = np.divmod(known, max(1, self.word_count))
        values = (1 + np.log(counts)) * self.idf[self._first_word + numbers].astype(np.float64)
        length = np.sqrt(np.bincount(sides_of, weights=values * values, minlength=count))
        shares = values / length[sides_of] / counts
        return Occurrences(columns, shares[which], found.clauses[words])

    def _find(self, passage: Passage, first: int, columns: list[int], clauses: list[int]) -> None:
        """Append the column of every known term and the number of its clause, which count from `first` on."""
        if self._first_word:
            for clause, (start, end) in enumerate(passage.clauses, start=first):
                own = [column for _, column in self._grams.iter(passage.text, start, end)]
                columns += own
                clauses += [clause] * len(own)
        words, before, before_clause = self._words, "", -1
        for word, clause in _words(passage):
            if (column := words.get(word, -1)) >= 0:
                columns.append(column)
                clauses.append(first + clause)
            if clause == before_clause and (column := words.get(f"{before} {word}", -1)) >= 0:
                columns.append(column)
                clauses.append(first + clause)
            before, before_clause = word, clause

    def _weighed(self, owner: NDArray[np.int64], columns: NDArray[np.int64], count: int) -> Rows:
        keys, counts = np.unique(owner * len(self.terms) + columns, return_counts=True)
        rows, columns = np.divmod(keys, max(1, len(self.terms)))
        values = (1 + np.log(counts)) * self.idf[columns].astype(np.float64)
        family = 2 * rows + (columns >= self._first_word)
        length = np.sqrt(np.bincount(family, weights=values * values, minlength=2 * count))
        return Rows(columns, values / length[family], np.searchsorted(rows, np.arange(count + 1)))


def terms_of(passage: Passage) -> set[str]:
    """Every term within a clause of a passage; masked characters hold nothing."""
    words = list(_words(passage))
    terms = {f"w:{word}" for word, _ in words}
    terms |= {f"w:{a} {b}" for (a, first), (b, second) in pairwise(words) if first == second}
    for start, end in passage.clauses:
        for text in passage.text[start:end].split(MASK):
            terms |= {f"c:{text[i : i + n]}" for n in CHARACTER_GRAMS for i in range(len(text) - n + 1)}
    return terms


def _words(passage: Passage) -> Iterator[tuple[str, int]]:
    """Every word that lies within a clause and is not blank, with the number of the clause."""
    clauses = enumerate(passage.clauses)
    clause, start, end = -1, 0, 0
    for token in passage.tokens:
        while token.start >= end:
            clause, (start, end) = next(clauses, (-1, (0, len(passage.text))))
            if clause < 0:
                return
        if token.start >= start and token.end <= end and token.text.strip(BLANK):
            yield token.text, clause
